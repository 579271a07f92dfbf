"""The running daemon's backups: on demand, by itself once a day, and what it says when it cannot."""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from agent import daemon_backup
from agent.api.backup import BackupWrite, BackupWritten
from agent.api.methods import METHODS
from agent.api.permissions import Caller, Group, Peer
from agent.api.sections import Alert
from agent.core.alerts import alerts
from agent.core.backup_alerts import BackupStanding, backup_alerts
from agent.core.overlay import Overlay
from agent.core.state import State
from agent.daemon_backup import HomeBackups
from agent.daemon_start import Begun
from agent.settings import Backup, SecretFile, Settings, read_settings
from agent.settings.pages import example
from agent.shell.household_api import HouseholdApi
from agent.shell.liveness import Liveness
from drivers.home_backup import name_of, read_backup
from drivers.journal_sqlite import SqliteJournal
from drivers.simulated.clock_manual import ManualClock
from tests.core.story import at, choices, seller
from tests.shell.world import World

PASSPHRASE = "correct horse battery staple"
INSTALLER = Caller(Peer(1, 1_000, frozenset()), Group.INSTALLER)
HOUR_MS = 3_600_000


class Box:
    """A daemon's backups around a home that has traded."""

    def __init__(self, place: Path, backup: Backup | None) -> None:
        self.standing: BackupStanding | None = None
        state = place / "state"
        state.mkdir()
        self.journal = SqliteJournal(state / "journal.db")
        agent = seller()
        agent.wish(at(5, 1), *choices())
        self.journal.append(agent.journal)
        self.clock = ManualClock(at(6))
        config = place / "gridhearth.toml"
        config.write_text(example())
        (place / "network.toml").write_text("# the market's\n")
        for name in ("order.key", "report.key"):
            (state / name).write_text("a key")
        self.settings = self._settings(place, state, backup)
        home: Any = SimpleNamespace(
            constants=agent.constants,
            state=agent.state,
            head=None,
            clock=self.clock,
            flush=lambda: None,
            show_backup=self._show,
        )
        begun = Begun(self.settings, (), lambda: None, config=config)
        self.backups = HomeBackups(self.settings, begun, home, self.journal)
        self.without = HomeBackups(self.settings, begun, home, None)

    def _show(self, standing: BackupStanding) -> None:
        self.standing = standing

    def alerts(self) -> list[Alert]:
        """What a screen shows of backups now."""
        overlay = Overlay(backup=self.standing)
        found = alerts(State(), self.clock.wall_ms(), overlay)
        return [one for one in found if one.name.startswith("backup-")]

    @staticmethod
    def _settings(place: Path, state: Path, backup: Backup | None) -> Settings:
        text = example().replace("/etc/gridhearth/network.toml", str(place / "network.toml"))
        text = text.replace("/var/lib/gridhearth", str(state))
        for role in ("order", "report"):
            text = text.replace(
                f'{{ type = "credential", name = "{role}-key" }}',
                f'{{ type = "file", path = "{state / role}.key" }}',
            )
        settings = read_settings(text)
        journal = msgspec.structs.replace(settings.journal, path=str(state / "journal.db"))
        changed: Settings = msgspec.structs.replace(settings, journal=journal, backup=backup)
        return changed


def table(place: Path, **changes: Any) -> Backup:
    stick, phrase = place / "stick", place / "phrase"
    stick.mkdir()
    phrase.write_text(PASSPHRASE)
    phrase.chmod(0o600)
    return Backup(directory=str(stick), passphrase=SecretFile(path=str(phrase)), **changes)


async def test_a_backup_asked_for_is_sealed_into_the_directory_of_the_settings(
    tmp_path: Path,
) -> None:
    box = Box(tmp_path, table(tmp_path))
    answer = await box.backups.write(None, history=False)
    assert answer.accepted
    backup = read_backup(Path(answer.file), PASSPHRASE)
    assert backup.identity.taken_ms == box.clock.wall_ms()
    assert backup.identity.nonce == 7
    own = await box.backups.write("another passphrase", history=False)
    assert read_backup(Path(own.file), "another passphrase").identity == backup.identity
    box.journal.close()


async def test_what_cannot_be_done_is_said_and_nothing_is_written(tmp_path: Path) -> None:
    given = table(tmp_path)
    box = Box(tmp_path, msgspec.structs.replace(given, passphrase=None))
    for backups, passphrase, why in (
        (box.backups, None, "No passphrase"),
        (box.backups, "short", "at least 10"),
        (box.without, PASSPHRASE, "journal cannot be used"),
    ):
        answer = await backups.write(passphrase, history=False)
        assert not answer.accepted
        assert why in answer.sentence
    (tmp_path / "stick").rmdir()
    answer = await box.backups.write(PASSPHRASE, history=False)
    assert "is the stick in its place?" in answer.sentence
    assert not (tmp_path / "stick").exists()
    box.journal.close()


def _names(stick: Path) -> set[str]:
    return {path.name for path in stick.glob("home-*")}


