"""20 000 mutated frames through each parser; a million each in the night."""

import time

import pytest

from drivers.serial_frame import MeterSaid, Rejected, crc16_arc, crc16_x25
from drivers.serial_p1 import parse_p1
from drivers.serial_sml import parse_sml
from tests.meters.fuzzing import BUDGET_S, run, signed_fast, signed_sml_fast
from tests.meters.telegrams import golden, signed_p1

FRAMES = 20_000


@pytest.mark.parametrize("protocol", ["p1", "sml"])
def test_mutated_frames_are_refused_or_sound(protocol: str) -> None:
    found = run(protocol, FRAMES)
    assert found.uncaught == found.wrongly == found.slow == 0, found
    assert found.accepted > 10, found  # mutants that only touch what nobody reads
    assert len(found.reasons) > 5, found


def unchecked_p1(frame: bytes) -> MeterSaid | Rejected:
    """A parser that forgot the checksum."""
    body = frame.partition(b"!")[0] + b"!"
    return parse_p1(signed_fast(body))


def unchecked_sml(frame: bytes) -> MeterSaid | Rejected:
    return parse_sml(frame[:-2] + crc16_x25(frame[:-2]).to_bytes(2, "little"))


def test_a_parser_without_its_checksum_would_be_caught() -> None:
    assert run("p1", 500, parse=unchecked_p1).wrongly > 0


def test_a_parser_that_raises_would_be_caught() -> None:
    def careless(frame: bytes) -> MeterSaid | Rejected:
        frame.decode("ascii")
        return parse_p1(frame)

    assert run("p1", 500, parse=careless).uncaught > 0


def test_a_parser_that_is_slow_would_be_caught() -> None:
    def slow(frame: bytes) -> MeterSaid | Rejected:
        begun_s = time.thread_time()
        while time.thread_time() - begun_s < 1.2 * BUDGET_S:
            pass
        return parse_p1(frame)

    assert run("p1", 2, parse=slow).slow == 2


def test_the_messages_checksums_hold_where_the_files_own_is_right_again() -> None:
    assert run("sml", 2_000, parse=unchecked_sml).wrongly == 0


def test_the_fast_checksums_of_the_mutants_are_right() -> None:
    telegram = golden("p1-sweden.txt")
    body = telegram[: telegram.index(b"!") + 1]
    assert signed_fast(body) == signed_p1(body.decode().replace("\r\n", "\n"))
    assert crc16_arc(body) == int(telegram[-6:-2], 16)
    escaped = golden("sml-full.hex")
    if escaped[-3] == 0:
        assert signed_sml_fast(escaped[8:-8]) == escaped
