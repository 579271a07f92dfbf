"""Words and call data: golden values, every field kept, nothing that does not fit accepted."""

from collections.abc import Callable
from typing import Any

import pytest
from eth_abi import encode
from hypothesis import given
from hypothesis import strategies as st

from agent.hashing import keccak256
from agent.ledger import market_contract as mc
from agent.ledger.market_calls import selector
from agent.market.digest import result_digest as market_digest
from tests.contracts.street import TERMS, WELFARE, Street, home, report_key

MEMBER = "0x00112233445566778899aabbccddeeff00112233"


def _bits(width: int) -> st.SearchStrategy[int]:
    return st.integers(0, 2**width - 1)


FLAG = st.booleans()
WORDS = {
    mc.Times: (_bits(64), _bits(32), _bits(32), _bits(64)),
    mc.Terms: (_bits(64), _bits(64), _bits(32), _bits(64), _bits(32)),
    mc.Member: (FLAG, FLAG, _bits(32), _bits(64), _bits(96), _bits(32)),
    mc.Head: (
        *(_bits(8), _bits(8), _bits(32), _bits(32), _bits(8)),
        *(FLAG, _bits(64), _bits(16), _bits(32)),
    ),
    mc.OrderTerms: (_bits(8), _bits(64), _bits(64), _bits(64), _bits(32)),
    mc.OrderOwner: (st.just(MEMBER), _bits(32), _bits(32), _bits(32)),
    mc.OrderHold: (_bits(128), FLAG, _bits(64)),
    mc.LastOrder: (_bits(32), _bits(32)),
    mc.TradeWord: (_bits(16), _bits(16), _bits(64), _bits(64)),
    mc.Outcome: (_bits(64), _bits(64), _bits(16)),
    mc.Settlement: (_bits(64), _bits(64), _bits(8), _bits(8), _bits(32)),
    mc.Registers: (_bits(64), _bits(64), _bits(8), _bits(32), FLAG),
}


