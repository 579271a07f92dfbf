"""An order's way: queued, sent, final, traded or why not, settled.

Every arrow follows from a fact proven on the chain. The same order id never stands for two
different orders, and one cycle's later revision replaces the earlier one in place.
"""

from collections.abc import Sequence

import msgspec

from agent.core.constants import Constants
from agent.core.events import OrderSeen, ResultSeen, SettlementSeen
from agent.core.records import Intent, Order, OrderStage, Transaction
from agent.hashing import keccak256
from agent.ledger import market_contract
from agent.market.cycle import CycleTimes, Phase
from agent.roles.household import OrderRequest
from agent.roles.words import format_kwh, format_price

KEEP = 400
"""Orders kept for the screen: four days of a normal market; the chain has them all."""

UNRESOLVED: tuple[OrderStage, ...] = ("queued", "sent")
DECIDED: tuple[OrderStage, ...] = ("traded", "not traded", "void", "settled")
LEFT_OUT = {
    1: "your price did not meet the market",
    2: "there was not enough supply",
    3: "no partner was left for you",
    4: "buyers' and sellers' prices did not cross",
}


def new_order(constants: Constants, orders: Sequence[Order], request: OrderRequest) -> Order:
    """Give a request its identity: keccak(chain, contract, member, cycle, revision), so that it
    is the same on every replay."""
    revision = sum(known.cycle == request.cycle for known in orders)
    name = (
        f"{constants.chain_id}/{constants.contract}/{constants.member}/{request.cycle}/{revision}"
    )
    order_id = "0x" + keccak256(name.encode()).hex()[:32]
    return Order(
        order_id=order_id,
        cycle=request.cycle,
        revision=revision,
        side=request.side,
        energy_wh=request.energy_wh,
        low_micro_per_kwh=request.low_micro_per_kwh,
        high_micro_per_kwh=request.high_micro_per_kwh,
        distance_m=request.distance_m,
        origin=request.origin,
        stage="queued",
    )


def intent_of(constants: Constants, times: CycleTimes, order: Order) -> Intent:
    """Return the order's transaction as an intent.

    It ends one block before the window does, because a block sealed later refuses it.
    """
    return Intent(
        ident=f"order:{order.order_id}",
        data=market_contract.call_order(
            order.cycle,
            0 if order.side == "sell" else 1,
            order.energy_wh,
            order.low_micro_per_kwh,
            order.high_micro_per_kwh,
            order.distance_m,
        ),
        gas=market_contract.gas_limit(market_contract.Call.ORDER),
        not_after_ms=window_end_ms(constants, times, order.cycle),
    )


def window_end_ms(constants: Constants, times: CycleTimes, cycle: int) -> int:
    """The last moment at which an order of this cycle is still worth sending."""
    return times.phase_end_ms(cycle, Phase.QUOTATION) - constants.block_s * 1_000


def mark_sent(orders: Sequence[Order], transactions: Sequence[Transaction]) -> tuple[Order, ...]:
    """Orders whose bytes have gone out are *sent*."""
    gone = {known.intent.ident for known in transactions if known.raw}
    return tuple(
        msgspec.structs.replace(order, stage="sent")
        if order.stage == "queued" and f"order:{order.order_id}" in gone
        else order
        for order in orders
    )


def on_order_seen(
    constants: Constants,
    times: CycleTimes,
    orders: Sequence[Order],
    transactions: Sequence[Transaction],
    seen: OrderSeen,
) -> tuple[Order, ...]:
    """Confirm by storage proof, or learn by exclusion proof that an order is not there.

    A cycle that was decided takes no further order: what stands there is the one it decided on,
    even where a later one, made under a clock that was set back, is word for word the same.
    """
    done = {known.intent.ident for known in transactions if known.done}
    closed = seen.block_time_s * 1_000 >= times.phase_end_ms(seen.cycle, Phase.QUOTATION)
    decided = is_decided(orders, seen.cycle)
    changed = []
    for order in orders:
        if order.cycle != seen.cycle or order.stage not in UNRESOLVED:
            changed.append(order)
        elif not decided and _matches(order, seen):
            changed.append(
                msgspec.structs.replace(order, stage="final", block=seen.block, index=seen.index)
            )
        elif f"order:{order.order_id}" in done and _is_latest(orders, order):
            changed.append(
                msgspec.structs.replace(
                    order,
                    stage="refused",
                    reason="the market refused it: too late, or not enough credit for its cost",
                )
            )
        elif closed:
            changed.append(
                msgspec.structs.replace(
                    order, stage="missed", reason="the window closed before it arrived"
                )
            )
        else:
            changed.append(order)
    return _replaced(changed)


def _matches(order: Order, seen: OrderSeen) -> bool:
    return (
        seen.index is not None
        and order.side == seen.side
        and order.energy_wh == seen.energy_wh
        and order.low_micro_per_kwh == seen.low_micro_per_kwh
        and order.high_micro_per_kwh == seen.high_micro_per_kwh
        and order.distance_m == seen.distance_m
    )


def is_decided(orders: Sequence[Order], cycle: int) -> bool:
    """Whether the chain has said what became of this home's order in the cycle."""
    return any(order.cycle == cycle and order.stage in DECIDED for order in orders)


