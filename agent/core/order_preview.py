"""What an order would cost now, from what the state knows of the market and this home."""

from agent.api.sections import Problem
from agent.api.views import DeliveryLine, OrderPreview, PreviewParams
from agent.api.wishes import Activity, SettlementChoice
from agent.core.constants import Constants
from agent.core.events import AccountSeen
from agent.core.state import State
from agent.core.trading import facts_of
from agent.market.auction import network_charge_micro
from agent.market.feeder import Feeder
from agent.market.order import Order
from agent.market.preview import PERCENTS, PreviewTerms, preview, side_of
from agent.roles.household_rules import achievable_wh, problems_of
from agent.roles.household_state import FlowState, Instruction
from agent.units import MM_PER_M


def order_preview(
    state: State, constants: Constants, feeder: Feeder, asked: PreviewParams, now_ms: int
) -> OrderPreview:
    """Return the order's worst case and its way below it; it changes nothing."""
    facts = facts_of(state, constants, now_ms)
    energy_wh = asked.energy_wh
    if energy_wh is None:
        energy_wh = achievable_wh(asked.side, facts)
    problems = problems_of(_instruction(asked), _flow(asked), facts)
    account = state.account
    if account is None:
        return OrderPreview(
            "The market's terms for this home have not been proven yet.", problems=problems
        )
    known = OrderPreview(
        "",
        energy_wh=energy_wh,
        max_charge_micro=account.max_tariff_micro,
        charge_at_distance_micro=min(
            network_charge_micro(account.charge_micro_per_m, asked.distance_m * MM_PER_M),
            account.max_tariff_micro,
        ),
        homes_within=homes_within(feeder, account.vertex, asked.distance_m),
        problems=problems,
    )
    if not energy_wh or asked.low_micro_per_kwh > asked.high_micro_per_kwh:
        return _unsaid(known, problems, "The amount is not known yet.")
    if energy_wh > facts.limits.limit_wh:
        return _unsaid(known, problems, "That is more than the connection carries.")
    return _priced(known, account, asked, energy_wh)


def _priced(
    known: OrderPreview,
    account: AccountSeen,
    asked: PreviewParams,
    energy_wh: int,
) -> OrderPreview:
    order = Order(
        id=0,
        member="",
        vertex=account.vertex,
        side=side_of(asked.side),
        energy_wh=energy_wh,
        low_micro_per_kwh=asked.low_micro_per_kwh,
        high_micro_per_kwh=asked.high_micro_per_kwh,
        distance_m=asked.distance_m,
    )
    terms = PreviewTerms(
        limit_wh=account.limit_wh,
        penalty_micro_per_kwh=account.penalty_micro_per_kwh,
        max_tariff_micro=account.max_tariff_micro,
    )
    found = preview(order, terms)
    return OrderPreview(
        sentence="",
        energy_wh=energy_wh,
        amount_at_worst_micro=found.whole.amount_micro,
        hold_micro=found.hold_micro,
        max_charge_micro=known.max_charge_micro,
        charge_at_distance_micro=known.charge_at_distance_micro,
        homes_within=known.homes_within,
        delivered=tuple(
            DeliveryLine(
                percent=percent,
                metered_wh=line.metered_wh,
                energy_micro=line.energy_micro,
                penalty_micro=line.penalty_micro,
                amount_micro=line.amount_micro,
                worse_micro=found.worse_micro(line),
            )
            for percent, line in zip(PERCENTS, found.delivered, strict=True)
        ),
        problems=known.problems,
    )


def homes_within(feeder: Feeder, vertex: int, distance_m: int) -> int | None:
    """Return how many other homes are within the distance; None: this home is not on the feeder."""
    if vertex not in feeder:
        return None
    homes = set(home_vertices(feeder))
    near = feeder.within(vertex, distance_m * MM_PER_M)
    return sum(other in homes for other, _ in near)


def home_vertices(feeder: Feeder) -> tuple[int, ...]:
    """Return the vertices at the ends of the network: where cables end, homes are."""
    inner = {feeder.parent_bus(bus) for bus in feeder.buses}
    root = feeder.buses[0]
    return tuple(
        vertex
        for vertex in feeder.vertices
        if (bus := feeder.bus_of(vertex)) not in inner and bus != root
    )


def _unsaid(known: OrderPreview, problems: tuple[Problem, ...], otherwise: str) -> OrderPreview:
    return OrderPreview(
        sentence=problems[0].sentence if problems else otherwise,
        energy_wh=known.energy_wh,
        max_charge_micro=known.max_charge_micro,
        charge_at_distance_micro=known.charge_at_distance_micro,
        homes_within=known.homes_within,
        problems=problems,
    )


def _instruction(asked: PreviewParams) -> Instruction:
    automatic = asked.energy_wh is None
    return Instruction(
        side=asked.side,
        settlement=SettlementChoice.AUTOMATIC if automatic else SettlementChoice.MANUAL,
        energy_wh=asked.energy_wh,
        low_micro_per_kwh=asked.low_micro_per_kwh,
        high_micro_per_kwh=asked.high_micro_per_kwh,
        distance_m=asked.distance_m,
    )


def _flow(asked: PreviewParams) -> FlowState:
    return FlowState(
        started=True,
        opted_in=True,
        activity=Activity.SELL if asked.side == "sell" else Activity.BUY,
    )
