"""The two ends of the line, of the program's own parts: outbox and driver, driver and reconciler.

HomeEnd      agent.bridge.outbox over a Broker, as agent.core drives it: what is due at a tick
OperatorEnd  agent.dso.reconcile over a Broker, as agent.dso.operator drives it: a report is on
             file before its receipt leaves
"""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Iterable

from coincurve import PrivateKey

from agent.bridge import outbox as queue
from agent.bridge import payload
from agent.bridge.outbox import Outbox
from agent.bridge.report import (
    Receipt,
    Report,
    ReportDomain,
    SignedReceipt,
    SignedReport,
    contract_signature,
    receipt_digest,
    report_digest,
)
from agent.bridge.report_chain import BoundaryRegister, NextReport, ReportChain, next_report
from agent.bridge.topics import (
    Channel,
    home_subscriptions,
    operator_subscriptions,
    parse_topic,
    topic,
)
from agent.dso import reconcile
from agent.dso.reconcile import MemberKeys, ReconcilerState, Verdict, Window
from agent.hashing import keccak256
from agent.ports import Broker, BrokerError, LinkDown, LinkUp, Message
from agent.units import Address, CycleNo, EnergyWh, MonoMs, UnixMs

DOMAIN = ReportDomain(1337, Address("0x" + "c0" * 20))
PATIENCE_S = 60.0
"""Nothing may be stuck for longer."""


def key_of(name: str) -> PrivateKey:
    return PrivateKey(keccak256(name.encode()))


def address_of(key: PrivateKey) -> Address:
    return Address("0x" + keccak256(key.public_key.format(compressed=False)[1:])[12:].hex())


OPERATOR_KEY = key_of("operator")


class Member:
    """A home's identity: its member address and its report key."""

    def __init__(self, name: str) -> None:
        self.key = key_of(name)
        self.address = address_of(self.key)
        self.meter = keccak256(name.encode() + b" meter")
        self._chain = ReportChain()

    def report(self, cycle: int) -> SignedReport:
        """Sign the next report of the chain."""
        register = BoundaryRegister(
            CycleNo(cycle), EnergyWh(10 * cycle), EnergyWh(0), 0, UnixMs(1_000 * cycle)
        )
        made = next_report(DOMAIN, self.address, self.meter, register, self._chain)
        assert isinstance(made, NextReport)
        self._chain = made.chain
        signature = self.key.sign_recoverable(made.digest, hasher=None)
        return SignedReport(made.report, contract_signature(signature))


class HomeEnd:
    """A home's end: an outbox that forgets a report only for the operator's signed receipt.

    With `puback_is_receipt` it believes the broker instead: the mistake the outbox is there for.
    """

    def __init__(
        self,
        member: Member,
        broker: Broker,
        *,
        tick_s: float = 0.02,
        repeat_after_s: float = 1.0,
        puback_is_receipt: bool = False,
    ) -> None:
        self.member = member
        self.outbox = Outbox()
        self._outgoing: asyncio.Queue[SignedReport] = asyncio.Queue()
        self.verdicts: Counter[str] = Counter()
        self.up_since_s = 0.0
        self._broker = broker
        self._tick_s = tick_s
        self._repeat_ms = int(repeat_after_s * 1_000)
        self._believing = puback_is_receipt
        self.up = False
        self._empty = asyncio.Event()

    def put(self, reports: Iterable[SignedReport]) -> None:
        for signed in reports:
            after = queue.put(self.outbox, DOMAIN, signed)
            assert isinstance(after, Outbox)
            self.outbox = after
        self._empty.clear()

    async def drained(self) -> None:
        """Return once nothing waits any more."""
        await self._empty.wait()

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._mail())
            group.create_task(self._publish())
            while True:
                await asyncio.sleep(self._tick_s)
                if self.up:
                    self._publish_due()

    def _publish_due(self) -> None:
        now_ms = MonoMs(int(time.monotonic() * 1_000))
        ready = queue.due(self.outbox, now_ms, self._repeat_ms)
        if ready:
            self.outbox = queue.mark_sent(self.outbox, ready, now_ms)
            for signed in ready:
                self._outgoing.put_nowait(signed)

    async def _publish(self) -> None:
        where = topic(DOMAIN, Channel.REPORT, self.member.address)
        while True:
            signed = await self._outgoing.get()
            try:
                await self._broker.publish(where, payload.encode_report(signed))
            except BrokerError:
                continue
            if self._believing:
                self.outbox = queue.drop_included(self.outbox, report_digest(DOMAIN, signed.report))
                self._note()

    async def _mail(self) -> None:
        operator = address_of(OPERATOR_KEY)
        async for item in self._broker.inbox():
            match item:
                case LinkUp():
                    self.up, self.up_since_s = True, time.monotonic()
                case LinkDown():
                    self.lost_link()
                case Message():
                    signed = payload.decode_receipt(item.payload)
                    if isinstance(signed, SignedReceipt):
                        self.outbox, verdict = queue.acknowledge(
                            self.outbox, DOMAIN, signed, operator
                        )
                        self.verdicts[verdict] += 1
                        self._note()

    def lost_link(self) -> None:
        """Take note that what was sent in this connection may not have arrived."""
        self.up = False
        self.outbox = queue.link_lost(self.outbox)

    def _note(self) -> None:
        if not self.outbox.waiting:
            self._empty.set()


