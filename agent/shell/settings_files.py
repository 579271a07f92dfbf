"""Reads the settings from the disk: the file, and the drop-ins in the folder of its name."""

import os
from pathlib import Path

from agent.settings.merge import Effective, SettingsText, read_merged

DEFAULT_CONFIG = Path("/etc/gridhearth/gridhearth.toml")
MOST_BYTES = 256 * 1024
"""A home's settings have a few thousand; what is larger is not one of them."""
MOST_FILES = 64


class SettingsUnreadableError(Exception):
    """A file could not be read at all; the message names it and says why."""


def drop_ins_of(config: Path) -> Path:
    """Return the folder of a settings file's drop-ins: gridhearth.toml has gridhearth.d."""
    return config.with_suffix(".d")


def load_settings(config: Path) -> Effective:
    """Read a settings file and its drop-ins; SettingsUnreadableError, FilesRefused."""
    return read_merged(read_texts(config))


def read_texts(config: Path) -> tuple[SettingsText, ...]:
    """Return the file's text and its drop-ins' (*.toml, by name); SettingsUnreadableError."""
    folder = drop_ins_of(config)
    try:
        more = sorted(
            (one for one in folder.glob("*.toml") if not one.name.startswith(".")),
            key=lambda one: one.name,
        )
    except OSError as lost:
        raise SettingsUnreadableError(f"{folder} could not be read: {lost.strerror}") from lost
    if len(more) > MOST_FILES:
        raise SettingsUnreadableError(f"{folder} has {len(more)} files; allowed: {MOST_FILES}")
    return tuple(_text_of(one) for one in (config, *more))


def _text_of(path: Path) -> SettingsText:
    try:
        # Not blocking: a pipe in the file's place must not hold up the start.
        flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK
        with os.fdopen(os.open(path, flags), "rb") as file:
            content = file.read(MOST_BYTES + 1) or b""
    except OSError as lost:
        raise SettingsUnreadableError(f"{path} could not be read: {lost.strerror}") from lost
    if len(content) > MOST_BYTES:
        raise SettingsUnreadableError(f"{path} is longer than {MOST_BYTES} bytes")
    try:
        return SettingsText(str(path), content.decode("utf-8"))
    except UnicodeDecodeError as wrong:
        raise SettingsUnreadableError(f"{path} is not text in UTF-8: {wrong}") from wrong
