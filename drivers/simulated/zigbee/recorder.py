"""Stands between a host and a real stick: passes every byte on at once, and notes what passed.

The host opens our pseudo-terminal instead of the stick. When the stick goes away the terminal goes
too, as the stick's own device file would; it comes back with the stick.
"""

import asyncio
import contextlib
import os
import socket
import tempfile
import termios
import time
import tty
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import msgspec

from drivers.simulated.zigbee.listening import Listener
from drivers.simulated.zigbee.recording import Entry, Side, Tape, What
from drivers.simulated.zigbee.redaction import Redactor

READ_BYTES = 4096
WAITING_BYTES = 16_384
"""What a side that does not read may have waiting; more is lost, as on any serial line."""
LOOK_AGAIN_S = 1.0  # for a stick that is not there
FLUSH_S = 2.0  # a crash of ours loses no more than this
CONNECT_WITHIN_S = 10.0


class Stick(msgspec.Struct, frozen=True):
    """Where the stick is."""

    path: str
    """A device file (`/dev/serial/by-id/…`) or `tcp://host:port`."""
    baudrate: int = 115_200
    flow_control: str = "software"
    """`software`, `hardware` or `none`."""


class Wire:
    """One open end: reads as it comes, writes without waiting, ends once."""

    def __init__(self, fd: int, heard: Callable[[bytes], None]) -> None:
        """Listen on a descriptor, which stays its owner's."""
        self._fd = fd
        self._heard = heard
        self._waiting = bytearray()
        self._loop = asyncio.get_running_loop()
        self.ended = asyncio.Event()
        self.lost_bytes = 0
        os.set_blocking(fd, False)
        self._loop.add_reader(fd, self._readable)

    def write(self, data: bytes) -> None:
        """Write now, or as soon as it can be; beyond `WAITING_BYTES` it is lost and counted."""
        room = WAITING_BYTES - len(self._waiting)
        self.lost_bytes += max(0, len(data) - room)
        idle = not self._waiting
        self._waiting += data[:room]
        if idle and self._waiting:
            self._loop.add_writer(self._fd, self._writable)
            self._writable()

    def close(self) -> None:
        """Stop listening and writing."""
        self._loop.remove_reader(self._fd)
        self._loop.remove_writer(self._fd)

    def _readable(self) -> None:
        try:
            data = os.read(self._fd, READ_BYTES)
        except BlockingIOError:
            return
        except OSError:  # EIO: what was behind it is gone
            data = b""
        if data:
            self._heard(data)
        else:
            self._end()

    def _writable(self) -> None:
        try:
            del self._waiting[: os.write(self._fd, self._waiting)]
        except BlockingIOError:
            return
        except OSError:
            self._waiting.clear()
            self._end()
        if not self._waiting:
            self._loop.remove_writer(self._fd)

    def _end(self) -> None:
        self.close()
        self.ended.set()


class Recorder:
    """One recording. `run` ends only when it is cancelled."""

    def __init__(
        self, stick: Stick, tape: Tape, *, redacted: bool, say: Callable[[str], None]
    ) -> None:
        """`say` gets a sentence for people whenever something changes."""
        self._stick = stick
        self._tape = tape
        self._say = say
        self._begun_ns = time.monotonic_ns()
        self._listener = Listener(self._add, Redactor() if redacted else None)
        self._writing = True
        self.lost_bytes = 0

    async def run(self, link: Path | None) -> None:
        """Serve under `link` (None: a temporary one) whenever the stick is there."""
        with tempfile.TemporaryDirectory(prefix="gridhearth-record-") as folder:
            at = link or Path(folder) / "stick"
            async with asyncio.TaskGroup() as tasks:
                flushing = tasks.create_task(self._flush_now_and_then(), name="record flush")
                try:
                    await self._serve(at)
                finally:
                    flushing.cancel()

    async def _serve(self, at: Path) -> None:
        missed = ""
        while True:
            try:
                async with _opened(self._stick) as fd:
                    missed = ""
                    await self._pass_on(fd, at)
            except (OSError, termios.error) as trouble:
                if str(trouble) != missed:
                    missed = str(trouble)
                    self._say(f"The stick could not be opened: {trouble}. Waiting for it.")
                await asyncio.sleep(LOOK_AGAIN_S)

    async def _pass_on(self, fd: int, at: Path) -> None:
        with _terminal(at) as master:
            stick = Wire(fd, lambda data: self._from("stick", data, host))
            host = Wire(master, lambda data: self._from("host", data, stick))
            self._note("attached")
            self._say(f"Recording; let the host open {at}")
            try:
                await stick.ended.wait()
            finally:
                stick.close()
                host.close()
                self.lost_bytes += stick.lost_bytes + host.lost_bytes
            self._note("lost")
            self._say("The stick is gone.")

    def _from(self, side: Side, data: bytes, to: Wire) -> None:
        to.write(data)
        self._listener.heard(side, data, self._us())

    def _us(self) -> int:
        return (time.monotonic_ns() - self._begun_ns) // 1_000

    def _note(self, what: What) -> None:
        self._add(Entry(self._us(), "recorder", what))

    def _add(self, entry: Entry) -> None:
        """The line is worth more than the recording: trouble with the file ends only the latter."""
        if not self._writing:
            return
        try:
            self._tape.add(entry)
        except OSError as trouble:
            self._stop_writing(f"The recording ended: {trouble}. The line goes on.")
        if self._tape.full:
            self._stop_writing("The recording is full and ended. The line goes on.")

    def _stop_writing(self, why: str) -> None:
        self._writing = False
        self._say(why)

    async def _flush_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(FLUSH_S)
            try:
                self._tape.flush()
            except OSError as trouble:
                if self._writing:
                    self._stop_writing(f"The recording ended: {trouble}. The line goes on.")


@contextlib.contextmanager
def _terminal(at: Path) -> Iterator[int]:
    """A pseudo-terminal under a symbolic link; gives our end. The host's stays open with us."""
    master, slave = os.openpty()
    try:
        tty.setraw(slave)
        new = at.with_name(f".{at.name}.new")
        new.unlink(missing_ok=True)
        new.symlink_to(os.ttyname(slave))
        new.replace(at)
        yield master
    finally:
        at.unlink(missing_ok=True)
        os.close(slave)
        os.close(master)


@contextlib.asynccontextmanager
async def _opened(stick: Stick) -> AsyncIterator[int]:
    """The stick, opened; OSError: it is not there, or in use."""
    if stick.path.startswith("tcp://"):
        host, _, port = stick.path.removeprefix("tcp://").rpartition(":")
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(CONNECT_WITHIN_S):
            reached = await loop.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)
        with socket.socket(reached[0][0], socket.SOCK_STREAM) as line:
            line.setblocking(False)
            async with asyncio.timeout(CONNECT_WITHIN_S):
                await loop.sock_connect(line, reached[0][4])
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            yield line.fileno()
        return
    import serial  # type: ignore[import-untyped]

    with serial.Serial(  # its SerialException is an OSError
        stick.path,
        stick.baudrate,
        timeout=0,
        xonxoff=stick.flow_control == "software",
        rtscts=stick.flow_control == "hardware",
        exclusive=True,
    ) as port:
        told = termios.tcgetattr(port.fileno())
        told[6][termios.VMIN] = 1  # with 0, "nothing yet" would look like the end
        termios.tcsetattr(port.fileno(), termios.TCSANOW, told)
        yield port.fileno()
