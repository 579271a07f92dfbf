"""The state as a screen may see it. Pure: the same state, overlay and time give the same bytes."""

from agent.api.sections import (
    GuardLine,
    HomeSection,
    LadderSection,
    LinkSection,
    MarketSection,
    MoneySection,
    Snapshot,
)
from agent.core.alerts import alerts
from agent.core.constants import STORAGE_METER
from agent.core.device_lines import check_section, device_lines, pairing_lines, radio_section
from agent.core.ladder import standing
from agent.core.lines import order_lines, statement_lines, trade_lines
from agent.core.metering import expected_next
from agent.core.overlay import Overlay
from agent.core.state import State
from agent.core.storage_lines import storage_section
from agent.core.trading import flow_section_of
from agent.metering.forecast import Forecast
from agent.metering.home import power_of, registers

LINES = 30
"""Lines of each list in a snapshot; the list methods page through the rest."""


def build_snapshot(state: State, overlay: Overlay, revision: int, now_ms: int) -> Snapshot:
    """Return the whole snapshot. Before the first start event it is empty but sound."""
    constants = state.constants
    return Snapshot(
        revision=revision,
        member="" if constants is None else constants.member,
        currency="" if constants is None else constants.currency,
        home=_home(state, now_ms),
        flow=flow_section_of(state, now_ms),
        market=_market(state, now_ms),
        money=_money(state),
        chain=_chain(state, overlay),
        broker=_broker(state),
        orders=order_lines(state, LINES),
        trades=trade_lines(state, LINES)[:LINES],
        statements=statement_lines(state, LINES),
        devices=device_lines(state, overlay),
        alerts=alerts(state, now_ms, overlay),
        radio=radio_section(state, overlay),
        pairing=pairing_lines(overlay),
        check=check_section(overlay),
        ladder=_ladder(state),
        storage=storage_section(state, now_ms),
    )


def _home(state: State, now_ms: int) -> HomeSection:
    status, grid = state.status, registers(state.meters)
    constants = state.constants
    if constants is None:
        return HomeSection("unknown", status.reason, 0)
    expected = expected_next(state, constants, now_ms)
    power = power_of(state.meters, constants.grid_meter)
    stored = power_of(state.meters, STORAGE_METER)
    return HomeSection(
        status=status.colour.value,
        reason=status.reason,
        at_ms=status.at_ms or 0,
        import_power_w=None if power is None else power.power_w,
        generation_w=status.generation_w,
        usage_w=status.usage_w,
        import_wh=0 if grid is None else grid.import_wh,
        export_wh=0 if grid is None else grid.export_wh,
        storage_w=None if stored is None else stored.power_w,
        expected_surplus_wh=expected.surplus_wh if isinstance(expected, Forecast) else None,
    )


def _market(state: State, now_ms: int) -> MarketSection:
    last = state.prices[-1] if state.prices else None
    constants = state.constants
    if constants is None:
        return MarketSection(None, None, None, None)
    times = constants.times
    cycle, phase = times.cycle_at(now_ms), times.phase_at(now_ms)
    if cycle is None or phase is None:
        begins_ms = times.start_ms(0)
        return MarketSection(
            None,
            None,
            begins_ms,
            None,
            price_floor_micro_per_kwh=constants.price_floor_micro_per_kwh,
            price_ceiling_micro_per_kwh=constants.price_ceiling_micro_per_kwh,
        )
    return MarketSection(
        cycle=cycle,
        phase=phase.value,
        phase_ends_at_ms=times.phase_end_ms(cycle, phase),
        cycle_ends_at_ms=times.end_ms(cycle),
        last_price_micro_per_kwh=None if last is None else last.price_micro_per_kwh,
        last_price_cycle=None if last is None else last.cycle,
        price_floor_micro_per_kwh=constants.price_floor_micro_per_kwh,
        price_ceiling_micro_per_kwh=constants.price_ceiling_micro_per_kwh,
    )


def _ladder(state: State) -> LadderSection | None:
    if state.constants is None:
        return None
    stands = standing(state)
    return LadderSection(
        rung=stands.rung.word,
        guards=tuple(
            GuardLine(one.name, one.rung.word, one.sentence, one.do, one.since_ms)
            for one in stands.guards
        ),
        clock=state.clock.quality.value,
        clock_sentence=state.clock.sentence,
    )


def _money(state: State) -> MoneySection:
    account = state.account
    return MoneySection(
        balance_micro=None if account is None else account.balance_micro,
        held_micro=None if account is None else account.held_micro,
        earned_micro=state.totals.earned_micro,
        spent_micro=state.totals.spent_micro,
        penalty_micro=state.totals.penalty_micro,
    )


def _chain(state: State, overlay: Overlay) -> LinkSection:
    return LinkSection(
        state=state.chain.stage,
        sentence=state.chain.sentence,
        at_ms=None if overlay.head_time_s is None else overlay.head_time_s * 1_000,
        height=overlay.height,
    )


def _broker(state: State) -> LinkSection:
    return LinkSection(
        state="up" if state.broker.up else "down",
        sentence=state.broker.sentence,
        at_ms=state.broker.since_ms,
        waiting_reports=len(state.outbox.waiting) + len(state.reporting.unsigned),
    )
