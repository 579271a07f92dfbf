"""`gridhearth`: finds the command, imports it, runs it.

Exit codes: 0 done, 1 it could not be done, 2 what was asked was wrong, 130 interrupted.
"""

import importlib
import os
import sys
from collections.abc import Sequence

from agent.commands.known import KNOWN, overview

FAILED = 1
WRONG = 2
INTERRUPTED = 130


def main(words: Sequence[str] | None = None) -> int:
    """Run the command line `words` (default: the process's own) and return the exit code."""
    given = list(sys.argv[1:] if words is None else words)
    try:
        return _run(given)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(words: list[str]) -> int:
    match words:
        case [] | ["help"]:
            print(overview())
            return 0 if words else WRONG
        case ["-h" | "--help", *_]:
            print(overview())
            return 0
        case ["-V" | "--version", *_]:
            from agent.shell.version import own_version

            print(f"gridhearth {own_version()}")
            return 0
        case ["help", name, *rest]:
            return _command(name, [*rest, "--help"])
        case [name, *rest]:
            return _command(name, rest)
    return WRONG


def _command(name: str, rest: list[str]) -> int:
    known = KNOWN.get(name)
    if known is None:
        return _unknown(name)
    import argparse

    try:
        module = importlib.import_module(known.module)
    except ModuleNotFoundError as missing:
        print(
            f"gridhearth {name}: this installation lacks {missing.name!r}, which it needs.",
            file=sys.stderr,
        )
        return FAILED
    parser = argparse.ArgumentParser(prog="gridhearth")
    module.add(parser.add_subparsers(dest="command", metavar="COMMAND", required=True))
    try:
        arguments = parser.parse_args([name, *rest])
    except SystemExit as done:  # argparse has said what it had to say
        return done.code if isinstance(done.code, int) else WRONG
    return int(arguments.func(arguments))


def _unknown(name: str) -> int:
    import difflib

    near = difflib.get_close_matches(name, KNOWN, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    print(
        f"gridhearth: there is no command {name!r}.{hint} All commands: gridhearth --help",
        file=sys.stderr,
    )
    return WRONG
