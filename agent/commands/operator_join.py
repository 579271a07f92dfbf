"""`gridhearth operator enrol --request`: letting a box in or not, and answering it."""

import argparse
import datetime
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from agent.commands.operator_invite import SUFFIX, load, save
from agent.commands.operator_outside import Outside, StartError, command

if TYPE_CHECKING:
    from agent.provisioning.enrolment import Approval, JoinRequest, Refusal
    from agent.provisioning.invitations import Place


def add_request(enrol: argparse.ArgumentParser) -> None:
    """Add what `gridhearth operator enrol` takes for a box that asks by itself."""
    enrol.add_argument(
        "--request", metavar="FILE", help="enrol the box that made this request (- : pasted in)"
    )
    enrol.add_argument("--dir", type=Path, help="with --request: the directory of broker-config")
    enrol.add_argument("--answer", type=Path, metavar="FILE", help="with --request: for the box")
    enrol.add_argument(
        "--compared",
        action="store_true",
        help="with --request: the numbers were compared; do not ask",
    )
    enrol.add_argument(
        "--refuse",
        metavar="REASON",
        help="with --request: do not let it in; the answer says so and why, signed",
    )
    by_request, by_refusal = command(admit), command(turn_away)
    enrol.set_defaults(
        by_request=lambda given: (by_request if given.refuse is None else by_refusal)(given)
    )


def _asked(arguments: argparse.Namespace, outside: Outside) -> "JoinRequest":
    """The request, if it is sound and for this market."""
    from agent.provisioning.enrolment import Wrong, read_request

    asked = read_request(_text(arguments.request))
    if isinstance(asked, Wrong):
        raise StartError(asked.sentence)
    if (asked.chain_id, asked.contract) != (outside.network.chain_id, outside.contract):
        raise StartError(
            f"the request is for market {asked.contract} on chain {asked.chain_id}, not for this one"
        )
    return asked


async def turn_away(arguments: argparse.Namespace, outside: Outside) -> int:
    """Refuse a request: use its code up, then write the signed refusal. Nothing on the chain."""
    from agent.provisioning.enrolment import Refusal, Wrong, readable_reason, request_digest
    from agent.provisioning.invitations import refuse

    if arguments.answer is None:
        raise StartError("--refuse needs --answer (a new file)")
    try:
        reason = readable_reason(arguments.refuse)
    except ValueError as wrong:
        raise StartError(str(wrong)) from wrong
    asked = _asked(arguments, outside)
    path = Path(outside.settings.store + SUFFIX)
    after = refuse(load(path), asked, reason)
    if isinstance(after, Wrong):
        raise StartError(after.sentence)
    save(path, after)
    given = Refusal(asked.chain_id, asked.contract, asked.member, reason, request_digest(asked))
    _write_answer(arguments.answer, _signed_refusal(outside, given))
    print(f"Refused {asked.member}. {arguments.answer} goes to the box, which shows the reason.")
    print("Its code lets nobody in any more: invite the home anew when it may try again.")
    return 0


async def admit(arguments: argparse.Namespace, outside: Outside) -> int:
    """Check the request, have the numbers compared, enrol, issue the certificate, answer."""
    from agent.dso.broker_config import identity_of
    from agent.provisioning.enrolment import Wrong, comparison
    from agent.provisioning.invitations import match, use

    if arguments.dir is None or arguments.answer is None:
        raise StartError("--request needs --dir (of broker-config) and --answer (a new file)")
    asked = _asked(arguments, outside)
    path = Path(outside.settings.store + SUFFIX)
    known = load(path)
    found = match(known, asked, int(time.time()))
    if isinstance(found, Wrong):
        raise StartError(found.sentence)
    at, invitation = found
    print(f"Home        {invitation.place.name}, vertex {invitation.place.vertex}")
    print(f"Member      {asked.member}\nReport key  {asked.report_key}")
    print(f"Compare     {comparison(asked)}", flush=True)
    if not arguments.compared and not _agreed():
        raise StartError("nothing was done: the numbers were not compared")
    # From here on the code belongs to this box: a run that is cut off is simply repeated.
    save(path, use(known, at, asked))
    await _on_chain(outside, asked, invitation.place)
    given = _approval(arguments, outside, asked, invitation.place, identity_of(asked.member))
    _write_answer(arguments.answer, _signed(outside, given))
    print(f"Enrolled. {arguments.answer} goes to the box: gridhearth join accept FILE")
    print("Now run broker-config again and send the broker SIGHUP: it must know the new member.")
    return 0


