"""Sealing with QBFT: what Besu's validators put into extraData, with all keys in one process.

Besu: QbftExtraDataCodec, BftBlockHashing and the rules in headervalidationrules/.
extraData = RLP[vanity (32 bytes), [validators], vote, round, [seals]]. The block hash is taken
over the list with round 0 and no seals, the digest that validators sign over the list with the
block's own round and no seals.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from coincurve import PrivateKey
from eth_utils.crypto import keccak

from drivers.simulated.devchain import rlp_codec
from drivers.simulated.devchain.header import Header

# Besu's BftHelpers.EXPECTED_MIX_HASH, "ctical byzantine fault tolerance" in ASCII.
QBFT_MIX_HASH = bytes.fromhex("63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365")
VANITY = b"gridhearth development chain".ljust(32, b"\0")
MIN_VALIDATORS = 4  # with fewer, QBFT tolerates no faulty validator at all


def address_of(key: PrivateKey) -> bytes:
    """Return the 20-byte account address of a key."""
    return keccak(key.public_key.format(compressed=False)[1:])[12:]


def quorum(validator_count: int) -> int:
    """Return how many seals make a block final: ceil(2n/3)."""
    return -(-2 * validator_count // 3)


@dataclass(frozen=True, slots=True)
class ExtraData:
    """The decoded extraData of a QBFT header; `vote` is empty or [address, ff or 80 byte]."""

    vanity: bytes
    validators: tuple[bytes, ...]
    vote: tuple[bytes, ...]
    round_number: int
    seals: tuple[bytes, ...]

    def encoded(self) -> bytes:
        vote = list(self.vote)
        parts = [self.vanity, list(self.validators), vote, self.round_number, list(self.seals)]
        return rlp_codec.encode(parts)


def decode_extra_data(encoded: bytes) -> ExtraData:
    """Return the parts of an extraData; an exception when it is none."""
    vanity, validators, vote, round_bytes, seals = rlp_codec.decode(encoded)
    return ExtraData(
        vanity, tuple(validators), tuple(vote), int.from_bytes(round_bytes, "big"), tuple(seals)
    )


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
    """A consensus engine with all its keys; the chain knows nothing else about consensus."""

    @property
    def name(self) -> str: ...

    @property
    def validators(self) -> tuple[bytes, ...]:
        """The validators of the next block, ascending."""
        ...

    def fields(self, number: int) -> SealFields:
        """Return the engine's part of the header of block `number` (0: the genesis block)."""
        ...

    def seal(self, header: Header) -> Header:
        """Return the header with its seals."""
        ...

    def block_hash(self, header: Header) -> bytes: ...

    def validators_in(self, header: Header) -> tuple[bytes, ...]:
        """Return the validators that had to seal this header."""
        ...


class QbftSeal:
    """N validator keys that agree at once; the proposer rotates with the block number.

    `seals` says whether every validator's seal gets into the block or only a quorum of them
    (the proposer and those after it). `round_number` above 0 makes the next blocks look as if
    earlier rounds had failed.
    """

    name = "qbft"

    def __init__(
        self, keys: Sequence[PrivateKey], seals: Literal["all", "quorum"] = "quorum"
    ) -> None:
        self.seals = seals
        self.round_number = 0
        self._keys: dict[bytes, PrivateKey] = {}
        self.replace_validators(keys)

    @property
    def validators(self) -> tuple[bytes, ...]:
        return tuple(self._keys)

    def replace_validators(self, keys: Sequence[PrivateKey]) -> None:
        """Let other validators seal from the next block on, as if the votes had been cast."""
        by_address = {address_of(key): key for key in keys}
        if len(by_address) < MIN_VALIDATORS:
            raise ValueError(f"QBFT needs {MIN_VALIDATORS} validators, not {len(by_address)}")
        self._keys = dict(sorted(by_address.items()))

    def fields(self, number: int) -> SealFields:
        validators = self.validators
        proposer = validators[number % len(validators)] if number else bytes(20)
        round_number = self.round_number if number else 0
        extra = ExtraData(VANITY, validators, (), round_number, ())
        return SealFields(proposer, proposer, 1, extra.encoded(), QBFT_MIX_HASH, bytes(8))

    def seal(self, header: Header) -> Header:
        validators = self.validators
        first = header.number % len(validators)
        count = len(validators) if self.seals == "all" else quorum(len(validators))
        chosen = (validators[first:] + validators[:first])[:count]
        return self.sealed_by(header, [self._keys[address] for address in chosen])

    def sealed_by(self, header: Header, keys: Sequence[PrivateKey]) -> Header:
        """Return the header with exactly these keys' seals, whoever they are."""
        digest = commit_digest(header)
        seals = tuple(key.sign_recoverable(digest, hasher=None) for key in keys)
        return with_seals(header, seals)

    def block_hash(self, header: Header) -> bytes:
        extra = decode_extra_data(header.extra_data)
        bare = ExtraData(extra.vanity, extra.validators, extra.vote, 0, ())
        return header.with_extra_data(bare.encoded()).keccak()

    def validators_in(self, header: Header) -> tuple[bytes, ...]:
        return decode_extra_data(header.extra_data).validators

    def keys(self) -> tuple[PrivateKey, ...]:
        """Return the current keys in the order of `validators`."""
        return tuple(self._keys.values())


def commit_digest(header: Header) -> bytes:
    """Return what validators sign: the header's hash without seals but with its round."""
    return with_seals(header, ()).keccak()


def with_seals(header: Header, seals: tuple[bytes, ...]) -> Header:
    """Return the header with these seals in the place of its own; the block hash stays."""
    extra = decode_extra_data(header.extra_data)
    replaced = ExtraData(extra.vanity, extra.validators, extra.vote, extra.round_number, seals)
    return header.with_extra_data(replaced.encoded())
