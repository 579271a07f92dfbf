"""The other homes of the street: agents of the same code, together in one process.

Each has its own state, journal (in memory), keys and place in the row of heads; they share one
light client's proofs and one connection to the broker, as flats may share a cable.
"""

import asyncio
import contextlib
import logging
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec

from agent.api.methods import PlaceOrder
from agent.bridge.report import ReportDomain
from agent.bridge.topics import Channel, parse_topic, prefix
from agent.core.constants import Constants
from agent.demo.resident import next_order
from agent.feeders import load_feeder
from agent.ledger.network import Network
from agent.networks import load_network
from agent.ports import LinkDown, LinkUp, Message
from agent.shell.household import Household
from agent.shell.household_api import place_wishes
from agent.units import Address, UnixMs
from drivers.chain_rpc import ChainClient
from drivers.clocks import SystemClock
from drivers.keystore import KeySigner
from drivers.mqtt_paho import BrokerSettings, PahoBroker
from drivers.mqtt_tls import TlsFiles
from drivers.simulated.feeder_meter import generation_meter, grid_meter, simulated_meter
from drivers.simulated.journal_memory import MemoryJournal
from drivers.simulated.street import HomePlan

log = logging.getLogger(__name__)

INBOX = 64
TICKS_PER_CYCLE = 40
SNAPSHOT_EVERY = 250
"""Journals in memory are kept short: 54 of them share this process."""
LOOKS_PER_CYCLE = 10
LONGEST_LOOK_S = 5.0
"""How often a resident looks at the screen."""


class Neighbour(msgspec.Struct, frozen=True):
    """One home: what it has, and its development keys."""

    plan: HomePlan
    order_key: str
    report_key: str
    meter: str


class Neighbourhood(msgspec.Struct, frozen=True):
    """What the process is told."""

    network: str
    """Path of the network file."""
    upstreams: tuple[str, ...]
    contract: Address
    operator: Address
    genesis_s: int
    cycle_s: int
    feeder: str
    broker_port: int
    start_minute: int
    lowest_micro_per_kwh: int
    highest_micro_per_kwh: int
    limit_wh: int
    homes: tuple[Neighbour, ...]
    broker_tls: TlsFiles | None = None
    """With MQTT 5; without it the embedded broker is there, which speaks 3.1.1."""


class SharedMailbox:
    """One connection to the broker for many homes; each gets its own messages."""

    def __init__(self, broker: PahoBroker, domain: ReportDomain) -> None:
        self._broker = broker
        self._domain = domain
        self._boxes: dict[Address, asyncio.Queue[Message | LinkUp | LinkDown]] = {}

    def for_member(self, member: Address) -> "Box":
        """Return the mailbox of one home."""
        queue: asyncio.Queue[Message | LinkUp | LinkDown] = asyncio.Queue(INBOX)
        self._boxes[member] = queue
        return Box(self._broker, queue)

    async def run(self) -> None:
        """Hand every message to its home and every change of the line to all."""
        async for item in self._broker.inbox():
            if isinstance(item, Message):
                name = parse_topic(self._domain, item.topic)
                queue = None if name is None else self._boxes.get(name.member)
                if queue is not None:
                    _offer(queue, item)
            else:
                for queue in self._boxes.values():
                    _offer(queue, item)


class Box:
    """One home's share of the connection."""

    def __init__(
        self, broker: PahoBroker, queue: "asyncio.Queue[Message | LinkUp | LinkDown]"
    ) -> None:
        self._broker = broker
        self._queue = queue

    async def publish(self, topic: str, payload: bytes, *, retain: bool = False) -> None:
        """Publish over the shared connection; BrokerError."""
        await self._broker.publish(topic, payload, retain=retain)

    async def inbox(self) -> AsyncIterator[Message | LinkUp | LinkDown]:
        """Yield this home's messages, in order."""
        while True:
            yield await self._queue.get()


def _offer(
    queue: "asyncio.Queue[Message | LinkUp | LinkDown]", item: Message | LinkUp | LinkDown
) -> None:
    with contextlib.suppress(asyncio.QueueFull):  # the operator repeats what was not answered
        queue.put_nowait(item)


