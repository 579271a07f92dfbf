"""Starts the screen: arguments, fonts, window, light, pictures.

Everything that differs between a Pi's panel and a desktop window is here; nothing else knows.
"""

import argparse
import json
import os
import re
import signal
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

FOLDER = Path(__file__).parent
SOCKET = "/run/gridhearth/api.sock"
USUAL_SIZE = (800, 480)
UNITS_SHORT_SIDE = 450
"""Layout units of the shorter side of a panel finer than 132 dpi."""
COARSE_SHORT_SIDE = 480
"""Panels up to this many pixels are shown one pixel to a unit."""


def parser() -> argparse.ArgumentParser:
    """Return the options of `python -m gui` and `gridhearth screen`."""
    found = argparse.ArgumentParser(
        prog="gridhearth screen",
        description="The touchscreen of the home: shows what the agent says, asks what you press.",
    )
    found.add_argument(
        "--socket",
        metavar="PATH",
        default=os.environ.get("GRIDHEARTH_SOCKET") or SOCKET,
        help=f"the daemon's socket (default: $GRIDHEARTH_SOCKET or {SOCKET})",
    )
    found.add_argument(
        "--size",
        type=_size,
        metavar="WIDTHxHEIGHT",
        help="pixels: 800x480, 1280x720 or 720x1280 (default: the panel, or 800x480 in a window)",
    )
    found.add_argument(
        "--scenario", type=Path, metavar="FILE", help="play a recorded conversation, no daemon"
    )
    found.add_argument(
        "--screenshot", type=Path, metavar="DIRECTORY", help="save a picture of every page and end"
    )
    found.add_argument(
        "--after",
        type=float,
        default=0.0,
        metavar="SECONDS",
        help="with --screenshot: so far into the scenario",
    )
    found.add_argument("--pages", metavar="A,B", help="with --screenshot: only these pages")
    found.add_argument(
        "--language", metavar="CODE", help="such as de (default: as set, or the system's)"
    )
    found.add_argument("--light", action="store_true", help="the light theme, whatever is set")
    found.add_argument("--window", action="store_true", help="a window, also on a Raspberry Pi")
    found.add_argument(
        "--measure",
        type=float,
        metavar="SECONDS",
        help="print start time, memory and idle CPU as JSON after so many seconds, and end",
    )
    return found


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"([0-9]{3,4})x([0-9]{3,4})", text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a size such as 800x480")
    return int(found[1]), int(found[2])


def scale_of(size: tuple[int, int]) -> float:
    """Return pixels per layout unit, so that a unit is about a pixel at 132 dpi."""
    short = min(size)
    return 1.0 if short <= COARSE_SHORT_SIDE else short / UNITS_SHORT_SIDE


def on_a_pi(model: Path = Path("/proc/device-tree/model")) -> bool:
    """Return whether this is a Raspberry Pi, where the screen takes the whole panel."""
    try:
        return model.read_bytes().startswith(b"Raspberry Pi")
    except OSError:
        return False


def panel_size(root: Path = Path("/sys/class/drm")) -> tuple[int, int] | None:
    """Return the size of the first connected panel (its preferred mode), or None."""
    for status in sorted(root.glob("card*-*/status")):
        try:
            connected = status.read_text().strip() == "connected"
            modes = status.with_name("modes").read_text().split()
        except OSError:
            continue
        found = re.match(r"([0-9]+)x([0-9]+)", modes[0]) if connected and modes else None
        if found is not None:
            return int(found[1]), int(found[2])
    return None


def prepare(arguments: argparse.Namespace, environment: Mapping[str, str]) -> dict[str, str]:
    """Return what Qt must find in the environment before it starts; nothing set is overruled."""
    wanted = {
        "QT_QUICK_BACKEND": "software",  # the same pixels everywhere, and 100 MB less
        "QT_WAYLAND_DISABLE_WINDOWDECORATION": "1",
    }
    size = arguments.size or (panel_size() if kiosk(arguments) else None)
    if size is not None and scale_of(size) != 1.0:
        wanted["QT_SCALE_FACTOR"] = f"{scale_of(size):.4g}"
    headless = not environment.get("DISPLAY") and not environment.get("WAYLAND_DISPLAY")
    if headless and arguments.screenshot is not None:
        wanted["QT_QPA_PLATFORM"] = "offscreen"
    return {name: value for name, value in wanted.items() if name not in environment}


def kiosk(arguments: argparse.Namespace) -> bool:
    """Return whether the screen takes the whole panel."""
    return on_a_pi() and not arguments.window and arguments.size is None


def main(argv: Sequence[str] | None = None) -> int:
    """Run the screen; the exit code is 0, or 2 when what was asked for is impossible."""
    arguments = parser().parse_args(argv)
    os.environ.update(prepare(arguments, os.environ))
    from gui.window import run

    return run(arguments)


def process_age_s() -> float:
    """Return how long ago this process was started, to the kernel's hundredth of a second."""
    fields = Path("/proc/self/stat").read_text("ascii").rpartition(")")[2].split()
    started_s = int(fields[19]) / os.sysconf("SC_CLK_TCK")
    return time.clock_gettime(time.CLOCK_BOOTTIME) - started_s


def report(first_frame_s: float, interactive_s: float, cpu_s: float, over_s: float) -> str:
    """Return what --measure prints: milliseconds since the process was started, memory, work."""
    status = Path("/proc/self/status").read_text("ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return json.dumps(
        {
            "first_frame_ms": round(first_frame_s * 1_000),
            "interactive_ms": round(interactive_s * 1_000),
            "rss_mb": round(int(found[1]) / 1_024, 1) if found else None,
            "idle_cpu_percent": round(100 * cpu_s / over_s, 2),
        }
    )


def let_control_c_end() -> None:
    """Ctrl-C and systemd's stop end the process at once: nothing here needs saving."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
