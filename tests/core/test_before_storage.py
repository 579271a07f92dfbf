"""A journal that was written before there was a storage market still loads, and goes on the same."""

import json
from pathlib import Path

import msgspec

from agent.core.events import Event
from agent.core.state import State
from agent.core.step import step
from agent.core.storage_state import StorageState
from tests.core.story import feeder

OLD = json.loads(
    (Path(__file__).parents[1] / "data" / "core" / "before_storage.json").read_text("utf-8")
)


def test_a_snapshot_of_the_older_version_loads_with_no_storage() -> None:
    state = msgspec.json.decode(json.dumps(OLD["state"]), type=State)
    assert state.storage == StorageState()
    assert state.transactions[0].intent.to is None
    assert state.orders[-1].trades[0].member == ""


def test_events_of_the_older_version_lead_to_its_orders_and_transactions() -> None:
    state, decoder = State(), msgspec.json.Decoder(Event)
    for entry in OLD["journal"]:
        state, _ = step(state, decoder.decode(json.dumps(entry)), feeder())
    kept = msgspec.json.decode(json.dumps(OLD["state"]), type=State)
    assert (state.orders, state.transactions, state.nonces, state.meters) == (
        kept.orders,
        kept.transactions,
        kept.nonces,
        kept.meters,
    )
