"""`gridhearth commission`: what this home still needs, one step after the other, and its report."""

import argparse
import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from agent.api.check import Refused, check
from agent.api.commission import ChecklistView, SignedReport, StepLine
from agent.api.methods import METHODS, WishAnswer
from agent.api.params import Params
from agent.commands.doctor import SETTINGS, examine
from agent.commands.home_calls import (
    FAILED,
    PROGRAM,
    WRONG,
    common_options,
    reached,
    say,
    socket_of,
    told,
    unlocked_call,
)
from agent.provisioning.checklist import Facts, JoinStage, checklist, together

if TYPE_CHECKING:
    from agent.ledger.network import Network
    from agent.provisioning.acceptance import Signed, Wrong
    from agent.settings import Settings
    from agent.units import Address

SIGNS = {
    "done": ("green", "✔"),
    "not needed": ("dim", "–"),
    "to do": ("yellow", "○"),
    "trouble": ("red", "✘"),
}
JOIN_DIRECTORY = Path("/var/lib/gridhearth/join")
DROP_IN = "50-broker.toml"
PROOF_WITHIN_S = 60.0


def add(subparsers: Any) -> None:
    """Add the command to the parser."""
    about = "what this home still needs until it trades, step by step"
    parser = subparsers.add_parser(
        "commission",
        parents=[common_options()],
        help=about,
        description=f"Shows {about}, and does the next one with you. End it anywhere, begin it again"
        " anywhere: every step is judged by what is true now. Exit code 0: everything is done.",
    )
    _box_options(parser)
    parser.add_argument("--list", action="store_true", help="only show the steps")
    parser.add_argument(
        "--restart",
        default="systemctl restart gridhearth",
        metavar="COMMAND",
        help="how the agent is started again (default: %(default)s)",
    )
    parser.set_defaults(func=run)
    words = parser.add_subparsers(dest="deed", metavar="COMMAND")
    inner = common_options(inner=True)
    hand = words.add_parser("handover", parents=[inner], help="hand the home over")
    hand.add_argument("--installer", required=True, metavar="NAME")
    hand.add_argument("--customer", required=True, metavar="NAME")
    hand.set_defaults(func=_hand_over)
    report = words.add_parser(
        "report",
        parents=[inner],
        conflict_handler="resolve",  # --json names a file here
        help="write the signed acceptance report",
    )
    report.add_argument("--html", type=Path, metavar="FILE", dest="page")
    report.add_argument("--json", type=Path, metavar="FILE", dest="file")
    report.set_defaults(func=_report)
    verify = words.add_parser("verify", help="check an acceptance report, JSON or HTML")
    verify.add_argument("file", type=Path, metavar="FILE")
    whose = verify.add_mutually_exclusive_group(required=True)
    whose.add_argument("--report-key", metavar="ADDRESS", help="the home's, as the operator has it")
    whose.add_argument(
        "--config", type=Path, metavar="FILE", help="prove the key on the chain of these settings"
    )
    verify.set_defaults(func=_verify)


def _box_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", type=Path, default=SETTINGS, metavar="FILE")
    parser.add_argument(
        "--directory",
        type=Path,
        default=JOIN_DIRECTORY,
        metavar="DIR",
        help="where gridhearth join keeps its keys (default: %(default)s)",
    )


def run(arguments: argparse.Namespace) -> int:
    """0: everything that is needed is done; 1: not yet."""
    if arguments.json or arguments.list or not sys.stdin.isatty():
        view = look(arguments)
        if arguments.json:
            print(msgspec.json.encode(view).decode())
        else:
            show(view)
        return 0 if view.ready else FAILED
    from agent.commands.commission_guide import guide

    return guide(arguments)


def look(arguments: argparse.Namespace) -> ChecklistView:
    """Return every step as it stands: from the box, and from the agent where it runs."""
    return asyncio.run(_looked(arguments.config, socket_of(arguments), arguments.directory))


async def _looked(config: Path, socket: Path, directory: Path) -> ChecklistView:
    from agent.shell.link import CallFailed, LinkError, connected

    join = join_stage(config, directory)
    findings = await examine(config, socket)
    away = next((one.what for one in findings if one.name == "agent"), "")
    of_box = checklist(Facts(findings=findings, away=away, join=join))
    try:
        async with connected(socket, PROGRAM, group="viewer") as link:
            answer = await link.call("commission.checklist")
    except (LinkError, CallFailed):
        return of_box
    return together(msgspec.convert(answer, ChecklistView), of_box, join)


def join_stage(config: Path, directory: Path) -> JoinStage:
    """Tell how far joining has come by this box's files; unknown: they may not be looked at."""
    from agent.shell.settings_files import drop_ins_of

    try:
        if not (directory / "request.txt").exists():
            return "nothing"
        return "answered" if (drop_ins_of(config) / DROP_IN).exists() else "asked"
    except OSError:
        return "unknown"


def show(view: ChecklistView) -> None:
    """Print the steps; what to do stands below each that is open."""
    from rich.console import Console

    console = Console(highlight=False)
    for number, step in enumerate(view.steps, 1):
        show_step(console, number, step)
    done = sum(step.state in ("done", "not needed") for step in view.steps)
    console.print(f"{done} of {len(view.steps)} steps are done or not needed.", markup=False)


def show_step(console: Any, number: int, step: StepLine) -> None:
    """Print one step."""
    colour, sign = SIGNS[step.state]
    console.print(f"[{colour}]{sign}[/] {number:>2}  [bold]{step.title}[/]  ", end="")
    console.print(step.words, markup=False, soft_wrap=True)
    if step.state in ("done", "not needed"):
        return
    for line in (step.do, step.command):
        if line:
            console.print(f"        → {line}", markup=False, soft_wrap=True)


