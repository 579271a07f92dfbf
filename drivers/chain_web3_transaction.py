"""A transaction's fields from its serialised bytes, in the JSON that web3.py expects.

The bytes are what a block's transactionsRoot commits to; a node's JSON beside them is never read.
Source: Yellow Paper 4.2 (type 0), EIP-155, EIP-2930 (1), EIP-1559 (2), EIP-4844 (3), EIP-7702 (4).
"""

from collections.abc import Sequence
from typing import Any

from agent.hashing import keccak256
from agent.ledger import rlp
from agent.ledger.secp import recover
from agent.units import Address

Json = dict[str, Any]

_SIGNATURE = ("yParity", "r", "s")
_PLAIN = ("nonce", "gasPrice", "gas", "to", "value", "input")
_CAPPED = ("chainId", "nonce", "maxPriorityFeePerGas", "maxFeePerGas", "gas", "to", "value")
_SHAPES: dict[int, tuple[str, ...]] = {
    0: (*_PLAIN, "v", "r", "s"),
    1: ("chainId", *_PLAIN, "accessList", *_SIGNATURE),
    2: (*_CAPPED, "input", "accessList", *_SIGNATURE),
    3: (*_CAPPED, "input", "accessList", "maxFeePerBlobGas", "blobVersionedHashes", *_SIGNATURE),
    4: (*_CAPPED, "input", "accessList", "authorizationList", *_SIGNATURE),
}


def fields_of(raw: bytes) -> Json:
    """Return the transaction's fields, its hash and its sender; RlpError.

    Only for bytes that a transactions root was rebuilt from: a type that is not known was
    refused there.
    """
    kind, items = _parts(raw)
    names = _SHAPES[kind]
    fields: Json = {"type": hex(kind)}
    fields |= {name: _shown(name, item) for name, item in zip(names, items, strict=True)}
    if kind:
        fields["v"] = fields["yParity"]
    elif (v := int(fields["v"], 16)) >= 35:  # EIP-155
        fields["chainId"] = hex((v - 35) // 2)
    return fields | {"hash": "0x" + keccak256(raw).hex(), "from": sender(raw)}


def _parts(raw: bytes) -> tuple[int, list[rlp.Item]]:
    return (raw[0], rlp.decode_list(raw[1:])) if raw[0] < 0x80 else (0, rlp.decode_list(raw))


def _shown(name: str, item: rlp.Item) -> Any:
    match name:
        case "to":
            return _data(item) if item else None
        case "input":
            return _data(item)
        case "blobVersionedHashes":
            return [_data(one) for one in _list(item)]
        case "accessList":
            return [
                {"address": _data(address), "storageKeys": [_data(key) for key in _list(keys)]}
                for address, keys in map(_list, _list(item))
            ]
        case "authorizationList":
            names = ("chainId", "address", "nonce", *_SIGNATURE)
            return [
                {
                    of: _data(part) if of == "address" else hex(rlp.read_integer(part))
                    for of, part in zip(names, _list(one), strict=True)
                }
                for one in _list(item)
            ]
        case _:
            return hex(rlp.read_integer(item))


def _list(item: rlp.Item) -> list[rlp.Item]:
    if isinstance(item, bytes):
        raise rlp.RlpError("a byte string stood where a list was expected")
    return item


def _data(item: rlp.Item) -> str:
    return "0x" + rlp.read_bytes(item).hex()


def sender(raw: bytes) -> Address | None:
    """Return who signed a transaction; None: nobody could have."""
    kind, items = _parts(raw)
    v, r, s = (rlp.read_integer(one) for one in items[-3:])
    unsigned = _encodable(items[:-3])
    if kind:
        digest = keccak256(bytes([kind]) + rlp.encode(unsigned))
    elif v >= 35:  # EIP-155
        digest = keccak256(rlp.encode([*unsigned, rlp.integer((v - 35) // 2), b"", b""]))
        v = (v - 35) % 2
    else:
        digest, v = keccak256(rlp.encode(unsigned)), v - 27
    if v not in {0, 1}:
        return None
    return recover(digest, r.to_bytes(32, "big") + s.to_bytes(32, "big") + bytes([v]))


def _encodable(items: Sequence[rlp.Item]) -> list[rlp.Encodable]:
    return [one if isinstance(one, bytes) else _encodable(one) for one in items]
