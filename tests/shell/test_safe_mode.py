"""A journal that cannot be kept, a disk that fills, a loop of crashes: less is done, and it is said."""

import asyncio
import os
import sqlite3
from pathlib import Path

import pytest

from agent.api.methods import METHODS
from agent.api.params import Params
from agent.api.permissions import Caller, Group, Peer
from agent.core.disk import RESERVE_BYTES, WELL_BYTES
from agent.core.events import Started
from agent.core.rungs import Rung
from agent.core.starts import StartBook, loop_guard
from agent.core.state import State
from agent.daemon_journal import open_journal
from agent.daemon_start import begin
from agent.settings.pages import example
from agent.shell.household_api import HouseholdApi
from agent.shell.run import Runner
from drivers.journal_sqlite import JournalError, JournalRefusedError, SqliteJournal
from tests.core.story import Agent, at, choices, feeder, seller
from tests.shell.world import World

INSTALLER = Caller(Peer(1, 1_000, frozenset()), Group.INSTALLER)


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """A journal in which a home has lived."""
    path = tmp_path / "journal.db"
    agent = seller()
    agent.wish(at(5, 1), *choices())
    store = SqliteJournal(path)
    store.append(agent.journal)
    store.close()
    return path


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    (tmp_path / "run").mkdir()
    return tmp_path / "run"


def recovered(store: SqliteJournal) -> State:
    runner = Runner(store, feeder(), lambda _: None, lambda _: None)
    runner.recover()
    return runner.state


def test_a_sound_journal_is_used_where_it_is(journal: Path, memory: Path) -> None:
    for looped in (False, True):
        store, guard = open_journal(journal, memory, looped=looped)
        assert guard is None
        assert recovered(store).orders
        store.close()
    assert list(memory.iterdir()) == []