@pytest.mark.parametrize("kind", WORDS, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_every_field_survives_packing(kind: Any, data: st.DataObject) -> None:
    given_word = kind(*(data.draw(field) for field in WORDS[kind]))
    packed = given_word.pack()
    assert 0 <= packed < 2**256
    assert kind.unpack(packed) == given_word


@given(st.builds(mc.Welfare, *(_bits(64) for _ in range(5))))
def test_welfare_survives_packing(welfare: mc.Welfare) -> None:
    assert mc.Welfare.unpack(*welfare.pack()) == welfare


@pytest.mark.parametrize(
    ("word", "packed"),
    [
        (mc.TradeWord(1, 2, 3, 4), 1 + (2 << 16) + (3 << 32) + (4 << 96)),
        (mc.Outcome(5, 6, 7), 5 + (6 << 64) + (7 << 128)),
        (mc.OrderTerms(1, 2, 3, 4, 5), 1 + (2 << 8) + (3 << 72) + (4 << 136) + (5 << 200)),
        (mc.Registers(1, 2, 1, 4, True), 1 + (2 << 64) + (1 << 128) + (4 << 136) + (1 << 168)),
        (mc.OrderOwner(MEMBER, 9, 8, 7), int(MEMBER, 16) + (9 << 160) + (8 << 192) + (7 << 224)),
    ],
)
def test_the_first_field_sits_in_the_lowest_bits(word: Any, packed: int) -> None:
    assert word.pack() == packed


def test_a_value_that_does_not_fit_its_field_is_refused() -> None:
    with pytest.raises(ValueError, match="buyer_index = 65536, energy_wh = -1"):
        mc.TradeWord(65_536, 0, -1, 0).pack()


def test_a_word_with_bits_no_field_has_is_refused() -> None:
    with pytest.raises(ValueError, match="not a word of 144 bits"):
        mc.Outcome.unpack(1 << 144)


@given(st.integers(-(2**255), 2**255 - 1))
def test_signed_words(value: int) -> None:
    assert mc.signed(mc.unsigned(value)) == value


def test_a_sum_too_large_for_an_account_is_refused() -> None:
    with pytest.raises(ValueError, match="int256"):
        mc.unsigned(2**255)


@given(st.lists(st.sampled_from(mc.Reason), max_size=100))
def test_reasons_survive_packing(reasons: list[mc.Reason]) -> None:
    words = mc.pack_reasons(reasons)
    assert len(words) == -(-len(reasons) // 32)
    assert mc.unpack_reasons(words, len(reasons)) == tuple(reasons)


def test_reason_of_order_33_sits_in_the_second_byte_of_the_second_word() -> None:
    assert mc.pack_reasons([0] * 33 + [3]) == (0, 3 << 8)


def test_reasons_that_are_missing_are_not_guessed() -> None:
    with pytest.raises(ValueError, match="1 words hold no reasons for 33 orders"):
        mc.unpack_reasons([0], 33)


def test_terms_in_force() -> None:
    new = mc.Terms(1, 2, 3, 4, from_cycle=9)
    assert mc.terms_in(8, TERMS, new) == TERMS
    assert mc.terms_in(9, TERMS, new) == new


DIGEST = keccak256(b"digest")
CALLS: list[tuple[mc.Call, bytes, tuple[Any, ...]]] = [
    (mc.Call.ORDER, mc.call_order(1, 0, 2, 3, 4, 5), (1, 0, 2, 3, 4, 5)),
    (mc.Call.ENDORSE, mc.call_endorse(1, DIGEST), (1, DIGEST)),
    (mc.Call.REVIEW, mc.call_review(1, DIGEST), (1, DIGEST)),
    (
        mc.Call.SUBMIT_RESULT,
        mc.call_submit_result(1, 2, 3, True, [4, 5], [6]),
        (1, 2, 3, 1, [4, 5], [6]),
    ),
    (mc.Call.VOID, mc.call_void(1), (1,)),
    (mc.Call.RELEASE, mc.call_release(1, [2, 3]), (1, [2, 3])),
    (mc.Call.SETTLE, mc.call_settle(1, []), (1, [])),
    (
        mc.Call.ENROL,
        mc.call_enrol(home(1), home(2), DIGEST, 3, 4, 5, endorser=True),
        (home(1), home(2), DIGEST, 3, 4, 5, True),
    ),
    (mc.Call.CREDIT, mc.call_credit(home(1), 2), (home(1), 2)),
    (mc.Call.PAY_OUT, mc.call_pay_out(home(1), 2), (home(1), 2)),
    (mc.Call.SET_TERMS, mc.call_set_terms(TERMS), (2_001, 50_000, 3, 5_000_000)),
    (
        mc.Call.SET_WELFARE,
        mc.call_set_welfare(WELFARE),
        (5_000, 6_000_000, 1_000_000, 14_000_000, 70_000),
    ),
    (mc.Call.HAND_OVER, mc.call_hand_over(home(1)), (home(1),)),
]


def _types(call: mc.Call) -> list[str]:
    return call.partition("(")[2][:-1].split(",")


@pytest.mark.parametrize(("call", "data", "arguments"), CALLS, ids=lambda x: getattr(x, "name", ""))
def test_call_data_is_standard_abi(call: mc.Call, data: bytes, arguments: tuple[Any, ...]) -> None:
    assert data == selector(call) + encode(_types(call), arguments)


def test_reports_are_standard_abi() -> None:
    street = Street.fresh()
    signed = [street.signed(street.report_of(n, 2, 3, 4), report_key(n)) for n in range(2)]
    tuples = [
        (
            *(one.report.member, one.report.meter, 2, 1, 3, 4, 0, one.report.meter_time_ms),
            *(bytes(32), one.signature[64]),
            int.from_bytes(one.signature[:32], "big"),
            int.from_bytes(one.signature[32:64], "big"),
        )
        for one in signed
    ]
    kind = mc.Call.REPORT.removeprefix("report(")[:-1]
    assert mc.call_report(signed) == selector(mc.Call.REPORT) + encode([kind], [tuples])


def test_digest_is_the_hash_of_standard_abi() -> None:
    types = ["uint256"] * 5 + ["uint256[]"] * 2
    expected = keccak256(encode(types, [1, 2, 3, 4, 1, [5, 6], [7]]))
    assert mc.result_digest(1, 2, 3, 4, True, [5, 6], [7]) == expected


@pytest.mark.parametrize(
    "too_much",
    [
        lambda: mc.call_settle(0, range(mc.MAX_INDEXES + 1)),
        lambda: mc.call_release(0, range(mc.MAX_INDEXES + 1)),
        lambda: mc.call_submit_result(0, 0, 0, False, range(mc.MAX_TRADES + 1), []),
        lambda: mc.call_endorse(0, b"short"),
        lambda: mc.call_credit("0x" + "11" * 21, 1),
    ],
)
def test_what_the_contract_could_not_decode_is_not_sent(too_much: Callable[[], bytes]) -> None:
    with pytest.raises(ValueError, match=r"at most|bytes|address"):
        too_much()


WHOLE_WORDS = st.lists(_bits(256), max_size=40)


@given(_bits(32), _bits(64), FLAG, WHOLE_WORDS, WHOLE_WORDS)
def test_the_market_packages_digest_is_the_same(
    cycle: int, price: int, capped: bool, trades: list[int], reasons: list[int]
) -> None:
    """Endorsers compute the digest in agent.market; the contract and the agent's calls here."""
    theirs = market_digest(
        cycle,
        3,
        price_micro_per_kwh=price,
        case=4,
        capped=int(capped),
        trades=trades,
        reasons=reasons,
    )
    assert mc.result_digest(cycle, 3, price, 4, capped, trades, reasons) == theirs
