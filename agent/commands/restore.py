"""`gridhearth restore`: a fresh or replaced box becomes this home's box again."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.commands.backup_passphrase import passphrase_of, passphrase_options
from agent.commands.home_calls import FAILED, WRONG, answers, common_options, say, socket_of

if TYPE_CHECKING:
    from drivers.home_backup import HomeBackup

SETTINGS = Path("/etc/gridhearth/gridhearth.toml")
STATE = Path("/var/lib/gridhearth")
ASKED = "restore"


def add(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "restore",
        parents=[common_options()],
        help="put a backup onto this box: all of it or nothing",
        description="For a fresh or replaced box; the agent must be stopped (systemctl stop"
        " gridhearth.socket gridhearth). The lost box must never run again: two boxes with one key stop each other."
        " After the start the home waits a whole market cycle and learns from the chain what the"
        " lost box did, before it trades. May be repeated after a power cut, and must be.",
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the backup")
    parser.add_argument("--config", type=Path, default=SETTINGS, metavar="SETTINGS")
    parser.add_argument("--state", type=Path, default=STATE, metavar="DIR")
    parser.add_argument("--dry-run", action="store_true", help="only show what would be done")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument(
        "--other-member",
        action="store_true",
        help="this box belongs to another member: what is here is wiped",
    )
    parser.add_argument(
        "--finish", action="store_true", help="go on with a restore that was cut off; no FILE"
    )
    passphrase_options(parser)
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """0: done, or shown; 1: it could not be done; 2: it was not confirmed, or is not clear."""
    from agent.ports import PortError
    from agent.provisioning.wipe import MARK
    from drivers.home_restore import finish, under_way

    if answers(socket_of(arguments)):
        return say(
            "The agent is running: systemctl stop gridhearth.socket gridhearth, then again.",
            code=FAILED,
        )
    if (arguments.state / MARK).exists():
        return say("A reset was cut off: finish it with 'gridhearth reset' first.", code=FAILED)
    try:
        if under_way(arguments.state):
            finish(arguments.state)
            return _told()
        if arguments.finish:
            return say("No restore was cut off: nothing to finish.", code=WRONG)
        if arguments.file is None:
            return say("Name the backup's file.", code=WRONG)
        return _restore(arguments)
    except PortError as failed:
        return say(str(failed), code=FAILED)


def _restore(arguments: argparse.Namespace) -> int:
    from agent.commands.backup import show
    from drivers.home_backup import read_backup
    from drivers.home_restore import plan, restore

    backup = read_backup(arguments.file, passphrase_of(arguments, new=False))
    show(backup)
    for path, _ in plan(backup, arguments.state, arguments.config):
        print(f"{'replace' if path.exists() else 'write  '}  {path}")
    here = _member_here(backup, arguments.state)
    other = here not in (None, backup.identity.member)
    if other and not arguments.other_member:
        return say(
            f"This box belongs to member {here}, the backup to {backup.identity.member}. Restore it"
            " onto another box, or say --other-member: then what is here is wiped.",
            code=WRONG,
        )
    if arguments.dry_run:
        return 0
    if not arguments.yes and not _confirmed():
        return say("Nothing was done.", code=WRONG)
    restore(backup, arguments.state, arguments.config, alone=other)
    return _told()


def _member_here(backup: "HomeBackup", state: Path) -> str | None:
    """Who this box belongs to; None: nobody yet."""
    from agent.shell.run import JournalUnreadableError, last_constants
    from drivers.home_backup import BackupError
    from drivers.journal_sqlite import JournalError, SqliteJournal

    names = {Path(one.path).name for one in backup.files if one.path.endswith(".db")}
    for path in sorted(path for path in state.glob("*.db") if path.name in names | {"journal.db"}):
        try:
            journal = SqliteJournal(path)
        except JournalError as trouble:
            if "another program" in str(trouble):
                continue  # the radio's database
            raise BackupError(f"It cannot be seen whose box this is: {trouble}.") from trouble
        try:
            known = last_constants(journal)
        except JournalUnreadableError as trouble:
            raise BackupError(f"It cannot be seen whose box this is: {trouble}.") from trouble
        finally:
            journal.close()
        if known is not None:
            return known.member
    return None


def _told() -> int:
    print(
        "Done. Next: systemctl start gridhearth.socket gridhearth. It waits a whole market cycle"
        " before it trades and says until when (gridhearth alerts).\nAnother radio stick: gridhearth radio restore."
    )
    return 0


def _confirmed() -> bool:
    if not sys.stdin.isatty():
        return False
    print(f"The lost box must never run again. Type '{ASKED}': ", end="", flush=True)
    return sys.stdin.readline().strip() == ASKED
