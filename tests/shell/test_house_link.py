"""The house link on a broker: what it tells, what it obeys, and what a hostile broker cannot do."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import msgspec

from agent.api.device_params import RelaySet
from agent.api.methods import PlaceOrder, WishAnswer
from agent.api.permissions import Caller, Group
from agent.api.sections import DecisionLine, Problem, Snapshot
from agent.api.wishes import ChooseProgram, RelayMode, Reset, SetRange, Wish
from agent.bridge.house import HouseProfile
from agent.bridge.house_commands import BURST, COMMANDS
from agent.bridge.house_offers import Publish, retained_topics, subscriptions
from agent.bridge.house_values import VALUES
from agent.core.reporting import domain_of
from agent.ports import Message
from agent.shell.house_link import HouseLink
from agent.shell.household_api import HouseholdApi
from agent.shell.published import Published
from drivers.mqtt_paho import BrokerSettings, PahoBroker, Will
from drivers.passwords import Password
from drivers.simulated.broker import running_broker
from drivers.simulated.broker_memory import MemoryBroker
from drivers.simulated.clock_manual import ManualClock
from tests.bridge.homeassistant import refusals
from tests.bridge.house_home import NOW_MS, PROFILE, SNAPSHOT, profile
from tests.bridge.test_house_relays import KEY, WITH_BOILER
from tests.core.story import CONSTANTS, at
from tests.shell.world import World

BASE = "gridhearth/3f2a"
CONFIG = "homeassistant/device/gridhearth_3f2a/config"
WITHIN_S = 20
TICK_S = 0.01


class Screenless:
    """Stands for the daemon: publishes snapshots, answers wishes, remembers who asked."""

    def __init__(self) -> None:
        self.published = Published(SNAPSHOT)
        self.wishes: list[tuple[Wish, Caller]] = []
        self.commissioned: list[tuple[str, Any, Caller]] = []
        self.answer = WishAnswer(True, (), "Done.")

    def snapshot(self) -> Snapshot:
        return self.published.snapshot()

    async def changed(self, after: int) -> None:
        await self.published.changed(after)

    async def wish(self, wish: Wish, caller: Caller) -> WishAnswer:
        self.wishes.append((wish, caller))
        return self.answer

    async def place(self, order: PlaceOrder, caller: Caller) -> WishAnswer:
        raise AssertionError((order, caller))

    async def commission(self, method: str, params: Any, caller: Caller) -> WishAnswer:
        self.commissioned.append((method, params, caller))
        return self.answer

    def decisions(self) -> tuple[DecisionLine, ...]:
        return ()

    def show(self, **sections: Any) -> None:
        old = self.snapshot()
        self.published.publish(msgspec.structs.replace(old, revision=old.revision + 1, **sections))


class Street:
    """A broker in memory with one home's link on it, under a test's hands."""

    def __init__(self, given: HouseProfile = PROFILE) -> None:
        self.profile = given
        self.clock = ManualClock(NOW_MS)
        self.broker = MemoryBroker()
        self.daemon = Screenless()
        self.link: HouseLink = None  # type: ignore[assignment]

    @contextlib.asynccontextmanager
    async def running(
        self, group: Group = Group.USER, publish: Publish = "discovery"
    ) -> AsyncIterator[HouseLink]:
        client = self.broker.client(
            *subscriptions(self.profile, publish),
            will=Message(self.profile.status_topic, b"offline", retained=True),
        )
        self.link = HouseLink(
            self.daemon,
            client,
            self.profile,
            clock=self.clock,
            group=group,
            publish=publish,
            tick_s=TICK_S,
        )
        async with client.connected(), asyncio.TaskGroup() as tasks:
            task = tasks.create_task(self.link.run())
            await until(lambda: self.link.counts.up)
            yield self.link
            task.cancel()

    @property
    def retained(self) -> dict[str, bytes]:
        return dict(self.broker._retained)

    def said(self, topic: str) -> list[bytes]:
        """Everything that was ever published on a topic."""
        return [one.payload for one in self.broker.published if one.topic == topic]

    def command(self, key: str, payload: bytes, *, retained: bool = False) -> None:
        """A program of the house asks for something."""
        self.broker.deliver(Message(f"{BASE}/set/{key}", payload, retained=retained))

    async def settle(self, ms: int = 3_000) -> None:
        """Let the clock go on and everything be told."""
        self.clock.advance(ms)
        counts, before = self.link.counts, -1
        while counts.published != before:
            before, turn = counts.published, counts.turns
            await until(lambda: counts.turns >= turn + 2)  # noqa: B023 - awaited at once


async def until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(WITHIN_S):
        while not holds():  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(TICK_S)


async def test_everything_is_told_once_and_then_only_what_changed() -> None:
    street = Street()
    async with street.running():
        await street.settle()
        retained = street.retained
        assert refusals(json.loads(retained[CONFIG])) == []
        assert retained[f"{BASE}/meter/import_kwh"] == b"12.345"
        assert retained[f"{BASE}/status/meter"] == b"online"
        assert f"{BASE}/meter/power_w" not in retained  # live: an old number never looks alive
        assert street.said(f"{BASE}/meter/power_w") == [b"-500"]
        told = len(street.broker.published)
        await street.settle(1_000)
        assert len(street.broker.published) == told
        street.daemon.show(home=msgspec.structs.replace(SNAPSHOT.home, import_power_w=70))
        await street.settle(1_000)
        assert [one.topic for one in street.broker.published[told:]] == [f"{BASE}/meter/power_w"]
    unknown = {one.topic.split(f"{BASE}/")[-1] for one in street.broker.published}
    assert {value.topic for value in VALUES} <= unknown


async def test_a_value_that_flickers_is_told_once_a_second() -> None:
    street = Street()
    async with street.running():
        await street.settle()
        topic = f"{BASE}/meter/power_w"
        for watt in range(50):
            street.clock.advance(100)
            street.daemon.show(home=msgspec.structs.replace(SNAPSHOT.home, import_power_w=watt))
            await asyncio.sleep(2 * TICK_S)
        assert 2 <= len(street.said(topic)) <= 1 + 5  # five seconds went by


async def test_live_values_are_repeated_and_the_full_set_comes_every_five_minutes() -> None:
    street = Street()
    async with street.running():
        await street.settle()
        await street.settle()
        await street.settle(10_000)
        assert len(street.said(f"{BASE}/meter/power_w")) == 2
        assert len(street.said(f"{BASE}/money/balance")) == 1
        await street.settle(300_000)
        assert len(street.said(f"{BASE}/money/balance")) == 2
        assert len(street.said(CONFIG)) == 1


async def test_a_meter_that_falls_silent_takes_its_numbers_back() -> None:
    street = Street()
    async with street.running():
        await street.settle()
        await street.settle(PROFILE.meter_age_ms)
        assert street.retained[f"{BASE}/status/meter"] == b"offline"
        assert street.said(f"{BASE}/meter/power_w")[-1] == b"None"


async def test_home_assistant_restarting_is_told_everything_again_but_not_without_end() -> None:
    street = Street()
    async with street.running():
        await street.settle()
        street.broker.deliver(Message("homeassistant/status", b"offline"))
        await street.settle()
        assert len(street.said(CONFIG)) == 1
        for _ in range(200):
            street.broker.deliver(Message("homeassistant/status", b"online"))
        await until(lambda: len(street.said(CONFIG)) == 2)
        for _ in range(200):
            street.broker.deliver(Message("homeassistant/status", b"online"))
        await street.settle()
        assert len(street.said(CONFIG)) == 2
        await street.settle(10_000)
        assert len(street.said(CONFIG)) == 3


async def test_a_broker_that_comes_back_empty_is_told_everything_again() -> None:
    street = Street()
    async with street.running():
        await street.settle()
        first = street.retained
        street.broker.stop()
        street.broker._retained.clear()
        await street.settle()
        street.broker.start()
        await street.settle()
        assert street.retained.keys() == first.keys()


async def test_a_register_goes_on_from_what_was_shown_before_a_lost_journal() -> None:
    street = Street()
    topic = f"{BASE}/meter/import_kwh"
    street.broker.deliver(Message(topic, b"100.000", retained=True))
    async with street.running():
        await street.settle()
        assert set(street.said(topic)) == {b"100.000"}
        street.daemon.show(home=msgspec.structs.replace(SNAPSHOT.home, import_wh=12_845))
        await street.settle()
        assert street.said(topic)[-1] == b"100.500"
    values = [float(payload) for payload in street.said(topic)]
    assert values == sorted(values)


async def test_nothing_means_that_every_retained_topic_is_emptied() -> None:
    street = Street()
    async with street.running():
        await street.settle()
        await street.settle()
    assert street.retained.keys() <= set(retained_topics(PROFILE))
    assert len(street.retained) > 20
    street.broker._clients.clear()
    client = street.broker.client()
    link = HouseLink(
        street.daemon, client, PROFILE, clock=street.clock, publish="nothing", tick_s=TICK_S
    )
    async with client.connected(), asyncio.TaskGroup() as tasks:
        task = tasks.create_task(link.run())
        await until(lambda: not street.retained)
        task.cancel()
    assert subscriptions(PROFILE, "nothing") == ()


async def test_topics_only_takes_the_discovery_back() -> None:
    street = Street()
    street.broker.deliver(Message(CONFIG, b"{}", retained=True))
    async with street.running(publish="topics"):
        await street.settle()
        assert CONFIG not in street.retained
        assert f"{BASE}/surplus" in street.retained


async def test_a_command_becomes_a_wish_of_the_house_and_is_answered_by_the_state() -> None:
    street = Street()
    async with street.running():
        await street.settle()
        state = len(street.said(f"{BASE}/flow/opted_in"))
        street.command("opt_in", b"OFF")
        await until(lambda: street.said(f"{BASE}/answer"))
        assert [wish for wish, _ in street.daemon.wishes] == [ChooseProgram(False)]
        caller = street.daemon.wishes[0][1]
        assert (caller.name, caller.group) == ("house", Group.USER)
        assert street.said(f"{BASE}/answer") == [b"accepted"]
        await until(lambda: len(street.said(f"{BASE}/flow/opted_in")) == state + 1)
        assert street.link.counts.accepted == 1


async def test_a_refused_wish_says_why_and_the_old_state_is_told_again() -> None:
    street = Street()
    problem = Problem("program", "pressed", "start", "Press Start first.")
    street.daemon.answer = WishAnswer(False, (problem,), "Press Start first.")
    async with street.running():
        await street.settle()
        told = len(street.said(f"{BASE}/flow/low_price"))
        street.command("low_price", b"0.2")
        await until(lambda: street.said(f"{BASE}/answer/details"))
        details = json.loads(street.said(f"{BASE}/answer/details")[-1])
        assert details["sentence"] == "Press Start first."
        assert street.said(f"{BASE}/answer") == [b"refused"]
        await until(lambda: len(street.said(f"{BASE}/flow/low_price")) == told + 1)
        assert street.daemon.wishes[0][0] == SetRange(200_000, 300_000)


async def test_a_retained_command_is_a_replay_and_does_nothing() -> None:
    street = Street()
    street.command("stop", b"PRESS", retained=True)
    async with street.running():
        await street.settle()
        await until(lambda: street.link.counts.replayed)
    assert street.daemon.wishes == []


async def test_a_viewer_commands_nothing() -> None:
    """Even should a command get through, the method's own permission holds it."""
    street = Street()
    async with street.running(Group.VIEWER):
        await street.settle()
        street.command("stop", b"PRESS")
        await until(lambda: street.link.counts.refused)
        details = json.loads(street.said(f"{BASE}/answer/details")[-1])
        assert details["sentence"] == "flow.reset is not permitted to the house's broker."
    assert street.daemon.wishes == []


