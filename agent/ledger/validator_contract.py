"""Validators named by a contract: a QBFT network whose headers name none.

Source: Hyperledger Besu, `validatorcontractaddress`: a block's validators are what the contract's
getValidators() returns at the parent. We read the array behind it from storage instead, under
the parent's state root: the length in `slot`, the elements from keccak-256 of the slot on
(Solidity's layout of `address[]`; Besu's own example contract keeps it in slot 0). A contract that
keeps its validators otherwise is refused, not guessed at.
"""

from collections.abc import Sequence

import msgspec

from agent.hashing import keccak256
from agent.ledger.bft import MAX_VALIDATORS
from agent.ledger.verdict import Fault, Invalid, Untrusted
from agent.ledger.verify import verify_words
from agent.units import Address


class StorageArray(msgspec.Struct, frozen=True):
    """Where a contract keeps its validators, as an array of addresses."""

    address: Address
    slot: int


def array_slots(array: StorageArray, length: int) -> tuple[int, ...]:
    """Return the slots to prove: the length's, then those of `length` elements."""
    start = int.from_bytes(keccak256(array.slot.to_bytes(32, "big")), "big")
    return (array.slot, *((start + place) % 2**256 for place in range(length)))


def read_length(words: Sequence[int]) -> int | Invalid:
    """Return how many validators the proven length word says there are: 1 to MAX_VALIDATORS."""
    length = words[0] if words else 0
    if not 1 <= length <= MAX_VALIDATORS:
        return Invalid(Fault.VALIDATORS, f"the contract kept an array of {length} there")
    return length


def read_validators(words: Sequence[int]) -> tuple[Address, ...] | Invalid:
    """Return the validators, ascending, that the words of `array_slots` stand for.

    The length must be that of the words; an element must be an address, not zero, none twice.
    """
    length = read_length(words)
    if isinstance(length, Invalid):
        return length
    elements = words[1:]
    if len(elements) != length:
        return Invalid(Fault.MISMATCH, f"{len(elements)} validators were proven of {length}")
    if any(not 0 < word < 2**160 for word in elements):
        return Invalid(Fault.VALIDATORS, "a word of the contract's array was no address")
    if len(set(elements)) != length:
        return Invalid(Fault.VALIDATORS, "the contract's array held a validator twice")
    return tuple(Address(f"0x{word:040x}") for word in sorted(elements))


def prove_validators(
    array: StorageArray, length: int, proof: Untrusted, state_root: bytes
) -> tuple[Address, ...] | int | Invalid:
    """Return the validators from eth_getProof's answer for `array_slots` of that length.

    The array's true length is returned instead where another was asked for.
    """
    words = verify_words(proof, array.address, array_slots(array, length), state_root)
    if isinstance(words, Invalid):
        return words
    found = read_length(words.value)
    return read_validators(words.value) if found == length else found
