"""The storage contract's order book for a screen, proven word by word (dialect gridhearth).

The heap is read from the top: its first 64 places hold the best order, and every order before the
shown ones that could be better; what lies deeper is left out and said.
"""

from agent.api.storage import StorageOrderLine, StorageOrders, StorageVotes
from agent.ledger import storage_contract as sc
from agent.ledger.verify import VerifiedHead
from agent.ports import Chain
from agent.storage.amounts import atto_text
from agent.units import Address

PLACES = 64
SHOWN = 40
NO_VOTES = "Open votes cannot be read from proven words; the voters' tools list them."


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
        """Say that votes cannot be listed: the contract keeps them by digest."""
        return StorageVotes(NO_VOTES, head.number)

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
