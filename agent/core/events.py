"""What can happen to the agent. Every event is journaled as it is, and replay applies it again.

Facts about the chain are events only once they are verified; each names the block whose state
proves it. `at_ms` is the wall clock when the event reached the agent: rules never read a clock. Where a duration is measured, `mono_ms` is the steady clock's.
"""

from typing import Literal

import msgspec

from agent.api.storage_wishes import StorageWish
from agent.api.wishes import DeviceWish, Wish
from agent.core.clock import ClockWord
from agent.core.constants import Constants
from agent.core.disk import Level
from agent.core.rungs import Guard
from agent.core.storage_facts import CallSeen, ContractSeen, StorageSeen, UnitAccountSeen
from agent.devices.device import RelayPosition
from agent.devices.tested import Deed
from agent.metering.reading import MeterReading

ChainStage = Literal["unsynced", "syncing", "live", "stale", "halted"]


class Started(msgspec.Struct, frozen=True, tag="started"):
    """The process began (again). Nothing about the outside is assumed from before."""

    at_ms: int
    mono_ms: int
    boot_id: str
    constants: Constants
    guards: tuple[Guard, ...] = ()
    """What was found wrong at the start and holds until it is put right."""


class Restored(msgspec.Struct, frozen=True, tag="restored"):
    """The journal was put back from a backup: told once, right after the start."""

    at_ms: int
    ident: str
    """Of this restore: told again after a crash, it is the same one."""
    taken_ms: int
    """When the backup was made; 0: its clock was not trusted."""


class Ticked(msgspec.Struct, frozen=True, tag="ticked"):
    """Time passed; `trusted` tells whether the wall clock may be believed."""

    at_ms: int
    mono_ms: int
    trusted: bool
    clock: ClockWord | None = None
    """What the clock is worth; nothing: only whether it is trusted is known."""


class DiskSeen(msgspec.Struct, frozen=True, tag="disk"):
    """How much room the journal has; told when the level changes."""

    at_ms: int
    mono_ms: int
    level: Level


class Acknowledged(msgspec.Struct, frozen=True, tag="acknowledged"):
    """An installer has seen what the start found wrong, and lets the agent go on."""

    at_ms: int
    mono_ms: int
    request: int
    caller: str


class MeterRead(msgspec.Struct, frozen=True, tag="meter-read"):
    """A meter said what it counts; `at_ms` is when it came in."""

    at_ms: int
    reading: MeterReading


class Wished(msgspec.Struct, frozen=True, tag="wished"):
    """A person asked for something. `request` lets the answer find its way back."""

    at_ms: int
    request: int
    caller: str
    wishes: tuple[Wish, ...]
    """Applied in order; all or nothing: the first refusal undoes the ones before it."""


class DeviceWished(msgspec.Struct, frozen=True, tag="device-wished"):
    """A person decided something about a device of the radio."""

    at_ms: int
    mono_ms: int
    request: int
    caller: str
    wish: DeviceWish


class StorageWished(msgspec.Struct, frozen=True, tag="storage-wished"):
    """A person asked for something at the storage market."""

    at_ms: int
    request: int
    caller: str
    wish: StorageWish


class BatterySeen(msgspec.Struct, frozen=True, tag="battery"):
    """What the battery says of itself; not what its meter counts."""

    at_ms: int
    charge_permille: int
    """State of charge in thousandths of the capacity."""
    power_w: int | None = None
    """Into the battery; negative is out of it."""


class RelaySeen(msgspec.Struct, frozen=True, tag="relay-seen"):
    """What a relay said of its position; UNKNOWN: it did not answer."""

    at_ms: int
    mono_ms: int
    key: str
    number: int
    """Of the effect it answers."""
    position: RelayPosition


class Commissioned(msgspec.Struct, frozen=True, tag="commissioned"):
    """Something was seen to work, or was done, that the home's checklist asks for."""

    at_ms: int
    request: int
    """0: nobody waits for an answer."""
    deed: Deed


class ChainStageSeen(msgspec.Struct, frozen=True, tag="chain-stage"):
    """The light client can, or cannot, follow the chain."""

    at_ms: int
    stage: ChainStage
    sentence: str


class AccountSeen(msgspec.Struct, frozen=True, tag="account"):
    """The member's own account at the market and on the chain."""

    at_ms: int
    block: int
    nonce: int
    base_fee_wei: int
    wei: int
    balance_micro: int
    held_micro: int
    enrolled: bool
    endorser: bool
    vertex: int
    limit_wh: int
    allowance_micro: int
    charge_micro_per_m: int
    penalty_micro_per_kwh: int
    max_tariff_micro: int


