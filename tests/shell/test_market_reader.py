"""Each question's words are read right, and only the market that was set up is believed."""

from typing import Any

import msgspec
import pytest

from agent.core.events import BookOrder, OrderSeen, RegistersSeen, ResultSeen, SeenTrade
from agent.core.questions import (
    AccountQuestion,
    BookQuestion,
    OrderQuestion,
    RegistersQuestion,
    ResultQuestion,
    SettlementQuestion,
)
from agent.ledger import market_contract as market
from agent.ledger.verify import VerifiedAccount
from agent.ports import ChainError, ChainHalted
from agent.shell.market_reader import MarketReader, pseudonym, read_times
from agent.units import Address
from drivers.simulated.chain_memory import FakeChain
from tests.core.story import CONSTANTS, CYCLE_S, GENESIS_S, at

ME = CONSTANTS.member
OTHER = Address("0x" + "0d" * 20)
DIGEST = b"\x77" * 32


class Market:
    """A market contract's words in a fake chain."""

    def __init__(self, **changes: Any) -> None:
        self.chain = FakeChain(genesis_s=GENESIS_S)
        code = changes.pop("code_hash", market.CODE_HASH)
        self.chain.accounts[CONSTANTS.contract] = VerifiedAccount(1, 0, code, bytes(32))
        self.chain.accounts[ME] = VerifiedAccount(7, 10**24, bytes(32), bytes(32))
        times = {"genesis_s": GENESIS_S, "cycle_s": CYCLE_S, "deadline_cycles": 4, **changes}
        operator = times.pop("operator", CONSTANTS.operator)
        self.put(market.times_slot(), market.Times(correction_s=604_800, **times).pack())
        self.put(market.operator_slot(), int(operator, 16))

    def put(self, slot: int, word: int) -> None:
        self.chain.words[CONSTANTS.contract, slot] = word

    async def ask(self, question: Any, minute: float = 1) -> Any:
        head = await self.chain.advance(at(5, minute) // 1_000)
        reader = MarketReader(self.chain.view(), CONSTANTS)
        return await reader.answer(question, head, at(5, minute) + 7)

    async def check(self) -> None:
        head = await self.chain.advance(at(5) // 1_000)
        await MarketReader(self.chain.view(), CONSTANTS).check_market(head)


async def test_the_market_that_was_set_up_is_believed() -> None:
    await Market().check()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"code_hash": b"\x01" * 32}, "is not the market this version knows"),
        ({"genesis_s": GENESIS_S + 1}, "times"),
        ({"cycle_s": 60}, "times"),
        ({"operator": OTHER}, f"is {OTHER}"),
    ],
)
async def test_another_market_is_refused(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ChainHalted, match=sentence):
        await Market(**changes).check()


