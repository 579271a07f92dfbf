"""The settlement meter on a P1 cable, the panels' on the radio: a home real but for its devices."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec

from agent.daemon_meters import meters_of, with_meters
from agent.daemon_radio import radio_desk
from agent.settings import SerialLine, SerialMeters, Settings
from agent.shell.household import Household
from drivers.clocks import SystemClock
from drivers.simulated.journal_memory import MemoryDisk, MemoryJournal
from drivers.simulated.zigbee.network import VirtualNetwork
from drivers.simulated.zigbee.nodes.meters import grid_meter
from tests.core.story import CONSTANTS, ORDER_KEY, REPORT_KEY, feeder
from tests.meters.line_rig import talking
from tests.shell.test_daemon_radio import CODE, GRID, Home, settings, stage
from tests.shell.test_market_reader import Market

PV = GRID
FAST = msgspec.structs.replace(CONSTANTS, cycle_s=20)
"""A quarter of an hour in twenty seconds."""
EVERY_S = 0.2


def mixed(folder: Path, stick: str, cable: str) -> Settings:
    line = SerialLine(role="grid", port=cable, protocol="p1", every_s=1, register_digits=6)
    given: Settings = msgspec.structs.replace(
        settings(folder, stick), meters=SerialMeters(lines=(line,))
    )
    return given


@contextlib.asynccontextmanager
async def running(given: Settings) -> AsyncIterator[Home]:
    clock, constants = SystemClock(assume_trusted=True), with_meters(FAST, given)
    desk = radio_desk(given, constants, clock)
    household = Household(
        constants,
        feeder(),
        clock=clock,
        journal=MemoryJournal(MemoryDisk()),
        meters=meters_of(given, constants, clock, desk),
        desk=desk,
        chain=Market().chain.view(),
        order_key=ORDER_KEY,
        report_key=REPORT_KEY,
        mailbox=None,
        tick_s=0.2,
    )
    household.recover()
    task = asyncio.create_task(household.run())
    try:
        yield Home(household)
        assert not task.done(), task.exception()
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def test_panels_on_the_radio_and_the_grid_on_a_cable_make_one_home(tmp_path: Path) -> None:
    net = VirtualNetwork(ezsp=13, nvm=tmp_path / "ncp.json")
    panels = grid_meter(import_wh=0, export_wh=500)
    panels.install_code = bytes.fromhex(CODE)
    panels.power_w = -3_000
    cable = tmp_path / "cable"
    cable.mkdir()
    async with (
        net.serve_pty(tmp_path / "stick") as stick,
        talking(cable, every_s=EVERY_S, step_ms=round(EVERY_S * 45_000)),
        running(mixed(tmp_path, stick, str(cable / "meter"))) as home,
    ):
        await home.seen(stage("no-network"), "an empty stick is seen")
        await home.seen(lambda shown: shown.home.import_wh > 0, "the cable is read")
        assert (await home.ask("radio.form")).accepted
        await home.seen(stage("up"), "the network is up")
        assert (await home.ask("pair.code", code=CODE, ieee=PV)).accepted
        assert net.join(panels)
        await home.seen(
            lambda shown: any(line.step == "ready" for line in shown.pairing), "it is ready"
        )
        refused = await home.ask("device.assign", key=f"{PV}/1", role="grid", replace=True)
        assert not refused.accepted
        assert "serial line" in refused.sentence
        assert (await home.ask("device.assign", key=f"{PV}/1", role="generation")).accepted
        await home.seen(
            lambda shown: {"grid", "generation"} <= {line.role for line in shown.devices},
            "both count",
        )
        await home.seen(lambda shown: shown.home.generation_w is not None, "what the panels make")
        said = await home.ask("meter.exchange", role="grid")
        assert said.accepted, said.sentence
        assert not (await home.ask("meter.exchange", role="storage")).accepted
        before = home.api.snapshot().home.import_wh
        await home.seen(lambda shown: shown.home.import_wh > before, "it counts on")
