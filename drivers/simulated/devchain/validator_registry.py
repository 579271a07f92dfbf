"""A contract that holds validators where Besu's contract mode looks for them: for development.

Besu asks `getValidators()`; a light client proves the storage array behind it. This contract
answers no call: it only writes what it is told, by anyone, since all keys here are public.
"""

from collections.abc import Sequence

from eth_utils.crypto import keccak

from drivers.simulated.devchain.genesis import PredeployedContract

REGISTRY = bytes.fromhex("0000000000000000000000000000000000008888")
ARRAY_SLOT = 0
# For each pair of words in the call data: store the second at the slot of the first.
_STORE_PAIRS = bytes.fromhex(
    "6000"  # place = 0
    "5b368110156018 57"  # while place < size of the call data
    "8060200135"  # the word after
    "8135"  # the word at place
    "55"  # stored
    "604001"  # place += 64
    "600256"
    "5b00"
)


def registry(validators: Sequence[bytes]) -> PredeployedContract:
    """Return the contract with these validators (20 bytes each) in its array."""
    words = {slot: word for slot, word in _words(validators) if word}
    return PredeployedContract(_STORE_PAIRS, words)


def call_data(validators: Sequence[bytes]) -> bytes:
    """Return the input of a transaction that makes these the validators from the next block on."""
    pairs = _words(validators)
    return b"".join(slot.to_bytes(32, "big") + word.to_bytes(32, "big") for slot, word in pairs)


def _words(validators: Sequence[bytes]) -> list[tuple[int, int]]:
    first = int.from_bytes(keccak(ARRAY_SLOT.to_bytes(32, "big")), "big")
    words = [(ARRAY_SLOT, len(validators))]
    return words + [
        (first + index, int.from_bytes(validator, "big"))
        for index, validator in enumerate(validators)
    ]
