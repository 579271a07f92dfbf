"""The order book for ENT and the open votes, read from the real contract's words."""

from agent.api.storage import StorageVoteLine
from agent.ledger.verify import VerifiedHead
from agent.shell.storage_lists import NUMBERS, StorageBook
from agent.storage.amounts import ATTO
from tests.contracts.depot import CONTRACT, FOUNDER, Depot, person, unit_address
from tests.contracts.test_storage_views import ask
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


async def test_open_votes_are_listed_newest_first_and_nothing_else() -> None:
    depot = Depot.of(2)
    home, third, unit = person(1), person(2), unit_address(7)
    depot.do(FOUNDER, "setParameter", "M", 1)  # passed at once: the founder is alone
    depot.do(FOUNDER, "addVoter", home)
    depot.do(home, "addVoter", third)  # one of two
    depot.do(FOUNDER, "addVoter", third)  # passed: ends all that is open
    votes = [
        (home, "registerStorageUnit", unit, third),
        (FOUNDER, "setParameter", "H", 3),
        (home, "setParameter", "C", ATTO // 10),
        (third, "changeBanker", home),
        (third, "changeBanker", home),  # taken back
        (home, "removeVoter", third),
        (third, "removeStorageUnit", unit_address(1)),
        (FOUNDER, "removeStorageUnit", unit_address(1)),  # passed
    ]
    for vote in votes:
        depot.do(*vote)
    book = StorageBook(DepotChain(depot, {}), contract=CONTRACT, owner=home)  # type: ignore[arg-type]
    shown = await book.votes(HEAD)
    assert (shown.sentence, shown.block, shown.voters, shown.older) == ("", 100, 3, 0)
    assert shown.votes == (
        StorageVoteLine("remove_voter", third, "", 1, True),
        StorageVoteLine("set_parameter", "C", str(ATTO // 10), 1, True),
        StorageVoteLine("set_parameter", "H", "3", 1, False),
        StorageVoteLine("register_unit", unit, third, 1, True),
    )
    (views,) = ask(depot, home, "getVotes")
    assert [row[4] for row in views if row[3]] == [one.mine for one in shown.votes]
    depot.do(home, "removeVoter", third)
    assert [one.about for one in (await book.votes(HEAD)).votes] == ["C", "H", unit]


async def test_a_flood_of_votes_leaves_the_newest_and_says_how_many_it_left_out() -> None:
    depot = Depot.fresh()
    depot.do(FOUNDER, "addVoter", person(1))
    for number in range(NUMBERS + 5):
        depot.do(FOUNDER, "setParameter", "F", number)
    book = StorageBook(DepotChain(depot, {}), contract=CONTRACT, owner=person(1))  # type: ignore[arg-type]
    shown = await book.votes(HEAD)
    assert len(shown.votes) == NUMBERS
    assert shown.votes[0].value == str(NUMBERS + 4)
    assert shown.older == 6  # the first was for the second voter, and passed


async def test_an_empty_book_is_empty() -> None:
    chain = DepotChain(Depot.fresh(), {})
    book = StorageBook(chain, contract=CONTRACT, owner=person(1))  # type: ignore[arg-type]
    shown = await book.orders(HEAD)
    assert (shown.buys, shown.sells, shown.sentence) == ((), (), "")
