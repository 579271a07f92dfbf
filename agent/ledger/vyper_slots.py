"""Where Vyper keeps the values of mappings: what the layouts of both contracts share.

The value of `mapping[key]` is at keccak256(slot ‖ key), both 32 bytes big endian (the reverse of
Solidity's order), and a nested mapping likewise from the slot of the outer value.
"""

from agent.hashing import keccak256
from agent.units import Address


def mapped(slot: int, *keys: int) -> int:
    """Return the slot of a mapping's value, nested ones from the outside in."""
    for key in keys:
        slot = int.from_bytes(keccak256(slot.to_bytes(32, "big") + key.to_bytes(32, "big")), "big")
    return slot


def address_number(address: Address) -> int:
    """Return an address as a mapping's key."""
    return int(address, 16)