async def run(street: Neighbourhood, network: Network) -> None:
    """Run all homes until cancelled."""
    clock = SystemClock(assume_trusted=True)
    feeder = load_feeder(street.feeder)
    domain = ReportDomain(network.chain_id, street.contract)
    broker = PahoBroker(
        BrokerSettings(
            host="127.0.0.1",
            port=street.broker_port,
            client_id="gridhearth-neighbours",
            tls=street.broker_tls,
            mqtt5=street.broker_tls is not None,
            subscriptions=tuple(
                f"{prefix(domain)}/{channel}/+"
                for channel in (Channel.RECEIPT, Channel.GAP, Channel.STATEMENT)
            ),
        )
    )
    mailbox = SharedMailbox(broker, domain)
    async with (
        ChainClient(network, street.upstreams, wall_ms=clock.wall_ms) as client,
        broker.connected(),
        asyncio.TaskGroup() as group,
    ):
        group.create_task(mailbox.run(), name="mail")
        for neighbour in street.homes:
            order_key = KeySigner(bytes.fromhex(neighbour.order_key))
            report_key = KeySigner(bytes.fromhex(neighbour.report_key))
            constants = _constants(
                street, neighbour, network, order_key.address, report_key.address
            )
            household = Household(
                constants,
                feeder,
                clock=clock,
                journal=MemoryJournal(),
                meters=simulated_meter(
                    neighbour.plan,
                    start_minute=street.start_minute,
                    genesis_ms=UnixMs(street.genesis_s * 1_000),
                    cycle_ms=street.cycle_s * 1_000,
                    clock=clock,
                ),
                chain=client.view(),
                order_key=order_key,
                report_key=report_key,
                mailbox=mailbox.for_member(order_key.address),
                tick_s=min(1.0, street.cycle_s / TICKS_PER_CYCLE),
                snapshot_every=SNAPSHOT_EVERY,
            )
            household.recover()
            group.create_task(household.run(), name=neighbour.plan.name)
            group.create_task(_live(household, neighbour.plan, street), name="resident")


async def _live(household: Household, plan: HomePlan, street: Neighbourhood) -> None:
    """The resident looks at the screen now and then and presses what fits."""
    while True:
        await asyncio.sleep(min(LONGEST_LOOK_S, street.cycle_s / LOOKS_PER_CYCLE))
        seen = household.snapshot()
        order: PlaceOrder | None = next_order(
            plan, seen, street.lowest_micro_per_kwh, street.highest_micro_per_kwh
        )
        if order is not None:
            await household.wish(place_wishes(order, started=seen.flow.started), plan.name)


def _constants(
    street: Neighbourhood,
    neighbour: Neighbour,
    network: Network,
    member: Address,
    report_key: Address,
) -> Constants:
    plan = neighbour.plan
    return Constants(
        member=member,
        report_key=report_key,
        meter=neighbour.meter,
        operator=street.operator,
        chain_id=network.chain_id,
        contract=street.contract,
        genesis_s=street.genesis_s,
        cycle_s=street.cycle_s,
        block_s=max(1, round(network.period_s)),
        feeder=street.feeder,
        price_floor_micro_per_kwh=street.lowest_micro_per_kwh,
        price_ceiling_micro_per_kwh=street.highest_micro_per_kwh,
        order_limit_wh=street.limit_wh,
        grid_meter=grid_meter(plan),
        generation_meter=generation_meter(plan) if plan.pv_w_peak else None,
        endorser=plan.endorser,
    )


def main() -> int:
    """Run the neighbours named in the JSON file given as the only argument."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    street = msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=Neighbourhood)
    network = load_network(Path(street.network))

    async def until_stopped() -> None:
        task = asyncio.create_task(run(street, network))
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)
        with contextlib.suppress(asyncio.CancelledError):
            await task

    asyncio.run(until_stopped())
    return 0


if __name__ == "__main__":
    sys.exit(main())
