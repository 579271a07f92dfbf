"""Which block may be believed before a partition heals; in the naive answer one is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.ledger.clique import Clique
from agent.ledger.clique_finality import newest_final
from agent.ledger.header import Header
from agent.ledger.verdict import Invalid, NotEnoughTrust, Verified
from agent.units import Address
from tests.ledger.clique_chain import PERIOD_S, Sealed, extend, genesis, in_turn, row, trust
from tests.ledger.sealed_chain import Validator, validators

FIVE = validators(5)
GENESIS = genesis(FIVE)
COMMON = row(GENESIS, FIVE, 7)  # block 8 is FIVE[3]'s turn, block 9 FIVE[4]'s
NAIVE, WEIGHT = Clique(PERIOD_S, finality="majority"), Clique(PERIOD_S)


def headers(blocks: list[Sealed]) -> list[Header]:
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


History = list[tuple[Sealed, Validator | None]]


def seal_all(
    start: History, signers: list[Validator], side: list[Validator], order: list[int]
) -> History:
    """Let the signers of one side seal as the rules allow; the order says who is quicker (0: whose turn it is)."""
    history = list(start)
    for pick in order:
        wait = len(signers) // 2
        recent = [sealer for _, sealer in history[len(history) - wait :]] if wait else []
        free = [one for one in side if one not in recent]
        if free:
            turn = in_turn(signers, history[-1][0].number + 1)
            quickest = turn if pick == 0 and turn in free else free[pick % len(free)]
            history.append((extend(history[-1][0], signers, quickest), quickest))
    return history


orders = st.lists(st.just(0) | st.integers(0, 6), max_size=9)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 7), st.integers(0, 127), orders, orders, orders)
def test_no_believed_block_is_lost_in_a_partition_that_heals(
    count: int, mask: int, before: list[int], left: list[int], right: list[int]
) -> None:
    signers = validators(count)
    common = seal_all([(genesis(signers), None)], signers, signers, before)
    sides = [[one for at, one in enumerate(signers) if (mask >> at & 1) == bit] for bit in (0, 1)]
    branches = [
        [made for made, _ in seal_all(common, signers, side, order)]
        for side, order in zip(sides, (left, right), strict=True)
    ]
    assert not lost(WEIGHT, signers, branches)


def lost(rule: Clique, signers: list[Validator], branches: list[list[Sealed]]) -> bool:
    """Return whether a block that one side believed is not on the heaviest branch.

    In a tie either branch may be kept.
    """
    heaviest = max(total(one[1:]) for one in branches)
    kept = [one for one in branches if total(one[1:]) == heaviest]
    state = trust(branches[0][0], signers)
    for seen in branches:
        verdict = rule.verify_row(state, headers(seen[1:])) if len(seen) > 1 else None
        assert not isinstance(verdict, Invalid)
        if not isinstance(verdict, Verified):
            continue
        final = verdict.value.point
        if any(
            [made.hash for made in one][final.number : final.number + 1] != [final.hash]
            for one in kept
        ):
            return True
    return False


@pytest.mark.parametrize(("count", "naive_loses"), [(3, True), (4, False), (5, True)])
def test_every_partition_of_a_few_signers(count: int, *, naive_loses: bool) -> None:
    """From every turn, cut in every way; whose turn it is is quickest, as on a real network."""
    signers = validators(count)
    naive = careful = 0
    for before in range(count, 2 * count):
        common = seal_all([(genesis(signers), None)], signers, signers, [0] * before)
        for mask in range(2 ** (count - 1)):  # the other half are the same, sides exchanged
            sides = [
                [one for at, one in enumerate(signers) if (mask >> at & 1) == bit] for bit in (0, 1)
            ]
            for length in range(1, count):
                branches = [
                    [made for made, _ in seal_all(common, signers, side, [0] * length)]
                    for side in sides
                ]
                naive += lost(NAIVE, signers, branches)
                careful += lost(WEIGHT, signers, branches)
    assert careful == 0
    assert (naive > 0) == naive_loses


@given(st.integers(1, 9))
def test_with_all_in_turn_a_block_is_final_under_as_many_as_there_are_signers(count: int) -> None:
    signers = validators(count)
    blocks = row(genesis(signers), signers, count + 1)
    state = trust(genesis(signers), signers)
    verdict = WEIGHT.verify_row(state, headers(blocks))
    assert isinstance(verdict, Verified)
    assert verdict.value.point.number == 1
    short = WEIGHT.verify_row(state, headers(blocks[:-1]))
    assert isinstance(short, NotEnoughTrust)
    assert short.fetch is not None
    assert (short.fetch.first, short.fetch.last) == (1, count + 1)


def test_minority_never_makes_anything_final() -> None:
    """However long two of five go on where they may: two blocks, and the window stops them."""
    pair = branch([FIVE[3], FIVE[4]])
    state = trust(GENESIS, FIVE)
    verdict = WEIGHT.verify_row(state, headers([*COMMON, *pair]))
    assert isinstance(verdict, Verified)
    assert verdict.value.point.number <= 7
    third = [*pair, extend(pair[-1], FIVE, FIVE[3])]
    assert isinstance(WEIGHT.verify_row(state, headers([*COMMON, *third])), Invalid)


def test_rule_holds_for_each_set_of_signers_on_the_way() -> None:
    """Two of two sealed, but the third member they added was never heard."""
    a, b, c = (Address(name) for name in "abc")
    sealed_by = [a, b, a]
    assert newest_final("weight", [(a, b)] * 3, sealed_by, [2, 1, 1]) == 0
    assert newest_final("weight", [(a, b), (a, b, c), (a, b, c)], sealed_by, [2, 1, 1]) is None


def test_seal_of_one_who_is_no_signer_counts_for_nothing() -> None:
    a, b, c = (Address(name) for name in "abc")
    assert newest_final("majority", [(a, b)] * 2, [a, c], [1, 1]) is None
    assert newest_final("majority", [(a, b)] * 2, [a, b], [1, 1]) == 0
