"""What the operator must not forget, and the protocol of what keeps it."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Protocol

import msgspec

from agent.bridge.report import SignedReceipt, SignedReport
from agent.dso.evidence import Evidence
from agent.units import CycleNo


class Pending(msgspec.Struct, frozen=True):
    """A signed transaction that is not yet known to be on the chain."""

    nonce: int
    names: tuple[str, ...]
    """What it does (agent.dso.plan.names): not to be planned again while it is under way."""
    raw: bytes


class Stored(msgspec.Struct, frozen=True):
    """Everything in the store, for a start."""

    reports: tuple[SignedReport, ...] = ()
    receipts: tuple[SignedReceipt, ...] = ()
    """The newest receipt of each member."""
    pending: tuple[Pending, ...] = ()
    """By nonce, ascending."""
    finished: frozenset[CycleNo] = frozenset()
    stated: dict[str, str] = {}
    evidence: tuple[Evidence, ...] = ()
    """By name; never forgotten."""
    refused: dict[str, int] = {}
    """Messages without effect since the beginning, by `member reason`."""


class OperatorStore(Protocol):
    """Durable before it returns: a power cut after any method keeps what the method stored.

    Within `together` nothing is durable before the outermost one ends.
    """

    def load(self) -> Stored:
        """Return all of it."""
        ...

    def together(self) -> AbstractContextManager[None]:
        """Make one durable step of all that is stored meanwhile: all of it is kept, or nothing."""
        ...

    def add_report(self, digest: bytes, signed: SignedReport) -> None:
        """Keep a believed report; the same digest twice changes nothing."""
        ...

    def save_receipt(self, signed: SignedReceipt) -> None:
        """Keep the newest receipt of a member."""
        ...

    def save_pending(self, pending: Pending) -> None:
        """Keep a transaction before it is sent; of one nonce the newest bytes hold."""
        ...

    def confirm_below(self, nonce: int) -> None:
        """Drop every transaction whose nonce the chain has used."""
        ...

    def finish(self, cycle: CycleNo, *, done: bool) -> None:
        """Note that a cycle needs no more work, or that it does again."""
        ...

    def save_stated(self, order: str, settlement: str) -> None:
        """Note which settlement of an order was last published."""
        ...

    def add_evidence(self, evidence: Evidence) -> None:
        """Keep a contradiction for good; of one name the first is kept."""
        ...

    def save_refused(self, counts: Mapping[str, int]) -> None:
        """Keep these counts; names not given keep theirs."""
        ...

    def forget_before(self, first: CycleNo) -> None:
        """Drop reports, finished cycles and statements of cycles before `first`."""
        ...

    def close(self) -> None: ...


def order_name(cycle: CycleNo, index: int) -> str:
    """Return the name of an order in `save_stated`."""
    return f"{cycle}/{index}"


def cycle_of(order: str) -> CycleNo:
    """Return the cycle in an order's name."""
    return CycleNo(int(order.partition("/")[0]))
