"""A built image, booted by the emulator: a card, an enrolment, trades, three power cuts.

The guest runs its own systemd and our package, as on a Pi; the street around it are real
processes on this machine. GRIDHEARTH_VM_AMD64 and GRIDHEARTH_VM_ARM64 name images with their
.vmlinuz and .initrd beside them; without them the images are built. GRIDHEARTH_SEED repeats a
night, GRIDHEARTH_VM_CUTS makes it shorter. Needs the superuser (a time server on loopback), QEMU, mtools, e2fsprogs and mosquitto.
"""

import asyncio
import contextlib
import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.nightly.vm_disk import checked, copied, looked_into
from tests.nightly.vm_guest import KINDS, Guest
from tests.nightly.vm_home import STATE, VmHome, customised, image_of
from tests.nightly.vm_street import METER_DEVICE, VmStreet, vm_street
from tests.nightly.vm_time import time_server
from tests.whole import judge
from tests.whole.chain_facts import ChainFacts, ordered_cycle, read_sent
from tests.whole.homes import ROOT, until

SEED = int(os.environ.get("GRIDHEARTH_SEED", random.SystemRandom().randrange(10**6)))
CUTS = int(os.environ.get("GRIDHEARTH_VM_CUTS", "3"))
HOMES = 8
CYCLE_S = int(os.environ.get("GRIDHEARTH_VM_CYCLE_S", "60"))
BLOCK_S = 2
BEGINS_IN_S = 60
TRADES_AGAIN_WITHIN = 10
"""Cycles."""
BACK_WITHIN_S = 1_500
DAEMON_START_S = 300.0
"""From exec to READY: what the unit allows (TimeoutStartSec=). An emulated processor that others
share says nothing of speed; what it took is printed."""
MAX_MEMORY_MB = 200
MAX_EXPOSURE = 2.5
METER_OFF_S = 8
FIRST_READING_S = 60
"""From the first status to the first believed reading, at most."""
KEYS = tuple(f"{STATE}/join/{name}.key" for name in ("order", "report", "broker"))
CODE_FILE = f"{STATE}/one-time-code"
TOOLS = ("mosquitto", "mcopy", "e2fsck")


def given_image(arch: str, folder: Path) -> Path:
    """Return the image of this processor; AssertionError says what is missing."""
    tools = [*TOOLS, KINDS[arch].program]
    place = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    missing = [tool for tool in tools if shutil.which(tool, path=place) is None]
    assert not missing, (
        f"install {', '.join(missing)}: apt-get install qemu-system-x86 qemu-system-arm"
        " mtools e2fsprogs mosquitto"
    )
    assert os.geteuid() == 0, "only the superuser can serve time on port 123"
    named = os.environ.get(f"GRIDHEARTH_VM_{arch.upper()}")
    return Path(named) if named else built(arch, folder)


def built(arch: str, folder: Path) -> Path:
    """Build package and image with our own commands; what they lack they say themselves."""
    command = (sys.executable, "-m", "agent")
    debs, image = folder / "debs", folder / f"built-{arch}.img"
    package = ("package", "--arch", arch, "--output", str(debs), "--without-screen")
    subprocess.run([*command, *package], cwd=ROOT, check=True)
    (deb,) = debs.glob("gridhearth_*.deb")
    words = ("image", "build", "--arch", arch, "--package", str(deb), "--output", str(image))
    subprocess.run([*command, *words, "--kernel-beside"], cwd=ROOT, check=True)
    return image


class Night(msgspec.Struct):
    """What was measured, to be printed whatever happens."""

    lines: list[str] = []

    def note(self, line: str) -> None:
        """Say it at once, and keep it."""
        self.lines.append(line)
        sys.stdout.write(f"vm: {line}\n")
        sys.stdout.flush()


def forgotten(known: dict[int, Any], facts: ChainFacts, home: VmHome) -> list[int]:
    """Return the cycles whose order is on the chain and not in the home's memory."""
    mine = {order.cycle for order in facts.orders if order.member == home.member}
    return sorted(mine - set(known))


