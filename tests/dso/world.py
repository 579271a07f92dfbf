"""A real market on the development chain, three homes, and the operator's ports around it.

The chain port reads the chain's own state: proofs are the light client's business and tested
there. Blocks come when a test says so, at the time it says.
"""

import contextlib
from collections.abc import Mapping, Sequence

from coincurve import PrivateKey

from agent.bridge.payload import encode_report
from agent.bridge.report import ReportDomain, SignedReceipt, SignedReport, contract_signature
from agent.bridge.report_chain import BoundaryRegister, NextReport, ReportChain, next_report
from agent.bridge.topics import Channel, topic
from agent.contracts.artifact import load_artifact
from agent.dso.enrol import contract_address
from agent.dso.evidence import Evidence
from agent.dso.store import Pending, Stored, cycle_of
from agent.hashing import keccak256
from agent.ledger import market_contract as mc
from agent.ledger.transaction import Fees, Transaction, serialise, signing_digest
from agent.ledger.verify import VerifiedAccount, VerifiedHead
from agent.ports import ChainError, Message
from agent.units import Address, CycleNo, EnergyWh, UnixMs
from drivers.keystore import KeySigner
from drivers.simulated.devchain.chain import DevChain
from drivers.simulated.devchain.execution import TransactionRefusedError
from drivers.simulated.devchain.genesis import Genesis, validator_keys

CHAIN_ID = 1337
GENESIS_S = 1_800_000_000
CYCLE_S = 900
FEES = Fees(10**10, 1)
SELLER, BUYER, LOSER = range(3)
PRICE = 200_000


def signer(name: str) -> KeySigner:
    return KeySigner(keccak256(name.encode()))


OPERATOR = signer("operator")
HOMES = [signer(f"home {number}") for number in range(3)]
REPORT_KEYS = [PrivateKey(keccak256(b"report key %d" % number)) for number in range(3)]
METERS = [keccak256(b"meter %d" % number) for number in range(3)]


def key_address(key: PrivateKey) -> Address:
    return Address("0x" + keccak256(key.public_key.format(compressed=False)[1:])[12:].hex())


def raw(address: str) -> bytes:
    return bytes.fromhex(address[2:])


class World:
    """The chain, and what people other than the operator's service do on it."""

    def __init__(self) -> None:
        alloc = {raw(one.address): 10**24 for one in (OPERATOR, *HOMES)}
        genesis = Genesis(timestamp_s=GENESIS_S - 100, alloc_wei=alloc, chain_id=CHAIN_ID)
        self.chain = DevChain(genesis, validator_keys(1, 4))
        self.contract = contract_address(OPERATOR.address, 0)
        self.domain = ReportDomain(CHAIN_ID, self.contract)
        self._set_up()

    def block(self, time_s: int) -> VerifiedHead:
        self.chain.seal_block(time_s)
        return self.head()

    def head(self) -> VerifiedHead:
        block = self.chain.head
        header = block.header
        return VerifiedHead(
            header.number,
            block.hash,
            header.state_root,
            header.timestamp_s,
            header.base_fee_wei or 0,
            header.gas_limit,
            (),
        )

    def send(self, who: KeySigner, data: bytes, *, create: bool = False) -> None:
        nonce = self.chain.account(raw(who.address)).nonce
        made = Transaction(
            CHAIN_ID, nonce, FEES, 10_000_000, None if create else self.contract, 0, data
        )
        self.chain.submit(serialise(made, who.sign_digest(signing_digest(made))))

    def word(self, slot: int) -> int:
        return self.chain.storage_word(raw(self.contract), slot)

    def settlement(self, cycle: int, index: int) -> mc.Settlement:
        return mc.Settlement.unpack(self.word(mc.settlement_slot(cycle, index)))

    def released(self, cycle: int, index: int) -> bool:
        return mc.OrderHold.unpack(self.word(mc.order_hold_slot(cycle, index))).released

    def balances(self) -> list[int]:
        accounts = [*(home.address for home in HOMES), OPERATOR.address]
        return [mc.signed(self.word(mc.account_slot(one))) for one in accounts]

    def _set_up(self) -> None:
        creation = mc.deployment(
            load_artifact().creation,
            genesis_s=GENESIS_S,
            cycle_s=CYCLE_S,
            operator=OPERATOR.address,
            terms=mc.Terms(2_000, 50_000, 3, 1_000_000),
            welfare=mc.Welfare(5_000, 6_000_000, 1_000_000, 14_000_000, 70_000),
            deadline_cycles=4,
            correction_s=7 * 86_400,
        )
        now = GENESIS_S - 90
        self.send(OPERATOR, creation, create=True)
        self.block(now)
        for number, home in enumerate(HOMES):
            enrol = mc.call_enrol(
                home.address,
                key_address(REPORT_KEYS[number]),
                METERS[number],
                number,
                4_600,
                16_000_000,
                endorser=number == 0,
            )
            for data in (enrol, mc.call_credit(home.address, 20_000_000)):
                now += 1
                self.send(OPERATOR, data)
                self.block(now)

    def trade_in(self, cycle: int) -> None:
        """Let the seller and the buyer trade 1 kWh; the third home's order finds no price."""
        start = GENESIS_S + cycle * CYCLE_S
        for number, (side, low, high) in enumerate(
            [(mc.Side.SELL, 100_000, 300_000), (mc.Side.BUY, 100_000, 300_000), (1, 50_000, 60_000)]
        ):
            self.send(HOMES[number], mc.call_order(cycle, int(side), 1_000, low, high, 500))
            self.block(start + 10 + number)
        trades = [mc.TradeWord(1, 0, 1_000, 40_000).pack()]
        reasons = mc.pack_reasons([0, 0, 1])
        digest = mc.result_digest(cycle, 3, PRICE, 1, False, trades, reasons)
        self.send(HOMES[0], mc.call_endorse(cycle, digest))
        self.block(start + 300)
        self.send(HOMES[1], mc.call_submit_result(cycle, PRICE, 1, False, trades, reasons))
        self.block(start + 310)
        assert mc.Head.unpack(self.word(mc.head_slot(cycle))).status == mc.CycleStatus.RESULT

    def order_without_result(self, cycle: int) -> None:
        self.send(HOMES[LOSER], mc.call_order(cycle, 1, 500, 50_000, 60_000, 500))
        self.block(GENESIS_S + cycle * CYCLE_S + 10)


