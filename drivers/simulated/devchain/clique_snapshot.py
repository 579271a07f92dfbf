"""Who may seal after a Clique block: signers, who sealed recently, and the votes still open.

Source: EIP-225, with the details of geth's consensus/clique/snapshot.go (apply).
"""

from dataclasses import dataclass

NONCE_AUTHORISE = b"\xff" * 8
NONCE_DROP = bytes(8)
DIFFICULTY_IN_TURN = 2
DIFFICULTY_OUT_OF_TURN = 1


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What holds after a block; a vote is (signer, about whom) and means: change membership."""

    signers: tuple[bytes, ...]  # ascending
    recents: tuple[tuple[int, bytes], ...] = ()  # (block number, signer), oldest first
    votes: frozenset[tuple[bytes, bytes]] = frozenset()

    def may_seal(self, number: int) -> tuple[bytes, ...]:
        """Return who may seal block `number`, the one in turn first if he may."""
        limit = len(self.signers) // 2 + 1
        barred = {signer for sealed, signer in self.recents if sealed + limit > number}
        first = number % len(self.signers)
        order = self.signers[first:] + self.signers[:first]
        return tuple(signer for signer in order if signer not in barred)

    def difficulty(self, number: int, signer: bytes) -> int:
        in_turn = self.signers[number % len(self.signers)] == signer
        return DIFFICULTY_IN_TURN if in_turn else DIFFICULTY_OUT_OF_TURN

    def counts(self, candidate: bytes, *, add: bool) -> bool:
        """Return whether such a vote would change who is a signer."""
        return (candidate in self.signers) != add


def after(
    before: Snapshot, number: int, signer: bytes, candidate: bytes, *, add: bool, epoch: int
) -> Snapshot:
    """Return the snapshot after a block by `signer` that votes on `candidate` (zero: nobody)."""
    votes = set() if number % epoch == 0 else set(before.votes)
    recents = (*_still_recent(before.recents, number, len(before.signers)), (number, signer))
    votes.discard((signer, candidate))
    if before.counts(candidate, add=add):
        votes.add((signer, candidate))
    agreeing = sum(about == candidate for _, about in votes)
    if agreeing <= len(before.signers) // 2:
        return Snapshot(before.signers, recents, frozenset(votes))
    signers = before.signers
    # Whatever this vote says: an earlier majority that had no effect yet is what counts (geth).
    if candidate not in signers:
        signers = tuple(sorted((*signers, candidate)))
    else:
        signers = tuple(kept for kept in signers if kept != candidate)
        recents = _still_recent(recents, number, len(signers))
        votes = {vote for vote in votes if vote[0] != candidate}
    votes = {vote for vote in votes if vote[1] != candidate}
    return Snapshot(signers, recents, frozenset(votes))


def _still_recent(
    recents: tuple[tuple[int, bytes], ...], number: int, signer_count: int
) -> tuple[tuple[int, bytes], ...]:
    limit = signer_count // 2 + 1
    return tuple((sealed, signer) for sealed, signer in recents if sealed != number - limit)
