"""A person at a terminal: a program on a pseudo-terminal of its own, read and typed to."""

import asyncio
import contextlib
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal:
    """What a program has written, and the keys typed to it."""

    def __init__(self, master: int, process: asyncio.subprocess.Process) -> None:
        self._master = master
        self._process = process
        self.text = ""
        self._more = asyncio.Event()
        asyncio.get_running_loop().add_reader(master, self._read)

    def _read(self) -> None:
        try:
            found = os.read(self._master, 65_536)
        except OSError:  # the other end is closed
            found = b""
        if not found:
            asyncio.get_running_loop().remove_reader(self._master)
        self.text += COLOURS.sub("", found.decode("utf-8", "replace")).replace("\r\n", "\n")
        self._more.set()

    async def waits(self, after: int, within_s: float) -> bool:
        """Return once something new was written and it has been quiet; False: it ended."""
        async with asyncio.timeout(within_s):
            while True:
                if self._process.returncode is not None:
                    return False
                self._more.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._more.wait(), 0.4)
                    continue
                if len(self.text) > after and not self.text.endswith("\n"):
                    return True

    def type(self, line: str) -> None:
        """Type a line and press Enter."""
        os.write(self._master, f"{line}\n".encode())


@asynccontextmanager
async def at_a_terminal(
    *words: str, cwd: Path
) -> AsyncIterator[tuple[Terminal, asyncio.subprocess.Process]]:
    """Run `gridhearth` with these words on a pseudo-terminal that is its controlling one."""
    master, slave = os.openpty()
    process = await asyncio.create_subprocess_exec(
        "setsid",
        "--ctty",
        "--wait",
        sys.executable,
        "-m",
        "agent",
        *words,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(ROOT), "TERM": "dumb", "COLUMNS": "200"},
    )
    os.close(slave)
    terminal = Terminal(master, process)
    try:
        yield terminal, process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        asyncio.get_running_loop().remove_reader(master)
        os.close(master)
