"""The receipts and transactions of a block, believed only as the whole list under a header's root.

Source: Yellow Paper 4.3.2, EIP-658 (status), EIP-2718 (types). A receipt's root authenticates
type, status, cumulative gas, bloom, each log's address, topics and data, and the order. It does
not authenticate what nodes print beside it: transaction hash, sender, contract address, gas price
are left out (`verify_transactions` proves the hash of each index); gas used and log numbers are
derived here from the order.

How could one attack it? By leaving out, adding, swapping or changing a receipt: the rebuilt root
is another. By a header nobody sealed: it is the caller's duty to pass a verified one.
"""

from collections.abc import Sequence

import msgspec

from agent.hashing import keccak256
from agent.ledger import rlp
from agent.ledger.bloom import BLOOM_BYTES, bloom_of, union
from agent.ledger.header import Header
from agent.ledger.hexadecimal import HexError, read_address, read_data, read_quantity
from agent.ledger.ordered_trie import ordered_root
from agent.ledger.transaction_json import encode_json
from agent.ledger.verdict import Fault, Invalid, Untrusted, Verified
from agent.units import Address

MAX_TYPE = 4  # EIP-7702; a later type may have another payload and is refused
MAX_TOPICS = 4
_GAS_BITS = 63


class Log(msgspec.Struct, frozen=True):
    """An event as a contract wrote it."""

    address: Address
    topics: tuple[bytes, ...]
    data: bytes


class Receipt(msgspec.Struct, frozen=True):
    """What the chain says a transaction did."""

    index: int
    type_number: int
    succeeded: bool | None
    """None: a block from before Byzantium, which has `state_root` instead."""
    state_root: bytes
    cumulative_gas: int
    gas_used: int
    """Derived: the difference to the receipt before."""
    logs_bloom: bytes
    logs: tuple[Log, ...]
    first_log_index: int
    """Derived: the number within the block of the first log."""


class _Shown(msgspec.Struct, frozen=True):
    """What the bytes of one receipt say, before its place is known."""

    type_number: int
    outcome: bytes  # 1, nothing, or 32 bytes of state root
    cumulative_gas: int
    logs_bloom: bytes
    logs: tuple[Log, ...]


class _LogAnswer(msgspec.Struct, frozen=True):
    address: str
    topics: list[str]
    data: str


class _ReceiptAnswer(msgspec.Struct, frozen=True, rename="camel"):
    cumulative_gas_used: str
    logs: list[_LogAnswer]
    logs_bloom: str | None = None
    type: str | None = None
    status: str | None = None
    root: str | None = None


def verify_receipts(header: Header, answer: Untrusted) -> Verified[tuple[Receipt, ...]] | Invalid:
    """Check all receipts of a block against its header's receiptsRoot.

    `answer`: the JSON list of eth_getBlockReceipts (objects) or of debug_getRawReceipts
    (hexadecimal), in the block's order. The header must be verified.
    """
    try:
        shown = msgspec.json.decode(answer, type=list[_ReceiptAnswer | str] | None)
        if shown is None:
            return Invalid(Fault.MISMATCH, f"the node had no receipts of block {header.number}")
        read = [_from_raw(one) if isinstance(one, str) else _from_json(one) for one in shown]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as broken:
        return Invalid(Fault.SHAPE, str(broken) or "the answer was nested too deeply")
    except (HexError, rlp.RlpError) as broken:
        return Invalid(Fault.SHAPE, f"not a receipt: {broken}")
    if ordered_root([raw for _, raw in read]) != header.receipts_root:
        return Invalid(
            Fault.PROOF,
            f"{len(read)} receipts do not lead to the receipts root of block {header.number}",
        )
    return _placed(header, [one for one, _ in read])


def _placed(header: Header, shown: Sequence[_Shown]) -> Verified[tuple[Receipt, ...]] | Invalid:
    """Derive what follows from the order, and check what every sealer must have checked."""
    receipts: list[Receipt] = []
    gas, logs = 0, 0
    for index, one in enumerate(shown):
        if one.cumulative_gas < gas:
            return Invalid(Fault.RULES, f"the gas of receipt {index} was below the one before")
        is_root = len(one.outcome) == 32
        receipts.append(
            Receipt(
                index=index,
                type_number=one.type_number,
                succeeded=None if is_root else bool(one.outcome),
                state_root=one.outcome if is_root else b"",
                cumulative_gas=one.cumulative_gas,
                gas_used=one.cumulative_gas - gas,
                logs_bloom=one.logs_bloom,
                logs=one.logs,
                first_log_index=logs,
            )
        )
        gas, logs = one.cumulative_gas, logs + len(one.logs)
    if union(one.logs_bloom for one in shown) != header.logs_bloom:
        return Invalid(Fault.RULES, "the header's bloom was not that of its receipts")
    return Verified(tuple(receipts))


