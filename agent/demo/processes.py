"""The demonstration's child processes: started, watched, stopped; their last words kept."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path

LAST_LINES = 12
STOP_WITHIN_S = 8.0


class ProcessEndedError(Exception):
    """A process of the street ended by itself; the message has its last lines."""


class Child:
    """One running process; what it says goes to a log file."""

    def __init__(self, name: str, process: asyncio.subprocess.Process, log: Path) -> None:
        self.name = name
        self.log = log
        self._process = process

    @property
    def pid(self) -> int:
        return self._process.pid

    def memory_bytes(self) -> int:
        """Resident memory now; 0 when it is gone."""
        try:
            pages = int(Path(f"/proc/{self.pid}/statm").read_text("ascii").split()[1])
        except (OSError, IndexError, ValueError):
            return 0
        return pages * os.sysconf("SC_PAGE_SIZE")

    def last_words(self) -> str:
        """The last lines of its log."""
        with contextlib.suppress(OSError):
            return "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-LAST_LINES:])
        return ""

    async def ended(self) -> None:
        """Wait until it ends, then raise ProcessEndedError: nobody stops a child but `running`."""
        code = await self._process.wait()
        raise ProcessEndedError(
            f"{self.name} ended by itself with code {code}. Its last lines:\n{self.last_words()}"
        )

    async def stop(self) -> None:
        """Ask it to stop, then make it."""
        if self._process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()
        try:
            async with asyncio.timeout(STOP_WITHIN_S):
                await self._process.wait()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()


@contextlib.asynccontextmanager
async def running(
    name: str,
    arguments: Sequence[str],
    log: Path,
    environment: Mapping[str, str] | None = None,
) -> AsyncIterator[Child]:
    """Run `python -m …` while the context is open; its output goes to `log`.

    A session of its own keeps the terminal's Ctrl-C for us: we stop our children in order.
    """
    with log.open("ab") as out:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
            env={**os.environ, **(environment or {})},
        )
    child = Child(name, process, log)
    try:
        yield child
    finally:
        await child.stop()
