"""Pairing, roles, relays and the live check at the command line, against a whole home in memory."""

import asyncio
import contextlib
import io
import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from agent.api.permissions import AccessRules
from agent.cli import main
from agent.devices.device import DeviceFunction, FunctionKind, RadioDevice
from agent.shell.household_api import HouseholdApi
from agent.shell.serve import serving
from drivers.simulated.radio_memory import STICK, MemoryRadio
from tests.core.story import CONSTANTS
from tests.shell.world import World

ASSIGNED = msgspec.structs.replace(CONSTANTS, assigned=True, relay_min_on_s=0, relay_min_off_s=0)
MAIN, OTHER = "00000000000000a1", "00000000000000b2"
METER = RELAY = f"{MAIN}/1"  # a plug is a meter and a relay at one endpoint
CODE = "83FE D340 7A93 9723 A5C6 39B2 6916 D505 C3B5"
WITH_CODE = ("pair", "--code", CODE, "--ieee", MAIN)
STEP_MS = 500


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Awaitable[Ran]]


def plug(ieee: str = MAIN) -> RadioDevice:
    functions = (
        DeviceFunction(f"{ieee}/1", FunctionKind.METER, usable=True),
        DeviceFunction(f"{ieee}/1", FunctionKind.RELAY, usable=True),
    )
    return RadioDevice(
        *(ieee, "frient", "plug", "1", "", "complete"),
        available=True,
        last_seen_ms=1,
        functions=functions,
    )


class Home:
    """A running home whose time goes fast."""

    def __init__(self) -> None:
        self.world = World(ASSIGNED)
        self.radio = MemoryRadio(self.world.clock)
        self.world.radio = self.radio
        self.every_step: Callable[[], None] = lambda: None

    async def time(self) -> None:
        while True:
            self.world.clock.advance(STEP_MS)
            self.every_step()
            moved, self.world._moved = self.world._moved, asyncio.Event()
            moved.set()
            await asyncio.sleep(0.002)


@pytest.fixture
async def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Home]:
    one, path = Home(), tmp_path / "api.sock"
    monkeypatch.setenv("GRIDHEARTH_SOCKET", str(path))
    monkeypatch.setenv("COLUMNS", "200")
    async with (
        one.world.running() as household,
        serving(path, HouseholdApi(household), AccessRules(daemon_uid=os.getuid())),
    ):
        time = asyncio.create_task(one.time())
        try:
            yield one
        finally:
            time.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await time


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    async def one(*words: str) -> Ran:
        code = await asyncio.to_thread(main, words)
        told = capsys.readouterr()
        return Ran(code, told.out, told.err)

    return one


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(60):
        while not true():  # noqa: ASYNC110 - many things are waited for, none has an event
            await asyncio.sleep(0.005)


async def paired(home: Home, run: Run, *words: str, device: RadioDevice | None = None) -> Ran:
    """Run a pairing command and let a device join as soon as it may."""
    running = asyncio.create_task(run(*words))
    await until(lambda: running.done() or home.radio.state().joining_until_ms)
    if not running.done():
        home.radio.join(device or plug())
    return await running


async def test_a_meter_is_paired_by_its_code_and_gets_its_role(home: Home, run: Run) -> None:
    ran = await paired(home, run, *WITH_CODE, "--role", "grid", "--name", "Main")
    assert ran.code == 0, ran.err
    for told in ("may join", "joined", "ready", "Main is the grid meter now."):
        assert told in ran.out
    listed = await run("devices")
    assert "Main" in listed.out
    assert "grid" in listed.out
    (known,) = home.world.home.state.devices.assigned
    assert (known.key, known.by) == (METER, f"uid {os.getuid()}")


