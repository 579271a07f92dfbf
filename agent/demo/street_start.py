"""From a planned street to a running market: chain, broker, contract, and every process's files."""

import contextlib
import tomllib
from collections.abc import AsyncIterator, Collection
from pathlib import Path
from typing import NamedTuple

import msgspec

from agent.demo.found_market import found_market
from agent.demo.neighbours import Neighbour, Neighbourhood
from agent.demo.observer import StreetHomeKey
from agent.demo.processes import Child, running
from agent.demo.storage_street import found_storage, meter_lines, tables
from agent.demo.street_broker import NEIGHBOURS, StreetBroker, street_broker, until_ready
from agent.demo.street_files import (
    HOME_ETHER,
    OPERATOR_ETHER,
    HomeFile,
    HomeKeys,
    demo_key,
    keys_of,
    write_genesis,
    write_key,
    write_operator,
)
from agent.demo.street_plan import BLOCK_S, CHAIN_ID, FEEDER, VALIDATORS, Street
from agent.dso.broker_config import OPERATOR, identity_of
from agent.dso.settings import MarketPlan, MemberPlan
from agent.ledger.network import Network, read_network
from agent.units import Address
from drivers.chain_rpc import ChainView
from drivers.keystore import KeySigner
from drivers.operator_store_sqlite import SqliteOperatorStore
from drivers.simulated.street import HomePlan

UNIT_KEY = "unit.key"
Keys = dict[int, HomeKeys]
"""By the home's number."""


class Place(NamedTuple):
    """Where chain and broker are."""

    network: Network
    upstreams: tuple[str, ...]
    broker: StreetBroker
    children: list[Child]

    @property
    def broker_port(self) -> int:
        return self.broker.port


class Market(NamedTuple):
    """Which market."""

    contract: Address
    operator: Address
    genesis_s: int
    storage: Address | None = None
    """The storage contract, where the street has a storage unit."""


def street_keys(street: Street) -> Keys:
    """Return every home's development keys."""
    return {home.number: keys_of(street.settings.seed, home) for home in street.plans}


def operator_key(street: Street) -> KeySigner:
    """Return the operator's development key."""
    return KeySigner(demo_key(street.settings.seed, "operator", 0))


def unit_key(street: Street) -> KeySigner:
    """Return the development key of my home's storage unit."""
    return KeySigner(demo_key(street.settings.seed, "unit", 0))


def home_keys(street: Street, keys: Keys) -> tuple[StreetHomeKey, ...]:
    """Return which home each address is."""
    return tuple(
        StreetHomeKey(home.number, home.vertex, home.pv_w_peak, keys[home.number].member)
        for home in street.plans
    )


def founding_s(homes: int) -> int:
    """Seconds from now to the first cycle: blocks for two transactions per home, and the starts."""
    return 8 + homes // 15


def write_keys(street: Street, keys: Keys, daemons: Collection[HomePlan]) -> None:
    """Write the genesis, the operator's key and those of the homes with a daemon of their own."""
    rich = {operator_key(street).address: OPERATOR_ETHER}
    rich |= {key.member: HOME_ETHER for key in keys.values()}
    rich |= {unit_key(street).address: HOME_ETHER} if street.settings.storage else {}
    write_genesis(street.directory / "genesis.toml", rich)
    for home in daemons:
        place = street.directory / home.name
        place.mkdir()
        write_key(place / "order.key", keys[home.number].order)
        write_key(place / "report.key", keys[home.number].report)
        if street.settings.storage and home == street.mine:
            write_key(place / UNIT_KEY, demo_key(street.settings.seed, "unit", 0))
    (street.directory / "operator").mkdir()
    write_key(
        street.directory / "operator" / "operator.key",
        demo_key(street.settings.seed, "operator", 0),
    )


@contextlib.asynccontextmanager
async def chain_and_broker(street: Street) -> AsyncIterator[Place]:
    """Run chain and broker while the context is open; `write_keys` comes first."""
    where = street.directory
    network_file = where / "network.toml"
    chain_command = ["-m", "agent", "chain", "dev", "--validators", str(VALIDATORS)]
    chain_command += ["--chain-id", str(CHAIN_ID)]
    chain_command += ["--period", str(BLOCK_S), "--seed", str(street.settings.seed)]
    chain_command += ["--genesis", str(where / "genesis.toml")]
    chain_command += ["--write-network", str(network_file)]
    members = [key.member for key in street_keys(street).values()]
    async with (
        running("the chain", chain_command, where / "chain.log") as chain,
        street_broker(where, members) as broker,
    ):
        await until_ready(network_file.exists, chain)
        table = tomllib.loads(network_file.read_text("utf-8"))
        network = read_network(table["network"])
        yield Place(network, tuple(table["upstreams"]), broker, [chain, broker.child])


