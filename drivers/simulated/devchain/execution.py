"""Transactions and calls, executed by py-evm's London rules; everything around is ours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from eth.abc import ComputationAPI, SignedTransactionAPI, StateAPI
from eth.db.atomic import AtomicDB
from eth.exceptions import Revert
from eth.vm.execution_context import ExecutionContext
from eth.vm.forks.london import LondonVM
from eth.vm.forks.london.transactions import LondonTransactionBuilder
from eth.vm.spoof import SpoofTransaction
from eth_typing import Address, BlockNumber, Hash32
from eth_utils.crypto import keccak
from eth_utils.exceptions import ValidationError

from drivers.simulated.devchain import rlp_codec
from drivers.simulated.devchain.proofs import logs_bloom
from drivers.simulated.devchain.recursion import deep_calls

SECP256K1_HALF_ORDER = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0
MAX_RAW_TRANSACTION_BYTES = 128 * 1024  # as in geth's pool
MAX_DEPTH_GAS_NUMERATOR, MAX_DEPTH_GAS_DENOMINATOR = 64, 63  # EIP-150: a callee gets 63/64


class TransactionRefusedError(ValueError):
    """A transaction was malformed or may not enter the pool; `code` is the JSON-RPC number."""

    def __init__(self, message: str, code: int = -32000) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Transaction:
    """A signed transaction whose form and signature are right."""

    raw: bytes
    hash: bytes
    sender: bytes
    decoded: SignedTransactionAPI

    @property
    def nonce(self) -> int:
        return self.decoded.nonce

    @property
    def gas_limit(self) -> int:
        return self.decoded.gas

    @property
    def max_fee_wei(self) -> int:
        return self.decoded.max_fee_per_gas

    @property
    def max_tip_wei(self) -> int:
        return self.decoded.max_priority_fee_per_gas

    @property
    def type_number(self) -> int:
        """0 legacy, 1 access list (EIP-2930), 2 dynamic fee (EIP-1559)."""
        return self.raw[0] if self.raw[0] < 0x80 else 0

    def tip_wei(self, base_fee_wei: int) -> int:
        """Return what the proposer gets per gas; negative when the cap is below the base fee."""
        return min(self.max_fee_wei - base_fee_wei, self.max_tip_wei)

    def upfront_cost_wei(self) -> int:
        return self.decoded.value + self.gas_limit * self.max_fee_wei


@dataclass(frozen=True, slots=True)
class Log:
    """One event of a contract."""

    address: bytes
    topics: tuple[bytes, ...]
    data: bytes


@dataclass(frozen=True, slots=True)
class Executed:
    """A transaction in a block, and what came of it. Keeps the raw bytes, to stay small."""

    raw: bytes
    hash: bytes
    sender: bytes
    type_number: int
    succeeded: bool
    gas_used: int
    cumulative_gas: int
    gas_price_wei: int
    contract_address: bytes | None
    logs: tuple[Log, ...]
    logs_bloom: bytes

    def receipt(self) -> bytes:
        """Return the consensus encoding of the receipt (EIP-658, EIP-2718)."""
        logs = [[log.address, list(log.topics), log.data] for log in self.logs]
        body = rlp_codec.encode([int(self.succeeded), self.cumulative_gas, self.logs_bloom, logs])
        return bytes([self.type_number]) + body if self.type_number else bytes(body)


@dataclass(frozen=True, slots=True)
class Environment:
    """What a contract can see of the block that it runs in."""

    proposer: bytes
    number: int
    timestamp_s: int
    gas_limit: int
    base_fee_wei: int
    chain_id: int
    mix_hash: bytes
    difficulty: int
    ancestors: Iterable[bytes]  # hashes from the parent backwards, at most 256


@dataclass(frozen=True, slots=True)
class CallRequest:
    """An unsigned call; `to` is None for a contract creation."""

    sender: bytes
    to: bytes | None
    data: bytes
    value_wei: int
    gas_limit: int


@dataclass(frozen=True, slots=True)
class CallResult:
    """What a call returned; `error` is None when it succeeded, `gas_used` is before `gas_refund`."""

    output: bytes
    gas_used: int
    gas_refund: int
    error: str | None
    reverted: bool


def decode_transaction(raw: bytes, chain_id: int) -> Transaction:
    """Return the transaction with its sender; TransactionRefusedError for anything not well-formed."""
    if not 0 < len(raw) <= MAX_RAW_TRANSACTION_BYTES:
        raise TransactionRefusedError(f"transaction of {len(raw)} bytes", -32602)
    try:
        decoded = LondonTransactionBuilder.decode(raw)
        if decoded.encode() != raw:
            raise TransactionRefusedError("transaction is not in canonical form", -32602)
        if decoded.chain_id is None:
            raise TransactionRefusedError("transaction names no chain (EIP-155)")
        if decoded.chain_id != chain_id:
            raise TransactionRefusedError(f"wrong chain id {decoded.chain_id}, not {chain_id}")
        if not 0 < decoded.s <= SECP256K1_HALF_ORDER:
            raise TransactionRefusedError("invalid signature: s is not in the lower half", -32002)
        decoded.validate()
        sender = decoded.sender
    except TransactionRefusedError:
        raise
    except Exception as malformed:  # half a dozen libraries see these bytes
        raise TransactionRefusedError(f"malformed transaction: {malformed}", -32602) from malformed
    if decoded.max_priority_fee_per_gas > decoded.max_fee_per_gas:
        raise TransactionRefusedError("max priority fee per gas is higher than max fee per gas")
    if decoded.gas < decoded.intrinsic_gas:
        raise TransactionRefusedError(
            f"intrinsic gas {decoded.intrinsic_gas} exceeds gas limit {decoded.gas}", -32003
        )
    return Transaction(raw, keccak(raw), bytes(sender), decoded)


class Execution:
    """One block's worth of state changes on top of a state root; nothing is written before `persist`."""

    def __init__(self, database: AtomicDB, state_root: bytes, environment: Environment) -> None:
        context = ExecutionContext(
            coinbase=Address(environment.proposer),
            timestamp=environment.timestamp_s,
            block_number=BlockNumber(environment.number),
            difficulty=environment.difficulty,
            mix_hash=Hash32(environment.mix_hash),
            gas_limit=environment.gas_limit,
            prev_hashes=(Hash32(ancestor) for ancestor in environment.ancestors),
            chain_id=environment.chain_id,
            base_fee_per_gas=environment.base_fee_wei,
        )
        self._base_fee_wei = environment.base_fee_wei
        self._state: StateAPI = LondonVM.get_state_class()(database, context, Hash32(state_root))
        self.gas_used = 0

    def apply(self, transaction: Transaction) -> Executed:
        """Execute one transaction; TransactionRefusedError (state untouched) when it is not valid now."""
        self._state.lock_changes()
        try:
            with deep_calls():
                computation = self._state.apply_transaction(transaction.decoded)
        except ValidationError as invalid:
            raise TransactionRefusedError(str(invalid)) from invalid
        gas_used = LondonVM.finalize_gas_used(transaction.decoded, computation)
        self.gas_used += gas_used
        logs = tuple(
            Log(address, tuple(topic.to_bytes(32, "big") for topic in topics), data)
            for address, topics, data in computation.get_log_entries()
        )
        created = bytes(computation.msg.storage_address) if computation.msg.is_create else None
        return Executed(
            raw=transaction.raw,
            hash=transaction.hash,
            sender=transaction.sender,
            type_number=transaction.type_number,
            succeeded=not computation.is_error,
            gas_used=gas_used,
            cumulative_gas=self.gas_used,
            gas_price_wei=transaction.tip_wei(self._base_fee_wei) + self._base_fee_wei,
            contract_address=created,
            logs=logs,
            logs_bloom=logs_bloom([(log.address, log.topics) for log in logs]),
        )

    def call(self, request: CallRequest) -> CallResult:
        """Execute a call without fees and take it back; ValueError when it could not even start."""
        self._state.lock_changes()
        snapshot = self._state.snapshot()
        try:
            unsigned = LondonTransactionBuilder.create_unsigned_transaction(
                nonce=self._state.get_nonce(Address(request.sender)),
                gas_price=0,
                gas=request.gas_limit,
                to=Address(request.to or b""),
                value=request.value_wei,
                data=request.data,
            )
            if request.gas_limit < unsigned.intrinsic_gas:
                raise ValueError(f"intrinsic gas is {unsigned.intrinsic_gas}")
            spoofed: Any = SpoofTransaction(unsigned, from_=Address(request.sender))
            try:
                with deep_calls():
                    return _result(self._state.apply_transaction(spoofed), request.gas_limit)
            except ValidationError as invalid:
                raise ValueError(str(invalid)) from invalid
        finally:
            self._state.revert(snapshot)

    def preload(
        self,
        balances_wei: Mapping[bytes, int],
        codes: Mapping[bytes, bytes],
        words: Mapping[bytes, Mapping[int, int]],
    ) -> None:
        """Write the genesis state."""
        for address, balance_wei in balances_wei.items():
            self._state.set_balance(Address(address), balance_wei)
        for address, code in codes.items():
            self._state.set_nonce(Address(address), 1)
            self._state.set_code(Address(address), code)
        for address, slots in words.items():
            for slot, word in slots.items():
                self._state.set_storage(Address(address), slot, word)

    def persist(self) -> bytes:
        """Write the new nodes to the database; return the new state root."""
        self._state.lock_changes()
        self._state.persist()
        return bytes(self._state.state_root)


