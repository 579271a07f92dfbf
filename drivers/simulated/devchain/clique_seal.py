"""Sealing with Clique (EIP-225), with all keys in one process.

extraData = vanity (32 bytes), at epoch blocks the signers, seal (65 bytes). The seal signs the
hash of the header without the seal; the block hash is that of the whole header. The header's
coinbase is who the vote is about, so the tips go to the signer.
"""

from collections.abc import Sequence

import coincurve
from coincurve import PrivateKey
from eth_utils.crypto import keccak

from drivers.simulated.devchain.clique_snapshot import (
    NONCE_AUTHORISE,
    NONCE_DROP,
    Snapshot,
    after,
)
from drivers.simulated.devchain.header import Header
from drivers.simulated.devchain.sealing import (
    DEFAULT_EPOCH,
    SealFields,
    SealingError,
    Snapshots,
    key_ring,
    vanity,
)

VANITY_BYTES = 32
SEAL_BYTES = 65
NOBODY = bytes(20)


class CliqueSeal:
    """Signers in turn; the next in the list when one is absent or has sealed too recently.

    `spare_keys` belong to addresses that may be voted in. An `absent` signer makes the others
    seal out of turn.
    """

    name = "clique"
    heaviest_wins = True

    def __init__(
        self,
        keys: Sequence[PrivateKey],
        *,
        epoch: int = DEFAULT_EPOCH,
        period_s: int = 1,
        spare_keys: Sequence[PrivateKey] = (),
    ) -> None:
        self.epoch = epoch
        self.head_hash = bytes(32)
        self.branch = 0
        self.absent: frozenset[bytes] = frozenset()
        self._period_s = period_s
        self._first = tuple(key_ring(keys))
        self._keys = key_ring((*keys, *spare_keys))
        self._proposals: dict[bytes, bool] = {}
        self._after: Snapshots[Snapshot] = Snapshots()
        if not self._first:
            raise ValueError("Clique needs a signer")

    @property
    def validators(self) -> tuple[bytes, ...]:
        return self.snapshot(self.head_hash).signers

    def snapshot(self, block_hash: bytes) -> Snapshot:
        """Return what holds after a block; LookupError when it is forgotten."""
        return self._after[block_hash]

    def least_gap_s(self) -> int:
        return self._period_s

    def propose(self, candidate: bytes, *, add: bool) -> None:
        self._proposals[candidate] = add

    def fields(self, number: int, parent_hash: bytes) -> SealFields:
        if number == 0:
            extra = vanity(0) + b"".join(self._first) + bytes(SEAL_BYTES)
            return SealFields(NOBODY, NOBODY, 1, extra, bytes(32), NONCE_DROP)
        snapshot = self._after[parent_hash]
        able = [who for who in snapshot.may_seal(number) if self._is_there(who)]
        if not able:
            raise SealingError(f"no signer who may seal block {number} is there")
        return self.fields_by(number, snapshot, able[0])

    def fields_by(self, number: int, snapshot: Snapshot, signer: bytes) -> SealFields:
        """Return the fields of a block by this signer, whether he may seal it or not."""
        listed = b"".join(snapshot.signers) if number % self.epoch == 0 else b""
        candidate, nonce = self._vote(number, snapshot)
        return SealFields(
            proposer=signer,
            coinbase=candidate,
            difficulty=snapshot.difficulty(number, signer),
            extra_data=vanity(self.branch) + listed + bytes(SEAL_BYTES),
            mix_hash=bytes(32),
            nonce=nonce,
        )

    def _is_there(self, signer: bytes) -> bool:
        return signer in self._keys and signer not in self.absent

    def _vote(self, number: int, snapshot: Snapshot) -> tuple[bytes, bytes]:
        """Return (coinbase, nonce): one of the proposals that would change something, in turn."""
        if number % self.epoch == 0:
            return NOBODY, NONCE_DROP
        wanted = [
            (candidate, add)
            for candidate, add in sorted(self._proposals.items())
            if snapshot.counts(candidate, add=add)
        ]
        if not wanted:
            return NOBODY, NONCE_DROP
        # A signer's turns come a whole number of rounds apart: rounds have to choose, not blocks.
        candidate, add = wanted[number // len(snapshot.signers) % len(wanted)]
        return candidate, NONCE_AUTHORISE if add else NONCE_DROP

    def seal(self, header: Header) -> Header:
        signer = self.fields(header.number, header.parent_hash).proposer
        return self.sealed_by(header, self._keys[signer])

    def sealed_by(self, header: Header, key: PrivateKey) -> Header:
        """Return the header with this key's seal, whoever it belongs to."""
        return with_seal(header, key.sign_recoverable(seal_digest(header), hasher=None))

    def key_of(self, signer: bytes) -> PrivateKey:
        return self._keys[signer]

    def note(self, header: Header, block_hash: bytes) -> None:
        if header.number == 0:
            self._after[block_hash] = Snapshot(self._first)
            return
        self._after[block_hash] = after(
            self._after[header.parent_hash],
            header.number,
            self.author(header),
            header.coinbase,
            add=header.nonce == NONCE_AUTHORISE,
            epoch=self.epoch,
        )

    def block_hash(self, header: Header) -> bytes:
        return header.keccak()

    def author(self, header: Header) -> bytes:
        if header.number == 0:
            return NOBODY
        seal = header.extra_data[-SEAL_BYTES:]
        key = coincurve.PublicKey.from_signature_and_message(seal, seal_digest(header), hasher=None)
        return keccak(key.format(compressed=False)[1:])[12:]

    def validators_in(self, header: Header) -> tuple[bytes, ...]:
        if header.number == 0:
            return self._first
        return self._after[header.parent_hash].signers


def seal_digest(header: Header) -> bytes:
    """Return what a signer signs: the hash of the header without its seal."""
    return header.with_extra_data(header.extra_data[:-SEAL_BYTES]).keccak()


def with_seal(header: Header, seal: bytes) -> Header:
    """Return the header with this seal in the place of its own; that changes the block hash."""
    return header.with_extra_data(header.extra_data[:-SEAL_BYTES] + seal)
