"""Who is let into the network, and what the logs never say."""

import asyncio
import logging
import os
import random
from pathlib import Path

import pytest

from agent.devices.device import InstallCode, JoinStep, RadioStage
from agent.ports import RadioError, RadioRefusedError
from drivers.simulated.zigbee.network import VirtualNetwork
from drivers.simulated.zigbee.nodes.meters import meter_1p, plug
from tests.zigbee import radio_rig as rig

JOINS = int(os.environ.get("RADIO_JOINS", "60"))
CODE = bytes.fromhex("83FED3407A939723A5C639B26916D505C3B5")


async def test_nobody_gets_in_while_joining_is_closed(tmp_path: Path) -> None:
    """M9: joins with and without the network's key; none is kept, the known ones go on."""
    chance = random.Random(3)
    net = VirtualNetwork(ezsp=13, nvm=tmp_path / "ncp.json")
    meter = meter_1p(import_wh=1_000)
    async with net.serve_pty() as path, rig.formed(path, tmp_path) as radio:
        await rig.pair(radio, net, meter)
        announced = 0
        for number in range(JOINS):
            stranger = meter_1p(chance.getrandbits(64), f"stranger-{number}")
            if not net.join(stranger) and chance.random() < 0.3:
                net.attach(stranger)  # it has the key from somewhere
                stranger.announce()
                net.wake()
                announced += 1
                async with asyncio.timeout(rig.WAIT_S):
                    while radio.counts["refused"] < announced:  # noqa: ASYNC110 - nothing is shown of it
                        await asyncio.sleep(0.002)
        assert [device.ieee for device in radio.devices()] == [f"{meter.ieee:016x}"]
        assert announced > JOINS // 5
        print(f"{JOINS} strangers, {announced} of them with the network's key: all refused")  # noqa: T201
        rig.use(radio, meter)
        await rig.take(radio, 1)
    async with net.serve_pty() as path, rig.running(path, tmp_path) as radio:
        await rig.stage(radio, RadioStage.UP)
        await rig.seen(radio, radio.devices, "the devices are read")
        assert [device.ieee for device in radio.devices()] == [f"{meter.ieee:016x}"]


async def test_with_an_install_code_only_its_device_gets_in(
    virtual: VirtualNetwork, pty: str, tmp_path: Path
) -> None:
    wanted, other = meter_1p(import_wh=1), plug()
    wanted.install_code = CODE
    async with rig.formed(pty, tmp_path) as radio:
        await radio.permit_code(InstallCode(f"{wanted.ieee:016x}", CODE), 60)
        virtual.join(other)
        assert virtual.join(wanted)
        await rig.seen(radio, lambda: rig.of(radio, wanted), "the meter is in")
        assert rig.of(radio, other) is None
        await radio.permit_stop()
        assert not virtual.join(meter_1p(0x00124B00_0000_00F1))


async def test_a_mistyped_install_code_is_refused_without_being_shown(
    pty: str, tmp_path: Path
) -> None:
    wrong = CODE[:-1] + bytes([CODE[-1] ^ 1])
    async with rig.formed(pty, tmp_path) as radio:
        with pytest.raises(RadioRefusedError, match="mistyped") as refused:
            await radio.permit_code(InstallCode("00124b0000000001", wrong), 60)
        assert wrong.hex() not in str(refused.value).lower()
        assert radio.state().joining_until_ms is None


async def test_joining_closes_by_itself(virtual: VirtualNetwork, pty: str, tmp_path: Path) -> None:
    async with rig.formed(pty, tmp_path) as radio:
        await radio.permit_open(1, rig.stick(radio))
        assert radio.state().via == rig.stick(radio)
        await rig.seen(radio, lambda: radio.state().joining_until_ms is None, "joining is closed")
        assert not virtual.join(plug())


async def test_an_interview_that_failed_is_tried_again(tmp_path: Path) -> None:
    net = VirtualNetwork(ezsp=13, nvm=tmp_path / "ncp.json")
    meter = meter_1p(import_wh=1)
    async with net.serve_pty() as path, rig.formed(path, tmp_path) as radio:
        await radio.permit_open(60, rig.stick(radio))
        meter.online = False
        lines = radio.progress()
        first = asyncio.create_task(_until_failed(lines))
        await asyncio.sleep(0)
        net.join(meter)
        async with asyncio.timeout(rig.WAIT_S):
            await first
        meter.online = True
        await rig.seen(
            radio,
            lambda: (device := rig.of(radio, meter)) and device.interview == "complete",
            "the second interview succeeds",
        )


async def _until_failed(lines: object) -> None:
    async for line in lines:  # type: ignore[attr-defined]
        if line.step is JoinStep.FAILED:
            return


async def test_no_key_and_no_install_code_is_ever_logged(
    pty: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """S10: at the lowest level, over forming, pairing, a backup, a restore, refusals and a loss."""
    caplog.set_level(logging.DEBUG)
    async with rig.formed(pty, tmp_path) as radio:
        await radio.permit_code(InstallCode("00124b0000000001", CODE), 60)
        await radio.permit_stop()
        backup = await radio.backup()
        await radio.restore(backup)
        await rig.stage(radio, RadioStage.UP)
        with pytest.raises((RadioError, RadioRefusedError)):
            await radio.restore(backup.replace(b'"security_level":5', b'"security_level":9'))
        key = radio._link.controller.state.network_info.network_key.key.serialize()
        hashed = radio._link.controller.state.network_info.stack_specific["ezsp"]["hashed_tclk"]
        secrets = (key, bytes.fromhex(hashed), CODE)
        assert not _shown(caplog, secrets)
        # the control: had the libraries not been silenced, the keys would be there
        logging.getLogger("bellows").setLevel(logging.DEBUG)
        await radio.backup()
        assert _shown(caplog, secrets)
    logging.getLogger("bellows").setLevel(logging.WARNING)


def _shown(caplog: pytest.LogCaptureFixture, secrets: tuple[bytes, ...]) -> list[str]:
    """The forms of secrets that were logged, in whatever way a library prints bytes."""
    logged = "\n".join(
        f"{record.getMessage()} {record.exc_text} {record.args}" for record in caplog.records
    ).lower()
    forms = [
        form
        for secret in secrets
        for form in (secret.hex(), secret.hex(":"), repr(secret).lower(), str(list(secret)))
    ]
    return [form for form in forms if form in logged]
