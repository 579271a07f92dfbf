"""`gridhearth radio flash`: new firmware for the ZigBee stick, after everything was compared."""

import argparse
import sys
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.commands.home_calls import FAILED, PROGRAM, WRONG, common_options, say, socket_of

if TYPE_CHECKING:
    from agent.packaging.firmware import Firmware, Known, Stick

OWN_LIST = Path("/etc/gridhearth/radio-firmware.toml")
UNTOUCHED = "The stick was not touched."


def add_flash(commands: Any) -> None:
    """Add the command below `gridhearth radio`."""
    parser = commands.add_parser(
        "flash",
        parents=[common_options()],
        help="put new firmware onto the stick",
        description="Checks the file, finds the stick, has the agent back the network up, compares, shows the"
        " plan and asks; only then the stick is touched. Stop the agent first:"
        " systemctl stop gridhearth.",
    )
    parser.add_argument("--firmware", type=Path, required=True, metavar="FILE.gbl")
    parser.add_argument("--device", metavar="PATH", help="the stick (default: the only one)")
    parser.add_argument("--baudrate", type=int, default=115_200, help="as in the settings' [radio]")
    parser.add_argument("--sha256", metavar="HEX", help="the number the stick's maker publishes")
    parser.add_argument("--downgrade", action="store_true", help="an older version is meant")
    parser.add_argument(
        "--backup", type=Path, metavar="FILE", help="a backup of the network that you have"
    )
    parser.add_argument("--without-backup", action="store_true", help="the network may be lost")
    parser.add_argument(
        "--dry-run", action="store_true", help="compare and show the plan, then stop"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """0: done, or shown; 1: it could not be done; 2: it must not be done."""
    from agent.packaging.firmware import FirmwareWrong, allowed_by, board_of, chosen, read_firmware
    from agent.packaging.flasher import FlashFailed, sticks

    try:
        firmware = read_firmware(arguments.firmware.read_bytes())
        known = _known()
        stick = chosen(sticks(), known, arguments.device)
    except FirmwareWrong as wrong:
        return say(*wrong.problems, UNTOUCHED, code=WRONG)
    except OSError as lost:
        return say(f"{lost.filename}: {lost.strerror}.", code=FAILED)
    board = board_of(stick, known)
    refusals = allowed_by(firmware, board, known, arguments.sha256)
    if refusals:
        return say(*refusals, UNTOUCHED, code=WRONG)
    backed_up = _agent_backs_up(arguments)
    if backed_up is not None:
        return say(
            backed_up,
            "Now stop the agent, which holds the stick (sudo systemctl stop gridhearth), and run"
            " this again with --backup and that file.",
            UNTOUCHED,
            code=FAILED,
        )
    problems = _backup_problems(arguments)
    if problems:
        return say(*problems, UNTOUCHED, code=WRONG)
    try:
        return _flashed(arguments, firmware, stick, board)
    except FlashFailed as failed:
        return say(str(failed), code=FAILED)


def _flashed(
    arguments: argparse.Namespace, firmware: "Firmware", stick: "Stick", board: str | None
) -> int:
    from agent.packaging.firmware import compared
    from agent.packaging.flasher import probe, upload

    probed = probe(stick.path, arguments.baudrate)
    verdict = compared(firmware, probed, arguments.baudrate, downgrade=arguments.downgrade)
    if verdict.refusals:
        return say(*verdict.refusals, UNTOUCHED, code=WRONG)
    print(f"Stick     {stick.path} ({board or stick.text or 'unknown board'})")
    print(f"File      {arguments.firmware}, {firmware.size} bytes, SHA-256 {firmware.sha256}")
    print("\n".join(verdict.plan))
    print("Do not unplug the stick. If the power fails, run the same command again.")
    if arguments.dry_run:
        return 0
    if not (arguments.yes or _agreed()):
        return say("Nothing was done.", code=FAILED)
    upload(stick.path, probed, arguments.firmware, _progress)
    print()
    after = probe(stick.path, firmware.baudrate or arguments.baudrate)
    if after.kind != "ezsp":
        return say(
            f"After the upload {after.kind} answers: run the same command again.", code=FAILED
        )
    print(f"The stick runs EmberZNet {after.version}.")
    _next_steps(arguments)
    return 0


def _next_steps(arguments: argparse.Namespace) -> None:
    where = str(arguments.backup) if arguments.backup else "your newest backup"
    print("Start the agent: sudo systemctl start gridhearth")
    if arguments.without_backup:
        return
    print(f"If 'gridhearth radio status' then says no-network: gridhearth radio restore {where}")


def _backup_problems(arguments: argparse.Namespace) -> list[str]:
    """Return why there is no backup to go back to; empty: there is one, or none is wanted."""
    from agent.ports import RadioRefusedError
    from drivers.zigbee_backup import MAGIC, read_document

    if arguments.without_backup or arguments.dry_run:
        return []
    if arguments.backup is None:
        return [
            "Without a backup every meter would have to be paired again. Make one while the agent"
            " runs (gridhearth radio backup), then name it with --backup; or say --without-backup."
        ]
    try:
        document = arguments.backup.read_bytes()
        if not document.startswith(MAGIC):  # a sealed one opens with its passphrase only
            read_document(document)
    except OSError as lost:
        return [f"{arguments.backup} could not be read: {lost.strerror}."]
    except RadioRefusedError as refused:
        return [str(refused)]
    return []


def _agent_backs_up(arguments: argparse.Namespace) -> str | None:
    """Return what the running agent says of the backup it makes now; None: no agent runs."""
    import asyncio

    from agent.shell.link import DEVICE_WITHIN_S, CallFailed, LinkError, connected

    async def asked() -> str:
        async with connected(socket_of(arguments), PROGRAM) as link:
            answer = await link.call("radio.backup", within_s=DEVICE_WITHIN_S)
            return str(answer["sentence"])

    try:
        return asyncio.run(asked())
    except LinkError:
        return None
    except CallFailed as refused:
        return f"The agent made no backup: {refused}"


def _known() -> "Known":
    from agent.packaging.firmware import read_known

    place = OWN_LIST if OWN_LIST.is_file() else files("config") / "radio-firmware.toml"
    return read_known(place.read_text("utf-8"))


def _progress(sent: int, size: int) -> None:
    if sys.stdout.isatty() or sent >= size:
        print(f"\r{100 * min(sent, size) // max(size, 1):3d} %", end="", flush=True)


def _agreed() -> bool:
    if not sys.stdin.isatty():
        print("Nobody is there to ask: add --yes.", file=sys.stderr)
        return False
    return input("Upload it? [y/N] ").strip().lower() in ("y", "yes")
