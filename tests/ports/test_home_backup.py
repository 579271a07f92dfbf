"""A backup of the whole home: sealed everywhere, whole or refused, put in place or not at all."""

import os
import re
import secrets
import stat
from pathlib import Path

import msgspec
import pytest

from agent.cli import main
from agent.core.events import Event, Restored
from agent.daemon_start import begin
from agent.settings import Settings, read_settings
from agent.settings.pages import example
from agent.shell.run import Runner, last_constants
from drivers import home_backup
from drivers.home_backup import (
    HISTORY,
    MAGIC,
    RESTORE_MARK,
    RESTORED,
    BackupError,
    Identity,
    gather,
    opened,
    read_backup,
    sealed,
)
from drivers.home_restore import finish, read_note, restore, under_way
from drivers.journal_sqlite import SqliteJournal
from drivers.sealing import seal
from tests.core.story import CONSTANTS, Agent, at, choices, feeder, seller

PASSPHRASE = "correct horse battery staple"
IDENTITY = Identity(at(6), "gridhearth test", CONSTANTS.member, 1337, CONSTANTS.contract, 99, 7)
CANARIES = {
    name: secrets.token_hex(16)
    for name in (
        *("join/order.key", "join/report.key", "join/broker.key", "join/request.txt"),
        *("pins.json", "trust.json", "settings-last-good.json", "house.password"),
        *("backup.passphrase", "radio-backups/radio-1.ghz-backup", "gridhearth.d/50-broker.toml"),
        "network.toml",
    )
}
assert len(CANARIES) == 12


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A box on which a home has lived, with a canary in everything that is secret or its own."""
    state, etc = tmp_path / "state", tmp_path / "etc"
    etc.mkdir()
    for name, canary in CANARIES.items():
        folder = etc if name.endswith(".toml") else state
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {canary}\n")
        path.chmod(0o600)
    (etc / "gridhearth.toml").write_text(example_of(tmp_path))
    (state / HISTORY).write_bytes(b"days")
    (state / "reserve").write_bytes(bytes(100_000))
    journal = SqliteJournal(state / "journal.db")
    agent = seller()
    agent.wish(at(5, 1), *choices())
    journal.append(agent.journal)
    journal.close()
    return tmp_path


def example_of(home: Path) -> str:
    text = example().replace("/etc/gridhearth", str(home / "etc"))
    text = text.replace("/var/lib/gridhearth", str(home / "state"))
    for role in ("order", "report"):
        text = text.replace(
            f'{{ type = "credential", name = "{role}-key" }}',
            f'{{ type = "file", path = "{home / "state" / "join" / role}.key" }}',
        )
    return re.sub(r'(?m)^#(?=path = ".*journal\.db")', "", text)


def settings_of(home: Path) -> Settings:
    return read_settings((home / "etc" / "gridhearth.toml").read_text())


def made(home: Path, **options: bool) -> bytes:
    config = home / "etc" / "gridhearth.toml"
    backup = gather(
        settings_of(home), config, IDENTITY, None, history=options.get("history", False)
    )
    return sealed(backup, PASSPHRASE)


def test_no_canary_is_in_the_sealed_file_and_nothing_in_clear_touches_the_disk(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[bytes] = []
    real = os.open

    def watched(path: object, flags: int, *rest: object, **more: object) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            written.append(os.fsencode(str(path)))
        return real(path, flags, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", watched)
    content = made(home)
    target = home / "b.gh-backup"
    home_backup.write_backup(target, content)
    for canary in CANARIES.values():
        assert canary.encode() not in content
        assert bytes.fromhex(canary) not in content
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    ours = {name for name in written if b"journal.db" not in name}
    assert all(name.endswith(b"b.gh-backup.new") or name == os.fsencode(home) for name in ours), (
        ours
    )
    inside = {one.path: one.content for one in read_backup(target, PASSPHRASE).files}
    for name, canary in CANARIES.items():
        folder = "etc" if name.endswith(".toml") else "state"
        kept = inside.get(str(home / folder / name))
        if "radio" not in name:  # without a radio in the settings there is none to keep
            assert canary.encode() in (kept or b""), name
    assert str(home / "state" / "reserve") not in inside
    assert str(home / "state" / HISTORY) not in inside


def test_a_wrong_passphrase_a_cut_and_every_altered_byte_are_refused_with_words(home: Path) -> None:
    content = made(home)
    with pytest.raises(BackupError, match="wrong, or the backup is damaged"):
        opened(content, PASSPHRASE + "!")
    for place in (0, 7, 8, 12, 40, len(content) // 2, len(content) - 1):
        altered = bytearray(content)
        altered[place] ^= 1
        with pytest.raises(BackupError):
            opened(bytes(altered), PASSPHRASE)
    for length in (0, 7, 20, len(content) - 1):
        with pytest.raises(BackupError):
            opened(content[:length], PASSPHRASE)
    with pytest.raises(BackupError, match="at least 10"):
        sealed(opened(content, PASSPHRASE), "short")


def test_another_format_and_paths_that_climb_are_refused(home: Path) -> None:
    import zlib

    backup = opened(made(home), PASSPHRASE)
    later = msgspec.structs.replace(backup, version=2)
    with pytest.raises(BackupError, match="reads gridhearth/home-backup 1"):
        opened(sealed(later, PASSPHRASE), PASSPHRASE)
    evil = msgspec.structs.replace(backup.files[0], path="/etc/../../root/.ssh/authorized_keys")
    with pytest.raises(BackupError, match="not put anywhere"):
        opened(sealed(msgspec.structs.replace(backup, files=(evil,)), PASSPHRASE), PASSPHRASE)
    bomb = seal(zlib.compress(bytes(2 * home_backup.MOST_BYTES + 1)), PASSPHRASE, MAGIC, "it")
    with pytest.raises(BackupError, match="too large"):
        opened(bomb, PASSPHRASE)


def test_the_running_journals_copy_is_a_prefix_of_what_it_goes_on_to_write(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "journal.db")
    agent = seller()
    journal.append(agent.journal)
    copy = journal.copied()
    journal.append([b"later"])
    journal.close()
    (tmp_path / "copy.db").write_bytes(copy)
    again = SqliteJournal(tmp_path / "copy.db")
    assert [body for _, body in again.read(0)] == agent.journal
    again.close()


class _Cut(BaseException):
    """The power is gone."""


def test_a_restore_cut_off_anywhere_leaves_the_old_box_or_ends_in_the_new_one(home: Path) -> None:
    backup = opened(made(home), PASSPHRASE)
    config, state = home / "etc" / "gridhearth.toml", home / "state"
    (state / "journal.db").unlink()

    def older() -> None:
        for one in backup.files:
            Path(one.path).write_bytes(b"old")
        for name in (RESTORED, RESTORE_MARK):
            (state / name).unlink(missing_ok=True)

    deeds: list[str] = []
    older()
    restore(backup, state, config, cut=deeds.append)
    for number in range(len(deeds)):
        older()
        left = number

        def cut(_: str) -> None:
            nonlocal left
            if left == 0:
                raise _Cut
            left -= 1

        with pytest.raises(_Cut):
            restore(backup, state, config, cut=cut)
        if under_way(state):
            assert begin(config, state) is None  # the agent does not start over half a restore
            finish(state)
            new = True
        else:
            new = False
        for one in backup.files:
            expected = one.content if new else b"old"
            assert Path(one.path).read_bytes() == expected, (number, one.path)
        assert (read_note(state) is not None) == new
    assert len(deeds) > 2 * len(backup.files)


def test_a_mark_that_somebody_else_wrote_moves_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state, stolen = home / "state", home / "stolen"
    move = {"target": str(stolen), "source": str(state / "pins.json")}
    (state / RESTORE_MARK).write_bytes(msgspec.json.encode({"moves": [move]}))
    own = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: own + 1)
    with pytest.raises(BackupError, match="was not written by the user"):
        finish(state)
    assert not stolen.exists()


def _command(home: Path, *words: str) -> int:
    return main(
        [
            words[0],
            *("--config", str(home / "etc" / "gridhearth.toml")),
            *("--socket", str(home / "none.sock")),
            *("--passphrase-file", str(home / "phrase")),
            *words[1:],
        ]
    )


def test_a_box_is_replaced_from_the_command_line(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "phrase").write_text(PASSPHRASE)
    (home / "phrase").chmod(0o600)
    target, state = home / "stick.gh-backup", home / "state"
    before = SqliteJournal(state / "journal.db")
    entries = [body for _, body in before.read(0)]
    before.close()
    assert _command(home, "backup", str(target)) == 0
    assert _command(home, "backup", "--verify", str(target)) == 0
    told = capsys.readouterr().out
    assert "The backup is whole." in told
    assert CONSTANTS.member in told
    for path in sorted((home / "state").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (home / "etc" / "gridhearth.toml").unlink()
    assert _command(home, "restore", str(target), "--state", str(state), "--dry-run") == 0
    assert not (state / "journal.db").exists()
    assert _command(home, "restore", str(target), "--state", str(state)) == 2  # nobody confirmed
    assert _command(home, "restore", str(target), "--state", str(state), "--yes") == 0
    assert CANARIES["join/order.key"] in (state / "join" / "order.key").read_text()
    assert stat.S_IMODE((state / "join" / "order.key").stat().st_mode) == 0o600
    assert begin(home / "etc" / "gridhearth.toml", state) is not None
    journal = SqliteJournal(state / "journal.db")
    assert [body for _, body in journal.read(0)] == entries
    assert last_constants(journal) == CONSTANTS
    note = read_note(state)
    assert note is not None
    assert note.taken_ms == 0  # nobody vouched for the clock: all of the window is read again
    _begun(journal, note.ident)
    journal.close()


def _begun(journal: SqliteJournal, ident: str) -> None:
    """What the daemon does with the note: once in the journal, it is never told twice."""
    runner = Runner(journal, feeder(), lambda _: None, lambda _: None)
    runner.recover()
    runner.take([Restored(at(9), ident, 0)])
    assert runner.state.restoring is not None
    runner.take([Restored(at(9), ident, 0)])
    events = [msgspec.json.decode(body, type=Event) for _, body in journal.read(0)]
    assert sum(isinstance(event, Restored) for event in events) == 1


def test_another_members_box_is_not_overwritten_unless_told(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "phrase").write_text(PASSPHRASE)
    (home / "phrase").chmod(0o600)
    target, state = home / "stick.gh-backup", home / "state"
    assert _command(home, "backup", str(target)) == 0
    (state / "journal.db").unlink()
    other = Agent(msgspec.structs.replace(CONSTANTS, member="0x" + "77" * 20))
    other.start(at(5))
    journal = SqliteJournal(state / "journal.db")
    journal.append(other.journal)
    journal.close()
    (state / "telemetry.db").write_bytes(b"the other's days")
    words = ("restore", str(target), "--state", str(state), "--yes")
    assert _command(home, *words) == 2
    assert "belongs to member 0x7777" in capsys.readouterr().err
    assert _command(home, *words, "--other-member") == 0
    assert not (state / "telemetry.db").exists()
    journal = SqliteJournal(state / "journal.db")
    assert last_constants(journal) == CONSTANTS
    journal.close()
