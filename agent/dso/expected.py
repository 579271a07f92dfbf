"""What the contract's `settle` would book for an order: its own rule, from the same words."""

import msgspec

from agent.dso.cycle_view import CycleView, OrderView
from agent.dso.reconcile import OnChain
from agent.ledger.market_contract import Settlement, SettlementStatus
from agent.ledger.market_contract import Side as SideWord
from agent.market.order import Side
from agent.market.quotes import Agreement
from agent.market.settlement import settle
from agent.units import MoneyMicro

QUALITY_OF_SILENCE = 2
"""What a settlement without both registers says of its quality (substitute)."""


class Booking(msgspec.Struct, frozen=True):
    """A settlement the contract would write, and what it would move."""

    index: int
    settlement: Settlement
    energy_micro: MoneyMicro
    network_charge_micro: MoneyMicro
    amount_micro: MoneyMicro
    """What the order changes the account by in all: negative is a bill, positive an income."""
    change_micro: MoneyMicro
    """What this booking would move: the amount less what was booked before."""


def booking(
    view: CycleView,
    order: OrderView,
    before: OnChain | None,
    after: OnChain | None,
    *,
    late: bool,
) -> Booking | None:
    """Return what `settle` would book from these registers, None when it would book nothing.

    `before`, `after`: the member's registers on the chain at the end of `view.cycle` and of the
    delivery cycle after it; `late`: whether silence is settled by now. A register that fell
    cannot be on the chain: the contract refuses the report.
    """
    if not order.traded:
        return None
    old = order.settlement
    buys = order.terms.side == SideWord.BUY
    metered_wh, quality, revision = None, QUALITY_OF_SILENCE, 0
    if before is None or after is None:
        if old.status != SettlementStatus.NONE or not late:
            return None
    else:
        metered_wh = (
            after.import_wh - before.import_wh if buys else after.export_wh - before.export_wh
        )
        quality = max(before.quality, after.quality)
        revision = max(before.revision, after.revision)
        new = (min(metered_wh, order.hold.limit_wh), quality, revision)
        settled = old.status in {SettlementStatus.FINAL, SettlementStatus.CORRECTED}
        if settled and new == (old.metered_wh, old.quality, old.revision):
            return None
    found = settle(
        Agreement(
            order_id=order.index,
            side=Side.BUY if buys else Side.SELL,
            agreed_wh=order.outcome.agreed_wh,
            tariff_micro=order.outcome.tariff_micro,
            trade_count=order.outcome.trade_count,
        ),
        price_micro_per_kwh=view.head.price_micro_per_kwh,
        penalty_micro_per_kwh=view.penalty_micro_per_kwh,
        metered_wh=metered_wh,
        limit_wh=order.hold.limit_wh,
        corrects_default=old.status != SettlementStatus.NONE,
    )
    return Booking(
        index=order.index,
        settlement=Settlement(
            found.metered_wh, found.penalty_micro, int(found.status), quality, revision
        ),
        energy_micro=MoneyMicro(found.energy_micro),
        network_charge_micro=MoneyMicro(found.network_charge_micro),
        amount_micro=MoneyMicro(found.amount_micro),
        change_micro=MoneyMicro(found.amount_micro - order.settled_amount_micro),
    )