def is_foreign(orders: Sequence[Order], seen: OrderSeen) -> bool:
    """Whether an order stands on the chain for us that we, who follow its cycle, never made."""
    ours = [order for order in orders if order.cycle == seen.cycle]
    return bool(ours) and seen.index is not None and not any(_matches(one, seen) for one in ours)


def adopt(constants: Constants, orders: Sequence[Order], seen: OrderSeen) -> tuple[Order, ...]:
    """Take over the order that the contract holds of a closed window: the lost box sent it."""
    if seen.index is None:
        return tuple(orders)
    ours = [order for order in orders if order.cycle == seen.cycle]
    same = [order for order in ours if _matches(order, seen)]
    if is_decided(orders, seen.cycle) or any(order.index is not None for order in same):
        return tuple(orders)
    if same:
        found = same[-1]
    else:
        asked = OrderRequest(
            cycle=seen.cycle,
            side="sell" if seen.side == "sell" else "buy",
            energy_wh=seen.energy_wh,
            low_micro_per_kwh=seen.low_micro_per_kwh,
            high_micro_per_kwh=seen.high_micro_per_kwh,
            distance_m=seen.distance_m,
            origin="person",
        )
        found = msgspec.structs.replace(new_order(constants, orders, asked), origin="restored")
    final = msgspec.structs.replace(
        found, stage="final", reason="", block=seen.block, index=seen.index
    )
    before = [one for one in orders if one.cycle <= seen.cycle and one is not found]
    after = [one for one in orders if one.cycle > seen.cycle]
    return _replaced([*before, final, *after])


def _is_latest(orders: Sequence[Order], order: Order) -> bool:
    return all(other.revision <= order.revision for other in orders if other.cycle == order.cycle)


def _replaced(orders: Sequence[Order]) -> tuple[Order, ...]:
    """A final later revision has taken the place of the earlier ones of its cycle."""
    newest = {order.cycle: order.revision for order in orders if order.stage == "final"}
    return tuple(
        msgspec.structs.replace(
            order, stage="missed", reason="replaced by your newer order", block=None, index=None
        )
        if order.stage in ("queued", "sent", "final")
        and order.revision < newest.get(order.cycle, -1)
        else order
        for order in orders
    )


def on_result_seen(orders: Sequence[Order], seen: ResultSeen) -> tuple[Order, ...]:
    """A cycle ended: traded at the price, left out with the reason, or void."""
    if seen.status == "open":
        return tuple(orders)
    return tuple(
        _with_result(order, seen) if order.cycle == seen.cycle and order.stage == "final" else order
        for order in orders
    )


def _with_result(order: Order, seen: ResultSeen) -> Order:
    if seen.status == "void":
        return msgspec.structs.replace(
            order,
            stage="void",
            reason="the endorsers found no common result; the cycle was cancelled",
        )
    if seen.agreed_wh == 0:
        reason = LEFT_OUT.get(seen.reason, f"reason {seen.reason}")
        if seen.price_micro_per_kwh:
            reason += f" (base price {format_price(seen.price_micro_per_kwh)})"
        return msgspec.structs.replace(
            order,
            stage="not traded",
            reason=reason,
            price_micro_per_kwh=seen.price_micro_per_kwh or None,
        )
    return msgspec.structs.replace(
        order,
        stage="traded",
        price_micro_per_kwh=seen.price_micro_per_kwh,
        agreed_wh=seen.agreed_wh,
        tariff_micro=seen.tariff_micro,
        trades=seen.trades,
        reason=_traded_words(order, seen),
    )


def _traded_words(order: Order, seen: ResultSeen) -> str:
    verb = "sold" if order.side == "sell" else "bought"
    return f"{verb} {format_kwh(seen.agreed_wh)} at {format_price(seen.price_micro_per_kwh)}"


def on_settlement_seen(orders: Sequence[Order], seen: SettlementSeen) -> tuple[Order, ...]:
    """The contract posted the bill or income, or corrected it."""
    if seen.status == 0:
        return tuple(orders)
    return tuple(
        msgspec.structs.replace(
            order,
            stage="settled",
            metered_wh=seen.metered_wh,
            penalty_micro=seen.penalty_micro,
            amount_micro=seen.amount_micro,
            settled_status=seen.status,
            settled_block=order.settled_block
            if (order.settled_status, order.amount_micro) == (seen.status, seen.amount_micro)
            else seen.block,
            settled_revision=seen.revision,
        )
        if order.cycle == seen.cycle and order.stage in ("traded", "settled")
        else order
        for order in orders
    )


def expire(
    times: CycleTimes,
    orders: Sequence[Order],
    transactions: Sequence[Transaction],
    now_ms: int,
) -> tuple[Order, ...]:
    """An order without a nonce when its window closed is missed; say so, forget the oldest.

    One with a nonce may still be executed, whatever our clock says: of it only the chain knows.
    """
    planned = {known.intent.ident for known in transactions}
    changed = tuple(
        msgspec.structs.replace(
            order, stage="missed", reason="the window closed before it could be sent"
        )
        if order.stage == "queued"
        and f"order:{order.order_id}" not in planned
        and now_ms >= times.phase_end_ms(order.cycle, Phase.QUOTATION)
        else order
        for order in orders
    )
    return changed if len(changed) <= KEEP else changed[-KEEP:]
