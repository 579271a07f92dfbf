"""A broker was away for a week: every home comes back with all its reports at the same moment.

The operator is the real one, with its store on the disk; only its chain is a quiet one. The homes
are a process of their own (`python -m tests.mosquitto.outage …`), as nothing of theirs runs beside
the operator in a real market.
"""

import asyncio
import contextlib
import os
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec

from agent.bridge import payload
from agent.bridge.payload import LinkStatus
from agent.bridge.report import SignedReport
from agent.bridge.topics import Channel, parse_topic, topic
from agent.dso.operator import Market, Operator
from agent.dso.reconcile import MemberKeys
from agent.dso.sending import FeeRules
from agent.ports import LinkDown, LinkUp, Message
from agent.units import Address, UnixMs
from drivers.keystore import KeySigner
from drivers.mqtt_paho import BrokerSettings, PahoBroker, Will
from drivers.operator_store_sqlite import SqliteOperatorStore, read_operator_store
from tests.mosquitto.ends import (
    DOMAIN,
    OPERATOR_KEY,
    HomeEnd,
    Member,
    home_topics,
    operator_topics,
)
from tests.mosquitto.market_broker import MarketBroker
from tests.mosquitto.quiet_chain import QuietChain

ROOT = Path(__file__).parents[2]
CYCLES_PER_DAY = 96
TICK_S = 1.0
"""As the daemon ticks: twenty reports each."""


class WeekOver(msgspec.Struct):
    """How the backlog came in."""

    homes: int
    reports: int
    lost: int
    """Not on the operator's disk at the end."""
    twice: int
    in_order: bool
    known: int
    """Copies that came although the operator had the report."""
    drained_s: float
    """From the first home's connection until every home had its last receipt."""
    dropped: int
    """By the operator's driver: its inbox was full."""
    lost_links: list[str]
    """Why the operator's own connection ended meanwhile."""
    slowest_status_s: float
    """From a home's connection to the operator's mail naming its status."""
    operator_cpu_us: int
    """Per report: both threads, the disk's part included."""
    homes_cpu_us: int
    """Per report: all homes' outboxes and drivers, without signing."""
    broker_cpu_us: int
    """Per report: mosquitto, with TLS on both sides."""
    load: float
    """Of the machine over the last minute, this test included: how much else was running."""


class FilingStore(SqliteOperatorStore):
    """The operator's store, and the order in which reports were put in it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.filed: dict[Address, list[int]] = defaultdict(list)

    def add_report(self, digest: bytes, signed: SignedReport) -> None:
        super().add_report(digest, signed)
        self.filed[signed.report.member].append(signed.report.cycle)


class WatchedLine:
    """The operator's line, and what passed on it to the operator."""

    def __init__(self, line: PahoBroker) -> None:
        self._line = line
        self.connected = line.connected
        self.publish = line.publish
        self.status_seen_s: dict[Address, float] = {}
        self.lost_links: list[str] = []

    async def inbox(self) -> AsyncIterator[Message | LinkUp | LinkDown]:
        async for item in self._line.inbox():
            if isinstance(item, LinkDown):
                self.lost_links.append(item.reason)
            elif isinstance(item, Message):
                name = parse_topic(DOMAIN, item.topic)
                if name is not None and name.channel is Channel.STATUS:
                    self.status_seen_s.setdefault(name.member, time.monotonic())
            yield item


