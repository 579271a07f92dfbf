"""A stick's Gecko bootloader on a pseudo-terminal: its menu, XMODEM, and what a power cut leaves.

As of Silicon Labs UG489 and AN760: a menu of text, `1` takes a GBL file by XMODEM-CRC (128 bytes a
block), `2` starts the application. The application's slot is erased before the first block, so a
stick cut off in an upload has only its bootloader left.
"""

import binascii
import os
import threading
import tty
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

MENU = b"\r\nGecko Bootloader v2.4.2\r\n1. upload gbl\r\n2. run\r\n3. ebl info\r\nBL > "
SOH, EOT, ACK, NAK, CAN = 0x01, 0x04, 0x06, 0x15, 0x18
BLOCK_BYTES = 128


@dataclass
class GeckoBootloader:
    """Takes bytes, returns what it says; knows no line and no time."""

    application: bytes | None = None
    """What runs when started; None: nothing."""
    cut_after_blocks: int | None = None
    """The power fails behind so many blocks of the next upload."""
    spoil_blocks: frozenset[int] = frozenset()
    """Numbers of blocks whose first try is garbled on the line."""
    uploads: int = 0
    running: bool = False
    dark: bool = False
    received: bytearray = field(default_factory=bytearray)
    _uploading: bool = False
    _block: bytearray = field(default_factory=bytearray)
    _spoilt: set[int] = field(default_factory=set)

    def line_received(self, data: bytes) -> bytes:
        """Take what the host wrote; return the answer."""
        if self.dark or self.running:
            return b""
        return b"".join(self._byte(one) for one in data)

    def power_cycle(self) -> None:
        """Unplug and plug in: it starts what it has, or stays in the bootloader."""
        self.dark, self._uploading = False, False
        self._block.clear()
        self.running = self.application is not None

    def _byte(self, one: int) -> bytes:
        if self._uploading:
            return self._upload_byte(one)
        match one:
            case 0x31:
                self._uploading, self.application = True, None
                self.uploads += 1
                self.received.clear()
                return b"\r\nbegin upload\r\nC"
            case 0x32:
                self.running = self.application is not None
                return b"" if self.running else MENU
            case 0x33:
                return MENU
        return b""

    def _upload_byte(self, one: int) -> bytes:
        if not self._block and one == EOT:
            return self._ended()
        self._block.append(one)
        if self._block[0] != SOH:
            self._block.clear()
            return b""
        if len(self._block) < 3 + BLOCK_BYTES + 2:
            return b""
        block, self._block = bytes(self._block), bytearray()
        return self._take(block)

    def _take(self, block: bytes) -> bytes:
        expected = len(self.received) // BLOCK_BYTES + 1
        payload = block[3:-2]
        if expected in self.spoil_blocks - self._spoilt:
            self._spoilt.add(expected)
            return bytes((NAK,))
        sound = binascii.crc_hqx(payload, 0) == int.from_bytes(block[-2:], "big")
        if not sound or block[1] ^ block[2] != 0xFF:
            return bytes((NAK,))
        if block[1] == expected & 0xFF:
            self.received += payload
        if self.cut_after_blocks is not None and expected >= self.cut_after_blocks:
            self.cut_after_blocks, self.dark = None, True
            return b""
        return bytes((ACK,))

    def _ended(self) -> bytes:
        self._uploading = False
        if _sound(bytes(self.received)):
            self.application = bytes(self.received)
            return bytes((ACK,)) + b"\r\nSerial upload complete\r\n\x00" + MENU
        return bytes((ACK,)) + b"\r\nSerial upload aborted\r\nfile abort\x00" + MENU


def _sound(data: bytes) -> bool:
    """Return whether a GBL's check sum is right, as the bootloader finds out at the end."""
    end = data.rfind((0xFC0404FC).to_bytes(4, "little"))
    return end >= 0 and zlib.crc32(data[: end + 8]) == int.from_bytes(
        data[end + 8 : end + 12], "little"
    )


@contextmanager
def plugged_in(stick: GeckoBootloader) -> Iterator[str]:
    """Serve the stick on a pseudo-terminal; yield its path."""
    master, slave = os.openpty()
    tty.setraw(slave)
    stop, wake = os.pipe()

    def serve() -> None:
        import select

        while True:
            ready, _, _ = select.select([master, stop], [], [])
            if stop in ready:
                return
            answer = stick.line_received(os.read(master, 4096))
            if answer:
                os.write(master, answer)

    thread = threading.Thread(target=serve, name="gecko bootloader")
    thread.start()
    try:
        yield os.ttyname(slave)
    finally:
        os.write(wake, b"x")
        thread.join()
        for one in (master, slave, stop, wake):
            os.close(one)