def _hand_over(arguments: argparse.Namespace) -> int:
    given = {"installer": arguments.installer, "customer": arguments.customer}
    try:
        params = check(METHODS["commission.handover"].params, given)
    except Refused as wrong:
        return say(*(problem.sentence for problem in wrong.problems), code=WRONG)
    return reached(_handed_over(arguments, params))


async def _handed_over(arguments: argparse.Namespace, params: msgspec.Struct) -> int:
    from agent.shell.link import connected

    async with connected(socket_of(arguments), PROGRAM) as link:
        result = await unlocked_call(link, "commission.handover", params)
    answer = msgspec.convert(result, WishAnswer)
    if arguments.json:
        print(msgspec.json.encode(answer).decode())
    return told(answer, quiet=arguments.json)


def _report(arguments: argparse.Namespace) -> int:
    if arguments.page is None and arguments.file is None:
        return say("Say where to write it: --html FILE, --json FILE or both.", code=WRONG)
    return reached(_written(arguments))


async def _written(arguments: argparse.Namespace) -> int:
    """0: written, and the home is accepted; 1: written, but a step is open, or not written."""
    from agent.provisioning.acceptance import Wrong, file_of, read_file
    from agent.provisioning.acceptance_page import page_of
    from agent.shell.link import connected

    async with connected(socket_of(arguments), PROGRAM) as link:
        made = msgspec.convert(
            await unlocked_call(link, "commission.report", Params()), SignedReport
        )
    text = file_of(made.document, bytes.fromhex(made.signature[2:]))
    signed = read_file(text)
    if isinstance(signed, Wrong):
        return say(f"The agent's report cannot be used: {signed.sentence}", code=FAILED)
    try:
        if arguments.file is not None:
            arguments.file.write_text(text, "utf-8")
        if arguments.page is not None:
            arguments.page.write_text(page_of(signed), "utf-8")
    except OSError as failed:
        return say(f"{failed.filename} could not be written: {failed.strerror}.", code=FAILED)
    print(f"Signed by {signed.signer}, digest 0x{signed.digest.hex()}")
    if made.saved:
        print(f"The box keeps the page as {made.saved}")
    if not made.accepted:
        left = [one.title for one in signed.report.steps if one.state in ("to do", "trouble")]
        return say(f"Not accepted yet; open: {', '.join(left)}.", code=FAILED)
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    """0: the report is the home's, unchanged; 1: it is not, or that cannot be known; 2: asked wrongly."""
    from agent.provisioning.acceptance import Wrong

    try:
        signed = _read(arguments.file)
    except (OSError, UnicodeDecodeError) as failed:
        return say(f"{arguments.file} could not be read: {failed}.", code=FAILED)
    if isinstance(signed, Wrong):
        return say(signed.sentence, code=FAILED)
    if arguments.report_key is not None:
        if arguments.report_key.lower() != signed.signer:
            return say(f"It is signed by {signed.signer}, another key.", code=FAILED)
        whose = "the report key that was named"
    else:
        trouble = _proven(arguments.config, signed)
        if trouble:
            return say(trouble, code=FAILED)
        whose = f"the report key that the chain has for member {signed.report.member}"
    report = signed.report
    print(f"Unchanged since it was signed by {whose}.")
    print(f"{report.home}: {'accepted' if report.accepted else 'not accepted'}.")
    return 0


def _read(path: Path) -> "Signed | Wrong":
    from agent.provisioning.acceptance import read_file
    from agent.provisioning.acceptance_page import MAX_PAGE_BYTES, read_page

    with path.open("rb") as source:  # byte for byte: no line end may change on the way
        text = source.read(MAX_PAGE_BYTES + 1).decode("utf-8")
    return read_page(text) if text.startswith("<!doctype html>") else read_file(text)


def _proven(config: Path, signed: "Signed") -> str:
    """Return why the chain does not prove the signer to be the member's report key; empty: it does."""
    from agent.networks import NetworkFileError, load_network
    from agent.ports import ChainError, ChainHalted, PortError
    from agent.settings.merge import FilesRefused
    from agent.shell.settings_files import SettingsUnreadableError, load_settings

    try:
        settings = load_settings(config).settings
        network = load_network(Path(settings.chain.network))
        key = asyncio.run(_key_on_chain(settings, network, signed))
    except (FilesRefused, SettingsUnreadableError, NetworkFileError, ValueError) as wrong:
        return f"The settings cannot be used: {wrong}"
    except (ChainError, ChainHalted, PortError, OSError, TimeoutError) as away:
        return f"The chain could not be asked, so nobody knows whose key it is: {away}."
    if key is None:
        return "The report is of another market than these settings name."
    if key != signed.signer:
        return f"The chain has {key} as the member's report key; {signed.signer} signed this."
    return ""


async def _key_on_chain(
    settings: "Settings", network: "Network", signed: "Signed"
) -> "Address | None":
    from agent.ledger import market_contract as market
    from agent.units import Address
    from drivers.chain_rpc import ChainClient
    from drivers.clocks import SystemClock

    report, contract = signed.report, Address(settings.chain.contract)
    if (report.chain_id, report.contract) != (network.chain_id, contract):
        return None
    upstreams = settings.chain.upstreams
    async with ChainClient(network, upstreams, wall_ms=SystemClock().wall_ms) as client:
        chain = client.view()
        async with asyncio.timeout(PROOF_WITHIN_S):
            head = await chain.next_head()
            slots = [market.report_key_slot(report.member)]
            (word,) = await chain.storage(contract, slots, head)
    return market.address_of(word)
