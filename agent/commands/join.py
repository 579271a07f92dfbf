"""`gridhearth join`: make this box's keys, ask the operator to enrol it, take the answer."""

import argparse
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.commands.home_calls import FAILED, WRONG, say

if TYPE_CHECKING:
    from agent.provisioning.enrolment import Approval, JoinRequest
    from agent.settings import Settings
    from drivers.join_files import JoinFolder

SETTINGS = Path("/etc/gridhearth/gridhearth.toml")
DIRECTORY = Path("/var/lib/gridhearth/join")
DROP_IN = "50-broker.toml"
CODE_FILE = Path("/etc/gridhearth/one-time-code")
"""Where a prepared card's first boot puts the code (gridhearth image customise)."""


class _Refused(Exception):  # noqa: N818 - it reads as what happened
    """What was asked cannot be done; the message is a sentence."""


def add(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "join",
        help="become a member: keys, request, the operator's answer",
        description="Three steps, each of which may be repeated: 'request' makes this box's keys,"
        " which never leave it, and shows what the operator needs; the operator runs 'gridhearth"
        " operator enrol --request'; 'accept' takes the answer.",
    )
    steps = parser.add_subparsers(dest="step", metavar="STEP", required=True)
    request = steps.add_parser("request", help="make the keys and show the request")
    request.add_argument("--code", help="the operator's one-time code; asked for when left out")
    request.add_argument(
        "--code-file",
        type=Path,
        default=CODE_FILE,
        metavar="FILE",
        help="a code that came with the card, used and removed when --code is left out"
        " (default: %(default)s)",
    )
    request.add_argument("--qr", action="store_true", help="as a QR code, in the terminal")
    request.add_argument("--picture", type=Path, metavar="FILE.svg", help="the QR code as a file")
    request.set_defaults(func=_run, work=_request)
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
    status = steps.add_parser("status", help="how far joining has come")
    status.set_defaults(func=_run, work=_status)
    for one in (request, accept, status):
        one.add_argument("--config", type=Path, default=SETTINGS, metavar="FILE")
        one.add_argument(
            "--directory",
            type=Path,
            default=DIRECTORY,
            metavar="DIR",
            help="where keys and certificates are kept (default: %(default)s)",
        )


def _run(arguments: argparse.Namespace) -> int:
    from agent.ports import PortError
    from agent.settings.merge import FilesRefused
    from agent.shell.settings_files import SettingsUnreadableError, load_settings

    try:
        from drivers.join_files import JoinFolder
    except ImportError:
        return say(
            "The library cryptography is missing: pip install 'gridhearth[devices]'.", code=FAILED
        )
    try:
        settings = load_settings(arguments.config).settings
        code: int = arguments.work(arguments, settings, JoinFolder(arguments.directory))
    except (_Refused, FilesRefused) as refused:
        return say(str(refused), code=WRONG)
    except (SettingsUnreadableError, PortError) as failed:
        return say(str(failed), code=FAILED)
    return code


def _request(arguments: argparse.Namespace, settings: "Settings", folder: "JoinFolder") -> int:
    from agent.provisioning.code import CodeWrong, read_code
    from agent.provisioning.enrolment import comparison, encode_request, request_digest

    folder.make()
    known = folder.request()
    if known is None or arguments.code is not None:
        try:
            code = read_code(arguments.code or _given_code(arguments.code_file))
        except CodeWrong as wrong:
            raise _Refused(str(wrong)) from wrong
        asked = _asked(settings, folder, code)
        digest = request_digest(asked)
        known = encode_request(
            asked, folder.order_key().sign_digest(digest), folder.report_key().sign_digest(digest)
        )
        folder.keep_request(known)
    _remove_code(arguments.code_file)
    asked = _own(known, settings)
    _show(known, arguments)
    print(f"Member      {asked.member}")
    print(f"Report key  {asked.report_key}")
    print(f"Compare     {comparison(asked)}")
    print(
        "\nThe operator runs: gridhearth operator enrol --request FILE, and must see the same"
        " numbers.\nThen here: gridhearth join accept FILE"
    )
    return 0


def _asked(settings: "Settings", folder: "JoinFolder", code: str) -> "JoinRequest":
    import msgspec

    from agent.provisioning.enrolment import JoinRequest, code_proof, request_body
    from agent.units import Address

    bare = JoinRequest(
        chain_id=_chain_id(settings),
        contract=Address(settings.chain.contract),
        member=folder.order_key().address,
        report_key=folder.report_key().address,
        meter=bytes.fromhex(settings.home.meter[2:]),
        broker_key=folder.broker_key(),
        proof=bytes(32),
    )
    proven: JoinRequest = msgspec.structs.replace(bare, proof=code_proof(code, request_body(bare)))
    return proven


