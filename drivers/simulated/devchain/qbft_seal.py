"""Sealing with QBFT or IBFT 2.0: what Besu's validators write, with all keys in one process.

Besu: BftBlockHashing and the rules in headervalidationrules/; the codings are in `bft_codec`,
the votes in `bft_votes`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from coincurve import PrivateKey

from drivers.simulated.devchain.bft_codec import Codec, ExtraData, decode_extra_data, vote_of
from drivers.simulated.devchain.bft_votes import Tally, after
from drivers.simulated.devchain.header import Header
from drivers.simulated.devchain.sealing import (
    DEFAULT_EPOCH,
    VANITY,
    SealEngine,
    SealFields,
    SealingError,
    Snapshots,
    address_of,
    key_ring,
    vanity,
)

__all__ = [
    "VANITY",
    "ExtraData",
    "QbftSeal",
    "SealEngine",
    "SealFields",
    "address_of",
    "commit_digest",
    "decode_extra_data",
    "quorum",
    "with_seals",
]

# Besu's BftHelpers.EXPECTED_MIX_HASH, "ctical byzantine fault tolerance" in ASCII.
QBFT_MIX_HASH = bytes.fromhex("63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365")
MIN_VALIDATORS = 4  # with fewer, QBFT tolerates no faulty validator at all

ReadArray = Callable[[bytes, bytes, int], tuple[bytes, ...]]


def quorum(validator_count: int) -> int:
    """Return how many seals make a block final: ceil(2n/3)."""
    return -(-2 * validator_count // 3)


@dataclass(frozen=True, slots=True)
class StorageArray:
    """Besu's contract mode: the validators are a storage array (length at `slot`)."""

    address: bytes
    slot: int = 0


