"""Mutated frames for the parsers of serial meters, and what a run of them found."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from drivers.serial_frame import Frames, MeterSaid, Rejected, crc16_arc, crc16_x25
from drivers.serial_p1 import P1Frames, parse_p1
from drivers.serial_sml import SmlFrames, parse_sml
from tests.meters.telegrams import divided, golden

BUDGET_S = 0.05
SEEDS = {
    "p1": ("p1-dsmr5.txt", "p1-belgium.txt", "p1-luxembourg.txt", "p1-sweden.txt"),
    "sml": ("sml-full.hex", "sml-escaped.hex", "sml-locked.hex"),
}
Parse = Callable[[bytes], MeterSaid | Rejected]
PARSERS: dict[str, Parse] = {"p1": parse_p1, "sml": parse_sml}
CUTTERS: dict[str, Callable[[], Frames]] = {"p1": P1Frames, "sml": SmlFrames}


class Found(NamedTuple):
    """What a run found."""

    frames: int
    accepted: int
    wrongly: int
    """Accepted though its checksum, computed another way, is not right."""
    collisions: int
    """Accepted because a wrong frame has its right checksum by chance, as one in 65 536 has."""
    uncaught: int
    slow: int
    slowest_ms: float
    reasons: dict[str, int]


def mutated(protocol: str, seed: int) -> Iterator[tuple[bytes, bool]]:
    """Mutants without end, and whether each was given right checksums again.

    Every fourth is: what the checksums do not keep out reaches the decoder.
    """
    chance = random.Random(seed)
    known = [golden(name) for name in SEEDS[protocol]]
    number = 0
    while True:
        number += 1
        if protocol == "sml" and number % 4 == 0:
            yield _listed_again(chance.choice(known), chance), True
            continue
        frame = bytearray(chance.choice(known))
        for _ in range(chance.choice((1, 1, 2, 5))):
            _mutate(frame, chance, known)
        if number % 4:
            yield bytes(frame), False
        else:
            yield signed_fast(bytes(frame).partition(b"!")[0] + b"!"), True


def _mutate(frame: bytearray, chance: random.Random, known: list[bytes]) -> None:
    place = chance.randrange(len(frame)) if frame else 0
    match chance.randrange(8):
        case 0 | 1:
            if frame:
                frame[place] ^= 1 << chance.randrange(8)
        case 2:
            if frame:
                frame[place] = chance.randrange(256)
        case 3:
            del frame[place : place + chance.choice((1, 2, 30))]
        case 4:
            frame[place:place] = chance.randbytes(chance.choice((1, 4, 100)))
        case 5:
            del frame[place:]
        case 6:
            other = chance.choice(known)
            begin = chance.randrange(len(other))
            frame[place : place + 20] = other[begin : begin + chance.choice((4, 40))]
        case _:
            piece = bytes(frame[place : place + chance.choice((2, 16))])
            frame[place:place] = piece * chance.choice((2, 20, 300))


def _listed_again(sound: bytes, chance: random.Random) -> bytes:
    """A file whose list is a mutant, both its checksums being right."""
    inside = sound[8:-8].replace(b"\x1b" * 8, b"\x1b" * 4)
    begin, end = (inside.index(bytes.fromhex(f"76050000a1b{n}")) for n in (2, 3))
    body = bytearray(inside[begin : end - 4])
    for _ in range(chance.choice((1, 1, 2, 5))):
        _mutate(body, chance, [inside])
    message = body + b"\x63" + crc16_x25(bytes(body)).to_bytes(2, "little") + b"\0"
    whole = inside[:begin] + message
    filled = whole + b"\0" * (-len(whole) % 4)
    fill = bytes([len(filled) - len(whole)])
    return signed_sml_fast(filled.replace(b"\x1b" * 4, b"\x1b" * 8), fill)


def signed_fast(body: bytes) -> bytes:
    """As telegrams.signed_p1, by the driver's own fast checksum (itself checked elsewhere)."""
    return body + b"%04X\r\n" % crc16_arc(body)


def signed_sml_fast(inside: bytes, fill: bytes = b"\0") -> bytes:
    """As telegrams.signed_sml, likewise."""
    whole = b"\x1b" * 4 + b"\x01" * 4 + inside + b"\x1b" * 4 + b"\x1a" + fill
    return whole + crc16_x25(whole).to_bytes(2, "little")


def _again_s(protocol: str, parse: Parse, frame: bytes) -> float:
    begun_s = time.thread_time()
    parse(frame)
    CUTTERS[protocol]().feed(frame)
    return time.thread_time() - begun_s


def checksum_is_right(protocol: str, frame: bytes) -> bool:
    """Tell whether a frame's last checksum is its own, dividing polynomials."""
    if protocol == "p1":
        body, _, given = frame.partition(b"!")
        return given[:4].upper() == b"%04X" % divided(body + b"!", 0xA001, 0)
    given_number = int.from_bytes(frame[-2:], "little")
    return given_number == divided(frame[:-2], 0x8408, 0xFFFF) ^ 0xFFFF


def run(protocol: str, count: int, *, seed: int = 1, parse: Parse | None = None) -> Found:
    """Feed `count` mutants through the cutter and the parser.

    Suspected is a mutant with its old checksums that gave a reading no sound frame gives.
    """
    parse = parse or PARSERS[protocol]
    sound = {parse(golden(name)) for name in SEEDS[protocol]}
    cutter, mutants = CUTTERS[protocol](), mutated(protocol, seed)
    accepted = wrongly = collisions = uncaught = slow = 0
    slowest_s, reasons = 0.0, Counter[str]()
    for _ in range(count):
        frame, signed = next(mutants)
        begun_s = time.thread_time()
        try:
            said: list[MeterSaid | Rejected] = [parse(frame)]
            for one in cutter.feed(frame):
                if isinstance(one, Rejected):
                    reasons[f"line: {one.reason.value}"] += 1
        except Exception:  # noqa: BLE001 - what a test looks for
            uncaught += 1
            cutter = CUTTERS[protocol]()
            continue
        took_s = time.thread_time() - begun_s
        if took_s > BUDGET_S:  # the collector, or a machine that was taken away: not the frame's
            took_s = min(took_s, *(_again_s(protocol, parse, frame) for _ in range(3)))
        slowest_s = max(slowest_s, took_s)
        slow += took_s > BUDGET_S
        for verdict in said:
            if isinstance(verdict, Rejected):
                reasons[verdict.reason.value] += 1
                continue
            accepted += 1
            if not signed and verdict not in sound:
                right = checksum_is_right(protocol, frame)
                collisions, wrongly = collisions + right, wrongly + (not right)
    return Found(
        count,
        accepted,
        wrongly,
        collisions,
        uncaught,
        slow,
        round(slowest_s * 1_000, 2),
        dict(reasons),
    )
