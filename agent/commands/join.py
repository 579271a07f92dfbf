"""`gridhearth join`: make this box's keys, ask the operator to enrol it, take the answer."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.commands.home_calls import FAILED, WRONG, say
from agent.commands.join_box import DROP_IN, RefusedError

if TYPE_CHECKING:
    from agent.settings import Settings
    from drivers.join_files import JoinFolder

    Steps = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no other name

__all__ = ["CODE_FILE", "DIRECTORY", "DROP_IN", "SETTINGS", "add"]

SETTINGS = Path("/etc/gridhearth/gridhearth.toml")
DIRECTORY = Path("/var/lib/gridhearth/join")
CODE_FILE = Path("/var/lib/gridhearth/one-time-code")
"""Where a prepared card's first boot puts the code, for the agent's own user (agent.packaging.seed)."""
REFUSED = 3
"""The operator said no, or the code is none: trying again changes nothing."""


def add(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "join",
        help="become a member: keys, request, the operator's answer",
        description="Three steps, each of which may be repeated: 'request' makes this box's keys,"
        " which never leave it, and shows what the operator needs; the operator runs 'gridhearth"
        " operator enrol --request'; 'accept' takes the answer. 'alone' does all of it without"
        " anybody there.",
    )
    steps = parser.add_subparsers(dest="step", metavar="STEP", required=True)
    for one in (_request_step(steps), _accept_step(steps), _alone_step(steps), _status_step(steps)):
        _box_options(one)


def _request_step(steps: "Steps") -> argparse.ArgumentParser:
    request = steps.add_parser("request", help="make the keys and show the request")
    request.add_argument("--code", help="the operator's one-time code; asked for when left out")
    request.add_argument(
        "--new-code",
        action="store_true",
        help="ask for a code although there is a request: it was refused, or its code wrong",
    )
    request.add_argument("--qr", action="store_true", help="as a QR code, in the terminal")
    request.add_argument("--picture", type=Path, metavar="FILE.svg", help="the QR code as a file")
    request.set_defaults(func=_run, work=_request)
    return request


def _accept_step(steps: "Steps") -> argparse.ArgumentParser:
    accept = steps.add_parser("accept", help="take the operator's answer")
    accept.add_argument(
        "answer",
        metavar="FILE",
        nargs="?",
        help="a file, or - for what is pasted in; none: where the settings say ([operator] answer_url)",
    )
    accept.add_argument(
        "--wait",
        type=float,
        default=0.0,
        metavar="SECONDS",
        help="with no FILE: ask again for so long, until the answer is there",
    )
    accept.set_defaults(func=_run, work=_accept)
    return accept


def _alone_step(steps: "Steps") -> argparse.ArgumentParser:
    alone = steps.add_parser(
        "alone",
        help="everything by itself, with the code that came with the card (gridhearth-join.service)",
        description="Makes keys and request, puts the request where [operator] request_url says,"
        " waits for the answer at answer_url as long as it takes, and applies it. May be cut off"
        " anywhere. Exit codes: 0 joined, 3 refused or a wrong code, 2 the settings are wrong.",
    )
    alone.set_defaults(func=_run, work=_alone)
    return alone


def _status_step(steps: "Steps") -> argparse.ArgumentParser:
    status = steps.add_parser("status", help="how far joining has come")
    status.add_argument("--json", action="store_true", help="for programs")
    status.set_defaults(func=_run, work=_status)
    return status


def _box_options(step: argparse.ArgumentParser) -> None:
    step.add_argument("--config", type=Path, default=SETTINGS, metavar="FILE")
    step.add_argument(
        "--directory",
        type=Path,
        default=DIRECTORY,
        metavar="DIR",
        help="where keys and certificates are kept (default: %(default)s)",
    )
    step.add_argument(
        "--code-file",
        type=Path,
        default=CODE_FILE,
        metavar="FILE",
        help="the code that came with the card, written over and removed once it is used"
        " (default: %(default)s)",
    )


def _run(arguments: argparse.Namespace) -> int:
    from agent.ports import PortError
    from agent.settings.merge import FilesRefused
    from agent.shell.settings_files import SettingsUnreadableError, load_settings
    from drivers.private_memory import keep_memory_private

    try:
        from drivers.join_files import JoinFolder
    except ImportError:
        return say(
            "The library cryptography is missing: pip install 'gridhearth[devices]'.", code=FAILED
        )
    try:
        if arguments.work is not _status:
            keep_memory_private()  # before keys are made or read
        settings = load_settings(arguments.config).settings
        code: int = arguments.work(arguments, settings, JoinFolder(arguments.directory))
    except (RefusedError, FilesRefused) as refused:
        return say(str(refused), code=WRONG)
    except (SettingsUnreadableError, PortError) as failed:
        return say(str(failed), code=FAILED)
    return code


def _request(arguments: argparse.Namespace, settings: "Settings", folder: "JoinFolder") -> int:
    from agent.commands.join_box import own_request, request_with
    from agent.provisioning.enrolment import comparison
    from agent.provisioning.joining import Note
    from drivers.join_files import shred

    known = folder.request()
    fresh = arguments.code is not None or arguments.new_code
    if known is None or fresh or _lies_there(arguments.code_file):
        known = request_with(settings, folder, _code(arguments))
        folder.keep_note(Note())
    asked = own_request(known, settings)
    # The request is kept, and answers to it alone: the code has done its work.
    shred(arguments.code_file)
    _show(known, arguments)
    print(f"Member      {asked.member}")
    print(f"Report key  {asked.report_key}")
    print(f"Compare     {comparison(asked)}")
    print(
        "\nThe operator runs: gridhearth operator enrol --request FILE, and must see the same"
        " numbers.\nThen here: gridhearth join accept FILE"
    )
    return 0


def _show(text: str, arguments: argparse.Namespace) -> None:
    import segno

    code = segno.make(text, error="l")
    if arguments.picture is not None:
        code.save(str(arguments.picture), kind="svg", scale=4)
    if arguments.qr:
        code.terminal(compact=True)
    else:
        print("\n".join(text[at : at + 76] for at in range(0, len(text), 76)) + "\n")


def _lies_there(file: Path) -> bool:
    try:
        return file.exists()
    except OSError:  # for the agent's user alone: a person may have the code on paper
        return False


def _code(arguments: argparse.Namespace) -> str:
    """The code that was given, that came with the card, or that a person types now."""
    from drivers.join_files import read_code_file

    if arguments.code is not None:
        return str(arguments.code)
    if arguments.new_code:
        return _typed("The operator's one-time code: ")
    try:
        return read_code_file(arguments.code_file)
    except (FileNotFoundError, PermissionError):
        return _typed("The operator's one-time code: ")
    except OSError as failed:
        raise RefusedError(
            f"The code in {arguments.code_file} could not be read: {failed.strerror}."
        ) from failed


def _typed(question: str) -> str:
    if sys.stdin.isatty():
        print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline()


def _accept(arguments: argparse.Namespace, settings: "Settings", folder: "JoinFolder") -> int:
    """0: taken; 3: the operator refused."""
    from agent.commands.join_box import drop_in_of, own_request, take
    from agent.provisioning.enrolment import MAX_APPROVAL_TEXT, Refusal
    from agent.provisioning.joining import NEW_CODE

    kept = folder.request()
    if kept is None:
        raise RefusedError("This box has not asked yet: gridhearth join request")
    asked = own_request(kept, settings)
    text = _answer(arguments, settings.operator.answer_url, asked.member, 2 * MAX_APPROVAL_TEXT + 1)
    given = take(text, asked, settings, arguments.config, folder)
    if isinstance(given, Refusal):
        said = f"The operator refused this box: {given.reason}"
        return say(said, NEW_CODE, code=REFUSED)
    print(f"This home is a member, at vertex {given.vertex} of the feeder.")
    place = drop_in_of(arguments.config)
    print(f"{place} switches the broker on. Now: systemctl restart gridhearth")
    return 0


def _answer(arguments: argparse.Namespace, url: str | None, member: str, most: int) -> str:
    from agent.commands.join_fetch import NotFetched, address_of, fetched, read_answer

    try:
        if arguments.answer is not None:
            return read_answer(arguments.answer, most)
        if url is None:
            raise RefusedError("Name the file of the operator's answer, or [operator] answer_url.")
        return fetched(address_of(url, member), most, arguments.wait)
    except NotFetched as missing:
        raise RefusedError(str(missing)) from missing


def _alone(arguments: argparse.Namespace, settings: "Settings", folder: "JoinFolder") -> int:
    from agent.commands.join_alone import Alone, Line

    return Alone(settings, arguments.config, folder, arguments.code_file, Line()).run()


def _status(arguments: argparse.Namespace, settings: "Settings", folder: "JoinFolder") -> int:
    """0: joined; 1: not yet, with the next step; 3: refused, or the code is wrong."""
    import msgspec

    from agent.commands.join_box import standing_of

    view = standing_of(settings, arguments.config, folder, arguments.code_file)
    if arguments.json:
        print(msgspec.json.encode(view).decode())
    else:
        if view.member:
            print(f"Member      {view.member}\nReport key  {view.report_key}")
            print(f"Compare     {view.comparison}")
        print(view.words)
        if view.do:
            print(f"Next: {view.do}")
    if view.stage == "joined":
        return 0
    return REFUSED if view.stage in ("refused", "code wrong") else FAILED
