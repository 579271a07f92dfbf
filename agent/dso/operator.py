"""The operator's service: reports from the broker and facts from the chain, nothing else.

It imports ports only; chain, signer, broker and store are handed in. Every step is durable before
its effect leaves (a report before its receipt, a transaction before it is sent), and everything
else is computed again from the chain, so it may be stopped at any instant.
"""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Callable, Iterable

import msgspec

from agent.bridge import payload, topics
from agent.bridge.report import (
    Receipt,
    ReportDomain,
    SignedReceipt,
    SignedReport,
    contract_signature,
    receipt_digest,
    report_digest,
)
from agent.dso import reconcile
from agent.dso.chain_reader import MarketReader
from agent.dso.cycle_view import CycleView, MarketTimes
from agent.dso.evidence import MOST_EVIDENCE, Evidence, evidence_about, evidence_in
from agent.dso.plan import finished, gaps_of, plan
from agent.dso.receipt_line import ReceiptLine
from agent.dso.reconcile import ReconcilerState, Verdict, Window
from agent.dso.sending import FeeRules, Sender, request
from agent.dso.standing import NOBODY, Standing, refused_by_member, unsettled
from agent.dso.statement import statement
from agent.dso.store import OperatorStore, cycle_of, order_name
from agent.dso.worklist import Worklist
from agent.ledger.verify import VerifiedHead
from agent.ports import Broker, BrokerError, Chain, ChainError, LinkUp, Message, Signer
from agent.units import Address, CycleNo

ANSWER_AFTER_S = 0.2
"""A home sends up to 20 reports at a time: they get one receipt, with one sync of the disk."""

PAUSE_S, LONGEST_PAUSE_S = 1.0, 60.0

log = logging.getLogger(__name__)


class Market(msgspec.Struct, frozen=True):
    """Which market, and what its operator pays per unit of gas."""

    chain_id: int
    contract: Address
    fees: FeeRules


