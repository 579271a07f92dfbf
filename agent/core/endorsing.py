"""An endorser computes the closed window's result and vouches for it with its digest.

Everything it reads is complete by count and proven slot by slot, so no node can hide an order.
The result is a pure function of that book: honest endorsers cannot differ.
"""

from collections.abc import Sequence
from dataclasses import replace

import msgspec

from agent.core.constants import Constants
from agent.core.events import BookOrder, BookSeen
from agent.core.records import Endorsement, Intent
from agent.ledger import market_contract
from agent.market.auction import MarketParameters, Reason, run_auction
from agent.market.cycle import CycleTimes, Phase
from agent.market.digest import ResultWords, result_words
from agent.market.feeder import Feeder
from agent.market.order import Order, Side
from agent.market.welfare import WelfareParameters

KEEP = 8
"""Endorsements kept: the running cycle's and a few for the eye."""
TURN_BLOCKS = 2
"""How long the endorser whose turn it is may take before the next one submits the result."""


def order_in_auction(order: BookOrder) -> Order:
    """Return an order of a proven book as the auction takes it."""
    return Order(
        id=order.sequence,
        member=order.member,
        vertex=order.vertex,
        side=Side(order.side),
        energy_wh=order.energy_wh,
        low_micro_per_kwh=order.low_micro_per_kwh,
        high_micro_per_kwh=order.high_micro_per_kwh,
        distance_m=order.distance_m,
    )


def compute(feeder: Feeder, book: BookSeen) -> ResultWords:
    """Run the double auction on a proven book and return its canonical words and digest."""
    known = [order for order in book.orders if order.vertex in feeder]
    orders = [order_in_auction(order) for order in known]
    parameters = MarketParameters(
        charge_micro_per_m=book.charge_micro_per_m,
        penalty_micro_per_kwh=book.penalty_micro_per_kwh,
        welfare=WelfareParameters(*book.welfare),
    )
    result = run_auction(orders, parameters, feeder)
    lost = {o.sequence: Reason.PARTNER for o in book.orders if o.vertex not in feeder}
    if lost:  # enrolled at a place this feeder version lacks: nobody can be reached from there
        result = replace(result, left_out={**result.left_out, **lost})
    index_of = {order.sequence: order.index for order in book.orders}
    return result_words(book.cycle, book.feeder_version, result, index_of, len(book.orders))


def on_book(
    constants: Constants,
    times: CycleTimes,
    feeder: Feeder,
    endorsements: Sequence[Endorsement],
    book: BookSeen,
) -> tuple[tuple[Endorsement, ...], tuple[Intent, ...]]:
    """Endorse what was computed; review when no agreement came; submit the agreed result."""
    known = next((e for e in endorsements if e.cycle == book.cycle), None)
    others = tuple(e for e in endorsements if e.cycle != book.cycle)[-KEEP:]
    if book.status != "open":
        finished = () if known is None else (msgspec.structs.replace(known, finished=True),)
        return (*others, *finished), ()
    closed_ms = times.phase_end_ms(book.cycle, Phase.QUOTATION)
    if constants.member not in book.endorsers or book.block_time_s * 1_000 < closed_ms:
        return tuple(endorsements), ()  # a block before the window's end may lack late orders
    if book.order_count == 0 and not known:
        return tuple(endorsements), ()  # nothing to decide, so nothing to pay fees for
    mine = known or _endorsement(feeder, book)
    if mine.problem:
        return (*others, mine), ()
    if mine.round != book.round:
        mine = msgspec.structs.replace(mine, round=book.round)
    return (*others, mine), tuple(_deeds(constants, times, book, mine))


def _endorsement(feeder: Feeder, book: BookSeen) -> Endorsement:
    """Compute the result; a book that no auction may start from is abstained from."""
    try:
        words = compute(feeder, book)
    except ValueError as unsound:
        return Endorsement(
            book.cycle, book.round, b"", 0, 0, False, (), (), finished=True, problem=str(unsound)
        )
    return Endorsement(
        cycle=book.cycle,
        round=book.round,
        digest=words.digest,
        price_micro_per_kwh=words.price_micro_per_kwh,
        case=words.case,
        capped=bool(words.capped),
        trades=tuple(word.to_bytes(32, "big") for word in words.trades),
        reasons=tuple(word.to_bytes(32, "big") for word in words.reasons),
    )


def _deeds(
    constants: Constants, times: CycleTimes, book: BookSeen, mine: Endorsement
) -> list[Intent]:
    matching_ends_ms = times.phase_end_ms(book.cycle, Phase.MATCHING)
    half_ms = (times.phase_end_ms(book.cycle, Phase.QUOTATION) + matching_ends_ms) // 2
    count = len(book.endorsers)
    agreed = book.votes_for_mine * 3 > count * 2
    rank = (book.endorsers.index(constants.member) - book.cycle) % count
    deeds = []
    if agreed:
        turn_ms = rank * TURN_BLOCKS * constants.block_s * 1_000
        if book.at_ms >= times.phase_end_ms(book.cycle, Phase.QUOTATION) + turn_ms:
            deeds.append(_submit(times, book, mine))
    elif not book.my_vote:
        deeds.append(
            Intent(
                ident=f"endorse:{book.cycle}:{book.round}",
                data=market_contract.call_endorse(book.cycle, mine.digest),
                gas=market_contract.gas_limit(market_contract.Call.ENDORSE),
                not_after_ms=matching_ends_ms - constants.block_s * 1_000,
            )
        )
    elif book.round == 0 and rank == 0 and book.at_ms >= half_ms:
        deeds.append(
            Intent(
                ident=f"review:{book.cycle}",
                data=market_contract.call_review(book.cycle, mine.digest),
                gas=market_contract.gas_limit(market_contract.Call.REVIEW),
                not_after_ms=matching_ends_ms - constants.block_s * 1_000,
            )
        )
    return deeds


def _submit(times: CycleTimes, book: BookSeen, mine: Endorsement) -> Intent:
    trades = [int.from_bytes(word, "big") for word in mine.trades]
    reasons = [int.from_bytes(word, "big") for word in mine.reasons]
    return Intent(
        ident=f"result:{book.cycle}",
        data=market_contract.call_submit_result(
            book.cycle, mine.price_micro_per_kwh, mine.case, mine.capped, trades, reasons
        ),
        gas=market_contract.gas_limit(
            market_contract.Call.SUBMIT_RESULT, len(trades) + book.order_count
        ),
        not_after_ms=times.phase_end_ms(book.cycle, Phase.FEEDBACK),
    )
