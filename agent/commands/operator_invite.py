"""`gridhearth operator invite`: one-time codes with which a home may join."""

import argparse
import datetime
import secrets
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from agent.commands.operator_outside import FAILED, StartError, add_settings

if TYPE_CHECKING:
    from agent.provisioning.invitations import Invitation, Place

DAYS = 14
MAX_DAYS = 366
SUFFIX = ".invitations.json"
"""Of the invitations' file, behind the name of the operator's store."""
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


def _invite(arguments: argparse.Namespace) -> int:
    from agent.api.check import Refused, check
    from agent.dso.settings import read_operator_settings
    from agent.provisioning.invitations import Place

    try:
        settings = read_operator_settings(arguments.config.read_text("utf-8"))
        path = Path(settings.store + SUFFIX)
        known = load(path)
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
    save(path, after)
    print(f"{new.code}\n\nfor {place.name}, once, until {_day(new.expires_s)}.")
    print("Whoever has it can join in its place: give it to the installer, not by open mail.")
    return 0


def _withdraw(path: Path, known: "tuple[Invitation, ...]", name: str) -> int:
    from agent.provisioning.enrolment import Wrong
    from agent.provisioning.invitations import withdraw

    after = withdraw(known, name)
    if isinstance(after, Wrong):
        raise StartError(after.sentence)
    save(path, after)
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


def load(path: Path) -> "tuple[Invitation, ...]":
    """Return the invitations of a file, none where there is no file; StartError."""
    from agent.provisioning.invitations import Invitation

    if not path.exists():
        return ()
    try:
        return msgspec.json.decode(path.read_bytes(), type=tuple[Invitation, ...])
    except (OSError, msgspec.DecodeError) as damaged:
        raise StartError(f"{path} cannot be read: {damaged}") from damaged


def save(path: Path, known: "tuple[Invitation, ...]") -> None:
    """Keep the invitations, whole or as they were; StartError."""
    from drivers.durable_file import replace_file

    try:
        replace_file(path, msgspec.json.format(msgspec.json.encode(known), indent=1), PRIVATE)
    except OSError as failed:
        raise StartError(f"{path} could not be written: {failed.strerror}") from failed


def _day(moment_s: int) -> str:
    return datetime.datetime.fromtimestamp(moment_s, datetime.UTC).date().isoformat()
