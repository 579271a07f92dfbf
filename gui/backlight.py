"""The panel's backlight: whatever /sys/class/backlight offers, else logind, else none.

Names and ranges differ by panel (0 to 255, 0 to 31), so both are read, never assumed.
"""

import subprocess
from pathlib import Path
from typing import Protocol

SYS = Path("/sys/class/backlight")
LOGIND = (
    "org.freedesktop.login1",
    "/org/freedesktop/login1/session/auto",
    "org.freedesktop.login1.Session",
)
LOGIND_WITHIN_S = 2.0


class Backlight(Protocol):
    """Something whose brightness can be set."""

    def set_percent(self, percent: int) -> bool:
        """Set it, 0 (off) to 100; False: it did not work, shade the window instead."""
        ...


class SysBacklight:
    """One panel through its files."""

    def __init__(self, folder: Path) -> None:
        self.name = folder.name
        self.most = max(1, int((folder / "max_brightness").read_text()))
        self._folder = folder

    def raw(self, percent: int) -> int:
        """Return the panel's own number for a percentage; only 0 % is 0."""
        return 0 if percent <= 0 else max(1, (self.most * percent + 50) // 100)

    def set_percent(self, percent: int) -> bool:
        try:
            (self._folder / "brightness").write_text(str(self.raw(percent)))
        except OSError:
            return _by_logind(self.name, self.raw(percent))
        return True


def _by_logind(name: str, raw: int) -> bool:
    """Ask logind, which lets the active session's user do it without any right on the files.

    By its own program: QtDBus sends a Python number as a signed one, and the call takes "ssu".
    """
    call = ("call", "--system", "--timeout=1", *LOGIND, "SetBrightness", "ssu", "backlight", name)
    try:
        done = subprocess.run(  # noqa: S603 - a name from /sys, as one argument
            ["busctl", *call, str(raw)],  # noqa: S607 - wherever systemd put it
            capture_output=True,
            timeout=LOGIND_WITHIN_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def find_backlight(root: Path = SYS) -> Backlight | None:
    """Return the first panel there is, or None."""
    try:
        folders = sorted(root.iterdir())
    except OSError:
        return None
    for folder in folders:
        try:
            return SysBacklight(folder)
        except (OSError, ValueError):
            continue
    return None
