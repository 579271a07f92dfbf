"""The text of /metrics, read by prometheus_client's own parser; names, units, bounded labels."""

import re
from typing import Any

import msgspec
import pytest
from prometheus_client.parser import text_string_to_metric_families

from agent.api.sections import Alert, RadioSection
from agent.bridge.metrics import (
    Family,
    LinkFacts,
    MetricFacts,
    ProcessFacts,
    Sample,
    exposition,
    families,
)
from tests.bridge.house_home import NOW_MS, SNAPSHOT, snapshot
from tests.bridge.test_house_relays import WITH_BOILER

FACTS = MetricFacts(
    now_ms=NOW_MS,
    version='0.1.0 "\\\n',
    clock_trusted=True,
    orders={"sent": 1, "settled": 3},
    trades=5,
    endorsed=2,
    reports_signed=9,
    reports_unsigned=1,
    reports_refused=4,
    receipts=6,
    junk=7,
    replayed=11,
    journal_bytes=2**20,
    journal_entries=123_456_789,
    process=ProcessFacts(50_000_000, 12_345, 17, 1_790_000_000),
    links={"operator": LinkFacts(True, 2, 3, 1), "house": LinkFacts(False, 1, 0, 0)},
    house_commands={"accepted": 1, "refused": 2, "dropped": 3, "replayed": 4},
)
RADIO = RadioSection("up", "", NOW_MS)


def read(
    now: Any = SNAPSHOT, facts: MetricFacts = FACTS
) -> dict[str, dict[tuple[str, ...], float]]:
    """Every sample by name and the values of its labels, as Prometheus understands them."""
    found: dict[str, dict[tuple[str, ...], float]] = {}
    for family in text_string_to_metric_families(exposition(families(now, facts))):
        for sample in family.samples:
            found.setdefault(sample.name, {})[tuple(sample.labels.values())] = sample.value
    return found


def test_what_a_healthy_home_measures() -> None:
    told = read()
    assert told["gridhearth_build_info"] == {('0.1.0 "\\\n',): 1}
    assert told["gridhearth_cycle_number"] == {(): 7}
    assert told["gridhearth_price_per_kwh"] == {("GBP",): 0.2023}
    assert told["gridhearth_orders"][("settled",)] == 3
    assert told["gridhearth_orders"][("missed",)] == 0
    assert told["gridhearth_reports_waiting"] == {(): 3}
    assert told["gridhearth_chain_stage"][("live",)] == 1
    assert sum(told["gridhearth_chain_stage"].values()) == 1
    assert told["gridhearth_chain_age_seconds"] == {(): 2.0}
    assert told["gridhearth_import_watthours_total"] == {(): 12_345}
    assert told["gridhearth_grid_power_watts"] == {(): -500}
    assert told["gridhearth_earned_total"] == {("GBP",): 1.250001}
    assert told["gridhearth_mqtt_up"] == {("operator",): 1, ("house",): 0}
    assert told["gridhearth_house_commands_total"][("replayed",)] == 4
    assert told["process_cpu_seconds_total"] == {(): 12.345}
    assert told["gridhearth_surplus_status"] == {("green",): 1, ("red",): 0, ("unknown",): 0}


def test_what_is_not_known_has_no_sample_instead_of_a_zero() -> None:
    home = msgspec.structs.replace(SNAPSHOT.home, import_power_w=None, generation_w=None)
    money = msgspec.structs.replace(SNAPSHOT.money, balance_micro=None)
    told = read(snapshot(home=home, money=money, devices=()))
    for name in ("grid_power_watts", "generation_watts", "balance", "import_watthours_total"):
        assert f"gridhearth_{name}" not in told
    assert "gridhearth_radio_stage" not in told
    told = read(facts=msgspec.structs.replace(FACTS, house_commands=None, links={}))
    assert "gridhearth_house_commands_total" not in told
    assert "gridhearth_mqtt_up" not in told


def test_a_radio_and_its_devices() -> None:
    boiler = msgspec.structs.replace(WITH_BOILER.devices[-1], ieee="00124b0011223344")
    gone = msgspec.structs.replace(boiler, ieee="00124b00aabbccdd", available=False)
    told = read(snapshot(radio=RADIO, devices=(boiler, gone)))
    assert told["gridhearth_radio_stage"][("up",)] == 1
    assert told["gridhearth_radio_devices"] == {("true",): 1, ("false",): 1}


def test_every_family_has_help_a_type_and_a_proper_name() -> None:
    for family in families(snapshot(radio=RADIO), FACTS):
        assert re.fullmatch("(gridhearth|process)_[a-z_]+", family.name), family.name
        assert family.help.endswith("."), family.name
        assert (family.kind == "counter") == family.name.endswith("_total"), family.name
        labels = [sample.labels for sample in family.samples]
        assert len(set(labels)) == len(labels), family.name


def test_no_outside_can_add_a_series() -> None:
    """Odd words in the state: other values, never other labels."""
    odd = snapshot(
        radio=msgspec.structs.replace(RADIO, stage="exploded"),
        chain=msgspec.structs.replace(SNAPSHOT.chain, state="elsewhere"),
        alerts=tuple(Alert(f"a{n}", 0, "w", "d") for n in range(100)),
    )
    orders = {f"stage {n}": n for n in range(1_000)}
    few = sum(map(len, read(snapshot(radio=RADIO)).values()))
    assert sum(map(len, read(odd, msgspec.structs.replace(FACTS, orders=orders)).values())) == few
    assert few < 120


def test_the_parser_would_notice() -> None:
    """The judge judges: a broken label or number is refused."""
    broken = Family("gridhearth_x", "gauge", "h.", (Sample("nonsense", (("a", "b"),)),))
    with pytest.raises(ValueError, match="nonsense"):
        list(text_string_to_metric_families(exposition([broken])))
