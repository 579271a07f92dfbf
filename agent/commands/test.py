"""`gridhearth test`: every check and every test, one command for people and for CI."""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parents[2]


SIDE_BY_SIDE = ("-n", "3", "--dist", "loadfile")
"""Three workers on two cores: a third of the time a test waits for something."""
BEHIND = 10
"""Niceness of the many small tests: the street of real processes beside them keeps its seconds."""

Step = tuple[str, list[str]]


def checks() -> list[Step]:
    """The steps that come first: fast ones, so that a slip is seen within seconds."""
    python = sys.executable
    return [
        ("format", [python, "-m", "ruff", "format", "--check", "--quiet", "."]),
        ("lint", [python, "-m", "ruff", "check", "--quiet", "."]),
        (
            "import contracts",
            [str(Path(python).with_name("lint-imports")), "--config", "setup.cfg"],
        ),
    ]


def beside() -> list[Step]:
    """What runs in order beside the tests: it waits more than it computes."""
    python = sys.executable
    street = [python, "-m", "pytest", "-n", "2", "--dist", "loadfile", "tests/whole"]
    return [("types", [python, "-m", "mypy"]), ("tests of the whole street", street)]


def tests() -> Step:
    """The tests that are not the street's."""
    small = [sys.executable, "-m", "pytest", *SIDE_BY_SIDE, "--ignore=tests/whole"]
    return "tests", small


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "test",
        help="run every check and test",
        description="Format, lint and import contracts; then types and the street of real processes"
        " beside all other tests. Exit code: the first failure's.",
    )
    parser.add_argument("--nightly", action="store_true", help="run the long tests instead")
    parser.add_argument("--bench", action="store_true", help="run the benchmarks instead")
    parser.add_argument(
        "paths", nargs="*", metavar="PYTEST_ARGUMENT", help="passed to pytest; then only tests run"
    )
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """Run the chosen steps from the checkout; the exit code is the first failing step's."""
    if not (ROOT / "setup.cfg").is_file():
        print(
            "gridhearth test runs from a checkout of the source; there is none here.",
            file=sys.stderr,
        )
        return 1
    if arguments.nightly:
        steps = [
            (
                "nightly tests",
                [
                    sys.executable,
                    "-m",
                    "pytest",
                    "tests/nightly",
                    "-s",
                    "-o",
                    "timeout=10800",
                    *arguments.paths,
                ],
            )
        ]
    elif arguments.bench:
        steps = [
            (
                "benchmarks",
                [
                    sys.executable,
                    "-m",
                    "pytest",
                    "tests/bench",
                    "-o",
                    "timeout=1800",
                    *arguments.paths,
                ],
            )
        ]
    elif arguments.paths:
        steps = [("tests", [sys.executable, "-m", "pytest", *arguments.paths])]
    else:
        return everything()
    return in_order(steps)


def everything() -> int:
    """Run every check and test; the exit code is the first failure's."""
    code = in_order(checks())
    if code != 0:
        return code
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as said,
        ThreadPoolExecutor(1) as other,
    ):
        print(f"== beside the tests: {', '.join(name for name, _ in beside())}", flush=True)
        street = other.submit(in_order, beside(), said)
        code = in_order([tests()], behind=BEHIND)
        beside_code = street.result()
        said.seek(0)
        shutil.copyfileobj(said, sys.stdout)
    sys.stdout.flush()
    return code or beside_code


def in_order(steps: Sequence[Step], said: TextIO | None = None, *, behind: int = 0) -> int:
    """Run steps until one fails; `said`: where they write, instead of the terminal."""
    for name, command in steps:
        started = time.monotonic()
        print(f"== {name}", flush=True, file=said)
        code = subprocess.run(  # noqa: S603 - our own command lines
            ["nice", "-n", str(behind), *command] if behind else command,
            cwd=ROOT,
            check=False,
            stdout=said,
            stderr=None if said is None else subprocess.STDOUT,
        ).returncode
        if code != 0:
            print(f"== {name}: failed (exit code {code})", flush=True, file=said)
            return code
        seconds = time.monotonic() - started
        print(f"== {name}: good, {seconds:.0f} s", flush=True, file=said)
    return 0
