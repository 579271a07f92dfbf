"""The digest that endorsers compare, against an independent ABI encoder."""

import pytest
from eth_abi import encode
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.hashing import keccak256
from agent.market.auction import AuctionResult, MarketParameters, Reason, Trade, run_auction
from agent.market.digest import reason_words, result_digest, result_words
from agent.market.welfare import WelfareParameters
from tests.market.orders import markets

WORD = st.integers(0, 2**256 - 1)
TYPES = ["uint256"] * 5 + ["uint256[]"] * 2


@given(head=st.tuples(*[WORD] * 5), trades=st.lists(WORD), reasons=st.lists(WORD))
def test_encoding_equals_eth_abi(head, trades, reasons) -> None:
    cycle, version, price, case, capped = head
    ours = result_digest(
        cycle,
        version,
        price_micro_per_kwh=price,
        case=case,
        capped=capped,
        trades=trades,
        reasons=reasons,
    )
    assert ours == keccak256(encode(TYPES, [*head, trades, reasons]))


def test_golden_words() -> None:
    result = AuctionResult(
        case=3,
        price_micro_per_kwh=202_300,
        capped=True,
        crossing=(2, 1),
        sellers=(),
        buyers=(),
        trades=(Trade(50, 7, 1_000, 36_049, 0), Trade(9, 7, 2, 3, 0)),
        left_out={8: Reason.PRICE, 60: Reason.SUPPLY},
    )
    words = result_words(5, 1, result, {7: 1, 8: 0, 9: 2, 50: 4, 60: 3}, 5)
    first = 2 | 1 << 16 | 2 << 32 | 3 << 96
    second = 4 | 1 << 16 | 1_000 << 32 | 36_049 << 96
    assert words.trades == (first, second)  # by contract index, not in the order of matching
    assert words.reasons == (0x00_02_00_00_01,)
    assert (words.price_micro_per_kwh, words.case, words.capped) == (202_300, 3, 1)
    assert words.digest == keccak256(
        encode(TYPES, [5, 1, 202_300, 3, 1, [first, second], [0x0002000001]])
    )


def test_reasons_fill_32_to_a_word_lowest_byte_first() -> None:
    assert reason_words([]) == ()
    assert reason_words([4] + [0] * 31 + [3]) == (4, 3)
    assert reason_words([0] * 31 + [2]) == (2 << 248,)


TERMS = MarketParameters(2, 0, WelfareParameters(5_000, 6_000_000, 10**6, 14_000_000, 70_000))


@settings(max_examples=100, deadline=None)
@given(orders=markets((4, 12, 20, 39)))
def test_every_result_has_words_and_reason_0_exactly_for_traders(feeder, orders) -> None:
    result = run_auction(orders, TERMS, feeder)
    index_of = {order.id: at for at, order in enumerate(orders)}
    words = result_words(1, 1, result, index_of, len(orders))
    trading = {word >> shift & 0xFFFF for word in words.trades for shift in (0, 16)}
    reasons = b"".join(word.to_bytes(32, "little") for word in words.reasons)[: len(orders)]
    assert {at for at, reason in enumerate(reasons) if reason == 0} == trading
    assert list(words.trades) == sorted(words.trades, key=lambda w: (w & 0xFFFF, w >> 16 & 0xFFFF))
    assert len({(w & 0xFFFF, w >> 16 & 0xFFFF) for w in words.trades}) == len(words.trades)


@pytest.mark.parametrize(
    "index_of",
    [
        pytest.param({1: 0}, id="an order without index"),
        pytest.param({1: 0, 2: 2}, id="a hole"),
        pytest.param({1: 0, 2: 0}, id="one index twice"),
        pytest.param({1: 0, 3: 1}, id="a strange order"),
    ],
)
def test_wrong_indexes_are_refused(index_of) -> None:
    result = AuctionResult(
        0, 0, False, None, (), (), left_out={1: Reason.NO_CROSSING, 2: Reason.NO_CROSSING}
    )
    with pytest.raises(ValueError, match="index"):
        result_words(0, 0, result, index_of, 2)


def test_values_too_large_for_their_field_are_refused() -> None:
    result = AuctionResult(1, 1, False, (1, 1), (), (), trades=(Trade(1, 2, 2**64, 0, 0),))
    with pytest.raises(ValueError, match="64 bits"):
        result_words(0, 0, result, {1: 0, 2: 1}, 2)
    with pytest.raises(ValueError, match="uint256"):
        result_digest(2**256, 0, price_micro_per_kwh=0, case=0, capped=0, trades=(), reasons=())
