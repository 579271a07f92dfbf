"""`gridhearth screen`: the touchscreen, as a program of its own.

This process becomes the screen: no line of the agent runs in it, and it may be killed at any time.
"""

import argparse
import os
import subprocess
import sys
from importlib.util import find_spec
from typing import NoReturn

FAILED = 1
SCREEN = (sys.executable, "-m", "gui")


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command; every word behind it is the screen's own."""
    parser = subparsers.add_parser("screen", add_help=False, prefix_chars="\0")
    parser.add_argument("words", nargs="*")
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """Become the screen; 1: Qt is not installed."""
    if find_spec("PySide6") is None:
        print(
            "The screen needs Qt: install the package gridhearth-screen, which brings it; without"
            " Debian's packages, pip install 'gridhearth[screen]'.",
            file=sys.stderr,
        )
        return FAILED
    words = [word for word in arguments.words if word != "--"]
    if {"-h", "--help"} & set(words):
        told = subprocess.run([*SCREEN, "--help"], capture_output=True, text=True, check=False)  # noqa: S603 - our own
        print(told.stdout, end="")
        return told.returncode
    return _become(words)


def _become(words: list[str]) -> NoReturn:
    sys.stdout.flush()
    os.execv(sys.executable, [*SCREEN, *words])  # noqa: S606 - our own program
