"""The storage market's worked example as the demonstration runs it: real transactions, proofs."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from agent.demo.storage_example import Compared, Done, load_example, on_chain
from agent.demo.storage_example_view import ExampleView, _shown
from agent.units import UnixMs
from drivers.simulated.devchain.server import Node, running_devchain


@contextlib.asynccontextmanager
async def hurried(file: Path) -> AsyncIterator[Node]:
    """A chain whose seconds pass as fast as blocks can be sealed."""

    async def seal() -> None:
        while True:
            await asyncio.sleep(0.02)
            node.chain.seal_block(node.chain.head.header.timestamp_s + 1)
            async with node.changed:
                node.changed.notify_all()

    async with running_devchain(period_s=None, network_file=file) as node:
        task = asyncio.create_task(seal())
        try:
            yield node
        finally:
            task.cancel()
            await asyncio.wait({task})


async def test_every_number_of_the_thesis_is_proven_on_a_chain_and_a_wrong_one_is_seen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    example = load_example()
    steps = list(example.steps)
    last = steps[-1]
    wrong = {**last.expected, "euro": "10000000000000000001"}  # the negative control: one 10^-18
    steps[-1] = msgspec.structs.replace(last, expected=wrong)
    view = ExampleView(example, as_json=False)
    file = tmp_path / "network.toml"
    async with asyncio.timeout(120), hurried(file) as node:
        start_s = time.time() - node.chain.head.header.timestamp_s

        def wall_ms() -> UnixMs:
            return UnixMs(
                int(max(node.chain.head.header.timestamp_s, time.time() - start_s) * 1_000)
            )

        changed = msgspec.structs.replace(example, steps=tuple(steps))
        done = await on_chain(changed, node.url, file, wall_ms, view.show)
    assert len(done) == 20
    assert all(step.right for step in done[:-1])
    assert [one for one in done[-1].compared if not one.right] == [
        Compared("euro", "10000000000000000001", "10000000000000000000")
    ]
    assert view.end(done) == 1
    assert view.end(done[:-1]) == 0
    shown = capsys.readouterr().out
    assert "✔ B produces 10 kWh into U2" in shown
    assert "✘ A bids for 10 ENT" in shown


def test_a_refused_step_is_no_success() -> None:
    step = load_example().steps[0]
    assert not Done(step, 1, "refused", "you are not a voter", ()).right
    assert not Done(step, 1, "reverted", "", ()).right
    assert Done(step, 1, "accepted", "", ()).right


@pytest.mark.parametrize(
    ("what", "value", "shown"),
    [
        ("ent", "15600000000000000000", "15.6"),
        ("ent", "1", "0.000000000000000001"),
        ("ent_of A available", "0", "0"),
        ("units U2 energy_wh", "2143", "2.143 kWh"),
        ("sessions: how many", "1", "1"),
        ("voters", "2", "2"),
        ("orders 1 is_buy", "True", "a bid"),
    ],
)
def test_every_digit_is_shown(what: str, value: str, shown: str) -> None:
    assert _shown(what, value) == shown
