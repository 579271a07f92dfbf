"""`gridhearth simulate`: hardware that is not there.

`zigbee`: a virtual coordinator with devices. `serial` (simulate_serial): a meter on a line.
"""

import argparse
import asyncio
import signal
import sys
import time
from contextlib import AbstractAsyncContextManager
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from agent.commands import simulate_serial

if TYPE_CHECKING:
    from drivers.simulated.zigbee.network import VirtualNetwork
    from drivers.simulated.zigbee.replay import ReplayStick
    from drivers.simulated.zigbee.scenario import Scenario

FAILED, WRONG = 1, 2
VERSIONS = (*range(8, 15), *range(16, 20))
LOOPBACK = ("127.0.0.1", "localhost")
TRACE_POLL_S = 0.2
MOST_SPEED = 1_000


class _Listen(NamedTuple):
    """Where a host finds the coordinator."""

    port: int | None
    """None: a pseudo-terminal."""
    link: Path | None = None


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "simulate",
        help="parts of a home that are not there",
        description="Simulated hardware that other programs connect to.",
    )
    kinds = parser.add_subparsers(dest="simulate_command", required=True, metavar="WHAT")
    zigbee = kinds.add_parser(
        "zigbee",
        help="a ZigBee stick and its devices, without radio",
        description="Runs a virtual EZSP coordinator and the devices of a scenario until Ctrl-C."
        " The first line says where it listens; point the radio of a home, or any other program"
        " that speaks EZSP, at it. Devices wait until joining is opened.",
        epilog="The shipped scenario is config/demo/house.toml; it says what a scenario can have.",
    )
    zigbee.add_argument(
        "--listen",
        type=_listen,
        default=_Listen(None),
        metavar="WHERE",
        help="pty, pty:LINK (a symbolic link to it), or tcp:127.0.0.1:PORT (0: any) (default: pty)",
    )
    zigbee.add_argument(
        "--scenario", type=Path, metavar="FILE", help="the devices (default: a shipped house)"
    )
    zigbee.add_argument(
        "--replay",
        type=Path,
        metavar="TRACE",
        help="no devices: answer from a recording of a real stick (gridhearth radio record) and"
        " say at the end what the host did otherwise; then the exit code is 1",
    )
    zigbee.add_argument(
        "--ezsp",
        type=int,
        choices=VERSIONS,
        default=13,
        metavar="VERSION",
        help="protocol version, 8 to 14 or 16 to 19 (default: %(default)s)",
    )
    zigbee.add_argument(
        "--nvm",
        type=Path,
        metavar="FILE",
        help="the stick's memory (default: forgotten at the end)",
    )
    zigbee.add_argument(
        "--seed", type=int, default=1, help="of addresses and noise (default: %(default)s)"
    )
    zigbee.add_argument(
        "--speed",
        type=_speed,
        default=1,
        metavar="N",
        help="the devices' clock runs N times as fast, 1 to 1000 (default: %(default)s)",
    )
    zigbee.add_argument(
        "--trace", action="store_true", help="every EZSP frame on standard error, without keys"
    )
    zigbee.set_defaults(func=run)
    simulate_serial.add_serial(kinds)


