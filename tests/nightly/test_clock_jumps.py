"""1 000 random jumps of the wall clock, a second to ten years: no order in the wrong cycle.

GRIDHEARTH_JUMPS sets the number; ten of them in each life of a home.
"""

import os

import pytest

from tests.core.jumps import run

JUMPS = int(os.environ.get("GRIDHEARTH_JUMPS", "1000"))
EACH = 10
FIRST_SEED = 1_000


@pytest.mark.timeout(3_600)
def test_no_order_or_reading_in_the_wrong_cycle() -> None:
    lives = [run(FIRST_SEED + n, jumps=EACH) for n in range(max(1, JUMPS // EACH))]
    orders, reports = sum(one.orders for one in lives), sum(one.reports for one in lives)
    print(f"{len(lives) * EACH} jumps: {orders} orders, {reports} reports, none wrong")  # noqa: T201
    assert [wrong for life in lives for wrong in life.wrong] == []
    assert orders > 0
    assert reports > 0


@pytest.mark.timeout(600)
def test_negative_control_the_services_word_alone_is_not_enough() -> None:
    wrong = [w for n in range(10) for w in run(FIRST_SEED + n, judged=False).wrong]
    assert wrong
    print(f"negative control caught: {wrong[0]}")  # noqa: T201
