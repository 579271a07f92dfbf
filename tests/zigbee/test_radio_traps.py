"""Every known trap of ZigBee meters against the real driver: what comes out, and in which words.

All virtual devices stand around one coordinator and are read at once; each row below says what
has to come of one of them. Whatever a device does, its register never falls and never leaps.
"""

import asyncio
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from agent.devices.device import (
    DeviceFunction,
    FunctionKind,
    MeterUse,
    RadioDevice,
    RadioStage,
    RelayPosition,
)
from agent.metering.reading import MeterReading
from agent.ports import RadioRefusedError
from drivers.simulated.zigbee.network import VirtualNetwork
from drivers.simulated.zigbee.nodes.device import VirtualDevice
from drivers.simulated.zigbee.nodes.traps import TRAPS
from drivers.zigbee_reporting import Intervals
from tests.zigbee import radio_rig as rig

LEAP_WH = 1_500
"""Of any trap's power over the whole test; a reset, a wrap or another scale would be thousands."""


SETTLE_S = 8.0
"""Four reports of every device."""


class Expected(NamedTuple):
    """What has to come of a trap."""

    reads: bool
    """It yields readings."""
    words: str = ""
    """Part of what the installer is told, of the meter or the device."""
    power_w: int | None = 1_500
    """Of its newest reading."""


READS, SILENT = True, False
EXPECTED: dict[str, Expected] = {
    "divisor-zero": Expected(SILENT, "hides the scale of its energy"),
    "divisor-512": Expected(READS, power_w=2_930),
    "divisor-changes": Expected(READS),
    "divisor-missing": Expected(SILENT, "hides the scale of its energy"),
    "multiplier-missing": Expected(SILENT, "hides the scale of its energy"),
    "invalid-markers": Expected(SILENT, "no energy register"),
    "invalid-at-first": Expected(READS),
    "register-reset": Expected(READS),
    "register-recovers": Expected(READS),
    "register-jitter": Expected(READS),
    "register-jumps": Expected(READS),
    "wrong-sign": Expected(READS, power_w=-1_500),
    "absolute-power": Expected(READS),
    "power-clips": Expected(READS, power_w=40_000),
    "oversize-power": Expected(READS),
    "oversize-demand": Expected(READS, power_w=None),
    "summation-negative": Expected(SILENT, "below zero"),
    "smart-energy-profile": Expected(READS),
    "ota-silent": Expected(READS),
    "unreportable": Expected(READS, "polled"),
    "phantom-phases": Expected(READS),
    "mute": Expected(SILENT),
    "mute-meter": Expected(SILENT, "could not be set up"),
    "sleepy": Expected(READS, power_w=0),
    "lost-answer": Expected(READS, power_w=1_500),
    "nwk-change": Expected(READS),
    "never-reports": Expected(READS),
    "report-storm": Expected(READS),
    "same-tsn": Expected(READS),
    "wrap-u24": Expected(READS, power_w=36_000),
    "wrap-u32": Expected(READS, power_w=36_000),
    "wrap-u48": Expected(READS, power_w=36_000),
    "gas-unit": Expected(SILENT, "gas or water"),
    "bcd-register": Expected(SILENT, "no BCD number"),
    "padded-names": Expected(READS),
    "meter-swap": Expected(READS),
    "electrical-only": Expected(SILENT, "no energy register"),
    "emizb-132": Expected(READS),
    "emizb-141": Expected(READS, "pulses per kWh"),
    "emizb-151": Expected(READS),
    "zlinky": Expected(READS, "apparent power"),
    "ubisys-s1": Expected(READS),
    "ubisys-s2": Expected(READS),
    "tuya-ts011f": Expected(READS),
    "tuya-ts0601-sign": Expected(READS),
    "tuya-ts0601-direction": Expected(READS, power_w=None),  # until its direction has come
    "spm01x": Expected(READS),
    "innr-sp240-old": Expected(READS),
    "innr-sp240": Expected(READS),
    "schneider-outlet": Expected(READS),
    "sonoff-s60": Expected(READS),
    "legrand-contactor": Expected(READS),
    "aqara-plug": Expected(READS),
}


class Seen(NamedTuple):
    """What came of a trap."""

    device: RadioDevice | None
    readings: list[MeterReading]
    node: VirtualDevice
    switched: RelayPosition | str | None
    again: RadioDevice | None
    """After a restart of the driver, from its database."""


@pytest.fixture(scope="module")
def observed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Seen]:
    """Run all traps once."""
    return asyncio.run(_observe(tmp_path_factory.mktemp("traps")))


async def _observe(directory: Path) -> dict[str, Seen]:
    net = VirtualNetwork(ezsp=13, nvm=directory / "ncp.json")
    nodes = {name: make() for name, make in TRAPS.items()}
    for name in ("wrap-u24", "wrap-u32", "wrap-u48"):
        nodes[name].power_w = 0
    readings: list[MeterReading] = []
    switched: dict[str, RelayPosition | str] = {}
    async with net.serve_pty() as path:
        async with rig.formed(path, directory, intervals=Intervals().faster(150)) as radio:
            await radio.permit_open(60, rig.stick(radio))
            for node in nodes.values():
                assert net.join(node)
            reading = asyncio.create_task(_collect(radio, readings))
            await _settled(radio, nodes)
            for name in ("wrap-u24", "wrap-u32", "wrap-u48"):
                nodes[name].power_w = 36_000
            for name in ("divisor-changes", "meter-swap"):
                nodes[name].set_firmware(2)
            net.wake()
            for name in ("lost-answer", "spm01x"):
                key = f"{nodes[name].ieee:016x}/1"
                try:
                    switched[name] = await radio.switch(key, on=True, lease_s=None)
                except RadioRefusedError as refused:
                    switched[name] = str(refused)
            await asyncio.sleep(SETTLE_S)
            reading.cancel()
            first = {name: rig.of(radio, node) for name, node in nodes.items()}
        async with rig.running(path, directory) as radio:
            await rig.stage(radio, RadioStage.UP)
            await rig.seen(radio, radio.devices, "the devices are read from the database")
            again = {name: rig.of(radio, node) for name, node in nodes.items()}
    return {
        name: Seen(
            first[name],
            [r for r in readings if r.meter[:16] == f"{node.ieee:016x}"],
            node,
            switched.get(name),
            again[name],
        )
        for name, node in nodes.items()
    }


