"""docs/zigbee.md says what the profiles say, and its example is a profile."""

import re
from pathlib import Path

import pytest

from drivers.zigbee_profiles import How, attribute_rule, profile_for, read_profile, shipped_profiles
from drivers.zigbee_table import page, table

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "zigbee.md"
TEXT = PAGE.read_text("utf-8")


def test_the_table_of_devices_is_current() -> None:
    assert page(TEXT) == TEXT, "run python -m drivers.zigbee_table docs/zigbee.md"


def test_every_profile_and_every_refusal_is_in_the_table() -> None:
    lines = table().splitlines()[2:]
    assert len(lines) == len(shipped_profiles())
    assert sum("| refused |" in line for line in lines) == sum(
        bool(one.refused) for one in shipped_profiles()
    )
    assert all(line.count(" | ") == 3 for line in lines)


def test_a_page_without_a_place_for_the_table_is_refused() -> None:
    with pytest.raises(ValueError, match="lacks"):
        page("# Nothing\n")


def test_the_example_is_a_whole_profile_that_does_what_it_says() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    profile = read_profile("example-plug", example)
    assert profile_for("Example Ltd", "EX-100", 0x01FF, [profile]) is profile
    assert profile_for("_TZ3000_abc", "EX-100", 0x0100, [profile]) is profile
    assert profile_for("Example Ltd", "EX-100", 0x0200, [profile]) is not profile
    assert profile.scale.energy is not None
    assert (profile.scale.energy.divisor, profile.scale.energy.force) == (100, True)
    voltage, register = (attribute_rule(profile, *at) for at in ((0x0B04, 0x0505), (0x0702, 0)))
    assert voltage is not None
    assert (voltage.how, voltage.every_s) == (How.POLL, 300)
    assert register is not None
    assert register.invalid == (0,)


def test_links_of_the_page_lead_somewhere() -> None:
    def headings(text: str) -> set[str]:
        titles = [line.lstrip("# ") for line in text.splitlines() if line.startswith("#")]
        return {re.sub(r"[^\w -]", "", t.lower()).replace(" ", "-") for t in titles}

    for page_name, place in re.findall(r"\]\(([\w.-]*)#([\w-]+)\)", TEXT):
        assert place in headings((DOCS / (page_name or "zigbee.md")).read_text("utf-8")), place
