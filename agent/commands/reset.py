"""`gridhearth reset`: a box that goes to somebody else, or begins anew."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.commands.home_calls import FAILED, WRONG, answers, common_options, say, socket_of

if TYPE_CHECKING:
    from agent.provisioning.wipe import Wipe
    from agent.settings import Settings

SETTINGS = Path("/etc/gridhearth/gridhearth.toml")
STATE = Path("/var/lib/gridhearth")
SCREEN_STATE = Path("/var/lib/gridhearth-screen")
DROP_IN = "50-broker.toml"
ASKED = {"factory": "wipe everything", "transfer": "wipe the owner"}


def add(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "reset",
        parents=[common_options()],
        help="a new owner, or a box as new: keys, history and PINs are wiped",
        description="factory: the program stays, nothing else. transfer: meters and relays stay"
        " paired and the settings stay; keys, journal, history and PINs go. The keys are gone for"
        " good: what the account holds must be paid out before. The agent must be stopped"
        " (systemctl stop gridhearth). May be repeated after a power cut, and must be: the agent"
        " does not start over half a reset.",
    )
    parser.add_argument("kind", choices=("factory", "transfer"))
    parser.add_argument("--config", type=Path, default=SETTINGS, metavar="FILE")
    parser.add_argument("--state", type=Path, default=STATE, metavar="DIR")
    parser.add_argument("--screen-state", type=Path, default=SCREEN_STATE, metavar="DIR")
    parser.add_argument("--dry-run", action="store_true", help="only show what would go")
    parser.add_argument(
        "--yes", action="store_true", help="the warning was read; for scripts that ask themselves"
    )
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """0: done, or shown; 1: it could not be done; 2: it was not confirmed."""
    from agent.commands import doctor_look
    from agent.provisioning.wipe import MARK
    from drivers.wiping import WipeError, remove_empty, wipe

    if answers(socket_of(arguments)):
        return say(
            "The agent is running: systemctl stop gridhearth.socket gridhearth, then again.",
            code=FAILED,
        )
    _, settings = doctor_look.read_configuration(arguments.config)
    directories = [path for path in (arguments.state, arguments.screen_state) if path.is_dir()]
    planned = _planned(arguments, settings, directories)
    _show(planned)
    if arguments.dry_run:
        return 0
    if not arguments.yes and not _confirmed(arguments.kind):
        return say("Nothing was done.", code=WRONG)
    if not arguments.state.is_dir():
        return say(f"There is no {arguments.state}: nothing to wipe.", code=FAILED)
    total = len(planned.remove)
    done: list[Path] = []

    def told(path: Path) -> None:
        done.append(path)
        print(f"\r{len(done)} of {total} files", end="", file=sys.stderr, flush=True)

    try:
        wipe([Path(path) for path in planned.remove], arguments.state / MARK, told)
        remove_empty(directories)
    except (WipeError, OSError) as failed:
        return say("", f"{failed}. Repeat it; the agent does not start before.", code=FAILED)
    print("\nDone. The box is as new." if arguments.kind == "factory" else "\nDone. Next: join.")
    return 0


def _planned(
    arguments: argparse.Namespace, settings: "Settings | None", directories: list[Path]
) -> "Wipe":
    from agent.commands import doctor_look
    from agent.provisioning.wipe import plan
    from agent.shell.settings_files import drop_ins_of
    from drivers.home_backup import SUFFIX
    from drivers.wiping import files_below

    named = [] if settings is None else [one.path for one in doctor_look.private_files(settings)]
    written = [drop_ins_of(arguments.config) / DROP_IN]
    if settings is not None and settings.backup is not None:  # they hold the keys, sealed
        named += map(str, Path(settings.backup.directory).glob(f"*{SUFFIX}"))
    if arguments.kind == "factory":
        written += [arguments.config, *drop_ins_of(arguments.config).glob("*.toml")]
    return plan(
        arguments.kind,
        map(str, files_below(directories)),
        [path for path in named if Path(path).exists()],
        [str(path) for path in written if path.exists()],
    )


def _show(planned: "Wipe") -> None:
    for path in planned.remove:
        print(f"wipe  {path}")
    for path in planned.keep:
        print(f"keep  {path}")


def _confirmed(kind: str) -> bool:
    if not sys.stdin.isatty():
        return False
    print(f"The keys will be gone for good. Type '{ASKED[kind]}': ", end="", flush=True)
    return sys.stdin.readline().strip() == ASKED[kind]
