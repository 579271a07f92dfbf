"""Seven days of a household at its screen: pages, touches, languages, an agent that comes and goes.

GRIDHEARTH_SCREEN_DAYS=7 (the default, 2 at least); a day is 96 rounds of a quarter of an hour, each
with a look at some page. The first day warms up. From then on memory is flat: less than 1 MiB more
in use at the end, and no slope through the days. A page that leaves one chart behind must be found.

What is in use is what C and Python have handed out and not got back; what the kernel counts goes up
and down by two MiB with pages that are kept for later, and is printed beside it.
"""

import ctypes
import gc
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_QUICK_BACKEND"] = "software"

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication, QPointingDevice
from PySide6.QtTest import QTest

from gui.charts.chart import Chart
from gui.screen import PAGES
from gui.window import Language, load_fonts
from tests.gui.stage import Stage
from tests.gui.walk import STATES, entered, speak

DAYS = max(2.0, float(os.environ.get("GRIDHEARTH_SCREEN_DAYS", "7")))
LEAKY_DAYS = 2.5
ROUNDS_PER_DAY = 96
LOOKS_PER_ROUND = 3
SAMPLE_EVERY = 12
GROWTH_BYTES = 1024 * 1024
"""Allowed between the first hours after the first day and the last hours."""
SLOPE_BYTES_PER_DAY = 64 * 1024
"""Allowed of the line through all samples after the first day: noise of what each page and
language takes. A page that leaves a chart behind costs 6 KiB, 550 KiB a day."""
RESIDENT_BYTES = 4 * GROWTH_BYTES
PYTHON_BLOCK_BYTES = 64
"""Of one of Python's own blocks, about."""
LANGUAGES = ("en", "de", "es", "el", "tr")


class Handed(ctypes.Structure):
    """What mallinfo2(3) says; its fields are counts and bytes."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in [
            "arena",
            "ordblks",
            "smblks",
            "hblks",
            "hblkhd",
            "usmblks",
            "fsmblks",
            "uordblks",
            "fordblks",
            "keepcost",
        ]
    )


LIBC = ctypes.CDLL(None)
LIBC.mallinfo2.restype = Handed


class Sample(NamedTuple):
    """Bytes at one moment."""

    used: int
    resident: int


def sample(stage: Stage) -> Sample:
    """Look at the first page, always the same, when all that is free has been given back."""
    stage.go("home")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    stage.engine.collectGarbage()
    gc.collect()
    LIBC.malloc_trim(0)
    handed = LIBC.mallinfo2()
    python = PYTHON_BLOCK_BYTES * sys.getallocatedblocks()
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return Sample(handed.uordblks + handed.hblkhd + python, pages * os.sysconf("SC_PAGE_SIZE"))


@pytest.fixture(scope="module")
def device() -> QPointingDevice:
    running = QGuiApplication.instance()
    if not isinstance(running, QGuiApplication):
        globals()["kept"] = QGuiApplication(["nightly"])
    load_fonts()
    return QTest.createTouchDevice()


def live(stage: Stage, rounds: int, each: Callable[[Stage], Any]) -> list[Sample]:
    """Use the screen for so many rounds; return the memory, eight times a day after the first."""
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    language = Language(application)
    samples = []
    for number in range(rounds):
        stage.go(PAGES[number % len(PAGES)])
        for _ in range(LOOKS_PER_ROUND):
            stage.player.advance(300)
            stage.settle(1)
        stage.tap(f"bar-{('home', 'trade', 'history', 'street', 'more')[number % 5]}")
        if number % 16 == 0:
            speak(stage, language, LANGUAGES[number // 16 % len(LANGUAGES)])
        each(stage)
        # A loop that runs takes away the pages that were left; the turns of a test do not.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        stage.player.calls.clear()  # the recording's own memory, which a link does not have
        if number >= ROUNDS_PER_DAY and number % SAMPLE_EVERY == 0:
            samples.append(sample(stage))
    language.use("en")
    return samples


def growth_bytes(samples: Sequence[int]) -> int:
    """Return by how much the last samples lie above the first ones, medians of five."""
    few = min(5, len(samples) // 2)
    return sorted(samples[-few:])[few // 2] - sorted(samples[:few])[few // 2]


def slope_bytes_per_day(samples: Sequence[int]) -> int:
    """Return the slope of the straight line nearest to all samples."""
    count = len(samples)
    middle, mean = (count - 1) / 2, sum(samples) / count
    over = sum((place - middle) ** 2 for place in range(count))
    rise = sum((place - middle) * (one - mean) for place, one in enumerate(samples)) / over
    return round(rise * ROUNDS_PER_DAY / SAMPLE_EVERY)


def say(what: str, samples: list[Sample]) -> None:
    used, resident = zip(*samples, strict=True)
    for name, some in (("in use", used), ("resident", resident)):
        told = " ".join(f"{one / 2**20:.2f}" for one in some[::4])
        sys.stdout.write(
            f"\n{what}, {name}: {growth_bytes(some) / 1024:+.0f} KiB after the first day,"
            f" {slope_bytes_per_day(some) / 1024:+.0f} KiB a day; MiB every half day: {told}\n"
        )


@pytest.mark.timeout(7_200)
def test_a_week_at_the_screen_takes_no_more_memory_than_a_day(device: QPointingDevice) -> None:
    rounds = round(DAYS * ROUNDS_PER_DAY)
    with entered(STATES[0], device) as stage:
        samples = live(stage, rounds, lambda _stage: None)
        texts = len(stage.labels())
    say(f"{rounds} rounds", samples)
    assert texts > 5
    used = [one.used for one in samples]
    assert growth_bytes(used) < GROWTH_BYTES
    assert slope_bytes_per_day(used) < SLOPE_BYTES_PER_DAY
    assert growth_bytes([one.resident for one in samples]) < RESIDENT_BYTES


def leave_a_chart_behind(stage: Stage) -> None:
    """What every page with a chart did once: Qt for Python keeps what QML deletes of our class."""
    Chart(stage.window.contentItem()).setVisible(False)


@pytest.mark.timeout(7_200)
def test_a_page_that_leaves_one_chart_behind_is_found(device: QPointingDevice) -> None:
    """The negative control: the leak that was here, one item of some KiB at each change of page."""
    with entered(STATES[0], device) as stage:
        samples = live(stage, round(LEAKY_DAYS * ROUNDS_PER_DAY), leave_a_chart_behind)
    say("seeded leak", samples)
    used = [one.used for one in samples]
    assert slope_bytes_per_day(used) > 2 * SLOPE_BYTES_PER_DAY
