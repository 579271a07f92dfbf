"""Rubbish on the line: no exception, bounded memory, and a proper host still gets its answer."""

import os
import random
import tracemalloc

import pytest

from drivers.simulated.zigbee.ash import AshNcp, data_frame, encode_frame
from drivers.simulated.zigbee.ezsp.codec import header
from tests.zigbee.small_host import SmallHost
from tests.zigbee.small_node import SmallNode

FRAMES = int(os.environ.get("GRIDHEARTH_FUZZ_FRAMES", "20000"))
RST = bytes.fromhex("c038bc7e")
MEMORY_BYTES = 4_000_000


def _ezsp_frame(rng: random.Random, host: SmallHost) -> bytes:
    """Mostly known commands with random fields: those get furthest."""
    known = list(host.ncp.tables.by_id)
    identifier = rng.choice(known) if rng.random() < 0.9 else rng.randrange(0x10000)
    body = rng.randbytes(rng.choice((0, 1, 2, 5, 12, 40, 120)))
    frame = header(rng.randrange(256), rng.choice((0, 0, 0, 0xFF)), identifier) + body
    return frame[: rng.randrange(3, len(frame) + 1)] if rng.random() < 0.1 else frame


@pytest.mark.parametrize("version", [13, 18])
def test_fuzzed_commands(version: int) -> None:
    rng = random.Random(version)
    host = SmallHost(version).form()
    host.open()
    for ieee in range(1, 4):
        host.air.join(SmallNode(ieee, router=ieee != 2), None)
    tracemalloc.start()
    try:
        for number in range(FRAMES // 2):
            host.ncp.handle(_ezsp_frame(rng, host))
            host.frames.clear()
            host.callbacks.clear()
            if number % 50 == 0:
                host.advance(50)
            if number % 1000 == 999:
                host.ncp.reset()
                host.form() if host.ncp.nvm.network is None else host.agree().command(
                    "networkInit", bitmask=0
                )
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak_bytes < MEMORY_BYTES
    assert host.restart().command("echo", data=b"still here").octets("data") == b"still here"


def test_fuzzed_line() -> None:
    rng = random.Random(2)
    taken: list[bytes] = []

    def answer(frame: bytes) -> None:
        taken.append(frame)
        link.send(frame, now_ms)

    link = AshNcp(answer, lambda: None)
    now_ms = 0
    for _ in range(FRAMES):
        kind = rng.random()
        if kind < 0.4:
            line = data_frame(
                rng.randrange(8), rng.randrange(8), rng.randbytes(rng.randrange(3, 60))
            )
        elif kind < 0.6:
            line = encode_frame(rng.randbytes(rng.randrange(1, 20)))
        elif kind < 0.9:
            line = rng.randbytes(rng.randrange(1, 40))
        else:
            line = RST
        if rng.random() < 0.3:
            at = rng.randrange(len(line))
            line = line[:at] + rng.randbytes(1) + line[at + 1 :]
        now_ms += rng.choice((0, 1, 700))
        link.feed(line, now_ms)
        link.tick(now_ms)
        assert len(link.take_output()) < 2_000
        del taken[:-10]
    assert taken  # it did get through to the commands
    link.feed(b"\x7e" + RST, now_ms)
    assert link.take_output().endswith(bytes.fromhex("c1020b0a527e"))
