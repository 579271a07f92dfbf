"""What the agent remembers, as the lines a screen lists: orders, trades, statements, decisions."""

from agent.api.sections import DecisionLine, OrderLine, StatementLine, TradeLine
from agent.core.constants import Constants
from agent.core.records import Order
from agent.core.state import State
from agent.market.cycle import Phase
from agent.roles.words import format_kwh

WHO = {
    "standing": "your standing instruction",
    "restored": "found on the chain after this box was restored",
}


def order_line(order: Order) -> OrderLine:
    """One order as a line."""
    return OrderLine(
        order_id=order.order_id,
        cycle=order.cycle,
        side=order.side,
        energy_wh=order.energy_wh,
        low_micro_per_kwh=order.low_micro_per_kwh,
        high_micro_per_kwh=order.high_micro_per_kwh,
        distance_m=order.distance_m,
        stage=order.stage,
        reason=order.reason,
        block=order.block,
        price_micro_per_kwh=order.price_micro_per_kwh,
    )


def order_lines(state: State, most: int) -> tuple[OrderLine, ...]:
    """The newest remembered orders, newest first."""
    return tuple(order_line(order) for order in reversed(state.orders[-most:]))


def trade_lines(state: State, most_orders: int) -> tuple[TradeLine, ...]:
    """The trades of the newest remembered orders, newest cycle first."""
    return tuple(
        TradeLine(
            cycle=order.cycle,
            side=order.side,
            partner=trade.partner,
            energy_wh=trade.energy_wh,
            price_micro_per_kwh=order.price_micro_per_kwh or 0,
            distance_mm=trade.distance_mm,
            charge_micro=trade.charge_micro,
        )
        for order in reversed(state.orders[-most_orders:])
        for trade in order.trades
    )


def statement_lines(state: State, most: int) -> tuple[StatementLine, ...]:
    """The newest settled cycles, newest first, with what the chain proves."""
    settled = [order for order in reversed(state.orders) if order.stage == "settled"]
    return tuple(_statement_line(state, order) for order in settled[:most])


SETTLED = {1: "final", 2: "default", 3: "corrected"}


def _statement_line(state: State, order: Order) -> StatementLine:
    price = order.price_micro_per_kwh or 0
    return StatementLine(
        cycle=order.cycle,
        side=order.side,
        agreed_wh=order.agreed_wh,
        metered_wh=order.metered_wh,
        price_micro_per_kwh=price,
        energy_micro=price * order.metered_wh // 1_000,
        network_charge_micro=order.tariff_micro,
        penalty_micro=order.penalty_micro,
        amount_micro=order.amount_micro,
        status=SETTLED.get(order.settled_status, "final"),
        verified=all(other.cycle != order.cycle for other in state.disagreements),
        block=order.settled_block,
    )


def decision_lines(state: State, most: int) -> tuple[DecisionLine, ...]:
    """Why the agent traded or did not, newest first: one line per order and cycle's end."""
    return tuple(
        DecisionLine(
            at_ms=_decided_at_ms(state.constants, order),
            cycle=order.cycle,
            what=_deed(order),
            why=_why(order),
        )
        for order in reversed(state.orders[-most:])
    )


def _decided_at_ms(constants: Constants | None, order: Order) -> int:
    if constants is None:
        return 0
    times = constants.times
    return times.phase_start_ms(order.cycle, Phase.QUOTATION)


def _deed(order: Order) -> str:
    verb = "offer" if order.side == "sell" else "ask for"
    return f"{verb} {format_kwh(order.energy_wh)}: {order.stage}"


def _why(order: Order) -> str:
    who = WHO.get(order.origin, "you asked for it")
    return f"{who}; {order.reason}" if order.reason else who
