"""The virtual devices behind the virtual coordinator, seen by an unmodified bellows and zigpy."""

from collections.abc import Awaitable, Callable
from typing import Any

from zigpy.exceptions import ZigbeeException
from zigpy.types import EUI64
from zigpy.zcl import ReportingConfig

from drivers.simulated.zigbee.network import VirtualNetwork
from drivers.simulated.zigbee.nodes.device import VirtualDevice
from drivers.simulated.zigbee.nodes.meters import grid_meter, plug, sleepy_meter
from drivers.simulated.zigbee.nodes.traps import TRAPS
from drivers.simulated.zigbee.scenario import read_scenario
from drivers.simulated.zigbee.scenario_run import ScenarioRun

StartApp = Callable[..., Any]
WaitUntil = Callable[..., Awaitable[None]]


def known(app: Any, node: VirtualDevice) -> Any:
    """The host's own view of a device, or None."""
    return app.devices.get(EUI64(node.ieee.to_bytes(8, "little")))


def interviewed(app: Any, *nodes: VirtualDevice) -> bool:
    """Endpoints and names are known: zigpy counts a device as initialised before it has its name."""
    found = [known(app, node) for node in nodes]
    return all(one is not None and one.is_initialized and one.model for one in found)


def fast() -> VirtualNetwork:
    return VirtualNetwork(ezsp=13, speed=10)


async def test_interview_read_switch_report_leave(
    start_bellows: StartApp, wait_until: WaitUntil
) -> None:
    net, meter, relay = fast(), grid_meter(import_wh=7_000), plug(power_w=100)
    sleepy = sleepy_meter(latency_ms=300)
    async with net.serve_pty() as path, start_bellows(path) as app:
        await app.permit(60)
        for node in (meter, relay, sleepy):
            assert net.join(node)
        await wait_until(lambda: interviewed(app, meter, relay, sleepy), "the interviews")
        metering = known(app, meter).endpoints[1].smartenergy_metering
        assert (known(app, meter).model, known(app, sleepy).model) == ("VM-GRID", "VM-SLEEPY")
        assert (await metering.read_attributes([0, 0x0302]))[0] == {0: 7_000, 0x0302: 1_000}
        await metering.bind()
        configured = await metering.configure_reporting_multiple(
            {metering.AttributeDefs.instantaneous_demand: ReportingConfig(1, 5, 10)}
        )
        assert list(configured.values()) == [0]
        meter.power_w = -2_500
        await wait_until(lambda: metering.get(0x0400) == -2_500, "a report")
        contact = known(app, relay).endpoints[1].on_off
        await contact.on()
        assert (await contact.read_attributes([0]))[0] == {0: 1}
        assert (relay.actuations, relay.power_w) == (1, 100)
        await app.remove(known(app, meter).ieee)
        await wait_until(lambda: meter not in net.nodes, "the meter to go")
        assert meter.zdo.bindings == []


async def test_every_trap_that_can_be_interviewed_is(
    start_bellows: StartApp, wait_until: WaitUntil
) -> None:
    # Left out: what never answers, what a host drops (0x0109), and what makes it wait 15 s.
    without = ("mute", "smart-energy-profile", "ota-silent", "sleepy", "nwk-change")
    net, nodes = fast(), [make() for name, make in TRAPS.items() if name not in without]
    async with net.serve_pty() as path, start_bellows(path) as app:
        await app.permit(60)
        for node in nodes:
            assert net.join(node)
        await wait_until(lambda: interviewed(app, *nodes), "the interviews")
        far = known(app, next(one for one in nodes if one.name == "emizb-132"))
        counted = far.endpoints[2].smartenergy_metering
        assert (await counted.read_attributes([0x0302]))[0] == {0x0302: 512}


async def test_lost_answer_leaves_the_host_in_doubt_and_the_relay_moved_once(
    start_bellows: StartApp, wait_until: WaitUntil
) -> None:
    net, relay = fast(), TRAPS["lost-answer"]()
    async with net.serve_pty() as path, start_bellows(path) as app:
        await app.permit(60)
        assert net.join(relay)
        await wait_until(lambda: interviewed(app, relay), "the interview")
        contact = known(app, relay).endpoints[1].on_off
        try:
            await contact.request(False, 0x01, contact.commands_by_name["on"].schema, timeout=0.2)
        except (TimeoutError, ZigbeeException):
            lost = True
        else:
            lost = False
        assert lost
        assert relay.actuations == 1
        assert (await contact.read_attributes([0]))[0] == {0: 1}


async def test_scenario_joins_when_the_host_opens_the_network(
    start_bellows: StartApp, wait_until: WaitUntil
) -> None:
    house = """
        devices = [
            { kind = "meter-3p", name = "grid", ieee = "00124b00000000f1", power_w = 300 },
            { kind = "relay", name = "boiler", ieee = "00124b00000000f2" },
        ]
    """
    now_ms = 0
    net = VirtualNetwork(ezsp=13, now_ms=lambda: now_ms)
    run = ScenarioRun(read_scenario(house), 0)
    async with net.serve_pty() as path, start_bellows(path) as app:
        assert run.due(net, now_ms) == []
        await app.permit(60)
        now_ms = 3_000
        assert len(run.due(net, now_ms)) == 2
        now_ms = 3_010  # after the announcements, which take the air some milliseconds
        net.wake()
        nodes = list(run.devices.values())
        await wait_until(lambda: interviewed(app, *nodes), "the interviews")
        power = known(app, run.devices["grid"]).endpoints[1].electrical_measurement
        assert (await power.read_attributes([0x0304, 0x090B]))[0] == {0x0304: 300, 0x090B: 100}
