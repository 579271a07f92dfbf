"""An endorser vouches for what it computed from a whole, proven book, and for nothing else."""

from typing import Any

import msgspec
import pytest

from agent.core.effects import Effect, Sign
from agent.core.endorsing import TURN_BLOCKS, compute, on_book
from agent.core.events import BookOrder, BookSeen
from agent.core.questions import BookQuestion, questions
from agent.core.records import Endorsement, Intent
from agent.core.snapshot import Overlay, build_snapshot
from agent.feeders import load_feeder
from agent.ledger import market_contract
from agent.market.auction import MarketParameters, run_auction
from agent.market.digest import result_words
from agent.market.order import Order, Side
from agent.market.welfare import WelfareParameters
from tests.core.story import CONSTANTS, TIMES, Agent, account, at, feeder, transactions_of

ME = CONSTANTS.member
OTHERS = tuple(f"0x{k:040x}" for k in range(1, 4))
ENDORSERS = (*OTHERS[:2], ME, OTHERS[2])  # place 2 of 4
VERTICES = sorted(load_feeder("ieee-european-lv").vertices)
WELFARE = (5_000, 6_000_000, 1_000_000, 14_000_000, 70_000)
CYCLE = 6  # 6 % 4 = 2: this endorser's turn
CONSTANTS_ENDORSER = msgspec.structs.replace(CONSTANTS, endorser=True)
ORDERS = tuple(
    BookOrder(
        index, sequence, f"0x{70 + index:040x}", VERTICES[3 * index], side, wh, low, high, 900
    )
    for index, (sequence, side, wh, low, high) in enumerate(
        [
            (4, 0, 900, 90_000, 250_000),
            (0, 0, 700, 110_000, 250_000),
            (5, 0, 600, 150_000, 250_000),
            (1, 1, 600, 50_000, 210_000),
            (2, 1, 500, 50_000, 190_000),
            (6, 1, 700, 50_000, 180_000),
            (3, 1, 300, 50_000, 80_000),
        ]
    )
)


def book(minute: float = 3.1, **changes: Any) -> BookSeen:
    now = at(changes.get("cycle", CYCLE), minute)
    plain = BookSeen(
        at_ms=now,
        block=50,
        block_time_s=now // 1_000,
        cycle=CYCLE,
        status="open",
        round=0,
        feeder_version=1,
        charge_micro_per_m=2_000,
        penalty_micro_per_kwh=150_000,
        welfare=WELFARE,
        endorsers=ENDORSERS,
        my_vote=b"",
        votes_for_mine=0,
        order_count=len(ORDERS),
        orders=ORDERS,
    )
    return msgspec.structs.replace(plain, **changes)


def deeds(seen: BookSeen, known: tuple[Endorsement, ...] = ()) -> tuple[Intent, ...]:
    return on_book(CONSTANTS_ENDORSER, TIMES, feeder(), known, seen)[1]


def computed(**changes: Any) -> Endorsement:
    (mine,), _ = on_book(CONSTANTS_ENDORSER, TIMES, feeder(), (), book(**changes))
    return mine


def names(intents: tuple[Intent, ...]) -> list[str]:
    return [intent.ident for intent in intents]


def endorser(cycle: int = CYCLE) -> Agent:
    agent = Agent(CONSTANTS_ENDORSER)
    agent.start(at(cycle, 1))
    return agent.live(at(cycle, 1), endorser=True)


def test_the_digest_is_that_of_the_markets_own_auction() -> None:
    orders = [
        Order(
            one.sequence,
            one.member,
            one.vertex,
            Side(one.side),
            one.energy_wh,
            one.low_micro_per_kwh,
            one.high_micro_per_kwh,
            one.distance_m,
        )
        for one in ORDERS
    ]
    result = run_auction(
        orders, MarketParameters(2_000, 150_000, WelfareParameters(*WELFARE)), feeder()
    )
    places = {one.sequence: one.index for one in ORDERS}
    expected = result_words(CYCLE, 1, result, places, len(ORDERS))
    mine = computed()
    assert result.trades
    assert mine.digest == expected.digest == compute(feeder(), book()).digest
    assert tuple(int.from_bytes(word, "big") for word in mine.trades) == expected.trades
    assert mine.digest == market_contract.result_digest(
        CYCLE,
        1,
        mine.price_micro_per_kwh,
        mine.case,
        mine.capped,
        expected.trades,
        expected.reasons,
    )


