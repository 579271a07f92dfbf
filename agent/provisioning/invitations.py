"""The operator's invitations: each lets one box in, once, until it expires."""

from typing import Annotated

import msgspec
from msgspec import Meta

from agent.provisioning.enrolment import (
    JoinRequest,
    Wrong,
    code_proof,
    request_body,
    request_digest,
)

MAX_INVITATIONS = 10_000
DAY_S = 86_400


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the operator decides about the home that will come."""

    name: str
    vertex: Annotated[int, Meta(ge=0, le=2**32 - 1)]
    limit_wh: Annotated[int, Meta(ge=1, le=10**9)]
    allowance_micro: Annotated[int, Meta(ge=0, le=2**53 - 1)]
    endorser: bool = False


class Invitation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One code and what it is good for."""

    code: str
    place: Place
    expires_s: int
    used_by: str = ""
    """The member it let in; empty: nobody yet."""
    request_digest: str = ""
    """Of that member's request, 64 hexadecimal digits."""
    refused: str = ""
    """Why the operator turned that request away; empty: it did not."""


def invite(
    known: tuple[Invitation, ...], new: Invitation, now_s: int
) -> tuple[Invitation, ...] | Wrong:
    """Add an invitation; those that expired unused more than a day ago are forgotten."""
    kept = tuple(one for one in known if one.used_by or one.expires_s + DAY_S > now_s)
    if len(kept) >= MAX_INVITATIONS:
        return Wrong(f"There are {MAX_INVITATIONS} invitations already.")
    if any(one.code == new.code for one in kept):
        return Wrong("This code was given out before.")
    open_ones = [one for one in kept if not one.used_by and one.expires_s > now_s]
    if any(one.place.name == new.place.name for one in open_ones):
        return Wrong(f"There is an open invitation for {new.place.name}: withdraw it first.")
    return (*kept, new)


def withdraw(known: tuple[Invitation, ...], name: str) -> tuple[Invitation, ...] | Wrong:
    """Forget the open invitation of a name."""
    kept = tuple(one for one in known if one.used_by or one.place.name != name)
    return kept if len(kept) < len(known) else Wrong(f"There is no open invitation for {name}.")


def match(
    known: tuple[Invitation, ...], asked: JoinRequest, now_s: int
) -> tuple[int, Invitation] | Wrong:
    """Return the invitation whose code the request proves, and its place in `known`.

    The very same request may be answered again: an answer can get lost. Another request with a
    used code is refused, whoever makes it.
    """
    body = request_body(asked)
    for at, one in enumerate(known):
        if code_proof(one.code, body) != asked.proof:
            continue
        if one.used_by and one.request_digest != request_digest(asked).hex():
            return Wrong(f"This code was used before, by {one.used_by}. Invite the home anew.")
        if one.refused:
            return Wrong(
                f"This request was refused before: {one.refused} Invite {one.place.name} anew."
            )
        if not one.used_by and one.expires_s <= now_s:
            return Wrong(f"The code for {one.place.name} has expired. Invite the home anew.")
        return at, one
    return Wrong("The request does not know any code that was given out. Check the code.")


def use(known: tuple[Invitation, ...], at: int, asked: JoinRequest) -> tuple[Invitation, ...]:
    """Mark an invitation as used by a request that `match` let in; again changes nothing."""
    used: Invitation = msgspec.structs.replace(
        known[at], used_by=asked.member, request_digest=request_digest(asked).hex()
    )
    return (*known[:at], used, *known[at + 1 :])


def refuse(
    known: tuple[Invitation, ...], asked: JoinRequest, reason: str
) -> tuple[Invitation, ...] | Wrong:
    """Use up the code that a refused request proves: it lets nobody in any more.

    A request without a code that was given out may be refused as well, and again; one that was
    let in may not: the chain would say the opposite.
    """
    body, digest = request_body(asked), request_digest(asked).hex()
    for at, one in enumerate(known):
        if code_proof(one.code, body) != asked.proof:
            continue
        if one.used_by and one.request_digest == digest and not one.refused:
            return Wrong(
                f"This request was let in already, as {one.place.name}: it cannot be refused any"
                " more. To end a membership set the member's allowance to 0."
            )
        if one.used_by and one.request_digest != digest:
            break  # the code was another box's: nothing of that one changes
        turned: Invitation = msgspec.structs.replace(
            one, used_by=asked.member, request_digest=digest, refused=reason
        )
        return (*known[:at], turned, *known[at + 1 :])
    return known
