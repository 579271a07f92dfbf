"""A simulated meter on a pseudo-terminal, and our driver at the other end."""

import contextlib
import functools
from collections.abc import AsyncIterator
from pathlib import Path

from agent.metering.reading import MeterReading, MeterRole
from agent.ports import Meters
from drivers.clocks import SystemClock
from drivers.serial_meter import Dialect, SerialMeter, usual_line
from drivers.serial_modbus import shipped_maps
from drivers.serial_modbus_meter import ModbusBus, ModbusLine, ModbusUnit
from drivers.serial_reading import Place
from drivers.serial_thinning import Thinning
from drivers.simulated.serial_faults import Fault, Trouble
from drivers.simulated.serial_home import Scenario, SimulatedHome
from drivers.simulated.serial_modbus_slave import ModbusMeterOnBus, ModbusSlaves
from drivers.simulated.serial_player import TelegramPlayer, encoder
from drivers.simulated.zigbee.transport import serve_pty

MODELS = {"p1": "nl5", "sml": "full"}
BEGINS_S = 1_750_000_000


@functools.cache
def home() -> SimulatedHome:
    return SimulatedHome(Scenario(), BEGINS_S)


def descriptors() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


@contextlib.asynccontextmanager
async def talking(
    folder: Path,
    protocol: str = "p1",
    *,
    model: str | None = None,
    fault: Fault | None = None,
    at: int = 3,
    every_s: float = 0.02,
    step_ms: int = 60_000,
) -> AsyncIterator[TelegramPlayer]:
    """A meter that says something every 20 ms, each time a minute further on."""
    make = encoder(protocol, model or MODELS[protocol])
    player = TelegramPlayer(home(), make, Trouble(fault, at), every_s=every_s, step_ms=step_ms)
    async with serve_pty(player, folder / "meter"):
        yield player


@contextlib.asynccontextmanager
async def answering(
    folder: Path,
    model: str = "eastron-sdm630",
    *,
    fault: Fault | None = None,
    at: int = 5,
    units: tuple[int, ...] = (1,),
) -> AsyncIterator[ModbusSlaves]:
    """Modbus meters on one bus; their home is a minute further on with each answer."""
    meters = {unit: ModbusMeterOnBus(home(), model) for unit in units}
    slaves = ModbusSlaves(meters, Trouble(fault, at), lambda: 60_000 * slaves.answered)
    async with serve_pty(slaves, folder / "meter"):
        yield slaves


def bus(
    folder: Path, model: str = "eastron-sdm630", *units: ModbusUnit, answer_s: float = 2.0
) -> ModbusBus:
    """Our driver of that bus."""
    line = ModbusLine(str(folder / "meter"), 9_600)
    return ModbusBus(line, units or (unit(model),), SystemClock(), answer_s=answer_s)


def unit(model: str, number: int = 1, role: MeterRole = MeterRole.GRID) -> ModbusUnit:
    place = Place(role.value, role)
    return ModbusUnit(number, shipped_maps()[model], place, Thinning(0))


def driver(
    folder: Path,
    protocol: str = "p1",
    *,
    crc: bool = True,
    silence_s: float = 5.0,
    every_ms: int = 0,
    place: Place | None = None,
) -> SerialMeter:
    """Our driver on that line, unthinned."""
    dialect = Dialect("p1" if protocol == "p1" else "sml", crc)
    return SerialMeter(
        usual_line(str(folder / "meter"), dialect),
        dialect,
        place or Place("grid", MeterRole.GRID),
        SystemClock(assume_trusted=True),
        Thinning(every_ms),
        silence_s=silence_s,
    )


async def take(source: Meters, count: int) -> list[MeterReading]:
    """The next readings, the stream closed after them."""
    async with contextlib.aclosing(source.readings()) as stream:  # type: ignore[type-var]
        return [await anext(stream) for _ in range(count)]
