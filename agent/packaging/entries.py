"""What a package holds: files, folders and links with their modes, all of them root's."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

FILE_MODE = 0o644
PROGRAM_MODE = 0o755
FOLDER_MODE = 0o755


@dataclass(frozen=True)
class Entry:
    """One file, or (with `link`) one symbolic link."""

    path: str
    """Absolute, as on the machine it is installed on."""
    content: bytes = b""
    mode: int = FILE_MODE
    link: str | None = None


class PackageError(Exception):
    """The package cannot be built as asked; `problems` says everything that is wrong."""

    def __init__(self, *problems: str) -> None:
        """Keep one sentence per problem."""
        super().__init__(" ".join(problems))
        self.problems = problems


def ordered(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return them by path. PackageError: a path twice, relative, or climbing."""
    found = sorted(entries, key=lambda entry: entry.path)
    problems = [
        f"{one.path} is in the package twice."
        for one, other in itertools.pairwise(found)
        if one.path == other.path
    ]
    problems += [
        f"{one.path} is no absolute, plain path."
        for one in found
        if not one.path.startswith("/") or {".", ".."} & set(one.path.split("/"))
    ]
    if problems:
        raise PackageError(*problems)
    return tuple(found)


def folders_of(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Return every folder above the entries, parents first, without the root."""
    found = {
        str(parent)
        for entry in entries
        for parent in PurePosixPath(entry.path).parents
        if str(parent) != "/"
    }
    return tuple(sorted(found))


def installed_kib(entries: Iterable[Entry]) -> int:
    """Return Installed-Size as Debian Policy 5.6.20 counts it: each file up to a whole KiB, folders one."""
    entries = tuple(entries)
    return sum(-(-len(entry.content) // 1024) for entry in entries) + len(folders_of(entries))
