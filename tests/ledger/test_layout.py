import json

import pytest

from agent.ledger import layout
from agent.units import Address
from tests.ledger.vyper_contract import Deployed

HOME = Address("0x" + "11" * 20)

SOURCE = """
# pragma version 0.4.3
struct Order:
    a: uint256
    b: uint256
plain: public(uint256)
orders: HashMap[uint256, HashMap[address, Order]]
signed: HashMap[int128, uint256]

@deploy
def __init__(who: address):
    self.plain = 5
    self.orders[7][who] = Order(a=11, b=12)
    self.signed[-3] = 13
"""


def test_slots_of_a_deployed_vyper_contract_hold_what_it_stored() -> None:
    contract = Deployed(SOURCE, HOME)
    slots = layout.vyper_slots(contract.layout)
    stored = contract.word
    order = layout.vyper_mapping(slots["orders"], 7, HOME)
    assert stored(slots["plain"]) == 5
    assert [stored(order), stored(layout.offset(order, 1))] == [11, 12]
    assert stored(layout.vyper_mapping(slots["signed"], -3)) == 13


def test_solidity_order_differs_from_vyper() -> None:
    # keccak256 of 64 zero bytes: the slot of mapping(0 => …) at slot 0, the same in both orders
    known = 0xAD3228B676F7D3CD4284A5443F17F1962B36E491B30A40B2405849E597BA5FB5
    assert layout.vyper_mapping(0, 0) == layout.solidity_mapping(0, 0) == known
    assert layout.vyper_mapping(1, 2) == layout.solidity_mapping(2, 1)
    assert layout.vyper_mapping(1, 2) != layout.solidity_mapping(1, 2)


def test_solidity_array_element() -> None:
    # keccak256 of slot 0: 0x290d…e563, from the Solidity documentation's layout chapter
    start = 0x290DECD9548B62A8D60345A988386FC84BA6BC95484008F6362F93160EF3E563
    assert layout.solidity_array(0, 3) == start + 3


def test_layout_of_modules_is_named_with_dots() -> None:
    text = '{"storage_layout": {"a": {"slot": 1, "type": "uint256", "n_slots": 1}, "m": {"b": {"slot": 2}}}}'
    assert layout.vyper_slots(json.loads(text)) == {"a": 1, "m.b": 2}


@pytest.mark.parametrize("bad", [{}, {"storage_layout": 1}, {"storage_layout": {"a": 3}}])
def test_no_layout_no_slot(bad: dict[str, object]) -> None:
    with pytest.raises(layout.LayoutError):
        layout.vyper_slots(bad)


@pytest.mark.parametrize("key", [2**256, -(2**255) - 1, b"short"])
def test_keys_that_are_no_words_refused(key: layout.Key) -> None:
    with pytest.raises(layout.LayoutError):
        layout.vyper_mapping(0, key)