async def test_another_device_than_the_codes_is_not_taken_for_it(home: Home, run: Run) -> None:
    running = asyncio.create_task(run(*WITH_CODE, "--role", "grid"))
    await until(lambda: home.radio.state().joining_until_ms)
    assert not home.radio.join(plug(OTHER))
    await until(lambda: home.world.home.snapshot().pairing)
    home.radio.join(plug(MAIN))
    ran = await running
    assert ran.code == 0, ran.err
    assert "refused" in ran.out
    assert home.world.home.state.devices.assigned[0].key == METER


async def test_a_wrong_code_opens_nothing_and_says_every_reason(home: Home, run: Run) -> None:
    ran = await run("pair", "--code", CODE.replace("83FE", "83FF"))
    assert ran.code == 1
    assert "checksum" in ran.err
    assert "address is missing" in ran.err
    assert home.radio.state().joining_until_ms is None


async def test_opening_needs_the_warning_to_be_agreed_to(home: Home, run: Run) -> None:
    ran = await run("pair", "--open", "--via", STICK)
    assert ran.code == 1
    assert "overhear the network" in ran.err
    assert "--yes" in ran.err
    assert home.radio.state().joining_until_ms is None
    assert (await run("pair", "--open")).code == 2
    assert (await run("pair", "--open", "--via", STICK, "--seconds", "61", "--yes")).code == 2
    ran = await paired(home, run, "pair", "--open", "--via", STICK, "--yes")
    assert ran.code == 0, ran.err
    assert "overhear the network" in ran.err


async def test_pairing_without_a_terminal_needs_to_be_told_what(home: Home, run: Run) -> None:
    ran = await run("pair")
    assert ran.code == 2
    assert "--code" in ran.err


class Terminal(io.StringIO):
    """Somebody sits in front of it."""

    def isatty(self) -> bool:
        return True


