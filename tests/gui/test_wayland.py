"""Once under a real Wayland compositor, as on the wall: the plugin loads, a frame is drawn."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gui.test_x_server import cannot

ROOT = Path(__file__).resolve().parents[2]
WESTON = shutil.which("weston")
SOCKET = "wayland-screen"
READY_WITHIN_S = 30.0


@pytest.fixture
def compositor() -> Iterator[Path]:
    """The directory of a compositor's socket; it draws into memory."""
    if WESTON is None:
        cannot("no Wayland compositor is installed: apt-get install weston")
    with tempfile.TemporaryDirectory(prefix="gh-") as short:  # a socket's path has 107 bytes
        words = [WESTON, "--backend=headless-backend.so", f"--socket={SOCKET}", "--no-config"]
        words += ["--width=800", "--height=480", "--idle-time=0"]
        server = subprocess.Popen(
            words,
            env=os.environ | {"XDG_RUNTIME_DIR": short},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            give_up = time.monotonic() + READY_WITHIN_S
            while not (Path(short) / SOCKET).exists():
                assert server.poll() is None, "weston ended before it was ready"
                assert time.monotonic() < give_up, "weston made no socket"
                threading.Event().wait(0.02)
            yield Path(short)
        finally:
            server.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(30)
            server.kill()


def test_the_first_frame_is_drawn_under_wayland(compositor: Path) -> None:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("QT_")}
    plain.pop("DISPLAY", None)
    wayland = {"XDG_RUNTIME_DIR": str(compositor), "WAYLAND_DISPLAY": SOCKET}
    done = subprocess.run(
        [sys.executable, "-m", "gui", "--scenario", "afternoon", "--window", "--measure", "0.1"],
        cwd=ROOT,
        env=plain | wayland | {"QT_QPA_PLATFORM": "wayland"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert json.loads(done.stdout)["first_frame_ms"] > 0
