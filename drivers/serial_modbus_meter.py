"""An energy meter on RS-485 that is asked: Modbus RTU by pymodbus' own client, as the Meters port.

Each reading asks for the two or three registers that the map of the model names. All of them
must answer: a reading never mixes what was said now with what was said before.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Sequence

import msgspec
from pymodbus.client import AsyncModbusSerialClient
from pymodbus.exceptions import ModbusException

from agent.metering.reading import MeterReading
from agent.ports import Clock, MeterError
from drivers.serial_frame import MeterSaid, Quarantine, Reason, Rejected
from drivers.serial_modbus import ModbusMap, Register, said_of, serial_of
from drivers.serial_port import why_not_open
from drivers.serial_reading import Freshness, Place, reading
from drivers.serial_thinning import Thinning

log = logging.getLogger(__name__)
# It logs every missing answer as an error; what matters of that is in our own counts and words.
logging.getLogger("pymodbus.logging").setLevel(logging.CRITICAL)

ANSWER_S = 1.0
RETRIES = 1
FAILURES = 3
"""Readings missed in a row until the port is closed and opened anew."""


class ModbusLine(msgspec.Struct, frozen=True):
    """A port and the meter on it."""

    path: str
    unit: int = 1
    baud: int | None = None
    """None: as the map has it."""
    parity: str | None = None


class ModbusMeter:
    """The Meters port of one Modbus meter."""

    def __init__(
        self,
        line: ModbusLine,
        known: ModbusMap,
        place: Place,
        clock: Clock,
        thinning: Thinning,
        *,
        answer_s: float = ANSWER_S,
    ) -> None:
        self._line = line
        self._map = known
        self._place = place
        self._clock = clock
        self._thinning = thinning
        self._answer_s = answer_s
        self._fresh = Freshness(place.meter_id)
        self._serial = ""
        self.quarantine = Quarantine()
        """What was refused since the start."""

    @property
    def said(self) -> MeterSaid | None:
        """What the meter said last, as it has it."""
        return self._fresh.last

    async def readings(self) -> AsyncIterator[MeterReading]:
        """Yield readings, thinned, until MeterError: gone, silent, or not this model."""
        async with self._connected() as client:
            self._serial = await self._ask_serial(client)
            failures = 0
            while True:
                said = await self.ask(client)
                if isinstance(said, Rejected):
                    failures += 1
                    self.quarantine.refuse(said)
                    if failures >= FAILURES or not client.connected:
                        raise MeterError(self._words(said))
                    continue
                failures = 0
                self.quarantine.accepted += 1
                at_ms = int(self._clock.wall_ms())
                if self._thinning.wants(at_ms):
                    yield reading(said, self._place, at_ms)
                left_ms = self._thinning.next_ms(at_ms) - self._clock.wall_ms()
                await asyncio.sleep(max(left_ms, 100) / 1_000)

    async def once(self) -> MeterSaid | Rejected:
        """Open the port, ask once, close it; MeterError where there is no port."""
        async with self._connected() as client:
            self._serial = await self._ask_serial(client)
            return await self.ask(client)

    async def ask(self, client: AsyncModbusSerialClient) -> MeterSaid | Rejected:
        """Return one reading, or why there is none."""
        answers: dict[str, Sequence[int]] = {}
        for name, register in self._map.registers().items():
            words = await self._words_of(client, register)
            if isinstance(words, Rejected):
                return words
            answers[name] = words
        said = said_of(self._map, answers, self._serial)
        if isinstance(said, Rejected):
            return said
        return self._fresh.judge(said) or said

    @contextlib.asynccontextmanager
    async def _connected(self) -> AsyncIterator[AsyncModbusSerialClient]:
        client = AsyncModbusSerialClient(
            self._line.path,
            baudrate=self._line.baud or self._map.baud,
            parity=self._line.parity or self._map.parity,
            timeout=self._answer_s,
            retries=RETRIES,
            reconnect_delay=0,
        )
        try:
            if not await client.connect():
                refused = await asyncio.to_thread(_why, self._line.path)
                raise MeterError(refused)
            yield client
        finally:
            client.close()

    async def _ask_serial(self, client: AsyncModbusSerialClient) -> str:
        """Return the serial number; a model that does not answer for it has none."""
        if self._map.serial is None:
            return ""
        words = await self._words_of(client, self._map.serial)
        if isinstance(words, Rejected):
            return ""
        return serial_of(self._map.serial, words, self._map.word_order)

    async def _words_of(
        self, client: AsyncModbusSerialClient, register: Register
    ) -> Sequence[int] | Rejected:
        ask = (
            client.read_input_registers
            if register.table == "input"
            else client.read_holding_registers
        )
        try:
            answer = await ask(register.address, count=register.size, device_id=self._line.unit)
        except (ModbusException, OSError) as silent:
            return Rejected(Reason.NO_ANSWER, f"register {register.address}: {silent}")
        except Exception:  # what a stranger on the line makes the library do is no end of ours
            log.exception("%s: pymodbus failed at an answer", self._line.path)
            return Rejected(Reason.MALFORMED, f"register {register.address}")
        if answer.isError():
            return Rejected(Reason.MALFORMED, f"register {register.address}: {answer}")
        return list(answer.registers)

    def _words(self, last: Rejected) -> str:
        line, known = self._line, self._map
        baud, parity = line.baud or known.baud, line.parity or known.parity
        return (
            f"{line.path}: unit {line.unit} gives no reading as {known.title}"
            f" ({last.reason.value}; {last.what}); look at its address, speed ({baud} baud, parity"
            f" {parity}) and wires A and B."
        )


def _why(path: str) -> str:
    """Say why the library could not open a port: it keeps that to itself."""
    import serial  # type: ignore[import-untyped]  # pyserial has no types

    try:
        serial.Serial(path, exclusive=True).close()
    except (OSError, ValueError) as refused:
        return why_not_open(path, refused)
    return f"{path} could not be opened; it is tried again."