async def test_without_the_setting_no_command_is_even_listened_to() -> None:
    silent = profile(commands=False)
    assert not any("/set/" in topic for topic in subscriptions(silent, "discovery"))
    street = Street(silent)
    async with street.running():
        await street.settle()
        for command in COMMANDS:  # a broker may deliver what nobody subscribed to
            street.link._heard(Message(f"{BASE}/set/{command.key}", b"ON"))
        await street.settle()
    assert street.daemon.wishes == []
    assert street.said(f"{BASE}/answer") == []


async def test_a_flood_of_commands_is_cut_and_the_rest_goes_on() -> None:
    street = Street()
    async with street.running():
        await street.settle()
        for _ in range(40):
            for _ in range(50):
                street.command("stop", b"PRESS")
            await asyncio.sleep(0)
        await until(lambda: street.link.counts.dropped >= 100)
        street.daemon.show(home=msgspec.structs.replace(SNAPSHOT.home, import_power_w=77))
        await street.settle(1_000)
        assert street.said(f"{BASE}/meter/power_w")[-1] == b"77"
    assert 0 < len(street.daemon.wishes) <= BURST + 2
    assert {wish for wish, _ in street.daemon.wishes} == {Reset()}


async def test_a_relay_is_switched_by_its_method_and_nobody_elses() -> None:
    street = Street()
    street.daemon.show(devices=WITH_BOILER.devices)
    word = "00124b0011223344_1"
    async with street.running():
        await street.settle()
        assert street.retained[f"{BASE}/relay/{word}"] == b"ON"
        street.command(f"relay/{word}", b"OFF")
        street.command("relay/00124b0011223344_2", b"OFF")
        await until(lambda: street.link.counts.accepted)
        ((method, params, caller),) = street.daemon.commissioned
        assert (method, params, caller.name) == ("relay.set", RelaySet(KEY, RelayMode.OFF), "house")
        await until(lambda: len(street.said(f"{BASE}/relay/{word}")) == 2)
        street.daemon.show(devices=SNAPSHOT.devices)
        await street.settle(10_000)
        offered = json.loads(street.retained[CONFIG])["cmps"]
        assert offered[f"set_relay_{word}"] == {"p": "switch"}


