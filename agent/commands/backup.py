"""`gridhearth backup`: everything that makes this box this home's box, in one sealed file."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.commands.backup_passphrase import passphrase_of, passphrase_options
from agent.commands.home_calls import (
    FAILED,
    PROGRAM,
    WRONG,
    answers,
    common_options,
    reached,
    say,
    socket_of,
)

if TYPE_CHECKING:
    from drivers.home_backup import HomeBackup, Identity

SETTINGS = Path("/etc/gridhearth/gridhearth.toml")


def add(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "backup",
        parents=[common_options()],
        help="write, or check, one sealed file to replace this box from",
        description="Settings, keys, certificates, PINs, the radio's network and the journal, as"
        " one file that only its passphrase opens. A running agent writes it into the directory of"
        " [backup] and it is copied from there; without one it is read from the disk.",
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="where to put it")
    parser.add_argument("--config", type=Path, default=SETTINGS, metavar="SETTINGS")
    parser.add_argument(
        "--verify", action="store_true", help="open FILE and check it; nothing is written"
    )
    parser.add_argument(
        "--history", action="store_true", help="with the days and prices of the past as well"
    )
    passphrase_options(parser)
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """0: written, or sound; 1: it could not be done, or is not sound; 2: what to do is not clear."""
    from agent.ports import PortError
    from agent.settings.merge import FilesRefused
    from agent.shell.settings_files import SettingsUnreadableError

    try:
        if arguments.verify:
            return _verify(arguments)
        if answers(socket_of(arguments)):
            return _from_daemon(arguments)
        return _from_disk(arguments)
    except FilesRefused as refused:
        return say(str(refused), code=WRONG)
    except (PortError, SettingsUnreadableError) as failed:
        return say(str(failed), code=FAILED)


def _verify(arguments: argparse.Namespace) -> int:
    from drivers.home_backup import read_backup

    if arguments.file is None:
        return say("Name the file to check.", code=WRONG)
    show(read_backup(arguments.file, passphrase_of(arguments, new=False)))
    print("The backup is whole.")
    return 0


def show(backup: "HomeBackup") -> None:
    """Print whose backup it is and what is in it; nothing of the content."""
    known = backup.identity
    print(f"Made     {backup.when}, by {known.program}")
    print(f"Member   {known.member}")
    print(f"Market   {known.contract} on chain {known.chain_id}")
    if known.height:
        print(f"Block    {known.height}, nonce {known.nonce}")
    for one in sorted(backup.files, key=lambda one: one.path):
        print(f"  {len(one.content):>9} bytes  {one.path}")


def _from_daemon(arguments: argparse.Namespace) -> int:
    return reached(_asked(arguments))


async def _asked(arguments: argparse.Namespace) -> int:
    from agent.api.backup import BackupWrite, BackupWritten
    from agent.commands.home_calls import unlocked_call
    from agent.shell.link import connected

    named = arguments.passphrase_file or arguments.passphrase_credential
    typed = passphrase_of(arguments, new=True) if named or arguments.file is not None else None
    async with connected(socket_of(arguments), PROGRAM) as link:
        import msgspec

        asked = BackupWrite(passphrase=typed, history=arguments.history)
        written = msgspec.convert(await unlocked_call(link, "backup.write", asked), BackupWritten)
    if not written.accepted:
        return say(written.sentence, code=FAILED)
    print(written.sentence)
    if arguments.file is not None:
        return _copied(Path(written.file), arguments.file)
    return 0


def _copied(made: Path, target: Path) -> int:
    from drivers.home_backup import write_backup

    write_backup(target, made.read_bytes())
    print(f"Copied to {target}.")
    return 0


def _from_disk(arguments: argparse.Namespace) -> int:
    import time

    from agent.shell.settings_files import load_settings
    from drivers.home_backup import gather, name_of, sealed, write_backup

    settings = load_settings(arguments.config).settings
    identity = _identity(arguments.config)
    target = arguments.file or Path(name_of(identity, time.time_ns() // 1_000_000))
    if target.is_dir():
        target = target / name_of(identity, time.time_ns() // 1_000_000)
    passphrase = passphrase_of(arguments, new=True)
    backup = gather(settings, arguments.config, identity, None, history=arguments.history)
    write_backup(target, sealed(backup, passphrase))
    print(f"The backup is {target}. Whoever has it and its passphrase has this home's keys.")
    return 0


def _identity(config: Path) -> "Identity":
    """What can be said without a daemon: whose it is; not how far the chain is, nor the time.

    Nobody says whether this clock is right, so a restore reads the orders of the whole correction
    window.
    """
    from agent.core.constants import Constants
    from agent.shell.run import last_constants
    from agent.shell.settings_files import load_settings
    from agent.shell.version import own_version
    from drivers.home_backup import BackupError, Identity
    from drivers.journal_sqlite import SqliteJournal

    path = Path(load_settings(config).settings.journal.path)
    if not path.exists():
        raise BackupError(f"There is no journal {path}: this box has never run.")
    journal = SqliteJournal(path)
    try:
        known: Constants | None = last_constants(journal)
    finally:
        journal.close()
    if known is None:
        raise BackupError("This box has never run: there is nothing to keep yet.")
    return Identity(0, own_version(), known.member, known.chain_id, known.contract)
