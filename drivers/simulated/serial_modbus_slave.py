"""A Modbus RTU meter behind a pseudo-terminal, of its own making: bytes, checksum and registers.

Its registers are laid out by hand from the manufacturers' documents and not from our maps, so
that a wrong map does not agree with itself.
"""

import asyncio
import struct
from collections.abc import Callable, Mapping

import msgspec

from drivers.simulated.serial_faults import Fault, Trouble
from drivers.simulated.serial_home import Registers, SimulatedHome
from drivers.simulated.serial_telegrams import crc_reflected

MODBUS_MODELS = ("eastron-sdm630", "abb-b23", "gavazzi-em340")
REQUEST = 8
HOLDING, INPUT = 3, 4
ILLEGAL_FUNCTION, ILLEGAL_ADDRESS = 1, 2

Words = dict[tuple[int, int], int]
"""(function, address) to the register's word."""


def words_of(model: str, now: Registers) -> Words:
    """Return all registers of a model."""
    number = int(now.meter_id[-8:])
    if model == "eastron-sdm630":
        parts: list[tuple[int, int, bytes]] = [
            (INPUT, 0x0000, struct.pack(">f", 230.1)),
            (INPUT, 0x0034, struct.pack(">f", now.power_w)),
            (INPUT, 0x0048, struct.pack(">f", now.import_wh / 1_000)),
            (INPUT, 0x004A, struct.pack(">f", now.export_wh / 1_000)),
            (HOLDING, 0xFC00, number.to_bytes(4, "big")),
        ]
    elif model == "abb-b23":
        parts = [
            (HOLDING, 0x5000, (now.import_wh // 10).to_bytes(8, "big")),
            (HOLDING, 0x5004, (now.export_wh // 10).to_bytes(8, "big")),
            (HOLDING, 0x5B14, (now.power_w * 100).to_bytes(4, "big", signed=True)),
            (HOLDING, 0x8900, number.to_bytes(4, "big")),
        ]
    else:
        low_first = [
            (0x0028, now.power_w * 10),
            (0x0034, now.import_wh // 100),
            (0x004E, now.export_wh // 100),
        ]
        parts = [
            (INPUT, address, _swapped(value.to_bytes(4, "big", signed=True)))
            for address, value in low_first
        ]
        parts.append((INPUT, 0x5000, now.meter_id[-13:].encode().ljust(14, b"\0")))
    words: Words = {}
    for function, address, raw in parts:
        for place in range(0, len(raw), 2):
            words[function, address + place // 2] = int.from_bytes(raw[place : place + 2], "big")
    return words


def _swapped(raw: bytes) -> bytes:
    return raw[2:] + raw[:2]


class ModbusMeterOnBus(msgspec.Struct, frozen=True):
    """One meter of a bus."""

    home: SimulatedHome
    model: str


class ModbusSlaves:
    """What is behind an RS-485 adapter: one meter or several, each at its address."""

    def __init__(
        self,
        meters: Mapping[int, ModbusMeterOnBus],
        trouble: Trouble,
        now_ms: Callable[[], int],
    ) -> None:
        """`now_ms`: how long the homes have been running."""
        self._meters = dict(meters)
        self._trouble = trouble
        self._now_ms = now_ms
        self._held = b""
        self._write: Callable[[bytes], None] = _nowhere
        self._hang_up: Callable[[], bool] = lambda: False
        self._queue: asyncio.Queue[tuple[bytes, bool]] = asyncio.Queue()
        self.answered = 0
        """Requests so far that were for one of the meters."""

    def plug_in(self, write: Callable[[bytes], None], hang_up: Callable[[], bool]) -> None:
        """Take where bytes go, and how the line is cut."""
        self._write, self._hang_up = write, hang_up

    def plug_out(self) -> None:
        """Hear that the line is gone."""
        self._write, self._hang_up = _nowhere, lambda: False

    def line_received(self, data: bytes) -> None:
        """Take bytes of the master; a request is eight bytes with a right checksum."""
        self._held = (self._held + data)[-64:]
        while len(self._held) >= REQUEST:
            request, rest = self._held[:REQUEST], self._held[REQUEST:]
            if crc_reflected(request, 0xA001, 0xFFFF):  # a checksum leaves nothing over
                self._held = self._held[1:]
                continue
            self._held = rest
            if request[0] in self._meters:
                self._answer(request)

    def _answer(self, request: bytes) -> None:
        self.answered += 1
        unit, function = request[0], request[1]
        address, count = struct.unpack(">HH", request[2:6])
        meter = self._meters[unit]
        shown = self._trouble.registers(self.answered, meter.home.at(self._now_ms()))
        words = words_of(meter.model, shown)
        wanted = [words.get((function, address + place)) for place in range(count)]
        known = [word for word in wanted if word is not None]
        if function not in {HOLDING, INPUT}:
            body = bytes([unit, function | 0x80, ILLEGAL_FUNCTION])
        elif len(known) != count:
            body = bytes([unit, function | 0x80, ILLEGAL_ADDRESS])
        else:
            body = bytes([unit, function, 2 * count]) + struct.pack(f">{count}H", *known)
        frame = body + crc_reflected(body, 0xA001, 0xFFFF).to_bytes(2, "little")
        for piece in self._trouble.pieces(self._trouble.bytes_of(self.answered, frame)):
            self._queue.put_nowait(piece)
        if self._trouble.fault is Fault.DISCONNECT and self._trouble.now(self.answered):
            self._queue.put_nowait((b"", False))

    async def run(self) -> None:
        """Answer until cancelled."""
        while True:
            piece, pause = await self._queue.get()
            if piece:
                self._write(piece)
            else:
                self._hang_up()
            if pause:
                slow = self._trouble.fault is Fault.SLOW
                await asyncio.sleep(0.01 if slow else 0)


def _nowhere(_: bytes) -> None:
    """Nobody is connected."""