def _chain_id(settings: "Settings") -> int:
    from agent.ledger.network import read_network

    path = Path(settings.chain.network)
    try:
        return read_network(tomllib.loads(path.read_text("utf-8")).get("network", {})).chain_id
    except (OSError, ValueError) as wrong:
        raise _Refused(f"The network file {path} cannot be used: {wrong}.") from wrong


def _own(text: str, settings: "Settings") -> "JoinRequest":
    """The kept request, if it still is for the market of the settings."""
    from agent.provisioning.enrolment import Wrong, read_request

    asked = read_request(text)
    if isinstance(asked, Wrong):
        raise _Refused(f"The kept request cannot be used: {asked.sentence} Give the code again.")
    if asked.contract != settings.chain.contract or asked.meter.hex() != settings.home.meter[2:]:
        raise _Refused(
            "The settings have changed since the request was made. Make a new one with a new code."
        )
    return asked


def _show(text: str, arguments: argparse.Namespace) -> None:
    import segno

    code = segno.make(text, error="l")
    if arguments.picture is not None:
        code.save(str(arguments.picture), kind="svg", scale=4)
    if arguments.qr:
        code.terminal(compact=True)
    else:
        print("\n".join(text[at : at + 76] for at in range(0, len(text), 76)) + "\n")


def _given_code(file: Path) -> str:
    """The code that came with the card, or else what a person types."""
    try:
        with file.open("r", encoding="ascii") as source:
            return source.read(100)
    except (FileNotFoundError, PermissionError):  # for root alone: a person may have it on paper
        return _typed("The operator's one-time code: ")
    except (OSError, UnicodeDecodeError) as failed:
        raise _Refused(f"The code in {file} could not be read: {failed}.") from failed


def _remove_code(file: Path) -> None:
    """The request is kept, and answers to it alone: the code has done its work."""
    try:
        if file.exists():
            file.unlink()
    except OSError as failed:
        print(f"{file} could not be removed: {failed.strerror}.", file=sys.stderr)


def _typed(question: str) -> str:
    if sys.stdin.isatty():
        print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline()


def _accept(arguments: argparse.Namespace, settings: "Settings", folder: "JoinFolder") -> int:
    from agent.provisioning.enrolment import MAX_APPROVAL_TEXT, Wrong, read_approval
    from agent.shell.settings_files import drop_ins_of
    from agent.units import Address
    from drivers.join_files import CA, CERTIFICATE, REVOKED

    kept = folder.request()
    if kept is None:
        raise _Refused("This box has not asked yet: gridhearth join request")
    asked = _own(kept, settings)
    text = _answer(arguments, settings.operator.answer_url, asked.member, 2 * MAX_APPROVAL_TEXT + 1)
    given = read_approval(text, Address(settings.operator.address), asked)
    if isinstance(given, Wrong):
        raise _Refused(given.sentence)
    files = {CA: given.ca, CERTIFICATE: given.certificate, REVOKED: given.revoked}
    place = drop_ins_of(arguments.config) / DROP_IN
    folder.keep_answer(files, place, _drop_in(given, folder))
    print(f"This home is a member, at vertex {given.vertex} of the feeder.")
    print(f"{place} switches the broker on. Now: systemctl restart gridhearth")
    return 0


def _answer(arguments: argparse.Namespace, url: str | None, member: str, most: int) -> str:
    from agent.commands.join_fetch import NotFetched, address_of, fetched, read_answer

    try:
        if arguments.answer is not None:
            return read_answer(arguments.answer, most)
        if url is None:
            raise _Refused("Name the file of the operator's answer, or [operator] answer_url.")
        return fetched(address_of(url, member), most, arguments.wait)
    except NotFetched as missing:
        raise _Refused(str(missing)) from missing


def _drop_in(given: "Approval", folder: "JoinFolder") -> str:
    from drivers.join_files import BROKER_KEY, CA, CERTIFICATE, REVOKED

    where = folder.directory.absolute()
    return (
        "# Written by: gridhearth join accept\n\n"
        "[broker]\n"
        "enabled = true\n"
        f'host = "{given.broker_host}"\n'
        f"port = {given.broker_port}\n"
        'mqtt = "5"\n'
        f'tls = {{ ca = "{where / CA}", certificate = "{where / CERTIFICATE}",'
        f' key = "{where / BROKER_KEY}", crl = "{where / REVOKED}" }}\n'
    )


def _status(arguments: argparse.Namespace, settings: "Settings", folder: "JoinFolder") -> int:
    """0: joined; 1: not yet, with the next step."""
    from agent.provisioning.enrolment import comparison
    from agent.shell.settings_files import drop_ins_of

    kept = folder.request()
    if kept is None:
        print("Not joined. Next: gridhearth join request")
        return FAILED
    asked = _own(kept, settings)
    print(f"Member   {asked.member}\nCompare  {comparison(asked)}")
    if not (drop_ins_of(arguments.config) / DROP_IN).exists():
        print("The request is made. Next: the operator enrols it, then gridhearth join accept FILE")
        return FAILED
    print("Joined.")
    return 0
