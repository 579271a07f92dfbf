"""What the agent remembers of its storage unit and of its owner's calls at the contract.

Energy is in exactly one place: open (portions and shares), in the report under way, accepted, or
written off by an accepted report of the actual energy. `counted - base` is their sum, to the
watt-hour, whatever happens (`balance`).
"""

from typing import Literal

import msgspec

from agent.core.records import Transaction
from agent.core.storage_facts import CallOutcome, StorageParameters, StorageSeen
from agent.core.transactions import Nonces
from agent.roles.storage_unit import ChargeMark, Portion, Share, total_wh

ReportKind = Literal["produced", "consumed", "actual"]
DeedStage = Literal["queued", "sent", "accepted", "refused", "reverted", "missed"]


class Registers(msgspec.Struct, frozen=True):
    """The unit's two registers as believed."""

    at_ms: int
    in_wh: int
    out_wh: int


class Report(msgspec.Struct, frozen=True):
    """One report of the unit. Its energy has left the open portions until its outcome is proven."""

    ident: str
    kind: ReportKind
    party: str
    """Empty: the whole unit."""
    wh: int
    at_ms: int
    nonce: int
    calls_before: int | None
    data: bytes
    taken: tuple[Portion, ...] = ()
    """The energy out it reports (of an actual report: what it writes off)."""
    hashes: tuple[bytes, ...] = ()
    """Of every signed variant that was let out."""
    booked_wh: int = 0
    """What the contract held when it was made."""
    explained: str = ""
    parameters: StorageParameters | None = None
    """In force when it was made: a vote may change them before it is carried out."""


class ReportEnd(msgspec.Struct, frozen=True):
    """The last report whose outcome is proven."""

    kind: ReportKind
    party: str
    wh: int
    at_ms: int
    outcome: CallOutcome
    sentence: str


class Pause(msgspec.Struct, frozen=True):
    """Reports of one kind that were not accepted: how often in a row, and when to try again."""

    kind: ReportKind
    failures: int
    until_ms: int
    reason: str


class Deed(msgspec.Struct, frozen=True):
    """One call of the owner at the storage contract."""

    ident: str
    what: str
    """As a sentence."""
    at_ms: int
    not_after_ms: int
    data: bytes
    stage: DeedStage = "queued"
    nonce: int | None = None
    calls_before: int | None = None
    hashes: tuple[bytes, ...] = ()
    reason: str = ""


class Battery(msgspec.Struct, frozen=True):
    """What the battery last said of itself."""

    at_ms: int
    charge_permille: int
    power_w: int | None = None


class Cover(msgspec.Struct, frozen=True):
    """The battery is asked to deliver, to cover a sale."""

    cycle: int
    """The order's."""
    power_w: int
    until_ms: int
    from_ms: int = 0


class StorageState(msgspec.Struct, frozen=True):
    """Everything about the storage market; only agent.core.storage makes a new one."""

    seen: StorageSeen | None = None
    nonces: Nonces = Nonces()
    """Of the unit's account."""
    transactions: tuple[Transaction, ...] = ()
    """Of the unit's account."""
    wei: str | None = None
    """What the unit's account holds; text, because it can be beyond 64 bits."""
    base: Registers | None = None
    """Where counting began."""
    counted: Registers | None = None
    portions_in: tuple[Portion, ...] = ()
    """Whose is not decided yet: the trades of their interval are not known."""
    shares_in: tuple[Share, ...] = ()
    """Decided and not reported."""
    in_since_ms: int = 0
    """Since when there is something in `shares_in`."""
    portions_out: tuple[Portion, ...] = ()
    accepted_in_wh: int = 0
    accepted_out_wh: int = 0
    written_off_wh: int = 0
    under_way: Report | None = None
    ended: ReportEnd | None = None
    unit_block: int = 0
    """The block that proved the last outcome: what was read before it is too old to go on with."""
    pauses: tuple[Pause, ...] = ()
    refused: int = 0
    reverted: int = 0
    made: int = 0
    """Reports made so far; numbers their identities."""
    hurry: bool = False
    """A person wants everything reported now."""
    battery: Battery | None = None
    mark: ChargeMark | None = None
    actual_ms: int = 0
    """When the last report of the actual energy was accepted."""
    anomaly: str = ""
    """Why a report of the actual energy is wanted before its time; empty: it is not."""
    last_exchange: str = ""
    """Which device counts, to notice an exchange."""
    deeds: tuple[Deed, ...] = ()
    deeds_made: int = 0
    deeds_block: int = 0
    cover: Cover | None = None
    covered: tuple[Cover, ...] = ()
    """What the battery was asked for in the last two intervals: no surplus of the home's own."""
    totals_before: tuple[int, int] | None = None
    """What the contract had counted for the unit, in and out, before all we know as accepted."""
    problem: str = ""
    """Why the contract is not what the settings say: nothing is begun there. Empty: it is."""
    problem_ms: int = 0
    problems: int = 0
    """How often it turned out to be another."""


def balance(storage: StorageState) -> tuple[int, int]:
    """Return what the registers counted minus what is accounted for, in and out: always (0, 0)."""
    if storage.counted is None or storage.base is None:
        return 0, 0
    under = storage.under_way
    under_in = under.wh if under is not None and under.kind == "produced" else 0
    under_out = 0 if under is None else total_wh(under.taken)
    inward = storage.accepted_in_wh + under_in + open_in_wh(storage)
    outward = storage.accepted_out_wh + storage.written_off_wh
    outward += under_out + total_wh(storage.portions_out)
    return (
        storage.counted.in_wh - storage.base.in_wh - inward,
        storage.counted.out_wh - storage.base.out_wh - outward,
    )


def open_in_wh(storage: StorageState) -> int:
    """Return the energy in that is in no report."""
    return total_wh(storage.portions_in) + total_wh(storage.shares_in)
