"""The runner journals before it acts; a crash at any boundary loses and doubles nothing."""

import asyncio
from collections.abc import Sequence

import msgspec
import pytest

from agent.core.effects import Broadcast, Effect, Sign
from agent.core.events import ChainStageSeen, Event, Signed, Started, Ticked, Wished
from agent.core.state import State
from agent.metering.home import registers
from agent.shell.run import SNAPSHOT_EVERY, JournalUnreadableError, Runner, last_constants
from drivers.simulated.journal_memory import MemoryDisk, MemoryJournal
from tests.core.story import (
    CONSTANTS,
    KEYS,
    MINUTE_MS,
    account,
    at,
    choices,
    feeder,
    reading,
)


class Crash(BaseException):
    """The process ended here."""


class CrashingJournal(MemoryJournal):
    """Ends the process before or after one of its appends."""

    def __init__(self, disk: MemoryDisk, *, before: int = -1, after: int = -1) -> None:
        super().__init__(disk)
        self._before, self._after, self._appends = before, after, 0

    def append(self, entries: Sequence[bytes]) -> int:
        self._appends += 1
        if self._appends == self._before:
            raise Crash
        last = super().append(entries)
        if self._appends == self._after:
            raise Crash
        return last


class Home:
    """A runner whose signer answers, and whose world outlives its crashes."""

    def __init__(self) -> None:
        self.disk = MemoryDisk()
        self.performed: list[Effect] = []
        self.crash_in_effect = -1
        self.runner: Runner | None = None

    snapshot_every = SNAPSHOT_EVERY

    def start(self, **crash: int) -> Runner:
        self.disk.in_use = False
        self.runner = Runner(
            CrashingJournal(self.disk, **crash),
            feeder(),
            self._perform,
            _ignore,
            self.snapshot_every,
        )
        self.runner.recover()
        return self.runner

    def _perform(self, effects: Sequence[Effect]) -> None:
        for effect in effects:
            if self.crash_in_effect == 0:
                self.crash_in_effect = -1
                raise Crash
            self.crash_in_effect -= 1
            self.performed.append(effect)

    def follow(self, events: Sequence[Event]) -> State:
        """Hand in events one by one, each signature as soon as it was asked for."""
        assert self.runner is not None
        for event in events:
            begun = len(self.performed)
            self.runner.take([event])
            asked = [one for one in self.performed[begun:] if isinstance(one, Sign)]
            for sign in asked:
                made = KEYS[sign.key].sign_digest(sign.digest)
                self.runner.take([Signed(event.at_ms, 5, sign.ident, made)])
        return self.runner.state

    def broadcasts(self) -> list[bytes]:
        return [one.raw for one in self.performed if isinstance(one, Broadcast)]

    def check(self) -> None:
        """One identity never stood for two contents."""
        contents: dict[tuple[str, str], bytes] = {}
        for one in self.performed:
            match one:
                case Sign(ident, key, digest):
                    assert contents.setdefault((key, ident), digest) == digest
                case Broadcast(ident, raw):
                    assert contents.setdefault(("raw", ident), raw) == raw


def _ignore(_: State) -> None:
    pass


def began(mono_ms: int = 0) -> Started:
    return Started(at(5, 1), mono_ms, "b", CONSTANTS)


def story() -> list[Event]:
    now = at(5, 1)
    return [
        began(),
        Ticked(now, 0, True),
        *(reading(now - (20 - k) * MINUTE_MS, 10_000, 20_000 + 33 * k) for k in range(21)),
        account(now),
        ChainStageSeen(now, "live", ""),
        Wished(now, 1, "uid 0", choices()),
        Ticked(now + 4_000, 4_000, True),
    ]


def recovering() -> list[Event]:
    now = at(5, 1.5)
    return [
        began(),
        Ticked(now, 0, True),
        account(now),
        ChainStageSeen(now, "live", ""),
        Ticked(now + 4_000, 4_000, True),
    ]


