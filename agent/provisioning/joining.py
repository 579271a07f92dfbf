"""Where joining stands, in words: judged from the box's files, never from where a run had come.

A box that joins by itself is cut off, offline, refused or given a wrong code. Each has a sentence
that says what happened and what a person does about it; the run that does the joining leaves a
note of its last trouble, everything else is read off the documents, whose signatures say the rest.
"""

from typing import Literal

import msgspec

from agent.api.joining import JoiningView
from agent.provisioning.enrolment import (
    Approval,
    JoinRequest,
    Refusal,
    comparison,
    request_digest,
)
from agent.provisioning.findings import FIRST_DAY_S, Finding

Trouble = Literal["", "code wrong", "no request", "not sent", "no answer", "not usable"]
PAUSES_S = (5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 300.0)
"""Between tries. An hour without internet must not become a flood when it comes back, and an
answer is not to be waited for longer than five minutes after it is there."""
NEW_CODE = (
    "Ask the operator for a new code, then: sudo -u gridhearth gridhearth join request --new-code,"
    " and sudo systemctl restart gridhearth-join"
)


class Note(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the run that joins by itself met last."""

    trouble: Trouble = ""
    sentence: str = ""
    sent: str = ""
    """Digest of the request that was delivered, in hexadecimal; empty: none."""


class Seen(msgspec.Struct, frozen=True):
    """What the box's files say."""

    code: bool = False
    """A one-time code lies there."""
    asked: JoinRequest | None = None
    answer: Approval | Refusal | None = None
    """The operator's, to that very request."""
    switched_on: bool = False
    """The settings that the answer leads to are written."""
    note: Note = Note()


def standing(seen: Seen) -> JoiningView:
    """Return where joining stands."""
    if seen.asked is None:
        return _before(seen)
    who = JoiningView(
        member=seen.asked.member,
        report_key=seen.asked.report_key,
        comparison=comparison(seen.asked),
    )
    stage, words, do = _after(seen, seen.asked)
    told: JoiningView = msgspec.structs.replace(who, stage=stage, words=words, do=do)
    return told


def _before(seen: Seen) -> JoiningView:
    if seen.note.trouble == "code wrong":
        return JoiningView("code wrong", seen.note.sentence, NEW_CODE)
    if seen.note.trouble == "no request":
        do = (
            "Put that right (gridhearth config check), then: sudo systemctl restart gridhearth-join"
        )
        return JoiningView("asking", f"No request can be made. {seen.note.sentence}", do)
    if seen.code:
        return JoiningView("asking", "The keys and the request are being made.")
    do = "Ask the operator for a one-time code, then: sudo -u gridhearth gridhearth join request"
    return JoiningView("nothing", "This box has not asked to join a market.", do)


def _after(
    seen: Seen, asked: JoinRequest
) -> tuple[Literal["joined", "refused", "asking", "code wrong", "waiting"], str, str]:
    match seen.answer:
        case Refusal(reason=reason):
            return "refused", f"The operator refused this box: {reason}", NEW_CODE
        case _ if seen.switched_on:
            return "joined", "The operator let this box in.", ""
        case Approval():
            return "waiting", "The operator's answer is here and is being taken.", ""
    note = seen.note
    if note.trouble == "code wrong":
        return "code wrong", note.sentence, NEW_CODE
    if note.trouble == "not sent" and note.sent != request_digest(asked).hex():
        do = "Check the box's internet connection; or show the operator the request on the screen."
        return "asking", f"The request could not be sent yet. {note.sentence}", do
    do = "The operator has to see the same number; then wait, the answer is fetched by itself."
    said = "The request is made; the operator's answer is not here yet."
    if note.trouble == "not usable":
        said += f" What was fetched is not used: {note.sentence}"
    elif note.trouble == "no answer":
        said += f" {note.sentence}"
    return "waiting", said, do


def pause_s(tries: int) -> float:
    """Return how long to wait after so many failed tries in a row, at least one."""
    return PAUSES_S[min(tries, len(PAUSES_S)) - 1]


def explained(sentence: str, now_s: int) -> str:
    """Return what went wrong on the line, with the clock's part in it: a Pi wakes up in 1970.

    A certificate cannot be checked by a clock that was never set, and the time comes from the
    same network.
    """
    if now_s >= FIRST_DAY_S:
        return sentence
    return (
        f"{sentence} The clock was never set (it is before 2025 for this box): no certificate can"
        " be checked until the time service (NTP, UDP port 123) is reached."
    )


def finding(view: JoiningView) -> Finding | None:
    """Return what `gridhearth doctor` says of joining; None: nothing is known here."""
    match view.stage:
        case "unknown":
            return None
        case "joined":
            return Finding("join", "good", view.words)
        case "refused" | "code wrong":
            return Finding("join", "wrong", view.words, view.do)
        case "nothing" | "asking" | "waiting":
            do = view.do or "Wait a moment; it goes on by itself."
            return Finding("join", "watch", view.words, do)
