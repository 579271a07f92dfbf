"""A machine in the emulator: switched on, asked, and its power cut; its console is kept.

Full emulation (TCG), no KVM: another processor than this one's must run as well, and what runs
here runs everywhere. Slow, so nothing is timed tightly.
"""

import asyncio
import base64
import contextlib
import itertools
import json
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tests.nightly.vm_disk import CutReport, Disk

HAND = Path(__file__).with_name("vm_hand.py")
HAND_UNIT = """[Unit]
Description=the hand of the test
DefaultDependencies=no
[Service]
ImportCredential=vm.*
ExecStart=/usr/bin/python3 ${CREDENTIALS_DIRECTORY}/vm.hand
Restart=always
"""
MEMORY_MB = 1_024
LINE_BYTES = 16 * 1024 * 1024
CONSOLE_LINES = 80
CREDENTIAL = "opt/io.systemd.credentials/"
SLOW_DEVICE_S = 900
"""A partition may take longer than the usual 90 s to appear on an emulated, busy machine."""
NO_RTC = "2026-10-01T00:00:00"
"""A Pi has no clock that runs without power: each boot begins in the past."""


class GuestError(AssertionError):
    """The guest did not do what was asked; the console's last lines are in the message."""


class Kind(NamedTuple):
    """How a processor's machine is emulated."""

    program: str
    machine: tuple[str, ...]
    console: str


KINDS = {
    "amd64": Kind("qemu-system-x86_64", ("-M", "q35", "-cpu", "Nehalem"), "ttyS0"),
    "arm64": Kind("qemu-system-aarch64", ("-M", "virt", "-cpu", "cortex-a72"), "ttyAMA0"),
}


class Image(NamedTuple):
    """What is booted."""

    arch: str
    disk: Path
    kernel: Path
    initrd: Path


class Done(NamedTuple):
    """A command that ran in the guest."""

    code: int
    out: str
    err: str
    took_s: float


