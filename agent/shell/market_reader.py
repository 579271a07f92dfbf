"""Answers the core's questions from the chain: which slots, and what their words mean.

Reads through the Chain port only, so every word is proven at the given head. Complete by
construction: a book is read by its count, an absence by an exclusion proof.
"""

from collections.abc import Sequence
from typing import Literal

from agent.api.views import BOOK_ORDERS
from agent.core.book import BookTrade, ClosedBook
from agent.core.constants import Constants
from agent.core.events import (
    AccountSeen,
    BookOrder,
    BookSeen,
    OrderSeen,
    RegistersSeen,
    ResultSeen,
    SeenTrade,
    SettlementSeen,
)
from agent.core.questions import (
    AccountQuestion,
    BookQuestion,
    MarketQuestion,
    OrderQuestion,
    RegistersQuestion,
    ResultQuestion,
    SettlementQuestion,
)
from agent.hashing import keccak256
from agent.ledger import market_contract as market
from agent.ledger.verify import VerifiedHead
from agent.ports import Chain, ChainHalted
from agent.units import Address

Fact = AccountSeen | OrderSeen | ResultSeen | SettlementSeen | BookSeen | RegistersSeen
STATUS: tuple[Literal["open"], Literal["result"], Literal["void"]] = ("open", "result", "void")


def pseudonym(contract: str, member: str) -> str:
    """A short name for a partner: stable within one market, not the address itself."""
    return "home-" + keccak256(f"{contract}/{member}".encode()).hex()[:4]


async def read_times(chain: Chain, contract: Address, head: VerifiedHead) -> market.Times | None:
    """Return the market's genesis and cycle as proven; None: there is no market at the address."""
    account = await chain.account(contract, head)
    if account.code_hash != market.CODE_HASH:
        return None
    (word,) = await chain.storage(contract, [market.times_slot()], head)
    return market.Times.unpack(word)


