"""One life of the radio from end to end, on both layouts of EZSP: unmodified zigpy and bellows."""

import asyncio
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from agent.devices.device import (
    FunctionKind,
    InstallCode,
    JoinStep,
    RadioStage,
    RelayPosition,
)
from agent.ports import RadioRefusedError
from drivers.simulated.zigbee.network import VirtualNetwork
from drivers.simulated.zigbee.nodes.meters import grid_meter, meter_1p, plug
from drivers.zigbee_backup import read_backup, write_backup
from tests.zigbee import radio_rig as rig

CODE = bytes.fromhex("83FED3407A939723A5C639B26916D505C3B5")
"""The example of ZigBee Base Device Behavior 10.1.1, with its check digits."""


one_layout = pytest.mark.parametrize("ezsp", [13], indirect=True)
"""For what does not depend on the protocol's layout."""


async def test_form_pair_read_bind_report_switch_leave_restart_restore(
    virtual: VirtualNetwork, pty: str, tmp_path: Path, ezsp: int
) -> None:
    meter, socket = grid_meter(import_wh=1_000, export_wh=500), plug(power_w=100)
    meter.install_code = CODE
    async with rig.formed(pty, tmp_path) as radio:
        lines = asyncio.create_task(_lines(radio))
        await radio.permit_code(InstallCode(f"{meter.ieee:016x}", CODE), 60)
        assert virtual.join(meter)
        await rig.seen(radio, lambda: _complete(radio, meter), "the meter is known")
        await rig.pair(radio, virtual, socket)
        key = rig.use(radio, meter)
        meter.power_w = 3_000
        virtual.wake()
        first, second = await rig.take(radio, 2)
        assert first.meter == key
        assert 1_000 <= first.import_wh <= second.import_wh
        assert second.export_wh == 500
        assert radio.counts["report"] > 0
        assert meter.zdo.bindings
        relay = f"{socket.ieee:016x}/1"
        assert await radio.switch(relay, on=True, lease_s=600) is RelayPosition.ON
        assert socket.switch is not None
        assert socket.switch.start_up == 0x00
        backup = await radio.backup()
        await radio.remove(f"{socket.ieee:016x}")
        assert socket not in virtual.nodes
        steps = [step for ieee, step in await _stop(lines) if ieee == f"{meter.ieee:016x}"]
        for step in (JoinStep.JOINED, JoinStep.CONFIGURING, JoinStep.READY):
            assert step in steps

    async with rig.running(pty, tmp_path) as radio:  # a restart: nothing is paired again
        await rig.stage(radio, RadioStage.UP)
        rig.use(radio, meter)
        (third,) = await rig.take(radio, 1)
        assert third.import_wh >= second.import_wh

    other = VirtualNetwork(ezsp=ezsp, nvm=tmp_path / "other.json", seed=2)
    async with other.serve_pty() as path, rig.running(path, tmp_path) as radio:
        await rig.stage(radio, RadioStage.NO_NETWORK)
        assert "lost" in radio.state().sentence
        await radio.restore(backup)
        virtual.move_to(other)  # the devices hear only a higher frame counter than before
        await rig.stage(radio, RadioStage.UP)
        assert rig.stick(radio) == "000d6ffffe000001"  # the first stick's address
        rig.use(radio, meter)
        (fourth,) = await rig.take(radio, 1)
        assert fourth.import_wh >= third.import_wh


async def test_a_stick_with_another_network_is_left_alone(
    virtual: VirtualNetwork, pty: str, tmp_path: Path, ezsp: int
) -> None:
    async with rig.formed(pty, tmp_path):
        pass
    strange = tmp_path / "strange"
    strange.mkdir()
    other = VirtualNetwork(ezsp=ezsp, nvm=tmp_path / "other.json", seed=9)
    async with other.serve_pty() as path:
        async with rig.formed(path, strange):
            pass
        memory = (tmp_path / "other.json").read_bytes()
        async with rig.running(path, tmp_path) as radio:
            await rig.stage(radio, RadioStage.OTHER_NETWORK)
            with pytest.raises(RadioRefusedError, match="already"):
                await radio.form(15)
            await rig.stage(radio, RadioStage.OTHER_NETWORK)
        networks = [json.loads(m).get("network_key") for m in (memory, _nvm(tmp_path))]
        assert networks[0] == networks[1]


@one_layout
async def test_silence_is_shown_as_what_it_is_and_moves_nothing_twice(
    virtual: VirtualNetwork, pty: str, tmp_path: Path
) -> None:
    """A meter that is gone is asked, then called stale; a relay without answers is unknown."""
    meter, socket = meter_1p(import_wh=1_000), plug(power_w=100)
    async with rig.formed(pty, tmp_path) as radio:
        await rig.pair(radio, virtual, meter, socket)
        rig.use(radio, meter)
        await rig.take(radio, 1)
        meter.online = False
        key = f"{socket.ieee:016x}/1"
        socket.lose_answers(1_000_000)
        switched = asyncio.create_task(radio.switch(key, on=True, lease_s=None))

        def stale() -> Any:
            device = rig.of(radio, meter)
            live = device.functions[0].live if device else None
            return live is not None and live.quality.value == "stale"

        await rig.seen(radio, stale, "its value is stale")
        meter.online = True
        virtual.wake()
        await rig.seen(radio, lambda: not stale(), "it is heard again")
        (reading,) = await rig.take(radio, 1)
        assert reading.import_wh >= 1_000
        assert await switched is RelayPosition.UNKNOWN
        assert socket.actuations == 1
        socket.lose_answers(0)
        assert await radio.position(key) is RelayPosition.ON
        assert socket.actuations == 1


