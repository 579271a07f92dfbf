"""Every guard forces its rung; below TRADE nothing is ordered, below REPORT_ONLY nothing leaves."""

import random
from collections.abc import Callable

import msgspec
import pytest

from agent.api.wishes import RelayMode, SetValues
from agent.core import trading
from agent.core.alerts import alerts
from agent.core.clock import ClockWord, Quality
from agent.core.disk import (
    FULL_BYTES,
    LOW_BYTES,
    RESERVE_BYTES,
    WELL_BYTES,
    Level,
    level_of,
)
from agent.core.effects import Answer, Broadcast, Effect, Publish, Sign
from agent.core.events import (
    Acknowledged,
    ChainStageSeen,
    DiskSeen,
    Event,
    Started,
    Ticked,
    Wished,
)
from agent.core.ladder import hindrance, rung_of, standing
from agent.core.overlay import Overlay
from agent.core.records import Transaction
from agent.core.rungs import NO_REASON, Guard, Rung
from agent.core.snapshot import build_snapshot
from agent.core.starts import StartBook, loop_guard
from agent.core.state import State
from agent.core.step import step
from agent.devices.device import RelayPosition
from tests.core.story import CONSTANTS, MINUTE_MS, Agent, account, at, choices, feeder, seller
from tests.core.test_relays import Boiler

LOOP = loop_guard(StartBook((), 1))
assert LOOP is not None
OTHER = Guard("settings-refused", Rung.REPORT_ONLY, "The limits were changed.", "Correct them.")
NOW = at(5, 1)


def disk(agent: Agent, level: Level) -> tuple[Effect, ...]:
    return agent.take(DiskSeen(NOW, agent.mono_ms, level))


def apart(agent: Agent, apart_s: int) -> None:
    word = ClockWord(Quality.SYNCED, apart_s, True, f"The clock is {apart_s} s ahead.")
    agent.take(Ticked(NOW, agent.mono_ms, True, word))


GUARDS: dict[str, tuple[Callable[[Agent], object], Rung]] = {
    "clock": (lambda agent: agent.tick(NOW, trusted=False), Rung.REPORT_ONLY),
    "clock far": (lambda agent: apart(agent, 35), Rung.REPORT_ONLY),
    "clock near": (lambda agent: apart(agent, 10), Rung.TRADE),
    "key": (lambda agent: agent.take(account(NOW, nonce=9)), Rung.REPORT_ONLY),
    "chain stale": (
        lambda agent: agent.take(ChainStageSeen(NOW, "stale", "no block")),
        Rung.REPORT_ONLY,
    ),
    "chain halted": (
        lambda agent: agent.take(ChainStageSeen(NOW, "halted", "two heads")),
        Rung.REPORT_ONLY,
    ),
    "enrolment": (lambda agent: agent.take(account(NOW, enrolled=False)), Rung.REPORT_ONLY),
    "meter": (lambda agent: agent.tick(NOW + 10 * MINUTE_MS), Rung.REPORT_ONLY),
    "disk low": (lambda agent: disk(agent, "low"), Rung.REPORT_ONLY),
    "disk full": (lambda agent: disk(agent, "full"), Rung.LOCAL_ONLY),
}


@pytest.mark.parametrize("name", GUARDS)
def test_each_guard_forces_its_rung_and_says_why(name: str) -> None:
    agent = seller()
    assert rung_of(agent.state) is Rung.TRADE
    force, rung = GUARDS[name]
    force(agent)
    stands = standing(agent.state)
    assert stands.rung is rung
    assert rung is Rung.TRADE or name.partition(" ")[0] in {one.name for one in stands.guards}
    assert all(one.sentence.endswith(".") for one in stands.guards)
    shown = build_snapshot(agent.state, Overlay(), 1, NOW).ladder
    assert shown is not None
    assert shown.rung == rung.word
    assert agent.replayed() == agent.state


@pytest.mark.parametrize("apart_s", [-68, 68])
def test_a_clock_far_off_hinders_although_nobody_said_so_in_words(apart_s: int) -> None:
    """A verdict that came without a sentence, for a home that repeats its order."""
    agent = seller()
    agent.wish(NOW, *choices(repeat=True))
    before, later = agent.state.orders, at(6, 1)
    agent.take(Ticked(NOW + 1, agent.mono_ms, True, ClockWord(Quality.HOLDOVER, apart_s, True)))
    agent.meter(later)
    assert rung_of(agent.state) is Rung.REPORT_ONLY
    assert agent.state.orders == before
    where = "ahead of" if apart_s > 0 else "behind"
    said = f"The clock is about 70 s {where} the market's chain."
    assert hindrance(agent.state) == said
    assert agent.wish(later, SetValues()).sentence.startswith(said)
    agent.tick(later)
    assert len(agent.state.orders) == len(before) + 1


