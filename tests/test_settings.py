"""One source for the checks, the example and the page; a bad file is refused as a whole."""

import re
import tomllib
from pathlib import Path

import pytest

from agent.api.check import Refused
from agent.settings import (
    AssignedMeters,
    Credential,
    KeyFile,
    Limits,
    Radio,
    SerialMeters,
    Settings,
    pages,
    read_settings,
)

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = pages.example()
UNCOMMENT = re.compile(r"(?m)^#(?=[a-z\[])")
"""What is optional stands behind one "#", what would be instead of something else behind two."""


def problems(text: str) -> dict[str, str]:
    with pytest.raises(Refused) as refused:
        read_settings(text)
    return {problem.field: problem.sentence for problem in refused.value.problems}


def test_the_example_file_and_the_page_are_current() -> None:
    example = (ROOT / "config" / "gridhearth.example.toml").read_text(encoding="utf-8")
    assert example == EXAMPLE
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == pages.page()


def test_the_example_is_valid_and_shows_the_defaults() -> None:
    settings = read_settings(EXAMPLE)
    assert settings.limits == Limits()
    assert settings.chain.order_key == Credential(name="order-key")
    spelled_out = re.sub(UNCOMMENT, "", EXAMPLE)
    assert spelled_out != EXAMPLE
    full = read_settings(spelled_out.replace("battery_wh = 0", "battery_wh = 10000"))
    changed = {
        "api",
        "broker",
        "radio",
        "house",
        "metrics",
        "meters",
        "operator",
        "storage",
        "backup",
    }  # these show an example instead of "none"
    for name in set(Settings.__struct_fields__) - changed:
        assert getattr(full, name) == getattr(settings, name), name


def test_every_key_is_in_the_example() -> None:
    spelled_out = tomllib.loads(re.sub(UNCOMMENT, "", EXAMPLE))
    instead = [block.replace("## ", "") for block in re.findall(r"(?m)(?:^## .*\n)+", EXAMPLE)]
    shown = [spelled_out, *(tomllib.loads(block) for block in instead)]
    for name, table in pages.tables():
        keys = {field.encode_name for field in table.fields}
        assert any(keys <= one.get(name, {}).keys() for one in shown), name


def test_every_problem_is_told_at_once_with_its_path() -> None:
    text = EXAMPLE.replace('name = "home-01"', 'name = "home 01"\ncolour = "blue"')
    text = text.replace("load = 1", "load = 56\npv_w_peak = 2005")
    text = text.replace('name = "order-key"', "path = 5")
    text += '\n[radio]\nport = "/dev/ttyUSB0"\n'
    assert problems(text).keys() == {
        "home.name",
        "home.colour",
        "meters.load",
        "meters.pv_w_peak",
        "chain.order_key.path",
        "chain.order_key.name",
        "radio.path",
        "radio.port",
    }
    assert problems(text)["meters.load"] == (
        "meters.load: 56 is not allowed; allowed: a whole number from 1 to 55."
    )
    assert problems(text)["meters.pv_w_peak"].endswith("a multiple of 10 from 0 to 20000.")


def test_an_empty_file_names_what_must_be_given() -> None:
    assert problems("").keys() == {"home", "chain", "operator", "meters"}


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("#price_floor_micro_per_kwh = 0", "price_floor_micro_per_kwh = 1_000_001", "limits."),
        ("#red_below_w = 0", "red_below_w = 101", "status.red_below_w"),
        ('name = "report-key"', 'name = "order-key"', "chain.report_key"),
        (', "http://node-b.example:8545"]', ', "ftp://node-b.example"]', "chain.upstreams[1]"),
        ('["http://node-a.example:8545", "http://node-b.example:8545"]', "[]", "chain.upstreams"),
        ("#tls = {", 'tls = { key = "k",', "broker.tls"),
        ("#commands = false", "commands = true", "house.group"),
        ("#password = {", "password = {", "house.username"),
        ('#listen = "127.0.0.1:9469"', 'listen = "0.0.0.0:9469"', "metrics.listen"),
        ('#id = "home_01"', 'id = "1"', "house.id"),
        ('driver = "simulated-feeder"', 'driver = "crystal-ball"', "meters"),
        ('driver = "simulated-feeder"', "", "meters"),
        ('driver = "simulated-feeder"\n', 'driver = "assigned"\n', "meters.load"),
        ("#[radio]", "[radio]", "radio.path"),
        ("[home]", "[home", "file"),
        ("load = 1", "load = 1.0", "meters.load"),
        ("load = 1", "load = true", "meters.load"),
        ('name = "home-01"', 'name = "home-01\\n"', "home.name"),
    ],
)
def test_contradictions_and_slips_are_refused(old: str, new: str, field: str) -> None:
    assert old in EXAMPLE
    told = problems(EXAMPLE.replace(old, new, 1))
    assert [name for name in told if name.startswith(field)] == list(told)


