"""A million mutated frames through each parser of serial meters; memory stays where it was.

SERIAL_FRAMES sets the number of frames of each protocol (default 1 000 000).
"""

import os
import resource

import pytest

from drivers.serial_p1 import parse_p1
from tests.meters.fuzzing import run, signed_fast

FRAMES = int(os.environ.get("SERIAL_FRAMES", "1000000"))
RSS_KIB = 10 * 1_024


@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("protocol", ["p1", "sml"])
def test_a_million_mutated_frames(protocol: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(protocol, 2_000, seed=99)  # what is loaded once is loaded
    before = resource.getrusage(resource.RUSAGE_SELF)
    found = run(protocol, FRAMES, seed=20_260)
    after = resource.getrusage(resource.RUSAGE_SELF)
    grown_kib = after.ru_maxrss - before.ru_maxrss
    seconds = after.ru_utime - before.ru_utime
    with capsys.disabled():
        print(  # noqa: T201
            f"\n{protocol}: {found.frames} mutants in {seconds:.0f} s CPU, accepted"
            f" {found.accepted}, wrongly {found.wrongly} (right by chance {found.collisions}), uncaught {found.uncaught}, over 50 ms"
            f" {found.slow} (slowest {found.slowest_ms} ms), memory +{grown_kib} KiB;"
            f" {found.reasons}"
        )
    assert found.uncaught == found.wrongly == found.slow == 0
    assert grown_kib < RSS_KIB


def test_the_same_run_catches_a_parser_without_checksum() -> None:
    found = run(
        "p1", 5_000, parse=lambda frame: parse_p1(signed_fast(frame.partition(b"!")[0] + b"!"))
    )
    assert found.wrongly > 0
