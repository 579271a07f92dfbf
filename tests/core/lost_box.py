"""A street with one home of several boxes: the one that is lost, and the one restored from a backup.

The chain is a small honest model of the market's rules for one member (nonces, windows, one order
per cycle, results, settlements from believed reports); the operator is the real reconciler. Every
signature that leaves a box is kept, so that a test can say what was ever signed twice.
"""

import random
from collections import defaultdict
from typing import Any

from agent.bridge.payload import decode_report, encode_receipt
from agent.bridge.report import SignedReceipt, contract_signature, receipt_digest, report_digest
from agent.bridge.topics import Channel
from agent.core.effects import Broadcast, Effect, Publish
from agent.core.events import (
    ChainStageSeen,
    Event,
    OrderSeen,
    RegistersSeen,
    Restored,
    ResultSeen,
    SettlementSeen,
    Signed,
)
from agent.core.questions import (
    AccountQuestion,
    OrderQuestion,
    RegistersQuestion,
    ResultQuestion,
    SettlementQuestion,
    questions,
)
from agent.core.reporting import domain_of
from agent.dso import reconcile
from agent.ledger.transaction import decode
from agent.market.cycle import Phase
from agent.units import CycleNo
from tests.core.story import (
    CONSTANTS,
    MINUTE_MS,
    OPERATOR_KEY,
    TIMES,
    Agent,
    account,
    at,
    choices,
    reading,
)

STEP_MS = MINUTE_MS
PRICE = 150_000
DEADLINE_CYCLES = 4
DOMAIN = domain_of(CONSTANTS)
OUT_W = 2_000
"""What the home gives to the grid all the time: whole watt-hours every three minutes."""


