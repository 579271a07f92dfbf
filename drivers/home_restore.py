"""Puts a backup in place: all of it or nothing, whatever is cut and wherever.

First every file is written beside its place, under another name, and synced: a cut leaves the old
box. Then a mark with the list of what is to be moved is made durable: from there on the new box
counts, the daemon does not start, and `finish` moves what is not yet moved, as often as it is
called. The last deed takes the mark away.
"""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

import msgspec

from drivers.durable_file import replace_file, sync_directory
from drivers.home_backup import RESTORE_MARK, RESTORED, BackupError, HomeBackup, Kept
from drivers.wiping import files_below, remove

CREDENTIALS = "restored-credentials"
"""Keys that systemd passed lie here after a restore, until they are encrypted for this box."""
BESIDE = ".restoring"


class Move(msgspec.Struct, frozen=True):
    """A file to bring into its place; no source: what lies there is to go."""

    target: str
    source: str = ""


class _Mark(msgspec.Struct, frozen=True):
    moves: tuple[Move, ...]


class RestoredNote(msgspec.Struct, frozen=True):
    """What the next start has to know: the journal came from a backup."""

    ident: str
    """Of this restore, not of the backup."""
    taken_ms: int


def plan(backup: HomeBackup, state: Path, config: Path) -> tuple[tuple[Path, Kept], ...]:
    """Return where every file would go; state and settings follow the directories named here."""
    return tuple((_place(backup, one, state, config), one) for one in backup.files)


def _place(backup: HomeBackup, one: Kept, state: Path, config: Path) -> Path:
    path = Path(one.path)
    if one.where == "credential":
        return state / CREDENTIALS / one.path
    if path.is_relative_to(backup.state_directory):
        return state / path.relative_to(backup.state_directory)
    if one.where == "settings":
        old = Path(backup.config)
        if path == old:
            return config
        if path.is_relative_to(old.with_suffix(".d")):
            return config.with_suffix(".d") / path.relative_to(old.with_suffix(".d"))
    return path


def under_way(state: Path) -> bool:
    """Whether a restore was cut off after its mark was set."""
    return (state / RESTORE_MARK).exists()


def restore(
    backup: HomeBackup,
    state: Path,
    config: Path,
    *,
    alone: bool = False,
    cut: Callable[[str], None] = lambda _: None,
) -> None:
    """Put the backup in place; BackupError: nothing was changed, or `finish` has to go on.

    `alone`: what else lies in the state directory belongs to another member, and goes.
    `cut` is called before every deed that reaches the disk (tests end the process there).
    """
    note = msgspec.json.encode(RestoredNote(secrets.token_hex(16), backup.identity.taken_ms))
    places = plan(backup, state, config)
    journal = next(path for path, one in places if one.path.endswith(".db"))
    stale = [
        path.with_name(path.name + suffix)
        for path, one in places
        if one.path.endswith(".db")
        for suffix in ("-wal", "-shm", "-journal")
    ]
    gone = [*stale, journal.with_name("trust.json")]
    gone += [one for one in files_below([state]) if not one.name.endswith(BESIDE)] if alone else []
    moves = [Move(str(path)) for path in gone]
    try:
        _make_folder(state, 0o700)
        for path, one in (
            *places,
            (state / RESTORED, Kept("state", RESTORED, 0o600, note)),
        ):
            _make_folder(path.parent, 0o755 if one.where == "settings" else 0o700)
            beside = path.with_name(f".{path.name}{BESIDE}")
            cut(f"write {path}")
            replace_file(beside, one.content)
            beside.chmod(one.mode if one.where in ("settings", "elsewhere") else 0o600)
            _like(beside, path.parent)
            moves.append(Move(str(path), str(beside)))
        cut("mark")
        replace_file(state / RESTORE_MARK, msgspec.json.encode(_Mark(tuple(moves))))
    except OSError as failed:
        raise BackupError(f"Nothing was changed: {failed}.") from failed
    finish(state, cut=cut)


def finish(state: Path, *, cut: Callable[[str], None] = lambda _: None) -> None:
    """Move everything into its place that is not there yet, then take the mark away; BackupError."""
    mark = state / RESTORE_MARK
    try:
        if mark.lstat().st_uid != os.geteuid():  # or the agent's user could have root move files
            raise BackupError(
                f"{mark} was not written by the user that now restores: remove it, or run this as"
                " the user that began."
            )
        told = msgspec.json.decode(mark.read_bytes(), type=_Mark)
        for move in told.moves:
            target = Path(move.target)
            cut(f"move {target}")
            if not move.source:
                if not any(other.source and other.target == move.target for other in told.moves):
                    remove(target)
            elif Path(move.source).exists():
                Path(move.source).replace(target)
                sync_directory(target.parent)
        cut("unmark")
        mark.unlink()
        sync_directory(state)
    except (OSError, msgspec.MsgspecError) as failed:
        raise BackupError(
            f"The restore is not finished: {failed}. Repeat it; the agent does not start before."
        ) from failed


def read_note(state: Path) -> RestoredNote | None:
    """Return what the last restore left for the next start; None: nothing."""
    try:
        return msgspec.json.decode((state / RESTORED).read_bytes(), type=RestoredNote)
    except FileNotFoundError:
        return None


def forget_note(state: Path) -> None:
    """The journal knows of the restore now."""
    (state / RESTORED).unlink(missing_ok=True)
    sync_directory(state)


def _make_folder(folder: Path, mode: int) -> None:
    """Make a folder and those above it, each like the one it lies in."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(mode=mode)
        _like(one, one.parent)


def _like(path: Path, folder: Path) -> None:
    """Give a file to whom its folder belongs: root restores, the agent's user reads."""
    if os.geteuid() == 0:
        owner = folder.stat()
        os.chown(path, owner.st_uid, owner.st_gid)
