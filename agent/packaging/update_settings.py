"""/etc/gridhearth/update.toml: where releases come from and how patient an update is."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from agent.packaging.switching import Rules

KEYS = ("url", "root", "healthy_within_s", "quiet_minutes")


class SettingsWrong(Exception):  # noqa: N818 - it reads as what happened
    """The file is not as it must be; `problems` says everything."""

    def __init__(self, *problems: str) -> None:
        """Keep one sentence per problem."""
        super().__init__(" ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class UpdateSettings:
    """What the file says."""

    url: str | None = None
    root: Path = Path("/etc/gridhearth/update-root.json")
    rules: Rules = field(default_factory=Rules)


def read_update_settings(path: Path) -> UpdateSettings:
    """Return the settings; the defaults where there is no file. SettingsWrong: every problem."""
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return UpdateSettings()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as broken:
        raise SettingsWrong(f"{path} could not be read: {broken}.") from broken
    problems = [
        f"{path}: {key} is no setting; allowed: {', '.join(KEYS)}."
        for key in told
        if key not in KEYS
    ]
    url, root = told.get("url"), told.get("root", "/etc/gridhearth/update-root.json")
    if url is not None and not (isinstance(url, str) and _fetchable(url)):
        problems.append(f"{path}: url is {url!r}; allowed: https:// (or file:///) and a place.")
    if not isinstance(root, str) or not root.startswith("/"):
        problems.append(f"{path}: root is {root!r}; allowed: an absolute path.")
    numbers = {}
    for key, low, high, usual in (
        ("healthy_within_s", 30, 3_600, 300),
        ("quiet_minutes", 0, 60, 2),
    ):
        value = told.get(key, usual)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            problems.append(f"{path}: {key} is {value!r}; allowed: {low} to {high}.")
        numbers[key] = value
    if problems:
        raise SettingsWrong(*problems)
    return UpdateSettings(
        url, Path(root), Rules(numbers["healthy_within_s"], numbers["quiet_minutes"])
    )


def _fetchable(url: str) -> bool:
    parts = urlsplit(url)
    return (parts.scheme == "https" and bool(parts.hostname)) or (
        parts.scheme == "file" and not parts.netloc and parts.path.startswith("/")
    )
