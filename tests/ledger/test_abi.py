"""Values as eth_abi writes them are read; nothing else is, and nothing costs more than its bytes."""

from contextlib import suppress
from typing import Any

import pytest
from eth_abi.abi import encode as eth_encode
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.ledger.abi import MOST_ITEMS, MOST_TEXT_BYTES, AbiError, call_of, decode, selector
from agent.units import Address

SESSIONS = ([("string", "uint256", "uint256", "address")],)
SESSIONS_TYPE = ["(string,uint256,uint256,address)[]"]
words = st.integers(0, 2**256 - 1)
addresses = st.binary(min_size=20, max_size=20).map(lambda raw: Address("0x" + raw.hex()))
rows = st.lists(st.tuples(st.text(max_size=70), words, words, addresses), max_size=5)


def word(number: int) -> bytes:
    return number.to_bytes(32, "big")


@settings(deadline=None)
@given(rows)
def test_lists_of_records_with_texts_are_read_as_eth_abi_wrote_them(values: list[Any]) -> None:
    assert decode(SESSIONS, eth_encode(SESSIONS_TYPE, [values])) == (tuple(values),)


@settings(deadline=None)
@given(words, st.booleans(), addresses, rows, st.text(max_size=40))
def test_mixed_values_are_read_in_their_order(
    number: int, flag: bool, address: str, values: list[Any], text: str
) -> None:
    kinds = ("uint256", *SESSIONS, ("bool", "address"), "string")
    types = ["uint256", *SESSIONS_TYPE, "(bool,address)", "string"]
    data = eth_encode(types, [number, values, (flag, address), text])
    assert decode(kinds, data) == (number, tuple(values), (flag, address), text)


@settings(deadline=None)
@given(rows.filter(bool), st.data())
def test_every_other_byte_string_means_something_else_or_nothing(
    values: list[Any], data: st.DataObject
) -> None:
    encoded = eth_encode(SESSIONS_TYPE, [values])
    at = data.draw(st.integers(0, len(encoded) * 8 - 1))
    flipped = bytearray(encoded)
    flipped[at // 8] ^= 1 << at % 8
    with suppress(AbiError):
        assert decode(SESSIONS, bytes(flipped)) != (tuple(values),)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_junk_is_one_exception(junk: bytes) -> None:
    for kinds in (SESSIONS, ("uint256", "bool"), ("string",), ("address",), ("string", "string")):
        try:
            decode(kinds, junk)
        except AbiError:
            continue


@pytest.mark.parametrize(
    ("kinds", "data", "words_of_it"),
    [
        (("uint256",), b"", "ended where a word"),
        (("uint256",), word(1)[:-1], "ended where a word"),
        (("uint256",), word(1) + b"\0", "left over"),
        (("bool",), word(2), "neither 0 nor 1"),
        (("address",), word(2**160), "more than 20 bytes"),
        (("string",), word(64) + word(0), "where compilers put it"),
        (("string",), word(32) + word(33) + word(0), "ended inside a text"),
        (("string",), word(32) + word(1) + word(1), "filled up with zeros"),
        (("string",), word(32) + word(MOST_TEXT_BYTES + 1), "at most 4096"),
        ((["uint256"],), word(32) + word(2) + word(0), "ended inside a list"),
        ((["uint256"],), word(32) + word(MOST_ITEMS + 1), "at most 10000"),
        ((["uint256"],), word(32) + word(2**255), "at most 10000"),
    ],
)
def test_other_layouts_are_refused_with_the_reason(
    kinds: tuple[Any, ...], data: bytes, words_of_it: str
) -> None:
    with pytest.raises(AbiError, match=words_of_it):
        decode(kinds, data)


def test_offsets_that_point_to_one_place_again_and_again_are_refused() -> None:
    """A kilobyte must not become a gigabyte: each of many entries pointing at one long text."""
    text = word(2_000) + b"x" * 2_000 + bytes(16)
    offsets = b"".join(word(32 * 1_000) for _ in range(1_000))
    with pytest.raises(AbiError, match="where compilers put it"):
        decode((["string"],), word(32) + word(1_000) + offsets + text)


def test_text_that_is_no_utf8_is_shown_and_not_an_error() -> None:
    assert decode(("string",), word(32) + word(2) + b"\xff!".ljust(32, b"\0")) == ("\\xff!",)


def test_calls_are_encoded_as_eth_abi_does() -> None:
    unit = Address("0x" + "ab" * 20)
    data = call_of("energyProduced(address,uint256)", unit, 12_345)
    assert data[:4] == selector("energyProduced(address,uint256)")
    assert data[4:] == eth_encode(["address", "uint256"], [unit, 12_345])


@pytest.mark.parametrize("argument", [-1, 2**256, Address("0x12")])
def test_an_argument_out_of_range_is_refused(argument: Any) -> None:
    with pytest.raises(ValueError, match=r"no number|no address"):
        call_of("f(uint256)", argument)


def test_the_selector_of_a_well_known_function() -> None:
    assert selector("transfer(address,uint256)").hex() == "a9059cbb"
