"""The 2048-bit filter a header carries over the logs of its block.

Source: Yellow Paper 4.3.1 (M3:2048): three bits for every log's address and every topic. A bit
that is not set proves that no log of the block has the value; bits that are set prove nothing.
How could one attack it? Not at all: it lies under the header's hash, and whoever sealed the
block checked it against the logs.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from agent.hashing import keccak256
from agent.units import Address

BLOOM_BYTES = 256


@lru_cache(maxsize=1024)  # a filter's few values are looked for in thousands of headers
def bits_of(value: bytes) -> int:
    """Return the (at most three) bits of a value, as the filter read as one big-endian number."""
    digest = keccak256(value)
    bits = 0
    for at in (0, 2, 4):
        bits |= 1 << (int.from_bytes(digest[at : at + 2], "big") % (8 * BLOOM_BYTES))
    return bits


def address_bits(address: Address) -> int:
    """Return the bits of a log's address."""
    return bits_of(bytes.fromhex(address[2:]))


def bloom_of(logs: Iterable[tuple[Address, Sequence[bytes]]]) -> bytes:
    """Return the filter over the (address, topics) of some logs."""
    bits = 0
    for address, topics in logs:
        bits |= address_bits(address)
        for topic in topics:
            bits |= bits_of(topic)
    return bits.to_bytes(BLOOM_BYTES, "big")


def union(blooms: Iterable[bytes]) -> bytes:
    """Return the filter of a block from those of its receipts."""
    bits = 0
    for bloom in blooms:
        bits |= int.from_bytes(bloom, "big")
    return bits.to_bytes(BLOOM_BYTES, "big")


def bloom_may_contain(
    bloom: bytes, address: Address | None = None, topics: Iterable[bytes] = ()
) -> bool:
    """Return False when it is certain that no log has this address and all of these topics."""
    wanted = 0 if address is None else address_bits(address)
    for topic in topics:
        wanted |= bits_of(topic)
    return int.from_bytes(bloom, "big") & wanted == wanted
