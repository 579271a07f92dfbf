"""How long a year of the history takes to open on the screen: from the touch to the picture.

QT_QPA_PLATFORM=offscreen pytest tests/bench/test_screen_history_bench.py

The answers are there at once, so what is measured is the screen's own work: reading four pages of
together 366 day lines, the sums, the bars, the months' lines and one frame in the software
backend. A Raspberry Pi 4 takes four to six times as long (an estimate).
"""

import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from pytest_benchmark.fixture import BenchmarkFixture

from gui.glance import Answered, Refused, Seen, ignore
from gui.player import SCENARIOS, Player, read_scenario
from gui.preferences import PreferenceStore
from gui.screen import Screen
from gui.texts import Reader
from gui.window import close_window, load_fonts, open_window

BUDGET_MS = 300
FIRST = date(2024, 1, 1)
"""A leap year: 366 lines."""


def _line(place: int) -> dict[str, Any]:
    return {
        "day": (FIRST + timedelta(days=place)).isoformat(),
        "import_wh": 4_000 + 37 * place % 3_000,
        "export_wh": 3_000 + 91 * place % 2_000,
        "generation_wh": 9_000 + 53 * place % 6_000,
        "intervals": 96,
        "sold_wh": 1_200,
        "bought_wh": 700,
        "earned_micro": 180_000 + 11 * place,
        "spent_micro": 90_000,
        "charge_micro": 4_000,
        "penalty_micro": 5_000 if place % 17 == 0 else 0,
        "trades": 9,
    }


LINES = [_line(place) for place in range(366)]


class AtOnce(QObject):
    """A daemon that answers within the call, so that only the screen's time is measured."""

    changed = Signal()

    def __init__(self, player: Player) -> None:
        super().__init__()
        self._player = player
        player.start()
        self.pages = 0

    @property
    def seen(self) -> Seen:
        return self._player.seen

    def now_ms(self) -> int:
        return self._player.now_ms()

    def start(self) -> None:
        """Nothing: the snapshot is there."""

    def close(self) -> None:
        """Nothing."""

    def call(
        self, method: str, params: object, answered: Answered, refused: Refused = ignore
    ) -> None:
        if method == "energy.days" and isinstance(params, dict):
            begin = (date.fromisoformat(params["from_day"]) - FIRST).days
            self.pages += 1
            answered(LINES[max(begin, 0) : max(begin + params["days"], 0)])


def test_a_year_of_366_days_opens_within_the_budget(benchmark: BenchmarkFixture) -> None:
    running = QGuiApplication.instance()
    application = running if isinstance(running, QGuiApplication) else QGuiApplication(["bench"])
    load_fonts()
    scenario = read_scenario(Path(SCENARIOS) / "afternoon.json")
    daemon = AtOnce(Player(scenario, frozen=True))
    screen = Screen(daemon, PreferenceStore(), Reader("en", scenario.zone))
    engine, window = open_window(screen)
    window.resize(800, 480)
    window.show()
    screen.start()
    screen.go("history")
    model = screen.history

    def before() -> None:
        model.choose("month")
        model.open_line("2024-07")
        model.choose("day")
        model.open_line("2024-07-01")
        application.processEvents()
        daemon.pages = 0

    def open_year() -> None:
        model.choose("year")
        application.processEvents()
        assert not window.grabWindow().isNull()

    benchmark.pedantic(open_year, setup=before, rounds=15)
    assert daemon.pages == 4
    assert len(model.days.rows) == 12
    made = next(row for row in model.shown.totals if row["name"] == "Made")
    wanted = sum(line["generation_wh"] for line in LINES)
    assert made["amount"].startswith(f"{wanted / 1_000:.1f}")
    benchmark.extra_info["budget_ms"] = BUDGET_MS
    median_ms = benchmark.stats.stats.median * 1_000
    screen.close()
    close_window(engine, window)
    assert median_ms <= BUDGET_MS