async def test_a_viewer_switches_no_relay() -> None:
    street = Street()
    street.daemon.show(devices=WITH_BOILER.devices)
    async with street.running(Group.VIEWER):
        await street.settle()
        street.command("relay/00124b0011223344_1", b"OFF")
        await until(lambda: street.link.counts.refused)
    assert street.daemon.commissioned == []


HOSTILE = [
    Message("", b""),
    Message("homeassistant/status", b"\xff" * 60_000),
    Message(f"{BASE}/set/low_price", b"9" * 60_000),
    Message(f"{BASE}/set/low_price", b"\xff\x00"),
    Message(f"{BASE}/set/energy", b"1e999"),
    Message(f"{BASE}/set/no_such_thing", b"ON"),
    Message(f"{BASE}/meter/import_kwh", b"999999999.999"),
    Message(f"{BASE}/meter/import_kwh", b"nonsense", retained=True),
    Message("gridhearth/1/1337-" + "c0" * 20 + "/receipt/" + "5a" * 20, b"{}"),
]


async def test_nonsense_from_the_broker_is_an_answer_at_most() -> None:
    street = Street()
    async with street.running():
        await street.settle()
        for message in HOSTILE:
            street.link._heard(message)
        await street.settle()
        assert street.said(f"{BASE}/meter/import_kwh") == [b"12.345"]
        assert street.daemon.wishes == []
        assert street.link.counts.refused == 3


