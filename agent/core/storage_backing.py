"""The battery behind the auction inside the core: what it adds to an order, when it delivers."""

import msgspec

from agent.core.constants import Constants, UnitConstants
from agent.core.effects import Discharge
from agent.core.state import State, Stepped
from agent.core.storage_given import given_wh, remembered
from agent.core.storage_reports import CHARGE_AGE_MS, charge_problem
from agent.core.storage_state import Cover
from agent.market.cycle import CycleTimes
from agent.metering.home import boundaries, registers
from agent.roles.storage_backing import STEPS, Delivery, Store, backing_wh, cover_power_w
from agent.roles.storage_unit import charge_wh


def store_of(state: State, unit: UnitConstants, now_ms: int) -> Store | None:
    """Return the battery; None: its charge is not known, too old or not believed."""
    battery = state.storage.battery
    if battery is None or not 0 <= now_ms - battery.at_ms <= CHARGE_AGE_MS:
        return None
    if charge_problem(state.storage, unit):
        return None
    charged = charge_wh(battery.charge_permille, unit.capacity_wh)
    return Store(charged, unit.reserve_wh, unit.power_w)


def backing_of(state: State, constants: Constants, now_ms: int) -> int | None:
    """Return what the battery adds to the next automatic order; None: it backs none."""
    unit = None if constants.storage is None else constants.storage.unit
    if unit is None or not unit.back_orders or not unit.steered:
        return None
    store = store_of(state, unit, now_ms)
    return None if store is None else backing_wh(store, constants.nominal_ms)


def cover_deliveries(state: State, constants: Constants, now_ms: int) -> Stepped:
    """Let the battery deliver what a running sale would miss, before the penalty arises."""
    unit = None if constants.storage is None else constants.storage.unit
    if unit is None or not unit.back_orders or not unit.steered:
        return state, ()
    times = constants.times
    cycle = times.cycle_at(now_ms)
    delivery = None if cycle is None else _delivery(state, constants, times, cycle)
    store = store_of(state, unit, now_ms)
    if cycle is None or delivery is None or store is None:
        return _stopped(state)
    known = state.storage.cover
    if known is not None and known.cycle == cycle - 1 and now_ms < known.until_ms:
        return state, ()  # decided for this interval; the battery falls back at its end
    power_w = cover_power_w(delivery, store, now_ms)
    if power_w == 0:
        return state, ()
    until_ms = min(delivery.to_ms, now_ms + (delivery.to_ms - delivery.from_ms) // STEPS)
    cover = Cover(cycle - 1, power_w, until_ms, now_ms)
    storage = msgspec.structs.replace(
        state.storage, cover=cover, covered=remembered(state.storage.covered, cover, constants)
    )
    return msgspec.structs.replace(state, storage=storage), (Discharge(power_w, until_ms),)


def _stopped(state: State) -> Stepped:
    if state.storage.cover is None:
        return state, ()
    storage = msgspec.structs.replace(state.storage, cover=None)
    return msgspec.structs.replace(state, storage=storage), (Discharge(0, 0),)


def _delivery(state: State, constants: Constants, times: CycleTimes, cycle: int) -> Delivery | None:
    sold = next(
        (
            one
            for one in reversed(state.orders)
            if one.cycle == cycle - 1 and one.side == "sell" and one.stage == "traded"
        ),
        None,
    )
    from_ms, to_ms = times.start_ms(cycle), times.end_ms(cycle)
    here = registers(state.meters)
    begin = next((b for b in boundaries(state.meters, from_ms) if b.boundary_ms == from_ms), None)
    if sold is None or sold.agreed_wh <= 0 or here is None or begin is None:
        return None
    net = (here.export_wh - begin.export_wh) - (here.import_wh - begin.import_wh)
    given = given_wh(state.storage.covered, constants, from_ms, here.at_ms)
    return Delivery(sold.agreed_wh, net, here.at_ms, from_ms, to_ms, constants.nominal_ms, given)
