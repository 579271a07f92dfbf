"""The radio driver in numbers that take a night: the figures of reliability M1, M5, M6, M8 and M9.

Sizes come from the environment; every run prints what it measured and has a fault that it must
find (its control).
"""

import asyncio
import contextlib
import os
import random
import resource
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import zigpy.types as t

from agent.devices.device import MeterUse, RadioStage
from drivers.clocks import SystemClock
from drivers.simulated.zigbee.faults import Crash
from drivers.simulated.zigbee.network import VirtualNetwork
from drivers.simulated.zigbee.nodes.meters import grid_meter
from drivers.zigbee_app import Controller, settings_of
from drivers.zigbee_join import Joins
from drivers.zigbee_radio import RadioSettings, ZigbeeRadio
from drivers.zigbee_reporting import Intervals
from drivers.zigbee_store import NetworkMark
from tests.nightly import radio_stick
from tests.zigbee import radio_rig as rig
from tests.zigbee.relay_home import LEASE_S
from tests.zigbee.relay_kills import kill_homes

FRAMES = int(os.environ.get("RADIO_FUZZ_FRAMES", "1000000"))
NODES = int(os.environ.get("RADIO_SOAK_NODES", "100"))
SOAK_S = int(os.environ.get("RADIO_SOAK_S", "3600"))
SPEED = float(os.environ.get("RADIO_SOAK_SPEED", "10"))
DISCONNECTS = int(os.environ.get("RADIO_NIGHT_DISCONNECTS", "500"))
SOAK_PARTS = 20
MOST_PERCENT = 10.0
MIB = 1 << 20
KILLS = int(os.environ.get("RADIO_NIGHT_KILLS", "500"))
REPORT_S = 10
SLOWEST_S = 0.05
GROWTH_BYTES = 10 * 1024 * 1024