def test_a_member_beyond_the_feeder_is_left_out_and_the_others_trade() -> None:
    mine = computed(orders=(*ORDERS[:-1], msgspec.structs.replace(ORDERS[-1], vertex=10**6)))
    reasons = market_contract.unpack_reasons(
        [int.from_bytes(word, "big") for word in mine.reasons], len(ORDERS)
    )
    assert reasons[-1] == market_contract.Reason.PARTNER
    assert mine.trades
    assert not mine.problem


def test_the_books_sequence_does_not_change_the_digest() -> None:
    assert computed(orders=tuple(reversed(ORDERS))).digest == computed().digest


def test_a_closed_book_is_endorsed_once() -> None:
    (intent,) = deeds(book())
    assert intent.ident == "endorse:6:0"
    assert intent.data == market_contract.call_endorse(CYCLE, computed().digest)
    voted = book(my_vote=computed().digest, votes_for_mine=1)
    assert deeds(voted, (computed(),)) == ()


@pytest.mark.parametrize("minute", [0, 1, 2.99])
def test_a_book_from_before_the_windows_end_may_lack_late_orders(minute: float) -> None:
    assert on_book(CONSTANTS_ENDORSER, TIMES, feeder(), (), book(minute)) == ((), ())


def test_a_late_clock_does_not_make_an_early_block_late() -> None:
    early = book(3.1, block_time_s=at(CYCLE, 2.9) // 1_000)
    assert on_book(CONSTANTS_ENDORSER, TIMES, feeder(), (), early) == ((), ())


def test_who_is_not_an_endorser_computes_nothing() -> None:
    assert on_book(CONSTANTS, TIMES, feeder(), (), book(endorsers=OTHERS)) == ((), ())


def test_an_empty_book_is_worth_no_fee() -> None:
    assert on_book(CONSTANTS_ENDORSER, TIMES, feeder(), (), book(order_count=0, orders=())) == (
        (),
        (),
    )


def test_the_digest_is_not_computed_again_when_only_votes_are_counted() -> None:
    mine = computed()
    after, intents = on_book(
        CONSTANTS_ENDORSER, TIMES, feeder(), (mine,), book(orders=(), my_vote=mine.digest)
    )
    assert after == (mine,)
    assert intents == ()


def test_the_result_is_submitted_when_more_than_two_thirds_agree() -> None:
    mine = computed()
    two = book(orders=(), my_vote=mine.digest, votes_for_mine=2)
    three = book(orders=(), my_vote=mine.digest, votes_for_mine=3)
    assert deeds(two, (mine,)) == ()
    (intent,) = deeds(three, (mine,))
    assert intent.ident == "result:6"
    assert intent.data == market_contract.call_submit_result(
        CYCLE,
        mine.price_micro_per_kwh,
        mine.case,
        mine.capped,
        [int.from_bytes(word, "big") for word in mine.trades],
        [int.from_bytes(word, "big") for word in mine.reasons],
    )


@pytest.mark.parametrize(("cycle", "rank"), [(6, 0), (5, 1), (4, 2), (7, 3)])
def test_endorsers_submit_one_after_another(cycle: int, rank: int) -> None:
    mine = computed(cycle=cycle)
    turn_ms = TIMES.start_ms(cycle) + 180_000 + rank * TURN_BLOCKS * CONSTANTS.block_s * 1_000
    agreed = book(cycle=cycle, orders=(), my_vote=mine.digest, votes_for_mine=4)
    early, due = (msgspec.structs.replace(agreed, at_ms=ms) for ms in (turn_ms - 1, turn_ms))
    assert deeds(early, (mine,)) == ()
    assert names(deeds(due, (mine,))) == [f"result:{cycle}"]


@pytest.mark.parametrize(
    ("cycle", "minute", "round_", "expected"),
    [
        (6, 6.4, 0, []),  # the first half
        (6, 6.5, 0, ["review:6"]),
        (6, 9.9, 0, ["review:6"]),
        (7, 6.5, 0, []),  # somebody else's turn
        (6, 6.5, 1, []),  # reviewed already
    ],
)
def test_only_the_reviewer_reviews_and_only_in_the_second_half(
    cycle: int, minute: float, round_: int, expected: list[str]
) -> None:
    mine = msgspec.structs.replace(computed(cycle=cycle), round=round_)
    stuck = book(
        minute, cycle=cycle, round=round_, orders=(), my_vote=mine.digest, votes_for_mine=1
    )
    assert names(deeds(stuck, (mine,))) == expected


def test_a_new_round_is_voted_in_with_the_same_digest() -> None:
    mine = computed()
    after, intents = on_book(
        CONSTANTS_ENDORSER, TIMES, feeder(), (mine,), book(7, round=1, orders=())
    )
    assert (after[0].round, after[0].digest) == (1, mine.digest)
    assert names(intents) == ["endorse:6:1"]


@pytest.mark.parametrize("status", ["result", "void"])
def test_a_decided_cycle_is_left_alone(status: str) -> None:
    mine = computed()
    after, intents = on_book(CONSTANTS_ENDORSER, TIMES, feeder(), (mine,), book(status=status))
    assert intents == ()
    assert after[0].finished


def one_strange(**changes: Any) -> BookSeen:
    return book(orders=(msgspec.structs.replace(ORDERS[0], **changes), *ORDERS[1:]))


@pytest.mark.parametrize(
    "unsound",
    [
        one_strange(side=7),
        one_strange(sequence=2),
        one_strange(index=5),
        one_strange(energy_wh=0),
        book(welfare=(-1, 0, 0, 0, 0)),
    ],
    ids=["side", "sequence", "index", "energy", "welfare"],
)
def test_a_book_no_auction_can_start_from_is_abstained_from_and_told(unsound: BookSeen) -> None:
    agent = endorser()
    agent.take(unsound)
    assert [sign for sign in agent.signs() if sign.key == "order"] == []
    assert not [q for q in questions(agent.state, at(CYCLE, 5)) if isinstance(q, BookQuestion)]
    told = build_snapshot(agent.state, Overlay(), 1, at(CYCLE, 5)).alerts
    assert "book" in [alert.name for alert in told]


def test_the_book_is_asked_for_until_the_cycle_is_decided() -> None:
    agent = endorser()

    def asked(minute: float) -> list[bytes]:
        found = questions(agent.state, at(CYCLE, minute))
        return [one.digest for one in found if isinstance(one, BookQuestion)]

    assert asked(2.9) == []
    assert asked(3) == [b""]
    agent.take(book())
    assert asked(4) == [computed().digest]
    assert asked(13) == []
    agent.take(book(11, status="result", orders=()))
    assert asked(11) == []


def test_an_endorser_signs_one_vote_and_one_result_however_often_it_looks() -> None:
    agent = endorser()
    digest = computed().digest
    effects: list[Effect] = []
    for _ in range(3):
        effects += agent.take(book())
    for _ in range(3):
        effects += agent.take(book(3.2, orders=(), my_vote=digest, votes_for_mine=4))
    assert [one.ident for one in effects if isinstance(one, Sign)] == ["tx:7:1", "tx:8:1"]
    sent = transactions_of(sorted(set(agent.broadcasts()), key=agent.broadcasts().index))
    assert [one.transaction.nonce for one in sent] == [7, 8]
    agent.take(account(at(CYCLE, 4), nonce=9, endorser=True))
    assert all(one.done for one in agent.state.transactions)


def test_only_a_few_endorsements_are_kept() -> None:
    kept: tuple[Endorsement, ...] = ()
    for cycle in range(20):
        kept, _ = on_book(CONSTANTS_ENDORSER, TIMES, feeder(), kept, book(cycle=cycle))
    assert [one.cycle for one in kept] == list(range(11, 20))


def test_exactly_two_thirds_do_not_agree() -> None:
    mine = computed()
    three = (OTHERS[0], OTHERS[1], ME)
    votes = book(endorsers=three, orders=(), my_vote=mine.digest, votes_for_mine=2, at_ms=at(6, 6))
    assert deeds(votes, (mine,)) == ()
