"""What the operator's commands work with: settings, store, key, chain, and how they fail.

A command with a key opens everything (`command`); one that only looks needs neither key nor store
and writes nothing (`looking`).
"""

import argparse
import asyncio
import contextlib
import logging
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.dso.sending import Sender
    from agent.dso.settings import OperatorSettings
    from agent.dso.store import OperatorStore
    from agent.ledger.network import Network
    from agent.ports import Chain, Signer
    from agent.units import Address
    from drivers.chain_rpc import ChainClient

FAILED, WRONG, UNSETTLED = 1, 2, 3
DEFAULT_CONFIG = Path("/etc/gridhearth/operator.toml")


class StartError(Exception):
    """It cannot begin; the message says why."""


class Outside:
    """Everything a command works with."""

    def __init__(
        self,
        settings: "OperatorSettings",
        network: "Network",
        client: "ChainClient",
        signer: "Signer",
        store: "OperatorStore",
    ) -> None:
        self.settings = settings
        self.network = network
        self.client = client
        self.signer = signer
        self.store = store

    @property
    def contract(self) -> "Address":
        return _contract(self.settings)

    def sender(self, chain: "Chain") -> "Sender":
        from agent.dso.sending import FeeRules, Sender

        rules = FeeRules(self.settings.chain.tip_wei, self.settings.chain.fee_cap_wei)
        return Sender(chain, self.signer, self.store, self.network.chain_id, rules)


def _contract(settings: "OperatorSettings") -> "Address":
    from agent.units import Address

    if settings.chain.contract is None:
        raise StartError("chain.contract is missing: deploy a market first")
    return Address(settings.chain.contract)


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Add what every command takes."""
    parser.add_argument(
        "--config", type=Path, default=DEFAULT_CONFIG, help="settings (default: %(default)s)"
    )
    parser.add_argument("--verbose", action="store_true", help="log what happens in detail")


Work = Callable[[argparse.Namespace, Outside], Awaitable[int]]


def command(work: Work) -> Callable[[argparse.Namespace], int]:
    """Return what runs a command with key and store; exit codes FAILED and WRONG with reasons."""

    async def opened(arguments: argparse.Namespace, settings: "OperatorSettings") -> int:
        from drivers.private_memory import keep_memory_private

        keep_memory_private()  # before the operator's key is read
        async with _opened(settings) as outside:
            return await work(arguments, outside)

    return lambda arguments: _said(opened, arguments)


_Opened = Callable[[argparse.Namespace, "OperatorSettings"], Awaitable[int]]


def _said(work: _Opened, arguments: argparse.Namespace) -> int:
    """Read the settings and do the work; every failure that is not ours becomes a sentence."""
    from agent.api.check import Refused
    from agent.dso.settings import read_operator_settings
    from agent.networks import NetworkFileError
    from agent.ports import PortError
    from drivers.chain_trust_file import TrustFileError
    from drivers.keystore import KeystoreError

    logging.basicConfig(
        level=logging.DEBUG if arguments.verbose else logging.INFO,
        format="%(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    try:
        settings = read_operator_settings(arguments.config.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as lost:
        print(f"The settings {arguments.config} could not be read: {lost}.", file=sys.stderr)
        return WRONG
    except Refused as refused:
        for one in refused.problems:
            print(f"{arguments.config}: {one.sentence}", file=sys.stderr)
        return WRONG
    failures: list[str] = []
    code = FAILED
    try:
        code = asyncio.run(_until_stopped(work, arguments, settings))
    except* (StartError, NetworkFileError, PortError, KeystoreError, TrustFileError) as group:
        failures += [str(one) for one in _leaves(group)]
    for failure in failures:
        print(f"gridhearth operator: {failure}", file=sys.stderr)
    return code


def _leaves(group: BaseExceptionGroup[BaseException]) -> list[BaseException]:
    return [
        leaf
        for one in group.exceptions
        for leaf in (_leaves(one) if isinstance(one, BaseExceptionGroup) else [one])
    ]


async def _until_stopped(
    work: _Opened, arguments: argparse.Namespace, settings: "OperatorSettings"
) -> int:
    """Run the work; SIGTERM and SIGINT end it in good order."""
    task = asyncio.ensure_future(work(arguments, settings))
    stopped = asyncio.Event()

    def stop() -> None:
        stopped.set()
        task.cancel()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    try:
        return await task
    except asyncio.CancelledError:
        if not stopped.is_set():
            raise
        return 0


@contextlib.asynccontextmanager
async def _opened(settings: "OperatorSettings") -> AsyncIterator[Outside]:
    from agent.networks import load_network
    from drivers.chain_rpc import ChainClient
    from drivers.chain_trust_file import TrustFile
    from drivers.clocks import SystemClock
    from drivers.keystore import read_key
    from drivers.operator_store_sqlite import SqliteOperatorStore

    signer = read_key(settings.chain.key)
    network = load_network(Path(settings.chain.network))
    path = Path(settings.store)
    with contextlib.closing(SqliteOperatorStore(path)) as store:
        async with ChainClient(
            network,
            settings.chain.upstreams,
            wall_ms=SystemClock().wall_ms,
            store=TrustFile(path.with_name(path.name + ".trust.json"), network),
        ) as client:
            yield Outside(settings, network, client, signer, store)


class Sight:
    """What a command that only looks works with."""

    def __init__(
        self, settings: "OperatorSettings", network: "Network", client: "ChainClient"
    ) -> None:
        self.settings = settings
        self.network = network
        self.client = client

    @property
    def contract(self) -> "Address":
        return _contract(self.settings)


Look = Callable[[argparse.Namespace, Sight], Awaitable[int]]


def looking(work: Look) -> Callable[[argparse.Namespace], int]:
    """Return what runs a command without key, without store, and without writing anything."""

    async def opened(arguments: argparse.Namespace, settings: "OperatorSettings") -> int:
        async with sight_of(settings) as sight:
            return await work(arguments, sight)

    return lambda arguments: _said(opened, arguments)


@contextlib.asynccontextmanager
async def sight_of(settings: "OperatorSettings") -> AsyncIterator[Sight]:
    """Follow the chain without key and store; NetworkFileError, TrustFileError, PortError."""
    from agent.networks import load_network
    from drivers.chain_rpc import ChainClient
    from drivers.chain_trust_file import TrustFile, TrustReader
    from drivers.clocks import SystemClock

    network = load_network(Path(settings.chain.network))
    path = Path(settings.store)
    trust = TrustFile(path.with_name(path.name + ".trust.json"), network)
    async with ChainClient(
        network,
        settings.chain.upstreams,
        wall_ms=SystemClock().wall_ms,
        store=TrustReader(trust),
    ) as client:
        yield Sight(settings, network, client)
