"""The screen's own settings: how it looks and sleeps. Nothing of the house depends on them.

They are one small file in the screen's own state directory; a broken or missing file means the
usual settings, never a dark screen.
"""

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta
from PySide6.QtCore import QObject, Signal

Minute = Annotated[int, Meta(ge=0, lt=1_440)]
"""Of the day: 0 is midnight."""


class Preferences(msgspec.Struct, frozen=True):
    """What a person may set on the screen itself."""

    language: str = ""
    """Such as "de"; empty: the machine's."""
    dark: bool = True
    brightness_percent: Annotated[int, Meta(ge=10, le=100)] = 100
    dim_after_s: Annotated[int, Meta(ge=15, le=3_600)] = 90
    """The backlight of a seven-inch panel lasts 20 000 hours at full brightness."""
    dim_percent: Annotated[int, Meta(ge=5, le=100)] = 25
    night: bool = False
    """In the night the screen goes dark instead of dim."""
    night_from: Minute = 22 * 60 + 30
    night_to: Minute = 6 * 60
    wake_on_alert: bool = True
    private: bool = False
    """The first page covers amounts of money until they are touched."""


def preferences_path(environment: Mapping[str, str] = os.environ) -> Path:
    """Return where the file is: the service's state directory, or the user's."""
    if given := environment.get("STATE_DIRECTORY"):
        return Path(given.split(":")[0]) / "screen.json"
    base = environment.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(base) / "gridhearth" / "screen.json"


def read_preferences(path: Path) -> Preferences:
    """Return what the file says; the usual settings when it is missing or broken."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Preferences)
    except (OSError, msgspec.DecodeError):
        return Preferences()


def write_preferences(path: Path, preferences: Preferences) -> None:
    """Replace the file, wholly or not at all; OSError when it cannot be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_bytes(msgspec.json.format(msgspec.json.encode(preferences), indent=1))
    new.replace(path)


class PreferenceStore(QObject):
    """The settings in use. `path` None keeps them in memory only."""

    changed = Signal()

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self.now = Preferences() if path is None else read_preferences(path)

    def prefer(self, **new: object) -> None:
        """Change some settings, such as `prefer(dark=False)`, and keep them.

        msgspec.ValidationError: a value is out of its range; nothing changed then. A file that
        cannot be written leaves the change in use until the next start.
        """
        changed = msgspec.structs.replace(self.now, **new)
        wanted = msgspec.convert(msgspec.to_builtins(changed), Preferences)
        if wanted == self.now:
            return
        self.now = wanted
        if self._path is not None:
            with contextlib.suppress(OSError):
                write_preferences(self._path, wanted)
        self.changed.emit()
