"""A hundred slips of the hand in the storage contract, each compiled: its tests must catch every one.

The tests are those of every day (behaviour, the worked example, views, random lives), not the ones
that only compare the bytecode. The negative control is the contract as it is: it must pass, or
"caught" would mean nothing. GRIDHEARTH_STORAGE_FAULTS=10 tries only so many, spread over the table; words of
names ("votes|heap") only those.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

from agent.contracts import build
from tests.nightly.faulty_storage import FILE
from tests.nightly.storage_faults import FAULTS, Fault

pytestmark = pytest.mark.timeout(3_600)

CHOICE = os.environ.get("GRIDHEARTH_STORAGE_FAULTS", str(len(FAULTS)))
AT_ONCE = 2
ROOT = Path(__file__).resolve().parents[2]
DAILY = [
    f"tests/contracts/test_storage_{name}.py" for name in ("market", "views", "example", "lives")
]
PASSED, FAILED = 0, 1  # of pytest; everything else is no verdict
SOURCE = build.STORAGE.source.read_text(encoding="utf-8")
AS_IT_IS = Fault("(the contract as it is)", "# pragma", "# pragma")


class Verdict(NamedTuple):
    """What the tests said of a fault."""

    fault: Fault
    exit_code: int
    by: str
    """The first test that failed, or what else was said last."""
    seconds: float


def seeded(fault: Fault) -> str:
    """Return the source with the fault; the text must stand there exactly once."""
    if fault is AS_IT_IS:
        return SOURCE
    assert SOURCE.count(fault.before) == 1, fault.name
    return SOURCE.replace(fault.before, fault.after)


def judged(fault: Fault, folder: Path) -> Verdict:
    """Compile the fault and run the daily tests on it until the first fails."""
    started = time.monotonic()
    source, artifact = folder / "storage.vy", folder / "storage.hex"
    source.write_text(seeded(fault), "utf-8")
    compiled = subprocess.run(
        [sys.executable, "-m", "vyper.cli.vyper_compile", "-f", "bytecode", str(source)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert compiled.returncode == 0, f"{fault.name} is no contract: {compiled.stderr}"
    artifact.write_text(compiled.stdout.strip(), "ascii")
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-x",
            "-q",
            "-p",
            "no:cacheprovider",
            "-p",
            "tests.nightly.faulty_storage",
            *DAILY,
        ],
        cwd=ROOT,
        env={**os.environ, FILE: str(artifact)},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = ran.stdout.strip().splitlines() or [ran.stderr.strip()[-200:]]
    by = next((one.partition("::")[2] for one in lines if one.startswith("FAILED ")), lines[-1])
    seconds = time.monotonic() - started
    verdict = Verdict(fault, ran.returncode, by.partition(" - ")[0], seconds)
    sys.stderr.write(f"\n{line_of(verdict)}")
    return verdict


def line_of(one: Verdict) -> str:
    """Say what became of a fault."""
    word = {PASSED: "SURVIVED", FAILED: "caught"}.get(one.exit_code, "NO VERDICT")
    return f"{word:<10} {one.seconds:5.1f} s  {one.fault.name}: {one.by}"


def some(choice: str) -> list[Fault]:
    """Return the faults of a choice: so many, or those with one of these words, "|" between."""
    if choice.isdecimal():
        return list(FAULTS[:: max(1, -(-len(FAULTS) // int(choice)))])
    return [one for one in FAULTS if any(word in one.name for word in choice.split("|"))]


def test_every_slip_in_the_contract_is_caught_by_its_daily_tests(tmp_path: Path) -> None:
    chosen = [AS_IT_IS, *some(CHOICE)]
    folders = [tmp_path / str(number) for number in range(len(chosen))]
    for folder in folders:
        folder.mkdir()
    started = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        as_it_is, *verdicts = pool.map(judged, chosen, folders)
    caught = sum(one.exit_code == FAILED for one in verdicts)
    seconds = time.monotonic() - started
    sys.stderr.write(f"\n{caught} of {len(verdicts)} caught in {seconds:.0f} s\n")
    assert as_it_is.exit_code == PASSED, as_it_is
    assert [one.fault.name for one in verdicts if one.exit_code != FAILED] == []