class Guest:
    """One machine, through all its boots."""

    def __init__(self, image: Image, folder: Path, kernel_words: str, meter: Path) -> None:
        """`meter`: the socket of what is at the other end of its serial cable."""
        self.image = image
        self.console = folder / "console.log"
        self.disk = Disk(image.disk)
        self.boots = 0
        self.switched_on_s = 0.0
        self._folder = folder
        self._kernel_words = kernel_words
        self._meter = meter
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._ids = itertools.count(1)
        self._events: dict[str, asyncio.Future[dict[str, Any]]] = {}

    async def switch_on(self) -> None:
        """Start the emulator; returns once the hand inside can be asked."""
        self.boots += 1
        self.switched_on_s = time.monotonic()
        loop = asyncio.get_running_loop()
        self._events = {name: loop.create_future() for name in ("up", "first-status")}
        hand = self._folder / "hand.sock"
        hand.unlink(missing_ok=True)
        unit = self._folder / "hand.service"
        unit.write_text(HAND_UNIT)
        with self.console.open("ab") as out:
            out.write(f"\n=== boot {self.boots} ===\n".encode())
            self._process = await asyncio.create_subprocess_exec(
                *self._words(hand, unit),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        while not hand.exists():
            self._still_runs()
            await asyncio.sleep(0.05)
        reader, self._writer = await asyncio.open_unix_connection(hand, limit=LINE_BYTES)
        self._reading = asyncio.create_task(self._read(reader))
        await self.event("up", 600)

    def _words(self, hand: Path, unit: Path) -> list[str]:
        kind = KINDS[self.image.arch]
        kernel_words = (
            f"root=/dev/vda2 rw rootwait console={kind.console} net.ifnames=0"
            f" systemd.default_device_timeout_sec={SLOW_DEVICE_S}"
            f" systemd.wants=h.service systemd.show_status=1 {self._kernel_words}"
        )
        return [
            kind.program,
            *kind.machine,
            *("-accel", "tcg,thread=multi,tb-size=512", "-smp", "2", "-m", str(MEMORY_MB)),
            *("-nodefaults", "-no-user-config", "-display", "none", "-no-reboot"),
            *("-serial", "stdio", "-rtc", f"base={NO_RTC}"),
            *("-kernel", str(self.image.kernel), "-initrd", str(self.image.initrd)),
            *("-append", kernel_words),
            *self.disk.words(),
            *("-netdev", "user,id=net", "-device", "virtio-net-pci,netdev=net,romfile="),
            *("-device", "virtio-rng-pci", "-device", "virtio-serial-pci"),
            *("-chardev", f"socket,id=hand,path={hand},server=on,wait=off"),
            *("-device", "virtserialport,chardev=hand,name=gridhearth.hand"),
            *("-chardev", f"socket,id=p1,path={self._meter},reconnect=1"),
            *("-device", "qemu-xhci", "-device", "usb-serial,chardev=p1,serial=P1METER"),
            *("-fw_cfg", f"name={CREDENTIAL}vm.hand,file={HAND}"),
            *("-fw_cfg", f"name={CREDENTIAL}systemd.extra-unit.h.service,file={unit}"),
        ]

    async def _read(self, reader: asyncio.StreamReader) -> None:
        with contextlib.suppress(OSError):
            while line := await reader.readline():
                told = json.loads(line)
                waiting = (
                    self._events.get(told["event"])
                    if "event" in told
                    else self._answers.pop(told["id"], None)
                )
                if waiting is not None and not waiting.done():
                    waiting.set_result(told)

    def _still_runs(self) -> None:
        if self._process is None or self._process.returncode is not None:
            raise GuestError(f"the guest is off. {self.last_words()}")

    async def event(self, name: str, within_s: float) -> dict[str, Any]:
        """Return what the hand told of itself in this boot: `up`, `first-status`."""
        return await self._waited(self._events[name], within_s, f"the event {name}")

    async def _waited(
        self, waiting: asyncio.Future[dict[str, Any]], within_s: float, what: str
    ) -> dict[str, Any]:
        assert self._process is not None
        ended = asyncio.ensure_future(self._process.wait())
        try:
            await asyncio.wait(
                {ended, waiting}, timeout=within_s, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            ended.cancel()
        if not waiting.done():
            raise GuestError(f"not within {within_s:g} s: {what}. {self.last_words()}")
        return waiting.result()

    async def _asked(self, words: dict[str, Any], within_s: float) -> dict[str, Any]:
        self._still_runs()
        assert self._writer is not None
        number = next(self._ids)
        waiting = self._answers[number] = asyncio.get_running_loop().create_future()
        self._writer.write(json.dumps({"id": number, **words}).encode() + b"\n")
        return await self._waited(waiting, within_s, str(words)[:200])

    async def run(
        self, *words: str, stdin: bytes = b"", within_s: float = 300, good: bool = True
    ) -> Done:
        """Run a command as root; with `good` anything but 0 is a GuestError."""
        asked = {
            "words": words,
            "stdin": base64.b64encode(stdin).decode(),
            "within_s": within_s,
        }
        told = await self._asked(asked, within_s + 30)
        if "failed" in told:
            raise GuestError(f"{' '.join(words)}: {told['failed']}")
        out, err = (
            base64.b64decode(told[name]).decode("utf-8", "replace") for name in ("out", "err")
        )
        if good and told["code"] != 0:
            raise GuestError(
                f"{' '.join(words)} ended with {told['code']}: {out[-2_000:]}{err[-2_000:]}"
            )
        return Done(told["code"], out, err, told["took_s"])

    async def call(self, method: str, params: object = None, *, within_s: float = 120) -> Any:
        """Call the agent over its socket, as root; GuestError when refused or not there."""
        told = await self._asked({"method": method, "params": params or {}}, within_s)
        if "failed" in told or "result" not in told["answer"]:
            raise GuestError(f"{method}: {told.get('failed') or told['answer']}")
        return told["answer"]["result"]

    async def write(self, place: str, content: bytes) -> None:
        """Write a file in the guest."""
        await self.run("dd", f"of={place}", "status=none", stdin=content)

    async def cut(self, chance: random.Random) -> CutReport:
        """Cut the power: the emulator dies at once, and the disk keeps what a card would."""
        await self._end(kill=True)
        return self.disk.cut(chance)

    async def shut_down(self) -> None:
        """Switch off in good order."""
        with contextlib.suppress(GuestError):
            await self.run("systemctl", "poweroff", within_s=60)
        assert self._process is not None
        async with asyncio.timeout(300):
            await self._process.wait()
        await self._end(kill=False)
        self.disk.switched_off()

    async def _end(self, *, kill: bool) -> None:
        if self._process is not None and self._process.returncode is None and kill:
            self._process.kill()
        if self._process is not None:
            await self._process.wait()
        if self._writer is not None:
            self._writer.close()
            with contextlib.suppress(OSError):
                await self._writer.wait_closed()
        if self._reading is not None:
            await self._reading
        for waiting in (*self._events.values(), *self._answers.values()):
            waiting.cancel()
        self._answers.clear()

    def last_words(self) -> str:
        """The console's last lines, and where all of it is."""
        lines = self.console.read_text("utf-8", "replace").splitlines()[-CONSOLE_LINES:]
        return f"Its console ({self.console}) ends with:\n" + "\n".join(lines)

    @asynccontextmanager
    async def owned(self) -> AsyncIterator["Guest"]:
        """Whatever happens, the emulator is gone when the context closes."""
        try:
            yield self
        finally:
            await self._end(kill=True)
