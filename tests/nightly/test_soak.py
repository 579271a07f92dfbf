"""A street trades for an hour in fast cycles: nothing grows, nothing stops.

GRIDHEARTH_SOAK_S=3600 (the default); each cycle of 15 s is a quarter of an hour of the home's.
"""

import asyncio
import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.whole import judge
from tests.whole.founded import START_MINUTE, Founded, alive, founded
from tests.whole.homes import Program

SOAK_S = int(os.environ.get("GRIDHEARTH_SOAK_S", "3600"))
CYCLE_S = 15
HOMES = 10
NAMES = ("first", "second")
GROWTH_BYTES = 24 * 1024 * 1024
"""Allowed between the end of the first tenth and the end: caches fill, SQLite's pages come in."""
MORE_FILES = 8


def growth(samples: Sequence[int], allowed: int, what: str) -> list[str]:
    """Complain when the last tenth of the samples lies more than `allowed` above the second."""
    tenth = max(1, len(samples) // 10)
    early, late = max(samples[tenth : 2 * tenth]), min(samples[-tenth:])
    return [f"{what} grew from {early} to {late}"] if late - early > allowed else []


def open_files(program: Program) -> int:
    return len(list(Path(f"/proc/{program.pid}/fd").iterdir()))


async def test_an_hour_of_trading(tmp_path: Path) -> None:
    async with founded(tmp_path, HOMES, CYCLE_S, NAMES) as place:
        for name, home in place.homes.items():
            home.write_settings(
                place.street,
                place.place,
                place.market,
                place.keys,
                urls=(place.lines[name].url,),
                broker_port=place.place.broker_port,
            )
        async with alive(place), asyncio.TaskGroup() as background:
            watching = [background.create_task(home.screen()) for home in place.homes.values()]
            watching.append(background.create_task(place.witness.listen()))
            memory, files = await _sample(place)
            last = place.now()
            for task in watching:
                task.cancel()
        await _judge(place, memory, files, last)


async def _sample(place: Founded) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Return resident bytes and open files of every process of ours, once a cycle."""
    programs = [place.operator, place.neighbours, *(h.program for h in place.homes.values())]
    memory: dict[str, list[int]] = {program.name: [] for program in programs}
    files: dict[str, list[int]] = {program.name: [] for program in programs}
    until = time.monotonic() + SOAK_S
    while time.monotonic() < until:
        await asyncio.sleep(CYCLE_S)
        for program in programs:
            memory[program.name].append(program.memory_bytes())
            files[program.name].append(open_files(program))
        for home in place.homes.values():
            del home.seen[:-1]  # the test's own memory
    return memory, files


async def _judge(
    place: Founded, memory: Mapping[str, list[int]], files: Mapping[str, list[int]], last: int
) -> None:
    chain = await place.facts(last + 1)
    traded = sum(chain.heads[cycle].trade_count > 0 for cycle in range(last))
    told = ", ".join(
        f"{name} {samples[0] >> 20} to {samples[-1] >> 20} MiB" for name, samples in memory.items()
    )
    sys.stdout.write(f"\nsoak: {SOAK_S} s, {last} cycles, {traded} with trades; {told}\n")
    complaints = []
    for name in memory:
        complaints += growth(memory[name], GROWTH_BYTES, f"{name}: resident bytes")
        complaints += growth(files[name], MORE_FILES, f"{name}: open files")
    assert complaints == []
    assert traded >= 0.8 * last
    for home in place.homes.values():
        reports = place.witness.of(home.member)
        assert judge.energy(home.plan, START_MINUTE, reports, range(last - 1)) == []
        assert judge.reports_once(place.domain, reports) == []
        assert home.now is not None
        assert home.now.alerts == ()
    credit = place.street.terms.start_credit_micro
    assert judge.money(chain.balances, chain.orders, credit, place.market.operator) == []


async def test_a_program_that_leaks_is_caught(tmp_path: Path) -> None:
    """The seeded fault: a process that keeps a mebibyte every twentieth of a second."""
    leak = (
        "import time\nkept = []\nwhile True:\n    kept.append(b'x' * 2**20)\n    time.sleep(0.05)"
    )
    program = Program("leak", ["-c", leak], tmp_path / "leak.log")
    samples = []
    async with program.running():
        for _ in range(40):
            await asyncio.sleep(0.1)
            samples.append(program.memory_bytes())
    assert growth(samples, GROWTH_BYTES, "leak") != []
