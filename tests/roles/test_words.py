"""Amounts in words: exact, from integers."""

import pytest

from agent.roles.words import format_kwh, format_metres, format_money, format_price


@pytest.mark.parametrize(
    ("energy_wh", "text"),
    [(0, "0 kWh"), (312, "0.312 kWh"), (1_500, "1.5 kWh"), (-20, "-0.02 kWh"), (4_000, "4 kWh")],
)
def test_energy(energy_wh: int, text: str) -> None:
    assert format_kwh(energy_wh) == text


def test_prices_and_money_keep_their_last_millionth() -> None:
    assert format_price(202_300) == "0.2023 per kWh"
    assert format_price(100_000) == "0.10 per kWh"
    assert format_money(1_840_000) == "1.84"
    assert format_money(-1) == "-0.000001"
    assert format_money(3_000_000_000_000) == "3000000.00"


def test_distances_are_whole_metres() -> None:
    assert format_metres(120_999) == "120 m"
