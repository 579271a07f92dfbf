"""What a person decides at the storage market, journaled with who asked.

Amounts are AttoText; which of them are allowed is decided by agent.core.storage_deeds.
"""

from typing import Literal

import msgspec

from agent.storage.amounts import AttoText


class ReportNow(msgspec.Struct, frozen=True, tag="report-now"):
    """Report what was counted now; and take the battery's word for its state of charge."""


class StartSession(msgspec.Struct, frozen=True, tag="session-start"):
    """Lock ENT for a session at a unit; one of the two amounts."""

    unit: str | None = None
    energy_wh: int | None = None
    ent: AttoText | None = None


class StopSession(msgspec.Struct, frozen=True, tag="session-stop"):
    """End this home's session at a unit soon; None: get back what sessions past their time lock."""

    unit: str | None = None


class AddOrder(msgspec.Struct, frozen=True, tag="order-add"):
    side: Literal["sell", "buy"]
    price: AttoText
    amount: AttoText


class RemoveOrder(msgspec.Struct, frozen=True, tag="order-remove"):
    ident: str
    side: Literal["sell", "buy"]


class Transfer(msgspec.Struct, frozen=True, tag="transfer"):
    currency: Literal["ent", "eeuro"]
    to: str
    amount: AttoText


class LockEuro(msgspec.Struct, frozen=True, tag="lock-euro"):
    amount: AttoText


class Vote(msgspec.Struct, frozen=True, tag="vote"):
    kind: Literal["add_voter", "remove_voter", "change_banker", "set_parameter"]
    address: str | None = None
    parameter: str | None = None
    value: str | None = None


class RegisterUnit(msgspec.Struct, frozen=True, tag="register-unit"):
    """A vote to register a unit, or to remove it; None: this home's own, and this member."""

    unit: str | None = None
    owner: str | None = None
    remove: bool = False


StorageWish = (
    ReportNow
    | StartSession
    | StopSession
    | AddOrder
    | RemoveOrder
    | Transfer
    | LockEuro
    | Vote
    | RegisterUnit
)