async def test_a_person_is_asked_for_what_is_missing(
    home: Home, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    label = f"Z:{MAIN.upper()}$I:{CODE.replace(' ', '')}"
    monkeypatch.setattr("sys.stdin", Terminal(f"{label}\nstorage\n\n"))
    ran = await paired(home, run, "pair")
    assert ran.code == 0, ran.err
    assert "What is it for (grid, generation, storage, relay" in ran.out
    assert "empty: no check" in ran.out
    assert f"{MAIN} is the storage meter now." in ran.out
    assert (await run("pair", "--stop")).code == 0
    monkeypatch.setattr("sys.stdin", Terminal("no\n"))
    ran = await run("pair", "--open", "--via", STICK)
    assert ran.code == 1
    monkeypatch.setattr("sys.stdin", Terminal(f"{label}\nfreezer\n"))
    ran = await paired(home, run, "pair")
    assert ran.code in {1, 2}
    assert "freezer" in ran.err


async def test_pairing_that_somebody_ends_fails_at_once(home: Home, run: Run) -> None:
    running = asyncio.create_task(run(*WITH_CODE))
    await until(lambda: home.world.home.snapshot().radio.joining_until_ms)  # type: ignore[union-attr]
    assert (await asyncio.to_thread(main, ["pair", "--stop"])) == 0
    ran = await running
    assert ran.code == 1


async def test_a_failed_pairing_fails_for_scripts(home: Home, run: Run) -> None:
    home.radio.unplug()
    ran = await run(*WITH_CODE)
    assert ran.code == 1
    assert "stick" in ran.err


async def test_devices_are_named_given_roles_and_removed(home: Home, run: Run) -> None:
    home.radio.add(plug())
    await until(lambda: home.world.home.snapshot().devices)
    assert (await run("devices", "rename", MAIN, "Plug")).code == 0
    assert (await run("devices", "assign", "plug", "relay")).code == 0
    ran = await run("devices", "assign", "Plug", "grid", "--json")
    assert json.loads(ran.out)["accepted"]
    assert (await run("devices", "configure", "Plug")).code == 0
    ran = await run("devices", "remove", "Plug")
    assert (ran.code, "release it first" in ran.err) == (1, True)
    assert "say its role" in (await run("devices", "release", "Plug")).err
    assert (await run("devices", "release", "Plug", "--role", "storage")).code == 1
    assert (await run("devices", "release", RELAY, "--role", "relay")).code == 0
    assert (await run("devices", "release", "Plug")).code == 0
    assert (await run("devices", "remove", "Plug")).code == 0
    assert (await run("devices", "interview", "Plug")).code == 1
    listed = await run("devices", "list", "--json")
    assert json.loads(listed.out) == []


async def test_a_relay_is_switched_once_and_follows_the_surplus(home: Home, run: Run) -> None:
    home.radio.add(plug())
    await until(lambda: home.world.home.snapshot().devices)
    assert (await run("relay", "Boiler", "on")).code == 1
    await run("devices", "rename", MAIN, "Boiler")
    await run("devices", "assign", "Boiler", "relay")
    ran = await run("relay", "boiler", "on")
    assert ran.code == 0, ran.err
    relay = home.radio.relays[RELAY]
    await until(lambda: relay.on)
    assert relay.actuations == 1
    assert (await run("relay", "Boiler", "surplus")).code == 0
    await until(lambda: not relay.on)  # nobody has said which meter is the grid's: no surplus
    assert (await run("relay", "Boiler", "sideways")).code == 2


async def test_a_turned_clamp_is_found_by_the_live_check(
    home: Home, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The load is 2 kW, and the meter says that 2 kW less are drawn."""
    home.radio.add(plug())
    monkeypatch.setattr("sys.stdin", io.StringIO("\n" * 5))
    counted_mwh, steps = 0, 0

    def measure() -> None:
        nonlocal counted_mwh, steps
        steps += 1
        check = home.world.home.snapshot().check
        loaded = check is not None and check.stage in {"watch", "done"}
        power_w = -1_800 if loaded else 200
        counted_mwh += 1_800 * STEP_MS // 3_600 if loaded else 0
        if steps % 4 == 0:
            export_wh = counted_mwh // 1_000
            home.radio.measure(METER, import_wh=500, export_wh=export_wh, power_w=power_w)

    home.every_step = measure
    await until(lambda: home.world.home.snapshot().devices)
    ran = await run("devices", "check", MAIN, "--load-w", "2000", "--role", "grid", "--json")
    assert ran.code == 1, ran.err
    found = json.loads(ran.out)
    assert "turned round" in found["findings"]
    assert found["suggest_invert"]
    words = ("devices", "check", MAIN, "--load-w", "2000", "--role", "grid", "--invert")
    ran = await run(*words)
    assert ran.code == 0, ran.out
    assert "Switch on a load of about 2 000 W" in ran.out
    assert (await run("devices", "check", MAIN, "--load-w", "5", "--role", "grid")).code == 1
    assert (await run("devices", "check", MAIN, "--load-w", "x", "--role", "grid")).code == 2


async def test_the_radio_is_shown_backed_up_restored_and_not_formed_twice(
    home: Home, run: Run, tmp_path: Path
) -> None:
    ran = await run("radio", "status")
    assert ran.code == 0
    assert "up: The radio is up." in ran.out
    ran = await run("radio", "form")
    assert (ran.code, "has a network already" in ran.err) == (1, True)
    assert (await run("radio", "form", "--channel", "27")).code == 2
    ran = await run("radio", "backup")
    assert (ran.code, "backup-0" in ran.out) == (0, True)
    assert (await run("radio", "restore", "backup-0")).code == 0
    assert (await run("radio", "restore", "backup-9")).code == 1
    foreign = tmp_path / "coordinator_backup.json"
    foreign.write_text("{}")
    ran = await run("radio", "restore", str(foreign))
    assert (ran.code, "refused" in ran.err) == (1, True)
    assert (await run("radio", "restore", str(tmp_path / "none.json"))).code == 1
    home.radio.unplug()
    await until(lambda: home.world.home.snapshot().radio.stage == "down")  # type: ignore[union-attr]
    assert (await run("radio", "status")).code == 1