def _from_json(answer: _ReceiptAnswer) -> tuple[_Shown, bytes]:
    logs = tuple(
        Log(
            read_address(log.address),
            tuple(read_data(topic, 32) for topic in log.topics),
            read_data(log.data),
        )
        for log in answer.logs
    )
    if answer.status is not None:
        outcome = rlp.integer(read_quantity(answer.status, 1))
    elif answer.root is not None:
        outcome = read_data(answer.root, 32)
    else:
        raise HexError("it had neither status nor root")
    if answer.logs_bloom is None:  # some nodes leave it out; it follows from the logs
        bloom = bloom_of((log.address, log.topics) for log in logs)
    else:
        bloom = read_data(answer.logs_bloom, BLOOM_BYTES)
    number = 0 if answer.type is None else read_quantity(answer.type, 8)
    gas = read_quantity(answer.cumulative_gas_used, _GAS_BITS)
    shown = _Shown(_known(number), outcome, gas, bloom, logs)
    return shown, _encode(shown)


def _encode(shown: _Shown) -> bytes:
    logs: list[rlp.Encodable] = [
        [bytes.fromhex(log.address[2:]), log.topics, log.data] for log in shown.logs
    ]
    body = rlp.encode([shown.outcome, rlp.integer(shown.cumulative_gas), shown.logs_bloom, logs])
    return bytes((shown.type_number,)) + body if shown.type_number else body


def _known(number: int) -> int:
    if number > MAX_TYPE:
        raise HexError(f"receipts of type {number} are not known")
    return number


def _from_raw(text: str) -> tuple[_Shown, bytes]:
    """Read the consensus bytes; a typed receipt may come as the byte string blocks carry it in."""
    raw = read_data(text)
    if b"\x80" <= raw[:1] < b"\xc0":
        raw = rlp.read_bytes(rlp.decode(raw))
    is_typed = b"\0" < raw[:1] < b"\x80"
    number = _known(raw[0]) if is_typed else 0
    fields = rlp.decode_list(raw[1:] if is_typed else raw)
    if len(fields) != 4:
        raise rlp.RlpError(f"it had {len(fields)} fields instead of 4")
    outcome = rlp.read_bytes(fields[0])
    if outcome not in {b"", b"\x01"} and len(outcome) != 32:
        raise rlp.RlpError("its status was neither 0 nor 1 nor a state root")
    shown = _Shown(
        number,
        outcome,
        rlp.read_integer(fields[1], _GAS_BITS),
        rlp.read_bytes(fields[2], BLOOM_BYTES),
        tuple(_log(item) for item in _list(fields[3])),
    )
    return shown, raw


def _log(item: rlp.Item) -> Log:
    parts = _list(item)
    if len(parts) != 3:
        raise rlp.RlpError(f"a log had {len(parts)} parts instead of 3")
    topics = tuple(rlp.read_bytes(topic, 32) for topic in _list(parts[1]))
    if len(topics) > MAX_TOPICS:
        raise rlp.RlpError(f"a log had {len(topics)} topics")
    address = Address("0x" + rlp.read_bytes(parts[0], 20).hex())
    return Log(address, topics, rlp.read_bytes(parts[2]))


def _list(item: rlp.Item) -> list[rlp.Item]:
    if isinstance(item, bytes):
        raise rlp.RlpError("a byte string stood where a list was expected")
    return item


def verify_transactions(header: Header, answer: Untrusted) -> Verified[tuple[bytes, ...]] | Invalid:
    """Return the hash of each transaction of a block, in its order: what binds a receipt to it.

    `answer`: a block with whole transactions (eth_getBlockByNumber with true), their list, or a
    list of raw transactions in hexadecimal. The header must be verified.
    """
    try:
        shown = msgspec.json.decode(answer)
        if isinstance(shown, dict):
            shown = shown.get("transactions")
        if not isinstance(shown, list):
            return Invalid(Fault.SHAPE, "the answer was no list of transactions")
        raws = [_transaction(one) for one in shown]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as broken:
        return Invalid(Fault.SHAPE, str(broken) or "the answer was nested too deeply")
    except (HexError, rlp.RlpError) as broken:
        return Invalid(Fault.SHAPE, f"not a transaction: {broken}")
    if ordered_root(raws) != header.transactions_root:
        return Invalid(
            Fault.PROOF,
            f"{len(raws)} transactions do not lead to the transactions root of block "
            f"{header.number}",
        )
    return Verified(tuple(keccak256(raw) for raw in raws))


def _transaction(shown: object) -> bytes:
    if isinstance(shown, dict):
        return encode_json(shown)
    if not isinstance(shown, str):
        raise HexError("neither an object nor hexadecimal")
    raw = read_data(shown)
    if len(raw) <= 32:
        raise HexError("a hash stood where a whole transaction was expected")
    return raw