@pytest.mark.parametrize("sentence", ["", " "])
def test_a_guard_from_outside_without_words_hinders_and_says_something(sentence: str) -> None:
    agent = seller()
    wordless = Guard("journal", Rung.REPORT_ONLY, sentence)
    before = agent.state.orders
    agent.take(Started(NOW, agent.mono_ms, "boot", CONSTANTS, (wordless,)))
    agent.tick(NOW)
    agent.live(NOW)
    assert standing(agent.state).rung is Rung.REPORT_ONLY
    assert hindrance(agent.state) == NO_REASON
    assert agent.wish(NOW, *choices()).sentence.startswith(NO_REASON)
    assert agent.state.orders == before
    assert NO_REASON in {alert.what for alert in alerts(agent.state, NOW)}


def test_the_lowest_rung_holds_and_every_reason_is_shown() -> None:
    agent = seller()
    agent.take(Started(NOW, agent.mono_ms, "boot", CONSTANTS, (OTHER, LOOP)))
    stands = standing(agent.state)
    assert stands.rung is Rung.SAFE
    names = [one.name for one in stands.guards]
    assert names[0] == "crash-loop"
    assert {"settings-refused", "clock", "chain"} <= set(names)
    told = {alert.name: alert for alert in alerts(agent.state, NOW)}
    assert "gridhearth resume" in told["crash-loop"].do
    assert told["settings-refused"].do == "Correct them."


def test_a_person_lifts_the_crash_loop_and_nothing_else() -> None:
    agent = seller()
    agent.take(Started(NOW, agent.mono_ms, "boot", CONSTANTS, (OTHER, LOOP)))
    answer = agent.take(Acknowledged(NOW, agent.mono_ms, 7, "uid 0"))[-1]
    assert answer == Answer(7, True, (), "Acknowledged by uid 0; the agent is at: report-only.")
    assert [one.name for one in agent.state.guards] == ["settings-refused"]
    again = agent.take(Acknowledged(NOW, agent.mono_ms, 8, "uid 0"))[-1]
    assert isinstance(again, Answer)
    assert not again.accepted


def test_what_a_full_disk_held_back_is_asked_for_again() -> None:
    agent = seller()
    agent.broker(NOW)
    agent.wish(NOW, *choices())
    assert agent.broadcasts()
    disk(agent, "full")
    quiet = (*agent.tick(NOW, after_ms=60_000), *agent.tick(NOW, after_ms=60_000))
    assert not any(isinstance(one, Sign | Broadcast | Publish) for one in quiet)
    climbed = disk(agent, "low")  # enough to finish what was begun
    assert [one.raw for one in climbed if isinstance(one, Broadcast)] == agent.broadcasts()[:1]


def test_an_order_waits_for_the_rung_and_then_goes_out() -> None:
    agent = seller()
    disk(agent, "low")
    answer = agent.wish(NOW, *choices(repeat=True))
    assert answer.accepted
    assert "disk is almost full" in answer.sentence
    assert agent.broadcasts() == []
    disk(agent, "well")
    agent.tick(NOW + 1_000)
    assert len(agent.broadcasts()) == 1


def test_a_clock_a_little_apart_orders_in_the_middle_of_a_window_only() -> None:
    for minute, orders in ((0.3, 0), (1, 1), (4.7, 0)):
        agent = seller(minute=minute)
        word = ClockWord(Quality.SYNCED, 10, True, "The clock is about 10 s ahead.")
        agent.take(Ticked(at(5, minute), agent.mono_ms, True, word))
        agent.wish(at(5, minute), *choices())
        assert len(agent.state.transactions) == orders, minute


@pytest.mark.parametrize(
    ("safe", "mode", "switched"),
    [
        ("off", RelayMode.ON, [False]),
        ("on", RelayMode.OFF, [True]),
        ("leave", RelayMode.ON, []),
    ],
)
def test_relays_go_to_the_installers_position(
    safe: str, mode: RelayMode, switched: list[bool]
) -> None:
    on = mode is RelayMode.ON
    boiler = Boiler(mode)
    boiler.minutes(12)
    assert boiler.position is (RelayPosition.ON if on else RelayPosition.OFF)
    boiler.constants = msgspec.structs.replace(CONSTANTS, relay_safe=safe)
    before = len(boiler.told)
    boiler.obey(
        boiler.take(
            Started(boiler.now, boiler.mono_ms, "boot", boiler.constants, (LOOP,))  # type: ignore[arg-type]
        )
    )
    boiler.minutes(12)
    assert [one.on for one in boiler.told[before:] if one.on is not on] == switched