def test_a_disk_that_cannot_be_written_is_shown_from_a_copy(
    journal: Path, memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = journal.read_bytes()
    real = os.open

    def read_only(path: object, flags: int, *more: int) -> int:
        if str(path) == str(journal) and flags & os.O_RDWR:
            raise OSError(30, "Read-only file system")
        return real(path, flags, *more)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(os, "open", read_only)
    with pytest.raises(JournalError):
        open_journal(journal, None, looped=False)  # without memory there is nowhere to go
    store, guard = open_journal(journal, memory, looped=False)
    assert guard is not None
    assert guard.rung is Rung.SAFE
    assert "Read-only file system" in guard.sentence
    assert recovered(store).orders  # all that it knew is shown, and its relays are known
    store.append([b"{}"])
    store.close()
    assert journal.read_bytes() == before


def test_a_damaged_journal_is_left_as_it_is_and_the_screen_says_so(
    journal: Path, memory: Path
) -> None:
    content = bytearray(journal.read_bytes())
    content[content.index(b'"meter-read"') + 2] ^= 1  # one bit of one entry
    journal.write_bytes(content)
    store, guard = open_journal(journal, memory, looped=False)
    assert guard is not None
    assert guard.rung is Rung.SAFE
    assert recovered(store) == State()
    store.close()
    assert journal.read_bytes()[100:] == bytes(content)[100:]  # but for SQLite's own counter


def test_a_journal_in_use_or_of_a_newer_version_is_no_damage(journal: Path, memory: Path) -> None:
    store = SqliteJournal(journal)
    with pytest.raises(JournalRefusedError, match="in use"):
        open_journal(journal, memory, looped=False)
    store.close()
    with sqlite3.connect(journal) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(JournalRefusedError, match="newer version"):
        open_journal(journal, memory, looped=False)


@pytest.mark.parametrize("poison", [b'{"type":"from the future"}', b'{"type":"ticked"}', b"\xff"])
def test_an_entry_that_breaks_every_start_is_shown_once_it_is_a_loop(
    journal: Path, memory: Path, poison: bytes
) -> None:
    store = SqliteJournal(journal)
    store.append([poison])
    store.close()
    store, guard = open_journal(journal, memory, looped=False)
    assert guard is None  # the first start finds out by itself, and ends
    store.close()
    store, guard = open_journal(journal, memory, looped=True)
    assert guard is not None
    assert "cannot be replayed" in guard.sentence
    assert recovered(store) == State()
    store.close()


async def test_the_fifth_start_in_ten_minutes_is_safe_and_resume_ends_it(tmp_path: Path) -> None:
    """Poisoned settings would be refused; here every start breaks down on the way."""
    config, state = tmp_path / "gridhearth.toml", tmp_path / "state"
    state.mkdir()
    config.write_text(example())
    found = [begin(config, state) for _ in range(5)]
    assert [len(one.guards) if one else None for one in found] == [0, 0, 0, 0, 1]
    last = found[-1]
    assert last is not None
    assert last.guards[0].rung is Rung.SAFE
    record = last.record
    assert record is not None

    world = World()
    world.guards = last.guards
    world.acknowledge = lambda: record.note(lambda _: StartBook())
    async with world.running() as home:
        await world.sunny(at(5, 0.5))
        answer = await home.wish(choices(), "uid 1000")
        assert "broke down again and again" in answer.sentence
        await world.until(at(5, 1))
        await world.seal()
        assert world.executed == set()
        ladder = home.snapshot().ladder
        assert ladder is not None
        assert ladder.rung == "safe"
        assert ladder.guards[0].do.endswith("gridhearth resume.")
        api = HouseholdApi(home)
        told = await api.commission("ladder.resume", Params(), INSTALLER)
        assert told.accepted
        assert "the agent is at: trade" in told.sentence
        assert not (await api.commission("ladder.resume", Params(), INSTALLER)).accepted
    again = begin(config, state)
    assert again is not None
    assert again.guards == ()


def test_only_an_installer_may_resume() -> None:
    assert METHODS["ladder.resume"].group is Group.INSTALLER


class Card:
    """The Disk port, under a test's hands."""

    def __init__(self) -> None:
        self.free = 10 * WELL_BYTES
        self.read_only = False
        self.reserve = 0

    def free_bytes(self) -> int:
        return self.free - self.reserve

    def writable(self) -> bool:
        return not self.read_only

    def release(self) -> bool:
        held, self.reserve = self.reserve, 0
        return held > 0

    def keep_reserve(self) -> bool:
        self.reserve = RESERVE_BYTES
        return True


async def settle(world: World, seconds: float) -> None:
    """Let time pass, and the thread that looks at the disk come back."""
    for _ in range(3):
        await world.until(world.clock.wall_ms() + round(seconds * 1_000))
        await asyncio.sleep(0.05)
        await world.turn()


async def test_a_disk_that_fills_gives_up_the_reserve_stops_orders_and_recovers() -> None:
    world, card = World(), Card()
    world.card = card
    async with world.running() as home:
        await world.sunny(at(5, 0.5))
        await settle(world, 12)
        assert card.reserve == RESERVE_BYTES
        card.free = RESERVE_BYTES + 2**20
        await settle(world, 12)
        assert card.reserve == 0
        assert rung(world) == "report-only"
        answer = await home.wish(choices(), "uid 1000")
        assert "disk is almost full" in answer.sentence
        card.read_only = True
        await settle(world, 12)
        assert rung(world) == "local-only"
        card.free, card.read_only = 10 * WELL_BYTES, False
        await settle(world, 12)
        assert card.reserve == RESERVE_BYTES
        assert "disk" not in {guard.name for guard in home.snapshot().ladder.guards}  # type: ignore[union-attr]
        assert home.liveness.frozen() == ()


def rung(world: World) -> str:
    ladder = world.home.snapshot().ladder
    assert ladder is not None
    return ladder.rung


def test_a_start_in_safe_mode_asks_for_no_signature() -> None:
    agent = seller()
    agent.signing = False
    agent.wish(at(5, 1), *choices())
    guard = loop_guard(StartBook((), 1))
    assert guard is not None
    fresh = Agent(agent.constants)
    fresh.state = agent.state
    effects = fresh.start(at(5, 1))
    assert effects  # without the guard it would
    safe = Agent(agent.constants)
    safe.state = agent.state
    assert safe.take(Started(at(5, 1), 1, "boot", agent.constants, (guard,))) == ()
