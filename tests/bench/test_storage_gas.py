"""Gas of a storage unit's reports, and of an order, among one, a hundred and ten thousand others.

pytest tests/bench/test_storage_gas.py -s

The others (sessions at the unit, orders in the book, units) are planted into the contract's words,
as transactions would have left them: made by transactions, ten thousand of each take minutes on a
bare EVM. The calls that are measured are real.
"""

import sys
import time

from tests.contracts.depot import Depot, person, unit_address
from tests.contracts.storage_crowd import (
    crowd_of_orders,
    crowd_of_sessions,
    crowd_of_units,
    deepest_price,
)

ENT = 10**18
HOME, OTHER = person(1), person(2)
SIZES = (1, 100, 10_000)


def market(size: int) -> Depot:
    depot = Depot.of(1)
    depot.produced(0, HOME, 10**8)
    depot.start(HOME, 0, 5 * ENT)
    depot.do(HOME, "addOrder", ENT, ENT, 0)
    depot.bank(person(3), (OTHER, 10**6 * ENT))
    crowd_of_sessions(depot, size)
    crowd_of_orders(depot, size, HOME)
    crowd_of_units(depot, size)
    return depot


def test_gas_by_the_size_of_the_market() -> None:
    unit = unit_address(0)
    sys.stdout.write(f"\n{'':38}" + "".join(f"{size:>12,}" for size in SIZES) + "\n")
    rows: dict[str, list[int]] = {}
    for size in SIZES:
        depot = market(size)
        begun = time.perf_counter()
        for title, caller, name, arguments in (
            ("energyProduced", unit, "energyProduced", (HOME, 1_000)),
            ("energyConsumed", unit, "energyConsumed", (HOME, 1_000)),
            ("energyConsumed, refused", unit, "energyConsumed", (OTHER, 1_000)),
            ("energyConsumed, ends the session", unit, "energyConsumed", (HOME, 4_500)),
            ("reportActualEnergy", unit, "reportActualEnergy", (10**7,)),
            ("startConsumptionSession", HOME, "startConsumptionSession", (unit, 5 * ENT)),
            ("addOrder, rests behind all", HOME, "addOrder", (100 * ENT, ENT, 0)),
            ("addOrder, rests before all", HOME, "addOrder", (ENT // 2, ENT, 0)),
            ("addOrder, meets one", OTHER, "addOrder", (ENT // 2, ENT, 1)),
            ("addOrder, meets eight", OTHER, "addOrder", (deepest_price(size), 8 * ENT, 1)),
        ):
            done = depot.call(caller, name, *arguments)
            rows.setdefault(title, []).append(done.gas)
        seconds = time.perf_counter() - begun
        rows.setdefault("all of these on py-evm, ms", []).append(round(seconds * 1_000))
    for title, gas in rows.items():
        sys.stdout.write(f"{title:38}" + "".join(f"{one:>12,}" for one in gas) + "\n")
    for title in ("energyProduced", "energyConsumed", "reportActualEnergy"):
        assert len(set(rows[title])) == 1, f"{title} depends on the size of the market"
        assert rows[title][0] <= 120_000
