"""What the agent remembers of its own deeds: transactions, orders, settlements, votes, a restore."""

from typing import Literal

import msgspec

from agent.core.events import SeenTrade
from agent.ledger.transaction import Fees
from agent.units import Address

OrderStage = Literal[
    "queued", "sent", "final", "traded", "not traded", "void", "settled", "refused", "missed"
]


class Intent(msgspec.Struct, frozen=True):
    """A transaction that shall happen exactly once: identity first, bytes later."""

    ident: str
    data: bytes
    gas: int
    not_after_ms: int
    """After this the contract would refuse it: it is never first sent later."""
    to: Address | None = None
    """The contract that is called; None: the market."""


class Transaction(msgspec.Struct, frozen=True):
    """An intent with its one nonce. Every signed variant carries the same nonce and data."""

    intent: Intent
    nonce: int
    fees: Fees
    attempt: int
    raw: bytes = b""
    """The signed bytes, on disk before they are sent; the same bytes are sent again on doubt."""
    signed_mono_ms: int = 0
    """When this attempt began, on the steady clock."""
    sent_mono_ms: int = 0
    done: bool = False
    """The verified account nonce has passed this transaction's: it, or nothing, was executed."""


class Order(msgspec.Struct, frozen=True):
    """One order of this home and its way through the chain."""

    order_id: str
    cycle: int
    revision: int
    side: str
    energy_wh: int
    low_micro_per_kwh: int
    high_micro_per_kwh: int
    distance_m: int
    origin: str
    stage: OrderStage
    reason: str = ""
    block: int | None = None
    index: int | None = None
    price_micro_per_kwh: int | None = None
    agreed_wh: int = 0
    tariff_micro: int = 0
    trades: tuple[SeenTrade, ...] = ()
    metered_wh: int = 0
    penalty_micro: int = 0
    amount_micro: int = 0
    settled_status: int = 0
    settled_block: int | None = None
    settled_revision: int = 0


class Endorsement(msgspec.Struct, frozen=True):
    """What this endorser computed for a cycle, and what it did with it."""

    cycle: int
    round: int
    digest: bytes
    price_micro_per_kwh: int
    case: int
    capped: bool
    trades: tuple[bytes, ...]
    """Packed trade words, 32 bytes each (a 256-bit integer has no place in JSON)."""
    reasons: tuple[bytes, ...]
    finished: bool = False
    problem: str = ""
    """Why no result could be computed: this endorser abstains."""


class Restoring(msgspec.Struct, frozen=True):
    """The box was restored from a backup: what it waits for (agent.core.restoring)."""

    at_ms: int
    """When it was restored; the clock may have been wrong."""
    taken_ms: int
    """When the backup was made; 0: its clock was not trusted."""
    since_cycle: int = -1
    """The cycle in which the waiting began; -1: no trusted clock yet."""
    next_cycle: int = -1
    """The oldest cycle whose order is not yet read from a closed window."""
    nonce: int | None = None
    """Of the member's account as last proven; None: not since the restore."""
    account_ms: int = 0
    unit_nonce: int | None = None
    unit_account_ms: int = 0
    moved: int = 0
    """How often a nonce moved that we did not move."""
