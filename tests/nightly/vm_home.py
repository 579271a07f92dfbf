"""A home in the emulator, from a written card to a member that trades; what its commands say."""

import asyncio
import contextlib
import json
import sqlite3
import time
from pathlib import Path
from typing import Any

import msgspec

from agent.api.sections import Snapshot
from agent.demo.resident import next_order
from agent.packaging.boot_partition import found, read
from agent.units import Address
from tests.nightly.vm_disk import copied, looked_into
from tests.nightly.vm_guest import Done, Guest, GuestError, Image
from tests.nightly.vm_street import HOST_FROM_GUEST, VmStreet

CARD = """hostname = "gridhearth-vm"
timezone = "Europe/London"
settings = "home.toml"
network = "network.toml"
code = "{code}"

[user]
name = "installer"
ssh_keys = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKHEu3PHuXYcZvBZBFkPGXkAoOgDEdKGAWzzJZGQXzPY vm"]
"""
TIME_SERVER = f"[Time]\nNTP={HOST_FROM_GUEST}\nFallbackNTP=\n"
LOOK_S = 3.0
STATE = "/var/lib/gridhearth"
DATABASES = ("journal.db", "telemetry.db")


async def customised(image: Image, street: VmStreet, command: str) -> str:
    """Put the home onto the card with our own command; return what the kernel's line needs."""
    where = street.directory / "card"
    where.mkdir()
    (where / "card.toml").write_text(CARD.format(code=await street.invited()))
    (where / "home.toml").write_text(street.settings())
    (where / "network.toml").write_bytes((street.directory / "network.toml").read_bytes())
    process = await asyncio.create_subprocess_exec(
        *(command, "-m", "agent", "image", "customise", str(image.disk)),
        *("--config", str(where / "card.toml"), "--yes"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await process.communicate()
    assert process.returncode == 0, out.decode()
    line = read(found(image.disk), "cmdline.txt").decode().split()
    return " ".join(word for word in line if word.startswith("ds="))


class VmHome:
    """The home inside the guest, as the test's household, installer and doctor see it."""

    def __init__(self, guest: Guest, street: VmStreet) -> None:
        self.guest = guest
        self.street = street
        self.member = Address("0x" + "00" * 20)
        self.seen: list[tuple[float, Snapshot]] = []
        self.pressed_at_s: list[float] = []
        self.outages: list[tuple[float, float]] = []
        """From the cut to the first status after it, wall clock, seconds."""

    @property
    def now(self) -> Snapshot | None:
        return self.seen[-1][1] if self.seen else None

    async def first_boot(self) -> float:
        """Wait for cloud-init; the clock is the operator's. Seconds until it was done."""
        began = time.monotonic()
        await self.guest.run("mkdir", "-p", "/etc/systemd/timesyncd.conf.d")
        await self.guest.write("/etc/systemd/timesyncd.conf.d/vm.conf", TIME_SERVER.encode())
        await self.guest.run("systemctl", "restart", "systemd-timesyncd", good=False)
        await self.guest.run("cloud-init", "status", "--wait", within_s=900, good=False)
        await self.guest.run("systemctl", "restart", "systemd-timesyncd")
        await self.guest.run("systemctl", "is-system-running", "--wait", within_s=600, good=False)
        return time.monotonic() - began

    async def gridhearth(self, *words: str, good: bool = True) -> Done:
        """Run our command in the guest."""
        return await self.guest.run("gridhearth", *words, good=good)

    async def joined(self) -> None:
        """Be the post between box and operator; the box asks and takes the answer by itself."""
        found = await self._there(f"{STATE}/request-*.txt")
        self.member = Address(found.rpartition("request-")[2].removesuffix(".txt"))
        request = (await self.guest.run("cat", found)).out
        answer = await self.street.enrolled(request, self.member)
        place = f"{STATE}/answer-{self.member}.txt"
        await self.guest.write(place, answer.encode())
        await self.guest.run("chown", "gridhearth:", place)
        await self.guest.run("systemctl", "restart", "gridhearth-join")  # its pauses grow
        await self._there("/etc/gridhearth/gridhearth.d/50-broker.toml")

    async def _there(self, pattern: str) -> str:
        """Wait for a file in the guest; return its path."""
        for _ in range(100):
            told = await self.guest.run("sh", "-c", f"ls {pattern}", good=False)
            if told.code == 0:
                return told.out.strip()
            await asyncio.sleep(LOOK_S)
        raise GuestError(f"{pattern} never came. {self.guest.last_words()}")

    async def follows_the_chain(self) -> None:
        """Wait until the agent has started again as a member and proves what it shows."""
        for _ in range(100):
            with contextlib.suppress(GuestError):
                if (await self.guest.call("status.get"))["chain"]["state"] == "live":
                    return
            await asyncio.sleep(LOOK_S)
        raise GuestError("the agent never followed the chain")

    async def household(self) -> None:
        """Look at the screen and press like a resident, through every boot, until cancelled."""
        terms = self.street.street.terms
        while True:
            try:
                told = await self.guest.call("status.get")
                snapshot = msgspec.convert(told, Snapshot)
                self.seen.append((time.time(), snapshot))
                order = next_order(
                    self.street.guest_plan,
                    snapshot,
                    terms.lowest_micro_per_kwh,
                    terms.highest_micro_per_kwh,
                )
                if order is not None:
                    answer = await self.guest.call("order.place", msgspec.to_builtins(order))
                    if answer["accepted"]:
                        self.pressed_at_s.append(time.time())
            except (GuestError, asyncio.CancelledError) as away:
                if isinstance(away, asyncio.CancelledError) and _cancelled():
                    raise
            await asyncio.sleep(LOOK_S)

    async def orders(self) -> dict[int, Any]:
        """Return what it knows of its orders, by cycle."""
        listed = await self.guest.call("orders.list", {"limit": 100})
        return {one["cycle"]: one for one in listed}

    async def unit(self, name: str = "gridhearth.service") -> dict[str, str]:
        """Return what the service manager knows of a unit."""
        words = "ActiveState,SubState,NRestarts,Result,MainPID,ActiveEnterTimestampMonotonic,"
        words += "ExecMainStartTimestampMonotonic,InactiveExitTimestampMonotonic"
        told = await self.guest.run("systemctl", "show", name, "-p", words)
        return dict(line.split("=", 1) for line in told.out.splitlines())

    async def memory_mb(self) -> float:
        """Return the daemon's resident memory."""
        pid = (await self.unit())["MainPID"]
        told = await self.guest.run("grep", "VmRSS", f"/proc/{pid}/status")
        return int(told.out.split()[1]) / 1_024

    def sound(self) -> list[str]:
        """Return what is wrong with its databases, as the next boot will find them."""
        folder = self.street.directory / "look"
        folder.mkdir(exist_ok=True)
        names = [f"{STATE}/{name}{end}" for name in DATABASES for end in ("", "-wal")]
        complaints = []
        found = looked_into(self.guest.image.disk, folder, names)
        for path in found:
            if path.suffix == ".db":
                with contextlib.closing(sqlite3.connect(path)) as db:
                    said = db.execute("pragma integrity_check").fetchone()[0]
                complaints += [] if said == "ok" else [f"{path.name}: {said}"]
        missing = {one for one in DATABASES if not (folder / one).exists()}
        return complaints + [f"{one} is gone" for one in sorted(missing)]


def _cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def as_text(told: Any) -> str:
    """Return something for the test's output, on one line."""
    return json.dumps(told, sort_keys=True, default=str)


def image_of(arch: str, given: Path, folder: Path) -> Image:
    """Return a copy of a built image that may be spoilt; its kernel and initrd lie beside it."""
    disk = folder / f"{arch}.img"
    copied(given, disk)
    return Image(arch, disk, given.with_suffix(".vmlinuz"), given.with_suffix(".initrd"))