class QbftSeal:
    """N validator keys that agree at once; the proposer rotates with block number and round.

    `seals` says whether every validator's seal gets into the block or only a quorum of them
    (the proposer and those after it). `round_number` above 0 makes the next blocks look as if
    earlier rounds had failed. `spare_keys` belong to addresses that may be voted in. With a
    `contract` the headers name no validators and carry no votes; the chain gives `read_array`.
    """

    heaviest_wins = False

    def __init__(
        self,
        keys: Sequence[PrivateKey],
        seals: Literal["all", "quorum"] = "quorum",
        *,
        codec: Codec = "qbft",
        epoch: int = DEFAULT_EPOCH,
        spare_keys: Sequence[PrivateKey] = (),
        contract: StorageArray | None = None,
    ) -> None:
        if contract is not None and codec != "qbft":
            raise ValueError("only QBFT takes its validators from a contract")
        self.name = codec
        self.codec = codec
        self.seals = seals
        self.epoch = epoch
        self.contract = contract
        self.round_number = 0
        self.head_hash = bytes(32)
        self.branch = 0
        self.absent: frozenset[bytes] = frozenset()
        self.read_array: ReadArray | None = None
        self._keys = key_ring((*keys, *spare_keys))
        self._proposals: dict[bytes, bool] = {}
        self._after: Snapshots[Tally] = Snapshots()
        self._after[self.head_hash] = Tally(_enough(keys))

    @property
    def validators(self) -> tuple[bytes, ...]:
        return self._after[self.head_hash].validators

    def replace_validators(self, keys: Sequence[PrivateKey]) -> None:
        """Let other validators seal from the next block on, as if the votes had been cast."""
        replaced = Tally(_enough(keys))
        self._keys.update(key_ring(keys))
        self._after[self.head_hash] = replaced

    def least_gap_s(self) -> int:
        return 1

    def propose(self, candidate: bytes, *, add: bool) -> None:
        if self.contract is not None:
            raise ValueError("the validators come from a contract: nobody votes")
        self._proposals[candidate] = add

    def fields(self, number: int, parent_hash: bytes) -> SealFields:
        validators = self._after[parent_hash].validators
        if not validators:
            raise SealingError("the contract names no validators")
        round_number = self.round_number if number else 0
        extra = ExtraData(
            vanity=vanity(self.branch),
            validators=() if self.contract else validators,
            vote=self._vote(number, validators),
            round_number=round_number,
            seals=(),
        ).encoded(self.codec)
        proposer = validators[(number + round_number) % len(validators)] if number else bytes(20)
        if number and not self._is_there(proposer):
            there = [who for who in validators if self._is_there(who)]
            proposer = there[number % len(there)] if there else proposer
        return SealFields(proposer, proposer, 1, extra, QBFT_MIX_HASH, bytes(8))

    def _is_there(self, validator: bytes) -> bool:
        return validator in self._keys and validator not in self.absent

    def _vote(self, number: int, validators: tuple[bytes, ...]) -> tuple[bytes, ...]:
        """Return one of the proposals that would change something, each in turn."""
        if number % self.epoch == 0:
            return ()
        wanted = [
            (candidate, add)
            for candidate, add in sorted(self._proposals.items())
            if (candidate in validators) != add
        ]
        if not wanted:
            return ()
        candidate, add = wanted[number // len(validators) % len(wanted)]
        return vote_of(self.codec, candidate, add=add)

    def seal(self, header: Header) -> Header:
        validators = self._after[header.parent_hash].validators
        first = validators.index(header.coinbase)
        order = validators[first:] + validators[:first]
        there = [self._keys[who] for who in order if self._is_there(who)]
        needed = quorum(len(validators))
        if len(there) < needed:
            raise SealingError(f"{len(there)} validators are there where {needed} are needed")
        return self.sealed_by(header, there if self.seals == "all" else there[:needed])

    def sealed_by(self, header: Header, keys: Sequence[PrivateKey]) -> Header:
        """Return the header with exactly these keys' seals, whoever they are."""
        digest = commit_digest(header, self.codec)
        seals = tuple(key.sign_recoverable(digest, hasher=None) for key in keys)
        return with_seals(header, seals, self.codec)

    def note(self, header: Header, block_hash: bytes) -> None:
        if self.contract is not None and self.read_array is not None:
            array = self.read_array(header.state_root, self.contract.address, self.contract.slot)
            self._after[block_hash] = Tally(tuple(sorted(array)))
            return
        before = self._after[header.parent_hash]
        if header.number == 0:
            self._after[block_hash] = before
            return
        cast = decode_extra_data(header.extra_data).vote
        vote = (cast[0], cast[1] == b"\xff") if cast else None
        self._after[block_hash] = after(before, header.number, header.coinbase, vote, self.epoch)

    def block_hash(self, header: Header) -> bytes:
        extra = decode_extra_data(header.extra_data)
        return header.with_extra_data(extra.encoded(self.codec, "named")).keccak()

    def author(self, header: Header) -> bytes:
        return header.coinbase

    def validators_in(self, header: Header) -> tuple[bytes, ...]:
        if self.contract is not None:
            named = header.parent_hash if header.number else self.block_hash(header)
            return self._after[named].validators
        return decode_extra_data(header.extra_data).validators

    def keys(self) -> tuple[PrivateKey, ...]:
        """Return the current keys in the order of `validators`; unknown ones are left out."""
        return tuple(self._keys[who] for who in self.validators if who in self._keys)


def _enough(keys: Sequence[PrivateKey]) -> tuple[bytes, ...]:
    addresses = tuple(key_ring(keys))
    if len(addresses) < MIN_VALIDATORS:
        raise ValueError(f"QBFT needs {MIN_VALIDATORS} validators, not {len(addresses)}")
    return addresses


def commit_digest(header: Header, codec: Codec = "qbft") -> bytes:
    """Return what validators sign: the header's hash without seals but with its round."""
    extra = decode_extra_data(header.extra_data)
    return header.with_extra_data(extra.encoded(codec, "signed")).keccak()


def with_seals(header: Header, seals: tuple[bytes, ...], codec: Codec = "qbft") -> Header:
    """Return the header with these seals in the place of its own; the block hash stays."""
    replaced = replace(decode_extra_data(header.extra_data), seals=seals)
    return header.with_extra_data(replaced.encoded(codec))
