"""py-evm over a handful of proven values: runs a call, and says which values it lacked.

A value that is not known yet reads as nothing, and is noted: so one run finds many of the values
the next one needs. What such a run returns is nobody's result. How could one attack it? By code
that runs for ever, or deep, or wants ever more values: gas, depth, time and the number of values
are bounded. By a value of the block that no proof shows (coinbase, randomness, older hashes,
blobs): the run ends with `RefusedError`, it is not made up.

The rules are those of Cancun: later forks only added opcodes, so older contracts run as they do on
their chain, except for gas and for code that counts on an opcode not being there.

Importing this module imports py-evm (0.6 s, 36 MB): only who executes a call does.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from eth.db.journal import get_next_checkpoint
from eth.exceptions import OutOfGas, Revert
from eth.vm.forks.cancun.computation import CancunComputation
from eth.vm.forks.cancun.opcodes import CANCUN_OPCODES
from eth.vm.forks.cancun.state import CancunState
from eth.vm.forks.cancun.transaction_context import CancunTransactionContext
from eth.vm.message import Message
from eth.vm.opcode_values import COINBASE
from eth_typing import Address as Bytes20

from agent.ledger.receipts import Log
from agent.ledger.verify import ABSENT_ACCOUNT, EMPTY_CODE_HASH, VerifiedAccount, VerifiedHead
from agent.ports import CallReturn, LocalCall
from agent.units import Address

CALL_GAS = 10_000_000  # 4 700 words read; py-evm needs seconds for it, on a Pi tens of them
MOST_DEPTH = 40  # a dozen Python frames each: below Python's own limit, with room for the caller
MOST_NEW_VALUES = 2_000  # of one run: ten questions to a node
LOOK_EVERY = 256  # operations between two looks at the clock
PRECOMPILES = range(1, 6)  # signatures, hashes, copying, powers; curves take py-evm minutes
DELEGATION = b"\xef\x01\x00"  # EIP-7702
_VM_ERRORS = {OutOfGas: "out of gas"}


class RefusedError(Exception):
    """The code asked for what is not proven, or reached a bound. The message says which."""


class _EnoughError(Exception):
    """So many values are missing that they should be fetched before going on."""


@dataclass(slots=True)
class Known:
    """Values proven at one head."""

    accounts: dict[Address, VerifiedAccount] = field(default_factory=dict)
    codes: dict[bytes, bytes] = field(default_factory=dict)
    """By their hash."""
    words: dict[tuple[Address, int], int] = field(default_factory=dict)


@dataclass(slots=True)
class Touched:
    """What one run read: all of it, and of that what was not known."""

    accounts: dict[Address, None] = field(default_factory=dict)
    words: dict[tuple[Address, int], None] = field(default_factory=dict)
    missing_accounts: dict[Address, None] = field(default_factory=dict)
    missing_codes: dict[Address, bytes] = field(default_factory=dict)
    """The hash of each."""
    missing_words: dict[tuple[Address, int], None] = field(default_factory=dict)

    @property
    def missing(self) -> int:
        return len(self.missing_accounts) + len(self.missing_codes) + len(self.missing_words)


class _Block:
    """What a contract may see of the block, under py-evm's names; the rest is refused."""

    def __init__(self, head: VerifiedHead, chain_id: int) -> None:
        self.timestamp = head.time_s
        self.block_number = head.number
        self.gas_limit = head.gas_limit
        self.chain_id = chain_id
        self.base_fee_per_gas = head.base_fee_wei
        self.coinbase = bytes(20)  # for the price of its first use alone: the opcode is refused

    def __getattr__(self, name: str) -> Any:
        raise RefusedError(f"the contract asked for the block's {name}, which is not proven here")


def _refuse_precompile(computation: Any) -> None:
    raise RefusedError("the contract asked for elliptic curves or BLAKE2, which are too slow here")


