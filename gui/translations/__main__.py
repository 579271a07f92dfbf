"""Renew the .ts files from the sources, and the .qm files from them; Qt's own tools do both."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import PySide6

FOLDER = Path(__file__).parent
GUI = FOLDER.parent
LANGUAGES = ("de", "el", "es", "tr")


def catalogue(language: str, folder: Path = FOLDER) -> Path:
    """Return the .ts file of a language."""
    return folder / f"gridhearth_{language}.ts"


def update(files: Sequence[Path]) -> None:
    """Bring the .ts files up to date: sentences new in the sources are added, gone ones dropped.

    RuntimeError: a tool of Qt failed; the message says how.
    """
    # Without line numbers, so that a file changes only when a sentence does.
    options = ["-silent", "-locations", "none", "-no-obsolete", "-extensions", "qml,py"]
    _tool("lupdate", *options, str(GUI), "-ts", *(str(file) for file in files))


def release(file: Path, into: Path) -> None:
    """Compile a .ts file; unfinished sentences are left out, so English shows."""
    _tool("lrelease", "-silent", str(file), "-qm", str(into))


def _tool(name: str, *arguments: str) -> None:
    program = Path(PySide6.__file__).parent / name
    if not program.exists():
        program = program.parent / "Qt" / "libexec" / name
    command = [str(program), *arguments]
    done = subprocess.run(  # noqa: S603 - Qt's own tool
        command, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"{name} failed: {done.stderr or done.stdout}")


def main() -> int:
    """Renew every file."""
    files = [catalogue(language) for language in LANGUAGES]
    update(files)
    for file in files:
        release(file, file.with_suffix(".qm"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
