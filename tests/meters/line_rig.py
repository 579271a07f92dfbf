"""A simulated meter on a pseudo-terminal, and our driver at the other end."""

import contextlib
import functools
from collections.abc import AsyncIterator
from pathlib import Path

from agent.metering.reading import MeterReading, MeterRole
from agent.ports import Meters
from drivers.clocks import SystemClock
from drivers.serial_meter import Dialect, SerialMeter, usual_line
from drivers.serial_reading import Place
from drivers.serial_thinning import Thinning
from drivers.simulated.serial_faults import Fault, Trouble
from drivers.simulated.serial_home import Scenario, SimulatedHome
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
