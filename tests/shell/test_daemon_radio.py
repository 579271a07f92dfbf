"""The daemon's radio as the settings wire it: the real driver on virtual devices, or none at all."""

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from agent.api.check import check
from agent.api.methods import METHODS, WishAnswer
from agent.api.permissions import Caller, Group, Peer
from agent.api.sections import Snapshot
from agent.daemon_radio import radio_desk
from agent.ports import PortError
from agent.settings import Settings, read_settings
from agent.settings.pages import example
from agent.shell.household import Household
from agent.shell.household_api import HouseholdApi
from drivers.clocks import SystemClock
from drivers.simulated.journal_memory import MemoryDisk, MemoryJournal
from drivers.simulated.zigbee.network import VirtualNetwork
from drivers.simulated.zigbee.nodes.meters import grid_meter, plug
from tests.core.story import CONSTANTS, ORDER_KEY, REPORT_KEY, feeder
from tests.shell.test_market_reader import Market

CODE = "83FED3407A939723A5C639B26916D505C3B5"
GRID, PLUG = "00124b0000000003", "00124b0000000006"
FAST = msgspec.structs.replace(
    CONSTANTS, assigned=True, cycle_s=20, relay_min_on_s=0, relay_min_off_s=0
)
"""A quarter of an hour in twenty seconds: reports come each second."""
INSTALLER = Caller(Peer(1, 1000, frozenset()), Group.INSTALLER)


def settings(
    tmp_path: Path,
    path: str,
    passphrase: str | None = "correct horse battery",  # noqa: S107 - of a test
) -> Settings:
    table = f'[radio]\npath = "{path}"\ndatabase = "{tmp_path}/zigbee.db"\nchannel = 15\n'
    table += f'backup_directory = "{tmp_path}/backups"\n'
    if passphrase is not None:
        secret = tmp_path / "passphrase"
        secret.write_text(passphrase)
        secret.chmod(0o600)
        table += f'backup_passphrase = {{ type = "file", path = "{secret}" }}\n'
    text = example()
    feeder_table = text[text.index("[meters]") : text.index("# Or instead")]
    return read_settings(text.replace(feeder_table, '[meters]\ndriver = "assigned"\n') + table)


class Home:
    """A whole home on the real radio driver."""

    def __init__(self, household: Household) -> None:
        self.household = household
        self.api = HouseholdApi(household)

    async def ask(self, method: str, **params: Any) -> WishAnswer:
        return await self.api.commission(method, check(METHODS[method].params, params), INSTALLER)

    async def seen(self, true: Callable[[Snapshot], object], what: str) -> None:
        try:
            async with asyncio.timeout(60):
                while not true(self.api.snapshot()):
                    await self.api.changed(self.household.revision)
        except TimeoutError:
            shown = self.api.snapshot()
            raise AssertionError(f"{what}: {shown.radio} {shown.devices} {shown.home}") from None


@contextlib.asynccontextmanager
async def running(given: Settings, disk: MemoryDisk) -> AsyncIterator[Home]:
    clock = SystemClock(assume_trusted=True)
    desk = radio_desk(given, FAST, clock)
    assert desk is not None
    disk.in_use = False
    chain = Market().chain
    household = Household(
        FAST,
        feeder(),
        clock=clock,
        journal=MemoryJournal(disk),
        meters=desk,
        desk=desk,
        chain=chain.view(),
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


def stage(wanted: str) -> Callable[[Snapshot], object]:
    return lambda shown: shown.radio is not None and shown.radio.stage == wanted


async def test_from_an_empty_stick_to_a_home_that_measures_and_switches(tmp_path: Path) -> None:
    net = VirtualNetwork(ezsp=13, nvm=tmp_path / "ncp.json")
    meter, boiler = grid_meter(import_wh=1_000, export_wh=500), plug(power_w=100)
    meter.install_code = bytes.fromhex(CODE)
    meter.power_w = 2_000
    disk = MemoryDisk()
    async with net.serve_pty(tmp_path / "stick") as path:
        async with running(settings(tmp_path, path), disk) as home:
            await home.seen(stage("no-network"), "an empty stick is seen")
            assert (await home.ask("radio.form")).accepted
            await home.seen(stage("up"), "the network is up")
            assert home.api.snapshot().radio.channel == 15  # type: ignore[union-attr]
            answer = await home.ask("pair.code", code=CODE, ieee=GRID)
            assert answer.accepted, answer.sentence
            assert net.join(meter)
            await home.seen(
                lambda shown: any(line.step == "ready" for line in shown.pairing), "it is ready"
            )
            answer = await home.ask("device.assign", key=f"{GRID}/1", role="grid", name="Main")
            assert answer.accepted, answer.sentence
            await home.seen(lambda shown: shown.home.import_wh >= 1_000, "it is read")
            await home.seen(lambda shown: shown.home.status == "red", "2 kW are drawn")
            meter.power_w = -3_000
            net.wake()
            await home.seen(lambda shown: shown.home.import_power_w == -3_000, "3 kW are given")
            assert (await home.ask("pair.stop")).accepted
            assert (await home.ask("radio.backup")).accepted
            (backup,) = (tmp_path / "backups").iterdir()
            assert backup.stat().st_mode & 0o777 == 0o600
        async with running(settings(tmp_path, path), disk) as home:
            await home.seen(stage("up"), "the same network after a restart")
            before = home.api.snapshot().home.at_ms
            await home.seen(lambda shown: shown.home.at_ms > before, "it is read again")
            stick = home.api.snapshot().radio
            assert stick is not None
            answer = await home.ask("pair.code", code=CODE, ieee=PLUG)
            boiler.install_code = bytes.fromhex(CODE)
            assert net.join(boiler)
            await home.seen(
                lambda shown: any(line.key == f"{PLUG}/1" for line in shown.devices), "a plug"
            )
            answer = await home.ask("device.assign", key=f"{PLUG}/1", role="relay", name="Boiler")
            assert answer.accepted, answer.sentence
            assert (await home.ask("relay.set", relay="Boiler", mode="on")).accepted
            await home.seen(
                lambda shown: any(
                    line.name == "Boiler" and line.position == "on" for line in shown.devices
                ),
                "the boiler runs",
            )
            assert boiler.actuations == 1


async def test_a_stick_that_is_not_there_is_waited_for(tmp_path: Path) -> None:
    given = settings(tmp_path, str(tmp_path / "none"))
    async with running(given, MemoryDisk()) as home:
        await home.seen(stage("down"), "it is not there")
        assert not (await home.ask("pair.stop")).accepted


def test_without_a_radio_nothing_of_it_is_loaded(tmp_path: Path) -> None:
    """It costs 67 MB and a second and a half on a fast machine."""
    script = "import sys, agent.daemon; sys.exit(bool({'zigpy', 'bellows'} & set(sys.modules)))"
    subprocess.run([sys.executable, "-c", script], check=True, cwd=Path(__file__).parents[2])
    without = msgspec.structs.replace(settings(tmp_path, "x"), radio=None)
    assert radio_desk(without, FAST, SystemClock()) is None


def test_a_passphrase_that_others_may_read_is_refused(tmp_path: Path) -> None:
    given = settings(tmp_path, "x")
    (tmp_path / "passphrase").chmod(0o644)
    with pytest.raises(PortError, match="may be read by others"):
        radio_desk(given, FAST, SystemClock())
