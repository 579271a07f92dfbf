"""`gridhearth operator invite` and `enrol --request`: letting a box in or not, and answering it."""

import argparse
import datetime
import secrets
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from agent.commands.operator_outside import FAILED, Outside, StartError, add_settings, command

if TYPE_CHECKING:
    from agent.provisioning.enrolment import Approval, JoinRequest, Refusal
    from agent.provisioning.invitations import Invitation, Place

DAYS = 14
MAX_DAYS = 366
SUFFIX = ".invitations.json"
PRIVATE = 0o600


def add_to_operator(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `invite` to the commands of `gridhearth operator`."""
    invite = commands.add_parser(
        "invite",
        help="make a one-time code with which a home may join",
        description="Prints a code for one home: what it may do is decided here, its keys are made"
        " on its own box. Without --name: lists the invitations.",
    )
    invite.add_argument("--name", help="what you call the home")
    invite.add_argument("--vertex", type=int, help="where it is on the feeder")
    invite.add_argument("--limit-wh", type=int, help="what its connection carries in a cycle")
    invite.add_argument("--allowance-micro", type=int, help="the most it can lose")
    invite.add_argument("--endorser", action="store_true", help="it may compute results")
    invite.add_argument(
        "--days", type=int, default=DAYS, help="valid so long (default: %(default)s)"
    )
    invite.add_argument("--withdraw", action="store_true", help="take the open invitation back")
    add_settings(invite)
    invite.set_defaults(func=_invite)


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


def _invite(arguments: argparse.Namespace) -> int:
    from agent.api.check import Refused, check
    from agent.dso.settings import read_operator_settings
    from agent.provisioning.invitations import Place

    try:
        settings = read_operator_settings(arguments.config.read_text("utf-8"))
        path = Path(settings.store + SUFFIX)
        known = _load(path)
        if arguments.name is None:
            return _list(known)
        if arguments.withdraw:
            return _withdraw(path, known, arguments.name)
        given = {
            "name": arguments.name,
            "vertex": arguments.vertex,
            "limit_wh": arguments.limit_wh,
            "allowance_micro": arguments.allowance_micro,
            "endorser": arguments.endorser,
        }
        place = check(Place, {key: value for key, value in given.items() if value is not None})
        if not 1 <= arguments.days <= MAX_DAYS:
            raise StartError(f"--days was {arguments.days}; allowed: 1 to {MAX_DAYS}")
        return _add(path, known, place, arguments.days)
    except Refused as refused:
        for one in refused.problems:
            print(f"gridhearth operator: {one.sentence}", file=sys.stderr)
        return 2
    except (OSError, UnicodeDecodeError, StartError) as failed:
        print(f"gridhearth operator: {failed}", file=sys.stderr)
        return FAILED


def _add(path: Path, known: "tuple[Invitation, ...]", place: "Place", days: int) -> int:
    from agent.provisioning.code import RANDOM_BITS, make_code
    from agent.provisioning.enrolment import Wrong
    from agent.provisioning.invitations import DAY_S, Invitation, invite

    now_s = int(time.time())
    new = Invitation(make_code(secrets.randbits(RANDOM_BITS)), place, now_s + days * DAY_S)
    after = invite(known, new, now_s)
    if isinstance(after, Wrong):
        raise StartError(after.sentence)
    _save(path, after)
    print(f"{new.code}\n\nfor {place.name}, once, until {_day(new.expires_s)}.")
    print("Whoever has it can join in its place: give it to the installer, not by open mail.")
    return 0


def _withdraw(path: Path, known: "tuple[Invitation, ...]", name: str) -> int:
    from agent.provisioning.enrolment import Wrong
    from agent.provisioning.invitations import withdraw

    after = withdraw(known, name)
    if isinstance(after, Wrong):
        raise StartError(after.sentence)
    _save(path, after)
    print(f"The invitation for {name} is withdrawn.")
    return 0


def _list(known: "tuple[Invitation, ...]") -> int:
    now_s = int(time.time())
    for one in known:
        stage = f"used by {one.used_by}" if one.used_by else f"open until {_day(one.expires_s)}"
        if one.refused:
            stage = f"refused {one.used_by}: {one.refused}"
        if not one.used_by and one.expires_s <= now_s:
            stage = f"expired on {_day(one.expires_s)}"
        print(f"{one.place.name:<20} vertex {one.place.vertex:<6} {stage}")
    if not known:
        print("There are no invitations.")
    return 0


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
    after = refuse(_load(path), asked, reason)
    if isinstance(after, Wrong):
        raise StartError(after.sentence)
    _save(path, after)
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
    known = _load(path)
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
    _save(path, use(known, at, asked))
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


def _load(path: Path) -> "tuple[Invitation, ...]":
    from agent.provisioning.invitations import Invitation

    if not path.exists():
        return ()
    try:
        return msgspec.json.decode(path.read_bytes(), type=tuple[Invitation, ...])
    except (OSError, msgspec.DecodeError) as damaged:
        raise StartError(f"{path} cannot be read: {damaged}") from damaged


def _save(path: Path, known: "tuple[Invitation, ...]") -> None:
    from drivers.durable_file import replace_file

    try:
        replace_file(path, msgspec.json.format(msgspec.json.encode(known), indent=1), PRIVATE)
    except OSError as failed:
        raise StartError(f"{path} could not be written: {failed.strerror}") from failed


def _day(moment_s: int) -> str:
    return datetime.datetime.fromtimestamp(moment_s, datetime.UTC).date().isoformat()
