"""Numbers as a household reads them: rounded for showing, never wrong in sign, by language."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui import texts
from gui.texts import MINUS, Reader

EN = Reader("en", ZoneInfo("Europe/London"))
DE = Reader("de_AT", ZoneInfo("Europe/Vienna"))
NOON_MS = 1_782_045_900_000  # 2026-06-21 12:45:00 UTC

watts = st.integers(-50_000, 50_000)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (texts.kilowatts(1_240, EN, signed=True), "+1.24"),
        (texts.kilowatts(-1_610, EN, signed=True), "−1.61"),
        (texts.kilowatts(-1_610, DE, signed=True), "−1,61"),
        (texts.kilowatts(9_996, EN), "10.0"),
        (texts.kilowatts(12_345, DE), "12,3"),
        (texts.kilowatts(0, EN, signed=True), "0.00"),
        (texts.kilowatts(-4, EN, signed=True), "0.00"),  # rounded to nothing: no sign
        (texts.kilowatts(4, EN, signed=True), "0.00"),
        (texts.power(850, EN), "850 W"),
        (texts.power(-1_999, EN), "−2.00 kW"),
        (texts.energy(1_500, EN), "1.5 kWh"),
        (texts.energy(820, DE), "0,82 kWh"),
        (texts.energy(1, EN), "0.001 kWh"),
        (texts.energy(2_000, EN), "2.0 kWh"),
        (texts.price(162_000, "GBP", EN), "16.2 p/kWh"),
        (texts.price(162_000, "EUR", DE), "16,2 ct/kWh"),
        (texts.price(162_000, "XYZ", EN), "0.162 XYZ/kWh"),
        (texts.price(162_000, "", EN), "0.162 /kWh"),
        (texts.short_price(162_050, "GBP", EN), "16.2 p"),
        (texts.money(1_840_000, "GBP", EN, signed=True), "+£1.84"),
        (texts.money(-1_840_000, "EUR", DE), "−1,84 €"),
        (texts.money(1_840_000, "XYZ", EN), "1.84 XYZ"),
        (texts.money(-44_160, "GBP", EN, signed=True), "−4.42 p"),
        (texts.money(3_000_000_000, "GBP", EN), "£3000.00"),  # beyond QML's 32 bits
        (texts.money(44_160, "", EN), "0.04"),
        (texts.distance(121_340, EN), "121 m"),
        (texts.distance(1_234_000, DE), "1,2 km"),
        (texts.clock(NOON_MS, EN), "13:45"),
        (texts.clock(NOON_MS, DE), "14:45"),
        (texts.day_number(NOON_MS, EN), "2026-06-21"),
        (texts.countdown(271_900), "04:31"),
        (texts.countdown(3_871_000), "1:04:31"),
        (texts.countdown(-5_000), "00:00"),
    ],
)
def test_worked_examples(shown: str, expected: str) -> None:
    assert shown.replace("\N{NO-BREAK SPACE}", " ") == expected


@pytest.mark.parametrize(
    ("ago_ms", "expected"),
    [
        (0, "just now"),
        (9_999, "just now"),
        (10_000, "10 s ago"),
        (119_999, "119 s ago"),
        (120_000, "2 min ago"),
        (2 * 3_600_000, "2 h ago"),
        (86_400_000, "at 06-20 13:45"),
        (-30_000, "just now"),  # another clock is a little ahead
        (-3_600_000, "at 14:45"),  # a clock that jumped back: no negative age
    ],
)
def test_ages(ago_ms: int, expected: str) -> None:
    assert texts.age(NOON_MS - ago_ms, NOON_MS, EN) == expected


@given(power_w=watts)
def test_a_sign_is_shown_exactly_when_something_is_shown_beside_zero(power_w: int) -> None:
    shown = texts.kilowatts(power_w, EN, signed=True)
    nothing = not any(digit in shown for digit in "123456789")
    assert shown[0].isdigit() == nothing
    if not nothing:
        assert (shown[0] == MINUS) == (power_w < 0)


@given(energy_wh=st.integers(-(10**9), 10**9))
def test_energy_is_shown_exactly_to_the_watt_hour(energy_wh: int) -> None:
    shown = texts.kilowatt_hours(energy_wh, EN).replace(MINUS, "-")
    whole, part = shown.removeprefix("-").split(".")
    assert int(whole) * 1_000 + int(part.ljust(3, "0")) == abs(energy_wh)
    assert shown.startswith("-") == (energy_wh < 0)


@given(at_ms=st.integers(1_700_000_000_000, 1_900_000_000_000))
def test_midnight_begins_the_same_day(at_ms: int) -> None:
    for reader in (EN, DE, Reader()):
        midnight_ms = texts.midnight_ms(at_ms, reader)
        assert texts.clock(midnight_ms, reader) == "00:00"
        assert texts.day_number(midnight_ms, reader) == texts.day_number(at_ms, reader)
        assert 0 <= at_ms - midnight_ms < 25 * 3_600_000


def test_a_day_of_25_hours_begins_at_its_own_midnight() -> None:
    evening_ms = 1_792_965_600_000  # 2026-10-25 23:00 in Vienna, after the clocks went back
    assert texts.clock(evening_ms, DE) == "23:00"
    midnight_ms = texts.midnight_ms(evening_ms, DE)
    assert evening_ms - midnight_ms == 24 * 3_600_000
    assert texts.clock(midnight_ms, DE) == "00:00"
