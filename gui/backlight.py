"""The panel's backlight: whatever /sys/class/backlight offers, else logind, else none.

Names and ranges differ by panel (0 to 255, 0 to 31), so both are read, never assumed.
"""

from pathlib import Path
from typing import Protocol

SYS = Path("/sys/class/backlight")


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
    """Ask logind, which lets the active session's user do it without any right on the files."""
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

    bus = QDBusConnection.systemBus()
    if not bus.isConnected():
        return False
    call = QDBusMessage.createMethodCall(
        "org.freedesktop.login1",
        "/org/freedesktop/login1/session/auto",
        "org.freedesktop.login1.Session",
        "SetBrightness",
    )
    call.setArguments(["backlight", name, _uint32(raw)])
    return bus.call(call, timeout=1_000).type() == QDBusMessage.MessageType.ReplyMessage


def _uint32(raw: int) -> object:
    """Return the number as D-Bus wants it; a Python int would go as a signed one."""
    from PySide6.QtDBus import QDBusArgument

    argument = QDBusArgument()
    argument.beginStructure()
    argument.endStructure()
    return raw


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