async def test_a_relay_without_a_timer_is_noted_as_such(
    virtual: VirtualNetwork, pty: str, tmp_path: Path
) -> None:
    socket = plug()
    del socket.cluster(0x0006).commands[0x42]
    async with rig.formed(pty, tmp_path) as radio:
        await rig.pair(radio, virtual, socket)
        key = f"{socket.ieee:016x}/1"
        for _ in range(2):
            assert await radio.switch(key, on=True, lease_s=60) is RelayPosition.ON
        device = rig.of(radio, socket)
        assert device is not None
        relay = next(f for f in device.functions if f.kind is FunctionKind.RELAY)
        assert not relay.lease
        assert socket.actuations == 1


async def test_a_leased_relay_goes_off_when_the_agent_is_gone(tmp_path: Path) -> None:
    net = VirtualNetwork(ezsp=13, nvm=tmp_path / "ncp.json", speed=20.0)
    socket = plug(power_w=100)
    async with net.serve_pty() as path:
        async with rig.formed(path, tmp_path) as radio:
            await rig.pair(radio, net, socket)
            await radio.switch(f"{socket.ieee:016x}/1", on=True, lease_s=5)
            assert socket.switch is not None
        async with asyncio.timeout(rig.WAIT_S):
            while socket.switch.on:  # noqa: ASYNC110 - the contact tells nobody
                await asyncio.sleep(0.02)
        assert socket.actuations == 2


@one_layout
async def test_every_attribute_after_a_wide_one_is_read(
    virtual: VirtualNetwork, pty: str, tmp_path: Path
) -> None:
    """zigpy drops the rest of a frame behind a value its declared type cannot hold."""
    from drivers.simulated.zigbee.nodes.traps import TRAPS

    meter = TRAPS["oversize-power"]()
    async with rig.formed(pty, tmp_path) as radio:
        await rig.pair(radio, virtual, meter)
        device = rig.of(radio, meter)
        assert device is not None
        live = device.functions[0].live
        assert live is not None
        assert live.power_w == 1_500
        assert live.import_wh is not None


@one_layout
async def test_sealed_backups_are_private_and_open_only_with_their_passphrase(
    pty: str, tmp_path: Path
) -> None:
    async with rig.formed(pty, tmp_path) as radio:
        document = await radio.backup()
    sealed = tmp_path / "radio.backup"
    write_backup(sealed, document, "correct horse battery")
    assert sealed.stat().st_mode & 0o777 == 0o600
    key = json.loads(document)["network"]["network_key"]["key"]
    assert key.encode() not in sealed.read_bytes()
    assert bytes.fromhex(key) not in sealed.read_bytes()
    assert read_backup(sealed, "correct horse battery") == document
    with pytest.raises(RadioRefusedError, match="wrong"):
        read_backup(sealed, "correct horse batterz")


@one_layout
async def test_no_key_lies_in_any_file_of_the_driver(pty: str, tmp_path: Path) -> None:
    async with rig.formed(pty, tmp_path) as radio:
        document = await radio.backup()
    network = json.loads(document)["network"]
    keys = [network["network_key"]["key"], network["stack_specific"]["ezsp"]["hashed_tclk"]]
    for name in ("zigbee.db", "zigbee.db.state"):
        file = tmp_path / name
        assert file.stat().st_mode & 0o777 == 0o600
        beside = [tmp_path / f"{name}{suffix}" for suffix in ("", "-wal", "-shm")]
        content = b"".join(part.read_bytes() for part in beside if part.exists())
        for key in keys:
            assert key.encode() not in content.lower()
            assert bytes.fromhex(key) not in content
    with sqlite3.connect(tmp_path / "zigbee.db") as database:
        assert database.execute("SELECT count(*) FROM network_backups_v16").fetchone() == (0,)
    database.close()


def _nvm(directory: Path) -> bytes:
    return (directory / "other.json").read_bytes()


def _complete(radio: Any, node: Any) -> bool:
    device = rig.of(radio, node)
    return device is not None and device.interview == "complete"


async def _lines(radio: Any) -> list[tuple[str, JoinStep]]:
    seen: list[tuple[str, JoinStep]] = []
    try:
        async for line in radio.progress():
            seen.append((line.ieee, line.step))  # noqa: PERF401 - kept when cancelled
    except asyncio.CancelledError:
        pass
    return seen


async def _stop(task: "asyncio.Task[Any]") -> Any:
    task.cancel()
    return await task
