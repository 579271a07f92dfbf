"""A tiny Clique chain for tests: seals headers with other people's RLP, judges nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import rlp
from eth_hash.auto import keccak

from agent.ledger.header import Header, from_rlp
from agent.ledger.trust import TrustPoint
from agent.units import Address
from tests.ledger.sealed_chain import EMPTY_OMMERS, EMPTY_TRIE, Validator, integer

VANITY = bytes(32)
GENESIS_TIME_S = 1_700_000_000
PERIOD_S = 5
NOBODY = bytes(20)
ADD, DROP = b"\xff" * 8, bytes(8)


@dataclass(frozen=True)
class Sealed:
    """A block's fields in RLP order; extraData with or without its seal."""

    fields: tuple[bytes, ...]

    def encode(self) -> bytes:
        return rlp.encode(list(self.fields))

    @property
    def hash(self) -> bytes:
        return keccak(self.encode())

    @property
    def header(self) -> Header:
        return from_rlp(self.encode())

    @property
    def number(self) -> int:
        return int.from_bytes(self.fields[8], "big")

    @property
    def time_s(self) -> int:
        return int.from_bytes(self.fields[11], "big")

    def with_field(self, place: int, value: bytes) -> "Sealed":
        fields = list(self.fields)
        fields[place] = value
        return replace(self, fields=tuple(fields))

    def sealed_by(self, signer: Validator) -> "Sealed":
        """Seal it; its extraData ends with no seal yet."""
        seal = signer.key.sign_recoverable(self.hash, hasher=None)
        return self.with_field(12, self.fields[12] + seal)


def unsealed(
    number: int,
    parent_hash: bytes,
    *,
    difficulty: int,
    time_s: int | None = None,
    coinbase: bytes = NOBODY,
    nonce: bytes = DROP,
    listed: Iterable[Validator] = (),
    state_root: bytes = EMPTY_TRIE,
) -> Sealed:
    return Sealed(
        (
            parent_hash,
            EMPTY_OMMERS,
            coinbase,
            state_root,
            EMPTY_TRIE,
            EMPTY_TRIE,
            bytes(256),
            integer(difficulty),
            integer(number),
            integer(30_000_000),
            b"",
            integer(GENESIS_TIME_S + number * PERIOD_S if time_s is None else time_s),
            VANITY + b"".join(one.raw for one in listed),
            bytes(32),
            nonce,
            integer(7),
        )
    )


def in_turn(signers: Sequence[Validator], number: int) -> Validator:
    return signers[number % len(signers)]


def genesis(signers: Sequence[Validator]) -> Sealed:
    made = unsealed(0, bytes(32), difficulty=1, listed=signers)
    return made.with_field(12, made.fields[12] + bytes(65))


def trust(made: Sealed, signers: Sequence[Validator]) -> TrustPoint:
    return TrustPoint(
        made.number, made.hash, made.time_s, tuple(Address(one.address) for one in signers)
    )


def extend(
    parent: Sealed, signers: Sequence[Validator], signer: Validator, *, epoch: int = 30_000
) -> Sealed:
    """Return the next block, without a vote, sealed by one of the (sorted) signers."""
    number = parent.number + 1
    return unsealed(
        number,
        parent.hash,
        difficulty=2 if in_turn(signers, number) is signer else 1,
        time_s=parent.time_s + PERIOD_S,
        listed=signers if number % epoch == 0 else (),
    ).sealed_by(signer)


def row(
    parent: Sealed, signers: Sequence[Validator], length: int, *, epoch: int = 30_000
) -> list[Sealed]:
    """Return blocks that are all in turn."""
    made = [parent]
    for number in range(parent.number + 1, parent.number + length + 1):
        made.append(extend(made[-1], signers, in_turn(signers, number), epoch=epoch))
    return made[1:]
