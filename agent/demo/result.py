"""What the demonstration shows while it runs, and what it hands back at the end.

`StreetFrame` is one picture of the running street, `DemoResult` the machine-readable record
of `--json`. Both are plain data: the process that runs the street fills them, the view, the
picture and the statements read them.
"""

import msgspec

from agent.api.sections import Phase, Snapshot, StatementLine, TradeLine
from agent.market.layout import FeederEdge

RESULT_FORMAT = 1


class StreetHome(msgspec.Struct, frozen=True):
    """One home of the street; `node` is its place in the feeder's edges."""

    number: int
    node: int
    vertex: int
    pv_w_peak: int = 0
    endorser: bool = False


class StreetMap(msgspec.Struct, frozen=True):
    """The feeder and the homes on it; the same for every frame."""

    root: int
    """The node of the transformer."""
    edges: tuple[FeederEdge, ...]
    homes: tuple[StreetHome, ...]


class StreetTrade(msgspec.Struct, frozen=True):
    """One trade between two homes, by their numbers."""

    cycle: int
    seller: int
    buyer: int
    energy_wh: int
    distance_mm: int
    price_micro_per_kwh: int


class CyclePrice(msgspec.Struct, frozen=True):
    """How one cycle cleared; `price_micro_per_kwh` is None when nothing could trade."""

    cycle: int
    price_micro_per_kwh: int | None


class StreetTotals(msgspec.Struct, frozen=True):
    """Sums over the run so far."""

    trades: int = 0
    energy_wh: int = 0
    value_micro: int = 0
    """Energy traded at its price."""
    network_micro: int = 0
    penalty_micro: int = 0


class StreetHealth(msgspec.Struct, frozen=True):
    """Is the machinery well? `troubles` are sentences; empty means yes."""

    height: int = 0
    validators: int = 0
    blocks_per_s: float = 0.0
    memory_bytes: int = 0
    troubles: tuple[str, ...] = ()


class StreetFrame(msgspec.Struct, frozen=True):
    """Everything the terminal shows at one moment."""

    street: StreetMap
    cycle: int | None
    phase: Phase | None
    seconds_left: int
    """Until the phase ends."""
    cycle_elapsed_permille: int
    """How much of the cycle has passed, 0 to 1000."""
    orders: int = 0
    endorsements: int = 0
    endorsements_needed: int = 0
    prices: tuple[CyclePrice, ...] = ()
    """Oldest first."""
    trades: tuple[StreetTrade, ...] = ()
    """Of the last cleared cycle."""
    my_number: int | None = None
    me: Snapshot | None = None
    totals: StreetTotals = StreetTotals()
    health: StreetHealth = StreetHealth()
    clock: str = ""
    """The simulated time of day, `11:45`; empty when unknown."""
    note: str = ""
    """What the street is doing when no cycle runs: `starting 4 validators`."""


class DemoParameters(msgspec.Struct, frozen=True):
    """What the run was asked for; the same parameters give the same street."""

    seed: int
    homes: int
    day: str
    start_minute: int
    cycle_s: int
    cycles: int
    validators: int
    currency: str
    charge_micro_per_m: int
    penalty_micro_per_kwh: int


class CycleResult(msgspec.Struct, frozen=True):
    """One cycle as the chain has it. `case` is the clearing case of the protocol, 0 no trade."""

    cycle: int
    status: str
    orders: int
    case: int
    capped: bool
    price_micro_per_kwh: int | None
    endorsements: int
    trades: tuple[StreetTrade, ...] = ()


class HomeResult(msgspec.Struct, frozen=True):
    """One home at the end of the run."""

    number: int
    vertex: int
    pv_w_peak: int
    member: str
    """Its address on the chain."""
    balance_micro: int | None = None
    held_micro: int | None = None
    trades: tuple[TradeLine, ...] = ()
    statements: tuple[StatementLine, ...] = ()


class Invariant(msgspec.Struct, frozen=True):
    """One thing that must hold, and whether it did, with the numbers."""

    name: str
    holds: bool
    detail: str


class DemoResult(msgspec.Struct, frozen=True):
    """The record of one demonstration."""

    parameters: DemoParameters
    cycles: tuple[CycleResult, ...]
    homes: tuple[HomeResult, ...]
    totals: StreetTotals
    invariants: tuple[Invariant, ...]
    first_trade_s: float | None
    """From the start of the command to the first trade on the chain; None: there was none."""
    duration_s: float
    peak_memory_bytes: int
    """The largest sum over all processes of the street."""
    troubles: tuple[str, ...] = ()
    format: int = RESULT_FORMAT

    @property
    def ok(self) -> bool:
        """True when something traded, every invariant held and nothing was wrong."""
        held = all(invariant.holds for invariant in self.invariants)
        return self.first_trade_s is not None and held and not self.troubles


def encode(result: DemoResult) -> bytes:
    """Return the record as indented JSON, fields in the order of their definition."""
    return msgspec.json.format(msgspec.json.encode(result), indent=2) + b"\n"


def decode(data: bytes) -> DemoResult:
    """Return the record of `data`; msgspec.ValidationError when it is none."""
    return msgspec.json.decode(data, type=DemoResult)


def money_balances(credited_micro: int, accounts_micro: tuple[int, ...]) -> Invariant:
    """Return whether money was neither made nor lost.

    `accounts_micro` are all accounts, the operator's included; `credited_micro` is what was
    credited less what was paid out. All in micro-currency.
    """
    total = sum(accounts_micro)
    return Invariant(
        name="money is neither made nor lost",
        holds=total == credited_micro,
        detail=f"{len(accounts_micro)} accounts held {total}, credited were {credited_micro}",
    )


def sum_trades(cycles: tuple[CycleResult, ...]) -> tuple[int, int, int]:
    """Return (number of trades, energy in Wh, value in micro-currency) of all cycles.

    The value of each trade is rounded down, as in the contract.
    """
    trades = [trade for cycle in cycles for trade in cycle.trades]
    value = sum(trade.price_micro_per_kwh * trade.energy_wh // 1_000 for trade in trades)
    return len(trades), sum(trade.energy_wh for trade in trades), value


def home_trades(cycles: tuple[CycleResult, ...], number: int) -> tuple[StreetTrade, ...]:
    """Return the trades in which home `number` sold or bought, oldest first."""
    return tuple(
        trade for cycle in cycles for trade in cycle.trades if number in (trade.seller, trade.buyer)
    )
