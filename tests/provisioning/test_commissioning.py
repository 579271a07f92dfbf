"""From a bare directory to a home that may trade, with a report; cut off anywhere and gone on with."""

from pathlib import Path

import pytest

from tests.provisioning.commissioning_story import SECONDS, broken, commissioned

QUARTER_HOUR_S = 15 * 60
PAGE = Path(__file__).parents[2] / "docs" / "commissioning.md"


async def test_a_bare_box_becomes_a_home_that_may_trade_within_a_quarter_of_an_hour(
    tmp_path: Path,
) -> None:
    home, signed = await commissioned(tmp_path)
    assert broken(home, signed) == []
    assert home.seconds <= QUARTER_HOUR_S
    assert home.deeds.count("turn") == 1  # the clamp was found to sit the other way round
    assert set(home.deeds) == set(SECONDS) - {"read the list"}
    assert home.deeds.count("pair") == 3
    page = PAGE.read_text("utf-8")
    assert f"<!-- total -->{home.seconds} s" in page
    for deed in set(home.deeds):
        assert f"| {deed} | {SECONDS[deed]} | {home.deeds.count(deed)} |" in page


@pytest.mark.parametrize("what", ["daemon", "command", "both"])
async def test_cut_off_again_and_again_it_ends_the_same(tmp_path: Path, what: str) -> None:
    calm, _ = await commissioned(tmp_path / "calm")
    every = max(1, calm.moments // 6)
    cuts = dict.fromkeys(range(2, calm.moments, every), what)
    home, signed = await commissioned(tmp_path / "cut", cuts)
    assert broken(home, signed, moments=cuts) == []
