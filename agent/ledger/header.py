"""Block headers: fifteen fields and an optional tail, from JSON or from RLP, always re-encoded.

Source: Yellow Paper 4.3 and, for the tail in this order, EIP-1559 (base fee), EIP-4895
(withdrawals), EIP-4844 (two blob fields), EIP-4788 (beacon root) and EIP-7685 (requests). A
header's hash is never taken from an answer; which hash identifies a block is the consensus
engine's business (`agent.ledger.qbft.block_hash`).
"""

import re

import msgspec

from agent.hashing import keccak256
from agent.ledger import rlp
from agent.units import Address

MAX_EXTRA_DATA_BYTES = 64 * 1024  # 256 validators with their seals are 22 KiB
EMPTY_OMMERS_HASH = keccak256(rlp.encode([]))


class HeaderError(ValueError):
    """The answer is no header."""


class Header(msgspec.Struct, frozen=True):
    """A header as its fields; nothing about it has been believed yet."""

    parent_hash: bytes
    ommers_hash: bytes
    coinbase: Address
    state_root: bytes
    transactions_root: bytes
    receipts_root: bytes
    logs_bloom: bytes
    difficulty: int
    number: int
    gas_limit: int
    gas_used: int
    time_s: int
    extra_data: bytes
    mix_hash: bytes
    nonce: bytes
    base_fee_wei: int | None = None
    withdrawals_root: bytes | None = None
    blob_gas_used: int | None = None
    excess_blob_gas: int | None = None
    parent_beacon_root: bytes | None = None
    requests_hash: bytes | None = None


# Our name, the JSON name, bytes (0: an integer, -1: bytes of any length), bits of an integer.
_FIELDS: tuple[tuple[str, str, int, int], ...] = (
    ("parent_hash", "parentHash", 32, 0),
    ("ommers_hash", "sha3Uncles", 32, 0),
    ("coinbase", "miner", 20, 0),
    ("state_root", "stateRoot", 32, 0),
    ("transactions_root", "transactionsRoot", 32, 0),
    ("receipts_root", "receiptsRoot", 32, 0),
    ("logs_bloom", "logsBloom", 256, 0),
    ("difficulty", "difficulty", 0, 256),
    ("number", "number", 0, 63),
    ("gas_limit", "gasLimit", 0, 63),
    ("gas_used", "gasUsed", 0, 63),
    ("time_s", "timestamp", 0, 48),
    ("extra_data", "extraData", -1, 0),
    ("mix_hash", "mixHash", 32, 0),
    ("nonce", "nonce", 8, 0),
    ("base_fee_wei", "baseFeePerGas", 0, 256),
    ("withdrawals_root", "withdrawalsRoot", 32, 0),
    ("blob_gas_used", "blobGasUsed", 0, 64),
    ("excess_blob_gas", "excessBlobGas", 0, 64),
    ("parent_beacon_root", "parentBeaconBlockRoot", 32, 0),
    ("requests_hash", "requestsHash", 32, 0),
)
_ALWAYS = 15
_HEX = re.compile(r"0x[0-9a-fA-F]*", re.ASCII)


def encode(header: Header, extra_data: bytes | None = None) -> bytes:
    """Return the header's RLP, with `extra_data` in place of its own when given."""
    items: list[bytes] = [  # one by one: a loop over _FIELDS takes twice as long, for each block
        header.parent_hash,
        header.ommers_hash,
        bytes.fromhex(header.coinbase[2:]),
        header.state_root,
        header.transactions_root,
        header.receipts_root,
        header.logs_bloom,
        rlp.integer(header.difficulty),
        rlp.integer(header.number),
        rlp.integer(header.gas_limit),
        rlp.integer(header.gas_used),
        rlp.integer(header.time_s),
        header.extra_data if extra_data is None else extra_data,
        header.mix_hash,
        header.nonce,
    ]
    for name, _, _, _ in _FIELDS[_ALWAYS:]:
        value = getattr(header, name)
        if value is None:
            break
        items.append(value if isinstance(value, bytes) else rlp.integer(value))
    return rlp.encode(items)


def plain_hash(header: Header) -> bytes:
    """Return keccak-256 of the whole RLP: the block hash of chains without seals in extraData."""
    return keccak256(encode(header))


def from_rlp(data: bytes) -> Header:
    """Read a header's canonical RLP; HeaderError."""
    try:
        items = rlp.decode_list(data)
        if not _ALWAYS <= len(items) <= len(_FIELDS):
            raise HeaderError(f"a header had {len(items)} fields")
        values: dict[str, object] = {}
        for (name, _, size, bits), item in zip(_FIELDS, items, strict=False):
            if size == 0:
                values[name] = rlp.read_integer(item, bits)
            else:
                values[name] = _shaped(name, rlp.read_bytes(item, size if size > 0 else None))
    except rlp.RlpError as broken:
        raise HeaderError(f"not a header: {broken}") from broken
    return msgspec.convert(values, Header)


def from_json(fields: dict[str, object]) -> Header:
    """Read the object eth_getBlockByNumber answers; HeaderError names every bad field at once.

    A field of the tail that is missing or null ends the header; one after the gap is an error.
    """
    values: dict[str, object] = {}
    problems: list[str] = []
    ended = ""
    for place, (name, key, size, bits) in enumerate(_FIELDS):
        text = fields.get(key)
        if text is None and place >= _ALWAYS:
            ended = ended or key
            continue
        if ended:
            problems.append(f"{key} present without {ended}")
            continue
        try:
            values[name] = _from_hex(name, text, size, bits)
        except HeaderError as bad:
            problems.append(f"{key} {bad}")
    if problems:
        raise HeaderError("not a header: " + "; ".join(problems))
    return msgspec.convert(values, Header)


def _from_hex(name: str, text: object, size: int, bits: int) -> object:
    if not isinstance(text, str) or not _HEX.fullmatch(text):
        raise HeaderError("was missing or not hexadecimal")
    if size == 0:
        if not 3 <= len(text) <= 66:
            raise HeaderError("was not a number of 1 to 64 digits")
        value = int(text, 16)
        if value.bit_length() > bits:
            raise HeaderError(f"was larger than {bits} bits")
        return value
    if len(text) % 2 or (size > 0 and len(text) != 2 + 2 * size):
        raise HeaderError(f"had {len(text) - 2} digits")
    return _shaped(name, bytes.fromhex(text[2:]))


def _shaped(name: str, value: bytes) -> object:
    if name == "coinbase":
        return "0x" + value.hex()
    if name == "extra_data" and len(value) > MAX_EXTRA_DATA_BYTES:
        raise HeaderError(f"extraData had {len(value)} bytes")
    return value