async def test_one_is_made_every_day_and_the_oldest_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daemon_backup, "LOOK_EVERY_S", 0.01)
    box = Box(tmp_path, table(tmp_path, keep=2))
    stick = tmp_path / "stick"
    (stick / "holiday.jpg").write_bytes(b"not ours")
    running = asyncio.create_task(box.backups.run(Liveness(box.clock.mono_ms), box.clock))
    names: list[set[str]] = []
    for _ in range(4):
        before = set().union(*names) if names else set()
        async with asyncio.timeout(30):
            while len(now := _names(stick) - before) < 1:  # noqa: ASYNC110 - a file
                await asyncio.sleep(0.01)
        names.append(now)
        await asyncio.sleep(0.1)  # looks again, and finds it new enough
        box.clock.advance(25 * HOUR_MS)
    async with asyncio.timeout(30):
        while len(_names(stick)) != 2:  # noqa: ASYNC110 - a file
            await asyncio.sleep(0.01)
    running.cancel()
    assert all(len(one) == 1 for one in names)
    assert (stick / "holiday.jpg").exists()
    box.journal.close()


async def test_the_local_interface_hands_it_to_installers_only() -> None:
    assert METHODS["backup.write"].group is Group.INSTALLER
    told: list[tuple[str | None, bool]] = []

    class Told:
        async def write(self, passphrase: str | None, *, history: bool) -> BackupWritten:
            told.append((passphrase, history))
            return BackupWritten(True, "Done.", "/there")

    world = World()
    async with world.running() as home:
        asked = BackupWrite(passphrase=PASSPHRASE, history=True)
        api = HouseholdApi(home, backups=Told())
        assert await api.accept("backup.write", asked, INSTALLER) == BackupWritten(
            True, "Done.", "/there"
        )
        nothing = await HouseholdApi(home).accept("backup.write", asked, INSTALLER)
    assert isinstance(nothing, BackupWritten)
    assert not nothing.accepted
    assert told == [(PASSPHRASE, True)]


async def test_a_backup_that_fails_is_an_alert_that_says_what_to_do_until_the_next_is_made(
    tmp_path: Path,
) -> None:
    box, stick = Box(tmp_path, table(tmp_path)), tmp_path / "stick"
    await box.backups.look(box.clock.wall_ms())
    assert box.alerts() == [], "all is well"
    stick.rename(tmp_path / "pulled out")
    box.clock.advance(25 * HOUR_MS)
    failed_ms = box.clock.wall_ms()
    await box.backups.look(failed_ms)
    (alert,) = box.alerts()
    assert (alert.name, alert.since_ms) == ("backup-failed", failed_ms)
    assert "is the stick in its place?" in alert.what
    assert "1 days old" in alert.what
    assert str(stick) in alert.do
    assert "gridhearth backup" in alert.do
    box.clock.advance(600_000)
    await box.backups.look(box.clock.wall_ms())
    assert box.alerts()[0].since_ms == failed_ms, "the same trouble, since the same time"
    (tmp_path / "pulled out").rename(stick)
    box.clock.advance(600_000)
    await box.backups.look(box.clock.wall_ms())
    assert box.alerts() == []
    assert len(_names(stick)) == 2
    box.journal.close()


async def test_three_days_without_any_backup_are_an_alert_although_none_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = Box(tmp_path, table(tmp_path))
    await box.backups.look(box.clock.wall_ms())
    untrusted = msgspec.structs.replace(box.backups._household.state, clock_trusted=False)
    monkeypatch.setattr(box.backups._household, "state", untrusted)
    box.clock.advance(71 * HOUR_MS)
    await box.backups.look(box.clock.wall_ms())
    assert box.alerts() == []
    box.clock.advance(2 * HOUR_MS)
    await box.backups.look(box.clock.wall_ms())
    (alert,) = box.alerts()
    assert alert.name == "backup-old"
    assert "3 days" in alert.what
    box.journal.close()


async def test_a_backup_from_a_clock_that_was_wrong_does_not_hold_up_the_next(
    tmp_path: Path,
) -> None:
    """Named a year ahead, it would have stopped every backup of that year."""
    box, stick = Box(tmp_path, table(tmp_path, keep=2)), tmp_path / "stick"
    future = name_of(box.backups._identity(), box.clock.wall_ms() + 365 * 24 * HOUR_MS)
    (stick / future).write_bytes(b"x")
    await box.backups.look(box.clock.wall_ms())
    assert len(_names(stick)) == 2
    assert box.alerts() == []
    box.journal.close()


async def test_a_stick_that_turns_read_only_while_old_ones_are_removed_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = Box(tmp_path, table(tmp_path, keep=1))
    old = name_of(box.backups._identity(), box.clock.wall_ms() - 30 * HOUR_MS)
    (tmp_path / "stick" / old).write_bytes(b"x")
    refused: list[str] = []

    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path.name != old:
            unlink(path, missing_ok=missing_ok)
            return
        refused.append(path.name)
        raise OSError(30, "Read-only file system")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        await box.backups.look(box.clock.wall_ms())
    assert refused == [old]
    assert box.alerts() == [], "the new one was made"
    box.journal.close()


def test_a_home_without_the_table_is_not_blamed_for_having_no_backup() -> None:
    assert backup_alerts(None, 10**15) == ()
    never = BackupStanding(every_ms=24 * HOUR_MS, directory="/x")
    assert backup_alerts(never, 10**15) == (), "nobody has looked by a trusted clock yet"
    weekly = msgspec.structs.replace(never, every_ms=168 * HOUR_MS, last_ms=10**12)
    assert backup_alerts(weekly, 10**12 + 13 * 24 * HOUR_MS) == ()
    assert backup_alerts(weekly, 10**12 + 15 * 24 * HOUR_MS) != ()
