"""The storage contract's order book and its open votes, proven word by word (dialect gridhearth).

The heap is read from the top: its first 64 places hold the best order, and every order before the
shown ones that could be better; what lies deeper is left out and said. Votes are found by their
numbers, the newest first; one that passed, ended with its electorate, or was taken back is none.
"""

from agent.api.storage import (
    StorageOrderLine,
    StorageOrders,
    StorageVoteKind,
    StorageVoteLine,
    StorageVotes,
)
from agent.ledger import storage_contract as sc
from agent.ledger.verify import VerifiedHead
from agent.ports import Chain
from agent.storage.amounts import atto_text
from agent.units import Address

PLACES = 64
SHOWN = 40
NUMBERS = 128
"""Votes looked at: the newest, most of them over. Six words each."""
KINDS: dict[sc.Action, StorageVoteKind] = {
    sc.Action.ADD_VOTER: "add_voter",
    sc.Action.REMOVE_VOTER: "remove_voter",
    sc.Action.REGISTER_UNIT: "register_unit",
    sc.Action.REMOVE_UNIT: "remove_unit",
    sc.Action.CHANGE_BANKER: "change_banker",
}
PARAMETERS = {
    sc.Action.SET_M: "M",
    sc.Action.SET_B: "B",
    sc.Action.SET_C: "C",
    sc.Action.SET_H: "H",
    sc.Action.SET_F: "F",
}


class StorageBook:
    """Reads lists that only a screen wants; implements agent.shell.storage_desk.StorageLists."""

    def __init__(self, chain: Chain, *, contract: Address, owner: Address) -> None:
        self._chain = chain
        self._contract = contract
        self._owner = owner

    async def orders(self, head: VerifiedHead) -> StorageOrders:
        """Return the best orders of both sides; ChainError."""
        (word,) = await self._chain.storage(self._contract, [sc.book_slot()], head)
        book = sc.Book.unpack(word)
        buys = await self._side(sc.Side.BUY, book.buys, head)
        sells = await self._side(sc.Side.SELL, book.sells, head)
        return StorageOrders("", head.number, buys, sells)

    async def votes(self, head: VerifiedHead) -> StorageVotes:
        """Return the open votes among the newest, newest first; ChainError."""
        words = await self._words([sc.serials_slot(), sc.office_slot()], head)
        last, office = sc.Serials.unpack(words[0]).vote, sc.Office.unpack(words[1])
        oldest = max(last - NUMBERS, 0)
        numbers = range(last, oldest, -1)
        keys = await self._words([sc.ballot_at_slot(number) for number in numbers], head)
        ballots = await self._words([sc.ballot_slot(key) for key in keys], head)
        found = [
            (key, ballot)
            for number, key, word in zip(numbers, keys, ballots, strict=True)
            for ballot in (sc.Ballot.unpack(word),)
            if (ballot.number, ballot.electorate) == (number, office.electorate) and ballot.votes
        ]
        me = self._owner
        slots = [
            slot
            for key, _ in found
            for slot in (
                sc.ballot_subject_slot(key),
                sc.ballot_value_slot(key),
                sc.ballot_vote_slot(key, me),
            )
        ]
        about = await self._words(slots, head)
        lines = tuple(
            _vote_line(ballot, *about[3 * place : 3 * place + 3])
            for place, (_, ballot) in enumerate(found)
        )
        return StorageVotes("", head.number, office.voter_count, lines, oldest)

    async def _words(self, slots: list[int], head: VerifiedHead) -> tuple[int, ...]:
        return await self._chain.storage(self._contract, slots, head) if slots else ()

    async def _side(
        self, side: sc.Side, count: int, head: VerifiedHead
    ) -> tuple[StorageOrderLine, ...]:
        places = range(1, min(count, PLACES) + 1)
        slots = [sc.heap_slot(side, place) for place in places]
        if not slots:
            return ()
        words = await self._chain.storage(self._contract, slots, head)
        best = sorted(words)[:SHOWN]  # a heap's word sorts as it trades: better price, then older
        numbers = [sc.HeapEntry.unpack(entry).number for entry in best]
        wanted = [
            slot
            for number in numbers
            for slot in (sc.order_slot(number), sc.order_terms_slot(number))
        ]
        found = await self._chain.storage(self._contract, wanted, head)
        lines = []
        for number, order_word, terms_word in zip(numbers, found[::2], found[1::2], strict=True):
            order, terms = sc.Order.unpack(order_word), sc.OrderTerms.unpack(terms_word)
            lines.append(
                StorageOrderLine(
                    ident=str(number),
                    side="buy" if side is sc.Side.BUY else "sell",
                    user=order.user,
                    price=atto_text(terms.price),
                    amount=atto_text(terms.quantity),
                    mine=order.user == self._owner,
                )
            )
        return tuple(lines)


def _vote_line(ballot: sc.Ballot, subject_word: int, value: int, my_round: int) -> StorageVoteLine:
    subject = sc.BallotSubject.unpack(subject_word)
    action = subject.action
    mine = my_round == ballot.round
    if action in PARAMETERS:
        said = str(value) if action is sc.Action.SET_H else atto_text(value)
        return StorageVoteLine("set_parameter", PARAMETERS[action], said, ballot.votes, mine)
    owner = sc.address_of(value) if action is sc.Action.REGISTER_UNIT else ""
    return StorageVoteLine(KINDS[action], subject.subject, owner, ballot.votes, mine)
