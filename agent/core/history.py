"""What the state still knows of its days, as rows for the history; made again as often as asked."""

from collections.abc import Callable

from agent.api.wishes import DeviceRole
from agent.core.constants import Constants
from agent.core.devices import METER_NAMES
from agent.core.metering import QUALITY_NUMBER
from agent.core.state import State
from agent.metering.interval import interval_energy, register_at
from agent.metering.reading import MeterRole
from agent.metering.registers import points
from agent.roles.history import EnergyRow, MoneyRow, PriceRow, Rows

DayOf = Callable[[int], str]
"""The local day of a time in Unix milliseconds."""


def rows_of(state: State, day_of: DayOf) -> Rows:
    """Return every row the state can still make, oldest first: a week of energy at most."""
    constants = state.constants
    if constants is None:
        return Rows()
    return Rows(
        energy_rows(state, constants, day_of),
        money_rows(state, constants, day_of),
        price_rows(state),
    )


def energy_rows(state: State, constants: Constants, day_of: DayOf) -> tuple[EnergyRow, ...]:
    """Return the intervals between the boundary registers that were frozen."""
    known = {register.boundary_ms: register for register in state.meters.boundaries}
    found = []
    for start_ms, start in known.items():
        end = known.get(start_ms + constants.cycle_ms)
        if end is None:
            continue
        energy = interval_energy(start, end)
        found.append(
            EnergyRow(
                from_ms=start_ms,
                day=day_of(start_ms),
                import_wh=energy.import_wh,
                export_wh=energy.export_wh,
                generation_wh=generated_wh(state, constants, start_ms),
                quality=QUALITY_NUMBER[energy.quality],
            )
        )
    return tuple(found)


def generated_wh(state: State, constants: Constants, from_ms: int) -> int | None:
    """Return what was generated in the interval; None: no meter, or it cannot be said.

    Only the newest intervals can be: the meter's readings are kept for two of them.
    """
    name = METER_NAMES[DeviceRole.GENERATION] if constants.assigned else constants.generation_meter
    track = next((t for t in state.meters.tracks if t.meter == name), None)
    if track is None or track.role is not MeterRole.GENERATION:
        return None
    seen = points(track)
    tolerance_ms = constants.cycle_ms // 30
    start, end = (
        register_at(seen, at_ms, tolerance_ms) for at_ms in (from_ms, from_ms + constants.cycle_ms)
    )
    if start is None or end is None:
        return None
    return end.export_wh - start.export_wh


def money_rows(state: State, constants: Constants, day_of: DayOf) -> tuple[MoneyRow, ...]:
    """Return the settled cycles; money counts on the day of delivery."""
    times = constants.times
    return tuple(
        MoneyRow(
            cycle=order.cycle,
            day=day_of(times.end_ms(order.cycle)),
            side=order.side,
            metered_wh=order.metered_wh,
            amount_micro=order.amount_micro,
            charge_micro=order.tariff_micro,
            penalty_micro=order.penalty_micro,
            trades=len(order.trades),
        )
        for order in state.orders
        if order.stage == "settled"
    )


def price_rows(state: State) -> tuple[PriceRow, ...]:
    """Return how the last cycles ended for the whole market."""
    return tuple(
        PriceRow(
            cycle=price.cycle,
            price_micro_per_kwh=price.price_micro_per_kwh if price.trade_count else None,
            trade_count=price.trade_count,
            order_count=price.order_count,
        )
        for price in state.prices
    )
