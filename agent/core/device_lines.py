"""Meters and relays as the lines a screen lists: what they say, and what they are for."""

import msgspec

from agent.api.sections import CheckSection, DeviceLine, PairingLine, RadioSection
from agent.api.wishes import DeviceRole
from agent.core.devices import (
    Assignment,
    assignment_of,
    ieee_of,
    name_of,
)
from agent.core.metering import metering_settings_of
from agent.core.overlay import Overlay
from agent.core.state import State
from agent.devices.device import DeviceFunction, FunctionKind, RadioDevice
from agent.devices.live_check import instruction
from agent.devices.tested import meter_test, relay_test
from agent.metering.home import boundaries, registers
from agent.metering.reading import Quality

TEXT = 60
"""Characters kept of what a device says of itself: nobody's model name fills a message."""
SENTENCE = 240


def device_lines(state: State, overlay: Overlay) -> tuple[DeviceLine, ...]:
    """Return one line per meter and relay: those with a role first, then by address."""
    lines = list(_settings_meters(state))
    shown = set()
    for device in overlay.devices:
        for function in device.functions:
            lines.append(_function_line(state, device, function))
            shown.add((function.key, function.kind is FunctionKind.RELAY))
        if not device.functions:
            lines.append(_device_line(state, device, DeviceLine("", "", 0, 0, 0, "")))
    lines += [
        _absent(state, known)
        for known in state.devices.assigned
        if (known.key, known.role is DeviceRole.RELAY) not in shown
    ]
    return tuple(sorted(lines, key=_place))


def _place(line: DeviceLine) -> tuple[int, str, str]:
    roles = [role.value for role in DeviceRole]
    return roles.index(line.role) if line.role in roles else len(roles), line.key, line.kind


def _settings_meters(state: State) -> tuple[DeviceLine, ...]:
    """The meters that the settings name, in our registers."""
    constants = state.constants
    if constants is None:
        return ()
    quality = [b.quality for b in boundaries(state.meters)][-1:] or [Quality.MEASURED]
    settings = metering_settings_of(constants, state.devices)
    return tuple(
        DeviceLine(
            meter.meter,
            meter.role.value,
            point.at_ms,
            point.import_wh,
            point.export_wh,
            quality[0].value,
        )
        for meter in settings.meters
        if not constants.assigned or meter.role.value in constants.wired
        if (point := registers(state.meters, meter.meter)) is not None
    )


def _function_line(state: State, device: RadioDevice, function: DeviceFunction) -> DeviceLine:
    relay = function.kind is FunctionKind.RELAY
    live, known = function.live, assignment_of(state.devices, function.key, relay=relay)
    mode = next((r.mode for r in state.relays if relay and r.key == function.key), None)
    position = function.position
    meter = DeviceLine(
        name="",
        role="" if known is None else known.role.value,
        at_ms=0 if live is None else live.at_ms,
        import_wh=0 if live is None else live.import_wh or 0,
        export_wh=0 if live is None else live.export_wh or 0,
        quality="" if live is None else live.quality.value,
        key=function.key,
        kind=function.kind.value,
        power_w=None if live is None else live.power_w,
        position=None if position is None else position.value,
        mode=None if mode is None else mode.value,
        usable=function.usable,
        invert=known is not None and known.invert,
        sentence=(function.sentence or device.sentence)[:SENTENCE],
    )
    line = _device_line(state, device, meter)
    return line if known is None else _proven(state, known, line)


def _proven(state: State, known: Assignment, line: DeviceLine) -> DeviceLine:
    """Add when a function with a role was seen to work."""
    if known.role is DeviceRole.RELAY:
        relay = relay_test(state.tested, known.key)
        if relay is None:
            return line
        return msgspec.structs.replace(
            line, seen_on_ms=relay.on_ms or None, seen_off_ms=relay.off_ms or None
        )
    meter = meter_test(state.tested, known.key, known.role.value, invert=known.invert)
    if meter is None or not meter.passed:
        return line
    return msgspec.structs.replace(line, checked_ms=meter.at_ms)


