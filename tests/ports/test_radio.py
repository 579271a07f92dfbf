"""The Radio port: one suite on the radio in memory and on the real driver with virtual devices.

What a world does to its devices differs; what the port then says must not.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

import pytest

from agent.devices.device import (
    DeviceFunction,
    FunctionKind,
    InstallCode,
    JoinStep,
    MeterUse,
    RadioDevice,
    RadioStage,
    RelayPosition,
)
from agent.metering.reading import MeterRole
from agent.ports import MeterError, Radio, RadioError, RadioRefusedError
from drivers.clocks import SystemClock
from drivers.simulated.radio_memory import STICK, MemoryRadio
from drivers.simulated.zigbee.network import VirtualNetwork
from drivers.simulated.zigbee.nodes.device import VirtualDevice
from drivers.simulated.zigbee.nodes.meters import grid_meter, plug
from tests.zigbee import radio_rig as rig

GRID, PLUG, STRANGER = "00124b0000000003/1", "00124b0000000006/1", "00124b0000000077"
CODE = InstallCode("00124b0000000003", bytes.fromhex("83FED3407A939723A5C639B26916D505C3B5"))


class World(Protocol):
    """A stick and two devices near it: a grid meter and a plug, not joined yet."""

    radio: Radio
    stick: str

    def join(self, ieee: str) -> None:
        """A device asks to be let in: the grid meter, the plug, or a stranger."""
        ...

    def draw(self, power_w: int) -> None:
        """This much flows at the grid meter, whose registers began at 1 000 and 500 Wh."""
        ...

    def lose_answers(self) -> None:
        """The plug does what it is told and says nothing any more."""
        ...

    def actuations(self) -> int:
        """How often the plug's contact has moved."""
        ...

    def unplug(self) -> None: ...

    def plug_in(self) -> None: ...


class MemoryWorld:
    """The radio in memory."""

    def __init__(self) -> None:
        self.radio = MemoryRadio(SystemClock(), network=False)
        self.stick = STICK
        self._devices = {
            GRID[:16]: _device(GRID, FunctionKind.METER),
            PLUG[:16]: _device(PLUG, FunctionKind.METER, FunctionKind.RELAY),
            STRANGER: _device(f"{STRANGER}/1", FunctionKind.METER),
        }

    def join(self, ieee: str) -> None:
        self.radio.join(self._devices[ieee])

    def draw(self, power_w: int) -> None:
        self.radio.measure(GRID, import_wh=1_000, export_wh=500, power_w=power_w)

    def lose_answers(self) -> None:
        self.radio.relays[PLUG].answers = False

    def actuations(self) -> int:
        return self.radio.relays[PLUG].actuations

    def unplug(self) -> None:
        self.radio.unplug()

    def plug_in(self) -> None:
        self.radio.plug_in()


class VirtualWorld:
    """The real driver on a virtual coordinator."""

    def __init__(self, path: str, directory: Path, net: VirtualNetwork) -> None:
        self._link = Path(path)
        self._away = self._link.with_name("away")
        self.radio = rig.ZigbeeRadio(rig.settings(path, directory), SystemClock())
        self._net = net
        self._grid = grid_meter(import_wh=1_000, export_wh=500)
        self._plug = plug(power_w=100)
        self._stranger = grid_meter(int(STRANGER, 16), "stranger")

    @property
    def stick(self) -> str:
        return rig.stick(self.radio)

    def join(self, ieee: str) -> None:
        nodes: dict[str, VirtualDevice] = {
            GRID[:16]: self._grid,
            PLUG[:16]: self._plug,
            STRANGER: self._stranger,
        }
        if not self._net.join(nodes[ieee]):
            self._net.attach(nodes[ieee])  # it knows the key from somewhere
            nodes[ieee].announce()
            self._net.wake()

    def draw(self, power_w: int) -> None:
        self._grid.power_w = power_w
        self._net.wake()

    def lose_answers(self) -> None:
        self._plug.lose_answers(1_000_000)

    def actuations(self) -> int:
        return self._plug.actuations

    def unplug(self) -> None:
        self._net.crash("disconnect")
        self._link.rename(self._away)

    def plug_in(self) -> None:
        self._away.rename(self._link)


def _device(key: str, *kinds: FunctionKind) -> RadioDevice:
    functions = tuple(DeviceFunction(key, kind, usable=True) for kind in kinds)
    return RadioDevice(
        key[:16], "Gridhearth", "VM", "1", "", "complete", True, None, functions=functions
    )