async def trade_of(home: VmHome, after: int) -> int:
    """Wait until the home shows a trade of a cycle after this one; return the cycle."""
    found: list[int] = []

    def traded() -> bool:
        now = home.now
        found[:] = [t.cycle for t in now.trades if t.cycle > after] if now else []
        return bool(found)

    await until(traded, TRADES_AGAIN_WITHIN * CYCLE_S, f"a trade after cycle {after}: {seen(home)}")
    return min(found)


def seen(home: VmHome) -> str:
    """Return the screen's most telling parts."""
    now = home.now
    if now is None:
        return "nothing was ever shown"
    return str((now.home, now.flow, now.orders, now.alerts, now.chain, now.broker, now.ladder))


async def up_again(home: VmHome, night: Night, what: str) -> None:
    """Wait for the first status of this boot; the agent came by itself, with a whole memory."""
    told = await home.guest.event("first-status", BACK_WITHIN_S)
    unit = await home.unit()
    started_s, ready_s = (
        int(unit[f"{name}TimestampMonotonic"]) / 1e6 for name in ("ExecMainStart", "ActiveEnter")
    )
    night.note(
        f"{what}: first status {told['up_s']:.1f} s after the kernel began, the daemon ready"
        f" {ready_s - started_s:.1f} s after its exec at {started_s:.1f} s,"
        f" {await home.memory_mb():.0f} MB resident"
    )
    assert ready_s - started_s < DAEMON_START_S
    assert unit["ActiveState"] == "active"


class Cuts:
    """The moments at which the power fails."""

    def __init__(self, home: VmHome, street: VmStreet, chance: random.Random) -> None:
        self._home, self._street, self._chance = home, street, chance

    async def while_an_order_leaves(self) -> None:
        """The order has left the home; whether it arrives is left to chance, no answer comes."""
        sending = asyncio.Event()
        arrives = self._chance.randrange(2) == 0

        async def caught() -> bool:
            (_, raw) = self._street.line.sent[-1]
            if ordered_cycle(read_sent(raw).transaction.data) is None:
                return True
            sending.set()
            await asyncio.sleep(0.2)
            return arrives

        self._street.line.on_send = caught
        try:
            async with asyncio.timeout(3 * CYCLE_S):
                await sending.wait()
        finally:
            self._street.line.on_send = None

    async def after_a_report(self) -> None:
        """A report has just passed the broker: receipt and settlement are still to come."""
        heard = len(self._street.witness.of(self._home.member))
        reports = self._street.witness.of
        await until(lambda: len(reports(self._home.member)) > heard, 4 * CYCLE_S, "a report")

    async def at_any_time(self) -> None:
        """Anywhere in a cycle."""
        await asyncio.sleep(self._chance.uniform(0, CYCLE_S))


async def unit_is_as_designed(home: VmHome, night: Night) -> None:
    """Look at what systemd makes of our units, and at what the guest opens to the world."""
    run = home.guest.run
    failed = (await run("systemctl", "--failed", "--no-legend", "--plain")).out
    assert failed == ""
    for unit in ("gridhearth.service", "gridhearth.socket"):
        assert (await home.unit(unit))["ActiveState"] == "active"
    told = await run("systemd-analyze", "security", "--no-pager", "gridhearth.service")
    exposure = float(re.findall(r"(\d+\.\d) [A-Z]+", told.out)[-1])
    night.note(f"systemd-analyze security: {exposure}")
    assert exposure <= MAX_EXPOSURE
    listening = (await run("ss", "-Hltn")).out.splitlines()
    ports = {line.split()[3] for line in listening}
    allowed = re.compile(r".*:22|127\.0\.0\.5[34](%lo)?:53|.*:5355")
    assert not [port for port in ports if not allowed.fullmatch(port)], ports
    state = (await run("find", "/var/lib/gridhearth", "-printf", "%M %u:%g %P\\n")).out
    assert state.splitlines()[0].startswith("drwx------ gridhearth:gridhearth"), state
    keys = [line for line in state.splitlines() if line.endswith(".key")]
    assert keys
    assert not [line for line in keys if not line.startswith("-rw------- gridhearth:")], keys
    wrong_owner = [one for one in state.splitlines() if " root:root " in one]
    night.note(f"files of root in the state directory: {wrong_owner}")
    assert (await run("ls", "/var/log/journal", good=False)).code != 0
    assert (await run("readlink", "-f", METER_DEVICE)).out.startswith("/dev/ttyUSB")
    clock = (await run("timedatectl", "show", "-p", "NTPSynchronized")).out.strip()
    assert clock == "NTPSynchronized=yes"