def _refuse_coinbase(computation: Any) -> None:
    raise RefusedError("the contract asked for the block's coinbase, which is not proven here")


class _Accounts:
    """py-evm's account database over `Known`; what a call writes stays in it, and can be undone."""

    def __init__(self, known: Known, touched: Touched) -> None:
        self._known = known
        self._touched = touched
        self._written: dict[tuple[Any, ...], Any] = {}
        self._undo: list[tuple[tuple[Any, ...], Any]] = []
        self._checkpoints: dict[int, int] = {}
        self.state_root = b""

    def _put(self, key: tuple[Any, ...], value: Any) -> None:
        self._undo.append((key, self._written.get(key)))
        self._written[key] = value

    def record(self) -> int:
        checkpoint = get_next_checkpoint()  # py-evm's transient storage is given the same one
        self._checkpoints[checkpoint] = len(self._undo)
        return checkpoint

    def discard(self, checkpoint: int) -> None:
        while len(self._undo) > self._checkpoints[checkpoint]:
            key, before = self._undo.pop()
            self._written[key] = before

    def commit(self, checkpoint: int) -> None:
        """Keep what was written: nothing to do, an outer checkpoint can still undo it."""

    def _account(self, address: bytes) -> VerifiedAccount:
        name = Address("0x" + address.hex())
        self._touched.accounts[name] = None
        account = self._known.accounts.get(name)
        if account is None:
            self._touched.missing_accounts[name] = None
            self._enough()
            return ABSENT_ACCOUNT
        return account

    def _enough(self) -> None:
        if self._touched.missing >= MOST_NEW_VALUES:
            raise _EnoughError

    def get_storage(self, address: bytes, slot: int, from_journal: bool = True) -> int:
        if from_journal:
            written = self._written.get(("word", address, slot))
            if written is not None:
                return int(written)
        key = Address("0x" + address.hex()), slot
        self._touched.words[key] = None
        word = self._known.words.get(key)
        if word is None:
            self._touched.missing_words[key] = None
            self._enough()
            return 0
        return word

    def set_storage(self, address: bytes, slot: int, value: int) -> None:
        self._put(("word", address, slot), value)

    def get_balance(self, address: bytes) -> int:
        written = self._written.get(("balance", address))
        return self._account(address).balance_wei if written is None else int(written)

    def set_balance(self, address: bytes, balance: int) -> None:
        self._put(("balance", address), balance)

    def get_nonce(self, address: bytes) -> int:
        return self._account(address).nonce

    def get_code_hash(self, address: bytes) -> bytes:
        account = self._account(address)
        return EMPTY_CODE_HASH if account == ABSENT_ACCOUNT else account.code_hash

    def get_code(self, address: bytes) -> bytes:
        code_hash = self.get_code_hash(address)
        if code_hash == EMPTY_CODE_HASH:
            return b""
        code = self._known.codes.get(code_hash)
        if code is None:
            self._touched.missing_codes[Address("0x" + address.hex())] = code_hash
            return b""
        if code.startswith(DELEGATION):
            raise RefusedError("the call leads to an account that delegates its code")
        return code

    def account_exists(self, address: bytes) -> bool:
        return self._account(address) != ABSENT_ACCOUNT or self.get_balance(address) > 0

    def account_is_empty(self, address: bytes) -> bool:
        return (
            self.get_nonce(address) == 0
            and self.get_balance(address) == 0
            and self.get_code_hash(address) == EMPTY_CODE_HASH
        )

    def touch_account(self, address: bytes) -> None:
        """Nothing is ever saved, so there is nothing to note."""

    def is_storage_warm(self, address: bytes, slot: int) -> bool:
        return self._written.get(("warm", address, slot)) is not None

    def mark_storage_warm(self, address: bytes, slot: int) -> None:
        self._put(("warm", address, slot), True)

    def is_address_warm(self, address: bytes) -> bool:
        return self._written.get(("warm", address)) is not None

    def mark_address_warm(self, address: bytes) -> None:
        self._put(("warm", address), True)

    def __getattr__(self, name: str) -> Any:
        """Refuse what only creating or deleting a contract needs."""
        raise RefusedError(f"the call would change accounts ({name})")


