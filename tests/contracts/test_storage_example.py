"""The thesis's worked example (6.3-6.5), to the last digit, on the contract."""

from agent.ledger import storage_contract as sc
from agent.units import Address
from tests.contracts import depot as depots
from tests.contracts.depot import NOW_S, Depot
from tests.storage.example import Example, Step, load, only


def words(depot: Depot, example: Example, step: Step) -> dict[str, object]:
    """Return what the contract's slots hold, of what the step names."""
    at = {letter: Address(address) for letter, address in example.addresses.items()}
    names = {address: letter for letter, address in at.items()}
    totals = depot.totals()
    office = sc.Office.unpack(depot.word(sc.office_slot()))
    units = {name: sc.Unit.unpack(depot.word(sc.unit_slot(at[name]))) for name in ("U1", "U2")}
    everything: dict[str, object] = {
        "voters": office.voter_count,
        "banker": names.get(Address(office.banker)),
        "energy_wh": totals.energy_wh,
        "ent": str(totals.ent),
        "cost": str(totals.cost),
        "missing": str(totals.ent - totals.energy_wh * 10**15),
        "euro": str(depot.word(sc.euro_total_slot())),
        "units": {
            name: {
                "energy_wh": unit.energy_wh,
                "available_wh": depot.view("getStorageUnitEnergy", at[name])[0],
            }
            for name, unit in units.items()
        },
        "sessions": [
            {
                "unit": unit,
                "consumer": person,
                "energy_wh": one.energy_wh,
                "locked": str(one.locked),
            }
            for unit in ("U1", "U2")
            for person in ("A", "B", "C")
            if (word := depot.word(sc.session_slot(at[unit], at[person])))
            for one in (sc.Session.unpack(word),)
        ],
        "orders": _orders(depot, names),
    }
    for kind, slot in (("ent_of", sc.ent_slot), ("euro_of", sc.euro_slot)):
        everything[kind] = {
            letter: {"available": str(balance.available), "locked": str(balance.locked)}
            for letter, address in at.items()
            for balance in (sc.Balance.unpack(depot.word(slot(address))),)
        }
    return {name: only(everything[name], step.expected[name]) for name in step.expected}


def _orders(depot: Depot, names: dict[Address, str]) -> list[dict[str, object]]:
    book = sc.Book.unpack(depot.word(sc.book_slot()))
    found = []
    for side, size in ((sc.Side.SELL, book.sells), (sc.Side.BUY, book.buys)):
        for place in range(1, size + 1):
            number = sc.HeapEntry.unpack(depot.word(sc.heap_slot(side, place))).number
            order = sc.Order.unpack(depot.word(sc.order_slot(number)))
            terms = sc.OrderTerms.unpack(depot.word(sc.order_terms_slot(number)))
            found.append(
                {
                    "user": names[order.user],
                    "is_buy": bool(side),
                    "price": str(terms.price),
                    "quantity": str(terms.quantity),
                }
            )
    return found


def test_every_step_of_the_thesis_comes_out_to_the_last_digit() -> None:
    example = load()
    depot = Depot.fresh()
    at = {letter: Address(address) for letter, address in example.addresses.items()}
    # The example's deployer is a voter from the beginning, the harness's is not.
    depot.call(depots.FOUNDER, "addVoter", at[example.deployer])
    for name in (at[example.deployer], depots.FOUNDER):
        depot.call(name, "removeVoter", depots.FOUNDER)
    for step in example.steps:
        done = depot.call(at[step.caller], step.call, *example.arguments(step))
        assert done.event == "Info", (step.text, done)
        assert words(depot, example, step) == step.expected, step.text
    assert depot.now_s == NOW_S
    assert depot.view("getEnergyCosts") == (0, 0)
