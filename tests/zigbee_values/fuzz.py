"""Frames that no device should send: random bytes, and sound ones with bytes changed."""

import random
import struct
from collections.abc import Iterator

from drivers.zigbee_frames import AttributeFrame, TuyaFrame, aqara_tags, attribute_frame, tuya_frame


def _report(*records: tuple[int, int, bytes]) -> bytes:
    return b"\x18\x2a\x0a" + b"".join(struct.pack("<HB", a, k) + data for a, k, data in records)


SOUND = (
    _report((0x0000, 0x25, b"\x01\x02\x03\x04\x05\x06"), (0x0400, 0x2A, b"\x01\x02\x03")),
    _report((1, 0x48, b"\x42\x02\x00\x01a\x02bc"), (2, 0x4C, b"\x02\x00\x20\x05\x42\x01x")),
    _report((1, 0x42, b"\x03abc"), (2, 0x43, b"\x02\x00ab"), (3, 0x39, b"\x00\x00\x80\x3f")),
    bytes.fromhex("18 2a 01 0000 86 0103 00 22 010000 0203 00 22 e80300"),
    bytes.fromhex("09 07 02 0001 01 02 0004 00000064 06 00 0008 08fc001170000064"),
)


def fuzzed_frames(count: int, seed: int) -> Iterator[bytes]:
    """Yield `count` frames; the same seed gives the same ones."""
    rng = random.Random(seed)
    for number in range(count):
        if number % 2:
            yield rng.randbytes(rng.randrange(120))
            continue
        changed = bytearray(rng.choice(SOUND))
        for _ in range(rng.randrange(1, 5)):
            changed[rng.randrange(len(changed))] = rng.randrange(256)
        yield bytes(changed[: rng.randrange(1, len(changed) + 40)])


def decode_all(frame: bytes) -> int:
    """Give a frame to every parser; return how many took it. A wrong kind of answer raises."""
    taken = 0
    aqara_tags(frame)
    for parser, kind in ((attribute_frame, AttributeFrame), (tuya_frame, TuyaFrame)):
        read = parser(frame)
        if read is not None:
            if not isinstance(read, kind) or not isinstance(read.problem, str):
                raise TypeError(f"{parser.__name__} gave {read!r}")
            taken += 1
    return taken