class MarketReader:
    """One member's eyes on one market contract."""

    def __init__(self, chain: Chain, constants: Constants) -> None:
        self._chain = chain
        self._constants = constants

    async def check_market(self, head: VerifiedHead) -> None:
        """Prove that the contract is the one this version knows, with the times and operator set.

        ChainHalted: it is another; nothing may be traded there. ChainError.
        """
        constants = self._constants
        account = await self._chain.account(constants.contract, head)
        if account.code_hash != market.CODE_HASH:
            raise ChainHalted(
                f"the contract {constants.contract} is not the market this version knows"
            )
        times_word, operator = await self._words(
            [market.times_slot(), market.operator_slot()], head
        )
        times = market.Times.unpack(times_word)
        if (times.genesis_s, times.cycle_s) != (constants.genesis_s, constants.cycle_s):
            raise ChainHalted("the market's times on the chain are not those this home began with")
        if market.address_of(operator) != constants.operator:
            raise ChainHalted(
                f"the market's operator on the chain is {market.address_of(operator)},"
                f" the settings say {constants.operator}"
            )

    async def answer(self, question: MarketQuestion, head: VerifiedHead, at_ms: int) -> Fact:
        """Return the fact that answers the question at `head`; ChainError."""
        match question:
            case AccountQuestion():
                return await self._account(head, at_ms)
            case OrderQuestion(cycle):
                return await self._order(cycle, head, at_ms)
            case ResultQuestion(cycle, index):
                return await self._result(cycle, index, head, at_ms)
            case SettlementQuestion(cycle, index):
                return await self._settlement(cycle, index, head, at_ms)
            case BookQuestion(cycle, digest):
                return await self._book(cycle, digest, head, at_ms)
            case RegistersQuestion(cycle):
                return await self._registers(cycle, head, at_ms)

    async def _words(self, slots: Sequence[int], head: VerifiedHead) -> tuple[int, ...]:
        return await self._chain.storage(self._constants.contract, slots, head)

    async def _account(self, head: VerifiedHead, at_ms: int) -> AccountSeen:
        me = self._constants.member
        account = await self._chain.account(me, head)
        words = await self._words(
            [
                market.account_slot(me),
                market.held_slot(me),
                market.member_slot(me),
                market.terms_now_slot(),
                market.terms_next_slot(),
            ],
            head,
        )
        member = market.Member.unpack(words[2])
        terms = market.terms_in(
            (head.time_s - self._constants.genesis_s) // self._constants.cycle_s,
            market.Terms.unpack(words[3]),
            market.Terms.unpack(words[4]),
        )
        return AccountSeen(
            at_ms=at_ms,
            block=head.number,
            nonce=account.nonce,
            base_fee_wei=head.base_fee_wei,
            wei=account.balance_wei,
            balance_micro=market.signed(words[0]),
            held_micro=words[1],
            enrolled=member.enrolled,
            endorser=member.endorser,
            vertex=member.vertex,
            limit_wh=member.limit_wh,
            allowance_micro=member.allowance_micro,
            charge_micro_per_m=terms.charge_micro_per_m,
            penalty_micro_per_kwh=terms.penalty_micro_per_kwh,
            max_tariff_micro=terms.max_tariff_micro,
        )

    async def _order(self, cycle: int, head: VerifiedHead, at_ms: int) -> OrderSeen:
        (place,) = await self._words([market.order_index_slot(cycle, self._constants.member)], head)
        if place == 0:
            return OrderSeen(at_ms, head.number, head.time_s, cycle, None)
        index = place - 1
        words = await self._words(
            [market.order_terms_slot(cycle, index), market.order_owner_slot(cycle, index)], head
        )
        terms = market.OrderTerms.unpack(words[0])
        return OrderSeen(
            at_ms=at_ms,
            block=head.number,
            block_time_s=head.time_s,
            cycle=cycle,
            index=index,
            side="sell" if terms.side == market.Side.SELL else "buy",
            energy_wh=terms.energy_wh,
            low_micro_per_kwh=terms.low_micro_per_kwh,
            high_micro_per_kwh=terms.high_micro_per_kwh,
            distance_m=market.OrderOwner.unpack(words[1]).distance_m,
            revision=terms.revision,
        )

    async def _result(
        self, cycle: int, index: int | None, head: VerifiedHead, at_ms: int
    ) -> ResultSeen:
        (word,) = await self._words([market.head_slot(cycle)], head)
        end = market.Head.unpack(word)
        status = STATUS[end.status]
        if status != "result" or index is None:
            return ResultSeen(
                at_ms,
                head.number,
                cycle,
                status,
                case=end.case,
                capped=end.capped,
                price_micro_per_kwh=end.price_micro_per_kwh,
                order_count=end.order_count,
                trade_count=end.trade_count,
            )
        slots = [
            market.outcome_slot(cycle, index),
            market.reason_slot(cycle, index // 32),
            market.cycle_terms_slot(cycle),
            *(market.trade_slot(cycle, k) for k in range(end.trade_count)),
        ]
        outcome_word, reason_word, terms_word, *trade_words = await self._words(slots, head)
        outcome = market.Outcome.unpack(outcome_word)
        trades = [market.TradeWord.unpack(word) for word in trade_words]
        mine = [trade for trade in trades if index in (trade.buyer_index, trade.seller_index)]
        return ResultSeen(
            at_ms=at_ms,
            block=head.number,
            cycle=cycle,
            status=status,
            case=end.case,
            capped=end.capped,
            price_micro_per_kwh=end.price_micro_per_kwh,
            order_count=end.order_count,
            trade_count=end.trade_count,
            agreed_wh=outcome.agreed_wh,
            tariff_micro=outcome.tariff_micro,
            reason=reason_word >> 8 * (index % 32) & 0xFF,
            trades=await self._with_partners(
                cycle, index, mine, market.Terms.unpack(terms_word).charge_micro_per_m, head
            ),
        )

    async def _with_partners(
        self,
        cycle: int,
        index: int,
        trades: Sequence[market.TradeWord],
        charge_micro_per_m: int,
        head: VerifiedHead,
    ) -> tuple[SeenTrade, ...]:
        partners = [
            trade.seller_index if trade.buyer_index == index else trade.buyer_index
            for trade in trades
        ]
        owners = await self._words([market.order_owner_slot(cycle, p) for p in partners], head)
        members = [market.OrderOwner.unpack(owner).member for owner in owners]
        return tuple(
            SeenTrade(
                partner=pseudonym(self._constants.contract, member),
                energy_wh=trade.energy_wh,
                distance_mm=trade.distance_mm,
                charge_micro=charge_micro_per_m * trade.distance_mm // 2_000,
                member=member,
            )
            for trade, member in zip(trades, members, strict=True)
        )

    async def _settlement(
        self, cycle: int, index: int, head: VerifiedHead, at_ms: int
    ) -> SettlementSeen:
        word, amount = await self._words(
            [market.settlement_slot(cycle, index), market.settled_amount_slot(cycle, index)], head
        )
        settlement = market.Settlement.unpack(word)
        return SettlementSeen(
            at_ms=at_ms,
            block=head.number,
            cycle=cycle,
            status=settlement.status,
            metered_wh=settlement.metered_wh,
            penalty_micro=settlement.penalty_micro,
            amount_micro=market.signed(amount),
            revision=settlement.revision,
        )

    async def _book(self, cycle: int, digest: bytes, head: VerifiedHead, at_ms: int) -> BookSeen:
        head_word, terms_word, count, *welfare_words = await self._words(
            [
                market.head_slot(cycle),
                market.cycle_terms_slot(cycle),
                market.endorser_count_slot(),
                *market.welfare_slots(),
            ],
            head,
        )
        end = market.Head.unpack(head_word)
        terms = market.Terms.unpack(terms_word)
        welfare = market.Welfare.unpack(welfare_words[0], welfare_words[1])
        voting = [
            *(market.endorser_at_slot(i) for i in range(count)),
            market.endorsed_slot(cycle, end.round, self._constants.member),
            market.digest_votes_slot(cycle, end.round, digest or bytes(32)),
        ]
        *endorsers, my_vote, votes = await self._words(voting, head)
        return BookSeen(
            at_ms=at_ms,
            block=head.number,
            block_time_s=head.time_s,
            cycle=cycle,
            status=STATUS[end.status],
            round=end.round,
            feeder_version=terms.feeder_version,
            charge_micro_per_m=terms.charge_micro_per_m,
            penalty_micro_per_kwh=terms.penalty_micro_per_kwh,
            welfare=(welfare.a, welfare.b, welfare.c, welfare.omega, welfare.alpha),
            endorsers=tuple(market.address_of(word) for word in endorsers),
            my_vote=my_vote.to_bytes(32, "big") if my_vote else b"",
            votes_for_mine=votes if digest else 0,
            order_count=end.order_count,
            orders=() if digest else await self._orders(cycle, end.order_count, head),
        )

    async def _orders(self, cycle: int, count: int, head: VerifiedHead) -> tuple[BookOrder, ...]:
        slots = [market.order_terms_slot(cycle, i) for i in range(count)]
        slots += [market.order_owner_slot(cycle, i) for i in range(count)]
        words = await self._words(slots, head)
        orders = []
        for index in range(count):
            terms = market.OrderTerms.unpack(words[index])
            owner = market.OrderOwner.unpack(words[count + index])
            orders.append(
                BookOrder(
                    index=index,
                    sequence=owner.sequence,
                    member=owner.member,
                    vertex=owner.vertex,
                    side=terms.side,
                    energy_wh=terms.energy_wh,
                    low_micro_per_kwh=terms.low_micro_per_kwh,
                    high_micro_per_kwh=terms.high_micro_per_kwh,
                    distance_m=owner.distance_m,
                )
            )
        return tuple(orders)

    async def closed_book(self, cycle: int, head: VerifiedHead) -> ClosedBook:
        """Return a closed window's whole book and its trades; without orders where there are too many.

        The head's block must be one after the window's end. ChainError.
        """
        (word,) = await self._words([market.head_slot(cycle)], head)
        end = market.Head.unpack(word)
        drawn = end.order_count <= BOOK_ORDERS
        slots = [market.trade_slot(cycle, k) for k in range(end.trade_count if drawn else 0)]
        trades = [market.TradeWord.unpack(w) for w in await self._words(slots, head)]
        return ClosedBook(
            cycle=cycle,
            block=head.number,
            status=STATUS[end.status],
            case=end.case,
            price_micro_per_kwh=end.price_micro_per_kwh,
            order_count=end.order_count,
            orders=await self._orders(cycle, end.order_count, head) if drawn else (),
            trades=tuple(
                BookTrade(one.buyer_index, one.seller_index, one.energy_wh, one.distance_mm)
                for one in trades
            ),
        )

    async def _registers(self, cycle: int, head: VerifiedHead, at_ms: int) -> RegistersSeen:
        word, digest = await self._words(
            [
                market.registers_slot(self._constants.member, cycle),
                market.report_hash_slot(self._constants.member, cycle),
            ],
            head,
        )
        registers = market.Registers.unpack(word)
        return RegistersSeen(
            at_ms,
            head.number,
            cycle,
            registers.present,
            registers.revision,
            registers.import_wh,
            registers.export_wh,
            digest.to_bytes(32, "big"),
        )
