"""What people read is what was computed; what they write is taken exactly."""

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.api import docs, words

PAGE = Path(__file__).resolve().parents[2] / "docs" / "api.md"


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (words.energy(1_500), "1.500 kWh"),
        (words.energy(-7), "-0.007 kWh"),
        (words.power(-850), "-850 W"),
        (words.power(12_345), "12.3 kW"),
        (words.price(202_300, "GBP"), "0.2023 GBP/kWh"),
        (words.money(-45_000, "GBP"), "-0.0450 GBP"),
        (words.money(-49, "GBP"), "0.0000 GBP"),  # no minus before nothing
        (words.money(3_000_000_000_000, "GBP"), "3000000.0000 GBP"),
        (words.price(202_300, ""), "0.2023/kWh"),
        (words.distance(121_340), "121.3 m"),
        (words.distance(121_350), "121.4 m"),
        (words.duration(999), "0 s"),
        (words.duration(-5), "0 s"),
        (words.duration(725_000), "12 min 05 s"),
        (words.duration(11_220_000), "3 h 07 min"),
        (words.address("0x" + "ab" * 20), "0xabab…abab"),
        (words.address("short"), "short"),
        (words.decimal(5, 10, 0), "1"),
    ],
)
def test_words(shown: str, expected: str) -> None:
    assert shown == expected


@given(st.integers(-(10**15), 10**15))
def test_what_is_shown_with_all_digits_is_read_back(micro: int) -> None:
    shown = words.decimal(micro, 10**6, 6)
    assert words.parse_decimal(shown, 10**6) == micro
    assert Decimal(shown) * 10**6 == micro


@given(st.integers(-(10**15), 10**15))
def test_rounding_is_half_away_from_zero(micro: int) -> None:
    exact = Decimal(micro).scaleb(-6)
    assert Decimal(words.decimal(micro, 10**6, 4)) == exact.quantize(
        Decimal("0.0001"), rounding=ROUND_HALF_UP
    )


@pytest.mark.parametrize("text", ["", ".5", "1.", "1e3", "0x1", "1,5", "nan", "١", "1 0", "9" * 13])
def test_what_is_no_plain_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a plain number"):
        words.parse_decimal(text, 10)


def test_nothing_is_rounded_away_on_the_way_in() -> None:
    assert words.parse_decimal("0.15", 10**6) == 150_000
    assert words.parse_decimal(" +2 ", 1_000) == 2_000
    assert words.parse_decimal("0.10000000", 10) == 1
    with pytest.raises(ValueError, match="finer than 1/1000"):
        words.parse_decimal("0.0005", 1_000)


def test_the_page_on_the_interface_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == docs.page()
