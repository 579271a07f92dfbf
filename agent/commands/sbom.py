"""`gridhearth sbom`: the list of everything a home runs, and whether the disk agrees."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

BILL = Path("/usr/share/doc/gridhearth/sbom.cdx.json")
SCREEN_BILL = Path("/usr/share/doc/gridhearth-screen/sbom.cdx.json")


def add(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "sbom",
        help="list every library (CycloneDX), compare with the disk",
        description="Prints the software bill of materials; with --compare, holds it against what"
        " is installed: exit code 1 and every difference.",
    )
    parser.add_argument(
        "--lock",
        type=Path,
        metavar="FILE",
        help="make it from this lock file (default: the shipped one)",
    )
    parser.add_argument(
        "--file", type=Path, default=BILL, metavar="SBOM", help="default: %(default)s"
    )
    parser.add_argument(
        "--compare",
        type=Path,
        nargs="?",
        const=Path(__file__).resolve().parents[2],
        metavar="SITE",
        help="the folder of installed libraries (default: the one this runs from)",
    )
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """0: printed, or the disk agrees; 1: it does not, or a file could not be read."""
    from agent.packaging import sbom
    from agent.packaging.entries import PackageError

    try:
        document = _document(arguments)
    except (OSError, ValueError, PackageError) as failed:
        print(f"The list could not be read: {failed}", file=sys.stderr)
        return 1
    if arguments.compare is None:
        print(sbom.written(document), end="")
        return 0
    agree = _agree(document, arguments.compare)
    own = Path(__file__).resolve().parents[2]
    if arguments.file == BILL and arguments.compare == own and SCREEN_BILL.exists():
        from agent.packaging.qt import SITE

        agree &= _agree(json.loads(SCREEN_BILL.read_text("utf-8")), Path(SITE))
    return 0 if agree else 1


def _agree(document: dict[str, Any], site: Path) -> bool:
    from agent.packaging import sbom

    found = sbom.compared(document, site)
    for name in found.missing:
        print(f"{name} is listed and not installed.", file=sys.stderr)
    for name in found.extra:
        print(f"{name} is installed and not listed.", file=sys.stderr)
    if found.empty:
        print(f"{len(sbom.listed(document))} parts: the list and {site} agree.")
    return found.empty


def _document(arguments: argparse.Namespace) -> dict[str, Any]:
    from agent.packaging.sbom import bill
    from agent.packaging.wheels import read_lock
    from agent.shell.version import own_version

    if arguments.lock is None:
        document: dict[str, Any] = json.loads(arguments.file.read_text("utf-8"))
        return document
    pins = read_lock(arguments.lock.read_text("ascii"))
    made_s = int(arguments.lock.stat().st_mtime)
    return bill(own_version(), pins, {}, epoch_s=made_s)
