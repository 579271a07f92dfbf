"""Endorsing: who, when, how often, and how many must agree."""

import pytest

from agent.ledger import market_contract as mc
from tests.contracts.street import OPERATOR, STRANGER, RefusedError, Street, home

PRICE = 150_000
TRADES = [mc.TradeWord(1, 0, 1_000, 10_000)]


def matching(endorsers: int = 3, cycle: int = 0) -> Street:
    """Return a market in the matching phase: home 0 sells, home 1 buys."""
    street = Street.of(max(endorsers, 2) + 1, endorsers).at(cycle, 1)
    street.sell(0, cycle, 1_000, 100_000)
    street.buy(1, cycle, 1_000, 200_000)
    return street.at(cycle, 4)


def endorse(street: Street, number: int, digest: bytes, cycle: int = 0) -> int:
    return street.do(home(number), mc.call_endorse(cycle, digest))


@pytest.mark.parametrize(
    ("endorsers", "needed"), [(1, 1), (2, 2), (3, 3), (4, 3), (5, 4), (6, 5), (7, 5), (9, 7)]
)
def test_more_than_two_thirds_must_agree(endorsers: int, needed: int) -> None:
    street = matching(endorsers)
    digest = street.digest(0, PRICE, TRADES)
    for number in range(needed):
        with pytest.raises(RefusedError, match="The endorsers did not agree on this result"):
            street.submit(0, PRICE, TRADES)
        endorse(street, number, digest)
    street.submit(0, PRICE, TRADES)
    assert street.head(0).status == mc.CycleStatus.RESULT


def test_an_endorser_has_one_vote() -> None:
    street = matching()
    digest = street.digest(0, PRICE, TRADES)
    endorse(street, 0, digest)
    for other in (digest, b"\1" * 32):
        with pytest.raises(RefusedError, match="You have endorsed already"):
            endorse(street, 0, other)
    assert street.word(mc.digest_votes_slot(0, 0, digest)) == 1


@pytest.mark.parametrize("sender", [home(3), STRANGER, OPERATOR])
def test_only_endorsers_endorse(sender: str) -> None:
    street = matching()
    with pytest.raises(RefusedError, match="You are not an endorser"):
        street.do(sender, mc.call_endorse(0, b"\1" * 32))  # type: ignore[arg-type]


@pytest.mark.parametrize("fifteenths", [2.9, 10, 14, 15])
def test_nobody_endorses_outside_the_matching_phase(fifteenths: float) -> None:
    street = matching().at(0, fifteenths)
    with pytest.raises(RefusedError, match="matching phase"):
        endorse(street, 0, b"\1" * 32)


def test_a_cycle_without_orders_is_not_endorsed() -> None:
    street = Street.of(3).at(0, 4)
    with pytest.raises(RefusedError, match="This cycle has no orders"):
        endorse(street, 0, b"\1" * 32)
    with pytest.raises(RefusedError, match="This cycle has no orders"):
        street.at(0, 8).do(home(0), mc.call_review(0, b"\1" * 32))


def test_the_empty_digest_is_no_vote() -> None:
    with pytest.raises(RefusedError, match="The digest is empty"):
        endorse(matching(), 0, bytes(32))


def test_votes_of_one_cycle_do_not_count_in_another() -> None:
    street = matching()
    digest = street.digest(0, PRICE, TRADES)
    for number in range(3):
        endorse(street, number, digest)
    street.submit(0, PRICE, TRADES)
    street.at(1, 1).sell(0, 1, 1_000, 100_000)
    street.buy(1, 1, 1_000, 200_000)
    street.at(1, 4)
    with pytest.raises(RefusedError, match="The endorsers did not agree"):
        street.submit(1, PRICE, TRADES)


def test_an_endorser_enrolled_during_a_cycle_shifts_no_threshold() -> None:
    street = matching(3)
    digest = street.digest(0, PRICE, TRADES)
    for number in range(2):
        endorse(street, number, digest)
    with pytest.raises(RefusedError, match="Not while a cycle with orders is being matched"):
        street.enrol(2, endorser=False)  # two of two would have been enough
    with pytest.raises(RefusedError, match="Not while a cycle with orders is being matched"):
        street.enrol(3, endorser=True)
    with pytest.raises(RefusedError, match="The endorsers did not agree"):
        street.submit(0, PRICE, TRADES)


