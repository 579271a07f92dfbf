"""`gridhearth operator evidence`: contradicting reports, so that anybody can verify them."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from agent.commands.operator_outside import FAILED, WRONG, Sight, add_settings, looking

if TYPE_CHECKING:
    from agent.dso.evidence import Evidence


def add_to_operator(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `evidence` to the operator's sub-commands."""
    parser = commands.add_parser(
        "evidence",
        help="show reports that contradict each other, with both signatures",
        description="Two different reports signed for one meter, cycle and revision. --json "
        "writes EIP-712 typed data any wallet library verifies; --verify checks such a file, "
        "without settings and without a network.",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--verify", type=Path, metavar="FILE", help="check a document and stop")
    add_settings(parser)
    show = looking(_show)
    parser.set_defaults(
        func=lambda arguments: show(arguments) if arguments.verify is None else _verify(arguments)
    )


async def _show(arguments: argparse.Namespace, sight: Sight) -> int:
    from agent.bridge.report import ReportDomain
    from agent.dso.evidence import evidence_document, evidence_problems

    domain = ReportDomain(sight.network.chain_id, sight.contract)
    found = _kept(Path(sight.settings.store))
    if arguments.json:
        print(json.dumps(evidence_document(domain, found), indent=1))
        return 0
    for one in found:
        report = one.first.report
        sound = "sound" if not evidence_problems(domain, one) else "NOT SOUND"
        print(f"{report.member} cycle {report.cycle} revision {report.revision}: {sound}")
        for signed in (one.first, one.second):
            print(
                f"  import {signed.report.import_wh} Wh, export {signed.report.export_wh} Wh, "
                f"quality {signed.report.quality}, signature 0x{signed.signature.hex()}"
            )
    print(f"{len(found)} contradictions", file=sys.stderr)
    return 0


def _kept(store: Path) -> "tuple[Evidence, ...]":
    """Return what the store holds, or what the running operator last said of it."""
    from agent.commands.operator_standing import read_standing
    from drivers.operator_store_sqlite import StoreInUseError, read_operator_store

    try:
        return read_operator_store(store).evidence
    except StoreInUseError:
        standing = read_standing(store)
        if standing is None:
            raise
        return standing.evidence


def _verify(arguments: argparse.Namespace) -> int:
    from agent.dso.evidence import evidence_problems, parse_evidence

    try:
        domain, found = parse_evidence(arguments.verify.read_text("utf-8"))
    except (OSError, ValueError) as wrong:
        print(f"{arguments.verify}: {wrong}", file=sys.stderr)
        return WRONG
    bad = 0
    for number, one in enumerate(found, 1):
        problems = evidence_problems(domain, one)
        bad += bool(problems)
        said = "; ".join(problems) or f"{one.report_key} signed both reports of {one.name}"
        print(f"{number}: {said}")
    print(f"{len(found) - bad} of {len(found)} prove a contradiction")
    return FAILED if bad or not found else 0