async def backed_up(home: VmHome) -> None:
    """The running agent makes a backup of the whole home, and it opens."""
    await home.guest.write("/root/phrase", b"correct horse battery staple\n")
    await home.guest.run("chmod", "600", "/root/phrase")
    words = ("/root/home.gh-backup", "--passphrase-file", "/root/phrase")
    await home.gridhearth("backup", *words)
    told = await home.gridhearth("backup", "--verify", *words)
    assert "join/order.key" in told.out
    assert "The backup is whole." in told.out


@asynccontextmanager
async def lived_in(home: VmHome) -> AsyncIterator[None]:
    """Somebody looks at the screen and presses."""
    task = asyncio.create_task(home.household())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@pytest.mark.timeout(7_200)
@pytest.mark.parametrize("arch", ["amd64", "arm64"])
async def test_a_built_image_becomes_a_home_that_trades_through_power_cuts(
    arch: str, tmp_path: Path
) -> None:
    night = Night()
    night.note(f"{arch}, seed {SEED}, cycles of {CYCLE_S} s")
    image = image_of(arch, given_image(arch, tmp_path), tmp_path)
    async with (
        time_server() as clock,
        vm_street(tmp_path, HOMES, CYCLE_S, BEGINS_IN_S, BLOCK_S) as street,
    ):
        words = await customised(image, street, sys.executable)
        guest = Guest(image, tmp_path, words, street.meter.path)
        home = VmHome(guest, street)
        async with guest.owned():
            await become_a_member(home, night)
            async with (
                street.operator.running(),
                street.neighbours.running(),
                listening(street),
                lived_in(home),
            ):
                first = await trade_of(home, -1)
                night.note(f"first trade in cycle {first}")
                await unit_is_as_designed(home, night)
                await backed_up(home)
                earlier = await cut_and_recover(home, street, night)
                await asyncio.sleep(0.5 * CYCLE_S)
            known, known_in = await home.orders(), street.now()
            assert clock.asked > 0
            await guest.shut_down()
            assert checked(image.disk) == ""
            facts = await street.facts(street.now() + 1, home.member)
            assert [one for one in forgotten(known, facts, home) if one < known_in] == []
            judged(home, street, facts, night)
            await a_card_that_went_back_is_noticed(home, facts, earlier, night)


async def become_a_member(home: VmHome, night: Night) -> None:
    """From the first boot to an agent that follows the chain; nobody logs in."""
    guest = home.guest
    assert looked_into(guest.image.disk, home.street.directory, KEYS) == [], "an image with keys"
    await guest.switch_on()
    await home.first_boot()
    took = (await guest.run("systemd-analyze", "time")).out.splitlines()[0]
    night.note(f"first boot, with cloud-init: {took}")
    await up_again(home, night, "first boot, not a member yet")
    await home.joined()
    await home.follows_the_chain()
    night.note(f"a member {time.monotonic() - guest.switched_on_s:.0f} s after power on")
    assert (await guest.run("ls", CODE_FILE, good=False)).code != 0, "the code was not removed"
    doctor = await home.gridhearth("doctor", good=False)
    night.note(f"doctor: {doctor.code}\n{doctor.out}{doctor.err}")


