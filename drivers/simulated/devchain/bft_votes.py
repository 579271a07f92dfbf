"""Votes on BFT validators, counted as Besu does.

Besu: VoteTally and VoteTallyUpdater. Validators of a header are those after its parent; a
candidate is added or dropped once more than half of them have voted so; an epoch block clears
all votes and its own is not counted.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """What holds after a block; a vote is (voter, candidate, add)."""

    validators: tuple[bytes, ...]  # ascending
    votes: frozenset[tuple[bytes, bytes, bool]] = frozenset()


def after(
    before: Tally, number: int, proposer: bytes, vote: tuple[bytes, bool] | None, epoch: int
) -> Tally:
    """Return the tally after a block whose proposer cast this vote (or none)."""
    if number % epoch == 0:
        return Tally(before.validators)
    if vote is None:
        return before
    candidate, add = vote
    votes = {cast for cast in before.votes if cast[:2] != (proposer, candidate)}
    votes.add((proposer, candidate, add))
    agreeing = sum(cast[1:] == vote for cast in votes)
    if agreeing < len(before.validators) // 2 + 1:
        return Tally(before.validators, frozenset(votes))
    members = set(before.validators)
    votes = {cast for cast in votes if cast[1] != candidate}
    if add:
        members.add(candidate)
    else:
        members.discard(candidate)
        votes = {cast for cast in votes if cast[0] != candidate}
    return Tally(tuple(sorted(members)), frozenset(votes))
