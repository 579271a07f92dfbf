"""Settings to sources: names of the roles, one bus for its meters, and what cannot be wired."""

from pathlib import Path

import msgspec
import pytest

from agent.core.constants import Constants
from agent.core.devices import DeviceBook
from agent.core.metering import metering_settings_of
from agent.daemon_meters import meter_names, modbus_map, serial_meters
from agent.metering.reading import MeterRole
from agent.ports import PortError
from agent.settings import SerialLine, SerialMeters, Settings, read_settings
from agent.settings.pages import example
from drivers.clocks import SystemClock
from tests.core.story import CONSTANTS
from tests.meters.line_rig import answering, take, talking


def settings(*lines: SerialLine) -> Settings:
    given: Settings = msgspec.structs.replace(
        read_settings(example()), meters=SerialMeters(lines=lines)
    )
    return given


def lines(folder: Path) -> tuple[SerialLine, ...]:
    bus = str(folder / "bus" / "meter")
    return (
        SerialLine(role="grid", port=str(folder / "meter"), protocol="p1", every_s=1),
        SerialLine(role="generation", port=bus, protocol="modbus", model="eastron-sdm630"),
        SerialLine(role="storage", port=bus, protocol="modbus", model="abb-b23", unit=2),
    )


def constants(**changes: object) -> Constants:
    made: Constants = msgspec.structs.replace(CONSTANTS, **changes)
    return made


def test_lines_have_the_roles_names_and_the_core_knows_them(tmp_path: Path) -> None:
    grid, generation, storage = meter_names(settings(*lines(tmp_path)))
    assert (grid, generation, storage) == ("grid", "generation", "storage")
    assert meter_names(settings(lines(tmp_path)[0])) == ("grid", None, None)
    known = metering_settings_of(
        constants(grid_meter=grid, generation_meter=generation, storage_meter=storage), DeviceBook()
    )
    assert [(one.meter, one.role) for one in known.meters] == [
        ("grid", MeterRole.GRID),
        ("generation", MeterRole.GENERATION),
        ("storage", MeterRole.STORAGE),
    ]
    assert not known.meters[2].required


async def test_a_cable_and_a_bus_are_read_as_one(tmp_path: Path) -> None:
    (tmp_path / "bus").mkdir()
    async with talking(tmp_path), answering(tmp_path / "bus", units=(1,)):
        source = serial_meters(lines(tmp_path), CONSTANTS, SystemClock())
        readings = await take(source, 3)
    assert {one.meter for one in readings} >= {"grid", "generation"}


def test_a_map_of_ones_own_is_a_file(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'title = "x"\n[import]\ntable = "input"\naddress = 1\ntype = "uint32"\n', "utf-8"
    )
    assert modbus_map(str(own)).name == "own"
    assert modbus_map("abb-b23").title.startswith("ABB")


def test_a_map_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(PortError, match="shipped: abb-b23, eastron-sdm630"):
        modbus_map("eastron")
    with pytest.raises(PortError, match="cannot be used"):
        modbus_map(str(tmp_path / "none.toml"))
