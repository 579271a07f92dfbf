"""`gridhearth ledger status`: how far the chain can be followed from here, and by the daemon."""

import asyncio
import tomllib
from pathlib import Path

import msgspec

from agent.commands.ledger_files import UnreadableError
from agent.ledger.network import Network, NetworkError, read_network


class NetworkFile(msgspec.Struct, frozen=True):
    """A network file: the pins, and the nodes to ask."""

    network: Network
    upstreams: tuple[str, ...]


def read_network_file(path: Path, given: tuple[str, ...]) -> NetworkFile:
    """Read a network file, with `given` in place of its upstreams when there are any.

    UnreadableError names every problem, one per line.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except OSError as lost:
        raise UnreadableError(f"{path} could not be read: {lost.strerror}.") from lost
    except (ValueError, RecursionError) as wrong:
        raise UnreadableError(f"{path} is no TOML: {wrong}.") from wrong
    problems: list[str] = []
    upstreams: object = list(given) or table.get("upstreams")
    if not isinstance(upstreams, list) or not upstreams:
        problems.append("upstreams: missing, expected a list of addresses (or give --upstream)")
        upstreams = []
    problems += [
        f"upstreams: {one!r} is no address" for one in upstreams if not isinstance(one, str)
    ]
    pins = table.get("network")
    try:
        if not isinstance(pins, dict):
            raise NetworkError(["network: missing, expected a table"])
        network = read_network(pins)
    except NetworkError as wrong:
        problems += wrong.problems
    if problems:
        raise UnreadableError("\n".join(f"{path}: {problem}." for problem in problems))
    return NetworkFile(network, tuple(upstreams))


def followed(file: NetworkFile, within_s: float) -> dict[str, object]:
    """Follow the chain until one fresh head is verified or the time is over; return what was found."""
    return asyncio.run(_followed(file, within_s))


async def _followed(file: NetworkFile, within_s: float) -> dict[str, object]:
    from agent.ports import ChainError, ChainHalted
    from drivers.chain_rpc import ChainClient
    from drivers.clocks import SystemClock

    try:
        client = ChainClient(file.network, file.upstreams, wall_ms=SystemClock().wall_ms)
    except ValueError as wrong:
        raise UnreadableError(f"upstreams: {wrong}.") from wrong
    head, trouble = None, "no head was verified in time"
    async with client:
        view = client.view()
        try:
            async with asyncio.timeout(within_s):
                while head is None:
                    try:
                        head = await view.next_head()
                    except ChainHalted as halted:
                        trouble = str(halted)
                        break
                    except ChainError as failed:
                        trouble = str(failed)
                        await asyncio.sleep(min(1.0, file.network.period_s))
        except TimeoutError:
            pass
        trusted, health = client.trusted, client.health()
    return {
        "live": head is not None,
        "reason": "" if head is not None else trouble,
        "chain_id": file.network.chain_id,
        "engine": file.network.engine,
        "number": trusted.number,
        "hash": "0x" + trusted.hash.hex(),
        "time_s": trusted.time_s,
        "validators": list(trusted.validators),
        "nodes": [
            {
                "name": one.name,
                "usable": one.usable,
                "trouble": one.trouble,
                "failures": one.failures,
                "rejected": {str(fault): count for fault, count in one.rejected.items()},
            }
            for one in health
        ],
    }


def daemons_view(socket: Path) -> dict[str, object]:
    """Return the daemon's chain section, or why there is none (`error`)."""
    return asyncio.run(_daemons_view(socket))


async def _daemons_view(socket: Path) -> dict[str, object]:
    from agent.api.sections import Snapshot
    from agent.shell.link import CallFailed, LinkError, connected

    try:
        async with connected(socket, "gridhearth ledger") as link:
            snapshot = msgspec.convert(await link.call("status.get"), Snapshot)
    except (LinkError, CallFailed, msgspec.ValidationError) as failed:
        return {"error": str(failed)}
    chain: dict[str, object] = msgspec.to_builtins(snapshot.chain)
    return chain
