"""One order's whole life on somebody else's chain: deployed, ordered, agreed, delivered, settled.

Only what the agent ships makes the bytes: the built contract, its call encoders, its transactions.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from coincurve import PrivateKey

from agent.bridge.report import Report, ReportDomain, SignedReport, report_digest
from agent.contracts.artifact import load_artifact
from agent.hashing import keccak256
from agent.ledger import market_contract as mc
from agent.ledger import rlp
from agent.ledger import transaction as eip1559
from agent.ledger.secp import address_of
from agent.units import Address, CycleNo, EnergyWh, UnixMs
from tests.interop.node import Node

CYCLE_S = 75
GWEI = 10**9
TERMS = mc.Terms(
    charge_micro_per_m=2_001, penalty_micro_per_kwh=50_000, feeder_version=3, max_tariff_micro=10**6
)
WELFARE = mc.Welfare(a=5_000, b=6_000_000, c=1_000_000, omega=14_000_000, alpha=70_000)
LIMIT_WH = 10_000
CREDIT_MICRO = 50_000_000
PRICE = 150_003
TRADE = mc.TradeWord(1, 0, 1_001, 10_001)
SELLER, BUYER, LOSER = 0, 1, 2
NOT_YET = Address("0x" + "00" * 20)


class Chain(Protocol):
    """A chain whose clock only runs when the test makes blocks."""

    rpc: Node
    chain_id: int

    @property
    def time_s(self) -> int: ...

    def mine_at(self, time_s: int) -> None:
        """Make blocks up to one whose time is `time_s`, or the first possible one after it."""
        ...


@dataclass
class Account:
    """A key, and the nonces it has used."""

    key: PrivateKey
    nonce: int = 0
    address: Address = field(init=False)

    def __post_init__(self) -> None:
        self.address = address_of(self.key.public_key.format(compressed=False))

    def sign(self, digest: bytes) -> bytes:
        return self.key.sign_recoverable(digest, hasher=None)


def account(purpose: str, number: int = 0) -> Account:
    return Account(PrivateKey(keccak256(f"interop {purpose} {number}".encode())))


@dataclass
class Trading:
    """The market's parties on one chain."""

    chain: Chain
    operator: Account = field(default_factory=lambda: account("operator"))
    homes: tuple[Account, ...] = field(
        default_factory=lambda: tuple(account("home", number) for number in range(3))
    )
    report_keys: tuple[Account, ...] = field(
        default_factory=lambda: tuple(account("report", number) for number in range(3))
    )
    genesis_s: int = 0
    contract: Address = NOT_YET
    blocks: dict[str, int] = field(default_factory=dict)
    """Block in which each step's transactions were executed."""
    _pending: list[str] = field(default_factory=list)

    def send(self, sender: Account, data: bytes, gas: int, to: Address | None = None) -> None:
        """Sign and hand in a transaction; earlier ones of the same block pay more, so that
        every node puts them in this order."""
        fees = eip1559.Fees(100 * GWEI, (40 - len(self._pending)) * GWEI)
        unsigned = eip1559.Transaction(
            self.chain.chain_id, sender.nonce, fees, gas, to, 0, bytes(data)
        )
        raw = eip1559.serialise(unsigned, sender.sign(eip1559.signing_digest(unsigned)))
        sender.nonce += 1
        self._pending.append(self.chain.rpc("eth_sendRawTransaction", "0x" + raw.hex()))

    def call(self, sender: Account, data: bytes, call: mc.Call, items: int = 0) -> None:
        self.send(sender, data, mc.gas_limit(call, items), self.contract)

    def mined(self, step: str, time_s: int) -> None:
        """Make blocks with everything that was sent; nothing may have failed."""
        self.chain.mine_at(time_s)
        for name in self._pending:
            receipt = self.chain.rpc("eth_getTransactionReceipt", name)
            assert receipt is not None, f"{step}: a transaction was left out"
            assert receipt["status"] == "0x1", f"{step}: a transaction failed"
            self.blocks[step] = int(receipt["blockNumber"], 16)
        self._pending.clear()

    def at(self, cycle: int, fifteenths: int) -> int:
        return self.genesis_s + cycle * CYCLE_S + fifteenths * CYCLE_S // 15

    # The story, in order.

    def found(self) -> None:
        """Create the market; enrol three homes that endorse, with money."""
        self.genesis_s = (self.chain.time_s // CYCLE_S + 2) * CYCLE_S
        creation = mc.deployment(
            load_artifact().creation,
            genesis_s=self.genesis_s,
            cycle_s=CYCLE_S,
            operator=self.operator.address,
            terms=TERMS,
            welfare=WELFARE,
            deadline_cycles=4,
            correction_s=7 * 24 * 3600,
        )
        self.contract = created_by(self.operator.address, self.operator.nonce)
        self.send(self.operator, creation, mc.gas_limit(mc.Call.DEPLOY))
        self.mined("deployed", self.chain.time_s + 5)
        for number, (home, key) in enumerate(zip(self.homes, self.report_keys, strict=True)):
            enrolment = mc.call_enrol(
                home.address,
                key.address,
                meter(number),
                number + 1,
                LIMIT_WH,
                10**8,
                endorser=True,
            )
            self.call(self.operator, enrolment, mc.Call.ENROL)
            credit = mc.call_credit(home.address, CREDIT_MICRO)
            self.call(self.operator, credit, mc.Call.CREDIT)
        self.mined("enrolled", self.chain.time_s + 5)

    def trade(self) -> None:
        """Order in cycle 0, endorse the result, and hand it in."""
        seller, buyer, loser = (self.homes[place] for place in (SELLER, BUYER, LOSER))
        self.chain.mine_at(self.at(0, 0))
        for home, side, energy_wh, low, high in (
            (seller, mc.Side.SELL, 1_001, 100_000, 10**7),
            (buyer, mc.Side.BUY, 1_500, 0, 200_000),
            (loser, mc.Side.BUY, 1_000, 0, 50_000),
        ):
            order = mc.call_order(0, side, energy_wh, low, high, 100)
            self.call(home, order, mc.Call.ORDER)
        self.mined("ordered", self.at(0, 2))
        reasons = mc.pack_reasons([0, 0, mc.Reason.PRICE])
        digest = mc.result_digest(
            0, TERMS.feeder_version, PRICE, 1, False, (TRADE.pack(),), reasons
        )
        self.chain.mine_at(self.at(0, 3))
        for home in self.homes:
            self.call(home, mc.call_endorse(0, digest), mc.Call.ENDORSE)
        self.mined("endorsed", self.at(0, 5))
        result = mc.call_submit_result(0, PRICE, 1, False, (TRADE.pack(),), reasons)
        self.call(loser, result, mc.Call.SUBMIT_RESULT, 4)
        self.mined("agreed", self.at(0, 7))

    def settle(self) -> None:
        """Report both traders' registers around cycle 1, settle them, release the loser."""
        self.chain.mine_at(self.at(2, 0))
        registers = ((SELLER, 500, 7_000), (BUYER, 90_000, 0))
        after = ((SELLER, 600, 7_990), (BUYER, 91_001, 10))
        reports = [
            self._report(place, cycle, import_wh, export_wh)
            for cycle, table in ((0, registers), (1, after))
            for place, import_wh, export_wh in table
        ]
        self.call(self.operator, mc.call_report(reports), mc.Call.REPORT, len(reports))
        self.mined("reported", self.at(2, 2))
        self.call(self.operator, mc.call_settle(0, (SELLER, BUYER)), mc.Call.SETTLE, 2)
        self.call(self.operator, mc.call_release(0, (LOSER,)), mc.Call.RELEASE, 1)
        self.mined("settled", self.at(2, 4))

    def _report(self, place: int, cycle: int, import_wh: int, export_wh: int) -> SignedReport:
        report = Report(
            member=self.homes[place].address,
            meter=meter(place),
            cycle=CycleNo(cycle),
            revision=1,
            import_wh=EnergyWh(import_wh),
            export_wh=EnergyWh(export_wh),
            quality=0,
            meter_time_ms=UnixMs(self.at(cycle + 1, 0) * 1000),
            previous_report=bytes(32),
        )
        digest = report_digest(ReportDomain(self.chain.chain_id, self.contract), report)
        signature = self.report_keys[place].sign(digest)
        return SignedReport(report, signature[:64] + bytes([27 + signature[64]]))

    # What must stand in storage at the end.

    def expected(self) -> dict[int, int]:
        """Return the words of the settled market by slot; 0: never written, proven absent."""
        tariff = TERMS.charge_micro_per_m * TRADE.distance_mm // 2000
        income = PRICE * 990 // 1000 - tariff - 11 * TERMS.penalty_micro_per_kwh // 1000
        bill = PRICE * 1_001 // 1000 + tariff
        head = mc.Head(mc.CycleStatus.RESULT, 0, 3, 1, 1, False, PRICE, 3, 3)
        settled = mc.SettlementStatus.FINAL
        seller, buyer, loser = (home.address for home in self.homes)
        return {
            mc.head_slot(0): head.pack(),
            mc.trade_slot(0, 0): TRADE.pack(),
            mc.outcome_slot(0, SELLER): mc.Outcome(1_001, tariff, 1).pack(),
            mc.settlement_slot(0, SELLER): mc.Settlement(990, 550, settled, 0, 1).pack(),
            mc.account_slot(seller): CREDIT_MICRO + income,
            mc.account_slot(buyer): CREDIT_MICRO - bill,
            mc.account_slot(loser): CREDIT_MICRO,
            mc.account_slot(self.operator.address): bill - income,
            mc.settled_amount_slot(0, BUYER): mc.unsigned(-bill),
            mc.member_count_slot(): 3,
            mc.head_slot(1): 0,
            mc.order_index_slot(1, seller): 0,
        }

    def emptied(self) -> list[int]:
        """Return slots that were written and are zero again."""
        return [mc.held_slot(home.address) for home in self.homes]


def meter(number: int) -> bytes:
    return keccak256(b"interop meter %d" % number)


def created_by(sender: Address, nonce: int) -> Address:
    """Return the address of the contract a transaction creates (Yellow Paper, section 7)."""
    named = keccak256(rlp.encode([bytes.fromhex(sender[2:]), rlp.integer(nonce)]))
    return Address("0x" + named[12:].hex())


def whole_story(trading: Trading, after: Callable[[str], None] | None = None) -> Trading:
    """Play everything; `after` is told each part that has ended."""
    parts: Sequence[Callable[[], None]] = (trading.found, trading.trade, trading.settle)
    for part in parts:
        part()
        if after is not None:
            after(part.__name__)
    return trading
