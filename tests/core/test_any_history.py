"""Whatever happens, in whatever order: the promises that every history of events must keep.

All promises (tests/core/promises.py) are asked of the same histories, which cost more to live than
to judge. GRIDHEARTH_HISTORIES=20000 as many; a night does (tests/nightly/test_any_history.py), and
there are the faults that must be found.
"""

import os
from collections import Counter
from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.api.wishes import ChooseSettlement, SetAmount, SettlementChoice, SetValues
from agent.core.events import Wished
from agent.core.state import State
from agent.devices.device import RelayPosition
from tests.core.histories import (
    KEYS_OF_DEVICES,
    History,
    believable,
    happenings,
    histories,
    run,
)
from tests.core.promises import PROMISES
from tests.core.story import CONSTANTS, at

HISTORIES = settings(
    max_examples=int(os.environ.get("GRIDHEARTH_HISTORIES", "600")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
REACHED: dict[str, Callable[[State], bool]] = {
    "orders": lambda state: len(state.orders) > 1,
    "reports": lambda state: len(state.outbox.waiting) > 1,
    "settlements": lambda state: any(order.stage == "settled" for order in state.orders),
    "relays": lambda state: any(
        relay.known.last_known is RelayPosition.ON for relay in state.relays
    ),
    "exchanges": lambda state: any(s.key != KEYS_OF_DEVICES[0] for s in state.devices.sources),
    "restores under way": lambda state: state.restoring is not None,
    "restores that ended": lambda state: bool(state.restored) and state.restoring is None,
    "orders taken over": lambda state: any(one.origin == "restored" for one in state.orders),
}


def test_every_history_keeps_every_promise() -> None:
    seen: Counter[str] = Counter()

    @HISTORIES
    @given(histories)
    def lived(history: History) -> None:
        for promise in PROMISES:
            promise(history)
        seen.update(name for name, reached in REACHED.items() if reached(history.state))

    lived()
    # A property about orders proves nothing if no history has one.
    assert {name for name in REACHED if seen[name] == 0} == set(), seen


MANUAL = ChooseSettlement(SettlementChoice.MANUAL)
presses = st.builds(
    lambda minute, wh: Wished(at(5, minute), 2, "uid 0", (MANUAL, SetAmount(wh), SetValues())),
    st.floats(0.4, 2.9),
    st.integers(1, 450),
)


bursts = st.builds(
    lambda begun, burst, rest: run(begun, [*burst, *rest[:10], *burst]),
    believable(),
    st.lists(presses, min_size=10, max_size=30),
    happenings,
)


@settings(HISTORIES, max_examples=40)
@given(bursts)
def test_a_burst_of_presses_sends_no_more_orders_than_allowed(history: History) -> None:
    a_burst_gives_as_many_orders_as_allowed(history)


def a_burst_gives_as_many_orders_as_allowed(history: History) -> None:
    of_five = {
        order.order_id
        for order in history.state.orders
        if order.cycle == 5 and order.origin != "restored"
    }
    assert len(of_five) == CONSTANTS.orders_per_cycle
