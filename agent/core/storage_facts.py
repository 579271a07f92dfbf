"""What the storage contract holds for this home's unit and for its owner, as events; proven.

The unit has an address of its own, held by the meter beside the battery; the owner (a consumer,
a voter, a trader) is the member of the market. Amounts are AttoText (agent.storage.amounts),
energies whole watt-hours.
"""

from typing import Literal

import msgspec

from agent.storage.amounts import AttoText

CallOutcome = Literal["accepted", "refused", "reverted"]


class StorageParameters(msgspec.Struct, frozen=True):
    """M, B, C, H and F (thesis on storage units, 4.4)."""

    mint_cap: AttoText
    """M, ENT per kWh: minting never costs more."""
    burn_cap: AttoText
    """B, ENT per kWh: burning never costs more."""
    slope: AttoText
    """C: cost per kWh of difference between energy and ENT."""
    validity_s: int
    """H, seconds: so long a session holds."""
    owner_share: AttoText
    """F: the owner's part of what is minted."""


class UnitSession(msgspec.Struct, frozen=True):
    """One consumption session, at this home's unit or of this home's owner."""

    ident: str
    consumer: str
    unit: str
    energy_wh: int
    """What may still be consumed."""
    locked: AttoText
    """ENT still locked for it."""
    opened_s: int
    expires_s: int


class UnitAccountSeen(msgspec.Struct, frozen=True, tag="unit-account"):
    """The unit's own account on the chain: what its transactions need."""

    at_ms: int
    block: int
    nonce: int
    base_fee_wei: int
    wei: int


class StorageSeen(msgspec.Struct, frozen=True, tag="storage"):
    """The storage contract at one block."""

    at_ms: int
    block: int
    block_time_s: int
    parameters: StorageParameters
    total_energy_wh: int
    total_ent: AttoText
    mint_cost: AttoText
    """ENT per kWh that minting costs now."""
    burn_cost: AttoText
    """ENT per kWh that burning costs now."""
    ent_available: AttoText
    """The owner's."""
    ent_locked: AttoText
    euro_available: AttoText
    euro_locked: AttoText
    voter: bool
    """Whether the owner is one."""
    my_sessions: tuple[UnitSession, ...] = ()
    """The owner's, at whatever unit, oldest first; bounded."""
    registered: bool = False
    """Whether this home's unit is; false too where there is none."""
    unit_owner: str = ""
    unit_energy_wh: int = 0
    unit_sessions: tuple[UnitSession, ...] = ()
    """At this home's unit, oldest first; bounded."""
    unit_sessions_more: int = 0
    """So many stand behind those in the unit's queue; what is not looked at may be over."""
    unit_calls: int | None = None
    """Calls of the unit that the contract has taken or refused; None: this dialect cannot tell."""
    my_calls: int | None = None
    unit_produced_wh: int | None = None
    """All that was ever reported into the unit; None: this dialect cannot tell."""
    unit_consumed_wh: int | None = None


class ContractSeen(msgspec.Struct, frozen=True, tag="storage-contract"):
    """Whether the storage contract of the settings is one; only told when it turns out otherwise."""

    at_ms: int
    block: int
    problem: str
    """What it is instead, as the end of a sentence; empty: it is what the settings say."""


class CallSeen(msgspec.Struct, frozen=True, tag="call-outcome"):
    """What became of one call of the storage contract, by proof: state or receipt, never a hope."""

    at_ms: int
    block: int
    ident: str
    """Of the intent."""
    outcome: CallOutcome
    reason: str = ""
    """What the contract said when it refused, as it said it; shown, never interpreted."""
