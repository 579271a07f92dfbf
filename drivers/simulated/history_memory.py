"""The History port in memory."""

from collections.abc import Sequence

import msgspec

from agent.ports import HistoryError
from agent.roles.history import (
    ROWS_KEPT,
    SUMS,
    DayRow,
    EnergyRow,
    MoneyRow,
    PriceRow,
    Rows,
    energy_sums,
    merged,
    money_sums,
)


class MemoryHistory:
    """Rows in dictionaries; `fail` makes every call fail for that reason."""

    def __init__(self, rows_kept: int = ROWS_KEPT) -> None:
        self._rows_kept = rows_kept
        self.puts = 0
        self.fail = ""
        self.renewed = 0
        self.forget()

    def forget(self) -> None:
        """Lose everything, as a damaged file does."""
        self._energy: dict[int, EnergyRow] = {}
        self._money: dict[int, MoneyRow] = {}
        self._prices: dict[int, PriceRow] = {}
        self._days: dict[str, DayRow] = {}

    def put(self, rows: Rows) -> None:
        self._check()
        self.puts += 1
        for row in rows.energy:
            before = self._energy.get(row.from_ms)
            now = row if before is None else merged(before, row)
            self._count(None if before is None else energy_sums(before), energy_sums(now))
            self._energy[row.from_ms] = now
        for money in rows.money:
            paid = self._money.get(money.cycle)
            self._count(None if paid is None else money_sums(paid), money_sums(money))
            self._money[money.cycle] = money
        self._prices |= {row.cycle: row for row in rows.prices}
        for table in (self._energy, self._money, self._prices):
            for key in sorted(table)[: -self._rows_kept]:
                del table[key]

    def energy(self, from_ms: int, to_ms: int) -> tuple[EnergyRow, ...]:
        self._check()
        return tuple(self._energy[ms] for ms in sorted(self._energy) if from_ms <= ms < to_ms)

    def days(self, first: str, last: str) -> tuple[DayRow, ...]:
        self._check()
        return tuple(self._days[day] for day in sorted(self._days) if first <= day <= last)

    def prices(self, from_cycle: int | None, limit: int) -> tuple[PriceRow, ...]:
        self._check()
        cycles = sorted(self._prices)
        if from_cycle is None:
            return _of(self._prices, cycles[-limit:])
        return _of(self._prices, [cycle for cycle in cycles if cycle >= from_cycle][:limit])

    def set_aside(self) -> int:
        return self.renewed

    def close(self) -> None:
        self.fail = "the history is closed"

    def _check(self) -> None:
        if self.fail:
            raise HistoryError(self.fail)

    def _count(self, before: DayRow | None, now: DayRow) -> None:
        for sums, sign in ((before, -1), (now, 1)):
            if sums is None:
                continue
            known = self._days.get(sums.day, DayRow(sums.day))
            changed = {name: getattr(known, name) + sign * getattr(sums, name) for name in SUMS}
            self._days[sums.day] = msgspec.structs.replace(known, **changed)


def _of(table: dict[int, PriceRow], cycles: Sequence[int]) -> tuple[PriceRow, ...]:
    return tuple(table[cycle] for cycle in cycles)
