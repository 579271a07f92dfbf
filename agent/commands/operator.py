"""`gridhearth operator`: set a market up, and reconcile its members' delivery reports."""

import argparse
import asyncio
import contextlib
import logging
import signal
import sys
import tomllib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.commands import operator_events

if TYPE_CHECKING:
    from agent.dso.sending import Sender
    from agent.dso.settings import OperatorSettings
    from agent.dso.store import OperatorStore
    from agent.ledger.network import Network
    from agent.ports import Broker, Chain, Signer
    from drivers.chain_rpc import ChainClient

FAILED, WRONG = 1, 2
DEFAULT_CONFIG = Path("/etc/gridhearth/operator.toml")
MAX_MICRO = 2**53 - 1


class _StartError(Exception):
    """It cannot begin; the message says why."""


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the `operator` commands to the command line's subparsers."""
    operator = subparsers.add_parser("operator", help="set up and run a market")
    commands = operator.add_subparsers(dest="operator_command", required=True, metavar="COMMAND")
    reconcile = commands.add_parser(
        "reconcile",
        help="take delivery reports, put them on the chain, settle",
        description="Runs until SIGTERM; may be stopped at any instant.",
    )
    reconcile.add_argument("--once", action="store_true", help="one pass, then stop")
    reconcile.add_argument(
        "--collect", type=float, default=5.0, metavar="SECONDS", help="of mail before --once"
    )
    reconcile.set_defaults(func=_command(_reconcile))
    deploy = commands.add_parser("deploy", help="create the market of the settings file")
    deploy.set_defaults(func=_command(_deploy))
    enrol = commands.add_parser("enrol", help="enrol (or change) the members of the settings file")
    enrol.set_defaults(func=_command(_enrol))
    credit = commands.add_parser("credit", help="add money to a member's account")
    credit.add_argument("member", help="the member's chain address")
    credit.add_argument("micro", type=int, help="millionths of the currency")
    credit.set_defaults(func=_command(_credit))
    for command in (reconcile, deploy, enrol, credit):
        command.add_argument(
            "--config", type=Path, default=DEFAULT_CONFIG, help="settings (default: %(default)s)"
        )
        command.add_argument("--verbose", action="store_true", help="log what happens in detail")
    operator_events.add_to_operator(commands, DEFAULT_CONFIG)


class _Outside:
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
    def contract(self) -> Any:
        from agent.units import Address

        if self.settings.chain.contract is None:
            raise _StartError("chain.contract is missing: deploy a market first")
        return Address(self.settings.chain.contract)

    def sender(self, chain: "Chain") -> "Sender":
        from agent.dso.sending import FeeRules, Sender

        rules = FeeRules(self.settings.chain.tip_wei, self.settings.chain.fee_cap_wei)
        return Sender(chain, self.signer, self.store, self.network.chain_id, rules)


_Work = Callable[[argparse.Namespace, _Outside], Awaitable[int]]


def _command(work: _Work) -> Callable[[argparse.Namespace], int]:
    def run(arguments: argparse.Namespace) -> int:
        from agent.api.check import Refused
        from agent.dso.settings import read_operator_settings
        from agent.ports import PortError
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
        except* (_StartError, PortError, KeystoreError) as group:
            failures += [str(one) for one in _leaves(group)]
        for failure in failures:
            print(f"gridhearth operator: {failure}", file=sys.stderr)
        return code

    return run


def _leaves(group: BaseExceptionGroup[BaseException]) -> list[BaseException]:
    return [
        leaf
        for one in group.exceptions
        for leaf in (_leaves(one) if isinstance(one, BaseExceptionGroup) else [one])
    ]


async def _until_stopped(
    work: _Work, arguments: argparse.Namespace, settings: "OperatorSettings"
) -> int:
    """Run the work; SIGTERM and SIGINT end it in good order."""
    task = asyncio.ensure_future(_with_outside(work, arguments, settings))
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


async def _with_outside(
    work: _Work, arguments: argparse.Namespace, settings: "OperatorSettings"
) -> int:
    async with _opened(settings) as outside:
        return await work(arguments, outside)


@contextlib.asynccontextmanager
async def _opened(settings: "OperatorSettings") -> AsyncIterator[_Outside]:
    from agent.settings import KeyFile
    from drivers.chain_rpc import ChainClient
    from drivers.chain_trust_file import TrustFile
    from drivers.clocks import SystemClock
    from drivers.keystore import read_credential, read_key_file
    from drivers.operator_store_sqlite import SqliteOperatorStore

    where = settings.chain.key
    if isinstance(where, KeyFile):
        signer = read_key_file(Path(where.path))
    else:
        signer = read_credential(where.name)
    network = _network(Path(settings.chain.network))
    path = Path(settings.store)
    with contextlib.closing(SqliteOperatorStore(path)) as store:
        async with ChainClient(
            network,
            settings.chain.upstreams,
            wall_ms=SystemClock().wall_ms,
            store=TrustFile(path.with_name(path.name + ".trust.json"), network),
        ) as client:
            yield _Outside(settings, network, client, signer, store)