def exported_wh(at_ms: int) -> int:
    """The truth: the meter's export register."""
    return 20_000 + OUT_W * ((at_ms - at(0)) // MINUTE_MS) // 60


class Street:
    """The chain, the operator and the truth."""

    def __init__(self, seed: int = 0) -> None:
        self.now_ms = at(3)
        self.random = random.Random(seed)
        self.nonce = 7
        self.block = 100
        self.pool: dict[bytes, int] = {}
        self.orders: dict[int, tuple[int, ...]] = {}
        self.settled: dict[int, tuple[int, int]] = {}
        self.intents: dict[int, set[bytes]] = defaultdict(set)
        self.values: dict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)
        self.reporters: dict[int, set[str]] = defaultdict(set)
        self.digests: set[bytes] = set()
        self.known = reconcile.enrol(
            reconcile.ReconcilerState(DOMAIN),
            CONSTANTS.member,
            reconcile.MemberKeys(CONSTANTS.report_key, bytes.fromhex(CONSTANTS.meter[2:])),
        )
        self.receipt: bytes | None = None
        self.equivocations = 0

    @property
    def cycle(self) -> int:
        return TIMES.cycle_at(self.now_ms) or 0

    def heard(self, box: "Box", effects: tuple[Effect, ...]) -> None:
        """Take what leaves a box; the pool may be slow, the broker may lose."""
        for effect in effects:
            if isinstance(effect, Broadcast):
                read = decode(effect.raw).transaction
                self.intents[read.nonce].add(read.data)
                delay = self.random.choice((0, 0, 1, 2)) * STEP_MS
                self.pool.setdefault(effect.raw, self.now_ms + delay)
            elif isinstance(effect, Publish):
                self._report(box, effect.payload)

    def _report(self, box: "Box", payload: bytes) -> None:
        signed = decode_report(payload)
        if not hasattr(signed, "report"):
            return
        report = signed.report
        digest = report_digest(DOMAIN, report)
        self.values[report.cycle, report.revision].add((report.import_wh, report.export_wh))
        if digest not in self.digests:
            self.reporters[report.cycle].add(box.name)
            self.digests.add(digest)
        if self.random.random() < box.loss:
            return
        window = reconcile.Window(CycleNo(0), CycleNo(self.cycle))
        self.known, verdict = reconcile.take_report(self.known, CONSTANTS.member, signed, window)
        self.equivocations += verdict is reconcile.Verdict.EQUIVOCATION
        due = reconcile.receipt_due(self.known.books[CONSTANTS.member], CycleNo(0))
        if due is not None:
            self.known = reconcile.receipted(self.known, due)
            made = OPERATOR_KEY.sign_digest(receipt_digest(DOMAIN, due))
            self.receipt = encode_receipt(SignedReceipt(due, contract_signature(made)))

    def mine(self) -> None:
        """One block: whatever has arrived and has the next nonce."""
        self.block += 30
        ready = [raw for raw, from_ms in self.pool.items() if from_ms <= self.now_ms]
        self.random.shuffle(ready)
        progress = True
        while progress:
            progress = False
            for raw in ready:
                read = decode(raw).transaction
                if read.nonce == self.nonce:
                    self.nonce += 1
                    self._execute(read.data)
                    progress = True
        self.pool = {
            raw: when
            for raw, when in self.pool.items()
            if decode(raw).transaction.nonce >= self.nonce
        }
        self._settle()

    def _execute(self, data: bytes) -> None:
        cycle, *terms = (
            int.from_bytes(data[place : place + 32]) for place in range(4, len(data), 32)
        )
        if cycle == self.cycle and TIMES.phase_at(self.now_ms) is Phase.QUOTATION:
            self.orders[cycle] = tuple(terms)

    def _settle(self) -> None:
        book = self.known.books[CONSTANTS.member]
        for cycle in self.orders:
            if cycle in self.settled or self.cycle < cycle + 2:
                continue
            before = reconcile.best_report(book, CycleNo(cycle))
            after = reconcile.best_report(book, CycleNo(cycle + 1))
            if before and after:
                wh = after.report.export_wh - before.report.export_wh
                self.settled[cycle] = (1, min(wh, self.orders[cycle][1]))
            elif self.cycle > cycle + 1 + DEADLINE_CYCLES:
                self.settled[cycle] = (2, 0)

    def answer(self, asked: Any) -> Event | None:
        """What a reader would prove at this block."""
        now, block = self.now_ms, self.block
        match asked:
            case AccountQuestion():
                return account(now, block=block, nonce=self.nonce)
            case OrderQuestion(cycle) if cycle in self.orders:
                side, *rest = self.orders[cycle]
                name = "buy" if side else "sell"
                return OrderSeen(now, block, now // 1_000, cycle, 3, name, *rest)
            case OrderQuestion(cycle):
                return OrderSeen(now, block, now // 1_000, cycle, None)
            case ResultQuestion(cycle, index):
                over = now >= TIMES.phase_end_ms(cycle, Phase.MATCHING)
                if not over or cycle not in self.orders or index is None:
                    return ResultSeen(now, block, cycle, "open")
                wh = self.orders[cycle][1]
                return ResultSeen(
                    now, block, cycle, "result", price_micro_per_kwh=PRICE, agreed_wh=wh
                )
            case SettlementQuestion(cycle, _):
                status, wh = self.settled.get(cycle, (0, 0))
                amount = wh * PRICE // 1_000
                return SettlementSeen(now, block, cycle, status, wh, 0, amount)
            case RegistersQuestion(cycle):
                return RegistersSeen(now, block, cycle, False)
        return None

    def earned_micro(self) -> int:
        """All that the contract has posted."""
        return sum(wh * PRICE // 1_000 for _, wh in self.settled.values())


class Box(Agent):
    """One agent, at the street."""

    def __init__(self, street: Street, name: str, *, loss: float = 0.0) -> None:
        super().__init__()
        self.street, self.name, self.loss = street, name, loss
        self.alive = True
        self.ordered: list[int] = []
        """Cycles in which this box gave a nonce to an order."""

    def take(self, event: Event) -> tuple[Effect, ...]:
        before = {order.order_id for order in self.state.orders}
        known = len(self.state.transactions)
        followed = super().take(event)
        if len(self.state.transactions) > known or before != {
            order.order_id for order in self.state.orders if order.origin != "restored"
        }:
            self.ordered += [
                order.cycle
                for order in self.state.orders
                if order.order_id not in before and order.origin != "restored"
            ]
        if not isinstance(event, Signed):
            self.street.heard(self, followed)
        return followed

    def begin(self) -> "Box":
        self.start(self.street.now_ms)
        self.tick(self.street.now_ms)
        self.take(ChainStageSeen(self.street.now_ms, "live", "following the chain"))
        self.broker(self.street.now_ms)
        return self

    def instruct(self, energy_wh: int = 400) -> None:
        """The household repeats its order in every cycle from now on."""
        self.wish(self.street.now_ms, *choices(energy_wh=energy_wh, repeat=True))

    def minute(self) -> None:
        """A minute of a running box."""
        street, now = self.street, self.street.now_ms
        self.take(reading(now, 10_000, exported_wh(now)))
        self.tick(now, after_ms=STEP_MS)
        for asked in questions(self.state, now):
            fact = street.answer(asked)
            if fact is not None:
                self.take(fact)
        if street.receipt is not None:
            self.said(now, Channel.RECEIPT, street.receipt)

    def restored_from(self, journal: list[bytes], taken_ms: int, ident: str = "r1") -> "Box":
        """Replay a backup, start, and tell the restore: as the daemon does."""
        self.journal = list(journal)
        self.state = self.replayed()
        self.start(self.street.now_ms)
        self.take(Restored(self.street.now_ms, ident, taken_ms))
        self.take(ChainStageSeen(self.street.now_ms, "live", "following the chain"))
        self.broker(self.street.now_ms)
        return self


def run(street: Street, boxes: list[Box], until_ms: int) -> None:
    """Let the street live until then."""
    while street.now_ms < until_ms:
        street.now_ms += STEP_MS
        for box in boxes:
            if box.alive:
                box.minute()
        street.mine()
