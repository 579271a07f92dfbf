"""What is wrong with the radio and its devices, and what to do about it, in words."""

from agent.api.sections import Alert
from agent.api.wishes import DeviceRole
from agent.core.devices import METER_NAMES, has_meter, ieee_of, meter_of, name_of
from agent.core.metering import NO_GRID_METER
from agent.core.overlay import Overlay, device_of, function_of
from agent.core.state import State
from agent.devices.device import FunctionKind, RadioStage, RadioState, ValueQuality

LOSSES, LOSSES_WITHIN_MS = 5, 3_600_000
"""A stick that was lost so often within the hour is not well, though it came back each time."""

GRACE_MS = 30_000
"""A stick that is pulled out and put back, or a start: nobody has to run."""


def radio_alerts(state: State, now_ms: int, overlay: Overlay) -> tuple[Alert, ...]:
    """Return what holds now: the radio first, then the meters, then the relays."""
    found = [*_chosen(state), *_relays(state)]
    if overlay.radio is not None:
        found += _stage(overlay.radio, now_ms)
        found += _devices(state, overlay, now_ms, overlay.radio)
    return tuple(found)


def _chosen(state: State) -> list[Alert]:
    constants = state.constants
    if constants is None or not constants.assigned:
        return []
    if has_meter(state.devices, constants, DeviceRole.GRID):
        return []
    do = "An installer pairs the meter and gives it its role: gridhearth pair."
    return [Alert("no-grid-meter", 0, f"{NO_GRID_METER} Nothing is traded.", do)]


def _relays(state: State) -> list[Alert]:
    do = "Look whether it has power and is in reach; until it answers, switch it by hand."
    return [
        Alert(
            f"relay-{relay.key}",
            relay.alarm_at_ms,
            f"{name_of(state.devices, relay.key)}: {relay.known.alarm}",
            do,
        )
        for relay in state.relays
        if relay.known.alarm
    ]


def _stage(radio: RadioState, now_ms: int) -> list[Alert]:
    match radio.stage:
        case RadioStage.DOWN | RadioStage.DEGRADED if now_ms - radio.since_ms >= GRACE_MS:
            what = f"The radio does not work: {radio.sentence}"
            do = (
                "Look whether the stick is plugged in and no other program uses it;"
                " pull it out and put it back."
            )
            return [Alert("radio-down", radio.since_ms, what, do)]
        case RadioStage.NO_NETWORK:
            what = f"The stick has no network: {radio.sentence}"
            do = (
                "An installer restores the home's backup (gridhearth radio restore), or forms a"
                " new network (gridhearth radio form)."
            )
            return [Alert("radio-no-network", radio.since_ms, what, do)]
        case RadioStage.OTHER_NETWORK:
            what = f"The stick holds another home's network: {radio.sentence}"
            do = "Put the home's own stick back, or restore its backup: gridhearth radio restore."
            return [Alert("radio-other-network", radio.since_ms, what, do)]
        case _:
            return _losses(radio, now_ms)


def _losses(radio: RadioState, now_ms: int) -> list[Alert]:
    late = [at_ms for at_ms in radio.lost_at_ms if now_ms - at_ms < LOSSES_WITHIN_MS]
    if len(late) < LOSSES:
        return []
    do = (
        "Put the stick on a short extension lead, on another port; see that no other program opens"
        " it, and update its firmware."
    )
    what = f"The radio was lost {len(late)} times within the last hour."
    return [Alert("radio-unsteady", late[0], what, do)]


def _devices(state: State, overlay: Overlay, now_ms: int, radio: RadioState) -> list[Alert]:
    """Of assigned meters only: a lamp that is switched off at the wall is nobody's trouble."""
    if radio.stage is not RadioStage.UP:
        return []  # one cause, one alert
    found = []
    for role in METER_NAMES:
        known = meter_of(state.devices, role)
        if known is None:
            continue
        name = f"{name_of(state.devices, known.key)} ({role.value} meter)"
        device, function = (
            device_of(overlay, ieee_of(known.key)),
            function_of(overlay, known.key, FunctionKind.METER),
        )
        if device is None or function is None:
            if now_ms - radio.since_ms >= GRACE_MS:
                what = f"{name} is not in the radio's network."
                do = "Pair it again, or give its role to another meter: gridhearth devices."
                found.append(Alert(f"{role.value}-meter-gone", radio.since_ms, what, do))
        elif not function.usable:
            what = f"{name} cannot be used: {function.sentence or device.sentence}"
            do = "Ask the installer: the meter's scale must be known before its energy counts."
            found.append(Alert(f"{role.value}-meter-refused", device.last_seen_ms or 0, what, do))
        elif not device.available or (
            function.live is not None and function.live.quality is ValueQuality.STALE
        ):
            since_ms = device.last_seen_ms or 0 if function.live is None else function.live.at_ms
            do = "Look whether it has power and is in reach; then gridhearth devices configure."
            found.append(
                Alert(f"{role.value}-meter-stale", since_ms, f"{name} has gone silent.", do)
            )
    return found
