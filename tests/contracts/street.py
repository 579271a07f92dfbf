"""A market on a bare London EVM, and a street of members to trade on it.

py-evm only runs the code; time, senders and signatures are ours, so that every refusal and every
unit of gas can be looked at without blocks and nodes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from coincurve import PrivateKey
from eth.db.atomic import AtomicDB
from eth.db.backends.memory import MemoryDB
from eth.exceptions import Revert
from eth.vm.execution_context import ExecutionContext
from eth.vm.forks.frontier.transaction_context import FrontierTransactionContext
from eth.vm.forks.london.state import LondonState
from eth.vm.message import Message

from agent.bridge.report import Report, ReportDomain, SignedReport, report_digest
from agent.contracts.artifact import load_artifact
from agent.hashing import keccak256
from agent.ledger import market_contract as mc
from agent.units import Address

CHAIN_ID = 7
GENESIS_S = 1_800_000_000
CYCLE_S = 900
DEADLINE_CYCLES = 4
CORRECTION_S = 7 * 24 * 3600
TERMS = mc.Terms(
    charge_micro_per_m=2_001,  # odd, so that halves must be rounded
    penalty_micro_per_kwh=50_000,
    feeder_version=3,
    max_tariff_micro=5_000_000,
)
WELFARE = mc.Welfare(a=5_000, b=6_000_000, c=1_000_000, omega=14_000_000, alpha=70_000)
LIMIT_WH = 10_000
ALLOWANCE_MICRO = 100_000_000
BLANK_ROOT = bytes.fromhex("56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421")
GAS = 1_000_000_000


class RefusedError(Exception):
    """The contract reverted; the message is its sentence."""


def address(number: int) -> Address:
    return Address(f"0x{number:040x}")


OPERATOR = address(0x0D50)
STRANGER = address(0x5712A)


def home(number: int) -> Address:
    """Chain address of home number 0, 1, …"""
    return address(0x40_0000 + number)


def meter(number: int) -> bytes:
    return keccak256(b"meter %d" % number)


def report_key(number: int) -> PrivateKey:
    return PrivateKey(keccak256(b"report key %d" % number))


def key_address(key: PrivateKey) -> Address:
    return Address("0x" + keccak256(key.public_key.format(compressed=False)[1:])[12:].hex())


def home_number(member: Address) -> int:
    return int(member, 16) - 0x40_0000


def sign(key: PrivateKey, digest: bytes) -> bytes:
    signature = key.sign_recoverable(digest, hasher=None)
    return signature[:64] + bytes([27 + signature[64]])


def intrinsic_gas(data: bytes, *, create: bool = False) -> int:
    """Return what a transaction costs before its code runs (EIP-2028, EIP-2)."""
    zeros = data.count(0)
    return 21_000 + 32_000 * create + 4 * zeros + 16 * (len(data) - zeros)


@cache
def _deployed(cycle_s: int) -> tuple[dict[bytes, bytes], bytes, Address, int]:
    """Return (database, state root, contract, gas) of a fresh market."""
    store: dict[bytes, bytes] = {}
    state = LondonState(AtomicDB(MemoryDB(store)), _context(GENESIS_S - 1), BLANK_ROOT)
    contract = keccak256(b"the market")[12:]
    data = mc.deployment(
        load_artifact().creation,
        genesis_s=GENESIS_S,
        cycle_s=cycle_s,
        operator=OPERATOR,
        terms=TERMS,
        welfare=WELFARE,
        deadline_cycles=DEADLINE_CYCLES,
        correction_s=CORRECTION_S,
    )
    message = Message(GAS, b"", bytes.fromhex(OPERATOR[2:]), 0, b"", data, create_address=contract)
    run = state.computation_class.apply_create_message(state, message, _transaction(OPERATOR))
    run.raise_if_error()
    state.lock_changes()
    state.persist()
    gas = intrinsic_gas(data, create=True) + run.get_gas_used()
    return store, state.state_root, Address("0x" + contract.hex()), gas


def _context(time_s: int) -> ExecutionContext:
    return ExecutionContext(bytes(20), time_s, 1, 0, bytes(32), 2 * GAS, [], CHAIN_ID, 0)


def _transaction(sender: Address) -> FrontierTransactionContext:
    return FrontierTransactionContext(0, bytes.fromhex(sender[2:]))


@dataclass
class Street:
    """One market, its clock, and the homes enrolled with it."""

    state: LondonState
    contract: Address
    deploy_gas: int
    cycle_s: int = CYCLE_S
    time_s: int = GENESIS_S - 1
    credited_micro: int = 0
    homes: list[Address] = field(default_factory=list)

    @classmethod
    def fresh(cls, cycle_s: int = CYCLE_S) -> "Street":
        store, root, contract, gas = _deployed(cycle_s)
        state = LondonState(AtomicDB(MemoryDB(dict(store))), _context(GENESIS_S - 1), root)
        return cls(state, contract, gas, cycle_s)

    @classmethod
    def of(cls, homes: int, endorsers: int = 3, *, credit_micro: int = 50_000_000) -> "Street":
        """Return a market before its genesis with funded homes, the first ones endorsing."""
        street = cls.fresh()
        for number in range(homes):
            street.enrol(number, endorser=number < endorsers)
            street.credit(home(number), credit_micro)
        return street

    def at(self, cycle: int, fifteenths: float = 0.0) -> "Street":
        """Set the clock to `fifteenths` of the way through `cycle`."""
        self.time_s = GENESIS_S + cycle * self.cycle_s + int(fifteenths * self.cycle_s / 15)
        return self

    def do(self, sender: Address, data: bytes) -> int:
        """Run a call; return the gas it needs (before refunds). RefusedError: nothing changed."""
        state, to = self.state, bytes.fromhex(self.contract[2:])
        before = state.snapshot()
        run = self._run(sender, data)
        if run.is_error:
            state.revert(before)
            state.lock_changes()
            raise RefusedError(_sentence(run.error, run.output))
        state.commit(before)
        state.lock_changes()
        assert state.get_balance(to) == 0
        return intrinsic_gas(data) + run.get_gas_used()

    def _run(self, sender: Address, data: bytes):  # type: ignore[no-untyped-def]
        state, to = self.state, bytes.fromhex(self.contract[2:])
        state.execution_context = _context(self.time_s)
        state.mark_address_warm(bytes.fromhex(sender[2:]))
        state.mark_address_warm(to)
        message = Message(GAS, to, bytes.fromhex(sender[2:]), 0, data, state.get_code(to))
        return state.computation_class.apply_message(state, message, _transaction(sender))

    def getter(self, signature: str, *arguments: int) -> int:
        """Return the word a public getter answers."""
        before = self.state.snapshot()
        words = b"".join(argument.to_bytes(32, "big") for argument in arguments)
        run = self._run(STRANGER, keccak256(signature.encode())[:4] + words)
        self.state.revert(before)
        run.raise_if_error()
        return int.from_bytes(run.output, "big")

    def word(self, slot: int) -> int:
        """Return a storage word as a proof would show it."""
        return self.state.get_storage(bytes.fromhex(self.contract[2:]), slot)

    # What the operator does.

    def enrol(
        self,
        number: int,
        *,
        endorser: bool = False,
        limit_wh: int = LIMIT_WH,
        allowance_micro: int = ALLOWANCE_MICRO,
        vertex: int | None = None,
    ) -> int:
        member = home(number)
        if member not in self.homes:
            self.homes.append(member)
        return self.do(
            OPERATOR,
            mc.call_enrol(
                member,
                key_address(report_key(number)),
                meter(number),
                number + 1 if vertex is None else vertex,
                limit_wh,
                allowance_micro,
                endorser=endorser,
            ),
        )

    def credit(self, member: Address, micro: int) -> int:
        self.credited_micro += micro
        return self.do(OPERATOR, mc.call_credit(member, micro))

    # What can be read.

    def account(self, member: Address) -> int:
        return mc.signed(self.word(mc.account_slot(member)))

    def held(self, member: Address) -> int:
        return self.word(mc.held_slot(member))

    def head(self, cycle: int) -> mc.Head:
        return mc.Head.unpack(self.word(mc.head_slot(cycle)))

    def outcome(self, cycle: int, index: int) -> mc.Outcome:
        return mc.Outcome.unpack(self.word(mc.outcome_slot(cycle, index)))

    def hold(self, cycle: int, index: int) -> mc.OrderHold:
        return mc.OrderHold.unpack(self.word(mc.order_hold_slot(cycle, index)))

    def settlement(self, cycle: int, index: int) -> mc.Settlement:
        return mc.Settlement.unpack(self.word(mc.settlement_slot(cycle, index)))

    def settled_micro(self, cycle: int, index: int) -> int:
        return mc.signed(self.word(mc.settled_amount_slot(cycle, index)))

    def registers(self, member: Address, cycle: int) -> mc.Registers:
        return mc.Registers.unpack(self.word(mc.registers_slot(member, cycle)))

    def everybody_micro(self) -> int:
        """Return the sum of all accounts, the operator's included."""
        return self.account(OPERATOR) + sum(map(self.account, self.homes))

    # What members, endorsers and passers-by do.

    def sell(self, number: int, cycle: int, wh: int, low: int, high: int = 10_000_000) -> int:
        data = mc.call_order(cycle, mc.Side.SELL, wh, low, high, 100)
        return self.do(home(number), data)

    def buy(self, number: int, cycle: int, wh: int, high: int, low: int = 0) -> int:
        return self.do(home(number), mc.call_order(cycle, mc.Side.BUY, wh, low, high, 100))

    def reasons_for(self, cycle: int, trades: Iterable[mc.TradeWord]) -> tuple[int, ...]:
        """Return reasons that fit the trades: whoever does not trade lost by its price."""
        traded = {index for trade in trades for index in (trade.buyer_index, trade.seller_index)}
        count = self.head(cycle).order_count
        return mc.pack_reasons([0 if index in traded else 1 for index in range(count)])

    def digest(
        self,
        cycle: int,
        price: int,
        trades: Sequence[mc.TradeWord],
        reasons: Sequence[int] | None = None,
    ) -> bytes:
        packed = tuple(trade.pack() for trade in trades)
        given = self.reasons_for(cycle, trades) if reasons is None else reasons
        version = TERMS.feeder_version
        return mc.result_digest(cycle, version, price, 1, False, packed, given)

    def submit(
        self,
        cycle: int,
        price: int,
        trades: Sequence[mc.TradeWord],
        reasons: Sequence[int] | None = None,
        sender: Address = STRANGER,
    ) -> int:
        packed = tuple(trade.pack() for trade in trades)
        given = self.reasons_for(cycle, trades) if reasons is None else reasons
        return self.do(sender, mc.call_submit_result(cycle, price, 1, False, packed, given))

    def agree(
        self,
        cycle: int,
        price: int,
        trades: Sequence[mc.TradeWord],
        reasons: Sequence[int] | None = None,
        endorsers: int = 3,
    ) -> int:
        """Have every endorser endorse a result and a stranger hand it in."""
        self.at(cycle, 4)
        digest = self.digest(cycle, price, trades, reasons)
        for number in range(endorsers):
            self.do(home(number), mc.call_endorse(cycle, digest))
        return self.submit(cycle, price, trades, reasons)

    def report_of(
        self, number: int, cycle: int, import_wh: int, export_wh: int, revision: int = 1
    ) -> Report:
        return Report(
            member=home(number),
            meter=meter(number),
            cycle=cycle,
            revision=revision,
            import_wh=import_wh,
            export_wh=export_wh,
            quality=0,
            meter_time_ms=(GENESIS_S + (cycle + 1) * self.cycle_s) * 1000,
            previous_report=bytes(32),
        )

    def report_digest(self, report: Report) -> bytes:
        return report_digest(ReportDomain(CHAIN_ID, self.contract), report)

    def signed(self, report: Report, key: PrivateKey | None = None) -> SignedReport:
        if key is None:
            key = report_key(home_number(report.member))
        return SignedReport(report, sign(key, self.report_digest(report)))

    def hand_in(self, *reports: SignedReport) -> int:
        return self.do(STRANGER, mc.call_report(reports))

    def report(
        self, number: int, cycle: int, import_wh: int, export_wh: int, revision: int = 1
    ) -> int:
        report = self.report_of(number, cycle, import_wh, export_wh, revision)
        return self.hand_in(self.signed(report))

    def settle(self, cycle: int, *indexes: int) -> int:
        return self.do(STRANGER, mc.call_settle(cycle, indexes))

    def release(self, cycle: int, *indexes: int) -> int:
        return self.do(STRANGER, mc.call_release(cycle, indexes))


def _sentence(error: Exception, output: bytes) -> str:
    if not isinstance(error, Revert) or not output:
        return f"{type(error).__name__} without a sentence"
    size = int.from_bytes(output[36:68], "big")
    return output[68 : 68 + size].decode()
