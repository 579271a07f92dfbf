"""The coordinator's line: what hosts see of a pseudo-terminal and of a TCP port."""

import asyncio
import contextlib
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from drivers.simulated.zigbee.air import ApsFrame
from drivers.simulated.zigbee.faults import Faults
from drivers.simulated.zigbee.network import VirtualNetwork
from drivers.simulated.zigbee.schedule import Schedule
from tests.zigbee.small_host import NETWORK_KEY, SmallHost
from tests.zigbee.small_node import SmallNode

RST, RSTACK = bytes.fromhex("c038bc7e"), bytes.fromhex("c1020b0a527e")


class Terminal:
    """A host on a serial line, as plain as can be."""

    def __init__(self, path: str) -> None:
        self.descriptor = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.descriptor)

    def write(self, data: bytes) -> None:
        os.write(self.descriptor, data)

    async def read(self, wanted: int) -> bytes:
        """Read so many bytes, with patience."""
        data = b""
        async with asyncio.timeout(20):
            while len(data) < wanted:
                try:
                    data += os.read(self.descriptor, 1000)
                except BlockingIOError:
                    await asyncio.sleep(0.002)
        return data


async def test_the_path_may_be_given_and_opened_again_and_again(tmp_path: Path) -> None:
    net = VirtualNetwork()
    link = tmp_path / "zigbee"
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - numbers, not paths
    async with net.serve_pty(link) as path:
        assert path == str(link)
        assert stat.S_ISCHR(os.stat(path).st_mode)  # noqa: PTH116 - follows the link
        opened = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
        for _ in range(5):
            with Terminal(path) as host:
                host.write(b"\x1a" * 32 + RST)
                assert await host.read(6) == RSTACK
        assert len(os.listdir("/proc/self/fd")) == opened  # noqa: PTH208
        net.crash("disconnect")
        with Terminal(path) as host:
            host.write(RST)
            assert await host.read(6) == RSTACK
        assert len(os.listdir("/proc/self/fd")) == opened  # noqa: PTH208
    assert not link.is_symlink()
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208


async def test_a_network_has_one_line_at_a_time() -> None:
    net = VirtualNetwork()
    async with net.serve_pty():
        with pytest.raises(RuntimeError, match="served already"):
            async with net.serve_tcp():
                pass
    async with net.serve_tcp():
        pass


async def test_tcp_is_silent_until_rst_and_a_new_host_replaces_the_old() -> None:
    """An RSTACK at the beginning is taken by bellows for a crash."""
    net = VirtualNetwork()
    async with net.serve_tcp() as url:
        port = int(url.rpartition(":")[2])
        old_reader, old_writer = await asyncio.open_connection("127.0.0.1", port)
        old_writer.write(RST)
        assert await old_reader.readexactly(6) == RSTACK
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        async with asyncio.timeout(20):
            with contextlib.suppress(ConnectionError):  # as good as the end of file
                assert await old_reader.read() == b""
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await reader.read(1)
        writer.write(RST)
        assert await reader.readexactly(6) == RSTACK
        for each in (writer, old_writer):
            each.close()


class BrokenNode(SmallNode):
    """A simulated device with a defect."""

    def receive(self, frame: ApsFrame, *, broadcast: bool, now_ms: int) -> list[ApsFrame]:
        raise ZeroDivisionError("the scale was 0")


async def test_a_defect_in_a_simulated_device_ends_the_block() -> None:
    net = VirtualNetwork()
    _form(net, SmallHost())

    async def serve() -> None:
        async with net.serve_pty():
            node = BrokenNode(1)
            net.attach(node)
            net._members.unicast(node.nwk, ApsFrame(0, 2, 0, 0, b"\x01"), lambda _: None)
            net.wake()
            await asyncio.sleep(30)

    with pytest.raises(ExceptionGroup) as told:
        await serve()
    assert told.group_contains(ZeroDivisionError)


async def test_the_blocks_own_error_is_not_wrapped() -> None:
    with pytest.raises(LookupError):
        async with VirtualNetwork().serve_pty():
            raise LookupError


def _form(net: VirtualNetwork, host: SmallHost) -> None:
    """Give a network the state another one formed."""
    host.form()
    net.ncp.nvm.network = host.ncp.nvm.network
    net.ncp.ram.up = True


async def test_a_clock_of_ones_own_moves_the_devices(wait_until: Callable[..., Any]) -> None:
    now = [0]
    net = VirtualNetwork(now_ms=lambda: now[0])
    _form(net, SmallHost())
    node = SmallNode(1)
    node.reports_due_ms = [86_400_000]
    async with net.serve_pty():
        net.attach(node)
        now[0] = 86_400_000
        net.wake()
        await wait_until(lambda: not node.reports_due_ms)


async def test_nothing_due_means_nothing_done() -> None:
    """The task sleeps until the next thing is due; it does not look every so often."""
    net = VirtualNetwork()
    turns = 0
    work = net._work

    def counted() -> float | None:
        nonlocal turns
        turns += 1
        return work()

    net._work = counted  # type: ignore[method-assign]
    async with net.serve_pty():
        await asyncio.sleep(0.2)
    assert turns <= 2


def test_what_schedules_itself_for_ever_is_told() -> None:
    schedule = Schedule()

    def again() -> None:
        schedule.at(0, again)

    again()
    with pytest.raises(RuntimeError, match="more came"):
        schedule.run(0)


def test_faults_repeat_with_their_seed() -> None:
    def play(seed: int) -> list[list[tuple[int, bytes]]]:
        faults = Faults(seed)
        faults.both(drop=0.2, corrupt=0.2, split=0.2, delay=0.2)
        return [faults.apply(bytes(range(20)), "to_ncp") for _ in range(200)]

    assert play(1) == play(1)
    assert play(1) != play(2)
    parts = [part for portion in play(1) for part in portion]
    assert {len(portion) for portion in play(1)} == {0, 1, 2}
    assert any(delay_ms for delay_ms, _ in parts)


def test_a_cut_lets_so_many_bytes_pass() -> None:
    faults = Faults(1)
    faults.disconnect_after_bytes(5, "to_ncp")
    assert faults.cut(b"abc", "to_ncp") == (b"abc", False)
    assert faults.cut(b"abc", "to_host") == (b"abc", False)
    assert faults.cut(b"def", "to_ncp") == (b"de", True)
    assert faults.cut(b"ghi", "to_ncp") == (b"ghi", False)


@pytest.mark.parametrize("ezsp", [13], indirect=True)
async def test_keys_are_not_in_the_trace_unless_asked_for(
    virtual: VirtualNetwork, pty: str, start_bellows: Any
) -> None:
    async with start_bellows(pty) as app:
        key = app.state.network_info.network_key.key.serialize().hex()
        hashed = app.state.network_info.stack_specific["ezsp"]["hashed_tclk"]
    text = virtual.trace.text().lower()
    assert "exportkey" in text
    for secret in (key, hashed, b"ZigBeeAlliance09".hex()):
        assert secret not in text


def test_the_trace_is_bounded_and_shows_keys_when_asked() -> None:
    net = VirtualNetwork(trace_keys=True)
    for _ in range(10_000):
        net.trace.add("<", "exportKey", {"key": NETWORK_KEY})
    assert len(net.trace) == 5_000
    assert NETWORK_KEY.hex() in net.trace.text()
