"""Paths into storage, against words that compiled contracts really stored."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from eth_hash.auto import keccak
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.ledger.layout import LayoutError
from agent.ledger.layout_paths import Place, slot_of, text_slots, text_value, value_of
from agent.ledger.layout_solidity import read_solidity_layout
from agent.ledger.layout_types import Layout
from agent.ledger.layout_vyper import read_vyper_layout
from agent.units import Address
from tests.ledger.vyper_contract import Deployed

DATA = Path(__file__).parents[1] / "data/ledger/layout"
OWNER = Address("0x" + "11" * 20)


@cache
def golden() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((DATA / "solidity_layout.json").read_text("ascii"))
    return read


@cache
def solidity() -> Layout:
    return read_solidity_layout(golden()["storageLayout"])


def stored(slot: int) -> int:
    return int(golden()["words"].get(hex(slot), "0x0"), 16)


SOLIDITY: dict[str, object] = {
    "first": 0x1234,
    "owner": OWNER,
    "open": True,
    "mark": bytes.fromhex("abcdef"),
    "plain": 42,
    "digest": keccak(b"x"),
    "single.energy": 7,
    "single.amount": -7,
    "single.side": 1,
    "single.tag": bytes.fromhex("01020304"),
    "single.steps[1]": 9,
    "single.seen[7]": True,
    "single.seen[8]": False,
    "orders.length": 4,
    "orders[3].energy": 103,
    "orders[3].amount": -103,
    "orders[2].steps[0]": 103,
    "orders[1].seen[101]": True,
    f"book[{OWNER}][-3].amount": -9,
    f"book[{OWNER}][-3].steps[0]": 10,
    f"book[{OWNER}][3].steps[0]": 0,
    'named["kitchen"]': 77,
    'named["cellar"]': 0,
    "tagged[0xdeadbeef]": 78,
    "flagged[true]": 79,
    "flagged[false]": 0,
    "fixedSmall[0]": 1000,
    "fixedSmall[9]": 1009,
    "fixedSmall[10]": 1010,
    "small.length": 6,
    "small[3]": 2003,
    "small[4]": 2004,
    "pairs.length": 2,
    "pairs[1][0]": 3,
    "ragged[2].length": 2,
    "ragged[2][1]": 6,
    "ragged[0].length": 0,
}


@pytest.mark.parametrize("path", SOLIDITY)
def test_paths_lead_to_what_a_solidity_contract_stored(path: str) -> None:
    place = slot_of(solidity(), path)
    assert value_of(solidity(), place, stored(place.slot)) == SOLIDITY[path]


def test_a_place_within_a_word_is_told_by_slot_offset_and_size() -> None:
    assert slot_of(solidity(), "mark") == Place(0, 23, 3, "t_bytes3")
    assert slot_of(solidity(), "fixedSmall[10]") == Place(13, 0, 3, "t_uint24")


TEXTS = {
    "short_": (b"a short one", 0),
    "long_": (b"this text has more than thirty-one bytes, so its words stand elsewhere", 3),
    "raw": (bytes(range(1, 33)), 1),
    "single.note": (b"note", 0),
    f"book[{OWNER}][-3].note": (b"note", 0),
    "orders[9].note": (b"", 0),
}


@pytest.mark.parametrize("path", TEXTS)
def test_texts_short_and_long_are_read_back(path: str) -> None:
    text, elsewhere = TEXTS[path]
    place = slot_of(solidity(), path)
    head = stored(place.slot)
    slots = text_slots(solidity(), place, head)
    assert len(slots) == elsewhere
    assert text_value(solidity(), place, head, [stored(slot) for slot in slots]) == text


@pytest.mark.parametrize("head", [1, 2 * 31 + 1, 2 * 10**9 + 1, 2**256 - 1, 64, 254])
def test_a_head_word_that_no_compiler_writes_is_refused(head: int) -> None:
    with pytest.raises(LayoutError):
        text_slots(solidity(), slot_of(solidity(), "long_"), head)


WRONG = [
    *("", ".plain", "plain.", "plain..x", "[1]", "plain[1]", "plain.x", "nothing", "orders[]"),
    *("orders[-1]", "orders[0x1]", "orders[1.energy", "orders.first", "single", "fixedSmall[11]"),
    *("fixedSmall.length", "long_.length", "book[1]", f"book[{OWNER}][128]", "flagged[1]"),
    *("tagged[0x01]", "tagged[7]", "named[kitchen]", "ragged[3]", 'named["a', "plain plain"),
    *(f"orders[{10**80}]", f"book[{OWNER}][1_0]", "orders[１]", f"book[{OWNER}].steps"),
]


@pytest.mark.parametrize("path", WRONG)
def test_a_path_that_leads_nowhere_is_refused_not_guessed(path: str) -> None:
    with pytest.raises(LayoutError):
        value_of(solidity(), slot_of(solidity(), path), 0)


VYPER_SOURCE = """
# pragma version 0.4.3
flag Side:
    SELL
    BUY
struct Step:
    price: int128
    energy: uint256
struct Order:
    owner: address
    steps: Step[2]
    side: Side
    tag: bytes4
    note: String[40]
plain: uint256
open: bool
tag: bytes4
orders: HashMap[uint256, HashMap[address, Order]]
rows: DynArray[Order, 5]
named: HashMap[String[20], uint256]
blobs: HashMap[Bytes[20], uint256]
tagged: HashMap[bytes4, uint256]
matrix: uint256[3][2]
ragged: DynArray[DynArray[uint8, 3], 4]
note: String[70]
side: Side

