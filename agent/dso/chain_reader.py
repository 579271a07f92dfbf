"""Reads members and cycles of the market from verified storage, through the Chain port."""

from collections import Counter
from collections.abc import Iterable, Sequence

from agent.dso.cycle_view import CycleView, MarketTimes, OrderView
from agent.dso.reconcile import MemberKeys, OnChain
from agent.ledger import market_contract as market
from agent.ledger.verify import VerifiedHead
from agent.market.cycle import CycleTimes
from agent.ports import Chain, ChainHalted
from agent.units import Address, CycleNo

SLOTS_PER_QUESTION = 120  # one answer of proofs stays below a megabyte
CYCLES_PER_QUESTION = 512  # what is held in memory of one look at a long history


class MarketReader:
    """The operator's eyes on one market contract; every answer is proven."""

    def __init__(self, chain: Chain, contract: Address) -> None:
        self._chain = chain
        self.contract = contract

    async def times(self, head: VerifiedHead, operator: Address | None = None) -> MarketTimes:
        """Return the market's clock; ChainHalted when it is no market, or another operator's.

        `operator` None: whoever the operator is.
        """
        account = await self._chain.account(self.contract, head)
        if account.code_hash != market.CODE_HASH:
            raise ChainHalted(f"{self.contract} is not the market contract this version knows")
        word, owner = await self.words([market.times_slot(), market.operator_slot()], head)
        if operator is not None and market.address_of(owner) != operator:
            raise ChainHalted(
                f"the operator of {self.contract} is {market.address_of(owner)}, not {operator}"
            )
        times = market.Times.unpack(word)
        return MarketTimes(
            CycleTimes(times.genesis_s, times.cycle_s), times.deadline_cycles, times.correction_s
        )

    async def members(self, head: VerifiedHead) -> dict[Address, MemberKeys]:
        """Return every enrolled member's present keys."""
        (count,) = await self.words([market.member_count_slot()], head)
        found = await self.words([market.member_at_slot(place) for place in range(count)], head)
        members = [market.address_of(word) for word in found]
        keys = await self.words([market.report_key_slot(member) for member in members], head)
        meters = await self.words([market.meter_slot(member) for member in members], head)
        return {
            member: MemberKeys(market.address_of(key), meter.to_bytes(32, "big"))
            for member, key, meter in zip(members, keys, meters, strict=True)
        }

    async def cycle(self, cycle: CycleNo, head: VerifiedHead) -> CycleView:
        """Return everything the contract says of a cycle at `head`."""
        head_word, terms_word = await self.words(
            [market.head_slot(cycle), market.cycle_terms_slot(cycle)], head
        )
        state, terms = market.Head.unpack(head_word), market.Terms.unpack(terms_word)
        per_order = (
            market.order_terms_slot,
            market.order_owner_slot,
            market.order_hold_slot,
            market.outcome_slot,
            market.settlement_slot,
            market.settled_amount_slot,
        )
        indexes = range(state.order_count)
        words = await self.words([at(cycle, index) for index in indexes for at in per_order], head)
        width = len(per_order)
        trades = await self.words(
            [market.trade_slot(cycle, place) for place in range(state.trade_count)], head
        )
        return CycleView(
            cycle=cycle,
            block=head.number,
            head=state,
            charge_micro_per_m=terms.charge_micro_per_m,
            orders=tuple(
                _order(index, words[width * index : width * (index + 1)]) for index in indexes
            ),
            trades=tuple(market.TradeWord.unpack(word) for word in trades),
            penalty_micro_per_kwh=terms.penalty_micro_per_kwh,
        )

    async def registers(
        self, views: Iterable[CycleView], head: VerifiedHead
    ) -> list[tuple[Address, CycleNo, OnChain]]:
        """Return the present registers the views' settlements read, and their neighbours."""
        places = sorted(
            {
                (order.member, CycleNo(cycle))
                for view in views
                for order in view.orders
                if order.traded
                for cycle in range(max(0, view.cycle - 1), view.cycle + 3)
            }
        )
        words = await self.words([market.registers_slot(*place) for place in places], head)
        present = [
            (place, market.Registers.unpack(word))
            for place, word in zip(places, words, strict=True)
            if word
        ]
        digests = await self.words([market.report_hash_slot(*place) for place, _ in present], head)
        return [
            (member, cycle, _on_chain(register, digest))
            for ((member, cycle), register), digest in zip(present, digests, strict=True)
        ]

    async def settled_amounts(self, until: int, head: VerifiedHead) -> dict[Address, int]:
        """Return by member what all settlements of cycles before `until` changed its account by."""
        sums: Counter[Address] = Counter()
        for first in range(0, until, CYCLES_PER_QUESTION):
            cycles = range(first, min(until, first + CYCLES_PER_QUESTION))
            heads = await self.words([market.head_slot(cycle) for cycle in cycles], head)
            orders = [
                (cycle, index)
                for cycle, word in zip(cycles, heads, strict=True)
                for index in range(market.Head.unpack(word).order_count)
            ]
            amounts = await self.words([market.settled_amount_slot(*one) for one in orders], head)
            booked = [
                (order, amount) for order, amount in zip(orders, amounts, strict=True) if amount
            ]
            owners = await self.words([market.order_owner_slot(*one) for one, _ in booked], head)
            for (_, amount), owner in zip(booked, owners, strict=True):
                sums[market.OrderOwner.unpack(owner).member] += market.signed(amount)
        return dict(sums)

    async def balances(self, members: Iterable[Address], head: VerifiedHead) -> dict[Address, int]:
        """Return the accounts as proven, in millionths of the currency."""
        accounts = list(members)
        words = await self.words([market.account_slot(one) for one in accounts], head)
        return {one: market.signed(word) for one, word in zip(accounts, words, strict=True)}

    async def operator(self, head: VerifiedHead) -> Address:
        """Return whose account is the other side of every posting."""
        (word,) = await self.words([market.operator_slot()], head)
        return market.address_of(word)

    async def words(self, slots: Sequence[int], head: VerifiedHead) -> tuple[int, ...]:
        """Return the proven words of any slots of the market, in order; ChainError."""
        words: list[int] = []
        for at in range(0, len(slots), SLOTS_PER_QUESTION):
            part = slots[at : at + SLOTS_PER_QUESTION]
            words += await self._chain.storage(self.contract, part, head)
        return tuple(words)


def _order(index: int, words: Sequence[int]) -> OrderView:
    terms, owner, hold, outcome, settlement, amount = words
    return OrderView(
        index=index,
        terms=market.OrderTerms.unpack(terms),
        owner=market.OrderOwner.unpack(owner),
        hold=market.OrderHold.unpack(hold),
        outcome=market.Outcome.unpack(outcome),
        settlement=market.Settlement.unpack(settlement),
        settled_amount_micro=market.signed(amount),
    )


def _on_chain(register: market.Registers, digest: int) -> OnChain:
    return OnChain(
        register.revision,
        digest.to_bytes(32, "big"),
        register.import_wh,
        register.export_wh,
        register.quality,
    )
