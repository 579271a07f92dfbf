"""Each task of the agent frozen in turn: the watchdog starves. All moving: it never does."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from agent.bridge.topics import Channel
from agent.core.effects import AskRelay
from agent.core.state import State
from agent.devices.device import JoinProgress, JoinStep
from agent.metering.reading import MeterReading, MeterRole
from agent.roles.history import Rows
from agent.shell.history_desk import HistoryDesk
from agent.shell.house_link import HouseLink
from agent.shell.household_api import HouseholdApi
from agent.shell.liveness import WORKS_S, Liveness, feed_watchdog
from agent.units import EnergyWh, UnixMs
from drivers.simulated.broker_memory import MemoryBroker
from tests.bridge.house_home import PROFILE
from tests.core.story import at, choices
from tests.shell.scripted_radio import ScriptedRadio
from tests.shell.test_radio_desk import plug, with_radio
from tests.shell.world import World

FOREVER_MS = 100_000


def freeze_put(task: str) -> Callable[[World], None]:
    """The task never gets rid of its event."""

    def freeze(world: World) -> None:
        runner: Any = world.home._runner
        put = runner.put

        async def hanging(event: object) -> None:
            current = asyncio.current_task()
            if current is not None and current.get_name() == task:
                await asyncio.Event().wait()
            await put(event)

        runner.put = hanging

    return freeze


def freeze_call(find: Callable[[World], Any], method: str) -> Callable[[World], None]:
    """A call that the task makes never returns."""

    def freeze(world: World) -> None:
        async def hanging(*_: object, **__: object) -> None:
            await asyncio.Event().wait()

        setattr(find(world), method, hanging)

    return freeze


def stall(find: Callable[[World], Any], method: str) -> Callable[[World], None]:
    """A call that the task makes holds up the whole loop; the clock goes on meanwhile."""

    def freeze(world: World) -> None:
        owner = find(world)
        real = getattr(owner, method)

        def slow(*given: Any, **named: Any) -> Any:
            world.clock.advance(FOREVER_MS)
            world.__dict__.setdefault("seen", set()).update(
                one.name for one in world.home.liveness.frozen()
            )
            return real(*given, **named)

        setattr(owner, method, slow)

    return freeze


FREEZE: dict[str, Callable[[World], None]] = {
    "step": stall(lambda world: world.home._runner._journal, "append"),
    "ticks": freeze_put("ticks"),
    "meters": freeze_put("meters"),
    "mail": freeze_put("mail"),
    "signatures": freeze_put("signatures"),
    "chain": freeze_call(lambda world: world.home._runner, "settled"),
    "broadcasts": freeze_call(lambda world: world.home._chain, "broadcast"),
    "publishing": freeze_call(lambda world: world.home._mailbox, "publish"),
}
FREEZE_RADIO: dict[str, Callable[[World], None]] = {
    "radio readings": freeze_call(lambda world: world.home.desk._readings, "put"),  # type: ignore[union-attr]
    "radio devices": stall(lambda world: world.radio, "devices"),
    "pairing": stall(lambda world: world.home.desk, "_add"),
    "relays": stall(lambda world: world.home.desk._relays, "pop"),  # type: ignore[union-attr]
    "live check": stall(lambda world: world.home.desk.checks, "_feed"),  # type: ignore[union-attr]
}


def frozen(world: World) -> set[str]:
    seen: set[str] = world.__dict__.get("seen", set())
    return seen | {one.name for one in world.home.liveness.frozen()}


async def busy(world: World) -> None:
    """Give every task something to do."""
    await world.read(30_000)
    await world.home.wish(choices(), "uid 1000") if not world.home.state.orders else None
    world.say(Channel.RECEIPT, b"nothing sound")
    await world.turn()


@pytest.mark.parametrize("name", FREEZE)
async def test_a_frozen_task_of_the_home_starves_the_watchdog(name: str) -> None:
    world = World()
    async with world.running() as home:
        assert home.liveness.names == FREEZE.keys()
        await world.sunny(at(5, 0.5))
        assert frozen(world) == set()
        FREEZE[name](world)
        turning = asyncio.create_task(busy(world))  # a wish may never be answered
        await world.turn()
        await world.seal()
        for _ in range(3):
            await world.until(world.clock.wall_ms() + 20_000)
        assert name in frozen(world)
        waits = {"chain"} if name == "step" else set()  # for its facts to be stepped
        assert frozen(world) == {name} | waits  # what waits for work is not frozen
        turning.cancel()


@pytest.mark.parametrize("name", FREEZE_RADIO)
async def test_a_frozen_task_of_the_radio_starves_the_watchdog(name: str) -> None:
    world = with_radio()
    radio = world.radio
    assert isinstance(radio, ScriptedRadio)
    async with world.running() as home:
        desk: Any = home.desk
        await world.until(world.clock.wall_ms() + 20_000)
        assert home.liveness.names == FREEZE.keys() | FREEZE_RADIO.keys()
        assert frozen(world) == set()
        if name == "relays":
            desk._relays = type("Relays", (dict,), {})(desk._relays)
        FREEZE_RADIO[name](world)
        radio.said.put_nowait(
            MeterReading("m", MeterRole.GRID, UnixMs(1), EnergyWh(1), EnergyWh(1))
        )
        radio.joins.put_nowait(JoinProgress(1, "00000000000000b2", JoinStep.JOINED, "It joined."))
        radio.show(plug())
        desk.perform(AskRelay("x/2", 1))
        try:
            for _ in range(3):
                await world.until(world.clock.wall_ms() + 20_000)
            assert name in frozen(world)
        finally:
            desk._relays.clear()


async def test_a_day_with_every_line_down_never_starves_it() -> None:
    """Waiting for what is away, however long, is no freezing."""
    world = World()
    async with world.running() as home:
        await world.sunny(at(5, 0.5))
        world.broker.stop()
        world.fail(10_000)
        for _ in range(300):
            await world.until(world.clock.wall_ms() + 288_000)
            assert home.liveness.frozen() == ()


async def test_the_history_is_watched() -> None:
    class Stuck:
        def set_aside(self) -> int:
            return 0

        def put(self, _: Rows) -> None: ...

    desk: Any = HistoryDesk(Stuck(), State)  # type: ignore[arg-type]
    now = [0]
    liveness = Liveness(lambda: now[0])
    desk._one_look = asyncio.Lock()
    await desk._one_look.acquire()
    task = asyncio.create_task(desk.run(liveness))
    await asyncio.sleep(0)
    now[0] = FOREVER_MS
    assert [one.name for one in liveness.frozen()] == ["history"]
    task.cancel()


async def test_the_house_link_is_watched() -> None:
    world = World()
    now = [0]
    liveness = Liveness(lambda: now[0])
    async with world.running() as home:
        house = MemoryBroker().client()
        link = HouseLink(
            HouseholdApi(home), house, PROFILE, clock=world.clock, tick_s=0, liveness=liveness
        )
        task = asyncio.create_task(link.run())
        await world.turn()
        assert liveness.names == {"house inbox", "house commands", "house publishing"}
        now[0] += FOREVER_MS
        assert liveness.frozen() == ()
        freeze_call(lambda _: house, "publish")(world)
        async with house.connected():
            await world.turn()
            now[0] += FOREVER_MS
            assert [one.name for one in liveness.frozen()] == ["house publishing"]
        task.cancel()


async def test_the_watchdog_is_fed_while_all_move_and_told_what_does_not() -> None:
    now, fed, said = [0], [0], list[str]()
    liveness = Liveness(lambda: now[0])

    async def sleep(pause_s: float) -> None:
        now[0] += round(pause_s * 1_000)
        if now[0] > 120_000:
            raise TimeoutError

    def feed() -> None:
        fed[0] += 1

    with (
        liveness.task("quick") as quick,
        liveness.task("slow", 60),
        quick.idle(),
        pytest.raises(TimeoutError),
    ):
        await feed_watchdog(liveness, feed, said.append, 10, sleep)
    assert fed == [7]  # at 0, 10, … 60 s
    assert said[0] == "stopped moving: slow (70 s)"
    assert liveness.frozen() == ()


def test_a_frozen_task_ends_in_a_restart_within_ninety_seconds() -> None:
    """What a task may take, and what the unit then waits without food."""
    watchdog_s = 45
    assert WORKS_S + watchdog_s <= 90
