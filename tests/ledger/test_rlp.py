import pytest
import rlp as other
from hypothesis import given
from hypothesis import strategies as st

from agent.ledger import rlp

items = st.recursive(
    st.binary(max_size=70), lambda inner: st.lists(inner, max_size=5), max_leaves=12
)


def depth(item: object) -> int:
    return 1 + max(map(depth, item), default=0) if isinstance(item, list) else 0


@given(items)
def test_agrees_with_an_independent_codec(item: rlp.Item) -> None:
    encoded = rlp.encode(item)
    assert encoded == other.encode(item)
    if depth(item) <= rlp.MAX_DEPTH:
        assert rlp.decode(encoded) == item


@given(st.binary(max_size=200))
def test_whatever_is_read_is_written_the_same_way(data: bytes) -> None:
    try:
        item = rlp.decode(data)
    except rlp.RlpError:
        return
    assert rlp.encode(item) == data


@pytest.mark.parametrize(
    "text",
    [
        "", "00" * 2, "8100", "817f", "b800", "b837" + "00" * 55, "b90037" + "00" * 55,
        "b90100" + "00" * 255, "c1", "c2c0", "f800", "f90000", "f837" + "00" * 55, "83aabb",
        "bf" + "ff" * 8, "ff" + "ff" * 8, "b8", "f8", "c180", "c0c0"[:4] + "00",
    ],
)  # fmt: skip
def test_second_spelling_of_a_value_refused(text: str) -> None:
    if text == "c180":
        assert rlp.decode(bytes.fromhex(text)) == [b""]
        return
    with pytest.raises(rlp.RlpError):
        rlp.decode(bytes.fromhex(text))


def test_deep_nesting_cannot_exhaust_the_stack() -> None:
    data = b"\xc0"
    for _ in range(50_000):
        data = rlp._header(len(data), 0xC0) + data
        if len(data) > 200_000:
            break
    with pytest.raises(rlp.RlpError, match="deeper"):
        rlp.decode(data)


@pytest.mark.parametrize("bad", [b"\0", b"\0\1", b"\1" * 33])
def test_number_with_leading_zero_or_too_long_refused(bad: bytes) -> None:
    with pytest.raises(rlp.RlpError):
        rlp.read_integer(bad)
