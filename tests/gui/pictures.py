"""Draws every state of every view for tests/gui/test_golden.py.

    python -m tests.gui.pictures                    renew the golden pictures, at every size
    python -m tests.gui.pictures 1280x720 FOLDER    draw one size into a folder, whole

One process draws one size: Qt learns its scale once, before it starts.
"""

import os
import subprocess
import sys
from pathlib import Path

SIZES = ("800x480", "1280x720", "720x1280")
EVERY_STATE = "800x480"
"""The other sizes are drawn for one state of each view."""
ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "data" / "gui" / "golden"


def draw(size: str, folder: Path, *, timeout_s: float = 300) -> None:
    """Draw one size in a process of its own; CalledProcessError says what Qt said."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("QT_")}
    width, height = map(int, size.split("x"))
    scale = {} if min(width, height) <= 480 else {"QT_SCALE_FACTOR": "1.6"}
    subprocess.run(
        [sys.executable, "-m", "tests.gui.pictures", size, str(folder)],
        cwd=ROOT,
        env=plain | {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"} | scale,
        check=True,
        capture_output=True,
        text=True,
        timeout=timeout_s,
    )


def names(size: str) -> tuple[str, ...]:
    """Return the states that are drawn at a size."""
    from tests.gui.walk import ONE_OF_EACH_VIEW, STATES

    every = size == EVERY_STATE
    return tuple(state.name for state in STATES if every or state.name in ONE_OF_EACH_VIEW)


def _draw_here(size: str, folder: Path) -> None:
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtTest import QTest

    from gui.window import load_fonts
    from tests.gui.walk import STATES, entered

    application = QGuiApplication(["gridhearth"])
    load_fonts()
    device = QTest.createTouchDevice()
    ratio = application.devicePixelRatio()
    width, height = (round(int(side) / ratio) for side in size.split("x"))
    wanted = names(size)
    for state in (state for state in STATES if state.name in wanted):
        with entered(state, device, size=(width, height)) as stage:
            assert stage.picture().save(str(folder / f"{state.name}-{size}.png"))


def main() -> int:
    """Draw what was asked for."""
    if len(sys.argv) == 3:
        _draw_here(sys.argv[1], Path(sys.argv[2]))
        return 0
    from tempfile import TemporaryDirectory

    from tests.gui.small_pictures import keep

    GOLDEN.mkdir(parents=True, exist_ok=True)
    for old in GOLDEN.glob("*.png"):
        old.unlink()
    with TemporaryDirectory() as folder:
        for size in SIZES:
            draw(size, Path(folder))
        for picture in sorted(Path(folder).glob("*.png")):
            keep(picture, GOLDEN / picture.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
