"""An energy meter on RS-485 that is asked: Modbus RTU by pymodbus' own client, as the Meters port.

Each reading asks for the two or three registers that the map of the model names. All of them
must answer: a reading never mixes what was said now with what was said before.
"""

import asyncio
import contextlib
import logging
import termios
from collections.abc import AsyncIterator, Sequence

import msgspec
from pymodbus.client import AsyncModbusSerialClient
from pymodbus.exceptions import ModbusException

from agent.metering.reading import MeterReading
from agent.ports import Clock, MeterError
from drivers.serial_frame import MeterSaid, Quarantine, Reason, Rejected
from drivers.serial_modbus import ModbusMap, Register, said_of, serial_of
from drivers.serial_port import usable_parity, why_not_open
from drivers.serial_reading import Freshness, Place, reading
from drivers.serial_thinning import Thinning

log = logging.getLogger(__name__)
# It logs every missing answer as an error; what matters of that is in our own counts and words.
logging.getLogger("pymodbus.logging").setLevel(logging.CRITICAL)

ANSWER_S = 1.0
RETRIES = 1
FAILURES = 3
"""Readings missed in a row by all meters until the port is closed and opened anew."""
LEAST_PAUSE_MS = 100
PAUSES_MS = (200, 500, 1_000, 5_000, 15_000, 60_000)
"""Between tries at a meter that does not answer, while others do."""


class ModbusLine(msgspec.Struct, frozen=True):
    """A bus and how it is spoken to."""

    path: str
    baud: int
    parity: str = "N"


class ModbusUnit:
    """One meter on a bus; what it said last outlives the connection."""

    def __init__(self, unit: int, known: ModbusMap, place: Place, thinning: Thinning) -> None:
        """`unit`: its address, 1 to 247."""
        self.unit = unit
        self.known = known
        self.place = place
        self.thinning = thinning
        self.due_ms = 0
        self.failures = 0
        self._fresh = Freshness(place.meter_id)
        self._serial: str | None = None
        self.quarantine = Quarantine()
        """What was refused since the start."""

    @property
    def said(self) -> MeterSaid | None:
        """What the meter said last, as it has it."""
        return self._fresh.last

    async def ask(self, client: AsyncModbusSerialClient) -> MeterSaid | Rejected:
        """Return one reading, or why there is none."""
        if self._serial is None or self.failures:  # another meter may hang there now
            self._serial = await self._ask_serial(client)
        answers: dict[str, Sequence[int]] = {}
        for name, register in self.known.registers().items():
            words = await self._words_of(client, register)
            if isinstance(words, Rejected):
                return self._missed(words)
            answers[name] = words
        said = said_of(self.known, answers, self._serial)
        verdict = said if isinstance(said, Rejected) else self._fresh.judge(said)
        if verdict is not None:
            return self._missed(verdict)
        self.failures = 0
        self.quarantine.accepted += 1
        return said

    def _missed(self, why: Rejected) -> Rejected:
        self.failures += 1
        self.quarantine.refuse(why)
        return why

    async def _ask_serial(self, client: AsyncModbusSerialClient) -> str:
        """Return the serial number; a model that does not answer for it has none."""
        if self.known.serial is None:
            return ""
        words = await self._words_of(client, self.known.serial)
        if isinstance(words, Rejected):
            return ""
        return serial_of(self.known.serial, words, self.known.word_order)

    async def _words_of(
        self, client: AsyncModbusSerialClient, register: Register
    ) -> Sequence[int] | Rejected:
        ask = (
            client.read_input_registers
            if register.table == "input"
            else client.read_holding_registers
        )
        where = f"unit {self.unit}, register {register.address}"
        _cancelled_all_the_same()
        try:
            answer = await ask(register.address, count=register.size, device_id=self.unit)
        except (ModbusException, OSError) as silent:
            return Rejected(Reason.NO_ANSWER, f"{where}: {silent}")
        except Exception:  # what a stranger on the line makes the library do is no end of ours
            log.exception("pymodbus failed at an answer of %s", where)
            return Rejected(Reason.MALFORMED, where)
        _cancelled_all_the_same()
        if answer.isError():
            return Rejected(Reason.MALFORMED, f"{where}: {answer}")
        return list(answer.registers)


class ModbusBus:
    """The Meters port of the meters on one bus, asked one after the other."""

    def __init__(
        self,
        line: ModbusLine,
        units: Sequence[ModbusUnit],
        clock: Clock,
        *,
        answer_s: float = ANSWER_S,
    ) -> None:
        self._line = line
        self.units = tuple(units)
        self._clock = clock
        self._answer_s = answer_s

    async def readings(self) -> AsyncIterator[MeterReading]:
        """Yield readings, thinned, until MeterError: gone, or none of the meters answers."""
        async with self.connected() as client:
            for one in self.units:
                one.failures, one.due_ms = 0, 0
            while True:
                for one in self.units:
                    if one.due_ms > self._clock.mono_ms():
                        continue
                    said = await one.ask(client)
                    if isinstance(said, Rejected):
                        self._missed(client, one, said)
                        continue
                    at_ms = int(self._clock.wall_ms())
                    one.due_ms = self._next_ms(one.thinning.next_ms(at_ms) - at_ms)
                    if one.thinning.wants(at_ms):
                        yield reading(said, one.place, at_ms)
                due_ms = min(one.due_ms for one in self.units)
                await asyncio.sleep(max(due_ms - self._clock.mono_ms(), 0) / 1_000)

    def _next_ms(self, after_ms: int) -> int:
        return int(self._clock.mono_ms()) + max(after_ms, LEAST_PAUSE_MS)

    def _missed(self, client: AsyncModbusSerialClient, one: ModbusUnit, why: Rejected) -> None:
        """One silent meter must not hold up its neighbours; when all are, the port is at fault."""
        pause = PAUSES_MS[min(one.failures, len(PAUSES_MS)) - 1]
        one.due_ms = self._next_ms(pause)
        all_silent = all(unit.failures >= FAILURES for unit in self.units)
        if all_silent or not client.connected:
            raise MeterError(self._words(one, why))
        if one.failures == FAILURES:
            log.warning("%s", self._words(one, why))

    @contextlib.asynccontextmanager
    async def connected(self) -> AsyncIterator[AsyncModbusSerialClient]:
        """Open the bus, and close it in the end; MeterError."""
        path, baud = self._line.path, self._line.baud
        parity = await asyncio.to_thread(usable_parity, path, baud, self._line.parity)
        client = AsyncModbusSerialClient(
            path,
            baudrate=baud,
            parity=parity,
            timeout=self._answer_s,
            retries=RETRIES,
            reconnect_delay=0,
        )
        try:
            try:
                there = await client.connect()
            except termios.error as refused:  # unplugged within the last moment
                raise MeterError(why_not_open(path, refused)) from refused
            _cancelled_all_the_same()
            if not there:
                raise MeterError(f"{path} could not be opened; it is tried again.")
            yield client
        finally:
            client.close()

    def _words(self, one: ModbusUnit, last: Rejected) -> str:
        line = self._line
        return (
            f"{line.path}: unit {one.unit} gives no reading as {one.known.title}"
            f" ({last.reason.value}; {last.what}); look at its address, speed ({line.baud} baud,"
            f" parity {line.parity}) and wires A and B."
        )


def _cancelled_all_the_same() -> None:
    """Raise the cancellation that asyncio.wait_for of Python 3.11 loses when an answer is quick."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
