"""One serial port, opened for us alone and read without ever blocking the loop.

Opening can wait for a USB device, so a thread does it; reading waits in the loop for the file
descriptor. Whatever goes wrong is a MeterError in words an installer can act on.
"""

import asyncio
import contextlib
import errno
import fcntl
import os
import termios
from collections.abc import AsyncIterator
from typing import Literal

import msgspec
import serial  # type: ignore[import-untyped]  # pyserial has no types

from agent.ports import MeterError

CHUNK = 4_096
"""What a kernel's buffer of a serial port holds."""


class Line(msgspec.Struct, frozen=True):
    """A port and how it is spoken to."""

    path: str
    baud: int
    bits: Literal[7, 8] = 8
    parity: Literal["N", "E"] = "N"


class Stream:
    """The bytes of an open port."""

    def __init__(self, path: str, fd: int) -> None:
        self._path = path
        self._fd = fd

    async def read(self, within_s: float) -> bytes:
        """Return what has come, at most 4 096 bytes; nothing after `within_s`. MeterError."""
        loop = asyncio.get_running_loop()
        ready = asyncio.Event()
        loop.add_reader(self._fd, ready.set)
        try:
            async with asyncio.timeout(max(within_s, 0.0)):
                await ready.wait()
        except TimeoutError:
            return b""
        finally:
            loop.remove_reader(self._fd)
        try:
            data = os.read(self._fd, CHUNK)
        except BlockingIOError:
            return b""
        except OSError as lost:
            raise gone(self._path, lost) from lost
        if not data:
            raise gone(self._path, None)
        return data


@contextlib.asynccontextmanager
async def opened(line: Line) -> AsyncIterator[Stream]:
    """Open a port, exclusively, and close it in the end. MeterError."""
    port = await _open(line)
    try:
        yield Stream(line.path, port.fileno())
    finally:
        _close(port)


async def _open(line: Line) -> serial.Serial:
    opening = asyncio.get_running_loop().run_in_executor(None, _open_now, line)
    try:
        return await asyncio.shield(opening)
    except asyncio.CancelledError:
        opening.add_done_callback(_close_late)
        raise
    except (OSError, ValueError, termios.error) as refused:
        raise MeterError(why_not_open(line.path, refused)) from refused


def _open_now(line: Line) -> serial.Serial:
    """Open the port; flock keeps programs of our kind out, TIOCEXCL every other."""
    try:
        port = _serial(line)
    except termios.error as refused:
        if line.parity == "N" or refused.args[:1] != (errno.EINVAL,):
            raise
        port = _serial(Line(line.path, line.baud))  # no parity here, as on a pseudo-terminal
    try:
        fcntl.ioctl(port.fileno(), termios.TIOCEXCL)
    except OSError:
        port.close()
        raise
    return port


def _serial(line: Line) -> serial.Serial:
    return serial.Serial(
        line.path,
        line.baud,
        bytesize=line.bits,
        parity=line.parity,
        timeout=0,
        exclusive=True,
    )


def usable_parity(path: str, baud: int, parity: str) -> str:
    """Return the parity a port really has after it was asked for; MeterError in words."""
    try:
        with serial.Serial(path, baud, parity=parity, exclusive=True) as port:
            flags: int = termios.tcgetattr(port.fileno())[2]
    except termios.error as refused:
        if parity == "N":
            raise MeterError(why_not_open(path, refused)) from refused
        return "N"
    except (OSError, ValueError) as refused:
        raise MeterError(why_not_open(path, refused)) from refused
    return parity if flags & termios.PARENB else "N"


def _close_late(opening: "asyncio.Future[serial.Serial]") -> None:
    if not opening.cancelled() and opening.exception() is None:
        _close(opening.result())


def _close(port: serial.Serial) -> None:
    with contextlib.suppress(OSError, termios.error):
        fcntl.ioctl(port.fileno(), termios.TIOCNXCL)
    with contextlib.suppress(OSError, termios.error):  # a device that is gone is closed as well
        port.close()


def gone(path: str, lost: OSError | None) -> MeterError:
    """Return the error of a device that vanished while it was read."""
    why = "" if lost is None else f" ({lost.strerror or lost})"
    return MeterError(f"{path}: the device is gone{why}; look whether its cable is plugged in.")


def why_not_open(path: str, refused: Exception) -> str:
    """Say why a port could not be opened, and what to do."""
    number = getattr(refused, "errno", None)
    if number is None and "lock" in str(refused):
        number = errno.EBUSY
    match number:
        case errno.ENOENT | errno.ENODEV | errno.ENXIO:
            return (
                f"{path} is not there; look whether the cable is plugged in (ls /dev/serial/by-id)."
            )
        case errno.EACCES | errno.EPERM:
            return f"{path} may not be opened by this user; the group dialout may."
        case errno.EBUSY | errno.EAGAIN:
            return f"{path} is used by another program; only one can read a meter."
    return f"{path} could not be opened: {refused}."
