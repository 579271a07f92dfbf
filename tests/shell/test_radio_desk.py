"""One home with a radio on fakes: pairing, roles, failing drivers, requests that wait for nobody."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import pytest

from agent.api.check import check
from agent.api.methods import METHODS, WishAnswer
from agent.api.permissions import Caller, Group, Peer
from agent.devices.device import (
    DeviceFunction,
    FunctionKind,
    JoinProgress,
    JoinStep,
    LiveMeter,
    MeterUse,
    RadioDevice,
    RadioStage,
)
from agent.metering.reading import MeterReading, MeterRole
from agent.ports import MeterError, RadioError, RadioRefusedError
from agent.shell.household_api import HouseholdApi
from agent.shell.radio_desk import (
    LONGEST_TRY_AGAIN_S,
    LOOK_AGAIN_S,
    OPEN_WARNING,
    PROGRESS_LINES,
    TRY_AGAIN_S,
)
from agent.units import EnergyWh, UnixMs
from tests.core.story import CONSTANTS, MINUTE_MS
from tests.shell.scripted_radio import ScriptedRadio
from tests.shell.world import World

ASSIGNED = msgspec.structs.replace(CONSTANTS, assigned=True)
INSTALLER = Caller(Peer(1, 1000, frozenset()), Group.INSTALLER)
MAIN = "00000000000000a1"
METER, RELAY = f"{MAIN}/1", f"{MAIN}/2"


def plug(ieee: str = MAIN, *, usable: bool = True) -> RadioDevice:
    functions = (
        DeviceFunction(f"{ieee}/1", FunctionKind.METER, usable, "no scale", LiveMeter(1, 60)),
        DeviceFunction(f"{ieee}/2", FunctionKind.RELAY, True),
    )
    return RadioDevice(
        *(ieee, "frient", "plug", "1", "", "complete"),
        available=True,
        last_seen_ms=1,
        functions=functions,
    )


def with_radio(**changes: Any) -> World:
    radio = ScriptedRadio()
    world = World(msgspec.structs.replace(ASSIGNED, **changes), radio)
    radio.show(plug())
    return world


def radio_of(world: World) -> ScriptedRadio:
    assert isinstance(world.radio, ScriptedRadio)
    return world.radio


async def ask(world: World, method: str, **params: Any) -> WishAnswer:
    checked = check(METHODS[method].params, params)
    return await HouseholdApi(world.home).commission(method, checked, INSTALLER)


async def later(world: World, seconds: float = 2 * LOOK_AGAIN_S) -> None:
    await world.turn()
    await world.until(world.clock.wall_ms() + round(seconds * 1_000))


async def test_a_paired_meter_becomes_the_homes_and_survives_a_restart() -> None:
    world = with_radio()
    async with world.running() as home:
        assert home.snapshot().home.reason == "No grid meter has been chosen yet."
        answer = await ask(world, "device.assign", key=METER, role="grid", name="Main")
        assert answer.accepted, answer.sentence
        assert radio_of(world).used[-1] == (MeterUse(METER, "grid"),)
        for k in range(8):
            now = UnixMs(world.clock.wall_ms())
            reading = MeterReading(METER, MeterRole.GRID, now, EnergyWh(500 + k), EnergyWh(0))
            radio_of(world).said.put_nowait(reading)
            await world.until(now + MINUTE_MS)
        assert home.snapshot().home.status == "red"
        assert home.snapshot().home.import_wh == 507
        assert home.snapshot().devices[0].name == "Main"
    radio_of(world).used.clear()
    async with world.running() as home:
        assert radio_of(world).used == [(MeterUse(METER, "grid"),)]
        assert home.snapshot().home.import_wh == 507


async def test_only_what_the_radio_shows_and_can_use_gets_a_role() -> None:
    world = with_radio()
    async with world.running():
        radio_of(world).show(plug(usable=False))
        await later(world)
        for key, role, words in (
            (METER, "grid", "no scale"),
            (RELAY, "grid", "is no meter"),
            (METER, "relay", "is no relay"),
            ("00000000000000ff/1", "grid", "shows no"),
        ):
            answer = await ask(world, "device.assign", key=key, role=role)
            assert not answer.accepted
            assert words in answer.sentence


async def test_without_a_radio_every_call_says_so() -> None:
    world = World()
    async with world.running():
        for name, method in METHODS.items():
            if method.commissions and name in {"pair.stop", "radio.backup"}:
                answer = await ask(world, name)
                assert "no radio" in answer.sentence


async def test_opening_the_network_needs_the_warning_to_be_read() -> None:
    world = with_radio()
    async with world.running():
        answer = await ask(world, "pair.open", via=MAIN)
        assert (answer.accepted, answer.sentence) == (False, OPEN_WARNING)
        assert radio_of(world).asked == []
        answer = await ask(world, "pair.open", via=MAIN, confirmed=True, seconds=30)
        assert answer.accepted
        assert radio_of(world).asked == [("open", 30, MAIN)]


async def test_a_device_is_let_in_by_its_code_and_a_wrong_digit_opens_nothing() -> None:
    """83FE D340 7A93 9723 A5C6 39B2 6916 D505 C3B5 is the worked example of Zigbee BDB 10.1."""
    world = with_radio()
    async with world.running():
        good = "83FE D340 7A93 9723 A5C6 39B2 6916 D505 C3B5"
        answer = await ask(world, "pair.code", code=good.replace("83FE", "83FF"), ieee=MAIN)
        assert not answer.accepted
        assert "checksum" in answer.problems[0].sentence
        assert "83FF" not in repr(answer)
        assert not (await ask(world, "pair.code", code=good)).accepted
        assert radio_of(world).asked == []
        assert (await ask(world, "pair.code", code=good, ieee=MAIN, seconds=60)).accepted
        ((_, code, seconds),) = radio_of(world).asked
        assert (code.ieee, len(code.code), seconds) == (MAIN, 18, 60)


async def test_pairing_is_shown_step_by_step_and_bounded() -> None:
    world = with_radio()
    async with world.running() as home:
        radio_of(world).show(plug(), joining_until_ms=9_000, via=MAIN)
        for k in range(PROGRESS_LINES + 5):
            radio_of(world).joins.put_nowait(JoinProgress(k, MAIN, JoinStep.JOINED, f"step {k}"))
        await later(world)
        shown = home.snapshot()
        assert [line.sentence for line in shown.pairing][-1] == f"step {PROGRESS_LINES + 4}"
        assert len(shown.pairing) == PROGRESS_LINES
        assert shown.radio is not None
        assert (shown.radio.joining_until_ms, shown.radio.via) == (9_000, MAIN)


async def test_a_call_that_waits_for_a_sleeping_device_holds_up_nobody() -> None:
    world = with_radio()
    async with world.running():
        radio_of(world).hold = asyncio.Event()
        slow = asyncio.create_task(ask(world, "device.interview", ieee=MAIN))
        await world.turn()
        answer = await ask(world, "device.rename", ieee=MAIN, name="Main")
        assert answer.accepted
        assert not slow.done()
        radio_of(world).hold.set()
        assert (await slow).accepted


async def test_two_never_change_the_network_at_once() -> None:
    world = with_radio()
    async with world.running():
        radio_of(world).hold = asyncio.Event()
        first = asyncio.create_task(ask(world, "radio.form", channel=15))
        await world.turn()
        second = await ask(world, "radio.backup")
        assert "busy with forming" in second.sentence
        radio_of(world).hold.set()
        assert (await first).accepted
        assert radio_of(world).asked == [("form", 15)]
        assert (await ask(world, "radio.backup")).accepted


async def test_backups_are_kept_and_restored_by_name_or_from_another_program() -> None:
    world = with_radio()
    async with world.running():
        answer = await ask(world, "radio.backup")
        assert "/backups/backup-0" in answer.sentence
        assert (await ask(world, "radio.restore", file="backup-0")).accepted
        assert (await ask(world, "radio.restore", document='{"metadata": 1}')).accepted
        assert radio_of(world).asked[1:] == [
            ("restore", b"keys in clear"),
            ("restore", b'{"metadata": 1}'),
        ]
        assert "no backup" in (await ask(world, "radio.restore", file="other")).sentence
        assert not (await ask(world, "radio.restore")).accepted
        assert not (await ask(world, "radio.restore", file="backup-0", document="{}")).accepted


async def test_a_device_with_a_role_is_not_removed_by_one_slip() -> None:
    world = with_radio()
    async with world.running() as home:
        await ask(world, "device.assign", key=METER, role="grid", name="Main")
        answer = await ask(world, "device.remove", ieee=MAIN)
        assert "release it first" in answer.sentence
        assert radio_of(world).asked == []
        await ask(world, "device.release", key=METER)
        assert (await ask(world, "device.remove", ieee=MAIN)).accepted
        assert home.state.devices.names == ()


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (RadioError("the stick is gone"), "the stick is gone"),
        (RadioRefusedError("it has a network"), "it has a network"),
        (OSError(28, "No space left on device"), "No space left"),
    ],
)
async def test_a_driver_that_could_not_is_a_sentence(failure: Exception, words: str) -> None:
    world = with_radio()
    async with world.running():
        radio_of(world).fail = failure
        for method, params in (
            ("pair.stop", {}),
            ("radio.form", {}),
            ("device.configure", {"ieee": MAIN}),
        ):
            answer = await ask(world, method, **params)
            assert not answer.accepted
            assert words in answer.sentence
        radio_of(world).fail = None
        answer = await ask(world, "device.configure", ieee=MAIN)
        assert answer.accepted
        assert "power is not reported" in answer.sentence


async def test_a_driver_that_cannot_start_is_tried_again_and_the_home_lives() -> None:
    world = with_radio()
    radio_of(world).fail_running = RadioError("The device database could not be read.")
    async with world.running() as home:
        assert radio_of(world).starts == 1
        await later(world, TRY_AGAIN_S)
        assert radio_of(world).starts == 2
        await later(world, TRY_AGAIN_S)
        assert radio_of(world).starts == 2  # the pauses grow
        for _ in range(120):
            await later(world, 30.0)
        assert 10 < radio_of(world).starts < 25
        assert "radio-down" in [alert.name for alert in home.snapshot().alerts]
        radio_of(world).fail_running = None
        await later(world, LONGEST_TRY_AGAIN_S)
        assert "radio-unsteady" in [alert.name for alert in home.snapshot().alerts]
        radio_of(world).show(plug(), stage=RadioStage.DOWN, sentence="gone.", since_ms=0)
        await later(world)
        assert "radio-down" in [alert.name for alert in home.snapshot().alerts]


async def test_a_radio_whose_store_is_broken_is_down_and_says_why() -> None:
    world = with_radio()
    radio_of(world).fail_making = RadioError("The radio's store cannot be read.")
    async with world.running() as home:
        seen = home.snapshot().radio
        assert seen is not None
        assert (seen.stage, seen.sentence) == ("down", "The radio's store cannot be read.")
        assert "not running" in (await ask(world, "pair.stop")).sentence
        radio_of(world).fail_making = None
        await later(world, TRY_AGAIN_S)
        assert (await ask(world, "pair.stop")).accepted
        assert radio_of(world).used == [()]


async def _reads_a_meter(world: World) -> None:
    radio_of(world).said.put_nowait(KeyError("a mistake of ours"))
    await later(world, TRY_AGAIN_S)


async def _switches_a_relay(world: World) -> None:
    await ask(world, "device.assign", key=RELAY, role="relay")
    radio_of(world).fail = KeyError("a mistake of ours")
    await ask(world, "relay.set", relay=RELAY, mode="on")
    await later(world, 60.0)


async def _starts(world: World) -> None:
    radio_of(world).fail_running = RadioError("away")
    radio_of(world).said.put_nowait(MeterError("away"))
    await later(world, TRY_AGAIN_S)
    radio_of(world).fail_running = KeyError("a mistake of ours")
    radio_of(world).said.put_nowait(KeyError("a mistake of ours"))
    await later(world, 4 * TRY_AGAIN_S)


@pytest.mark.parametrize("doing", [_reads_a_meter, _switches_a_relay, _starts])
async def test_a_mistake_of_ours_in_the_driver_ends_the_agent(
    doing: Callable[[World], Awaitable[None]],
) -> None:
    """It is not tried again for ever: the process ends, and the journal brings it back."""
    world = with_radio()
    with pytest.RaisesGroup(KeyError, flatten_subgroups=True):
        async with world.running():
            await doing(world)


async def test_a_mistake_of_ours_in_an_answer_reaches_the_connection_that_asked() -> None:
    """Whose task ends the process with it."""
    world = with_radio()
    async with world.running():
        radio_of(world).fail = KeyError("a mistake of ours")
        with pytest.raises(KeyError):
            await ask(world, "radio.form")


async def test_readings_that_fail_are_read_again() -> None:
    world = with_radio()
    async with world.running() as home:
        await ask(world, "device.assign", key=METER, role="grid")
        radio_of(world).said.put_nowait(MeterError("down"))
        await later(world, TRY_AGAIN_S)
        for k in range(2):
            now = UnixMs(world.clock.wall_ms())
            reading = MeterReading(METER, MeterRole.GRID, now, EnergyWh(500 + k), EnergyWh(0))
            radio_of(world).said.put_nowait(reading)
            await world.until(now + MINUTE_MS)
        assert home.snapshot().home.import_wh == 501
