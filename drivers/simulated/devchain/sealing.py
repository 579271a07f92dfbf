"""What the chain knows about consensus: an engine with all its keys in one process."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from coincurve import PrivateKey
from eth_utils.crypto import keccak

from drivers.simulated.devchain.header import Header

VANITY = b"gridhearth development chain".ljust(32, b"\0")
DEFAULT_EPOCH = 30_000  # blocks; the example of EIP-225 and Besu's default
KEEP_SNAPSHOTS = 16_384  # as many as blocks are kept; some 0.5 kB each

Kept = TypeVar("Kept")


class SealingError(RuntimeError):
    """No block can be sealed now: too few validators are there. The chain stands where it was."""


def address_of(key: PrivateKey) -> bytes:
    """Return the 20-byte account address of a key."""
    return keccak(key.public_key.format(compressed=False)[1:])[12:]


def key_ring(keys: Iterable[PrivateKey]) -> dict[bytes, PrivateKey]:
    """Return the keys by their addresses, ascending."""
    return dict(sorted((address_of(key), key) for key in keys))


def vanity(branch: int) -> bytes:
    """Return the free 32 bytes of a header; another branch makes another block of the same."""
    return VANITY[:28] + branch.to_bytes(4, "big")


@dataclass(frozen=True, slots=True)
class SealFields:
    """What the engine decides about a header before the transactions are executed."""

    proposer: bytes  # receives the tips; for Clique not the same as the header's coinbase
    coinbase: bytes
    difficulty: int
    extra_data: bytes
    mix_hash: bytes
    nonce: bytes


class SealEngine(Protocol):
    """A consensus engine with all its keys; the chain knows nothing else about consensus.

    Who may seal depends on the blocks before, so the engine remembers a snapshot per block hash;
    `note` has to be told every block before one is built on it.
    """

    head_hash: bytes
    """The block that the chain follows: `validators` and `propose` are about the one after."""
    branch: int
    """Counts forks: blocks of another branch differ even when everything else is the same."""
    absent: frozenset[bytes]
    """Validators that do not seal."""

    @property
    def name(self) -> str: ...

    @property
    def validators(self) -> tuple[bytes, ...]:
        """The validators of the next block, ascending."""
        ...

    @property
    def heaviest_wins(self) -> bool:
        """Whether a longer branch may replace blocks (Clique), or none ever may (BFT)."""
        ...

    @property
    def epoch(self) -> int:
        """At every multiple of this many blocks all votes are forgotten."""
        ...

    def least_gap_s(self) -> int:
        """Return how many seconds a block is younger than its parent, at least."""
        ...

    def fields(self, number: int, parent_hash: bytes) -> SealFields:
        """Return the engine's part of the header of block `number` (0: genesis); SealingError."""
        ...

    def seal(self, header: Header) -> Header:
        """Return the header with its seals; SealingError."""
        ...

    def note(self, header: Header, block_hash: bytes) -> None:
        """Learn who may seal after this block."""
        ...

    def block_hash(self, header: Header) -> bytes: ...

    def author(self, header: Header) -> bytes:
        """Return who got the block's tips; zero for the genesis block."""
        ...

    def validators_in(self, header: Header) -> tuple[bytes, ...]:
        """Return the validators that had to seal this header; LookupError when forgotten."""
        ...

    def propose(self, candidate: bytes, *, add: bool) -> None:
        """Let every validator vote from now on to add or to drop the candidate."""
        ...


class Snapshots(Generic[Kept]):
    """What held after each of the last blocks, by block hash."""

    def __init__(self) -> None:
        self._kept: OrderedDict[bytes, Kept] = OrderedDict()

    def __getitem__(self, block_hash: bytes) -> Kept:
        try:
            return self._kept[block_hash]
        except KeyError:
            raise LookupError(f"nothing is known after block {block_hash.hex()}") from None

    def __setitem__(self, block_hash: bytes, snapshot: Kept) -> None:
        self._kept[block_hash] = snapshot
        while len(self._kept) > KEEP_SNAPSHOTS:
            self._kept.popitem(last=False)
