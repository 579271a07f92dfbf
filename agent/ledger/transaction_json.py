"""The bytes of a transaction from the JSON a node shows it as.

Source: the Yellow Paper 4.2 (type 0), EIP-155, EIP-2930 (1), EIP-1559 (2), EIP-4844 (3, as it
stands in a block: without its blobs) and EIP-7702 (4). Nothing is judged here: the bytes count
only when the block's transactionsRoot is rebuilt from them.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from agent.ledger import rlp
from agent.ledger.hexadecimal import HexError, read_data, read_quantity

Fields: TypeAlias = Mapping[str, object]

_PLAIN = ("nonce", "gasPrice", "gas", "to", "value", "input")
_CAPPED = ("chainId", "nonce", "maxPriorityFeePerGas", "maxFeePerGas", "gas", "to", "value")
_SHAPES: dict[int, tuple[str, ...]] = {
    0: (*_PLAIN, "v", "r", "s"),
    1: ("chainId", *_PLAIN, "accessList", "yParity", "r", "s"),
    2: (*_CAPPED, "input", "accessList", "yParity", "r", "s"),
    3: (
        *_CAPPED,
        *("input", "accessList", "maxFeePerBlobGas", "blobVersionedHashes"),
        *("yParity", "r", "s"),
    ),
    4: (*_CAPPED, "input", "accessList", "authorizationList", "yParity", "r", "s"),
}


def encode_json(fields: Fields) -> bytes:
    """Return the serialised transaction; HexError: a field is missing, or its type is unknown."""
    number = read_quantity(_text(fields, "type"), 8) if fields.get("type") is not None else 0
    if number not in _SHAPES:
        raise HexError(f"transactions of type {number} are not known")
    items = [_READERS.get(name, _quantity)(fields, name) for name in _SHAPES[number]]
    return (bytes((number,)) if number else b"") + rlp.encode(items)


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str):
        raise HexError(f"{name} was missing or no text")
    return value


def _quantity(fields: Fields, name: str) -> rlp.Encodable:
    return rlp.integer(read_quantity(_text(fields, name)))


def _bytes(fields: Fields, name: str) -> rlp.Encodable:
    return read_data(_text(fields, name))


def _receiver(fields: Fields, name: str) -> rlp.Encodable:
    return b"" if fields.get(name) is None else read_data(_text(fields, name), 20)


def _parity(fields: Fields, name: str) -> rlp.Encodable:
    """Some nodes show the parity of a typed transaction's signature as v only."""
    return _quantity(fields, name if fields.get(name) is not None else "v")


def _access_list(fields: Fields, name: str) -> rlp.Encodable:
    return [
        [read_data(_text(entry, "address"), 20), _words(entry, "storageKeys")]
        for entry in _tables(fields, name)
    ]


def _words(fields: Fields, name: str) -> rlp.Encodable:
    words: list[rlp.Encodable] = []
    for word in _list(fields, name):
        if not isinstance(word, str):
            raise HexError(f"{name} held something else than words")
        words.append(read_data(word, 32))
    return words


def _authorizations(fields: Fields, name: str) -> rlp.Encodable:
    return [
        [
            _quantity(entry, "chainId"),
            read_data(_text(entry, "address"), 20),
            _quantity(entry, "nonce"),
            _parity(entry, "yParity"),
            _quantity(entry, "r"),
            _quantity(entry, "s"),
        ]
        for entry in _tables(fields, name)
    ]


def _tables(fields: Fields, name: str) -> list[Fields]:
    tables: list[Fields] = []
    for entry in _list(fields, name):
        if not isinstance(entry, Mapping):
            raise HexError(f"{name} held something else than objects")
        tables.append(entry)
    return tables


def _list(fields: Fields, name: str) -> Sequence[object]:
    value = fields.get(name)
    if not isinstance(value, list):
        raise HexError(f"{name} was missing or no list")
    return value


_READERS: Mapping[str, Callable[[Fields, str], rlp.Encodable]] = {
    "to": _receiver,
    "input": _bytes,
    "yParity": _parity,
    "accessList": _access_list,
    "blobVersionedHashes": _words,
    "authorizationList": _authorizations,
}
