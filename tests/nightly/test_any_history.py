"""A night of histories of anything, and the faults of the core that they must find.

GRIDHEARTH_HISTORIES=20000 histories, GRIDHEARTH_SEED repeats a night. The negative controls are
one-line faults of the core, each put into the running code; as many histories as an ordinary run
has must find each of them.
"""

import importlib
import inspect
import os
import random
import sys
import types
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.core.histories import History, histories
from tests.core.promises import PROMISES
from tests.core.test_any_history import REACHED, a_burst_gives_as_many_orders_as_allowed, bursts

pytestmark = pytest.mark.timeout(3 * 3600)

SEED = int(os.environ.get("GRIDHEARTH_SEED", random.SystemRandom().randrange(10**6)))
MANY = int(os.environ.get("GRIDHEARTH_HISTORIES", "20000"))
ORDINARY, ORDINARY_BURSTS = 600, 40
ROOT = Path(__file__).resolve().parents[2]
FAULTS = {
    "a nonce is given out again": (
        "return max(nonces.verified, nonces.reserved + 1)",
        "return max(nonces.verified, nonces.reserved)",
    ),
    "a key used elsewhere goes on being used": (
        "or nonces.foreign or nonces.adopting:",
        "or nonces.adopting:",
    ),
    "one order too many in a cycle": (
        "state.orders[-100:]) >= constants.orders_per_cycle",
        "state.orders[-100:]) > constants.orders_per_cycle",
    ),
    "a sale without a surplus": (
        'if instruction.side == "sell" and facts.status is not Colour.GREEN:',
        'if instruction.side == "sell" and facts.status is Colour.RED:',
    ),
    "a settlement told again counts again": (
        "totals.earned_micro + event.amount_micro - old",
        "totals.earned_micro + event.amount_micro",
    ),
    "a command to a relay keeps its number": (
        "number=relay.number + 1)",
        "number=relay.number)",
    ),
    "a restored home gives nonces out at once": (
        "nonces=msgspec.structs.replace(state.nonces, adopting=True)",
        "nonces=msgspec.structs.replace(state.nonces, adopting=False)",
    ),
    "a restored home reports at once": (
        "    if state.restoring is not None:\n        return state, ()\n    registers",
        "    registers",
    ),
    "the same restore told twice begins anew": (
        "    if event.ident == state.restored:\n        return state\n",
        "",
    ),
    "an order is taken over after its end was told": (
        "if is_decided(orders, seen.cycle) or any(order.index is not None for order in same):",
        "if any(order.index is not None for order in same):",
    ),
}


def by_night(count: int) -> settings:
    """A night finds; by day the same seed shortens what it found."""
    return settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )


def lived(count: int, number: int) -> Counter[str]:
    """Live so many histories; AssertionError: a promise was broken."""
    seen: Counter[str] = Counter()

    @seed(number)
    @by_night(count)
    @given(histories)
    def live(history: History) -> None:
        for promise in PROMISES:
            promise(history)
        seen["histories"] += 1
        seen["events"] += len(history.seen)
        seen.update(name for name, reached in REACHED.items() if reached(history.state))

    live()
    return seen


def say(outcome: object) -> None:
    sys.stderr.write(f"\nseed {SEED}: {outcome}\n")


def test_a_night_of_histories() -> None:
    outcome = lived(MANY, SEED)
    say(dict(outcome))
    assert outcome["histories"] >= MANY


def _where(text: str) -> tuple[types.ModuleType, str]:
    """Return the module of the core, and its source, in which the text stands exactly once."""
    found = [
        path
        for part in ("core", "roles")
        for path in (ROOT / "agent" / part).glob("*.py")
        if text in path.read_text("utf-8")
    ]
    (path,) = found
    source = path.read_text("utf-8")
    assert source.count(text) == 1
    return importlib.import_module(f"agent.{path.parent.name}.{path.stem}"), source


def _functions(code: types.CodeType) -> Iterator[types.CodeType]:
    return (one for one in code.co_consts if isinstance(one, types.CodeType))


def pressed(count: int, number: int) -> None:
    """Live so many bursts of presses; AssertionError: more orders than allowed, or fewer."""

    @seed(number)
    @by_night(count)
    @given(bursts)
    def live(history: History) -> None:
        a_burst_gives_as_many_orders_as_allowed(history)

    live()


def lived_and_pressed(number: int) -> None:
    """As much as an ordinary run has."""
    lived(ORDINARY, number)
    pressed(ORDINARY_BURSTS, number)


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_seeded_fault_is_found(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    before, after = FAULTS[fault]
    module, source = _where(before)
    changed = compile(source.replace(before, after), inspect.getfile(module), "exec")
    for code in _functions(changed):
        known = vars(module).get(code.co_name)
        if isinstance(known, types.FunctionType):
            monkeypatch.setattr(known, "__code__", code)
    with pytest.raises(AssertionError) as broken:
        lived_and_pressed(1)
    asked = (*PROMISES, a_burst_gives_as_many_orders_as_allowed)
    promises = {promise.__name__ for promise in asked}
    say(f"{fault}: {next(one.name for one in broken.traceback if one.name in promises)}")