async def _collect(radio: Any, readings: list[MeterReading]) -> None:
    async for reading in radio.readings():
        readings.append(reading)  # noqa: PERF401 - what came before the end must not be lost


async def _settled(radio: rig.ZigbeeRadio, nodes: dict[str, VirtualDevice]) -> None:
    """Wait until all but the mute are set up; read every meter as soon as it is known."""
    slow = {f"{nodes[name].ieee:016x}" for name in ("mute", "mute-meter")}

    def done() -> bool:
        devices = radio.devices()
        meters = [f for d in devices for f in d.functions if f.kind is FunctionKind.METER]
        if {m.key for m in meters} != set(radio._devices.uses):
            radio.use([MeterUse(meter.key, "grid") for meter in meters])
        complete = {d.ieee for d in devices if d.interview == "complete"} - slow
        planned = {key for key in radio._care._plans if key[:16] not in slow}
        wanted = {meter.key for meter in meters if meter.key[:16] not in slow}
        return len(complete) >= len(nodes) - len(slow) and planned >= wanted

    await rig.seen(radio, done, "all traps are set up", within_s=120.0)


def test_every_trap_has_an_expectation() -> None:
    assert list(EXPECTED) == list(TRAPS)


@pytest.mark.parametrize("name", TRAPS)
def test_what_comes_of_a_trap(name: str, observed: dict[str, Seen]) -> None:
    seen, expected = observed[name], EXPECTED[name]
    assert bool(seen.readings) is expected.reads, seen
    shown = seen.device
    assert shown is not None
    told = " ".join([shown.sentence, *(function.sentence for function in shown.functions)])
    assert expected.words in told
    if expected.reads:
        live = next(f for f in shown.functions if f.kind is FunctionKind.METER)
        assert live.usable
        assert seen.readings[-1].power_w == expected.power_w
    for one, next_one in zip(seen.readings, seen.readings[1:], strict=False):
        assert next_one.at_ms > one.at_ms
        for register in ("import_wh", "export_wh"):
            rise = getattr(next_one, register) - getattr(one, register)
            assert 0 <= rise <= LEAP_WH, (one, next_one)


@pytest.mark.parametrize("name", [name for name, expected in EXPECTED.items() if expected.reads])
def test_a_device_is_still_known_after_a_restart(name: str, observed: dict[str, Seen]) -> None:
    again = observed[name].again
    assert again is not None
    assert again.interview == "complete"
    assert [f.key for f in again.functions] == [f.key for f in observed[name].device.functions]  # type: ignore[union-attr]


def test_a_register_goes_on_over_its_wrap(observed: dict[str, Seen]) -> None:
    """wrap-u24, wrap-u32, wrap-u48."""
    for name, bits in (("wrap-u24", 24), ("wrap-u32", 32), ("wrap-u48", 48)):
        assert observed[name].readings[-1].import_wh > 2**bits


def test_a_lost_answer_moves_the_relay_once(observed: dict[str, Seen]) -> None:
    """lost-answer."""
    seen = observed["lost-answer"]
    assert seen.switched is RelayPosition.ON
    assert seen.node.actuations == 1
    assert seen.node.switch is not None
    assert len(seen.node.switch.commands) == 1


def test_a_relay_that_resets_the_register_is_none(observed: dict[str, Seen]) -> None:
    """spm01x: On would have set its energy to 0."""
    seen = observed["spm01x"]
    assert isinstance(seen.switched, str)
    assert "resets its energy register" in seen.switched
    relay = _relay(seen.device)
    assert not relay.usable
    assert relay.position is None
    assert seen.node.actuations == 0


def test_a_storm_of_reports_does_not_flood_the_journal(observed: dict[str, Seen]) -> None:
    """report-storm: ten reports a second, at most two readings."""
    readings = observed["report-storm"].readings
    span_s = (readings[-1].at_ms - readings[0].at_ms) / 1_000
    assert len(readings) <= 2 * span_s + 2


def test_names_are_shown_without_their_padding(observed: dict[str, Seen]) -> None:
    """padded-names."""
    device = observed["padded-names"].device
    assert device is not None
    assert (device.manufacturer, device.model) == ("Gridhearth", "VM-PAD")


def test_a_mute_device_is_listed_as_not_known_yet(observed: dict[str, Seen]) -> None:
    """mute."""
    device = observed["mute"].device
    assert device is not None
    assert device.interview in {"pending", "failed"}
    assert device.functions == ()


def _relay(device: RadioDevice | None) -> DeviceFunction:
    assert device is not None
    return next(f for f in device.functions if f.kind is FunctionKind.RELAY)