async def found(street: Street, chain: ChainView, genesis_s: int, keys: Keys) -> Market:
    """Deploy, enrol and credit as the operator; the market's cycles begin at `genesis_s`."""
    terms = street.terms
    homes = [
        MemberPlan(
            address=keys[home.number].member,
            report_key=keys[home.number].report_address,
            meter=keys[home.number].meter,
            vertex=home.vertex,
            limit_wh=terms.limit_wh,
            allowance_micro=terms.allowance_micro,
            endorser=home.endorser,
        )
        for home in street.plans
    ]
    market = MarketPlan(genesis_s=genesis_s, cycle_s=street.settings.cycle_s)
    signer = operator_key(street)
    with contextlib.closing(
        SqliteOperatorStore(street.directory / "operator" / "operator.db")
    ) as store:
        contract = await found_market(chain, signer, store, CHAIN_ID, market, terms, homes)
        storage = None
        if street.settings.storage:
            owner = keys[street.mine.number].member
            unit = unit_key(street).address
            storage = await found_storage(chain, signer, store, CHAIN_ID, unit, owner)
    return Market(contract, signer.address, genesis_s, storage)


def home_file(
    street: Street, place: Place, market: Market, home: HomePlan, keys: Keys, socket: Path
) -> HomeFile:
    """Return the settings of one home's daemon; its files are in a directory of its name."""
    terms = street.terms
    return HomeFile(
        name=home.name,
        meter=keys[home.number].meter,
        directory=str(street.directory / home.name),
        socket=str(socket),
        network=str(street.directory / "network.toml"),
        upstreams=place.upstreams,
        contract=market.contract,
        operator=market.operator,
        broker_port=place.broker_port,
        broker_tls=place.broker.tls(identity_of(keys[home.number].member)),
        load=home.load,
        pv_w_peak=home.pv_w_peak,
        day=home.day,
        start_minute=street.settings.start_minute,
        lowest_micro_per_kwh=terms.lowest_micro_per_kwh,
        highest_micro_per_kwh=terms.highest_micro_per_kwh,
        limit_wh=terms.limit_wh,
        currency=terms.currency,
        endorser=home.endorser,
        battery=meter_lines() if market.storage else "",
        storage=""
        if market.storage is None
        else tables(
            market.storage, str(street.directory / home.name / UNIT_KEY), street.settings.cycle_s
        ),
    )


def write_operator_and_neighbours(
    street: Street, place: Place, market: Market, keys: Keys, daemons: Collection[HomePlan]
) -> None:
    """Write what the operator reads, and the process of all homes without a daemon."""
    where, asked, terms = street.directory, street.settings, street.terms
    network = str(where / "network.toml")
    write_operator(
        where / "operator.toml",
        directory=where / "operator",
        network=network,
        upstreams=place.upstreams,
        contract=market.contract,
        broker_port=place.broker_port,
        broker_tls=place.broker.tls(OPERATOR),
    )
    neighbours = Neighbourhood(
        network=network,
        upstreams=place.upstreams,
        contract=market.contract,
        operator=market.operator,
        genesis_s=market.genesis_s,
        cycle_s=asked.cycle_s,
        feeder=FEEDER,
        broker_port=place.broker_port,
        broker_tls=place.broker.tls(NEIGHBOURS),
        start_minute=asked.start_minute,
        lowest_micro_per_kwh=terms.lowest_micro_per_kwh,
        highest_micro_per_kwh=terms.highest_micro_per_kwh,
        limit_wh=terms.limit_wh,
        homes=tuple(
            Neighbour(
                home,
                keys[home.number].order.hex(),
                keys[home.number].report.hex(),
                keys[home.number].meter,
            )
            for home in street.plans
            if home not in daemons
        ),
    )
    path = where / "neighbours.json"
    path.touch(mode=0o600)
    path.write_bytes(msgspec.json.encode(neighbours))


def operator_command(street: Street) -> list[str]:
    """Return the operator's command line, after `python`."""
    config = str(street.directory / "operator.toml")
    return ["-m", "agent", "operator", "reconcile", "--config", config]


def neighbours_command(street: Street) -> list[str]:
    """Return the neighbours' command line, after `python`."""
    return ["-m", "agent.demo.neighbours", str(street.directory / "neighbours.json")]


def daemon_command(config: Path) -> list[str]:
    """Return a home daemon's command line, after `python`."""
    return ["-m", "agent", "daemon", "--config", str(config)]
