"""The order book for ENT, read from the real contract's words."""

from agent.ledger.verify import VerifiedHead
from agent.shell.storage_lists import StorageBook
from agent.storage.amounts import ATTO
from tests.contracts.depot import CONTRACT, Depot, person
from tests.shell.storage_kills import DepotChain

HEAD = VerifiedHead(100, b"h" * 32, b"r" * 32, 1_800_000_000, 7, 30_000_000, ())


async def test_the_best_orders_come_first_and_mine_are_marked() -> None:
    depot = Depot.of(1)
    seller, buyer, banker = person(1), person(2), person(3)
    depot.produced(0, seller, 10_000)
    depot.bank(banker, (buyer, 50 * ATTO))
    for price in (3, 2, 4):
        depot.do(seller, "addOrder", price * ATTO, ATTO, 0)
    depot.do(buyer, "addOrder", ATTO // 2, 2 * ATTO, 1)
    depot.do(buyer, "addOrder", ATTO, 2 * ATTO, 1)
    chain = DepotChain(depot, {})
    book = StorageBook(chain, contract=CONTRACT, owner=seller)  # type: ignore[arg-type]
    shown = await book.orders(HEAD)
    assert [int(one.price) // ATTO for one in shown.sells] == [2, 3, 4]
    assert [int(one.price) * 2 // ATTO for one in shown.buys] == [2, 1]
    assert all(one.mine for one in shown.sells)
    assert not any(one.mine for one in shown.buys)
    assert {one.user for one in shown.buys} == {buyer}
    assert (shown.sentence, shown.block) == ("", 100)
    depot.do(seller, "removeOrder", int(shown.sells[0].ident), 0)
    assert [int(one.price) // ATTO for one in (await book.orders(HEAD)).sells] == [3, 4]
    assert (await book.votes(HEAD)).sentence


async def test_an_empty_book_is_empty() -> None:
    chain = DepotChain(Depot.fresh(), {})
    book = StorageBook(chain, contract=CONTRACT, owner=person(1))  # type: ignore[arg-type]
    shown = await book.orders(HEAD)
    assert (shown.buys, shown.sells, shown.sentence) == ((), (), "")
