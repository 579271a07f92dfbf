"""Meters on serial lines beside devices of the radio: who counts, and how an exchange goes on."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.api.wishes import AssignDevice, DeviceRole, ExchangeMeter
from agent.core.alerts import alerts
from agent.core.constants import Constants, StorageConstants, UnitConstants
from agent.core.device_lines import device_lines
from agent.core.effects import Answer
from agent.core.events import DeviceWished, MeterRead
from agent.core.metering import metering_settings_of
from agent.core.overlay import Overlay
from agent.metering.home import registers
from agent.metering.reading import MeterReading, MeterRole
from agent.metering.surplus import Colour
from agent.units import EnergyWh, UnixMs
from tests.core.battery_story import ALICE, BatteryHome
from tests.core.story import CONSTANTS, Agent, at

PV = "0000000000000007/1"
OTHER = "0000000000000008/1"


def mixed(*wired: str, **changes: object) -> Constants:
    made: Constants = msgspec.structs.replace(CONSTANTS, assigned=True, wired=wired, **changes)
    return made


class Home(Agent):
    """A home whose meters a test reads aloud."""

    def __init__(self, constants: Constants) -> None:
        super().__init__(constants)
        self.now_ms = at(5, 0)
        self.start(self.now_ms)
        self.tick(self.now_ms)

    def wish(self, wish: AssignDevice | ExchangeMeter) -> Answer:  # type: ignore[override]
        followed = self.take(DeviceWished(self.now_ms, 0, 1, "uid 0", wish))
        return next(one for one in followed if isinstance(one, Answer))

    def read(self, meter: str, role: MeterRole, import_wh: int, export_wh: int) -> None:
        said = MeterReading(
            meter, role, UnixMs(self.now_ms), EnergyWh(import_wh), EnergyWh(export_wh)
        )
        self.take(MeterRead(self.now_ms, said))

    def grid(self, import_wh: int, export_wh: int = 0) -> None:
        self.now_ms += 10_000
        self.read("grid", MeterRole.GRID, import_wh, export_wh)

    def counted(self, meter: str) -> tuple[int, int] | None:
        point = registers(self.state.meters, meter)
        return None if point is None else (point.import_wh, point.export_wh)


def test_panels_on_the_radio_count_beside_a_grid_meter_on_a_line() -> None:
    home = Home(mixed("grid"))
    assert home.wish(AssignDevice(PV, DeviceRole.GENERATION)).accepted
    for minute in range(20):
        home.now_ms += 50_000
        home.read(PV, MeterRole.GENERATION, 0, 7_000 + 50 * minute)  # 3 kW made
        home.grid(1_000, 500 + 33 * minute)  # 2 kW given
    assert home.counted("generation") == (0, 7_950)
    assert home.counted("grid") == (1_000, 500 + 33 * 19)
    assert home.state.status.colour is Colour.GREEN
    assert home.state.status.generation_w == pytest.approx(3_000, abs=150)
    assert (home.state.status.net_power_w or 0) > 0
    lines = {line.role: line for line in device_lines(home.state, Overlay())}
    assert set(lines) == {"grid", "generation"}


def test_a_home_that_draws_is_no_seller_whatever_its_panels_make() -> None:
    """The surplus is the grid meter's word, not the panels'."""
    home = Home(mixed("grid"))
    assert home.wish(AssignDevice(PV, DeviceRole.GENERATION)).accepted
    for minute in range(20):
        home.now_ms += 50_000
        home.read(PV, MeterRole.GENERATION, 0, 7_000 + 50 * minute)
        home.grid(1_000 + 33 * minute)
    assert home.state.status.colour is Colour.RED
    assert (home.state.status.net_power_w or 0) < 0


def test_a_role_on_a_line_is_taken_by_no_device() -> None:
    home = Home(mixed("grid"))
    answer = home.wish(AssignDevice(PV, DeviceRole.GRID, replace=True))
    assert not answer.accepted
    assert "serial line" in answer.sentence
    before = home.state
    home.now_ms += 10_000
    home.read(PV, MeterRole.GRID, 5, 5)
    assert home.state is before


def test_a_line_that_the_settings_do_not_name_counts_nothing() -> None:
    home = Home(mixed("generation"))
    before = home.state
    home.grid(1_000)
    assert home.state is before
    assert [one.name for one in alerts(home.state, home.now_ms)].count("no-grid-meter") == 1
    assert home.wish(AssignDevice(PV, DeviceRole.GRID)).accepted
    assert "no-grid-meter" not in [one.name for one in alerts(home.state, home.now_ms)]


def test_no_alert_asks_for_a_device_where_the_grid_meter_is_on_a_line() -> None:
    home = Home(mixed("grid"))
    assert "no-grid-meter" not in [one.name for one in alerts(home.state, home.now_ms)]


def test_a_meter_exchanged_on_its_line_goes_on_from_where_the_old_one_was() -> None:
    home = Home(mixed("grid"))
    for wh in (8_000, 8_000, 8_010):
        home.grid(wh, 300)
    for wh in (5, 6, 9):  # a new meter, and nobody has said so: not believed
        home.grid(wh)
    assert home.counted("grid") == (8_010, 300)
    assert home.wish(ExchangeMeter("grid")).accepted
    home.grid(11)
    assert home.counted("grid") == (8_010, 300)  # one reading alone may be noise
    home.grid(13)
    home.grid(20, 4)
    assert home.counted("grid") == (8_010 + 20 - 11, 304)
    assert home.wish(ExchangeMeter("grid")).accepted  # and once more, years later
    for wh in (70_000, 70_001, 70_005):
        home.grid(wh)
    assert home.counted("grid") == (8_019 + 5, 304)


def test_an_exchange_told_by_mistake_loses_no_more_than_until_the_next_reading() -> None:
    home = Home(mixed("grid"))
    for wh in (8_000, 8_000, 8_010):
        home.grid(wh)
    home.wish(ExchangeMeter("grid"))
    for wh in (8_012, 8_014, 8_020):
        home.grid(wh)
    assert home.counted("grid") == (8_018, 0)


@pytest.mark.parametrize(
    ("constants", "role", "words"),
    [
        (CONSTANTS, "grid", "not on a serial line"),
        (mixed("grid"), "generation", "giving the role to another"),
    ],
)
def test_only_what_is_on_a_line_is_exchanged_there(
    constants: Constants, role: str, words: str
) -> None:
    home = Home(constants)
    before = home.state
    answer = home.wish(ExchangeMeter(role))  # type: ignore[arg-type]
    assert not answer.accepted
    assert words in answer.sentence
    assert home.state is before


def test_a_register_of_six_digits_starts_anew_without_losing_energy() -> None:
    home = Home(mixed("grid", moduli=(("grid", 10**9),)))
    for wh in (10**9 - 12, 10**9 - 12, 10**9 - 2):
        home.grid(wh)
    home.grid(3)
    assert home.counted("grid") == (10**9 + 3, 0)
    without = Home(mixed("grid"))
    for wh in (10**9 - 12, 10**9 - 12, 10**9 - 2, 3):
        without.grid(wh)
    assert without.counted("grid") == (10**9 - 2, 0)


def test_moduli_are_of_their_role_and_the_units_own_setting_wins() -> None:
    moduli = (("grid", 10**9), ("storage", 10**8))
    unit = UnitConstants(CONSTANTS.member, 10_000, modulus_wh=10**7)
    for storage, expected in (
        (None, 10**8),
        (StorageConstants(CONSTANTS.contract, "gridhearth", unit), 10**7),
    ):
        constants = mixed("grid", "generation", "storage", moduli=moduli, storage=storage)
        known = metering_settings_of(constants, Home(constants).state.devices)
        assert [one.modulus_wh for one in known.meters] == [10**9, None, expected]


def test_the_units_meter_exchanged_on_its_line_asks_for_the_actual_energy() -> None:
    home = BatteryHome(producer=ALICE)
    home.constants = msgspec.structs.replace(
        home.constants, assigned=True, wired=("grid", "storage")
    )
    home.begin()
    home.pass_time(60)
    home.read(in_wh=100)
    assert home.storage.last_exchange == "#0"
    home.take(DeviceWished(home.now_ms, 0, 9, "uid 0", ExchangeMeter("storage")))
    home.in_wh, home.out_wh = 0, 0
    for _ in range(3):
        home.pass_time(60)
        home.read(in_wh=10)
    assert home.storage.last_exchange == "#1"
    assert home.storage.anomaly == "the unit's meter was exchanged"
    home.exact()


readings = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=8, max_size=30)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    grid=readings,
    made=readings,
    order=st.randoms(use_true_random=False),
    exchange_at=st.none() | st.integers(3, 7),
)
def test_no_watt_hour_is_made_or_lost_between_a_line_and_the_radio(
    grid: list[tuple[int, int]],
    made: list[tuple[int, int]],
    order: object,
    exchange_at: int | None,
) -> None:
    """Whatever order two drivers' readings come in, each role counts what its own meter counted."""
    home = Home(mixed("grid"))
    home.wish(AssignDevice(PV, DeviceRole.GENERATION))
    turns = ["grid"] * len(grid) + ["made"] * len(made)
    order.shuffle(turns)  # type: ignore[attr-defined]
    at_wh = {"grid": [5_000, 9_000], "made": [0, 70_000]}
    begun = {name: tuple(value) for name, value in at_wh.items()}
    lost = [0, 0]
    seen = {"grid": 0, "made": 0}
    steps = {"grid": iter(grid), "made": iter(made)}
    for turn in turns:
        home.now_ms += 20_000
        into, out = next(steps[turn])
        at_wh[turn][0] += into
        at_wh[turn][1] += out
        if turn == "made":
            home.read(PV, MeterRole.GENERATION, *at_wh["made"])
        else:
            if seen["grid"] == exchange_at:
                home.wish(ExchangeMeter("grid"))
                lost = [into, out]  # until the new meter's first reading nobody counted
            home.read("grid", MeterRole.GRID, *at_wh["grid"])
        seen[turn] += 1
    counted = {"grid": home.counted("grid"), "made": home.counted("generation")}
    for name, gone in (("grid", lost), ("made", [0, 0])):
        assert counted[name] == tuple(
            now - missing for now, missing in zip(at_wh[name], gone, strict=True)
        ), (name, begun[name])
