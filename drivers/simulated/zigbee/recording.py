"""A trace of a serial line between a host and an EZSP stick, as a file of JSON lines.

The first line is a `Header`, each further one an `Entry`. EZSP frames stand in it as they were
before ASH's randomising and escaping. Keys are replaced (`redaction.py`) unless they were asked for.
"""

import os
from pathlib import Path
from types import TracebackType
from typing import Literal

import msgspec

FORMAT = "gridhearth/ezsp-trace"
VERSION = 1
MEBIBYTE = 1 << 20
MAX_FILE_BYTES = 512 * MEBIBYTE
"""Weeks of a busy stick; a larger file is not read."""
END_RESERVE_BYTES = 256
"""Kept free for the last line, which says that the file is full."""

Side = Literal["host", "stick", "recorder"]
What = Literal[
    "ezsp",  # an EZSP frame, once
    "again",  # one that was sent before: its acknowledgement was lost
    "rst",
    "rstack",
    "error",
    "ack",
    "nak",
    "noise",  # bytes that are no frame; their content is not kept
    "attached",  # the recorder found the stick
    "lost",  # the stick went away
    "full",  # the file's bound was reached; the line goes on without it
]


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first line."""

    format: str
    version: int
    keys: Literal["replaced", "in clear"]
    made_ms: int
    """Wall clock, UTC."""


class Entry(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One thing that happened on the line."""

    us: int
    """Microseconds since the recording began, of a clock that never goes back."""
    side: Side
    """Who sent it."""
    what: What
    name: str = ""
    """Of an EZSP frame: what it is, for people."""
    frame: str = ""
    """Of an EZSP frame: its bytes, hexadecimal."""
    number: int = 0
    """Of ack and nak: the frame wanted next; of rstack and error: the code."""
    size: int = 0
    """Of noise: how many bytes."""


class Recording(msgspec.Struct, frozen=True):
    """A file that was read."""

    header: Header
    entries: tuple[Entry, ...]
    torn: bool = False
    """The last line was cut off; it was left out."""


class Tape:
    """The file while it is written: private, never larger than its bound, never overwritten."""

    def __init__(self, path: Path, limit_bytes: int, *, redacted: bool, made_ms: int) -> None:
        """Begin the file. FileExistsError: it is there already; OSError."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        self._file = os.fdopen(os.open(path, flags, 0o600), "wb")
        self._left_bytes = limit_bytes - END_RESERVE_BYTES
        self.full = False
        self.entries = 0
        keys: Literal["replaced", "in clear"] = "replaced" if redacted else "in clear"
        self._put(msgspec.json.encode(Header(FORMAT, VERSION, keys, made_ms)))

    def add(self, entry: Entry) -> None:
        """Write an entry, or one that says that the file is full, or nothing. OSError."""
        if self.full:
            return
        line = msgspec.json.encode(entry)
        if len(line) + 1 > self._left_bytes:
            self.full = True
            line = msgspec.json.encode(Entry(entry.us, "recorder", "full"))
        self._put(line)
        self.entries += 1

    def _put(self, line: bytes) -> None:
        self._file.write(line + b"\n")
        self._left_bytes -= len(line) + 1

    def flush(self) -> None:
        """Hand everything to the system. OSError."""
        self._file.flush()

    def close(self) -> None:
        """End the file. OSError: what was last written may be missing."""
        self._file.close()

    def __enter__(self) -> "Tape":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def read_recording(path: Path) -> Recording:
    """Return a recording. ValueError: it is none, with the line that is wrong; OSError."""
    size = path.stat().st_size
    if size > MAX_FILE_BYTES:
        raise ValueError(f"{path} has {size} bytes; at most {MAX_FILE_BYTES} are read")
    lines = path.read_bytes().split(b"\n")
    torn = lines.pop() != b""  # what follows the last newline
    try:
        header = msgspec.json.decode(lines[0] if lines else b"", type=Header)
    except msgspec.MsgspecError as wrong:
        raise ValueError(f"{path} is no trace of a stick: {wrong}") from None
    if (header.format, header.version) != (FORMAT, VERSION):
        raise ValueError(f"{path} is {header.format} {header.version}, not {FORMAT} {VERSION}")
    decoder = msgspec.json.Decoder(Entry)
    entries: list[Entry] = []
    for number, line in enumerate(lines[1:], start=2):
        try:
            entry = decoder.decode(line)
            bytes.fromhex(entry.frame)
        except (msgspec.MsgspecError, ValueError) as wrong:
            raise ValueError(f"{path}, line {number}: {wrong}") from None
        entries.append(entry)
    return Recording(header, tuple(entries), torn)
