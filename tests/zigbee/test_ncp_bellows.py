"""The whole coordinator under an unmodified bellows, on a pseudo-terminal, EZSP 13 and 18."""

import asyncio
import contextlib
from pathlib import Path
from typing import Any

import pytest
import zigpy.exceptions
import zigpy.types
import zigpy.util
from bellows.zigbee import application

from drivers.simulated.zigbee.network import VirtualNetwork
from tests.zigbee.small_node import SmallNode

INSTALL_CODE = bytes.fromhex("83FED3407A939723A5C639B26916D505C3B5")
IEEE = 0x00124B0001020304


def devices(app: Any) -> list[Any]:
    """Return what bellows knows besides the coordinator."""
    return [device for device in app.devices.values() if device.nwk != 0]


def open_descriptors() -> int:
    """Return how many files this process has open."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


async def joined(app: Any, net: VirtualNetwork, node: SmallNode, wait_until: Any) -> Any:
    """Let a device in and wait for its interview."""
    await app.permit(60)
    assert net.join(node)
    ieee = zigpy.types.EUI64(node.ieee.to_bytes(8, "little"))
    await wait_until(lambda: ieee in app.devices and app.devices[ieee].is_initialized)
    await wait_until(lambda: app.devices[ieee].model is not None)
    return app.devices[ieee]


async def test_forms_a_network_then_finds_it_again(
    virtual: VirtualNetwork, pty: str, start_bellows: Any
) -> None:
    async with start_bellows(pty) as app:
        first = app.state.network_info
        assert first.channel == 15
        assert app.state.node_info.ieee.serialize() == virtual.ncp.eui.to_bytes(8, "little")
        assert app.state.node_info.model == "virtual"
    formed = virtual.command_count
    async with start_bellows(pty, auto_form=False) as app:
        again = app.state.network_info
        assert again.network_key.key == first.network_key.key
        assert again.pan_id == first.pan_id
        assert again.network_key.tx_counter >= first.network_key.tx_counter
    assert virtual.command_count - formed < 160  # it was not formed a second time
    assert virtual.ncp.commands_refused == 0
    assert "!" not in {line[0] for line in virtual.trace if "crash" in line}


async def test_the_network_survives_the_end_of_the_process(
    ezsp: int, tmp_path: Path, start_bellows: Any
) -> None:
    keys = []
    for _ in range(2):
        net = VirtualNetwork(ezsp=ezsp, nvm=tmp_path / "ncp.json")
        async with net.serve_pty() as path, start_bellows(path) as app:
            keys.append(app.state.network_info.network_key.key)
    assert keys[0] == keys[1]


async def test_over_tcp_and_from_another_thread(
    virtual: VirtualNetwork, start_bellows: Any
) -> None:
    async with virtual.serve_tcp() as url:
        assert url.startswith("tcp://127.0.0.1:")
        async with start_bellows(url, config={"use_thread": True}) as app:
            assert app.state.network_info.channel == 15


async def test_join_interview_command_read_report_leave(
    virtual: VirtualNetwork, pty: str, start_bellows: Any, wait_until: Any
) -> None:
    from zigpy.zcl import AttributeReportedEvent

    node = SmallNode(IEEE)
    async with start_bellows(pty) as app:
        assert not virtual.join(node)
        device = await joined(app, virtual, node, wait_until)
        assert (device.manufacturer, device.model) == ("Small", "Node 1")
        cluster = device.endpoints[1].on_off
        await cluster.on()
        assert (node.on, node.toggled) == (True, 1)
        values, failures = await cluster.read_attributes(["on_off"])
        assert (values, failures) == ({"on_off": True}, {})
        reports: list[Any] = []
        cluster.on_event(AttributeReportedEvent.event_type, reports.append)
        node.reports_due_ms = [0]
        virtual.wake()
        await wait_until(lambda: reports)
        node.online = False
        with pytest.raises(zigpy.exceptions.DeliveryError):
            await cluster.on(retries=0)
        node.online = True
        await app.remove(device.ieee)
        await wait_until(lambda: node.has_left and not devices(app))
    assert virtual.nodes == ()


async def test_a_rejoin_with_another_address_is_followed(
    virtual: VirtualNetwork, pty: str, start_bellows: Any, wait_until: Any
) -> None:
    node = SmallNode(IEEE)
    async with start_bellows(pty) as app:
        device = await joined(app, virtual, node, wait_until)
        assert virtual.rejoin(node)
        await wait_until(lambda: device.nwk == node.nwk)
        await device.endpoints[1].on_off.on()
        assert node.on


async def test_an_install_code_lets_in_its_device_only(
    virtual: VirtualNetwork, pty: str, start_bellows: Any, wait_until: Any
) -> None:
    node = SmallNode(IEEE, install_code=INSTALL_CODE)
    ieee = zigpy.types.EUI64(IEEE.to_bytes(8, "little"))
    async with start_bellows(pty) as app:
        await app.permit(60)
        assert not virtual.join(node)
        key = zigpy.util.convert_install_code(INSTALL_CODE)
        await app.permit_with_link_key(ieee, key, 60)
        assert not virtual.join(SmallNode(IEEE + 1))
        assert virtual.join(node)
        await wait_until(lambda: ieee in app.devices and app.devices[ieee].is_initialized)


async def test_permit_through_one_router(
    virtual: VirtualNetwork, pty: str, start_bellows: Any, wait_until: Any
) -> None:
    router = SmallNode(IEEE)
    async with start_bellows(pty) as app:
        device = await joined(app, virtual, router, wait_until)
        await app.permit(0)
        await app.permit(60, node=device.ieee)
        assert not virtual.join(SmallNode(IEEE + 1))
        assert virtual.join(SmallNode(IEEE + 1), parent=router)
        await wait_until(lambda: len(devices(app)) == 2 and devices(app)[1].is_initialized)


async def test_a_backup_goes_to_another_coordinator(
    virtual: VirtualNetwork, ezsp: int, start_bellows: Any, wait_until: Any
) -> None:
    """With its address, and with a frame counter the devices have not heard yet."""
    node = SmallNode(IEEE)
    other = VirtualNetwork(ezsp=ezsp, seed=2)
    assert other.ncp.eui != virtual.ncp.eui
    async with virtual.serve_pty() as path, start_bellows(path) as app:
        await joined(app, virtual, node, wait_until)
        backup = await app.backups.create_backup(load_devices=True)
    counter = backup.network_info.network_key.tx_counter
    async with other.serve_pty() as path:
        async with start_bellows(path) as app:
            await app.backups.restore_backup(backup, counter_increment=10_000)
        async with start_bellows(path, auto_form=False) as app:
            assert app.state.node_info.ieee == backup.node_info.ieee
            info = app.state.network_info
            assert info.network_key.key == backup.network_info.network_key.key
            assert info.extended_pan_id == backup.network_info.extended_pan_id
            assert info.network_key.tx_counter >= counter + 10_000
            assert info.stack_specific == backup.network_info.stack_specific
            virtual.move_to(other)
            device = app.add_device(
                nwk=node.nwk, ieee=zigpy.types.EUI64(IEEE.to_bytes(8, "little"))
            )
            await device.schedule_initialize()
            await wait_until(lambda: device.is_initialized)
            # Negative control: counting from below, it is not heard.
            other.ncp.set_nwk_counter(0)
            with pytest.raises(zigpy.exceptions.DeliveryError):
                await device.endpoints[1].on_off.on(retries=0)


async def test_an_energy_scan_and_a_scan_before_forming(ezsp: int, start_bellows: Any) -> None:
    net = VirtualNetwork(ezsp=ezsp, speed=50)  # a scan of real length takes four seconds
    async with net.serve_pty() as path, start_bellows(path, config={"network": {}}) as app:
        # No channel was configured: it scanned before it formed.
        assert app.state.network_info.channel in range(11, 27)
        energy = await app.energy_scan(zigpy.types.Channels.ALL_CHANNELS, 1, 1)
        assert set(energy) == set(range(11, 27))


@pytest.mark.parametrize("kind", ["error", "reset", "disconnect"])
@pytest.mark.parametrize("ezsp", [13], indirect=True)
async def test_a_dead_coordinator_is_noticed_and_the_path_works_again(
    virtual: VirtualNetwork, pty: str, start_bellows: Any, wait_until: Any, kind: Any
) -> None:
    lost: list[Any] = []
    async with start_bellows(pty) as app:
        app.connection_lost = lost.append
        descriptors = open_descriptors()
        virtual.crash(kind)
        await wait_until(lambda: lost)
    async with start_bellows(pty, auto_form=False) as app:
        assert app.state.network_info.channel == 15
        assert open_descriptors() <= descriptors


@pytest.mark.parametrize("ezsp", [13], indirect=True)
async def test_silence_ends_with_the_hosts_reset(
    virtual: VirtualNetwork, pty: str, start_bellows: Any
) -> None:
    from bellows.exception import EzspError

    for kind in ("silent", "mute"):
        async with start_bellows(pty) as app:
            virtual.crash(kind)  # type: ignore[arg-type]
            with pytest.raises((TimeoutError, EzspError)):
                async with asyncio.timeout(0.2):
                    await app._ezsp.getEui64()
    async with start_bellows(pty, auto_form=False):
        pass


@pytest.mark.parametrize("ezsp", [13], indirect=True)
@pytest.mark.parametrize("odds", [{"corrupt": 0.05}, {"drop": 0.05}, {"split": 0.3, "delay": 0.1}])
async def test_a_bad_line_loses_and_doubles_no_command(
    virtual: VirtualNetwork,
    pty: str,
    start_bellows: Any,
    wait_until: Any,
    odds: dict[str, float],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """5 % of the frames in both directions; each command is carried out exactly once."""
    # The line's own repetitions take seconds, and longer on a machine that is busy.
    monkeypatch.setattr(application, "MESSAGE_SEND_TIMEOUT_MAINS", 60)
    node = SmallNode(IEEE)
    async with start_bellows(pty) as app:
        device = await joined(app, virtual, node, wait_until)
        virtual.faults.both(**odds)
        for turn in range(8):
            await device.endpoints[1].on_off.command(turn % 2, retries=0, timeout=30)
        virtual.faults.none()
        assert node.toggled == 8
        assert sum(virtual.faults.counts.values()) > 0


@pytest.mark.parametrize("ezsp", [13], indirect=True)
async def test_a_line_cut_in_the_middle_of_a_frame(
    virtual: VirtualNetwork, pty: str, start_bellows: Any
) -> None:
    async with start_bellows(pty):
        pass
    for number, count in enumerate((3, 40, 333), start=1):
        virtual.faults.disconnect_after_bytes(count)
        with contextlib.suppress(Exception):  # bellows raises what it likes
            async with start_bellows(pty):
                pass
        assert virtual.trace.names("!").count("crash_disconnect") == number
        async with start_bellows(pty, auto_form=False):
            pass