@pytest.fixture(params=["memory", "ezsp13"])
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """Both drivers; tests/zigbee runs the real one on other layouts of EZSP as well."""
    if request.param == "memory":
        yield MemoryWorld()
        return
    net = VirtualNetwork(ezsp=int(request.param[4:]), nvm=tmp_path / "ncp.json")
    async with net.serve_pty(tmp_path / "stick") as path:
        yield VirtualWorld(path, tmp_path, net)


@contextlib.asynccontextmanager
async def up(world: World) -> AsyncIterator[Radio]:
    """Run the world's radio with a network."""
    async with world.radio.running() as radio:
        await rig.stage(radio, RadioStage.NO_NETWORK)
        await radio.form(15)
        await rig.stage(radio, RadioStage.UP)
        yield radio


async def pair(world: World, *ieees: str) -> None:
    radio = world.radio
    await radio.permit_open(60, world.stick)
    for ieee in ieees:
        world.join(ieee)

    def complete() -> bool:
        done = {d.ieee for d in radio.devices() if d.interview == "complete"}
        return {ieee[:16] for ieee in ieees} <= done

    await rig.seen(radio, complete, "the devices are known")
    await radio.permit_stop()
    for ieee in ieees:
        await radio.configure(ieee)


def function(radio: Radio, key: str, kind: FunctionKind) -> DeviceFunction:
    device = next(d for d in radio.devices() if d.ieee == key[:16])
    return next(f for f in device.functions if (f.key, f.kind) == (key, kind))


async def test_a_network_is_formed_only_when_asked_and_only_once(world: World) -> None:
    async with world.radio.running() as radio:
        await rig.stage(radio, RadioStage.NO_NETWORK)
        with pytest.raises(MeterError):
            await anext(radio.readings())
        with pytest.raises(RadioRefusedError, match="11 to 26"):
            await radio.form(10)
        await radio.form(15)
        await rig.stage(radio, RadioStage.UP)
        assert radio.state().channel == 15
        with pytest.raises(RadioRefusedError, match="already"):
            await radio.form(15)
        await rig.stage(radio, RadioStage.UP)


async def test_running_may_end_and_begin_again(world: World) -> None:
    async with up(world):
        pass
    assert world.radio.state().stage is RadioStage.DOWN
    async with world.radio.running() as radio:
        await rig.stage(radio, RadioStage.UP)


async def test_only_meters_in_use_yield_readings_with_the_signs_of_their_role(world: World) -> None:
    async with up(world) as radio:
        await pair(world, GRID[:16], PLUG[:16])
        world.draw(1_500)
        radio.use([MeterUse(GRID, "grid")])
        taking = asyncio.create_task(rig.take(radio, 2))
        await _measured(world, taking, 1_500)
        for reading in await taking:
            assert (reading.meter, reading.role) == (GRID, MeterRole.GRID)
            assert reading.import_wh >= 1_000
            assert reading.export_wh == 500
            assert reading.power_w == 1_500
        assert function(radio, GRID, FunctionKind.METER).live is not None


async def test_an_inverted_meter_changes_import_and_export(world: World) -> None:
    async with up(world) as radio:
        await pair(world, GRID[:16])
        radio.use([MeterUse(GRID, "grid", invert=True)])
        world.draw(1_500)
        taking = asyncio.create_task(rig.take(radio, 1))
        await _measured(world, taking, 1_500)
        (reading,) = await taking
        assert reading.import_wh == 500
        assert reading.export_wh >= 1_000
        assert reading.power_w == -1_500


async def _measured(world: World, taking: "asyncio.Task[object]", power_w: int) -> None:
    """The memory says something only when it is told; a device reports by itself."""
    while not taking.done():
        if isinstance(world, MemoryWorld):
            world.draw(power_w)
            world.radio._ring()
        await asyncio.wait([taking], timeout=0.05)


async def test_a_relay_obeys_and_says_so(world: World) -> None:
    async with up(world) as radio:
        await pair(world, PLUG[:16])
        assert await radio.switch(PLUG, on=True, lease_s=600) is RelayPosition.ON
        shown = function(radio, PLUG, FunctionKind.RELAY)
        assert shown.position is RelayPosition.ON
        assert shown.lease
        assert await radio.position(PLUG) is RelayPosition.ON
        assert await radio.switch(PLUG, on=False, lease_s=None) is RelayPosition.OFF
        assert world.actuations() == 2