@deploy
def __init__(who: address):
    self.plain = 42
    self.open = True
    self.tag = 0x01020304
    one: Order = Order(
        owner=who,
        steps=[Step(price=-5, energy=6), Step(price=-7, energy=8)],
        side=Side.BUY,
        tag=0x0a0b0c0d,
        note="a note of a length that needs two words"
    )
    self.orders[7][who] = one
    self.rows = [one, one, one]
    self.named["kitchen"] = 77
    self.blobs[b"\\x01\\x02"] = 78
    self.tagged[0xdeadbeef] = 79
    self.matrix = [[1, 2, 3], [4, 5, 6]]
    self.ragged = [[1], [2, 3], [4, 5, 6]]
    self.note = "this text has more than sixty-four bytes, so it takes three words of"
    self.side = Side.SELL
"""
TYPES: dict[str, str | dict[str, str]] = {
    "Step": {"price": "int128", "energy": "uint256"},
    "Order": {
        "owner": "address",
        "steps": "Step[2]",
        "side": "Side",
        "tag": "bytes4",
        "note": "String[40]",
    },
    "Side": "uint256",
}
VYPER: dict[str, object] = {
    "plain": 42,
    "open": True,
    "tag": bytes.fromhex("01020304"),
    f"orders[7][{OWNER}].owner": OWNER,
    f"orders[7][{OWNER}].steps[1].price": -7,
    f"orders[7][{OWNER}].steps[1].energy": 8,
    f"orders[7][{OWNER}].tag": bytes.fromhex("0a0b0c0d"),
    f"orders[7][{OWNER}].note.length": 39,
    "rows.length": 3,
    "rows[2].side": 2,
    "rows[2].steps[0].energy": 6,
    "rows[3].steps[0].energy": 0,
    'named["kitchen"]': 77,
    "blobs[0x0102]": 78,
    "tagged[0xdeadbeef]": 79,
    "matrix[1][0]": 4,
    "ragged.length": 3,
    "ragged[1].length": 2,
    "ragged[2][2]": 6,
    "side": 1,
}


@pytest.fixture(scope="module")
def deployed() -> Deployed:
    return Deployed(VYPER_SOURCE, OWNER)


def test_paths_lead_to_what_a_vyper_contract_stored(deployed: Deployed) -> None:
    layout = read_vyper_layout(deployed.layout, TYPES)
    for path, value in VYPER.items():
        place = slot_of(layout, path)
        word = deployed.word(place.slot)
        assert (path, value_of(layout, place, word)) == (path, value)


def test_texts_of_vyper_are_read_back(deployed: Deployed) -> None:
    layout = read_vyper_layout(deployed.layout, TYPES)

    def word(slot: int) -> int:
        return deployed.word(slot)

    for path, start, words in (
        ("note", b"this text", 3),
        (f"orders[7][{OWNER}].note", b"a note", 2),
    ):
        place = slot_of(layout, path)
        slots = text_slots(layout, place, word(place.slot))
        text = text_value(layout, place, word(place.slot), [word(slot) for slot in slots])
        assert (len(slots), text[: len(start)]) == (words, start)
        with pytest.raises(LayoutError):
            text_slots(layout, place, 97)  # longer than the type allows


def test_structs_without_members_are_noticed_where_they_would_shift_something(
    deployed: Deployed,
) -> None:
    with pytest.raises(LayoutError) as refused:
        read_vyper_layout(deployed.layout)
    assert "rows" in str(refused.value)
    assert "'Order'" in str(refused.value)


def entry(kind: str, words: int = 1, slot: int = 3) -> dict[str, object]:
    return {"storage_layout": {"a": {"type": kind, "slot": slot, "n_slots": words}}}


def test_the_market_contracts_own_layout_is_read() -> None:
    layout = read_vyper_layout(entry("HashMap[uint256, HashMap[uint256, int256]]", slot=28))
    inner = keccak((28).to_bytes(32, "big") + (5).to_bytes(32, "big"))
    slot = int.from_bytes(keccak(inner + (6).to_bytes(32, "big")), "big")
    assert slot_of(layout, "a[5][6]") == Place(slot, 0, 32, "int256")


@pytest.mark.parametrize(
    "broken",
    [
        entry("uint256", 2),
        entry("DynArray[Order, 5]", 6),
        entry("HashMap[uint256]"),
        entry("String[x]"),
        entry("uint256" + "[1]" * 60),
        {"storage_layout": {"a": {"slot": 1}}},
        {"storage_layout": {"a": 1}},
        {"storage_layout": 3},
    ],
)
def test_a_layout_that_cannot_be_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(LayoutError):
        read_vyper_layout(broken)


def test_a_variable_of_a_module_is_named_with_a_dot() -> None:
    inside = entry("uint256[2]", 2)["storage_layout"]
    layout = read_vyper_layout({"storage_layout": {"m": inside}})
    assert slot_of(layout, "m.a[1]").slot == 4


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"storage": [{"label": "a", "offset": 0, "slot": "0", "type": "t"}], "types": {}},
        {"storage": [{"label": "a", "offset": 40, "slot": "x", "type": "t"}]},
        {
            "storage": [],
            "types": {"t": {"encoding": "new", "label": "t", "numberOfBytes": "32"}},
        },
        {
            "storage": [],
            "types": {
                "t": {"encoding": "inplace", "label": "t", "numberOfBytes": "0", "members": []}
            },
        },
    ],
)
def test_a_solidity_layout_that_cannot_be_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(LayoutError):
        read_solidity_layout(broken)


@given(st.text(alphabet='orders.bk[]0x1"-length', max_size=40))
@settings(max_examples=300)
def test_any_path_leads_somewhere_or_is_refused(path: str) -> None:
    try:
        place = slot_of(solidity(), path)
    except LayoutError:
        return
    assert 0 <= place.slot < 2**256
