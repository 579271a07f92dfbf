"""My home's touchscreen in the demonstration: a window where there is a display, else its pictures.

The screen is a program of its own that talks to my home's socket and nothing else; closing it, or
killing it, changes nothing for the street.
"""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Mapping
from importlib.util import find_spec
from pathlib import Path

SIZE = "800x480"
WARM_UP_S = 2.0
"""For the answers of the daemon to arrive before a page is drawn."""
PATIENCE_S = 60.0
STOP_WITHIN_S = 5.0


def has_qt() -> bool:
    """Return whether the screen's library is installed."""
    return find_spec("PySide6") is not None


def has_display(environment: Mapping[str, str]) -> bool:
    """Return whether a window can be opened."""
    return bool(environment.get("WAYLAND_DISPLAY") or environment.get("DISPLAY"))


@contextlib.asynccontextmanager
async def window(socket: Path, log: Path) -> AsyncIterator[None]:
    """Show my home's screen in a window while the context is open; a person may close it."""
    with log.open("ab") as out:
        process = await asyncio.create_subprocess_exec(
            *_command(socket), "--window", stdin=asyncio.subprocess.DEVNULL, stdout=out, stderr=out
        )
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            async with asyncio.timeout(STOP_WITHIN_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


async def pictures(socket: Path, directory: Path, log: Path) -> bool:
    """Save a picture of every page as my home shows it now; False: the log says why not."""
    with log.open("ab") as out:
        process = await asyncio.create_subprocess_exec(
            *_command(socket),
            "--screenshot",
            str(directory),
            "--after",
            str(WARM_UP_S),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )
    try:
        async with asyncio.timeout(PATIENCE_S):
            return await process.wait() == 0
    except TimeoutError:
        return False
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def _command(socket: Path) -> list[str]:
    return [sys.executable, "-m", "gui", "--socket", str(socket), "--size", SIZE]