@pytest.mark.parametrize("lease_s", [0, 6_001])
async def test_a_lease_out_of_range_moves_nothing(world: World, lease_s: int) -> None:
    async with up(world) as radio:
        await pair(world, PLUG[:16])
        with pytest.raises(RadioRefusedError):
            await radio.switch(PLUG, on=True, lease_s=lease_s)
        assert world.actuations() == 0


async def test_a_device_that_nobody_expected_is_refused_and_not_listed(world: World) -> None:
    async with up(world) as radio:
        lines = radio.progress()
        first = asyncio.create_task(anext(lines))
        await asyncio.sleep(0)
        world.join(STRANGER)
        async with asyncio.timeout(rig.WAIT_S):
            line = await first
        assert (line.ieee, line.step) == (STRANGER, JoinStep.REFUSED)
        assert radio.devices() == ()
        await lines.aclose()  # type: ignore[attr-defined]


async def test_joining_is_refused_in_words_for_wrong_wishes(world: World) -> None:
    async with up(world) as radio:
        with pytest.raises(RadioRefusedError, match="60"):
            await radio.permit_open(61, world.stick)
        with pytest.raises(RadioRefusedError, match="router"):
            await radio.permit_open(60, STRANGER)
        with pytest.raises(RadioRefusedError, match="install code"):
            await radio.permit_code(InstallCode(GRID[:16], b"1234567"), 60)
        assert radio.state().joining_until_ms is None
        await radio.permit_code(CODE, 60)
        assert radio.state().joining_until_ms is not None
        assert radio.state().via is None
        await radio.permit_stop()
        assert radio.state().joining_until_ms is None


async def test_a_removed_device_is_gone(world: World) -> None:
    async with up(world) as radio:
        await pair(world, PLUG[:16])
        await radio.remove(PLUG[:16])
        assert radio.devices() == ()
        with pytest.raises(RadioRefusedError):
            await radio.remove(PLUG[:16])
        with pytest.raises(RadioError):
            await radio.switch(PLUG, on=True, lease_s=None)


async def test_without_the_stick_everything_says_so_and_it_comes_back(world: World) -> None:
    async with up(world) as radio:
        await pair(world, PLUG[:16])
        world.unplug()
        await rig.stage(radio, RadioStage.DOWN)
        with pytest.raises(MeterError):
            await anext(radio.readings())
        for asked in (
            radio.switch(PLUG, on=True, lease_s=None),
            radio.position(PLUG),
            radio.backup(),
            radio.interview(PLUG[:16]),
            radio.configure(PLUG[:16]),
            radio.permit_open(60, STICK),
            radio.remove(PLUG[:16]),
        ):
            with pytest.raises(RadioError):
                await asked
        world.plug_in()
        await rig.stage(radio, RadioStage.UP)
        assert await radio.switch(PLUG, on=True, lease_s=None) is RelayPosition.ON
        assert [device.ieee for device in radio.devices()] == [PLUG[:16]]


async def test_a_backup_is_taken_and_restored_and_nonsense_is_refused(world: World) -> None:
    async with up(world) as radio:
        await pair(world, PLUG[:16])
        backup = await radio.backup()
        for nonsense in (b"", b"{}", b"\0" * 64, backup[: len(backup) // 2]):
            with pytest.raises(RadioRefusedError):
                await radio.restore(nonsense)
        assert radio.state().stage is RadioStage.UP
        await radio.restore(backup)
        await rig.stage(radio, RadioStage.UP)
        assert [device.ieee for device in radio.devices()] == [PLUG[:16]]


async def test_cancelling_leaves_no_task_behind(world: World) -> None:
    async with up(world) as radio:
        await pair(world, PLUG[:16])
        before = len(asyncio.all_tasks())
        world.lose_answers()
        for asked in (
            radio.switch(PLUG, on=True, lease_s=None),
            radio.changed(),
            radio.interview(PLUG[:16]),
        ):
            task = asyncio.create_task(asked)
            await asyncio.sleep(0.05)
            task.cancel()
            await asyncio.wait([task])
        async with asyncio.timeout(rig.WAIT_S):
            while len(asyncio.all_tasks()) > before:  # noqa: ASYNC110 - zigpy's own are ending
                await asyncio.sleep(0.05)