class _State(CancunState):
    """A state of `_Accounts`; the system contracts of the chain are not ours to write."""

    # py-evm wants a class of its own databases here, and only ever calls it.
    account_db_class = staticmethod(lambda accounts, _root: accounts)  # type: ignore[assignment]

    def set_system_contracts(self) -> None:
        pass


_OPCODES: Any = {**CANCUN_OPCODES, COINBASE: _refuse_coinbase}
_PRECOMPILES: Any = {
    address: done if int.from_bytes(address, "big") in PRECOMPILES else _refuse_precompile
    for address, done in CancunComputation.get_precompiles().items()
}


class _Computation(CancunComputation):
    """A computation that looks at the clock, and does not go deeper than Python can."""

    opcodes = _OPCODES
    _precompiles = _PRECOMPILES

    look: Callable[[], None]
    left = LOOK_EVERY

    def consume_gas(self, amount: int, reason: str) -> None:
        self.left -= 1
        if self.left <= 0:
            self.left = LOOK_EVERY
            self.look()
        super().consume_gas(amount, reason)

    @classmethod
    def apply_message(cls, state: Any, message: Any, *rest: Any, **named: Any) -> Any:
        if message.depth > MOST_DEPTH:
            raise RefusedError(f"contracts called each other more than {MOST_DEPTH} deep")
        return super().apply_message(state, message, *rest, **named)


def run(
    call: LocalCall,
    head: VerifiedHead,
    chain_id: int,
    known: Known,
    *,
    until_s: float,
    stopped: Callable[[], bool],
) -> tuple[CallReturn | None, Touched]:
    """Run one call, and return its result with what it read; None: values were missing.

    `until_s`: of the clock time.monotonic. RefusedError; TimeoutError.
    """

    def look() -> None:
        if stopped() or time.monotonic() > until_s:
            raise TimeoutError

    touched = Touched()
    accounts = _Accounts(known, touched)
    # A class for each run: py-evm makes the computations of inner calls itself.
    computation: Any = type("_Looking", (_Computation,), {"look": staticmethod(look)})
    # In the place of py-evm's database stands ours, see `account_db_class`.
    state = _State(accounts, _Block(head, chain_id), b"")  # type: ignore[arg-type]
    to, sender = (Bytes20(bytes.fromhex(one[2:])) for one in (call.to, call.sender))
    try:
        look()
        accounts.mark_address_warm(to)
        accounts.mark_address_warm(sender)
        message = Message(CALL_GAS, to, sender, 0, call.data, accounts.get_code(to))
        context = CancunTransactionContext(gas_price=0, origin=sender)
        done = computation.apply_message(state, message, context)
    except _EnoughError:
        return None, touched
    except TimeoutError:
        raise
    except Exception as failure:  # also py-evm's own: it is fed whatever somebody deployed
        if touched.missing:
            return None, touched
        if isinstance(failure, RefusedError):
            raise
        raise RefusedError(f"the EVM failed: {failure!r}") from failure
    return (None if touched.missing else _returned(done)), touched


def _returned(done: Any) -> CallReturn:
    failure = ""
    if done.is_error:
        error = done.error
        failure = "reverted" if isinstance(error, Revert) else _VM_ERRORS.get(type(error), "")
        failure = failure or type(error).__name__
    return CallReturn(
        output=bytes(done.output),
        failure=failure,
        logs=tuple(
            Log(
                Address("0x" + address.hex()),
                tuple(topic.to_bytes(32, "big") for topic in topics),
                bytes(data),
            )
            for address, topics, data in done.get_log_entries()
        ),
        gas_used=done.get_gas_used(),
    )