async def test_a_hostile_house_broker_touches_neither_the_operator_link_nor_the_trade() -> None:
    """A real household; its house's broker replays the operator's topics and presses everything."""
    world = World()
    house = MemoryBroker()
    async with world.running() as home:
        before = home.state
        looking = profile(commands=False, meter_age_ms=CONSTANTS.meter_age_ms)
        client = house.client("#", will=Message(looking.status_topic, b"offline", retained=True))
        link = HouseLink(HouseholdApi(home), client, looking, clock=world.clock, tick_s=TICK_S)
        async with client.connected(), asyncio.TaskGroup() as tasks:
            task = tasks.create_task(link.run())
            await until(lambda: link.counts.published)
            prefix = f"gridhearth/1/{CONSTANTS.chain_id}-{domain_of(CONSTANTS).contract[2:]}"
            for channel in ("receipt", "gap", "statement", "report", "status"):
                topic = f"{prefix}/{channel}/{CONSTANTS.member[2:]}"
                house.deliver(Message(topic, b'{"member":"0x00"}', retained=True))
            for command in COMMANDS:
                house.deliver(Message(f"{BASE}/set/{command.key}", b"ON"))
                house.deliver(Message(f"{BASE}/set/{command.key}", b"PRESS"))
            house.deliver(Message("homeassistant/status", b"online"))
            house.stop()
            await world.turn()
            house.start()
            await world.turn()
            task.cancel()
        assert home.state.flow == before.flow
        assert home.state.orders == ()
        assert home.state.broker == before.broker
    operators = {one.topic.split("/")[0] for one in world.broker.published}
    assert operators <= {"gridhearth"}
    assert not any(one.topic.startswith((BASE, "homeassistant")) for one in world.broker.published)


