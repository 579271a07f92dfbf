"""My home's radio in the demonstration: a virtual stick with devices, paired as an installer would.

The stick is a process of its own on a pseudo-terminal and speaks real ASH and EZSP; the daemon
talks to it with the driver a real home has. The demonstration presses what an installer presses,
through the same local interface: form the network, enter each device's install code, give roles.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import msgspec

from agent.api.methods import WishAnswer
from agent.api.sections import Snapshot
from agent.demo.result import Invariant
from agent.demo.street_plan import Street
from agent.devices.install_code import crc_x25
from agent.shell.link import CallFailed, Link, LinkError, connected
from agent.units import UnixMs
from drivers.simulated.feeder_meter import MINUTES_PER_CYCLE, SimulatedTime, register_wh
from drivers.simulated.street import HomePlan
from drivers.simulated.zigbee.feeder_home import HOME_BASE, day_of

PATIENCE_S = 60.0
LOOK_AGAIN_S = 0.3
REPORT_AGE_S = 3
"""A lost report and its repetition, and the way."""


class RadioDevice(msgspec.Struct, frozen=True):
    """One device of my home: what it is, and what an installer makes of it."""

    name: str
    ieee: str
    code: str
    kind: str
    role: str
    part: str = ""

    @property
    def is_meter(self) -> bool:
        return self.role != "relay"


class PairingFailedError(Exception):
    """A device could not be paired; the sentence says what the home said of it."""


def radio_devices(home: HomePlan) -> tuple[RadioDevice, ...]:
    """Return the devices of a home: its grid meter, its panels' if any, a water heater's relay."""
    base = HOME_BASE + home.number * 16
    found = [_device("grid", base + 1, "grid-meter", "grid", "grid")]
    if home.pv_w_peak:
        found.append(_device("panels", base + 2, "pv-meter", "generation", "pv"))
    return (*found, _device("water-heater", base + 3, "relay", "relay", ""))


def _device(name: str, ieee: int, kind: str, role: str, part: str) -> RadioDevice:
    return RadioDevice(name, f"{ieee:016x}", install_code(ieee), kind, role, part)


def install_code(ieee: int) -> str:
    """Return the code printed on a device of the demonstration; anybody can compute it."""
    code = ieee.to_bytes(8, "big") * 2
    return (code + crc_x25(code).to_bytes(2, "little")).hex()


def scenario(street: Street, genesis_s: int) -> str:
    """Return the scenario file of my home's devices: the street's day, from its genesis on."""
    home = street.mine
    lines = [
        "# The radio devices of one home of the demonstration.",
        "[time]",
        f"start_minute = {street.settings.start_minute}",
        f"cycle_ms = {street.settings.cycle_s * 1_000}",
        f"genesis_ms = {genesis_s * 1_000}",
    ]
    for one in radio_devices(home):
        lines += ["", "[[devices]]", f'kind = "{one.kind}"', f'name = "{one.name}"']
        lines += [f'ieee = "{one.ieee}"', f'install_code = "{one.code}"']
        if one.part:
            feeder = f'load = {home.load}, pv_w_peak = {home.pv_w_peak}, day = "{home.day}"'
            lines.append(f'feeder = {{ {feeder}, part = "{one.part}" }}')
    return "\n".join(lines) + "\n"


def stick(directory: Path) -> Path:
    """Return where my home's daemon finds its stick."""
    return directory / "stick"


def radio_command(directory: Path) -> list[str]:
    """Return the stick's command line, after `python`."""
    command = ["-m", "agent", "simulate", "zigbee", "--listen", f"pty:{stick(directory)}"]
    return [*command, "--scenario", str(directory / "radio.toml")]


def meters_agree(street: Street, genesis_ms: UnixMs, me: Snapshot | None) -> Invariant:
    """Return whether what arrived over the radio is what flowed, to the minute's watt-hours.

    A register may be a report old, one real second; a cycle of 15 simulated minutes takes seconds.
    """
    home, asked = street.mine, street.settings
    time = SimulatedTime(asked.start_minute, genesis_ms, asked.cycle_s * 1_000)
    day = day_of(home.load, home.pv_w_peak, home.day)
    sums = {"grid": (day.imported, day.exported), "generation": (None, day.generated)}
    lines = () if me is None else me.devices
    told, wrong = [], []
    for one in radio_devices(home):
        line = next(
            (seen for seen in lines if seen.ieee == one.ieee and seen.role == one.role), None
        )
        if line is None:
            wrong.append(f"{one.name} is missing")
        elif one.is_meter:
            minute = time.minute_at(line.at_ms)
            for given, counted in zip(
                (line.import_wh, line.export_wh), sums[one.role], strict=True
            ):
                if counted is not None and not _near(given, counted, minute, asked.cycle_s):
                    wrong.append(f"{one.name} said {given} Wh")
            told.append(f"{one.name} {line.import_wh} Wh in, {line.export_wh} Wh out")
        else:
            told.append(f"{one.name} {line.position}")
            if line.position not in ("on", "off"):
                wrong.append(f"{one.name} does not answer")
    return Invariant("my home's meters, over ZigBee", not wrong, "; ".join(wrong or told))


def _near(given_wh: int, sums: Sequence[int], minute: int, cycle_s: int) -> bool:
    late = 1 + -(-REPORT_AGE_S * MINUTES_PER_CYCLE // cycle_s)
    return register_wh(sums, minute - late) <= given_wh <= register_wh(sums, minute + 1)


async def commission(street: Street) -> None:
    """Form the network, pair and assign every device; PairingFailedError, TimeoutError."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            try:
                async with connected(street.socket, "installer") as link:
                    return await _commission(link, radio_devices(street.mine))
            except LinkError:  # the daemon is just starting, or was killed
                await asyncio.sleep(LOOK_AGAIN_S)
            except CallFailed as refused:
                raise PairingFailedError(str(refused)) from refused


async def _commission(link: Link, devices: tuple[RadioDevice, ...]) -> None:
    if await _stage(link, ("no-network", "up")) == "no-network":
        await _wish(link, "radio.form", {})
    await _stage(link, ("up",))
    for one in devices:  # one at a time: whoever else comes meanwhile is sent away
        await _wish(link, "pair.code", {"code": one.code, "ieee": one.ieee})
        key = await _function(link, one)
        given = {"key": key, "role": one.role, "name": one.name}
        await _wish(link, "device.assign", given)
        if not one.is_meter:
            await _wish(link, "relay.set", {"relay": key, "mode": "surplus"})


async def _stage(link: Link, wanted: tuple[str, ...]) -> str:
    while True:
        radio = (await _snapshot(link)).radio
        if radio is not None and radio.stage in wanted:
            return radio.stage
        await asyncio.sleep(LOOK_AGAIN_S)


async def _function(link: Link, one: RadioDevice) -> str:
    """Wait until the device is in and says what it can do; return the function's key."""
    wanted = "meter" if one.is_meter else "relay"
    while True:
        for line in (await _snapshot(link)).devices:
            if line.ieee == one.ieee and line.kind == wanted and line.usable:
                return line.key
        await asyncio.sleep(LOOK_AGAIN_S)


async def _snapshot(link: Link) -> Snapshot:
    return msgspec.convert(await link.call("status.get"), Snapshot)


async def _wish(link: Link, method: str, given: dict[str, str]) -> None:
    answer = msgspec.convert(await link.call(method, given), WishAnswer)
    if not answer.accepted:
        raise PairingFailedError(f"{method}: {answer.sentence}")