class OperatorEnd:
    """The operator's end. `filed` is what is on its disk, in the order of its arrival."""

    def __init__(self, members: Iterable[Member], broker: Broker, cycles: int) -> None:
        self.state = ReconcilerState(DOMAIN)
        for member in members:
            keys = MemberKeys(member.address, member.meter)
            self.state = reconcile.enrol(self.state, member.address, keys)
        self.filed: list[Report] = []
        self.verdicts: Counter[str] = Counter()
        self.status_seen_s: dict[Address, float] = {}
        self.lost_links: list[str] = []
        self._broker = broker
        self._window = Window(CycleNo(0), CycleNo(cycles))
        self._dirty: dict[Address, None] = {}
        self._newest: dict[Address, SignedReceipt] = {}
        self._wake = asyncio.Event()

    def restore(self, before: "OperatorEnd") -> None:
        """Start again from the files of the process before."""
        for member, given in before._newest.items():
            self.state = reconcile.receipted(self.state, given.receipt)
            self._newest[member] = given
        for book in before.state.books.values():
            for signed in book.reports.values():
                self.state, _ = reconcile.take_report(
                    self.state, signed.report.member, signed, self._window
                )
        self.filed = list(before.filed)

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._give_receipts())
            async for item in self._broker.inbox():
                if isinstance(item, LinkUp):
                    self._dirty |= dict.fromkeys(self._newest)
                    self._wake.set()
                elif isinstance(item, LinkDown):
                    self.lost_links.append(item.reason)
                else:
                    self.take(item)

    def take(self, message: Message) -> Verdict | None:
        name = parse_topic(DOMAIN, message.topic)
        assert name is not None
        if name.channel is Channel.STATUS:
            self.status_seen_s.setdefault(name.member, time.monotonic())
            return None
        signed = payload.decode_report(message.payload)
        if isinstance(signed, payload.Refused):
            self.verdicts["refused"] += 1
            return None
        self.state, verdict = reconcile.take_report(self.state, name.member, signed, self._window)
        self.verdicts[verdict] += 1
        if verdict in {Verdict.NEW, Verdict.EQUIVOCATION}:
            self.filed.append(signed.report)
        self._dirty[name.member] = None
        self._wake.set()
        return verdict

    async def _give_receipts(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._dirty:
                member = next(iter(self._dirty))
                del self._dirty[member]
                book = self.state.books.get(member)
                due = None if book is None else reconcile.receipt_due(book, self._window.first)
                if due is not None:
                    self._newest[member] = _receipt(due)
                    self.state = reconcile.receipted(self.state, due)
                if member in self._newest:
                    await self._publish(member, self._newest[member])

    async def _publish(self, member: Address, signed: SignedReceipt) -> None:
        where = topic(DOMAIN, Channel.RECEIPT, member)
        with contextlib.suppress(BrokerError):  # said again when the line is back
            await self._broker.publish(where, payload.encode_receipt(signed), retain=True)


class Progress:
    """How long nothing has changed."""

    def __init__(self) -> None:
        self._counts: tuple[int, ...] = ()
        self._changed_s = 0.0

    def stopped_s(self, *counts: int) -> float:
        now_s = time.monotonic()
        if counts != self._counts:
            self._counts, self._changed_s = counts, now_s
        return now_s - self._changed_s


def _receipt(due: Receipt) -> SignedReceipt:
    signature = OPERATOR_KEY.sign_recoverable(receipt_digest(DOMAIN, due), hasher=None)
    return SignedReceipt(due, contract_signature(signature))


def home_topics(member: Member) -> tuple[str, ...]:
    return home_subscriptions(DOMAIN, member.address)


def operator_topics() -> tuple[str, ...]:
    return operator_subscriptions(DOMAIN)