def test_meters_of_the_radio_need_a_radio() -> None:
    feeder = EXAMPLE[EXAMPLE.index("[meters]") : EXAMPLE.index("# Or instead")]
    assigned = EXAMPLE.replace(feeder, '[meters]\ndriver = "assigned"\n\n')
    assert problems(assigned).keys() == {"meters.driver"}
    settings = read_settings(assigned + '\n[radio]\npath = "/dev/ttyACM0"\n')
    assert settings.meters == AssignedMeters()
    assert settings.radio == Radio(path="/dev/ttyACM0")


def with_lines(*lines: str) -> str:
    begin, end = EXAMPLE.index("[meters]"), EXAMPLE.index("# Or instead")
    tables = "".join(f"[[meters.lines]]\n{line}\n" for line in lines)
    return EXAMPLE[:begin] + EXAMPLE[end:] + f'\n[meters]\ndriver = "serial"\n{tables}'


P1_GRID = 'role = "grid"\nport = "/dev/a"\nprotocol = "p1"'
BUS = 'port = "/dev/b"\nprotocol = "modbus"\nmodel = "abb-b23"'


def test_meters_on_serial_lines_and_a_radio_for_relays_go_together() -> None:
    made, stored = f'role = "generation"\n{BUS}', f'role = "storage"\nunit = 2\n{BUS}'
    text = with_lines(P1_GRID, made, stored) + '\n[radio]\npath = "/dev/ttyACM0"\n'
    settings = read_settings(text)
    assert isinstance(settings.meters, SerialMeters)
    assert [line.role for line in settings.meters.lines] == ["grid", "generation", "storage"]
    assert settings.radio is not None


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ([f'role = "generation"\n{BUS}'], "meters.lines"),
        ([P1_GRID, P1_GRID.replace("/dev/a", "/dev/c")], "meters.lines[1].role"),
        ([P1_GRID, P1_GRID.replace("grid", "storage")], "meters.lines[1].port"),
        ([f'role = "grid"\n{BUS}', f'role = "storage"\n{BUS}'], "meters.lines[1].unit"),
        (
            [f'role = "grid"\n{BUS}', f'role = "storage"\nunit = 2\nbaud = 2400\n{BUS}'],
            "meters.lines[1].baud",
        ),
        ([P1_GRID + '\nmodel = "abb-b23"'], "meters.lines[0].model"),
        ([P1_GRID.replace("p1", "modbus")], "meters.lines[0].model"),
        ([P1_GRID.replace("p1", "mbus")], "meters.lines[0].protocol"),
        ([P1_GRID + "\nevery_s = 0"], "meters.lines[0].every_s"),
    ],
)
def test_lines_that_contradict_each_other_are_refused(lines: list[str], field: str) -> None:
    assert list(problems(with_lines(*lines))) == [field]


def test_a_key_may_be_a_file() -> None:
    text = EXAMPLE.replace(
        '{ type = "credential", name = "order-key" }', '{ type = "file", path = "/k" }'
    )
    assert read_settings(text).chain.order_key == KeyFile(path="/k")


STORAGE = """
[storage]
contract = "0x00000000000000000000000000000000000000cc"
unit = { key = { type = "file", path = "unit" }, capacity_wh = 10000 }
"""


def test_a_storage_unit_needs_a_meter_a_key_of_its_own_and_a_battery_that_obeys() -> None:
    battery = EXAMPLE.replace("#battery_wh = 0", "battery_wh = 10000")
    storage = read_settings(battery + STORAGE).storage
    assert storage is not None
    assert storage.unit is not None
    bad = STORAGE.replace('type = "file", path = "unit"', 'type = "credential", name = "order-key"')
    bad = bad.replace("10000 }", "10000, reserve_wh = 10001, back_orders = true }")
    with pytest.raises(Refused) as refused:
        read_settings(EXAMPLE + bad)
    fields = {found.field for found in refused.value.problems}
    assert fields == {
        "storage.unit.key",
        "storage.unit.reserve_wh",
        "storage.unit",
        "storage.unit.back_orders",
    }
