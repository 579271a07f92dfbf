"""Bills and incomes as verified storage shows them: one row per member and settled cycle.

Everything is the contract's own number; nothing is computed but the energy's price and sums. The
same market state gives the same rows in the same order.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from agent.dso.cycle_view import CycleView, MarketTimes
from agent.dso.statement import statement
from agent.ledger import market_contract as market
from agent.units import MICRO, Address


class BillRow(msgspec.Struct, frozen=True):
    """One settled order. The fields are the columns of an export, in this order."""

    cycle: int
    delivery_cycle: int
    delivery_from_utc: str
    member: Address
    order_index: int
    side: str
    agreed_wh: int
    metered_wh: int
    price_micro_per_kwh: int
    energy_micro: int
    network_charge_micro: int
    penalty_micro: int
    amount_micro: int
    """What the account was changed by: negative is a bill, positive an income."""
    amount: str
    """The same in units of the currency, all six decimals."""
    status: str
    """final, default (reports were missing) or corrected."""
    block: int | None
    """A block whose state proves the row; None when it was left out."""
    settlement_slot: str
    """Where in the contract's storage the settlement is; the amount is at `amount_slot`."""
    amount_slot: str

    @property
    def adds_up(self) -> bool:
        """Whether the amount is what energy, network charge and penalty make."""
        energy = self.energy_micro if self.side == "sell" else -self.energy_micro
        return self.amount_micro == energy - self.network_charge_micro - self.penalty_micro


class BillTotals(msgspec.Struct, frozen=True):
    """Sums of rows."""

    rows: int = 0
    agreed_wh: int = 0
    metered_wh: int = 0
    energy_micro: int = 0
    network_charge_micro: int = 0
    penalty_micro: int = 0
    amount_micro: int = 0


class BalanceCheck(msgspec.Struct, frozen=True):
    """The exported amounts against the accounts, as proven at one block.

    Every posting has two sides: what settlements gave all members, the operator's account has
    lost. The operator is no member, so nobody can credit it, and its account goes with its office;
    so it plus the settled amounts of all cycles is 0.
    """

    operator_micro: int
    settled_micro: int
    """Of all members and all cycles since the market's first."""
    members: Mapping[Address, tuple[int, int]]
    """By member: the account, and what settlements have changed it by; the rest was credited."""

    @property
    def difference_micro(self) -> int:
        """0 when the books are even."""
        return self.operator_micro + self.settled_micro


def decimal(micro: int) -> str:
    """Return `-0.082900` for -82 900 millionths: for spreadsheets, exact."""
    whole, rest = divmod(abs(micro), MICRO)
    return f"{'-' if micro < 0 else ''}{whole}.{rest:06d}"


def utc(time_s: int) -> str:
    """Return `2026-11-22T13:45:00Z`."""
    return datetime.fromtimestamp(time_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def bill_rows(
    contract: Address,
    views: Iterable[CycleView],
    times: MarketTimes,
    *,
    members: Collection[Address] = (),
    with_block: bool = True,
) -> tuple[BillRow, ...]:
    """Return the rows of every settled order, by cycle and member; `members`: only these."""
    rows = []
    for view in sorted(views, key=lambda view: view.cycle):
        for order in view.orders:
            found = statement(contract, view, order)
            if found is None or (members and order.member not in members):
                continue
            place = (int(view.cycle), order.index)
            rows.append(
                BillRow(
                    cycle=found.cycle,
                    delivery_cycle=found.delivery_cycle,
                    delivery_from_utc=utc(times.end_s(found.cycle)),
                    member=found.member,
                    order_index=order.index,
                    side=found.side,
                    agreed_wh=found.agreed_wh,
                    metered_wh=found.metered_wh,
                    price_micro_per_kwh=found.price_micro_per_kwh,
                    energy_micro=found.energy_micro,
                    network_charge_micro=found.network_charge_micro,
                    penalty_micro=found.penalty_micro,
                    amount_micro=found.amount_micro,
                    amount=decimal(found.amount_micro),
                    status=found.status,
                    block=view.block if with_block else None,
                    settlement_slot=f"0x{market.settlement_slot(*place):064x}",
                    amount_slot=f"0x{market.settled_amount_slot(*place):064x}",
                )
            )
    return tuple(sorted(rows, key=lambda row: (row.cycle, row.member)))


def totals(rows: Sequence[BillRow], side: str | None = None) -> BillTotals:
    """Return the sums of one side's rows, or of all."""
    chosen = [row for row in rows if side in {None, row.side}]
    return BillTotals(
        rows=len(chosen),
        agreed_wh=sum(row.agreed_wh for row in chosen),
        metered_wh=sum(row.metered_wh for row in chosen),
        energy_micro=sum(row.energy_micro for row in chosen),
        network_charge_micro=sum(row.network_charge_micro for row in chosen),
        penalty_micro=sum(row.penalty_micro for row in chosen),
        amount_micro=sum(row.amount_micro for row in chosen),
    )


def balance_check(
    settled: Mapping[Address, int], balances: Mapping[Address, int], operator: Address
) -> BalanceCheck:
    """Return the check; `settled`: all amounts of all cycles by member, `balances`: the accounts."""
    return BalanceCheck(
        operator_micro=balances[operator],
        settled_micro=sum(settled.values()),
        members={
            member: (balances[member], settled.get(member, 0))
            for member in sorted(balances)
            if member != operator
        },
    )


def check_sentence(check: BalanceCheck | None, rows: Sequence[BillRow]) -> str:
    """Return what the check found, for a person."""
    odd = [row for row in rows if not row.adds_up]
    said = [
        f"cycle {row.cycle}, {row.member}: the amount is not what its parts make" for row in odd
    ]
    if check is None:
        said.append("the sums were not compared with the accounts")
    elif check.difference_micro == 0:
        said.append(
            f"the sums equal the accounts on the chain (difference 0; all settlements "
            f"{check.settled_micro}, the operator's account {check.operator_micro})"
        )
    else:
        said.append(
            f"THE SUMS DIFFER from the accounts on the chain by {check.difference_micro}: all "
            f"settlements {check.settled_micro}, the operator's account {check.operator_micro}"
        )
    return "; ".join(said)
