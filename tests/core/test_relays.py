"""Relays inside the core: they follow the surplus, are asked before they are told, and never twice."""

import pytest

from agent.api.wishes import AssignDevice, DeviceRole, RelayMode, ReleaseDevice, SetRelay
from agent.core.alerts import alerts
from agent.core.effects import AskRelay, Effect, SwitchRelay
from agent.core.events import ChainStageSeen, DeviceWished, RelaySeen
from agent.core.overlay import Overlay
from agent.core.relays import surplus_of
from agent.core.snapshot import build_snapshot
from agent.devices.device import DeviceFunction, FunctionKind, RadioDevice, RelayPosition
from agent.devices.relay import ALARM_MS
from agent.metering.surplus import Colour
from tests.core.story import MINUTE_MS, Agent, at, reading

KEY = "00000000000000a1/2"
ON, OFF, UNKNOWN = RelayPosition.ON, RelayPosition.OFF, RelayPosition.UNKNOWN


class Boiler(Agent):
    """A home with one relay that obeys, unless told otherwise."""

    def __init__(self, mode: RelayMode | None = RelayMode.SURPLUS) -> None:
        super().__init__()
        self.now = at(5)
        self.position = OFF
        self.obeys = True
        self.answers = True
        self.told: list[SwitchRelay] = []
        self.asked: list[AskRelay] = []
        self.start(self.now - 30 * MINUTE_MS)
        self.tick(self.now - 30 * MINUTE_MS)
        self.wish_device(AssignDevice(KEY, DeviceRole.RELAY, name="Boiler"))
        if mode is not None:
            self.wish_device(SetRelay(KEY, mode))

    def wish_device(self, wish: AssignDevice | ReleaseDevice | SetRelay) -> None:
        self.obey(self.take(DeviceWished(self.now, self.mono_ms, 1, "uid 7", wish)))

    def obey(self, effects: tuple[Effect, ...]) -> None:
        """Be the relay: do what is told, say what is asked."""
        for effect in effects:
            if isinstance(effect, SwitchRelay):
                self.told.append(effect)
                if self.obeys:
                    self.position = ON if effect.on else OFF
            elif isinstance(effect, AskRelay):
                self.asked.append(effect)
            else:
                continue
            said = self.position if self.answers else UNKNOWN
            seen = RelaySeen(self.now, self.mono_ms + 100, effect.key, effect.number, said)
            self.obey(self.take(seen))

    def minutes(self, count: int, *, out_w: int | None = None) -> None:
        """Let minutes pass in ticks of five seconds; `out_w` is given to the grid meanwhile."""
        for _ in range(count):
            if out_w is not None:
                self.export_wh = getattr(self, "export_wh", 20_000) + max(out_w, 0) // 60
                self.import_wh = getattr(self, "import_wh", 10_000) + max(-out_w, 0) // 60
                self.obey(self.take(reading(self.now, self.import_wh, self.export_wh)))
            for _ in range(12):
                self.now += 5_000
                self.obey(self.tick(self.now, after_ms=5_000))

    @property
    def switched(self) -> list[bool]:
        """What it was told, renewals left out."""
        told = [one.on for one in self.told]
        return [on for k, on in enumerate(told) if k == 0 or on is not told[k - 1]]


def test_a_boiler_runs_while_the_sun_gives_more_than_the_home_uses() -> None:
    agent = Boiler()
    agent.minutes(12, out_w=3_000)
    assert agent.state.status.colour is Colour.GREEN
    assert agent.position is ON
    agent.minutes(20, out_w=-2_000)
    assert agent.position is OFF
    assert agent.switched == [True, False]
    assert agent.told[0].lease_s == agent.constants.relay_lease_s
    assert agent.told[-1].lease_s is None
    assert isinstance(agent.asked[0], AskRelay)
    assert agent.asked[0].number == 1  # asked before it was told anything


def test_a_lease_is_renewed_while_it_runs_and_counted_under_new_numbers() -> None:
    agent = Boiler()
    agent.minutes(60, out_w=3_000)
    assert agent.switched == [True]
    assert len(agent.told) > 60 * 60 // agent.constants.relay_lease_s
    numbers = [one.number for one in (*agent.told, *agent.asked)]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("why", ["meter", "chain"])