def random_event(agent: Agent, chance: random.Random, now_ms: int) -> Event:
    mono_ms = agent.mono_ms
    match chance.randrange(12):
        case 0:
            return Started(
                now_ms, mono_ms, "boot", CONSTANTS, chance.choice(((), (LOOP,), (OTHER,)))
            )  # type: ignore[arg-type]
        case 1:
            return DiskSeen(now_ms, mono_ms, chance.choice(("well", "low", "full")))
        case 2:
            return Acknowledged(now_ms, mono_ms, 1, "uid 0")
        case 3:
            stage = chance.choice(("live", "live", "stale", "halted"))
            return ChainStageSeen(now_ms, stage, "word")  # type: ignore[arg-type]
        case 4:
            return account(now_ms, enrolled=chance.random() < 0.9)
        case 5 | 6:
            return Wished(now_ms, 2, "uid 1000", choices(repeat=chance.random() < 0.5))
        case 7:
            word = ClockWord(Quality.SYNCED, chance.choice((0, 10, 35)), True, "Apart.")
            return Ticked(now_ms, mono_ms, True, word)
        case _:
            return Ticked(now_ms, mono_ms, chance.random() < 0.8)


idle: list[int] = []


def violations(seed: int, steps: int = 120) -> list[str]:
    """Live a random history; return what was done on a rung that does not allow it."""
    chance, agent, found = random.Random(seed), seller(), list[str]()
    agent.broker(NOW)
    now_ms = NOW
    for _ in range(steps):
        now_ms += chance.choice((100, 1_000, 30_000))
        agent.mono_ms += 5_000
        agent.meter(now_ms, minutes=1) if chance.random() < 0.7 else None
        if chance.random() < 0.3:
            now_ms = max(now_ms, at(5 + (now_ms - at(5)) // 900_000, 1))
        event = random_event(agent, chance, now_ms)
        before = orders_in(agent.state)
        state, effects = step(agent.state, event, feeder())
        agent.state = state
        rung = rung_of(state)
        planned = orders_in(state) - before
        if planned and rung < Rung.TRADE:
            found.append(f"an order was planned at {rung.word}")
        for effect in effects:
            if isinstance(effect, Sign | Broadcast | Publish) and rung < Rung.REPORT_ONLY:
                found.append(f"{type(effect).__name__} at {rung.word}")
            if isinstance(effect, Sign):
                agent.take(agent.signature(effect, now_ms))
    if not orders_in(agent.state):
        idle.append(seed)
    return found


def orders_in(state: State) -> set[str]:
    known: tuple[Transaction, ...] = state.transactions
    return {one.intent.ident for one in known if one.intent.ident.startswith("order:")}


def test_no_history_does_what_its_rung_forbids() -> None:
    """And something is done: five in the fifteen histories trade."""
    assert [v for seed in range(15) for v in violations(seed)] == []
    assert len(idle) <= 10


def test_a_gate_that_is_left_open_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative controls: orders are planned on any rung; effects leave on any rung."""
    with monkeypatch.context() as patched:
        patched.setattr(trading, "rung_of", lambda _: Rung.TRADE)
        patched.setattr(trading, "hindrance", lambda _: None)
        assert any("an order" in v for seed in range(15) for v in violations(seed))
    monkeypatch.setattr("agent.core.step.permitted", lambda _, effects: tuple(effects))
    assert any(" at " in v for seed in range(15) for v in violations(seed))


def test_the_disks_levels_do_not_flutter() -> None:
    assert level_of(WELL_BYTES, writable=True, before="full") == "well"
    assert level_of(WELL_BYTES - 1, writable=True, before="well") == "well"
    assert level_of(LOW_BYTES - 1, writable=True, before="well") == "low"
    assert level_of(LOW_BYTES + RESERVE_BYTES, writable=True, before="low") == "low"
    assert level_of(FULL_BYTES - 1, writable=True, before="low") == "full"
    assert level_of(FULL_BYTES, writable=True, before="full") == "low"
    assert level_of(WELL_BYTES, writable=False, before="well") == "full"