def resident_bytes() -> int:
    """What this process holds in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def _frame(chance: random.Random, real: list[bytes]) -> bytes:
    """A real frame with some of it turned, cut or doubled; or noise."""
    kind = chance.random()
    if kind < 0.3:
        return chance.randbytes(chance.randrange(0, 80))
    frame = bytearray(chance.choice(real))
    for _ in range(chance.randrange(1, 5)):
        at = chance.randrange(len(frame))
        frame[at] = chance.getrandbits(8)
    if kind < 0.5:
        frame = frame[: chance.randrange(len(frame))]
    return bytes(frame + frame[: chance.randrange(4)])


REAL = [
    bytes.fromhex("18010a0000250102030000000004 2a010203".replace(" ", "")),
    bytes.fromhex(
        "1801010000002501020304050601030000220100000203002210270004002a102700".replace(" ", "")
    ),
    bytes.fromhex("09020200010202000400000064"),
    bytes.fromhex("1c5f11030a01ff421a0121bd0b0421a8130521070006240100000000"),
    bytes.fromhex("080507000000"),
    bytes.fromhex("18070900000000251e002c010a0000000000"),
]


@pytest.mark.timeout(3_600)
async def test_a_million_damaged_frames_change_nothing_and_cost_nothing(tmp_path: Path) -> None:
    """M1 for the radio: whatever a device sends, no exception, no memory, no frame above 50 ms."""
    net = VirtualNetwork(ezsp=13, nvm=tmp_path / "ncp.json")
    meter = grid_meter(import_wh=100_000, export_wh=50_000)
    chance = random.Random(1)
    async with net.serve_pty() as path, rig.formed(path, tmp_path) as radio:
        await rig.pair(radio, net, meter)
        key = rig.use(radio, meter)
        before = (await rig.take(radio, 1))[0]
        meter.online = False
        ieee = next(e for e in radio._link.controller.devices if rig.text_of(e) == key[:16])
        slowest_s, grown = 0.0, resident_bytes()
        for number in range(FRAMES):
            cluster = chance.choice([0x0702, 0x0B04, 0x0006, 0x0000, 0xEF00, 0x0001])
            packet = _packet(cluster, _frame(chance, REAL), chance.choice([1, 1, 1, 2, 242]))
            began_s = time.thread_time()  # a busy machine must not look like a slow parser
            radio.heard(ieee, packet)
            slowest_s = max(slowest_s, time.thread_time() - began_s)
            if number % 200 == 0:  # stick and libraries run on this loop as well
                radio._devices.readings.clear()
                await asyncio.sleep(0.001)
        grown = resident_bytes() - grown
        print(  # noqa: T201
            f"{FRAMES} frames, slowest {1_000 * slowest_s:.1f} ms, {grown >> 10} KiB more,"
            f" {radio.counts}"
        )
        assert grown < GROWTH_BYTES
        assert slowest_s < SLOWEST_S
        meter.online = True
        net.wake()
        await rig.stage(radio, RadioStage.UP)
        # what the frames said of scale and serial number is asked anew: an installer's deed, or
        # the driver's own within a quarter of an hour
        await radio.configure(key[:16])
        after = (await rig.take(radio, 1))[0]
        assert 0 <= after.import_wh - before.import_wh <= 1_000_000

        def broken(*_: Any) -> None:
            raise ValueError("the control: a parser that raises")

        radio._devices.heard = broken  # type: ignore[method-assign]
        with pytest.raises(ValueError, match="control"):
            radio.heard(ieee, _packet(0x0702, REAL[0], 1))


def _packet(cluster: int, payload: bytes, endpoint: int) -> t.ZigbeePacket:
    return SimpleNamespace(  # type: ignore[return-value]
        data=SimpleNamespace(serialize=lambda: payload),
        src_ep=endpoint,
        cluster_id=cluster,
        profile_id=0x0104,
        lqi=255,
    )


@pytest.mark.timeout(7_200)
async def test_a_hundred_devices_for_an_hour_cost_the_same_at_its_end(tmp_path: Path) -> None:
    """A tenth of one core, flat memory, every register; the controls: a hog and a leak are found.

    Judged by this process' own processor time for each second of the devices' clock: the stick
    runs in another process, and what else the machine does is not counted.
    """
    intervals = Intervals(REPORT_S, REPORT_S, REPORT_S, REPORT_S, 60.0)
    told = await _stick(tmp_path, NODES)
    radio = ZigbeeRadio(
        RadioSettings(
            str(tmp_path / "stick"),
            tmp_path / "zigbee.db",
            intervals=intervals,
            rules=rig.RULES,
            unicasts_per_s=500.0,
        ),
        SystemClock(),
    )
    memory: list[int] = []
    cpu_s: list[float] = []
    keys = [f"{radio_stick.FIRST_IEEE + n:016x}/1" for n in range(NODES)]
    async with told.running(), radio.running():
        await rig.stage(radio, RadioStage.NO_NETWORK)
        await radio.form(15)
        await rig.stage(radio, RadioStage.UP)
        for at in range(0, NODES, 10):
            until = min(at + 10, NODES)
            await radio.permit_open(60, rig.stick(radio))
            assert await told.tell(f"join {at} {until}") == "done"
            await rig.set_up(radio, *(key[:16] for key in keys[at:until]), within_s=300.0)
        await radio.permit_stop()
        radio.use([MeterUse(key, "grid") for key in keys])
        await told.tell("power 1000")
        await told.tell(f"speed {SPEED}")
        frames, began_s = radio.counts.get("report", 0), time.monotonic()
        for part in range(1, SOAK_PARTS + 1):
            before_s = time.process_time()
            while time.monotonic() - began_s < SOAK_S / SPEED * part / SOAK_PARTS:
                radio._devices.readings.clear()
                await asyncio.sleep(0.5)
            memory.append(resident_bytes())
            cpu_s.append(time.process_time() - before_s)
        frames = radio.counts["report"] - frames
        simulated_s = (time.monotonic() - began_s) * SPEED
        await told.tell("speed 1")
        hog_share = await _share_with_a_hog(radio)
        await told.tell("power 0")
        truth = [int(wh) for wh in (await told.tell("truth")).split()]

        def arrived() -> bool:
            meters = [radio._devices.meter(key) for key in keys]
            shown = [None if m is None or m.live is None else m.live.import_wh for m in meters]
            return shown == truth

        await rig.seen(radio, arrived, "every register has arrived", 300.0)
    share = 100 * sum(cpu_s) / simulated_s
    early, late = max(memory[1:4]), min(memory[-3:])
    print(  # noqa: T201
        f"{NODES} devices, {simulated_s:.0f} s of theirs at x{SPEED:g}: {frames} reports, driver"
        f" alone {share:.2f} % of one core ({1_000 * sum(cpu_s) / frames:.2f} ms a report), memory"
        f" {memory[0] / MIB:.1f} MiB first, {memory[-1] / MIB:.1f} MiB last"
    )
    assert frames > NODES * SOAK_S / REPORT_S * 0.9
    assert share <= MOST_PERCENT
    assert late - early < GROWTH_BYTES
    assert sum(cpu_s[-4:]) < 3 * sum(cpu_s[1:5])
    assert hog_share > MOST_PERCENT, "the control: a driver that is too slow would not be seen"
    leak = [bytes(1_024) + bytes([n % 256]) for n in range(max(frames, 20_000))]
    assert resident_bytes() - late > GROWTH_BYTES, "the control: a leak would not be seen"
    del leak


async def _share_with_a_hog(radio: ZigbeeRadio) -> float:
    """Let each frame cost so much that it is twice what is allowed; return what is measured."""
    honest = radio._devices.heard
    hog_s = 2 * MOST_PERCENT / 100 * REPORT_S / (2 * NODES)  # two frames a device and interval

    def slow(*given: Any) -> None:
        until_s = time.process_time() + hog_s
        while time.process_time() < until_s:
            pass
        honest(*given)

    radio._devices.heard = slow  # type: ignore[method-assign]
    began_s, before_s = time.monotonic(), time.process_time()
    await asyncio.sleep(2 * REPORT_S)
    radio._devices.heard = honest  # type: ignore[method-assign]
    return 100 * (time.process_time() - before_s) / (time.monotonic() - began_s)


class _Stick:
    """The process of the virtual stick."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """End it, whatever happens."""
        assert self._process.stdin is not None
        try:
            yield
        finally:
            self._process.stdin.close()
            await self._process.wait()

    async def tell(self, order: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{order}\n".encode())
        async with asyncio.timeout(120.0):
            return (await self._process.stdout.readline()).decode().strip()


async def _stick(directory: Path, count: int) -> _Stick:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.nightly.radio_stick",
        str(directory / "stick"),
        str(directory / "ncp.json"),
        str(count),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    async with asyncio.timeout(120.0):
        await process.stdout.readline()
    return _Stick(process)


@pytest.mark.timeout(3_600)
async def test_hundreds_of_disconnects_leak_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """M5: as the ordinary test, many times; the control holds a file open per life."""
    from tests.zigbee import test_radio_faults as ordinary

    monkeypatch.setattr(ordinary, "DISCONNECTS", DISCONNECTS)
    await ordinary.test_a_disconnect_at_any_byte_is_survived_and_leaks_no_file(tmp_path)
    before = rig.open_files()
    held = [(tmp_path / f"held-{n}").open("w") for n in range(5)]
    assert rig.open_files() > before
    for file in held:
        file.close()


@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("kind", ["error", "reset", "disconnect"])
async def test_a_crash_at_every_single_command_of_the_start(kind: Crash, tmp_path: Path) -> None:
    """All of the first sixty in each way; a driver that is never rebuilt stays down (below)."""
    from tests.zigbee import test_radio_faults as ordinary

    await ordinary.crash_each_start((kind,), tmp_path)


@pytest.mark.timeout(3_600)
async def test_the_crash_test_finds_a_driver_that_is_never_rebuilt(tmp_path: Path) -> None:
    """The control of the test above: bellows alone, without our supervisor, does not return."""
    net = VirtualNetwork(ezsp=13, nvm=tmp_path / "ncp.json")
    async with net.serve_pty() as path:
        async with rig.formed(path, tmp_path):
            pass
        app = await Controller.new(settings_of(path, None), start_radio=False)
        app.hook = SimpleNamespace(  # type: ignore[attr-defined]
            lost=lambda _: None,
            heard=lambda *_: None,
            rejoined=lambda _: None,
            failed=lambda _: None,
        )
        try:
            await app.connect()
            await app.initialize(auto_form=False)
            net.crash("error")
            await asyncio.sleep(3.0)
            with pytest.raises((Exception,)):
                await app.permit_ncp(0)
        finally:
            await app.shutdown()


@pytest.mark.timeout(3_600)
async def test_a_thousand_strangers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """M9: as the ordinary test, a thousand joins; the control: a driver that lets everyone in."""
    from tests.zigbee import test_radio_strangers as ordinary

    (tmp_path / "control").mkdir()
    monkeypatch.setattr(ordinary, "JOINS", int(os.environ.get("RADIO_NIGHT_JOINS", "1000")))
    await ordinary.test_nobody_gets_in_while_joining_is_closed(tmp_path)
    monkeypatch.setattr(ordinary, "JOINS", 60)
    monkeypatch.setattr(Joins, "lets_in", lambda *_, **__: True)
    with pytest.raises(AssertionError):
        await ordinary.test_nobody_gets_in_while_joining_is_closed(tmp_path / "control")


@pytest.mark.timeout(3_600)
async def test_two_hundred_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """M6: two hundred states of stick and memory; the control: one that takes any network."""
    from tests.zigbee import test_radio_start as ordinary

    (tmp_path / "control").mkdir()
    monkeypatch.setattr(ordinary, "STATES", int(os.environ.get("RADIO_NIGHT_STARTS", "200")))
    await ordinary.test_the_right_decision_at_every_start(13, tmp_path)
    monkeypatch.setattr(ordinary, "STATES", len(ordinary.DECISIONS))
    monkeypatch.setattr(NetworkMark, "same_network", lambda *_: True)
    with pytest.raises(AssertionError):
        await ordinary.test_the_right_decision_at_every_start(13, tmp_path / "control")


@pytest.mark.timeout(7_200)
async def test_five_hundred_kills_with_a_relay_on(tmp_path: Path) -> None:
    """M8: off within its lease and ten seconds, each time; a relay switched on for ever is found."""
    for name in ("honest", "control"):
        (tmp_path / name).mkdir()
    seed = int(os.environ.get("GRIDHEARTH_SEED", "8"))
    outcome = await kill_homes(tmp_path / "honest", KILLS, seed)
    control = await kill_homes(tmp_path / "control", 3, seed, leased=False)
    print(  # noqa: T201
        f"{outcome.kills} kills with the relay on, {outcome.renewed} of them after a renewal: off"
        f" after {outcome.longest_s:.1f} s at most by the relay's clock (lease {LEASE_S} s),"
        f" {outcome.still_on} stayed on; control: {control.still_on} of {control.kills} stayed on"
    )
    assert outcome.kills == KILLS
    assert outcome.still_on == 0
    assert outcome.longest_s <= LEASE_S + 10
    assert control.still_on > 0, "the control: a relay that stays on would not be seen"
