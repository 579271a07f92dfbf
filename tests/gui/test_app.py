"""The program: where it draws, how large, what it says to systemd, and that it may be killed."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from gui import app, service
from gui.app import panel_size, parser, prepare, scale_of
from tests.gui.daemon_thread import running

ROOT = Path(__file__).resolve().parents[2]
WITHIN_S = 60.0


@contextlib.contextmanager
def screen(*words: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """The screen as a process of its own, offscreen."""
    plain = {
        name: value for name, value in os.environ.items() if not name.startswith(("QT_", "NOTIFY"))
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "gui", *words],
        cwd=ROOT,
        env=plain | {"QT_QPA_PLATFORM": "offscreen"} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@contextlib.contextmanager
def service_manager(path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(path))
        line.settimeout(WITHIN_S)
        yield line


@pytest.mark.parametrize(
    ("size", "scale"),
    [((800, 480), 1.0), ((1280, 720), 1.6), ((720, 1280), 1.6), ((480, 800), 1.0)],
)
def test_one_unit_is_a_pixel_at_132_dpi(size: tuple[int, int], scale: float) -> None:
    assert scale_of(size) == scale


def test_nothing_that_is_set_is_overruled() -> None:
    arguments = parser().parse_args(["--size", "1280x720", "--screenshot", "x"])
    assert prepare(arguments, {}) == {
        "QT_QUICK_BACKEND": "software",
        "QT_WAYLAND_DISABLE_WINDOWDECORATION": "1",
        "QT_SCALE_FACTOR": "1.6",
        "QT_QPA_PLATFORM": "offscreen",
    }
    given = {"QT_QUICK_BACKEND": "rhi", "QT_SCALE_FACTOR": "2", "QT_QPA_PLATFORM": "linuxfb"}
    assert set(prepare(arguments, given)) == {"QT_WAYLAND_DISABLE_WINDOWDECORATION"}
    assert "QT_QPA_PLATFORM" not in prepare(arguments, {"WAYLAND_DISPLAY": "wayland-0"})


def test_the_connected_panel_is_found(tmp_path: Path) -> None:
    for name, state, modes in (
        ("card0-HDMI-A-1", "disconnected", ""),
        ("card1-DSI-1", "connected", "720x1280\n720x1280\n"),
    ):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "status").write_text(state + "\n")
        (folder / "modes").write_text(modes)
    assert panel_size(tmp_path) == (720, 1280)
    assert panel_size(tmp_path / "missing") is None


def test_only_a_pi_takes_the_whole_panel(tmp_path: Path) -> None:
    model = tmp_path / "model"
    assert not app.on_a_pi(model)
    model.write_bytes(b"Raspberry Pi 4 Model B Rev 1.5\x00")
    assert app.on_a_pi(model)
    model.write_bytes(b"ThinkPad\x00")
    assert not app.on_a_pi(model)


@pytest.mark.parametrize("word", ["800", "800x", "x480", "8x4", "80000x480", "800x480x2"])
def test_a_size_that_is_none_is_refused(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["--size", word])
    assert "not a size such as 800x480" in capsys.readouterr().err


@pytest.mark.parametrize("size", ["1280x720", "720x1280"])
def test_pictures_are_made_without_any_display(tmp_path: Path, size: str) -> None:
    words = ("--scenario", "afternoon", "--size", size, "--pages", "home,more")
    with screen(*words, "--screenshot", str(tmp_path), QT_QPA_PLATFORM="offscreen") as process:
        out, err = process.communicate(timeout=WITHIN_S)
    assert (process.returncode, err) == (0, "")
    names = [f"afternoon-{page}-{size}.png" for page in ("home", "more")]
    assert out.split() == [str(tmp_path / name) for name in names]
    picture = QImage(out.split()[0])
    assert f"{picture.width()}x{picture.height()}" == size


def test_a_scenario_that_is_none_is_a_sentence(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text("{}")
    with screen("--scenario", str(wrong)) as process:
        _, err = process.communicate(timeout=WITHIN_S)
    assert process.returncode == 2
    assert "wrong.json" in err
    assert "Traceback" not in err


def test_it_is_ready_when_it_draws_without_any_daemon_and_beats(tmp_path: Path) -> None:
    with service_manager(tmp_path / "notify") as manager:
        words = ("--socket", str(tmp_path / "no.sock"))
        with screen(
            *words,
            NOTIFY_SOCKET=str(tmp_path / "notify"),
            WATCHDOG_USEC="200000",
            XDG_STATE_HOME=str(tmp_path),
        ):
            assert manager.recv(1_000).startswith(b"READY=1")
            assert manager.recv(1_000) == b"WATCHDOG=1"
            assert manager.recv(1_000) == b"WATCHDOG=1"


def test_killed_at_any_moment_it_hurts_nobody_and_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "api.sock"
    with running(path) as daemon, service_manager(tmp_path / "notify") as manager:
        notify = str(tmp_path / "notify")
        for stop in (signal.SIGKILL, signal.SIGTERM):
            with screen("--socket", str(path), NOTIFY_SOCKET=notify) as process:
                assert manager.recv(1_000).startswith(b"READY=1")
                process.send_signal(stop)
                assert process.wait(WITHIN_S) == -stop
                # Nothing of a daemon depends on a screen.
                daemon.publish()
        with screen("--socket", str(path), NOTIFY_SOCKET=notify):
            assert manager.recv(1_000).startswith(b"READY=1")


def test_gridhearth_screen_becomes_the_screen() -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    environment.pop("QT_SCALE_FACTOR", None)
    command = [
        sys.executable,
        "-m",
        "agent",
        "screen",
        "--scenario",
        "afternoon",
        "--measure",
        "0.1",
    ]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=WITHIN_S,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert set(json.loads(done.stdout)) == {
        *("first_frame_ms", "interactive_ms", "rss_mb", "idle_cpu_percent")
    }


def test_systemd_is_told_only_where_there_is_one(tmp_path: Path) -> None:
    service.notify("READY=1", {})
    service.notify("READY=1", {"NOTIFY_SOCKET": str(tmp_path / "nobody")})
    with service_manager(tmp_path / "notify") as manager:
        service.notify("READY=1", {"NOTIFY_SOCKET": str(tmp_path / "notify")})
        assert manager.recv(100) == b"READY=1"
    assert service.watchdog_ms({"WATCHDOG_USEC": "60000000"}) == 30_000
    for wrong in ({}, {"WATCHDOG_USEC": "0"}, {"WATCHDOG_USEC": "soon"}):
        assert service.watchdog_ms(wrong) is None


def test_what_the_screen_needs_is_packaged() -> None:
    import configparser

    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg")
    patterns = [one.strip() for one in config["options.package_data"]["*"].split(",")]
    known = {"py", "ts"}  # sources of translations stay in the checkout
    for path in (ROOT / "gui").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts and path.suffix[1:] not in known:
            assert any(path.match(pattern) for pattern in patterns), path


def test_the_age_of_a_process_counts_from_its_start() -> None:
    began = time.monotonic()
    code = "from gui.app import process_age_s; print(process_age_s())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert 0 < float(done.stdout) <= time.monotonic() - began + 0.02