async def _on_chain(outside: Outside, asked: "JoinRequest", place: "Place") -> None:
    from agent.dso.chain_reader import MarketReader
    from agent.dso.enrol import enrolments
    from agent.dso.errand import enrolled, run_errand
    from agent.dso.settings import MemberPlan

    plan = MemberPlan(
        address=asked.member,
        report_key=asked.report_key,
        meter="0x" + asked.meter.hex(),
        vertex=place.vertex,
        limit_wh=place.limit_wh,
        allowance_micro=place.allowance_micro,
        endorser=place.endorser,
    )
    chain = outside.client.view()
    reader = MarketReader(chain, outside.contract)
    head = await chain.next_head()
    await reader.times(head, outside.signer.address)
    wanted = enrolments(outside.contract, [plan], await enrolled(reader, [asked.member], head))
    await run_errand(chain, outside.sender(chain), wanted)
    known = await enrolled(reader, [asked.member], await chain.next_head())
    if enrolments(outside.contract, [plan], known):
        raise StartError("the chain did not take the enrolment; run this again")


def _approval(
    arguments: argparse.Namespace,
    outside: Outside,
    asked: "JoinRequest",
    place: "Place",
    identity: str,
) -> "Approval":
    from agent.commands.operator_broker import hand_out
    from agent.provisioning.enrolment import Approval, request_digest
    from drivers.certificate_authority import Authority, AuthorityError

    where = arguments.dir.absolute()
    try:
        authority = Authority(where / "authority", datetime.datetime.now(datetime.UTC))
        issued = authority.client_of(identity, asked.broker_key)
        hand_out(authority, where / "members" / identity, issued)
        return Approval(
            chain_id=asked.chain_id,
            contract=asked.contract,
            member=asked.member,
            vertex=place.vertex,
            broker_host=outside.settings.broker.host,
            broker_port=outside.settings.broker.port,
            ca=authority.certificate_file.read_bytes(),
            certificate=issued.certificate.read_bytes(),
            revoked=authority.revocation_list(),
            for_request=request_digest(asked),
        )
    except (AuthorityError, ValueError, OSError) as failed:
        raise StartError(f"the certificate could not be made: {failed}") from failed


def _signed(outside: Outside, given: "Approval") -> str:
    from agent.provisioning.enrolment import approval_digest, encode_approval

    return encode_approval(given, outside.signer.sign_digest(approval_digest(given)))


def _signed_refusal(outside: Outside, given: "Refusal") -> str:
    from agent.provisioning.enrolment import encode_refusal, refusal_digest

    return encode_refusal(given, outside.signer.sign_digest(refusal_digest(given)))


def _write_answer(path: Path, text: str) -> None:
    from drivers.certificate_authority import PUBLIC
    from drivers.durable_file import replace_file

    lines = [text[at : at + 76] for at in range(0, len(text), 76)]
    try:
        replace_file(path, ("\n".join(lines) + "\n").encode("ascii"), PUBLIC)
    except OSError as failed:
        raise StartError(f"{path} could not be written: {failed.strerror}") from failed


def _agreed() -> bool:
    if not sys.stdin.isatty():
        return False
    print("Does the box show the same numbers? yes/no: ", end="", flush=True)
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def _text(file: str) -> str:
    from agent.provisioning.enrolment import MAX_REQUEST_TEXT

    try:
        if file == "-":
            return sys.stdin.read(3 * MAX_REQUEST_TEXT)
        with Path(file).open("r", encoding="ascii") as source:
            return source.read(3 * MAX_REQUEST_TEXT)
    except (OSError, UnicodeDecodeError) as failed:
        raise StartError(f"{file} could not be read: {failed}") from failed
