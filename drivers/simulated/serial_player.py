"""Plays a meter that talks by itself on a pseudo-terminal: P1 telegrams or SML files."""

import asyncio
from collections.abc import Callable

from drivers.simulated.serial_faults import Fault, Trouble
from drivers.simulated.serial_home import Registers, SimulatedHome
from drivers.simulated.serial_telegrams import p1_telegram, sml_file


class TelegramPlayer:
    """What is behind the line of such a meter (drivers.simulated.zigbee.transport.serve_pty)."""

    def __init__(
        self,
        home: SimulatedHome,
        encode: Callable[[Registers], bytes],
        trouble: Trouble,
        *,
        every_s: float = 1.0,
        step_ms: int = 1_000,
    ) -> None:
        """Every `every_s` a frame is sent, the home being `step_ms` further on."""
        self._home = home
        self._encode = encode
        self._trouble = trouble
        self._every_s = every_s
        self._step_ms = step_ms
        self._write: Callable[[bytes], None] = _nowhere
        self._hang_up: Callable[[], bool] = lambda: False
        self.sent = 0
        """Frames so far, whole or not."""

    def plug_in(self, write: Callable[[bytes], None], hang_up: Callable[[], bool]) -> None:
        """Take where bytes go, and how the line is cut."""
        self._write, self._hang_up = write, hang_up

    def plug_out(self) -> None:
        """Hear that the line is gone."""
        self._write, self._hang_up = _nowhere, lambda: False

    def line_received(self, data: bytes) -> None:
        """A meter of this kind does not listen."""

    async def run(self) -> None:
        """Play until cancelled."""
        while True:
            self.sent += 1
            shown = self._home.at(self.sent * self._step_ms)
            frame = self._encode(self._trouble.registers(self.sent, shown))
            for piece, pause in self._trouble.pieces(self._trouble.bytes_of(self.sent, frame)):
                self._write(piece)
                if pause:
                    slow = self._trouble.fault is Fault.SLOW
                    await asyncio.sleep(self._every_s / 20 if slow else 0)
            if self._trouble.fault is Fault.DISCONNECT and self._trouble.now(self.sent):
                await asyncio.sleep(self._every_s / 2)
                self._hang_up()
            await asyncio.sleep(self._every_s)


def encoder(protocol: str, model: str) -> Callable[[Registers], bytes]:
    """Return what makes a frame of registers."""
    if protocol == "p1":
        return lambda now: p1_telegram(now, model)
    return lambda now: sml_file(now, model)


def _nowhere(_: bytes) -> None:
    """Nobody is connected."""
