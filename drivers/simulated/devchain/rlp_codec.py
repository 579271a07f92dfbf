"""The two functions of pyrlp that the chain uses, with types (pyrlp 5.0 ships none)."""

from typing import Any

import rlp  # type: ignore[import-untyped]


def encode(item: object) -> bytes:
    """Return the RLP of bytes, non-negative integers and lists of them."""
    return bytes(rlp.encode(item))


def decode(encoded: bytes) -> Any:
    """Return bytes or nested lists of them; rlp.DecodingError unless canonical and complete."""
    return rlp.decode(encoded)
