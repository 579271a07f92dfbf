"""Where the libraries end and we begin: their exceptions are a radio that is away, ours end it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from agent.devices.device import RadioStage
from agent.ports import RadioError
from agent.shell.radio_desk import RadioDesk
from drivers.clocks import SystemClock
from drivers.simulated.zigbee.network import VirtualNetwork
from drivers.simulated.zigbee.nodes.meters import plug
from drivers.zigbee_radio import ZigbeeRadio
from tests.shell.scripted_radio import MemoryBackups
from tests.zigbee import radio_rig as rig

FROM_LIBRARIES = [
    AttributeError("'NoneType' object has no attribute 'send_data'"),
    TypeError("object NoneType can't be used in 'await' expression"),
    AssertionError(),
    asyncio.InvalidStateError("invalid state"),
    asyncio.CancelledError(),  # of a future that a library gave up, not of our task
    RuntimeError("Connection has been closed"),
]


@pytest.fixture
async def paired(tmp_path: Path) -> AsyncIterator[tuple[ZigbeeRadio, VirtualNetwork, Any]]:
    net, device = VirtualNetwork(ezsp=13, nvm=tmp_path / "ncp.json"), plug()
    async with net.serve_pty() as path, rig.formed(path, tmp_path) as radio:
        await rig.pair(radio, net, device)
        yield radio, net, device


async def test_whatever_the_libraries_raise_is_a_radio_that_is_away(
    paired: tuple[ZigbeeRadio, VirtualNetwork, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a loss they raise what they stumble over (bellows#729); the driver goes on."""
    radio, _, device = paired
    for raised in FROM_LIBRARIES:

        async def stumble(*_: Any, raised: BaseException = raised, **__: Any) -> None:
            raise raised

        with monkeypatch.context() as patched:
            patched.setattr(radio._link.controller, "request", stumble)
            patched.setattr(radio._link.controller, "permit", stumble)
            patched.setattr(radio._link.controller, "send_packet", stumble)
            with pytest.raises(RadioError):
                await radio.permit_stop()
            with pytest.raises(RadioError):
                await radio._asker.read(f"{device.ieee:016x}", 1, 0x0006, (0,))
    await rig.seen(
        radio, lambda: radio.state().stage is RadioStage.UP, "the radio is up, or up again"
    )
    rig.use(radio, device)
    await rig.take(radio, 1)


async def test_our_own_end_stays_an_end(paired: tuple[ZigbeeRadio, VirtualNetwork, Any]) -> None:
    """The control of the cancelled future above: who cancels us is obeyed."""
    radio, _, device = paired
    device.online = False
    reading = asyncio.create_task(radio._asker.read(f"{device.ieee:016x}", 1, 0x0006, (0,)))
    await asyncio.sleep(0.05)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading


async def test_a_mistake_of_ours_ends_the_agent_wherever_a_library_called_it(
    tmp_path: Path,
) -> None:
    """bellows and zigpy log what a callback raises, and go on: the meter would just be silent."""
    async with asyncio.TaskGroup() as homes:
        for where in ("a frame", "a rejoin", "a listener", "a task"):
            (tmp_path / where).mkdir()
            homes.create_task(_mistake_ends(where, tmp_path / where))


async def _mistake_ends(where: str, tmp_path: Path) -> None:
    net, device = VirtualNetwork(ezsp=13, nvm=tmp_path / "ncp.json"), plug()
    async with net.serve_pty() as path:
        async with rig.formed(path, tmp_path) as radio:
            await rig.pair(radio, net, device)
        made = ZigbeeRadio(rig.settings(path, tmp_path), SystemClock())
        desk = RadioDesk(lambda: made, SystemClock(), MemoryBackups())

        def mistake(*_: Any, **__: Any) -> None:
            raise KeyError("a mistake of ours")

        async def post(_: object) -> None: ...

        running = asyncio.create_task(desk.run(post, lambda: None))
        await rig.stage(made, RadioStage.UP)
        match where:
            case "a frame":
                made._devices.heard = mistake  # type: ignore[method-assign]
            case "a rejoin":
                made._care.set_up_soon = mistake  # type: ignore[method-assign]
            case "a listener":
                made._joins.device_left = mistake  # type: ignore[method-assign]
            case "a task":
                made._care._start_due = mistake  # type: ignore[method-assign]
        match where:
            case "a listener":
                net.leave(device)
            case _:
                net.rejoin(device)
        with pytest.RaisesGroup(KeyError, flatten_subgroups=True):
            async with asyncio.timeout(rig.WAIT_S):
                await running


async def test_a_stick_that_comes_and_goes_is_counted(
    paired: tuple[ZigbeeRadio, VirtualNetwork, Any],
) -> None:
    radio, net, _ = paired
    assert radio.state().lost_at_ms == ()
    for lost in range(1, 6):
        net.crash("error")
        await rig.seen(radio, lambda: len(radio.state().lost_at_ms) == lost, "the loss is seen")  # noqa: B023
        await rig.stage(radio, RadioStage.UP)
    times = radio.state().lost_at_ms
    assert list(times) == sorted(times)
