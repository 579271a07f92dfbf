"""`gridhearth test`: every check and every test, one command for people and for CI."""

import argparse
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


SIDE_BY_SIDE = ("-n", "2", "--dist", "loadfile")
"""Two workers, as two cores do; a street of real processes has the machine to itself."""


def checks() -> list[tuple[str, list[str]]]:
    """The steps in order: fast ones first, so that a slip is seen within seconds."""
    python = sys.executable
    return [
        ("format", [python, "-m", "ruff", "format", "--check", "--quiet", "."]),
        ("lint", [python, "-m", "ruff", "check", "--quiet", "."]),
        (
            "import contracts",
            [str(Path(python).with_name("lint-imports")), "--config", "setup.cfg"],
        ),
        ("types", [python, "-m", "mypy"]),
        ("tests", [python, "-m", "pytest", *SIDE_BY_SIDE, "--ignore=tests/whole"]),
        ("tests of the whole street", [python, "-m", "pytest", "tests/whole"]),
    ]


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "test",
        help="run every check and test",
        description="Format, lint, import contracts, types and tests; stops at the first failure.",
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
        steps = checks()
    for name, command in steps:
        started = time.monotonic()
        print(f"== {name}", flush=True)
        code = subprocess.run(command, cwd=ROOT, check=False).returncode  # noqa: S603 - our own command lines
        if code != 0:
            print(f"== {name}: failed (exit code {code})", flush=True)
            return code
        print(f"== {name}: good, {time.monotonic() - started:.0f} s", flush=True)
    return 0
