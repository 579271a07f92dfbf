"""`gridhearth check-config`: is this settings file right, and if not, everything that is wrong."""

import argparse
import sys
from pathlib import Path
from typing import Any


def add(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "check-config",
        help="check a settings file",
        description="Names every problem of a settings file at once. Nothing is started.",
    )
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """0: the file is right; 2: it is not, with every problem; 1: it could not be read."""
    from agent.api.check import Refused
    from agent.settings import read_settings

    try:
        settings = read_settings(arguments.file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as failed:
        print(f"{arguments.file} could not be read: {failed}", file=sys.stderr)
        return 1
    except Refused as refused:
        many = len(refused.problems)
        print(f"{arguments.file}: {many} problem{'s'[: many > 1]}", file=sys.stderr)
        for problem in refused.problems:
            print(f"  {problem.sentence}", file=sys.stderr)
        return 2
    print(f"{arguments.file} is right: {settings.home.name}, market {settings.chain.contract}.")
    return 0