class HomeReports:
    """One home's reports, linked and signed."""

    def __init__(self, world: World, number: int) -> None:
        self._world = world
        self._number = number
        self._chain = ReportChain()

    def report(self, cycle: int, import_wh: int, export_wh: int) -> SignedReport:
        number = self._number
        register = BoundaryRegister(
            CycleNo(cycle), EnergyWh(import_wh), EnergyWh(export_wh), 0, UnixMs(1)
        )
        made = next_report(
            self._world.domain, HOMES[number].address, METERS[number], register, self._chain
        )
        assert isinstance(made, NextReport)
        self._chain = made.chain
        signature = REPORT_KEYS[number].sign_recoverable(made.digest, hasher=None)
        return SignedReport(made.report, contract_signature(signature))


def message(world: World, signed: SignedReport) -> Message:
    place = topic(world.domain, Channel.REPORT, signed.report.member)
    return Message(place, encode_report(signed))


class DirectChain:
    """The Chain port on the development chain itself."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def next_head(self) -> VerifiedHead:
        return self._world.head()

    async def account(self, address: Address, head: VerifiedHead) -> VerifiedAccount:
        found = self._world.chain.account(raw(address), head.number)
        return VerifiedAccount(found.nonce, found.balance_wei, found.code_hash, found.storage_root)

    async def storage(
        self, address: Address, slots: Sequence[int], head: VerifiedHead
    ) -> tuple[int, ...]:
        return tuple(
            self._world.chain.storage_word(raw(address), slot, head.number) for slot in slots
        )

    async def broadcast(self, raw_transaction: bytes) -> None:
        try:
            self._world.chain.submit(raw_transaction)
        except TransactionRefusedError as refused:
            if "known" not in str(refused):
                raise ChainError(str(refused)) from refused


class MemoryStore:
    """The OperatorStore protocol in memory: what was stored survives a "crash"."""

    def __init__(self) -> None:
        self.reports: dict[bytes, SignedReport] = {}
        self.receipts: dict[Address, SignedReceipt] = {}
        self.pending: dict[int, Pending] = {}
        self.finished: set[CycleNo] = set()
        self.stated: dict[str, str] = {}
        self.evidence: dict[str, Evidence] = {}
        self.refused: dict[str, int] = {}

    def load(self) -> Stored:
        return Stored(
            tuple(self.reports.values()),
            tuple(self.receipts.values()),
            tuple(self.pending[nonce] for nonce in sorted(self.pending)),
            frozenset(self.finished),
            dict(self.stated),
            tuple(self.evidence[name] for name in sorted(self.evidence)),
            dict(self.refused),
        )

    def together(self) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()

    def add_report(self, digest: bytes, signed: SignedReport) -> None:
        self.reports.setdefault(digest, signed)

    def save_receipt(self, signed: SignedReceipt) -> None:
        self.receipts[signed.receipt.member] = signed

    def save_pending(self, pending: Pending) -> None:
        self.pending[pending.nonce] = pending

    def confirm_below(self, nonce: int) -> None:
        self.pending = {at: one for at, one in self.pending.items() if at >= nonce}

    def finish(self, cycle: CycleNo, *, done: bool) -> None:
        (self.finished.add if done else self.finished.discard)(cycle)

    def save_stated(self, order: str, settlement: str) -> None:
        self.stated[order] = settlement

    def add_evidence(self, evidence: Evidence) -> None:
        self.evidence.setdefault(evidence.name, evidence)

    def save_refused(self, counts: Mapping[str, int]) -> None:
        self.refused |= counts

    def forget_before(self, first: CycleNo) -> None:
        self.reports = {
            digest: one for digest, one in self.reports.items() if one.report.cycle >= first
        }
        self.finished = {cycle for cycle in self.finished if cycle >= first}
        self.stated = {name: mark for name, mark in self.stated.items() if cycle_of(name) >= first}

    def close(self) -> None: ...
