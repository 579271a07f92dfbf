"""The checklist of commissioning and the acceptance report, as the local interface shows them."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from agent.api.params import Params

StepState = Literal["done", "to do", "trouble", "not needed"]

PersonName = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=80,
        pattern=r"^[^\x00-\x1f\x7f]+$",
        title="text of 1 to 80 characters on one line",
    ),
]


class StepLine(msgspec.Struct, frozen=True):
    """One step of commissioning, judged by what is true now."""

    key: str
    title: str
    state: StepState
    words: str
    """How it stands."""
    do: str = ""
    """What to do, for somebody in front of the box; empty: nothing."""
    command: str = ""
    """The same at the command line; empty: there is none."""


class ChecklistView(msgspec.Struct, frozen=True):
    """Every step, in the order in which they are best done."""

    steps: tuple[StepLine, ...]
    ready: bool
    """Everything that this home needs is done."""


class JoinRequestView(msgspec.Struct, frozen=True):
    """Who this box is, and what it asks the operator for."""

    member: str = ""
    """The order key's address: the home's name on the chain."""
    comparison: str = ""
    """Six groups of five digits that the operator must see as well; empty: it has not asked."""
    text: str = ""
    """The request itself, as a QR code shows it; no secret. Empty: it has not asked."""
    report_key: str = ""
    """The address of the key that signs what is metered, and the acceptance report."""


class HandoverParams(Params, frozen=True):
    installer: Annotated[PersonName, Meta(description="who commissioned the home")]
    customer: Annotated[PersonName, Meta(description="who takes it over")]


class SignedReport(msgspec.Struct, frozen=True):
    """The acceptance report as the agent composed and signed it."""

    accepted: bool
    """Every needed step was done when it was written."""
    document: str
    """The report: JSON, to be kept byte for byte."""
    digest: str
    """What was signed: 0x and 64 hexadecimal digits."""
    signature: str
    """By the home's report key: 0x and 130 hexadecimal digits (r, s, v)."""
    short: str = ""
    """Digest and signature as a QR code packs them best."""
    saved: str = ""
    """The page that was written beside the journal; empty: none could be."""
