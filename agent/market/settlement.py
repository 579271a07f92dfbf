"""Bills and incomes after delivery, what silence costs, and what an order must hold ready.

Thesis 4.8 and 4.9, in the contract's rounding: energy `floor(price * wh / 1000)`, penalty
`floor(|agreed - metered| * penalty / 1000)`, tariffs floored per trade. Under- and
over-delivery cost alike.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from agent.market.order import Order, Side
from agent.market.quotes import Agreement, energy_micro
from agent.units import WH_PER_KWH, MoneyMicro


class Status(IntEnum):
    """The number is the one in the contract's settlement word."""

    NONE = 0
    FINAL = 1
    DEFAULT = 2
    """The member was silent when the deadline passed."""
    CORRECTED = 3
    """A report within the correction window replaced the default."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """One order's bill or income. Everything but `amount_micro` is 0 or more."""

    order_id: int
    side: Side
    agreed_wh: int
    metered_wh: int
    energy_micro: int
    network_charge_micro: int
    penalty_micro: int
    amount_micro: int
    """What the member's account changes by: negative is a bill, positive an income."""
    status: Status


def settle(
    agreement: Agreement,
    *,
    price_micro_per_kwh: int,
    penalty_micro_per_kwh: int,
    metered_wh: int | None,
    limit_wh: int,
    corrects_default: bool = False,
) -> Settlement:
    """Return the settlement of one agreement; `metered_wh` None: the member stayed silent.

    A silent seller counts as having delivered nothing, a silent buyer as having consumed all
    its connection can carry (`limit_wh`). Metered energy above the limit counts as the limit.

    With p the price, f the penalty, A the agreed and m the true energy (at most the limit L),
    silence leaves a member at most one micro-unit (of rounding) better off than its report
    - whenever f <= p;
    - for a seller also whenever m <= 2 A, or f (m - 2 A) <= p m;
    - for a buyer also whenever m >= A, or A - m <= L - A, or f (2 A - L - m) <= p (L - m).
    Where the penalty is above the price a seller that delivered more than twice what it agreed,
    or a buyer that hardly used its large order, can lose less by silence: the operator keeps
    the penalty at or below the usual price to exclude it.

    ValueError: a negative energy, price, penalty or limit.
    """
    if min(price_micro_per_kwh, penalty_micro_per_kwh, limit_wh, metered_wh or 0) < 0:
        raise ValueError("price, penalty, limit and metered energy were not all 0 or more")
    status = Status.CORRECTED if corrects_default else Status.FINAL
    if metered_wh is None:
        status = Status.DEFAULT
        metered_wh = limit_wh if agreement.side is Side.BUY else 0
    metered_wh = min(metered_wh, limit_wh)
    energy = energy_micro(price_micro_per_kwh, metered_wh)
    penalty = energy_micro(penalty_micro_per_kwh, abs(agreement.agreed_wh - metered_wh))
    sign = -1 if agreement.side is Side.BUY else 1
    return Settlement(
        agreement.order_id,
        agreement.side,
        agreement.agreed_wh,
        metered_wh,
        energy,
        agreement.tariff_micro,
        penalty,
        sign * energy - agreement.tariff_micro - penalty,
        status,
    )


def operator_change_micro(settlements: Iterable[Settlement]) -> MoneyMicro:
    """Return what the operator's account changes by: the other side of every posting.

    Network charges and penalties come in; the difference between what metered buyers pay and
    metered sellers earn is balanced, in either direction. Over all accounts the sum is 0.
    """
    return MoneyMicro(-sum(one.amount_micro for one in settlements))


def correction_micro(default: Settlement, corrected: Settlement) -> MoneyMicro:
    """Return what the account changes by when a late report replaces a default."""
    return MoneyMicro(corrected.amount_micro - default.amount_micro)


def hold_micro(
    order: Order, *, limit_wh: int, penalty_micro_per_kwh: int, max_tariff_micro: int
) -> MoneyMicro:
    """Return the largest loss an order can bring, which the contract holds from the balance.

    With L the limit, E the energy and f the penalty, buyer: `ceil(high L / 1000) +
    ceil(L f / 1000) + max_tariff`; seller: `max_tariff + max(ceil(E f / 1000),
    ceil(L f / 1000) - floor(low L / 1000), 0)`. L and not L - E, because an order may trade only
    a part of its energy and everything beyond that part is off the agreement.

    ValueError: the order's energy is above what the connection can carry.
    """
    if order.energy_wh > limit_wh:
        raise ValueError(f"energy {order.energy_wh} Wh was above the connection's {limit_wh} Wh")
    all_off = _ceil_micro(penalty_micro_per_kwh, limit_wh)
    if order.side is Side.BUY:
        dearest = _ceil_micro(order.high_micro_per_kwh, limit_wh)
        return MoneyMicro(dearest + all_off + max_tariff_micro)
    nothing = _ceil_micro(penalty_micro_per_kwh, order.energy_wh)
    earned = energy_micro(order.low_micro_per_kwh, limit_wh)
    return MoneyMicro(max_tariff_micro + max(nothing, all_off - earned, 0))


def can_order(hold: int, *, balance_micro: int, held_micro: int, allowance_micro: int) -> bool:
    """Return whether the contract takes an order with this hold."""
    return balance_micro - held_micro >= hold and held_micro + hold <= allowance_micro


def _ceil_micro(micro_per_kwh: int, energy_wh: int) -> int:
    return -(-micro_per_kwh * energy_wh // WH_PER_KWH)
