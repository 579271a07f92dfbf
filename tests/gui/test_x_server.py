"""Once under a real X server: the platform plugin loads, a window appears, a frame is drawn."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parents[2]
XVFB = shutil.which("Xvfb")
NEEDED = (
    "libxkbcommon-x11.so.0",
    "libxcb-cursor.so.0",
    "libxcb-icccm.so.4",
    "libxcb-keysyms.so.1",
    "libxcb-shape.so.0",
)


def missing() -> list[str]:
    """Return the libraries that Qt's xcb plugin lacks: Qt itself blames libxcb-cursor for any."""
    known = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=False)
    return [name for name in NEEDED if name not in known.stdout]


def cannot(reason: str) -> NoReturn:
    """Skip on a machine without a display's parts; in CI, which installs them, fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
def display() -> Iterator[str]:
    if XVFB is None:
        cannot("Xvfb is not installed: apt-get install xvfb")
    if lacking := missing():
        cannot(f"Qt's X11 plugin needs {', '.join(lacking)}")
    readable, writable = os.pipe()
    words = [XVFB, "-displayfd", str(writable), "-screen", "0", "1024x768x24", "-nolisten", "tcp"]
    server = subprocess.Popen(words, pass_fds=[writable], stderr=subprocess.DEVNULL)
    try:
        os.close(writable)
        with os.fdopen(readable) as told:
            number = told.readline().strip()  # Xvfb chose it, so no other one has it
        assert number, "Xvfb ended before it was ready"
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(30)


def test_the_first_frame_is_drawn_under_x(display: str) -> None:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("QT_")}
    plain.pop("WAYLAND_DISPLAY", None)
    done = subprocess.run(
        [sys.executable, "-m", "gui", "--scenario", "afternoon", "--window", "--measure", "0.1"],
        cwd=ROOT,
        env=plain | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert json.loads(done.stdout)["first_frame_ms"] > 0