def _network(path: Path) -> "Network":
    from agent.ledger.network import NetworkError, read_network

    try:
        return read_network(tomllib.loads(path.read_text("utf-8")).get("network", {}))
    except OSError as lost:
        raise _StartError(f"the network file {path} could not be read: {lost.strerror}") from lost
    except (ValueError, NetworkError) as wrong:
        raise _StartError(f"the network file {path} is not right: {wrong}") from wrong


def _broker(outside: _Outside) -> "Broker":
    from agent.bridge.report import ReportDomain
    from agent.bridge.topics import operator_subscriptions
    from drivers.mqtt_paho import BrokerSettings, PahoBroker, TlsFiles

    link = outside.settings.broker
    tls = None
    if link.tls is not None:
        tls = TlsFiles(link.tls.ca, link.tls.certificate, link.tls.key, link.tls.crl)
    domain = ReportDomain(outside.network.chain_id, outside.contract)
    return PahoBroker(
        BrokerSettings(
            host=link.host,
            port=link.port,
            client_id=f"operator-{outside.signer.address[2:14]}",
            tls=tls,
            mqtt5=link.mqtt == "5",
            subscriptions=operator_subscriptions(domain),
        )
    )


async def _reconcile(arguments: argparse.Namespace, outside: _Outside) -> int:
    from agent.dso.operator import Market, Operator
    from agent.dso.sending import FeeRules

    chain = outside.settings.chain
    operator = Operator(
        Market(
            outside.network.chain_id, outside.contract, FeeRules(chain.tip_wei, chain.fee_cap_wei)
        ),
        outside.client.view(),
        outside.signer,
        _broker(outside),
        outside.store,
    )
    if arguments.once:
        await operator.once(arguments.collect)
    else:
        await operator.run()
    for name, count in sorted(operator.counts.items()):
        print(f"{name}: {count}")
    return 0


async def _deploy(_arguments: argparse.Namespace, outside: _Outside) -> int:
    from agent.contracts.artifact import load_artifact
    from agent.dso.enrol import contract_address, deployment
    from agent.dso.errand import run_errand
    from agent.ledger.market_contract import CODE_HASH

    settings = outside.settings
    missing = [name for name in ("market", "terms", "welfare") if getattr(settings, name) is None]
    if settings.market is None or settings.terms is None or settings.welfare is None:
        raise _StartError(f"the settings have no table {', '.join(missing)}")
    wanted = deployment(
        load_artifact().creation,
        outside.signer.address,
        settings.market,
        settings.terms,
        settings.welfare,
    )
    chain = outside.client.view()
    before = outside.store.load().pending  # of an interrupted run: confirmed, not sent again
    again = [one.nonce for one in before if set(one.names) & set(wanted.names)]
    nonces = await run_errand(chain, outside.sender(chain), [wanted])
    contract = contract_address(outside.signer.address, [*again, *nonces][-1])
    account = await chain.account(contract, await chain.next_head())
    if account.code_hash != CODE_HASH:
        raise _StartError(f"there is no market at {contract}: the deployment failed")
    print(contract)
    return 0


async def _enrol(_arguments: argparse.Namespace, outside: _Outside) -> int:
    from agent.dso.chain_reader import MarketReader
    from agent.dso.enrol import enrolments
    from agent.dso.errand import enrolled, run_errand
    from agent.units import Address

    plans = outside.settings.members
    members = [Address(plan.address) for plan in plans]
    chain = outside.client.view()
    reader = MarketReader(chain, outside.contract)
    head = await chain.next_head()
    await reader.times(head, outside.signer.address)
    requests = enrolments(outside.contract, plans, await enrolled(reader, members, head))
    await run_errand(chain, outside.sender(chain), requests)
    known = await enrolled(reader, members, await chain.next_head())
    left = enrolments(outside.contract, plans, known)
    for request in left:
        print(f"not done: {request.names[0]}", file=sys.stderr)
    print(f"{len(requests) - len(left)} enrolled or changed, {len(plans)} members")
    return FAILED if left else 0


async def _credit(arguments: argparse.Namespace, outside: _Outside) -> int:
    from agent.dso.chain_reader import MarketReader
    from agent.dso.enrol import credit
    from agent.dso.errand import enrolled, run_errand
    from agent.ledger.market_contract import account_slot, signed
    from agent.units import Address

    member, micro = Address(arguments.member.lower()), arguments.micro
    if not 0 < micro <= MAX_MICRO:
        raise _StartError(f"{micro} is no amount from 1 to {MAX_MICRO}")
    chain = outside.client.view()
    reader = MarketReader(chain, outside.contract)
    head = await chain.next_head()
    if member not in await enrolled(reader, [member], head):
        raise _StartError(f"{member} is not enrolled")
    await run_errand(chain, outside.sender(chain), [credit(outside.contract, member, micro)])
    (word,) = await reader.words([account_slot(member)], await chain.next_head())
    print(f"balance_micro {signed(word)}")
    return 0
