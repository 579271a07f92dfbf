"""The published storage interface: answers as eth_abi encodes them, the unit of H, refusals."""

from typing import Any

import pytest
from eth_abi.abi import encode

from agent.ledger import storage_published as published
from agent.ledger.abi import AbiError, call_of, topic
from agent.ledger.receipts import Log
from agent.storage.amounts import ATTO
from agent.units import Address

CONTRACT = Address("0x" + "cc" * 20)
OTHER = Address("0x" + "0d" * 20)
UNIT = Address("0x" + "ab" * 20)


def test_the_worked_examples_parameters() -> None:
    """Chapter 6.4: M = B = 0.5 ENT/kWh, C = 5 %, H = 2 h, F = 20 %."""
    values = [ATTO // 2, ATTO // 2, ATTO // 20, 2 * ATTO, ATTO // 5]
    read = published.read_parameters(encode(["uint256"] * 5, values))
    assert read == published.Parameters(*values)
    assert published.validity_s(read.validity) == 7_200


@pytest.mark.parametrize(
    ("validity", "seconds"),
    [
        (0, 0),
        (2 * ATTO, 7_200),
        (ATTO // 4, 900),
        (ATTO // 3_600, 0),  # 277777777777777.8 is a second: rounded down
        (ATTO // 3_600 + 1, 1),
        (7_200, 7_200),
        (60, 60),
        (31_536_000, 31_536_000),
    ],
)
def test_h_is_hours_of_eighteen_decimals_or_whole_seconds(validity: int, seconds: int) -> None:
    assert published.validity_s(validity) == seconds


@pytest.mark.parametrize("validity", [1, 2, 59, 2**255, 10**13 - 1])
def test_h_that_could_mean_two_things_or_nothing_is_refused(validity: int) -> None:
    with pytest.raises(AbiError, match="H ="):
        published.validity_s(validity)


def test_units_with_their_energy() -> None:
    rows = [(True, UNIT, 10_000), (False, OTHER, 0)]
    read = published.read_units(encode(["(bool,address,uint256)[]"], [rows]))
    assert read == (
        published.UnitRow(True, UNIT, 10_000),
        published.UnitRow(False, OTHER, 0),
    )


def test_sessions_with_their_names() -> None:
    rows = [("session-1", 1_900, 1_700_000_000, UNIT), ("ü" * 40, 0, 0, OTHER)]
    read = published.read_sessions(encode(["(string,uint256,uint256,address)[]"], [rows]))
    assert [(one.ident, one.energy_wh, one.opened_s, one.unit) for one in read] == rows


def test_numbers_pairs_and_flags() -> None:
    assert published.read_energy(encode(["uint256"], [9_000])) == 9_000
    assert published.read_amount(encode(["uint256"], [2**255])) == 2**255
    assert published.read_pair(encode(["uint256", "uint256"], [1, 2])) == (1, 2)
    assert published.read_flag(encode(["bool"], [True])) is True


@pytest.mark.parametrize(
    ("read", "types", "values"),
    [
        (published.read_energy, ["uint256"], [2**60]),
        (published.read_units, ["(bool,address,uint256)[]"], [[(True, UNIT, 2**200)]]),
        (
            published.read_sessions,
            ["(string,uint256,uint256,address)[]"],
            [[("a", 5, 2**64, UNIT)]],
        ),
        (published.read_parameters, ["uint256"] * 4, [1, 2, 3, 4]),
        (published.read_parameters, ["uint256"] * 6, [1, 2, 3, 4, 5, 6]),
    ],
)
def test_nonsense_of_a_contract_is_refused(read: Any, types: list[str], values: list[Any]) -> None:
    with pytest.raises(AbiError):
        read(encode(types, values))


def error(words: str, address: Address = CONTRACT, name: str = "Error(string)") -> Log:
    return Log(address, (topic(name),), encode(["string"], [words]))


def test_an_error_event_is_a_refusal_in_the_contracts_words() -> None:
    logs = (error("fine", name="Info(string)"), error("Not a storage unit"))
    assert published.refusal(logs, CONTRACT) == "Not a storage unit"
    assert published.information(logs, CONTRACT) == ("fine",)


def test_an_error_event_of_another_contract_is_none() -> None:
    assert (
        published.refusal((error("no", OTHER), error("ok", name="Info(string)")), CONTRACT) is None
    )


@pytest.mark.parametrize("data", [b"", b"\1" * 32, b"\xff" * 96])
def test_a_refusal_without_readable_words_is_still_a_refusal(data: bytes) -> None:
    log = Log(CONTRACT, (topic("Error(string)"),), data)
    assert "could not be read" in (published.refusal((log,), CONTRACT) or "")


def test_a_refusal_without_words_says_so() -> None:
    assert published.refusal((error(""),), CONTRACT) == "no reason given"


def test_a_contracts_words_cannot_paint_over_the_screen() -> None:
    shown = published.refusal((error("\x1b[2J\n" + "a" * 5_00),), CONTRACT)
    assert shown is not None
    assert shown.isprintable()
    assert len(shown) <= published.SHOWN_CHARACTERS


def test_only_the_call_that_starts_a_session_names_a_unit() -> None:
    start = call_of("startConsumptionSession(address,uint256)", UNIT, 5)
    assert published.session_started_at(start) == UNIT
    for other in (
        call_of("energyProduced(address,uint256)", UNIT, 5),
        start[:-1],
        start + b"\0",
        start[:4],
        start[:4] + b"\xff" * 64,
        b"",
    ):
        assert published.session_started_at(other) is None
