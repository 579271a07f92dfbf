"""Everything the agent believes, in one frozen value."""

import msgspec

from agent.bridge.outbox import Outbox
from agent.bridge.payload import Statement
from agent.core.clock import ClockView
from agent.core.constants import Constants
from agent.core.devices import DeviceBook
from agent.core.effects import Effect
from agent.core.events import AccountSeen, ChainStage
from agent.core.records import Endorsement, Order, Restoring, Transaction
from agent.core.relays import Relay
from agent.core.reporting import Reporting
from agent.core.rungs import Guard
from agent.core.storage_state import StorageState
from agent.core.transactions import Nonces
from agent.devices.tested import Tested
from agent.metering.home import HomeMeters
from agent.metering.surplus import Colour, SurplusStatus
from agent.roles.household import FlowState


class ChainView(msgspec.Struct, frozen=True):
    """Whether the chain can be followed."""

    stage: ChainStage = "unsynced"
    sentence: str = "not yet connected to the chain"
    since_ms: int = 0


class BrokerView(msgspec.Struct, frozen=True):
    """Whether the operator's broker can be reached."""

    up: bool = False
    sentence: str = "not yet connected to the broker"
    since_ms: int = 0
    junk: int = 0
    """Messages that were not sound: counted and shown."""


class CyclePrice(msgspec.Struct, frozen=True):
    """How a cycle ended for the whole market."""

    cycle: int
    price_micro_per_kwh: int
    case: int
    order_count: int
    trade_count: int


class Totals(msgspec.Struct, frozen=True):
    """Sums over all settlements of this journal."""

    earned_micro: int = 0
    spent_micro: int = 0
    penalty_micro: int = 0


class Disagreement(msgspec.Struct, frozen=True):
    """A statement that does not say what the chain says; both numbers."""

    cycle: int
    stated_micro: int
    proven_micro: int
    at_ms: int


class State(msgspec.Struct, frozen=True):
    """The whole state; only agent.core.step makes a new one."""

    constants: Constants | None = None
    boot_id: str = ""
    guards: tuple[Guard, ...] = ()
    """What was found wrong at the start (agent.core.ladder)."""
    disk: Guard | None = None
    """Of a disk that is almost full, or full."""
    clock_trusted: bool = False
    clock: ClockView = ClockView()
    meters: HomeMeters = HomeMeters()
    status: SurplusStatus = SurplusStatus(Colour.UNKNOWN, "No meter has reported yet.", None)
    flow: FlowState = FlowState()
    chain: ChainView = ChainView()
    broker: BrokerView = BrokerView()
    account: AccountSeen | None = None
    nonces: Nonces = Nonces()
    transactions: tuple[Transaction, ...] = ()
    orders: tuple[Order, ...] = ()
    recheck: tuple[str, ...] = ()
    """Order ids whose settlement shall be read again: a statement said something new."""
    endorsements: tuple[Endorsement, ...] = ()
    prices: tuple[CyclePrice, ...] = ()
    reporting: Reporting = Reporting()
    outbox: Outbox = Outbox()
    registers_asked_cycle: int = -1
    """The cycle in which the chain was last asked for a report nobody has acknowledged."""
    statements: tuple[Statement, ...] = ()
    """As the operator sent them: believed only where they equal what is proven."""
    disagreements: tuple[Disagreement, ...] = ()
    totals: Totals = Totals()
    devices: DeviceBook = DeviceBook()
    relays: tuple[Relay, ...] = ()
    storage: StorageState = StorageState()
    tested: Tested = Tested()
    """What was seen to work when the home was commissioned."""
    restored: str = ""
    """The last restore this journal went through."""
    restoring: Restoring | None = None
    """What a restored box waits for before it trades."""


Stepped = tuple[State, tuple[Effect, ...]]
"""The next state, and what the outside shall do."""


def changed(state: State, **changes: object) -> State:
    """Return the state with these of its fields changed."""
    after: State = msgspec.structs.replace(state, **changes)
    return after