class Operator:
    """One market's operator. One task runs `run`; `state` and `counts` may be read at any time."""

    def __init__(
        self,
        market: Market,
        chain: Chain,
        signer: Signer,
        broker: Broker,
        store: OperatorStore,
        *,
        since: CycleNo | None = None,
        show: Callable[[Standing], None] | None = None,
    ) -> None:
        """`since`: orders of earlier cycles are left alone; `show`: called after every head."""
        self._show = show
        self._market = market
        self._chain = chain
        self._signer = signer
        self._broker = broker
        self._store = store
        self._domain = ReportDomain(market.chain_id, market.contract)
        self._reader = MarketReader(chain, market.contract)
        self._sender = Sender(chain, signer, store, market.chain_id, market.fees)
        self._kept = store.load()
        self._worklist = Worklist(store, self._kept, since)
        self._stated = dict(self._kept.stated)
        self._receipts = {one.receipt.member: one for one in self._kept.receipts}
        self._times: MarketTimes | None = None
        self._window: Window | None = None
        self._asked: dict[Address, CycleNo] = {}
        self._attempts: Counter[str] = Counter()
        self._ready = asyncio.Event()
        self._unfiled: dict[bytes, SignedReport] = {}
        self._owed: set[Address] = set()
        self._line = ReceiptLine(self._publish_receipt)
        self._mailed = asyncio.Event()
        self.state = ReconcilerState(self._domain)
        self.counts: Counter[str] = Counter()
        self.standing: Standing | None = None
        self.quiet = False
        """Whether the last head asked for nothing and nothing is under way."""
        self._evidence = {one.name: one for one in self._kept.evidence}
        self._refused: Counter[str] = Counter(self._kept.refused)
        self._refused_kept: dict[str, int] = dict(self._kept.refused)

    async def run(self) -> None:
        """Reconcile until cancelled. ChainHalted: the market or the chain is not to be trusted."""
        async with self._broker.connected(), asyncio.TaskGroup() as tasks:
            tasks.create_task(self._mail(), name="operator-mail")
            tasks.create_task(self._follow(), name="operator-chain")
            tasks.create_task(self._answer(), name="operator-receipts")
            tasks.create_task(self._line.run(), name="operator-receipt-line")

    async def once(self, collect_s: float, patience_s: float = 120.0) -> bool:
        """Take mail for `collect_s` seconds, then do all that can be done now; ChainError.

        Returns whether it came to rest: everything sent is confirmed and nothing more can be
        done before the next phase or report. False after `patience_s`.
        """
        async with self._broker.connected():
            head = await self._chain.next_head()
            await self._begin(head)
            mail = asyncio.create_task(self._mail(), name="operator-mail")
            try:
                await asyncio.sleep(collect_s)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(patience_s):
                        await self.at_head(await self._chain.next_head())
                        while not self.quiet:
                            await self.at_head(await self._chain.next_head())
            finally:
                mail.cancel()
                await asyncio.gather(mail, return_exceptions=True)
            self._file()
        return self.quiet

    async def _follow(self) -> None:
        pause_s = PAUSE_S
        while True:
            try:
                await self.at_head(await self._chain.next_head())
                pause_s = PAUSE_S
            except ChainError as absent:
                log.warning("the chain could not be read: %s", absent)
                await asyncio.sleep(pause_s)
                pause_s = min(2 * pause_s, LONGEST_PAUSE_S)

    async def _mail(self) -> None:
        await self._ready.wait()  # without the chain nobody's signature can be judged
        async for item in self._broker.inbox():
            if isinstance(item, LinkUp):
                self._say_again()
            elif isinstance(item, Message):
                self._receive(item)

    async def _answer(self) -> None:
        """File and sign a moment after the mail: one receipt and one sync for many reports.

        The line publishes: neither the mail nor the disk waits for the broker.
        """
        while True:
            await self._mailed.wait()
            self._mailed.clear()
            await asyncio.sleep(ANSWER_AFTER_S)
            self._sign_owed()

    async def answer(self) -> None:
        """Give the receipts that mail taken without an answer made possible."""
        self._sign_owed()
        await self._line.flush()

    async def linked(self) -> None:
        """Say again what may not have arrived: the newest receipts, and statements still owed."""
        self._say_again()
        await self._line.flush()

    def _say_again(self) -> None:
        self._worklist.say_again()
        for signed in self._receipts.values():
            self._line.say(signed)

    async def take(self, message: Message, *, answer: bool = True) -> Verdict | None:
        """Take a message of a member; None: it is no report, or the chain was not yet read.

        `answer`: file it and give the receipt at once; else `answer` does, or the next head.
        """
        verdict = self._receive(message)
        if answer and verdict is not None:
            await self.answer()
        return verdict

    def _receive(self, message: Message) -> Verdict | None:
        """Judge a message, in memory alone: it has no effect before `_file`."""
        name = topics.parse_topic(self._domain, message.topic)
        if name is None or name.channel is not topics.Channel.REPORT or self._window is None:
            return None
        signed = payload.decode_report(message.payload)
        if isinstance(signed, payload.Refused):
            self.counts["refused"] += 1
            self._count(name.member, "unreadable")
            log.warning("a message of %s was refused: %s", name.member, "; ".join(signed.problems))
            return None
        after, verdict = reconcile.take_report(self.state, name.member, signed, self._window)
        self.counts[verdict] += 1
        if verdict is not Verdict.NEW:
            self._count(name.member, verdict)
        if verdict in {Verdict.NEW, Verdict.EQUIVOCATION}:
            report = signed.report
            self._keep_evidence(evidence_about(self.state.books[report.member], signed))
            self._unfiled[report_digest(self._domain, report)] = signed
            self.state = after
        if verdict not in {Verdict.NEW, Verdict.KNOWN}:
            log.warning("a report on the topic of %s: %s", name.member, verdict)
        self._owed.add(signed.report.member)
        self._mailed.set()
        return verdict

    def _file(self) -> None:
        """Put on the disk what was believed since the last time, with one sync."""
        found, self._unfiled = self._unfiled, {}
        if not found:
            return
        with self._store.together():
            for digest, signed in found.items():
                self._store.add_report(digest, signed)
                for cycle in (CycleNo(signed.report.cycle - 1), signed.report.cycle):
                    self._worklist.reopen(cycle)

    async def at_head(self, head: VerifiedHead) -> None:
        """Do everything the facts at `head` ask for; ChainError leaves the rest for the next."""
        times, window = await self._begin(head)
        self._file()
        confirmed = await self._sender.confirm(head)
        again = self._worklist.again(window)
        views = [
            await self._reader.cycle(cycle, head)
            for cycle in (*self._worklist.unfinished(window), *again)
        ]
        for member, cycle, seen in await self._reader.registers(views, head):
            self.state = reconcile.take_chain(self.state, member, cycle, seen)
        self._attempts.update(confirmed)
        await self._sender.repeat(head)
        not_now = self._sender.under_way | self._stuck()
        self._file()
        actions = plan(self.state, views, times, head.time_s, not_now)
        for action in actions[: max(0, self._sender.free)]:
            await self._sender.send(request(self._market.contract, action), head)
        self.quiet = not actions and not self._sender.under_way
        looked_at = len(views) - len(again)
        for view in views:
            await self._publish_statements(view)
            if finished(self.state, view, times, head.time_s):
                self._worklist.finish(view.cycle, owed=not self._all_stated(view))
            else:
                self._worklist.reopen(view.cycle)
        self._worklist.looked_at(again)
        self._sign_owed()
        await self._line.flush()
        await self._ask_for_gaps(views, window)
        left = len(self._worklist.waiting(window))
        self.quiet = self.quiet and left <= looked_at
        self._stand(views, times, head)

    def _stand(self, views: Iterable[CycleView], times: MarketTimes, head: VerifiedHead) -> None:
        """Say how things stand, and keep the counts: once per head, not once per message."""
        changed = {
            name: count
            for name, count in self._refused.items()
            if self._refused_kept.get(name) != count
        }
        if changed:
            self._store.save_refused(changed)
            self._refused_kept |= changed
        window, views, under = self._window, list(views), self._sender.under_way
        waiting = [] if window is None else self._worklist.waiting(window)
        self.standing = Standing(
            chain_id=self._market.chain_id,
            contract=self._market.contract,
            block=head.number,
            time_s=head.time_s,
            unsettled=unsettled(self.state, views, times, head.time_s, under),
            gaps={} if window is None else gaps_of(self.state, views, window),
            refused=refused_by_member(self._refused),
            evidence=tuple(self._evidence[name] for name in sorted(self._evidence)),
            under_way=tuple(sorted(under)),
            cycles_left=len(set(waiting) - {view.cycle for view in views}),
        )
        if self._show is not None:
            self._show(self.standing)

    def _count(self, member: Address, reason: str) -> None:
        who = member if member in self.state.books else NOBODY
        self._refused[f"{who} {reason}"] += 1

    def _keep_evidence(self, found: Evidence | None) -> None:
        if found is None or found.name in self._evidence:
            return
        member = found.first.report.member
        if (
            sum(one.first.report.member == member for one in self._evidence.values())
            >= MOST_EVIDENCE
        ):
            return
        self._store.add_evidence(found)
        self._evidence[found.name] = found
        log.warning("two different reports were signed: %s; kept as evidence", found.name)

    async def _begin(self, head: VerifiedHead) -> tuple[MarketTimes, Window]:
        """Read what hardly changes, at the start and with every new cycle."""
        if self._times is None:
            self._times = await self._reader.times(head, self._signer.address)
        times = self._times
        running = times.running(head.time_s) or CycleNo(0)
        if self._window is None or running != self._window.running:
            keys = await self._reader.members(head)
            first_time, self._window = (
                self._window is None,
                Window(times.first_counting(head.time_s), running),
            )
            for member, known in keys.items():
                self.state = reconcile.enrol(self.state, member, known)
            if first_time:
                self._restore(self._window)
            self._give_receipts(self.state.books)
            self._forget(self._window)
            await self._line.flush()
            self._ready.set()
        return times, self._window

    def _restore(self, window: Window) -> None:
        for kept in self._kept.receipts:
            self.state = reconcile.receipted(self.state, kept.receipt)
        for signed in self._kept.reports:
            self.state, _ = reconcile.take_report(self.state, signed.report.member, signed, window)
        for book in self.state.books.values():  # a crash may have come between the two
            for found in evidence_in(book):
                self._keep_evidence(found)

    def _forget(self, window: Window) -> None:
        self.state = reconcile.forget_before(self.state, window.first)
        oldest = window.oldest
        self._worklist.new_cycle(window)
        self._stated = {
            name: mark for name, mark in self._stated.items() if cycle_of(name) >= oldest
        }
        self._attempts.clear()
        self._store.forget_before(oldest)

    def _stuck(self) -> frozenset[str]:
        """Return what was done twice in this cycle without effect: not again before the next."""
        stuck = frozenset(name for name, times in self._attempts.items() if times >= 2)
        self.counts["without effect"] = len(stuck)
        return stuck

    def _sign_owed(self) -> None:
        members, self._owed = self._owed, set()
        self._give_receipts(sorted(members))

    def _give_receipts(self, members: Iterable[Address]) -> None:
        """Sign what can be signed for these members; nothing leaves before all is on the disk."""
        if self._window is None:
            return
        signed = []
        with self._store.together():
            self._file()
            for member in members:
                book = self.state.books.get(member)
                due = None if book is None else reconcile.receipt_due(book, self._window.first)
                if due is not None:
                    signed.append(self._sign(due))
        for one in signed:
            self._line.say(one)

    def _sign(self, due: Receipt) -> SignedReceipt:
        signature = self._signer.sign_digest(receipt_digest(self._domain, due))
        signed = SignedReceipt(due, contract_signature(signature))
        self._store.save_receipt(signed)
        self._receipts[due.member] = signed
        self.state = reconcile.receipted(self.state, due)
        return signed

    async def _publish_receipt(self, signed: SignedReceipt) -> None:
        await self._publish(
            topics.Channel.RECEIPT, signed.receipt.member, payload.encode_receipt(signed)
        )

    async def _publish_statements(self, view: CycleView) -> None:
        for order in view.orders:
            found = statement(self._market.contract, view, order)
            name = order_name(view.cycle, order.index)
            mark = f"{order.settlement.pack():x}"
            if found is None or self._stated.get(name) == mark:
                continue
            if await self._publish(
                topics.Channel.STATEMENT, order.member, payload.encode_statement(found)
            ):
                self._stated[name] = mark
                self._store.save_stated(name, mark)

    def _all_stated(self, view: CycleView) -> bool:
        return all(
            self._stated.get(order_name(view.cycle, order.index)) == f"{order.settlement.pack():x}"
            for order in view.orders
            if order.traded
        )

    async def _ask_for_gaps(self, views: Iterable[CycleView], window: Window) -> None:
        """Ask once per cycle: the home sends what has no receipt again by itself as well."""
        for member, missing in gaps_of(self.state, list(views), window).items():
            if self._asked.get(member) == window.running:
                continue
            if await self._publish(
                topics.Channel.GAP,
                member,
                payload.encode_gap(payload.GapRequest(member, missing)),
            ):
                self._asked[member] = window.running

    async def _publish(self, channel: topics.Channel, member: Address, content: bytes) -> bool:
        """Publish; False when the broker did not confirm: said again later."""
        topic = topics.topic(self._domain, channel, member)
        try:
            await self._broker.publish(topic, content, retain=channel in topics.RETAINED)
        except BrokerError as absent:
            log.info("not published: %s", absent)
            return False
        return True
