"""When a Clique block is final: never quite, and what is believed instead.

Clique itself promises eventual consistency only. The rule `weight` holds through one partition of
the signers that heals: with N signers and a majority M = floor(N/2)+1, block B is final once M
different signers sealed B..t and the blocks after t weigh more than 2(N-M). The signers of B..t
being a majority, whoever is cut off from them is at most N-M; as nobody may sign twice within M
blocks, those can seal one block each, of weight 2 at most, and lose. In a network that partitions
again and again no depth is final.

The rule `majority` (B..t alone) is what is often written. It is WRONG even when every signer is
honest: of five, the two whose turn it is seal 2+2 while the other three seal 1+1+1, and the chain
drops the three blocks (tests/ledger/test_clique_finality.py). It exists for private chains whose
operator knows that they never partition.
"""

from collections.abc import Sequence
from typing import Literal

from agent.units import Address

Finality = Literal["weight", "majority"]
"""Warning: `majority` believes blocks that honest signers will drop; see above."""


def majority(signers: Sequence[Address]) -> int:
    """Return how many of the signers are more than half of them."""
    return len(signers) // 2 + 1


def newest_final(
    rule: Finality,
    sets: Sequence[Sequence[Address]],
    sealed_by: Sequence[Address],
    difficulties: Sequence[int],
) -> int | None:
    """Return the place of the newest final block of a row; None: none is.

    Per block: the signers allowed to seal it, who did, and its difficulty. Where the signers
    changed on the way, the rule must hold for each set of them.
    """
    for place in reversed(range(len(sealed_by))):
        allowed = {tuple(one) for one in sets[place:]}
        if all(_is_final(rule, one, sealed_by[place:], difficulties[place:]) for one in allowed):
            return place
    return None


def _is_final(
    rule: Finality,
    signers: tuple[Address, ...],
    sealed_by: Sequence[Address],
    difficulties: Sequence[int],
) -> bool:
    """Return whether the first block of the row is final, counting these signers only."""
    needed = majority(signers)
    seen: set[Address] = set()
    for place, signer in enumerate(sealed_by):
        if signer in signers:
            seen.add(signer)
        if len(seen) >= needed:
            others = len(signers) - needed
            return rule == "majority" or sum(difficulties[place + 1 :]) > 2 * others
    return False