async def test_the_times_are_read_only_from_a_known_contract() -> None:
    known, other = Market(), Market(code_hash=bytes(32))
    for place, expected in ((known, (GENESIS_S, CYCLE_S)), (other, None)):
        head = await place.chain.advance(at(5) // 1_000)
        times = await read_times(place.chain.view(), CONSTANTS.contract, head)
        assert (times and (times.genesis_s, times.cycle_s)) == expected


async def test_the_account_is_read_with_the_terms_of_the_running_cycle() -> None:
    place = Market()
    place.put(market.account_slot(ME), market.unsigned(-5_000))
    place.put(market.held_slot(ME), 900)
    place.put(market.member_slot(ME), market.Member(True, True, 12, 4_000, 10**9).pack())
    place.put(market.terms_now_slot(), market.Terms(2_000, 150_000, 1, 80, 0).pack())
    place.put(market.terms_next_slot(), market.Terms(3_000, 160_000, 1, 90, 6).pack())
    seen = await place.ask(AccountQuestion())
    assert (seen.nonce, seen.wei, seen.base_fee_wei) == (7, 10**24, 7)
    assert (seen.balance_micro, seen.held_micro) == (-5_000, 900)
    assert (seen.enrolled, seen.endorser, seen.vertex, seen.limit_wh) == (True, True, 12, 4_000)
    assert (seen.allowance_micro, seen.charge_micro_per_m) == (10**9, 2_000)
    assert seen.at_ms == at(5, 1) + 7
    later = await place.ask(AccountQuestion(), minute=15)
    assert (later.charge_micro_per_m, later.penalty_micro_per_kwh) == (3_000, 160_000)
    assert later.max_tariff_micro == 90


async def test_a_stranger_is_read_as_not_enrolled() -> None:
    seen = await Market().ask(AccountQuestion())
    assert not seen.enrolled
    assert seen.balance_micro == 0


def put_order(place: Market, index: int, member: Address, side: int, sequence: int) -> None:
    place.put(market.order_terms_slot(5, index), market.OrderTerms(side, 400, 1, 2, 3).pack())
    owner = market.OrderOwner(member, 9 + index, 300 + index, sequence)
    place.put(market.order_owner_slot(5, index), owner.pack())


async def test_an_order_is_read_from_its_place() -> None:
    place = Market()
    place.put(market.order_index_slot(5, ME), 3)
    put_order(place, 2, ME, 1, 0)
    seen = await place.ask(OrderQuestion(5))
    assert seen == OrderSeen(
        at_ms=at(5, 1) + 7,
        block=1,
        block_time_s=at(5, 1) // 1_000,
        cycle=5,
        index=2,
        side="buy",
        energy_wh=400,
        low_micro_per_kwh=1,
        high_micro_per_kwh=2,
        distance_m=302,
        revision=3,
    )


async def test_an_absent_order_is_read_as_absent() -> None:
    seen = await Market().ask(OrderQuestion(5))
    assert seen.index is None


def put_result(place: Market) -> None:
    place.put(market.head_slot(5), market.Head(1, 0, 35, 2, 3, True, 150_000, 3, 35).pack())
    place.put(market.outcome_slot(5, 33), market.Outcome(700, 240, 2).pack())
    place.put(market.cycle_terms_slot(5), market.Terms(2_000, 1, 1, 1).pack())
    place.put(market.trade_slot(5, 0), market.TradeWord(4, 33, 500, 120_000).pack())
    place.put(market.trade_slot(5, 1), market.TradeWord(5, 6, 100, 7).pack())
    put_order(place, 4, OTHER, 1, 4)
    reasons = market.pack_reasons([1] * 32 + [0, 2, 3])
    for k, word in enumerate(reasons):
        place.put(market.reason_slot(5, k), word)


async def test_a_result_is_read_with_this_members_part() -> None:
    place = Market()
    put_result(place)
    seen = await place.ask(ResultQuestion(5, 33))
    assert (seen.status, seen.case, seen.capped, seen.price_micro_per_kwh) == (
        "result",
        3,
        True,
        150_000,
    )
    assert (seen.agreed_wh, seen.tariff_micro, seen.order_count) == (700, 240, 35)
    assert seen.reason == 2  # byte 1 of the second word
    partner = pseudonym(CONSTANTS.contract, OTHER)
    assert seen.trades == (SeenTrade(partner, 500, 120_000, 120_000, OTHER),)
    assert OTHER[2:] not in partner


async def test_a_result_without_an_order_is_only_the_price() -> None:
    place = Market()
    put_result(place)
    seen = await place.ask(ResultQuestion(5, None))
    assert (seen.price_micro_per_kwh, seen.trade_count, seen.trades) == (150_000, 2, ())


@pytest.mark.parametrize(("number", "status"), [(0, "open"), (2, "void")])
async def test_an_undecided_cycle_is_read_as_such(number: int, status: str) -> None:
    place = Market()
    place.put(market.head_slot(5), market.Head(number, 0, 4, 0, 0, False, 0, 0, 4).pack())
    seen = await place.ask(ResultQuestion(5, 1))
    assert isinstance(seen, ResultSeen)
    assert (seen.status, seen.order_count) == (status, 4)


async def test_a_settlement_is_read_with_its_sign() -> None:
    place = Market()
    place.put(market.settlement_slot(5, 2), market.Settlement(380, 3_000, 3, 1, 2).pack())
    place.put(market.settled_amount_slot(5, 2), market.unsigned(-61_000))
    seen = await place.ask(SettlementQuestion(5, 2))
    assert (seen.status, seen.metered_wh, seen.penalty_micro) == (3, 380, 3_000)
    assert (seen.amount_micro, seen.revision) == (-61_000, 2)


async def test_registers_are_read_with_the_reports_digest() -> None:
    place = Market()
    place.put(market.registers_slot(ME, 5), market.Registers(11, 22, 1, 2, True).pack())
    place.put(market.report_hash_slot(ME, 5), int.from_bytes(DIGEST, "big"))
    seen = await place.ask(RegistersQuestion(5))
    assert seen == RegistersSeen(at(5, 1) + 7, 1, 5, True, 2, 11, 22, DIGEST)
    assert not (await place.ask(RegistersQuestion(6))).present


async def test_a_book_is_read_whole_with_the_votes() -> None:
    place = Market()
    place.put(market.head_slot(5), market.Head(0, 1, 2, 0, 0, False, 0, 2, 3).pack())
    place.put(market.cycle_terms_slot(5), market.Terms(2_000, 150_000, 4, 1).pack())
    place.put(market.endorser_count_slot(), 2)
    place.put(market.endorser_at_slot(0), int(OTHER, 16))
    place.put(market.endorser_at_slot(1), int(ME, 16))
    for slot, word in zip(
        market.welfare_slots(), market.Welfare(1, 2, 3, 4, 5).pack(), strict=True
    ):
        place.put(slot, word)
    put_order(place, 0, OTHER, 0, 2)
    put_order(place, 1, ME, 1, 1)
    place.put(market.endorsed_slot(5, 1, ME), int.from_bytes(DIGEST, "big"))
    place.put(market.digest_votes_slot(5, 1, DIGEST), 2)
    seen = await place.ask(BookQuestion(5, b""), minute=4)
    assert seen.endorsers == (OTHER, ME)
    assert (seen.round, seen.feeder_version, seen.order_count) == (1, 4, 2)
    assert seen.welfare == (1, 2, 3, 4, 5)
    assert seen.orders == (
        BookOrder(0, 2, OTHER, 9, 0, 400, 1, 2, 300),
        BookOrder(1, 1, ME, 10, 1, 400, 1, 2, 301),
    )
    assert (seen.my_vote, seen.votes_for_mine) == (DIGEST, 0)
    votes = await place.ask(BookQuestion(5, DIGEST), minute=4)
    assert (votes.orders, votes.votes_for_mine) == ((), 2)


async def test_an_answer_nobody_could_prove_is_an_error_not_a_fact() -> None:
    place = Market()
    place.chain.failures = [ChainError("no node could prove it")]
    with pytest.raises(ChainError):
        await place.ask(OrderQuestion(5))
    assert msgspec.json.encode(await place.ask(OrderQuestion(5)))