def run(arguments: argparse.Namespace) -> int:
    """Run until stopped; 2: the scenario was wrong, 1: it could not listen."""
    if arguments.replay is not None:
        return _replay(arguments)
    from agent.api.check import Refused
    from drivers.simulated.zigbee.scenario import read_scenario

    source: Path | Traversable = arguments.scenario or files("config") / "demo" / "house.toml"
    try:
        scenario = read_scenario(source.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as lost:
        print(f"The scenario {source} could not be read: {lost}.", file=sys.stderr)
        return WRONG
    except Refused as refused:
        for one in refused.problems:
            print(f"{source}: {one.sentence}", file=sys.stderr)
        return WRONG
    if scenario.time.genesis_ms is not None and arguments.speed != 1:
        print(
            "--speed must be 1 where time.genesis_ms ties the day to the wall clock.",
            file=sys.stderr,
        )
        return WRONG
    failures: list[Exception] = []
    try:
        asyncio.run(_serve(arguments, scenario))
    except* (OSError, ValueError) as group:
        failures += _leaves(group)
    for failure in failures:
        print(f"gridhearth simulate: {failure}", file=sys.stderr)
    return FAILED if failures else 0


def _replay(arguments: argparse.Namespace) -> int:
    """Answer from a recording until stopped; 1: the host did what was not recorded."""
    from drivers.simulated.zigbee.exchanges import read_exchanges
    from drivers.simulated.zigbee.recording import read_recording
    from drivers.simulated.zigbee.replay import ReplayStick

    if arguments.scenario is not None:
        print("--replay has its own devices: leave out --scenario.", file=sys.stderr)
        return WRONG
    try:
        exchanges = read_exchanges(read_recording(arguments.replay))
    except (OSError, ValueError) as wrong:
        print(f"{arguments.replay} could not be played back: {wrong}.", file=sys.stderr)
        return WRONG
    stick = ReplayStick(exchanges, speed=arguments.speed)
    try:
        asyncio.run(_serve_replay(arguments.listen, stick))
    except OSError as failure:
        print(f"gridhearth simulate: {failure}", file=sys.stderr)
        return FAILED
    report = stick.report()
    print("\n".join(report.lines()))
    return FAILED if report.differences else 0


async def _serve_replay(where: _Listen, stick: "ReplayStick") -> None:
    async with _listening(stick, where) as named:
        print(named, flush=True)
        await _stop_asked()


async def _stop_asked() -> None:
    """Return once the process is asked to end."""
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await stopped.wait()


def _leaves(group: ExceptionGroup[Exception]) -> list[Exception]:
    return [
        leaf
        for one in group.exceptions
        for leaf in (_leaves(one) if isinstance(one, ExceptionGroup) else [one])
    ]


async def _serve(arguments: argparse.Namespace, scenario: "Scenario") -> None:
    from drivers.simulated.zigbee.network import VirtualNetwork

    net = VirtualNetwork(
        ezsp=arguments.ezsp, nvm=arguments.nvm, seed=arguments.seed, speed=arguments.speed
    )
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with _listening(net, arguments.listen) as where:
        print(where, flush=True)
        async with asyncio.TaskGroup() as tasks:
            running = [tasks.create_task(_play(net, scenario, arguments.speed))]
            if arguments.trace:
                running.append(tasks.create_task(_show_trace(net)))
            await stopped.wait()
            for one in running:
                one.cancel()


def _listening(
    net: "VirtualNetwork | ReplayStick", where: _Listen
) -> AbstractAsyncContextManager[str]:
    if where.port is None:
        return net.serve_pty(link=where.link)
    return net.serve_tcp(where.port)


async def _play(net: "VirtualNetwork", scenario: "Scenario", speed: int) -> None:
    """Let the scenario happen and say what does."""
    from drivers.simulated.zigbee.scenario_run import ScenarioRun

    def now_ms() -> int:  # the network's own clock at this speed
        return int(time.monotonic() * 1_000 * speed)

    begins_ms = now_ms()
    play = ScenarioRun(scenario, begins_ms, time.time_ns() // 1_000_000 - begins_ms)
    while True:
        for sentence in play.due(net, now_ms()):
            print(sentence, flush=True)
        next_ms = play.next_ms()
        if next_ms is None:
            return
        await asyncio.sleep(max(0.0, (next_ms - now_ms()) / 1_000 / speed))


async def _show_trace(net: "VirtualNetwork") -> None:
    """Print the trace as it grows; what a burst pushes out of it in between is not shown."""
    shown: str | None = None
    while True:
        fresh: list[str] = []
        for line in reversed(list(net.trace)):
            if line is shown:  # the same entry, not one that reads alike
                break
            fresh.append(line)
        for line in reversed(fresh):
            print(line, file=sys.stderr)
        shown = fresh[0] if fresh else shown
        await asyncio.sleep(TRACE_POLL_S)


def _listen(text: str) -> _Listen:
    match text.split(":"):
        case ["pty"]:
            return _Listen(None)
        case ["pty", *link] if ":".join(link):
            return _Listen(None, Path(":".join(link)))
        case ["tcp", host, port] if host in LOOPBACK and port.isdecimal() and int(port) < 65_536:
            return _Listen(int(port))
        case ["tcp", host, _] if host not in LOOPBACK:
            raise argparse.ArgumentTypeError(
                f"{host} is not this machine's own 127.0.0.1: whoever reaches the line owns the"
                " network, so it is not served to others"
            )
    raise argparse.ArgumentTypeError(f"{text!r} was neither pty, pty:LINK nor tcp:127.0.0.1:PORT")


def _speed(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_SPEED:
        raise argparse.ArgumentTypeError(f"{text!r} was not a whole number from 1 to {MOST_SPEED}")
    return int(text)