def _device_line(state: State, device: RadioDevice, line: DeviceLine) -> DeviceLine:
    """Add what is true of the whole device."""
    given = name_of(state.devices, device.ieee)
    model = " ".join(part for part in (device.manufacturer, device.model) if part)
    return DeviceLine(
        name=given[:TEXT],
        role=line.role,
        at_ms=line.at_ms,
        import_wh=line.import_wh,
        export_wh=line.export_wh,
        quality=line.quality,
        key=line.key,
        kind=line.kind if line.key else "",
        ieee=device.ieee,
        model=model[:TEXT],
        profile=device.profile[:TEXT],
        interview=device.interview[:TEXT],
        power_w=line.power_w,
        position=line.position,
        mode=line.mode,
        usable=line.usable and bool(line.key),
        available=device.available,
        last_seen_ms=device.last_seen_ms,
        battery_percent=device.battery_percent,
        signal_lqi=device.signal_lqi,
        invert=line.invert,
        sentence=line.sentence or device.sentence[:SENTENCE],
    )


def _absent(state: State, known: Assignment) -> DeviceLine:
    relay = known.role is DeviceRole.RELAY
    return DeviceLine(
        name=name_of(state.devices, known.key),
        role=known.role.value,
        at_ms=0,
        import_wh=0,
        export_wh=0,
        quality="",
        key=known.key,
        kind=FunctionKind.RELAY.value if relay else FunctionKind.METER.value,
        ieee=ieee_of(known.key),
        usable=False,
        available=False,
        invert=known.invert,
        sentence="The radio has not shown this device since the start.",
    )


def radio_section(state: State, overlay: Overlay) -> RadioSection | None:
    """Return the radio as a screen shows it; None: this home has none."""
    radio = overlay.radio
    if radio is None:
        return None
    return RadioSection(
        stage=radio.stage.value,
        sentence=radio.sentence[:SENTENCE],
        since_ms=radio.since_ms,
        stick=radio.stick[:TEXT],
        channel=radio.channel,
        joining_until_ms=radio.joining_until_ms,
        via=radio.via,
        backup_ms=_backup_ms(state, overlay),
    )


def _backup_ms(state: State, overlay: Overlay) -> int | None:
    """Devices that joined after a backup are not in it: it counts no more."""
    backup = state.tested.backup
    if backup is None or any(device.ieee not in backup.devices for device in overlay.devices):
        return None
    return backup.at_ms


def check_section(overlay: Overlay) -> CheckSection | None:
    """Return the live check as a screen shows it; None: there was none."""
    check = overlay.check
    if check is None:
        return None
    task, verdict = check.task, check.verdict
    said = (check.after or check.before)[-1:]
    begun = CheckSection(
        key=task.meter,
        role=task.role,
        load_w=task.load_w,
        stage=check.stage.value,
        instruction=instruction(check)[: 4 * SENTENCE],
        since_ms=check.since_ms,
        power_w=said[0].power_w if said else None,
    )
    if verdict is None:
        return begun
    return msgspec.structs.replace(
        begun,
        passed=verdict.passed,
        findings=tuple(finding.value for finding in verdict.findings),
        sentences=verdict.sentences,
        moved_w=verdict.moved_w,
        suggest_invert=verdict.suggest_invert,
        suggest_other_meter=verdict.suggest_other_meter,
        divide_by=verdict.divide_by,
        multiply_by=verdict.multiply_by,
    )


def pairing_lines(overlay: Overlay) -> tuple[PairingLine, ...]:
    """Return the newest steps of pairing, oldest first."""
    return tuple(
        PairingLine(line.at_ms, line.ieee, line.step.value, line.sentence[:SENTENCE])
        for line in overlay.progress
    )