def uninterrupted() -> Home:
    home = Home()
    home.start()
    home.follow(story())
    return home


def outcome(home: Home) -> list[tuple[str, int, str]]:
    assert home.runner is not None
    return [(one.order_id, one.cycle, one.stage) for one in home.runner.state.orders]


APPENDS = 40


@pytest.mark.parametrize("boundary", ["before", "after"])
@pytest.mark.parametrize("k", range(1, APPENDS, 3))
def test_a_crash_around_any_append_loses_and_doubles_nothing(boundary: str, k: int) -> None:
    home = Home()
    home.start(**{boundary: k})
    done = 0
    try:
        for event in story():
            home.follow([event])
            done += 1
    except Crash:
        home.start()
        home.follow(recovering())
        home.follow(story()[max(done, 1) :])  # what had not reached us happens again
    home.check()
    assert len(set(home.broadcasts())) == 1
    assert len(outcome(home)) == 1
    assert outcome(home) == outcome(uninterrupted())


@pytest.mark.parametrize("k", range(8))
def test_a_crash_in_the_middle_of_effects_loses_and_doubles_nothing(k: int) -> None:
    home = Home()
    home.start()
    home.crash_in_effect = k
    done = 0
    try:
        for event in story():
            home.follow([event])
            done += 1
    except Crash:
        home.start()
        home.follow(recovering())
        home.follow(story()[done + 1 :])  # the event itself was written down before its effects
    home.check()
    assert len(set(home.broadcasts())) == 1
    assert outcome(home) == outcome(uninterrupted())


def test_nothing_leaves_that_is_not_on_disk() -> None:
    home = Home()
    entries_at: list[int] = []
    home.start()
    original = home._perform

    def perform(effects: Sequence[Effect]) -> None:
        entries_at.append(len(home.disk.entries))
        original(effects)

    runner = Runner(CrashingJournal(_free(home.disk)), feeder(), perform, _ignore)
    home.runner = runner
    home.follow(story())
    decoded = [entry for entry in home.disk.entries if b'"signed"' in entry]
    assert entries_at[0] > 0
    assert len(decoded) == 3  # two reports and the order: each signature journaled


def _free(disk: MemoryDisk) -> MemoryDisk:
    disk.in_use = False
    return disk


def test_what_changed_nothing_is_not_written() -> None:
    home = uninterrupted()
    written = len(home.disk.entries)
    home.follow([Ticked(at(5, 1) + 4_000, 4_000, True)] * 3)
    assert len(home.disk.entries) == written


def test_replay_leads_to_the_same_bytes_and_performs_nothing() -> None:
    home = uninterrupted()
    assert home.runner is not None
    before = msgspec.json.encode(home.runner.state)
    performed = len(home.performed)
    runner = home.start()
    assert msgspec.json.encode(runner.state) == before
    assert len(home.performed) == performed


def test_a_snapshot_shortens_the_replay_and_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Home, "snapshot_every", 7)
    home = uninterrupted()
    assert home.runner is not None
    before = msgspec.json.encode(home.runner.state)
    assert home.disk.snapshot is not None
    assert len(home.disk.entries) < 7
    home.disk.in_use = False
    again = Runner(MemoryJournal(home.disk), feeder(), home._perform, _ignore)
    assert again.recover() == len(home.disk.entries)
    assert msgspec.json.encode(again.state) == before
    assert outcome(home) == outcome(uninterrupted())


@pytest.mark.parametrize(
    "entry",
    [b"", b"{", b"\xff", b'{"type":"nonsense"}', b'{"type":"ticked"}', b'{"type":"\xff"}'],
)
def test_an_unreadable_journal_stops_the_start_and_changes_nothing(entry: bytes) -> None:
    home = uninterrupted()
    home.disk.entries.append(entry)
    home.disk.in_use = False
    runner = Runner(MemoryJournal(home.disk), feeder(), home._perform, _ignore)
    with pytest.raises(JournalUnreadableError):
        runner.recover()
    assert runner.state == State()
    home.disk.in_use = False
    with pytest.raises(JournalUnreadableError):
        last_constants(MemoryJournal(home.disk))


