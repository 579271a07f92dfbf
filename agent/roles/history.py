"""What a home keeps of its days beside its state: rows of energy, money and prices.

They are for looking at. Nothing that is paid rests on them: they are made from the state, and
what the state still knows is put in again after every start.
"""

import msgspec


class EnergyRow(msgspec.Struct, frozen=True):
    """One interval of the market at the grid connection."""

    from_ms: int
    day: str
    """The local day it began on, as 2026-06-21."""
    import_wh: int
    export_wh: int
    generation_wh: int | None
    """None: not known; a value once known is never taken back."""
    quality: int
    """0 measured, 1 estimated, 2 substitute, as in delivery reports."""


class MoneyRow(msgspec.Struct, frozen=True):
    """One settled cycle of this home, as proven on the chain."""

    cycle: int
    day: str
    """The local day of delivery."""
    side: str
    metered_wh: int
    amount_micro: int
    """What the account was changed by."""
    charge_micro: int
    penalty_micro: int
    trades: int


class PriceRow(msgspec.Struct, frozen=True):
    """How a cycle ended for the whole market."""

    cycle: int
    price_micro_per_kwh: int | None
    """None: nobody traded."""
    trade_count: int
    order_count: int


class DayRow(msgspec.Struct, frozen=True):
    """A day's sums; sales and purchases apart, as the account's totals are."""

    day: str
    import_wh: int = 0
    export_wh: int = 0
    generation_wh: int = 0
    generation_rows: int = 0
    """How many intervals knew what was generated; 0: nobody did."""
    energy_rows: int = 0
    sold_wh: int = 0
    bought_wh: int = 0
    earned_micro: int = 0
    spent_micro: int = 0
    charge_micro: int = 0
    penalty_micro: int = 0
    trades: int = 0


class Rows(msgspec.Struct, frozen=True):
    """Rows to be put in together."""

    energy: tuple[EnergyRow, ...] = ()
    money: tuple[MoneyRow, ...] = ()
    prices: tuple[PriceRow, ...] = ()


ROWS_KEPT = 2 * 366 * 96
"""Of each kind: two years of quarter-hours."""
DAYS_KEPT = 20 * 366


def energy_sums(row: EnergyRow) -> DayRow:
    """Return what an interval adds to its day."""
    return DayRow(
        day=row.day,
        import_wh=row.import_wh,
        export_wh=row.export_wh,
        generation_wh=row.generation_wh or 0,
        generation_rows=row.generation_wh is not None,
        energy_rows=1,
    )


def money_sums(row: MoneyRow) -> DayRow:
    """Return what a settled cycle adds to its day."""
    sold = row.side == "sell"
    return DayRow(
        day=row.day,
        sold_wh=row.metered_wh if sold else 0,
        bought_wh=0 if sold else row.metered_wh,
        earned_micro=row.amount_micro if sold else 0,
        spent_micro=0 if sold else -row.amount_micro,
        charge_micro=row.charge_micro,
        penalty_micro=row.penalty_micro,
        trades=row.trades,
    )


SUMS = tuple(name for name in DayRow.__struct_fields__ if name != "day")


def merged(known: EnergyRow, row: EnergyRow) -> EnergyRow:
    """Return the newer row, with the generation of the older one where it knows none."""
    if row.generation_wh is not None:
        return row
    kept: EnergyRow = msgspec.structs.replace(row, generation_wh=known.generation_wh)
    return kept