async def come_back(market: MarketBroker, homes: int, days: int, within_s: float) -> WeekOver:
    """Let the homes come back with `days` days of reports each; TimeoutError after `within_s`."""
    cycles = days * CYCLES_PER_DAY
    members = [Member(f"home {number}") for number in range(homes)]
    market.enrol([member.address for member in members])
    await market.start()
    line = PahoBroker(market.settings("operator", *operator_topics(), mqtt5=False))
    watched, path = WatchedLine(line), market.directory / "operator.db"
    settings = [_settings(market, member) for member in members]
    with contextlib.closing(FilingStore(path)) as store:
        operator = _operator(members, watched, store, cycles)
        try:
            running = asyncio.create_task(operator.run())
            cpu_s = _cpu_s(resource.RUSAGE_SELF)
            back = await _homes(market.directory, settings, cycles, within_s)
            cpu_s = _cpu_s(resource.RUSAGE_SELF) - cpu_s
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            broker_cpu_s = market.cpu_s()
            await market.stop()
    kept = {(one.report.member, one.report.cycle) for one in read_operator_store(path).reports}
    reports = homes * cycles
    return WeekOver(
        homes=homes,
        reports=reports,
        lost=reports - len(kept),
        twice=sum(map(len, store.filed.values())) - len(kept),
        in_order=all(found == sorted(found) for found in store.filed.values()),
        known=operator.counts["known"],
        drained_s=back.drained_s - min(back.up_s),
        dropped=line.counts.dropped,
        lost_links=watched.lost_links,
        slowest_status_s=max(
            watched.status_seen_s[member.address] - up
            for member, up in zip(members, back.up_s, strict=True)
        ),
        operator_cpu_us=round(1e6 * cpu_s / reports),
        homes_cpu_us=round(1e6 * back.cpu_s / reports),
        broker_cpu_us=round(1e6 * broker_cpu_s / reports),
        load=round(os.getloadavg()[0], 1),
    )


def _operator(
    members: list[Member], line: WatchedLine, store: SqliteOperatorStore, cycles: int
) -> Operator:
    signer = KeySigner(OPERATOR_KEY.secret)
    keys = {member.address: MemberKeys(member.address, member.meter) for member in members}
    return Operator(
        Market(DOMAIN.chain_id, DOMAIN.contract, FeeRules(1, 10**11)),
        QuietChain(signer.address, keys, cycles),
        signer,
        line,
        store,
    )


def _cpu_s(whose: int) -> float:
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime


class _Back(msgspec.Struct):
    up_s: list[float]
    """When each home was connected, on the machine's monotonic clock."""
    drained_s: float
    cpu_s: float


async def _homes(
    directory: Path, settings: list[BrokerSettings], cycles: int, within_s: float
) -> _Back:
    """Run the homes' process until all are drained."""
    told = directory / "homes.json"
    told.write_bytes(msgspec.json.encode({"cycles": cycles, "settings": settings}))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, str(told), stdout=subprocess.PIPE, cwd=ROOT
    )
    try:
        async with asyncio.timeout(within_s):
            said, _ = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.wait()
        raise
    return msgspec.json.decode(said, type=_Back)


def _settings(market: MarketBroker, member: Member) -> BrokerSettings:
    status = topic(DOMAIN, Channel.STATUS, member.address)
    gone, here = (
        payload.encode_status(LinkStatus(online, "boot", UnixMs(1))) for online in (False, True)
    )
    return market.settings(
        member.address[2:],
        *home_topics(member),
        will=Will(status, gone),
        birth=here,
        mqtt5=False,
    )


class _Told(msgspec.Struct):
    cycles: int
    settings: list[BrokerSettings]


async def _come_back(told: _Told) -> _Back:
    ends, lines = [], []
    for number, settings in enumerate(told.settings):
        member = Member(f"home {number}")
        line = PahoBroker(settings)
        end = HomeEnd(member, line, tick_s=TICK_S, repeat_after_s=20.0)
        end.put(member.report(cycle) for cycle in range(told.cycles))
        ends.append(end)
        lines.append(line)
    cpu_s = _cpu_s(resource.RUSAGE_SELF)
    async with contextlib.AsyncExitStack() as stack, asyncio.TaskGroup() as group:
        for line in lines:
            await stack.enter_async_context(line.connected())
        tasks = [group.create_task(end.run()) for end in ends]
        for end in ends:
            await end.drained()
        drained_s = time.monotonic()
        cpu_s = _cpu_s(resource.RUSAGE_SELF) - cpu_s
        for task in tasks:
            task.cancel()
    return _Back([end.up_since_s for end in ends], drained_s, cpu_s)


if __name__ == "__main__":
    found = asyncio.run(_come_back(msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=_Told)))
    sys.stdout.buffer.write(msgspec.json.encode(found))
