"""Books of closed windows, read from the chain when somebody looks, and kept while they may be.

Every household may read them: orders and trades are open on the chain, complete by count and
proven slot by slot at the newest verified head, like an endorser's.
"""

import asyncio
import logging

from agent.core.book import ClosedBook
from agent.core.constants import Constants
from agent.ledger.verify import VerifiedHead
from agent.market.cycle import Phase
from agent.ports import ChainError, ChainHalted
from agent.shell.market_reader import MarketReader, pseudonym

log = logging.getLogger(__name__)

BOOKS_KEPT = 8
"""Two hours of cycles; a book of a whole street is some kilobytes."""
READ_WITHIN_S = 20.0
MEMBERS_KEPT = 2_000


class StreetBooks:
    """One home's view of the market's books."""

    def __init__(self, reader: MarketReader, constants: Constants) -> None:
        self._reader = reader
        self._constants = constants
        self._times = constants.times
        self._books: dict[int, ClosedBook] = {}
        self._one_read = asyncio.Lock()
        self.members: dict[int, str] = {}
        """Pseudonyms by vertex, of everybody who ordered in a book that was read."""

    async def book(self, cycle: int | None, head: VerifiedHead | None) -> ClosedBook | str:
        """Return the book of a cycle (None: of the newest closed window), or why there is none."""
        if head is None:
            return "The chain has not been followed yet."
        newest = self.newest_closed(head)
        if newest is None:
            return "No round has closed yet."
        wanted = newest if cycle is None else cycle
        if wanted > newest:
            return "That round's window has not closed yet."
        async with self._one_read:
            known = self._books.get(wanted)
            if known is not None and (known.settled or known.block >= head.number):
                return known
            try:
                async with asyncio.timeout(READ_WITHIN_S):
                    book = await self._reader.closed_book(wanted, head)
            except TimeoutError:
                return "The chain's nodes did not answer in time; try again."
            except (ChainError, ChainHalted) as trouble:
                log.info("the book of cycle %d could not be read: %s", wanted, trouble)
                return f"The round could not be read from the chain: {trouble}."
            self._keep(book)
            return book

    def newest_closed(self, head: VerifiedHead) -> int | None:
        """Return the newest cycle whose window had ended before the head's block."""
        at_ms = head.time_s * 1_000
        cycle = self._times.cycle_at(at_ms)
        if cycle is None:
            return None
        if at_ms >= self._times.phase_end_ms(cycle, Phase.QUOTATION):
            return cycle
        return cycle - 1 if cycle > 0 else None

    def _keep(self, book: ClosedBook) -> None:
        self._books.pop(book.cycle, None)
        self._books[book.cycle] = book
        while len(self._books) > BOOKS_KEPT:
            del self._books[next(iter(self._books))]
        for order in book.orders:
            if order.vertex in self.members or len(self.members) < MEMBERS_KEPT:
                self.members[order.vertex] = pseudonym(self._constants.contract, order.member)
