"""`gridhearth update`: look for a release, install it, switch to it when no money is in flight."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent.packaging.disk import RealDisk
    from agent.packaging.update_settings import UpdateSettings

SETTINGS = Path("/etc/gridhearth/update.toml")


def add(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "update",
        help="install a newer version and switch to it",
        description="Without options: look where update.toml says, verify, install and switch.",
    )
    deed = parser.add_mutually_exclusive_group()
    deed.add_argument(
        "--file", type=Path, metavar="DEB", help="install this package, with --release"
    )
    deed.add_argument(
        "--resume", action="store_true", help="go on after a power cut; switch if due"
    )
    deed.add_argument("--back", action="store_true", help="return to the version before")
    deed.add_argument("--state", action="store_true", help="say which versions are installed")
    deed.add_argument("--take", action="store_true", help=argparse.SUPPRESS)  # the package's script
    parser.add_argument(
        "--release", type=Path, metavar="JSON", help="the signed release that lists the package"
    )
    parser.add_argument(
        "--check", action="store_true", help="only say whether there is a newer one"
    )
    parser.add_argument("--force", action="store_true", help="switch even while money is in flight")
    parser.add_argument("--config", type=Path, default=SETTINGS, help="default: %(default)s")
    parser.add_argument("--root", type=Path, default=Path("/"), help=argparse.SUPPRESS)
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """0: done, or nothing to do; 1: it was put off or given up, the old version runs; 2: asked wrongly."""
    from agent.packaging.disk import RealDisk, alone
    from agent.packaging.entries import PackageError
    from agent.packaging.machine import SystemdMachine
    from agent.packaging.releases import ReleaseRefused
    from agent.packaging.slots import OnTrialError, SlotError
    from agent.packaging.switching import prepare
    from agent.packaging.update_settings import SettingsWrong, read_update_settings

    disk, machine = RealDisk(arguments.root), SystemdMachine(arguments.root)
    if (arguments.file is None) is not (arguments.release is None):
        return _said(
            ["--file and --release go together: the package, and what its makers signed."], 2
        )
    try:
        if arguments.state:
            return _state(disk)
        if arguments.take:
            with alone(arguments.root):
                prepare(disk, machine)
            return 0
        settings = read_update_settings(arguments.config)
        if arguments.back:
            with alone(arguments.root):
                return _back(arguments, disk, machine, settings)
        if not arguments.resume:
            code = _installed(arguments, disk, settings)
            if code is not None:
                return code
        with alone(arguments.root):
            return _switched(arguments, disk, machine, settings)
    except SettingsWrong as wrong:
        return _said(wrong.problems, 2)
    except OnTrialError as left:
        if arguments.take:
            print("The last update is still on trial; this one is taken up after it.")
            return 0
        return _said([str(left)], 1)
    except (SlotError, ReleaseRefused, PackageError) as refused:
        return _said([str(refused)], 1)
    except OSError as failed:
        return _said([f"{failed.filename or 'update'}: {failed.strerror or failed}."], 1)


def _installed(
    arguments: argparse.Namespace, disk: "RealDisk", settings: "UpdateSettings"
) -> int | None:
    """Fetch, verify and hand to dpkg; None: go on to the switch."""
    from agent.packaging import obtaining

    newest = obtaining.newest(arguments.release, settings, disk)
    if newest is None:
        print("No newer version was found.")
        return 0 if arguments.check else None
    if arguments.check:
        print(f"Version {newest.package.version} is there ({newest.package.size / 1e6:.1f} MB).")
        return 0
    obtaining.install(newest, arguments.file, settings, disk)
    return None


def _switched(
    arguments: argparse.Namespace, disk: Any, machine: Any, settings: "UpdateSettings"
) -> int:
    from agent.packaging.switching import resume

    outcome = resume(disk, machine, settings.rules, force=arguments.force)
    print("\n".join(outcome.sentences))
    return 0 if outcome.done else 1


def _state(disk: Any) -> int:
    from agent.packaging.slots import SLOTS, look, version_of

    slots = look(disk)
    for slot in SLOTS:
        marks = [
            *(["runs"] if slot == slots.current else []),
            *(["found healthy"] if slot == slots.proven else []),
            *(["whole"] if slot in slots.whole else ["not whole"]),
        ]
        print(f"{slot}: {version_of(disk, slot) or 'empty'} ({', '.join(marks)})")
    print(f"package: {version_of(disk, 'package') or 'none'}")
    return 0


def _back(
    arguments: argparse.Namespace, disk: Any, machine: Any, settings: "UpdateSettings"
) -> int:
    from agent.packaging.switching import back

    outcome = back(disk, machine, settings.rules, force=arguments.force)
    print("\n".join(outcome.sentences))
    return 0 if outcome.done else 1


def _said(problems: "tuple[str, ...] | list[str]", code: int) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)
    return code