def test_the_head_shows_the_most_votes_any_digest_has() -> None:
    street = matching(4)
    for number, digest in enumerate([b"\1" * 32, b"\2" * 32, b"\1" * 32]):
        endorse(street, number, digest)
    assert street.head(0).endorsements == 2
    voted = street.word(mc.endorsed_slot(0, 0, home(1)))
    assert voted == int.from_bytes(b"\2" * 32, "big")


@pytest.mark.parametrize("cycle", [0, 1, 2, 3, 7])
def test_the_reviewer_rotates(cycle: int) -> None:
    street = matching(3, cycle).at(cycle, 7)
    for number in range(4):
        if number != cycle % 3:
            with pytest.raises(RefusedError, match="You are not the reviewer"):
                street.do(home(number), mc.call_review(cycle, b"\1" * 32))
    street.do(home(cycle % 3), mc.call_review(cycle, b"\1" * 32))
    head = street.head(cycle)
    assert (head.round, head.endorsements, head.order_count) == (1, 1, 2)


def test_a_second_round_finds_a_result_when_the_first_did_not() -> None:
    street = matching()
    wrong, right = b"\1" * 32, street.digest(0, PRICE, TRADES)
    for number, digest in enumerate([right, right, wrong]):
        endorse(street, number, digest)
    street.at(0, 7).do(home(0), mc.call_review(0, right))
    assert street.head(0).endorsements == 1
    with pytest.raises(RefusedError, match="You have endorsed already"):
        endorse(street, 0, right)
    endorse(street, 1, right)
    with pytest.raises(RefusedError, match="The endorsers did not agree"):
        street.submit(0, PRICE, TRADES)  # the first round's votes are void
    endorse(street, 2, right)
    street.submit(0, PRICE, TRADES)
    assert street.head(0).trade_count == 1


@pytest.mark.parametrize(
    ("fifteenths", "sentence"),
    [(6.4, "too early"), (10, "too late"), (15, "not this cycle"), (22, "not this cycle")],
)
def test_a_review_out_of_time_is_refused(fifteenths: float, sentence: str) -> None:
    street = matching().at(0, fifteenths)
    with pytest.raises(RefusedError, match=sentence):
        street.do(home(0), mc.call_review(0, b"\1" * 32))


def test_a_reviewer_cannot_undo_an_agreement() -> None:
    street = matching()
    for number in range(3):
        endorse(street, number, street.digest(0, PRICE, TRADES))
    with pytest.raises(RefusedError, match="The endorsers agree"):
        street.at(0, 7).do(home(0), mc.call_review(0, b"\1" * 32))


def test_there_is_no_third_round() -> None:
    street = matching().at(0, 7)
    street.do(home(0), mc.call_review(0, b"\1" * 32))
    with pytest.raises(RefusedError, match="The second round is open already"):
        street.do(home(0), mc.call_review(0, b"\2" * 32))


def test_without_endorsers_there_is_no_reviewer() -> None:
    street = Street.of(2, 0).at(0, 1)
    street.sell(0, 0, 1_000, 100_000)
    with pytest.raises(RefusedError, match="You are not the reviewer"):
        street.at(0, 7).do(home(0), mc.call_review(0, b"\1" * 32))
    with pytest.raises(RefusedError, match="The endorsers did not agree"):
        street.submit(0, 0, [])


def test_a_cycle_without_agreement_is_void_and_frees_everybody() -> None:
    street = matching()
    with pytest.raises(RefusedError, match="may still get a result"):
        street.at(0, 12.9).do(STRANGER, mc.call_void(0))
    street.at(0, 13).do(STRANGER, mc.call_void(0))
    assert street.head(0).status == mc.CycleStatus.VOID
    street.release(0, 0, 1)
    assert [street.held(home(n)) for n in range(2)] == [0, 0]
    with pytest.raises(RefusedError, match="nothing to void"):
        street.do(STRANGER, mc.call_void(0))


def test_a_cycle_without_orders_or_with_a_result_is_not_voided() -> None:
    street = matching()
    street.agree(0, PRICE, TRADES)
    street.at(2)
    for cycle in (0, 1):
        with pytest.raises(RefusedError, match="nothing to void"):
            street.do(STRANGER, mc.call_void(cycle))
    with pytest.raises(RefusedError, match="may still get a result"):
        street.do(STRANGER, mc.call_void(3))