class OrderSeen(msgspec.Struct, frozen=True, tag="order"):
    """The member's order of a cycle as the contract holds it; `index` None: proven absent."""

    at_ms: int
    block: int
    block_time_s: int
    cycle: int
    index: int | None
    side: str = ""
    energy_wh: int = 0
    low_micro_per_kwh: int = 0
    high_micro_per_kwh: int = 0
    distance_m: int = 0
    revision: int = 0


class SeenTrade(msgspec.Struct, frozen=True):
    """One trade of this member. `partner` is a pseudonym, not an address."""

    partner: str
    energy_wh: int
    distance_mm: int
    charge_micro: int
    member: str = ""
    """The partner's address: whose energy goes into the battery. Never shown."""


class ResultSeen(msgspec.Struct, frozen=True, tag="result"):
    """A cycle's end as the contract holds it, and this member's part in it."""

    at_ms: int
    block: int
    cycle: int
    status: Literal["open", "result", "void"]
    case: int = 0
    capped: bool = False
    price_micro_per_kwh: int = 0
    order_count: int = 0
    trade_count: int = 0
    agreed_wh: int = 0
    tariff_micro: int = 0
    reason: int = 0
    trades: tuple[SeenTrade, ...] = ()


class SettlementSeen(msgspec.Struct, frozen=True, tag="settlement"):
    """What the contract posted for this member's order of a cycle; status 0: nothing yet."""

    at_ms: int
    block: int
    cycle: int
    status: int
    metered_wh: int = 0
    penalty_micro: int = 0
    amount_micro: int = 0
    revision: int = 0


class BookOrder(msgspec.Struct, frozen=True):
    """One order of a closed window, as an endorser reads it."""

    index: int
    sequence: int
    member: str
    vertex: int
    side: int
    energy_wh: int
    low_micro_per_kwh: int
    high_micro_per_kwh: int
    distance_m: int


class BookSeen(msgspec.Struct, frozen=True, tag="book"):
    """All orders of a closed window, complete by count, and how the endorsement stands."""

    at_ms: int
    block: int
    block_time_s: int
    cycle: int
    status: Literal["open", "result", "void"]
    round: int
    feeder_version: int
    charge_micro_per_m: int
    penalty_micro_per_kwh: int
    welfare: tuple[int, int, int, int, int]
    """a, b, c, omega, alpha in millionths."""
    endorsers: tuple[str, ...]
    my_vote: bytes
    """This endorser's digest in this round; empty: none yet."""
    votes_for_mine: int
    order_count: int
    orders: tuple[BookOrder, ...]
    """The whole book; empty once this endorser has computed its digest and only votes matter."""


class RegistersSeen(msgspec.Struct, frozen=True, tag="registers"):
    """The report that the contract holds for a cycle; absent when `present` is false."""

    at_ms: int
    block: int
    cycle: int
    present: bool
    revision: int = 0
    import_wh: int = 0
    export_wh: int = 0
    digest: bytes = b""
    """The report's EIP-712 digest."""


class Signed(msgspec.Struct, frozen=True, tag="signed"):
    """A signature asked for by the effect with the same identity."""

    at_ms: int
    mono_ms: int
    ident: str
    signature: bytes


class BrokerLink(msgspec.Struct, frozen=True, tag="broker-link"):
    """The link to the operator's broker came or went."""

    at_ms: int
    up: bool
    sentence: str


class BrokerSaid(msgspec.Struct, frozen=True, tag="broker-said"):
    """A message from the operator's broker, as it came: untrusted until its signature is checked."""

    at_ms: int
    topic: str
    payload: bytes


Event = (
    Started
    | Restored
    | Ticked
    | DiskSeen
    | Acknowledged
    | MeterRead
    | Wished
    | DeviceWished
    | RelaySeen
    | ChainStageSeen
    | AccountSeen
    | OrderSeen
    | ResultSeen
    | SettlementSeen
    | BookSeen
    | RegistersSeen
    | Signed
    | BrokerLink
    | BrokerSaid
    | StorageWished
    | BatterySeen
    | UnitAccountSeen
    | StorageSeen
    | CallSeen
    | ContractSeen
    | Commissioned
)
