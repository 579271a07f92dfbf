"""From the unit's meter to open energy: what was counted, and whose it is."""

from collections.abc import Sequence

import msgspec

from agent.api.wishes import DeviceRole
from agent.core.constants import Constants, UnitConstants
from agent.core.devices import source_of
from agent.core.records import Order
from agent.core.state import State
from agent.core.storage_facts import StorageSeen, UnitSession
from agent.core.storage_state import Registers, StorageState
from agent.metering.registers import MeterTrack
from agent.roles.storage_unit import (
    ChargeMark,
    OpenSession,
    Portion,
    Share,
    charge_wh,
    joined,
    merged,
    portions_of,
    shared_by_trades,
)

TRADES, OWNER = "trades", "owner"
RESULT_PATIENCE_CYCLES = 8
"""The trades of an interval are waited for so long; then its energy is the owner's."""


def take_in(state: State, constants: Constants, unit: UnitConstants, now_ms: int) -> StorageState:
    """Take what the meter counted into the open energy, and decide whose it is where it is known."""
    storage = _noticed_exchange(state, constants, state.storage)
    storage = _counted(storage, constants, unit, _track(state, unit))
    if unit.producer == TRADES:
        storage = _resolved(storage, constants, state.orders, now_ms)
    return _marked(storage, unit)


def _track(state: State, unit: UnitConstants) -> MeterTrack | None:
    return next((track for track in state.meters.tracks if track.meter == unit.meter), None)


def _counted(
    storage: StorageState, constants: Constants, unit: UnitConstants, track: MeterTrack | None
) -> StorageState:
    """A register that stands below what was counted (readings that became doubtful) adds nothing."""
    level = None if track is None else track.level
    if level is None or not level.confirmed:
        return storage
    here = Registers(level.at_ms, level.import_wh, level.export_wh)
    before = storage.counted
    if before is None:
        return msgspec.structs.replace(storage, base=here, counted=here)
    if here.at_ms <= before.at_ms:
        return storage
    origin_ms = constants.genesis_s * 1_000
    step_ms = constants.cycle_ms
    span = (before.at_ms, here.at_ms)
    fresh_in = portions_of(*span, here.in_wh - before.in_wh, origin_ms, step_ms)
    fresh_out = portions_of(*span, here.out_wh - before.out_wh, origin_ms, step_ms)
    after: StorageState = msgspec.structs.replace(
        storage,
        counted=Registers(
            here.at_ms, max(here.in_wh, before.in_wh), max(here.out_wh, before.out_wh)
        ),
        portions_out=joined(
            storage.portions_out, fresh_out, origin_ms, step_ms, _newest_ms(storage.seen)
        ),
    )
    if not fresh_in:
        return after
    if unit.producer == TRADES:
        waiting = joined(after.portions_in, fresh_in, origin_ms, step_ms)
        return msgspec.structs.replace(after, portions_in=waiting)
    party = constants.member if unit.producer == OWNER else unit.producer
    return with_shares(after, [Share(party, portion.wh) for portion in fresh_in], here.at_ms)


def with_shares(storage: StorageState, shares: Sequence[Share], at_ms: int) -> StorageState:
    """Add energy in whose producer is known."""
    since = storage.in_since_ms if storage.shares_in else at_ms
    return msgspec.structs.replace(
        storage, shares_in=merged([*storage.shares_in, *shares]), in_since_ms=since
    )


def _newest_ms(seen: StorageSeen | None) -> int:
    return (
        -1 if seen is None else max((one.opened_s for one in seen.unit_sessions), default=0) * 1_000
    )


def _resolved(
    storage: StorageState, constants: Constants, orders: Sequence[Order], now_ms: int
) -> StorageState:
    """Share each interval's energy once the meter has passed its end and its trades are known."""
    times = constants.times
    reached_ms = 0 if storage.counted is None else storage.counted.at_ms
    waiting: list[Portion] = []
    for portion in storage.portions_in:
        cycle = (portion.from_ms - constants.genesis_s * 1_000) // constants.cycle_ms
        late = now_ms >= times.end_ms(cycle + RESULT_PATIENCE_CYCLES)
        trades = () if late else _delivered(orders, cycle)
        if reached_ms < times.end_ms(cycle) or trades is None:
            waiting.append(portion)
            continue
        shares = shared_by_trades(portion.wh, trades, constants.member)
        storage = with_shares(storage, shares, portion.to_ms)
    return msgspec.structs.replace(storage, portions_in=tuple(waiting))


def _delivered(orders: Sequence[Order], cycle: int) -> tuple[Share, ...] | None:
    """What this home bought for delivery in a cycle, by seller; None: not known yet."""
    bought = [one for one in orders if one.cycle == cycle - 1 and one.side == "buy"]
    if any(one.stage in ("queued", "sent", "final") for one in bought):
        return None
    return tuple(
        Share(trade.member, trade.energy_wh)
        for one in bought
        if one.stage in ("traded", "settled")
        for trade in one.trades
        if trade.member
    )


def _noticed_exchange(state: State, constants: Constants, storage: StorageState) -> StorageState:
    """Another device counts in the unit's place: what passed between the two nobody counted."""
    name = source_of(state.devices, constants, DeviceRole.STORAGE)
    if not name or name == storage.last_exchange:
        return storage
    anomaly = storage.anomaly
    if storage.last_exchange:
        anomaly = "the unit's meter was exchanged"
    return msgspec.structs.replace(storage, last_exchange=name, anomaly=anomaly)


def _marked(storage: StorageState, unit: UnitConstants) -> StorageState:
    """Remember the first state of charge with its registers: later ones are judged by it."""
    battery, counted = storage.battery, storage.counted
    if storage.mark is not None or battery is None or counted is None:
        return storage
    return marked(storage, unit, battery.at_ms)


def marked(storage: StorageState, unit: UnitConstants, at_ms: int) -> StorageState:
    """Take the battery's word for its charge from here on."""
    battery, counted = storage.battery, storage.counted
    if battery is None or counted is None:
        return storage
    wh = charge_wh(battery.charge_permille, unit.capacity_wh)
    mark = ChargeMark(at_ms, wh, counted.in_wh, counted.out_wh)
    return msgspec.structs.replace(storage, mark=mark)


def open_sessions(sessions: Sequence[UnitSession]) -> tuple[OpenSession, ...]:
    """The sessions as attribution needs them."""
    return tuple(
        OpenSession(one.consumer, one.energy_wh, one.opened_s * 1_000, one.expires_s * 1_000)
        for one in sessions
    )
