"""How soon the screen draws, how much memory it takes, what it costs to stand still.

The numbers are of this machine (software rendering, offscreen); a Pi 4 takes about four to six
times as long. The bounds are only what must not be passed anywhere.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = int(os.environ.get("SCREEN_BENCH_ROUNDS", "5"))
IDLE_S = float(os.environ.get("SCREEN_BENCH_IDLE_S", "10"))
MEMORY_MB = 150
IDLE_PERCENT = 5.0


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")


def run(*words: str, seconds: float) -> dict[str, float]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("QT_")}
    command = [sys.executable, "-m", "gui", "--measure", str(seconds), *words]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=plain | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=seconds + 120,
    )
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("size", ["800x480", "1280x720", "720x1280"])
def test_first_frame(benchmark: Any, size: str) -> None:
    """From the program's start to the first frame shown, and to its end again."""
    found: list[dict[str, float]] = []
    words = ("--scenario", "afternoon", "--size", size)
    benchmark.pedantic(
        lambda: found.append(run(*words, seconds=0.01)), rounds=ROUNDS, warmup_rounds=1
    )
    frames = [one["first_frame_ms"] for one in found]
    ready = statistics.median(one["interactive_ms"] for one in found)
    say(
        f"\n{size}: first frame {statistics.median(frames):.0f} ms after exec (of {frames}),"
        f" ready for a touch after {ready:.0f} ms"
    )
    benchmark.extra_info["first_frame_ms"] = statistics.median(frames)


@pytest.mark.parametrize("size", ["800x480", "1280x720"])
def test_memory_and_idle_cost(size: str) -> None:
    found = run("--scenario", "afternoon", "--size", size, seconds=IDLE_S)
    say(
        f"\n{size}: {found['rss_mb']} MB resident,"
        f" {found['idle_cpu_percent']} % of a core over {IDLE_S:g} s with a clock counting down"
    )
    assert found["rss_mb"] < MEMORY_MB
    assert found["idle_cpu_percent"] < IDLE_PERCENT


def test_a_button_is_seen_pressed(benchmark: Any) -> None:
    """From the touch to the frame that shows it, 100 times: 95 of them within 100 ms."""
    source = """
import time
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from gui.window import load_fonts
from tests.gui.walk import STATES, entered
app = QGuiApplication([])
load_fonts()
device = QTest.createTouchDevice()
state = next(one for one in STATES if one.name == "trade-buy")
with entered(state, device) as stage:
    frames = []
    stage.window.frameSwapped.connect(lambda: frames.append(0))
    point, away = stage.middle(stage.find("reset")), QPoint(400, 100)
    for _ in range(100):
        before, began = len(frames), time.perf_counter()
        QTest.touchEvent(stage.window, device).press(0, point, stage.window).commit()
        while len(frames) == before and time.perf_counter() - began < 5:
            app.processEvents()
        print(round((time.perf_counter() - began) * 1000, 2))
        QTest.touchEvent(stage.window, device).release(0, away, stage.window).commit()
        stage.settle(1)
"""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}

    def press() -> list[float]:
        done = subprocess.run(
            [sys.executable, "-c", source],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        return sorted(float(line) for line in done.stdout.split())

    times = benchmark.pedantic(press, rounds=1)
    say(f"\ntouch to frame: median {times[50]} ms, 95th {times[94]} ms, longest {times[-1]} ms")
    benchmark.extra_info["p95_ms"] = times[94]
    assert times[94] <= 100


def test_a_page_is_there_after_a_press(benchmark: Any) -> None:
    """The bar's press to the new page drawn; Nielsen's limit for "at once" is 100 ms."""
    source = """
import os, sys, time
from PySide6.QtGui import QGuiApplication
from gui.player import SCENARIOS, Player, read_scenario
from gui.preferences import PreferenceStore
from gui.screen import Screen
from gui.texts import Reader
from gui.window import close_window, load_fonts, open_window, settle
app = QGuiApplication([])
load_fonts()
found = read_scenario(SCENARIOS / "afternoon.json")
screen = Screen(Player(found, frozen=True), PreferenceStore(), Reader("en", found.zone))
engine, window = open_window(screen)
window.resize(800, 480)
window.show()
screen.start()
settle(app, screen)
for page in ("trade", "history", "street", "more", "home") * 3:
    began = time.perf_counter()
    screen.go(page)
    app.processEvents()
    window.grabWindow()
    print(page, round((time.perf_counter() - began) * 1000, 1))
screen.close()
close_window(engine, window)
"""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}

    def press() -> list[tuple[str, float]]:
        done = subprocess.run(
            [sys.executable, "-c", source],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        return [(page, float(ms)) for page, ms in map(str.split, done.stdout.splitlines())]

    began = time.monotonic()
    times = benchmark.pedantic(press, rounds=1)
    first, later = times[:5], times[5:]
    say("\nfirst visit:", ", ".join(f"{page} {ms} ms" for page, ms in first))
    say("later:", ", ".join(f"{page} {ms} ms" for page, ms in later))
    say(f"in {time.monotonic() - began:.1f} s")
    assert statistics.median(ms for _, ms in later) < 1_000