async def cut_and_recover(home: VmHome, street: VmStreet, night: Night) -> Path:
    """Three cuts; return a copy of the card as it was after the first."""
    chance = random.Random(SEED)
    cuts = Cuts(home, street, chance)
    earlier = home.guest.image.disk.with_suffix(".earlier")
    moments = (cuts.while_an_order_leaves, cuts.after_a_report, cuts.at_any_time)
    for moment in moments[:CUTS]:
        await moment()
        cycle = street.now()
        cut_s, off_s = time.monotonic(), time.time()
        told = await home.guest.cut(chance)
        night.note(f"cut {moment.__name__} in cycle {cycle}: {told}")
        assert home.sound() == []
        if not earlier.exists():
            copied(home.guest.image.disk, earlier)
        await home.guest.switch_on()
        await up_again(home, night, f"boot {home.guest.boots}")
        home.outages.append((off_s, time.time()))
        back_s = time.monotonic() - cut_s
        again = await trade_of(home, cycle)
        alerts = {alert.name for alert in home.now.alerts} if home.now else set()
        night.note(f"status again {back_s:.0f} s after the cut, trade in cycle {again}; {alerts}")
        assert "key-used-elsewhere" not in alerts
        known = await home.orders()
        facts = await street.facts(street.now(), home.member)
        assert forgotten(known, facts, home) == []
    return earlier


def judged(home: VmHome, street: VmStreet, facts: ChainFacts, night: Night) -> None:
    """Judge the night from outside: the chain, the broker, the line."""
    deliberate: Counter[int] = Counter()
    for at_s in home.pressed_at_s:
        deliberate[street.times.cycle_at(int(at_s * 1_000)) or 0] += 1
    signed = [read_sent(raw) for _, raw in street.line.sent]
    reports = street.witness.of(home.member)
    mine = [order for order in facts.orders if order.member == home.member]
    traded = [order.cycle for order in mine if order.outcome.agreed_wh]
    settled = [order.cycle for order in mine if order.settlement.status]
    night.note(
        f"{len(mine)} orders, {len(traded)} traded ({traded}), {len(settled)} settled,"
        f" {len(reports)} reports heard, {len(signed)} times sent, {home.guest.boots} boots"
    )
    assert judge.nonces(signed) == []
    assert judge.orders_once(facts.executed, home.member, deliberate) == []
    assert judge.reports_once(street.domain, reports) == []
    everybody = facts.balances
    credit = street.street.terms.start_credit_micro
    assert judge.money(everybody, facts.orders, credit, street.market.operator) == []
    assert len(traded) > CUTS
    assert settled
    assert energy(street, reports, home.outages) == []


def energy(street: VmStreet, reports: list[Any], outages: list[tuple[float, float]]) -> list[str]:
    """Return the reports that say something else than the meter showed at the cycle's end.

    Where the box was without power then, the meter's value of that time is what it must lie in.
    """
    wrong = []
    for report in reports:
        end_s = street.times.start_ms(report.cycle + 1) / 1_000
        from_s, to_s = end_s - METER_OFF_S, end_s + METER_OFF_S
        for off_s, on_s in outages:
            if off_s - METER_OFF_S <= end_s <= on_s + METER_OFF_S:
                from_s, to_s = min(from_s, off_s - METER_OFF_S), max(to_s, on_s + FIRST_READING_S)
        low, high = street.meter.at(from_s), street.meter.at(to_s)
        fits = low.import_wh <= report.import_wh <= high.import_wh
        if not (fits and low.export_wh <= report.export_wh <= high.export_wh):
            wrong.append(f"{report} between {low} and {high}")
    return wrong


@asynccontextmanager
async def listening(street: VmStreet) -> AsyncIterator[None]:
    """Note what passes the broker."""
    task = asyncio.create_task(street.witness.listen())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def a_card_that_went_back_is_noticed(
    home: VmHome, facts: ChainFacts, earlier: Path, night: Night
) -> None:
    """The control: a card that forgets what was synced has to be found by the same tests."""
    copied(earlier, home.guest.image.disk)
    await home.guest.switch_on()
    await home.guest.event("first-status", BACK_WITHIN_S)
    lost = forgotten(await home.orders(), facts, home)
    night.note(f"control: with the card of the first cut the orders of {lost} are forgotten")
    assert lost