def test_in_doubt_it_goes_off(why: str) -> None:
    agent = Boiler()
    agent.minutes(12, out_w=3_000)
    assert agent.position is ON
    if why == "chain":
        agent.take(ChainStageSeen(agent.now, "halted", "two heads"))
        agent.minutes(6, out_w=3_000)
    else:
        agent.minutes(12)
        assert agent.state.status.colour is Colour.UNKNOWN
    assert agent.position is OFF


def test_the_internet_is_not_needed_for_ones_own_sun() -> None:
    assert surplus_of(Colour.GREEN, "stale") is True
    assert surplus_of(Colour.RED, "syncing") is False
    assert surplus_of(Colour.GREEN, "halted") is None
    assert surplus_of(Colour.UNKNOWN, "live") is None


def test_after_a_restart_it_is_asked_before_it_is_told() -> None:
    agent = Boiler(RelayMode.ON)
    agent.minutes(8)
    assert agent.position is ON
    agent.position = OFF  # somebody pressed its button while nobody looked
    told, asked = len(agent.told), len(agent.asked)
    last = agent.state.relays[0].number
    agent.mono_ms = 1_000
    agent.start(agent.now)
    agent.obey(agent.tick(agent.now))
    assert len(agent.asked) == asked + 1
    assert len(agent.told) == told
    assert agent.asked[-1].number > last
    agent.minutes(8)
    assert agent.position is ON


def test_an_answer_to_an_older_question_proves_nothing() -> None:
    agent = Boiler(RelayMode.ON)
    number = agent.state.relays[0].number
    before = agent.state
    for stale in (number - 1, number, number + 5):
        agent.take(RelaySeen(agent.now, agent.mono_ms, KEY, stale, ON))
    agent.take(RelaySeen(agent.now, agent.mono_ms, "00000000000000ff/1", number, ON))
    assert agent.state is before


@pytest.mark.parametrize("fault", ["disobeys", "mute"])
def test_a_relay_that_does_not_obey_is_told_within_ten_seconds(fault: str) -> None:
    agent = Boiler(RelayMode.OFF)
    agent.minutes(8)
    agent.obeys, agent.answers = fault != "disobeys", fault != "mute"
    agent.wish_device(SetRelay(KEY, RelayMode.ON))
    assert agent.told[-1].on or agent.asked
    waited = 0
    while not (found := [a for a in alerts(agent.state, agent.now) if a.name == f"relay-{KEY}"]):
        agent.now += 1_000
        waited += 1
        agent.obey(agent.tick(agent.now, after_ms=1_000))
        assert waited * 1_000 <= ALARM_MS + 2_000
    assert found[0].what.startswith("Boiler: ")
    assert found[0].do
    assert found[0].since_ms == agent.now
    agent.obeys = agent.answers = True
    agent.minutes(20)
    assert agent.position is ON
    assert not [a for a in alerts(agent.state, agent.now) if a.name == f"relay-{KEY}"]


def test_a_relay_nobody_has_decided_about_is_left_alone() -> None:
    """It may be a freezer's plug: giving it a role must not switch it off."""
    agent = Boiler(None)
    agent.minutes(5)
    assert agent.told == []
    assert agent.asked == []


def test_a_released_relay_is_told_nothing_more() -> None:
    agent = Boiler(RelayMode.ON)
    agent.minutes(8)
    agent.wish_device(ReleaseDevice(KEY))
    told = len(agent.told) + len(agent.asked)
    agent.minutes(5)
    assert len(agent.told) + len(agent.asked) == told
    assert agent.state.relays == ()


def test_its_line_shows_mode_and_position_and_the_journal_brings_it_back() -> None:
    agent = Boiler(RelayMode.ON)
    agent.minutes(8)
    function = DeviceFunction(KEY, FunctionKind.RELAY, usable=True, position=ON)
    device = RadioDevice(
        *(KEY[:16], "", "plug", "", "", "complete"),
        available=True,
        last_seen_ms=1,
        functions=(function,),
    )
    shown = build_snapshot(agent.state, Overlay(devices=(device,)), 1, agent.now)
    line = next(line for line in shown.devices if line.key == KEY)
    assert (line.name, line.role, line.mode, line.position) == ("Boiler", "relay", "on", "on")
    assert agent.state == agent.replayed()
