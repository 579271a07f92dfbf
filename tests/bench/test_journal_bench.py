"""How many journal entries per second reach the disk: one per sync, and in batches.

pytest tests/bench/test_journal_bench.py
"""

import contextlib
from pathlib import Path
from typing import Any

import pytest

from drivers.journal_sqlite import SqliteJournal


@pytest.mark.parametrize("batch", [1, 20])
def test_append(benchmark: Any, tmp_path: Path, batch: int) -> None:
    entries = [b"e" * 300] * batch
    with contextlib.closing(SqliteJournal(tmp_path / "journal.db")) as journal:
        benchmark.extra_info["entries_per_call"] = batch
        benchmark.pedantic(journal.append, args=(entries,), rounds=200, warmup_rounds=5)
    assert benchmark.stats.stats.mean < 0.25  # a quarter hour has room for thousands of syncs
