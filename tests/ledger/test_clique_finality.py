"""Which block may be believed before a partition heals; in the naive answer one is lost."""

from agent.ledger.clique import Clique
from agent.ledger.verdict import Invalid, Verified
from tests.ledger.clique_chain import PERIOD_S, Sealed, extend, genesis, row, trust
from tests.ledger.sealed_chain import Validator, validators

FIVE = validators(5)
GENESIS = genesis(FIVE)
COMMON = row(GENESIS, FIVE, 7)  # block 8 is FIVE[3]'s turn, block 9 FIVE[4]'s
NAIVE, WEIGHT = Clique(PERIOD_S, finality="majority"), Clique(PERIOD_S)


def headers(blocks: list[Sealed]) -> list:  # type: ignore[type-arg]
    return [made.header for made in blocks]


def branch(signers: list[Validator]) -> list[Sealed]:
    made = [COMMON[-1]]
    for signer in signers:
        made.append(extend(made[-1], FIVE, signer))
    return made[1:]


def total(blocks: list[Sealed]) -> int:
    return sum(made.header.difficulty for made in blocks)


def test_naive_majority_believes_a_block_the_chain_drops() -> None:
    """Five honest signers, cut into the two whose turn it is and the other three."""
    pair = branch([FIVE[3], FIVE[4]])
    three = branch([FIVE[0], FIVE[1], FIVE[2]])
    state = trust(GENESIS, FIVE)
    for side in (pair, three):  # both keep every rule of Clique
        assert not isinstance(WEIGHT.verify_row(state, headers([*COMMON, *side])), Invalid)
    assert (total(pair), total(three)) == (4, 3)  # so every node drops the three blocks
    naive = NAIVE.verify_row(state, headers([*COMMON, *three]))
    assert isinstance(naive, Verified)
    assert naive.value.point.number == 8
    assert naive.value.point.hash == three[0].hash  # believed, and lost
    careful = WEIGHT.verify_row(state, headers([*COMMON, *three]))
    assert isinstance(careful, Verified)
    assert careful.value.point.number <= 7
