"""How long `gridhearth --help` takes: a person waits for it, and completion asks for less still."""

import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FASTEST_S = 0.15


def test_help(benchmark: Any) -> None:
    """From the interpreter's start to its end; the limit is this class of machine's."""
    words = [sys.executable, "-m", "agent", "--help"]
    benchmark.pedantic(
        lambda: subprocess.run(words, cwd=ROOT, check=True, stdout=subprocess.DEVNULL),
        rounds=10,
        warmup_rounds=1,
    )
    assert benchmark.stats.stats.min < FASTEST_S