async def test_the_house_trades_through_the_same_flow_and_the_journal_says_who() -> None:
    world = World()
    house = MemoryBroker()
    trading = profile(meter_age_ms=CONSTANTS.meter_age_ms)
    async with world.running() as home:
        await world.sunny(at(5, 2))
        client = house.client(*subscriptions(trading, "discovery"))
        link = HouseLink(
            HouseholdApi(home),
            client,
            trading,
            clock=world.clock,
            group=Group.USER,
            tick_s=TICK_S,
        )
        async with client.connected(), asyncio.TaskGroup() as tasks:
            task = tasks.create_task(link.run())
            await until(lambda: link.counts.up)
            asked = [
                ("opt_in", b"ON"),
                ("activity", b"sell"),
                ("settlement", b"manual"),
                ("low_price", b"0.15"),
                ("high_price", b"0.3"),
                ("energy", b"0.1"),
                ("set_values", b"PRESS"),
            ]
            for key, payload in asked:
                house.deliver(Message(f"{BASE}/set/{key}", payload))
            await until(lambda: link.counts.accepted + link.counts.refused == len(asked))
            assert link.counts.refused == 0
            await until(lambda: home.state.orders)
            task.cancel()
        order = home.state.orders[-1]
        assert (order.side, order.energy_wh, order.low_micro_per_kwh) == ("sell", 100, 150_000)
    callers = [json.loads(entry)["caller"] for entry in world.disk.entries if b'"caller"' in entry]
    assert callers
    assert set(callers) == {"house"}


async def test_over_a_real_connection_with_a_will_and_an_account() -> None:
    """The embedded broker over TCP: discovery, values, a command, and the goodbye."""
    daemon, clock = Screenless(), ManualClock(NOW_MS)
    async with running_broker() as running:

        def settings(name: str, *topics: str, **more: Any) -> BrokerSettings:
            return BrokerSettings(
                running.host, running.port, name, subscriptions=topics, first_pause_s=0.05, **more
            )

        listener = PahoBroker(settings("ha", "gridhearth/3f2a/#", "homeassistant/#"))
        broker = PahoBroker(
            settings(
                "house",
                *subscriptions(PROFILE, "discovery"),
                username="gridhearth",
                password=Password("secret"),
                will=Will(PROFILE.status_topic, b"offline"),
                birth=b"online",
            )
        )
        link = HouseLink(daemon, broker, PROFILE, clock=clock, group=Group.USER, tick_s=TICK_S)
        heard: dict[str, bytes] = {}

        async def hear() -> None:
            async for item in listener.inbox():
                if isinstance(item, Message):
                    heard[item.topic] = item.payload

        async with listener.connected(), asyncio.TaskGroup() as tasks:
            hearing = tasks.create_task(hear())
            async with broker.connected():
                task = tasks.create_task(link.run())
                await until(lambda: heard.get(CONFIG) and f"{BASE}/flow/repeat" in heard)
                assert heard[f"{BASE}/status"] == b"online"
                assert heard[f"{BASE}/meter/power_w"] == b"-500"
                await listener.publish(f"{BASE}/set/stop", b"PRESS")
                await until(lambda: daemon.wishes)
                task.cancel()
            await until(lambda: heard[f"{BASE}/status"] == b"offline")
            hearing.cancel()
    assert "secret" not in repr(broker._settings)