def _result(computation: ComputationAPI, gas_limit: int) -> CallResult:
    error = computation.error if computation.is_error else None
    return CallResult(
        output=bytes(computation.output),
        gas_used=gas_limit - computation.get_gas_remaining(),
        gas_refund=computation.get_gas_refund() if error is None else 0,
        error=None if error is None else (str(error) or type(error).__name__),
        reverted=isinstance(error, Revert),
    )


def estimate_gas(execution: Execution, request: CallRequest) -> int | CallResult:
    """Return a gas limit that suffices (at most 1.5 % above the least), or the failing result."""
    unlimited = execution.call(request)
    if unlimited.error is not None:
        return unlimited
    low = unlimited.gas_used - 1
    high = request.gas_limit
    guess = (
        (unlimited.gas_used + unlimited.gas_refund)
        * MAX_DEPTH_GAS_NUMERATOR
        // MAX_DEPTH_GAS_DENOMINATOR
    )
    while low + 1 < high and (high - low) * 200 > 3 * high:
        guess = min(max(guess, low + 1), high - 1)
        if _succeeds(execution, request, guess):
            high = guess
        else:
            low = guess
        guess = (low + high) // 2
    return high


def _succeeds(execution: Execution, request: CallRequest, gas_limit: int) -> bool:
    limited = CallRequest(request.sender, request.to, request.data, request.value_wei, gas_limit)
    try:
        return execution.call(limited).error is None
    except ValueError:
        return False
