"""`gridhearth config`: check the settings, show what holds and why, explain one key."""

import argparse
import difflib
import sys
from pathlib import Path
from typing import Any

from agent.shell.settings_files import DEFAULT_CONFIG


def add(subparsers: Any) -> None:
    """Add the command and its three words to the parser."""
    parser = subparsers.add_parser(
        "config",
        help="check, show and explain the settings",
        description="Reads the settings file and its drop-ins (gridhearth.d/*.toml beside it)."
        " Nothing is started or changed. Exit codes: 0 right, 1 a file could not be read, 2 wrong.",
    )
    words = parser.add_subparsers(dest="word", metavar="check|show|explain", required=True)
    check = words.add_parser("check", help="name every problem at once, with file and line")
    check.add_argument("file", metavar="FILE", type=Path, nargs="?", default=DEFAULT_CONFIG)
    check.set_defaults(func=run_check)
    show = words.add_parser("show", help="print every value that holds, and where it comes from")
    show.add_argument("file", metavar="FILE", type=Path, nargs="?", default=DEFAULT_CONFIG)
    show.set_defaults(func=run_show)
    explain = words.add_parser("explain", help="say what a key means, takes, and is set to")
    explain.add_argument("key", metavar="KEY", help="such as limits.energy_wh, or a table: limits")
    explain.add_argument("file", metavar="FILE", type=Path, nargs="?", default=DEFAULT_CONFIG)
    explain.set_defaults(func=run_explain)


def run_check(arguments: argparse.Namespace) -> int:
    """0: the files are right; 2: they are not, with every problem; 1: one could not be read."""
    read = _read(arguments.file)
    if isinstance(read, int):
        return read
    settings = read.settings
    print(f"{arguments.file} is right: {settings.home.name}, market {settings.chain.contract}.")
    return 0


def run_show(arguments: argparse.Namespace) -> int:
    """Print the effective settings as TOML, each line with its origin; exit codes as `check`."""
    from agent.settings.show import shown

    read = _read(arguments.file)
    if isinstance(read, int):
        return read
    sys.stdout.write(shown(read))
    return 0


def run_explain(arguments: argparse.Namespace) -> int:
    """Print what a key or a table means; 2: there is no such key."""
    from agent.api.check import Refused
    from agent.settings.merge import read_merged
    from agent.settings.show import explained, keys
    from agent.shell.settings_files import SettingsUnreadableError, read_texts

    try:
        effective, why_not = read_merged(read_texts(arguments.file)), ""
    except SettingsUnreadableError as lost:
        effective, why_not = None, f"{lost}."
    except Refused as refused:
        count = len(refused.problems)
        effective, why_not = None, f"the files are refused ({count} wrong); see: config check"
    told = explained(arguments.key, effective, why_not)
    if told:
        sys.stdout.write(told)
        return 0
    near = difflib.get_close_matches(arguments.key, keys(), n=3)
    hint = f" Did you mean {', '.join(near)}?" if near else " All keys: gridhearth config show"
    print(f"There is no key {arguments.key!r}.{hint}", file=sys.stderr)
    return 2


def _read(config: Path) -> Any:
    """Return the effective settings, or the exit code after every problem was printed."""
    from agent.settings.merge import FilesRefused
    from agent.shell.settings_files import SettingsUnreadableError, load_settings

    try:
        return load_settings(config)
    except SettingsUnreadableError as lost:
        print(f"{lost}.", file=sys.stderr)
        return 1
    except FilesRefused as refused:
        many = len(refused.findings)
        print(f"{config}: {many} problem{'s'[: many > 1]}", file=sys.stderr)
        for finding in refused.findings:
            print(f"  {finding}", file=sys.stderr)
        return 2
