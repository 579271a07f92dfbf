"""The storage contract's words: what is packed comes back, what does not fit is refused."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.ledger import storage_contract as sc
from agent.units import Address

ADDRESS = st.integers(1, 2**160 - 1).map(lambda number: Address(f"0x{number:040x}"))


def field(bits: int) -> st.SearchStrategy[int]:
    return st.integers(0, 2**bits - 1)


WORDS = st.one_of(
    st.builds(sc.Totals, field(64), field(128), field(64)),
    st.builds(sc.Costs, field(64), field(64), field(64), field(64)),
    st.builds(sc.Office, st.one_of(st.just(""), ADDRESS), field(32), field(32), field(32)),
    st.builds(sc.Calls, field(64), field(64), st.tuples(*[field(8)] * 16)),
    st.builds(sc.Balance, field(128), field(128)),
    st.builds(sc.Unit, field(56), field(56), field(64), field(64), field(8)),
    st.builds(sc.Session, field(64), field(128), field(40), field(24)),
    st.builds(sc.SessionId, field(64), field(8)),
    st.builds(sc.SessionPlace, ADDRESS, field(64)),
    st.builds(sc.QueueEnds, field(64), field(64)),
    st.builds(sc.QueueEntry, ADDRESS, field(64)),
    st.builds(sc.Order, ADDRESS, field(8), field(64)),
    st.builds(sc.OrderTerms, field(128), field(128)),
    st.builds(sc.HeapEntry, field(64), field(128)),
)


@settings(deadline=None)
@given(WORDS)
def test_a_word_comes_back_as_it_was_packed(value: Any) -> None:
    assert type(value).unpack(value.pack()) == value


def test_a_word_no_contract_of_ours_writes_is_refused() -> None:
    with pytest.raises(ValueError, match="is not a word of 248 bits"):
        sc.Unit.unpack(1 << 248)
    with pytest.raises(ValueError, match="is not a word of 160 bits"):
        sc.address_of(1 << 160)
    with pytest.raises(ValueError, match=r"outside of its field: energy_wh = 72057594037927936"):
        sc.Unit(1 << 56, 0, 0, 0, 2).pack()


def test_of_the_last_sixteen_calls_each_outcome_is_known_and_of_older_ones_none() -> None:
    calls = sc.Calls(20, 7, (*[0] * 14, 12, 3))
    assert calls.refusal_of(19) == 0
    assert calls.refusal_of(5) == 12
    assert calls.refusal_of(4) == 3
    assert calls.refusal_of(3) is None
    assert calls.refusal_of(20) is None


def test_a_parameters_name_is_encoded_as_the_abi_says() -> None:
    data = sc.call_set_parameter("H", 3)
    assert data[4:36] == (64).to_bytes(32, "big")
    assert data[36:68] == (3).to_bytes(32, "big")
    assert data[68:] == (1).to_bytes(32, "big") + b"H".ljust(32, b"\0")


@pytest.mark.parametrize("bad", ["0x" + "f" * 41, "0x1" + "0" * 40])
def test_what_is_no_address_is_not_put_into_a_call(bad: str) -> None:
    with pytest.raises(ValueError, match="is not an address"):
        sc.call_transfer_ent(Address(bad), 1)
    with pytest.raises(OverflowError):
        sc.call_transfer_ent(Address("0x1"), -1)
