"""A million fuzzed ZCL frames: no exception, none slower than 50 ms, memory flat.

GRIDHEARTH_ZCL_FRAMES=1000000 (the default). Negative control: zigpy's own typed reading of the
same frames raises on some of them, so the fuzzer does reach what a parser can trip over.
"""

import os
import resource
import sys
import time

import pytest
import zigpy.types as t
from zigpy.zcl import foundation

from tests.zigbee_values.fuzz import decode_all, fuzzed_frames

FRAMES = int(os.environ.get("GRIDHEARTH_ZCL_FRAMES", "1000000"))
SLOWEST_S = 0.05
GROWTH_KIB = 10 * 1024


@pytest.mark.timeout(3_600)
def test_a_million_frames_of_anything() -> None:
    taken, slow, slowest_s = 0, [], 0.0
    for frame in fuzzed_frames(1_000, seed=0):
        decode_all(frame)
    before_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for frame in fuzzed_frames(FRAMES, seed=1):
        began_s = time.process_time()  # a busy machine must not look like a slow parser
        taken += decode_all(frame)
        took_s = time.process_time() - began_s
        slowest_s = max(slowest_s, took_s)
        if took_s > SLOWEST_S:
            slow.append(frame.hex())
    growth_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kib
    sys.stdout.write(
        f"{FRAMES} frames, {taken} taken, slowest {1_000 * slowest_s:.2f} ms, grew {growth_kib} KiB\n"
    )
    assert slow == []
    assert growth_kib < GROWTH_KIB
    assert taken > FRAMES // 5


def test_a_parser_that_trusts_frames_is_caught() -> None:
    raised = 0
    for frame in fuzzed_frames(2_000, seed=2):
        try:
            _, rest = foundation.ZCLHeader.deserialize(frame)
            t.List[foundation.Attribute].deserialize(rest)
        except (ValueError, OverflowError):
            raised += 1
    sys.stdout.write(f"typed reading raised on {raised} of 2000 frames\n")
    assert raised