def test_an_unreadable_snapshot_stops_the_start() -> None:
    disk = MemoryDisk()
    disk.snapshot = (0, b'{"orders": 7}')
    with pytest.raises(JournalUnreadableError):
        Runner(MemoryJournal(disk), feeder(), lambda _: None, _ignore).recover()


def test_the_last_constants_are_those_of_the_newest_start() -> None:
    home = uninterrupted()
    other = msgspec.structs.replace(CONSTANTS, orders_per_cycle=9)
    home.follow([msgspec.structs.replace(began(), constants=other)])
    assert last_constants(MemoryJournal(_free(home.disk))) == other
    home.disk.in_use = False
    assert last_constants(MemoryJournal(MemoryDisk())) is None


def test_a_batch_shares_one_sync() -> None:
    home = Home()
    runner = home.start(after=2)
    runner.take(story()[:-2])
    with pytest.raises(Crash):
        runner.take(story()[-2:-1])
    assert len(home.disk.entries) > 20


async def test_events_handed_in_are_stepped_in_order() -> None:
    home = Home()
    runner = home.start()
    async with asyncio.TaskGroup() as group:
        running = group.create_task(runner.run())
        for event in story():
            await runner.put(event)
        await runner.settled()
        running.cancel()
    assert [one.stage for one in runner.state.orders] == ["queued"]


def readings(first_ms: int, count: int, every_ms: int = 1_000) -> list[Event]:
    """A meter that reports every second, and the ticks between."""
    found: list[Event] = []
    for k in range(count):
        now = first_ms + k * every_ms
        found += [reading(now, 10_000, 30_000 + k), Ticked(now, 10_000 + k * every_ms, True)]
    return found


def test_readings_are_written_ten_seconds_at_a_time() -> None:
    """A sync costs a card a dozen kilobytes; a meter that reports every second has 86 400 of them."""
    home = Home()
    runner = home.start()
    now = at(5, 1)
    home.follow([began(), Ticked(now, 9_000, True), reading(now, 10_000, 30_000)])
    runner.flush()
    before = runner_appends(runner)
    home.follow(readings(now + 1_000, 100))
    assert 8 <= runner_appends(runner) - before <= 12
    state = runner.state
    runner.flush()
    assert home.start().state == state


def test_whatever_is_decided_takes_the_readings_before_it_along() -> None:
    home = Home()
    runner = home.start()
    home.follow(story()[:-2])
    now = at(5, 1)
    home.follow([reading(now + 1_000, 10_000, 30_000), reading(now + 2_000, 10_000, 30_001)])
    known = runner.state.meters
    home.follow([Wished(now + 2_000, 1, "uid 0", choices())])
    assert home.broadcasts()
    assert home.start().state.meters == known  # the order stands on what is on the disk


def test_a_crash_loses_ten_seconds_of_readings_at_most_and_the_next_one_mends_it() -> None:
    home = Home()
    runner = home.start()
    now = at(5, 1)
    home.follow([began(), Ticked(now, 9_000, True), reading(now, 10_000, 30_000)])
    home.follow(readings(now + 1_000, 37))
    lost = home.start()
    newest, kept = registers_of(runner.state), registers_of(lost.state)
    assert newest - 11 <= kept < newest
    home.follow([began(), Ticked(now + 40_000, 1, True), reading(now + 40_000, 10_000, 30_040)])
    assert registers_of(lost.state) == 30_040


def runner_appends(runner: Runner) -> int:
    journal = runner._journal
    assert isinstance(journal, CrashingJournal)
    return journal._appends


def registers_of(state: State) -> int:
    found = registers(state.meters)
    assert found is not None
    return found.export_wh
