"""`gridhearth radio record`: note what passes between a host and a real stick."""

import argparse
import asyncio
import signal
import sys
import time
from pathlib import Path
from typing import Any

FAILED, WRONG = 1, 2
MEBIBYTE = 1 << 20
MOST_MEBIBYTES = 512
FLOWS = ("software", "hardware", "none")


def add_record(commands: Any) -> None:
    """Add the command to those of `radio`."""
    about = "write down what passes between a host and a ZigBee stick"
    parser = commands.add_parser(
        "record",
        help=about,
        description="Stands between any EZSP host and a stick, passes every byte on and writes the"
        " frames to a file. Network keys, link keys and install codes are replaced in the file;"
        " addresses and measured values are not. Stop the daemon first if it uses the stick, point"
        " its radio.path at what --listen names, and start it again.",
        epilog="Play it back: gridhearth simulate zigbee --replay FILE",
    )
    parser.add_argument(
        "--path",
        required=True,
        type=_stick,
        metavar="STICK",
        help="the stick: /dev/serial/by-id/…, or tcp://HOST:PORT",
    )
    parser.add_argument(
        "--baudrate", type=int, default=115_200, help="of the stick (default: %(default)s)"
    )
    parser.add_argument(
        "--flow-control",
        choices=FLOWS,
        default=FLOWS[0],
        help="of the stick (default: %(default)s)",
    )
    parser.add_argument(
        "--listen",
        type=_listen,
        default=None,
        metavar="pty:LINK",
        help="where the host shall find it (default: a link in a temporary directory)",
    )
    parser.add_argument(
        "--out", required=True, type=Path, metavar="FILE", help="the new file, for you alone (0600)"
    )
    parser.add_argument(
        "--limit",
        type=_limit,
        default=64,
        metavar="MIB",
        help="the file grows to this many MiB at most; the line goes on (default: %(default)s)",
    )
    parser.add_argument(
        "--keep-keys",
        action="store_true",
        help="write keys in clear: only for a network nobody lives in",
    )
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """Record until stopped. 1: the file could not be made."""
    from importlib.util import find_spec

    from drivers.simulated.zigbee.recording import Tape

    if find_spec("serial") is None and not arguments.path.startswith("tcp://"):
        print("This installation lacks 'serial': install its devices extra.", file=sys.stderr)
        return FAILED
    link = arguments.listen
    if link is not None and link.exists() and not link.is_symlink():
        print(f"{link} is a file, and was left as it is: give another --listen.", file=sys.stderr)
        return WRONG
    try:
        with Tape(
            arguments.out,
            arguments.limit * MEBIBYTE,
            redacted=not arguments.keep_keys,
            made_ms=time.time_ns() // 1_000_000,
        ) as tape:
            asyncio.run(_record(arguments, tape))
    except FileExistsError:
        print(f"{arguments.out} is there already, and was left as it is.", file=sys.stderr)
        return FAILED
    except OSError as trouble:
        print(f"gridhearth radio record: {trouble}", file=sys.stderr)
        return FAILED
    print(f"{arguments.out}: {tape.entries} entries{', it is full' if tape.full else ''}.")
    return 0


async def _record(arguments: argparse.Namespace, tape: Any) -> None:
    from drivers.simulated.zigbee.recorder import Recorder, Stick

    stick = Stick(arguments.path, arguments.baudrate, arguments.flow_control)
    recorder = Recorder(
        stick, tape, redacted=not arguments.keep_keys, say=lambda text: print(text, flush=True)
    )
    running = asyncio.create_task(recorder.run(arguments.listen), name="zigbee recorder")
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, running.cancel)
    try:
        await running
    except asyncio.CancelledError:
        if recorder.lost_bytes:
            print(f"{recorder.lost_bytes} bytes were lost: one side did not read.")


def _stick(text: str) -> str:
    if not text.startswith("tcp://"):
        return text
    host, _, port = text.removeprefix("tcp://").rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65_536:
        raise argparse.ArgumentTypeError(f"{text!r} was no tcp://HOST:PORT")
    return text


def _listen(text: str) -> Path | None:
    kind, _, link = text.partition(":")
    if kind != "pty" or (":" in text and not link):
        raise argparse.ArgumentTypeError(f"{text!r} was neither pty nor pty:LINK")
    return Path(link) if link else None


def _limit(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_MEBIBYTES:
        raise argparse.ArgumentTypeError(
            f"{text!r} was not a whole number from 1 to {MOST_MEBIBYTES}"
        )
    return int(text)
