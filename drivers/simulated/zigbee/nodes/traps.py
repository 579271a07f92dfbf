"""One misbehaving meter per trap: what meters do that their standard does not say.

`TRAPS` names them all: those of this file (faults any device may have) and those of
`real_devices` (what single products are known for). Each call makes a new device with an address
of its own.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from drivers.simulated.zigbee import clusters as c
from drivers.simulated.zigbee import zcl_types as t
from drivers.simulated.zigbee.air import SMART_ENERGY_PROFILE, ApsFrame
from drivers.simulated.zigbee.clusters_electricity import (
    ELECTRICAL,
    METERING,
    PHASE_BASES,
    MeteringScale,
    electrical,
    metering,
)
from drivers.simulated.zigbee.nodes.device import VirtualDevice
from drivers.simulated.zigbee.nodes.energy import Energy
from drivers.simulated.zigbee.nodes.meters import (
    IEEE_BASE,
    assemble,
    grid_meter,
    measured,
    meter_3p,
    plug,
    sleepy_meter,
)
from drivers.simulated.zigbee.nodes.real_devices import REAL_DEVICES, add_phantom_phases
from drivers.simulated.zigbee.zcl_types import Value

POWER_W = 1_500
IMPORT_WH = 100_000
SUMMATION, RECEIVED, MULTIPLIER, DIVISOR, DEMAND = 0x0000, 0x0001, 0x0301, 0x0302, 0x0400
VOLTAGE, CURRENT, ACTIVE, TOTAL = 0x0505, 0x0508, 0x050B, 0x0304
_PHASE_VALUES = [base + part for base in PHASE_BASES for part in (0x05, 0x08, 0x0B, 0x0F, 0x10)]


def looks(change: Callable[[int, int], int]) -> Callable[[Value], Value]:
    """Return a fault on the wire: `change(value, n)` for the n-th value sent, from 1."""
    count = 0

    def on_wire(value: Value) -> Value:
        nonlocal count
        count += 1
        return change(value, count) if isinstance(value, int) else value

    return on_wire


def _meter(scale: MeteringScale | None = None) -> VirtualDevice:
    device = grid_meter(import_wh=IMPORT_WH, export_wh=IMPORT_WH // 2, scale=scale)
    device.power_w = POWER_W
    return device


def _summation_fault(change: Callable[[int, int], int]) -> VirtualDevice:
    device = _meter()
    device.cluster(METERING).at(SUMMATION).on_wire = looks(change)
    return device


def _divisor_zero() -> VirtualDevice:
    return _meter(MeteringScale(multiplier=0, divisor=0))


def _divisor_512() -> VirtualDevice:
    return _meter(MeteringScale(divisor=512))


def _multiplier_missing() -> VirtualDevice:
    return _meter(MeteringScale(multiplier=None))


def _divisor_missing() -> VirtualDevice:
    return _meter(MeteringScale(multiplier=None, divisor=None))


def _divisor_changes() -> VirtualDevice:
    """From firmware 2 on it counts hundredths of a kWh and says so."""
    scale = MeteringScale()
    device = _meter(scale)

    def changed(own: VirtualDevice) -> None:
        scale.raw_per_kwh = 1_000 if own.firmware < 2 else 100
        own.cluster(METERING).at(DIVISOR).value = scale.raw_per_kwh

    device.on_firmware = changed
    return device


def _invalid_markers() -> VirtualDevice:
    """Every measured value says "no value" in its type's own way."""
    device = meter_3p(import_wh=IMPORT_WH, export_wh=1)
    measured_there = {
        METERING: [SUMMATION, RECEIVED, DEMAND],
        ELECTRICAL: [TOTAL, *_PHASE_VALUES],
    }
    for cluster, numbers in measured_there.items():
        for number in numbers:
            one = device.cluster(cluster).at(number)
            one.read, one.value = None, t.non_value(one.type_id)
    return device


def _invalid_at_first() -> VirtualDevice:
    """The first three summations are "no value", then the register comes."""
    return _summation_fault(lambda raw, n: t.non_value(t.U48) if n <= 3 else raw)


def _wrong_sign() -> VirtualDevice:
    """Power is negative while energy is drawn: the clamp sits the other way round."""
    device = _meter()
    for cluster, number in ((METERING, DEMAND), (ELECTRICAL, ACTIVE), (ELECTRICAL, TOTAL)):
        device.cluster(cluster).at(number).on_wire = looks(lambda raw, _: -raw)
    return device


def _absolute_power() -> VirtualDevice:
    """Power never says the direction."""
    device = _meter()
    for cluster, number in ((METERING, DEMAND), (ELECTRICAL, ACTIVE), (ELECTRICAL, TOTAL)):
        device.cluster(cluster).at(number).on_wire = looks(lambda raw, _: abs(raw))
    device.power_w = -POWER_W
    return device


def _oversize_power() -> VirtualDevice:
    """Active power comes as an unsigned 16-bit 40 000, which the standard's int16 cannot hold."""
    device = _meter()
    active = device.cluster(ELECTRICAL).at(ACTIVE)
    active.read, active.value = None, 40_000
    return _read_as(device, ELECTRICAL, ACTIVE, t.U16)


def _oversize_demand() -> VirtualDevice:
    """Demand comes as an int32 of 9 000 000, beyond the standard's int24."""
    device = _meter()
    demand = device.cluster(METERING).at(DEMAND)
    demand.read, demand.value = None, 9_000_000
    return _read_as(device, METERING, DEMAND, t.S32)


def _summation_negative() -> VirtualDevice:
    """Summation comes as a signed 48-bit -5."""
    device = _meter()
    register = device.cluster(METERING).at(SUMMATION)
    register.read, register.value = None, -5
    return _read_as(device, METERING, SUMMATION, t.S48)


def _read_as(device: VirtualDevice, cluster: int, number: int, type_id: int) -> VirtualDevice:
    """Say an attribute with another type, in reads and reports; it is configured with its own."""
    one = device.cluster(cluster).at(number)
    one.sent_type = type_id
    return device


def _smart_energy() -> VirtualDevice:
    device = VirtualDevice(0, "smart-energy")
    device.meter = measured(Energy(POWER_W), import_wh=IMPORT_WH)
    return assemble(device, [metering(device.meter)], model=b"VM-SE", profile=SMART_ENERGY_PROFILE)


def _ota_silent() -> VirtualDevice:
    device = plug(power_w=POWER_W, on=True, import_wh=IMPORT_WH)
    for endpoint in device.zdo.endpoints:
        client = endpoint.find(c.OTA, client=True)
        if client is not None:
            client.silent = True
    return device


def _unreportable() -> VirtualDevice:
    """Voltage and current refuse to be reported; power does not."""
    device = _meter()
    for number in (VOLTAGE, CURRENT):
        device.cluster(ELECTRICAL).at(number).reportable = False
    return device


def _phantom_phases() -> VirtualDevice:
    """One phase, and two more whose values are 0, -1 and 0xFFFF."""
    device = _meter()
    add_phantom_phases(device.cluster(ELECTRICAL))
    return device


def _mute() -> VirtualDevice:
    device = _meter()
    device.mute = True
    return device


def _mute_meter() -> VirtualDevice:
    """Is interviewed, and then never says a word of its measurements."""
    device = _meter()
    device.cluster(METERING).silent = device.cluster(ELECTRICAL).silent = True
    return device


def _lost_answer() -> VirtualDevice:
    """The relay does what it is told and its answers to switch commands are lost."""

    def of_switching(frame: ApsFrame) -> bool:
        return frame.cluster == c.ON_OFF and frame.payload[2:3] == b"\x0b"

    device = plug(power_w=POWER_W, import_wh=IMPORT_WH)
    device.lose_answers(1_000_000, which=of_switching)
    return device


def _nwk_change() -> VirtualDevice:
    """Comes back with another short address a second after it was first heard."""
    device = _meter()
    due_ms: list[int] = []

    def change(now_ms: int) -> None:
        if not due_ms:
            due_ms.append(now_ms + 1_000)
        elif due_ms[0] <= now_ms and len(due_ms) == 1:
            due_ms.append(now_ms)
            device.announce((device.nwk + 0x0101) % 0xFFF7 or 1)

    device.parts.append(change)
    device.wakes.append(lambda: due_ms[0] if len(due_ms) == 1 else None)
    return device


def _never_reports() -> VirtualDevice:
    """Accepts every reporting configuration and reports nothing."""
    device = _meter()
    device.reports = False
    return device


def _report_storm() -> VirtualDevice:
    """Reports ten times a second, whatever was configured."""
    device = _meter()
    device.storm_ms = 100
    return device


def _same_tsn() -> VirtualDevice:
    """All its reports carry one transaction number."""
    device = _meter()
    device.tsn_step = 0
    return device


def _wrap(type_id: int) -> Callable[[], VirtualDevice]:
    def build() -> VirtualDevice:
        top = 1 << 8 * t.zcl_type(type_id).size
        device = grid_meter(import_wh=top - 5, scale=MeteringScale(summation_type=type_id))
        device.power_w = 3_600_000 if type_id == t.U48 else 36_000
        return device

    return build


def _gas() -> VirtualDevice:
    """Its unit is cubic metres."""
    return _meter(MeteringScale(unit=0x01))


def _bcd() -> VirtualDevice:
    """Its unit is kWh with registers in BCD (unit 0x80)."""
    device = _meter(MeteringScale(unit=0x80))
    register = device.cluster(METERING).at(SUMMATION)
    register.on_wire = looks(lambda raw, _: int(str(raw), 16))
    return device


def _power_clips() -> VirtualDevice:
    """40 kW: active power stops at 32 767, demand does not."""
    device = _meter()
    device.power_w = 40_000
    return device


def _padded_names() -> VirtualDevice:
    device = _meter()
    basic = device.cluster(c.BASIC)
    basic.at(0x0004).value, basic.at(0x0005).value = b" Gridhearth\x00\x00", b"VM-PAD\x00\x00 "
    return device


def _meter_swap() -> VirtualDevice:
    """From firmware 2 on it is another meter: other serial number, register from 7 Wh."""
    device = _meter()

    def changed(own: VirtualDevice) -> None:
        own.cluster(METERING).at(0x0308).value = b"GH00000002"
        if own.meter is not None:
            own.meter.imported.set_wh(7, own.now_ms)

    device.on_firmware = changed
    return device


def _electrical_only() -> VirtualDevice:
    """Measures power and has no register at all."""
    device = VirtualDevice(0, "electrical-only")
    device.meter = measured(Energy(POWER_W))
    return assemble(device, [electrical(device.meter)], model=b"VM-POWER")


_GENERAL: dict[str, Callable[[], VirtualDevice]] = {
    "divisor-zero": _divisor_zero,
    "divisor-512": _divisor_512,
    "divisor-changes": _divisor_changes,
    "divisor-missing": _divisor_missing,
    "multiplier-missing": _multiplier_missing,
    "invalid-markers": _invalid_markers,
    "invalid-at-first": _invalid_at_first,
    "register-reset": lambda: _summation_fault(lambda raw, n: raw if n <= 3 else raw - IMPORT_WH),
    "register-recovers": lambda: _summation_fault(lambda raw, n: 0 if 3 < n <= 5 else raw),
    "register-jitter": lambda: _summation_fault(lambda raw, n: raw - n % 2),
    "register-jumps": lambda: _summation_fault(lambda raw, n: raw + 10**9 * (n == 4)),
    "wrong-sign": _wrong_sign,
    "absolute-power": _absolute_power,
    "power-clips": _power_clips,
    "oversize-power": _oversize_power,
    "oversize-demand": _oversize_demand,
    "summation-negative": _summation_negative,
    "smart-energy-profile": _smart_energy,
    "ota-silent": _ota_silent,
    "unreportable": _unreportable,
    "phantom-phases": _phantom_phases,
    "mute": _mute,
    "mute-meter": _mute_meter,
    "sleepy": lambda: sleepy_meter(import_wh=IMPORT_WH),
    "lost-answer": _lost_answer,
    "nwk-change": _nwk_change,
    "never-reports": _never_reports,
    "report-storm": _report_storm,
    "same-tsn": _same_tsn,
    "wrap-u24": _wrap(t.U24),
    "wrap-u32": _wrap(t.U32),
    "wrap-u48": _wrap(t.U48),
    "gas-unit": _gas,
    "bcd-register": _bcd,
    "padded-names": _padded_names,
    "meter-swap": _meter_swap,
    "electrical-only": _electrical_only,
}


def _named(name: str, ieee: int, build: Callable[[], VirtualDevice]) -> Callable[[], VirtualDevice]:
    def make() -> VirtualDevice:
        device = build()
        device.name, device.ieee = name, ieee
        return device

    return make


TRAPS: Mapping[str, Callable[[], VirtualDevice]] = MappingProxyType(
    {
        name: _named(name, IEEE_BASE + 0x1000 + index, build)
        for index, (name, build) in enumerate((_GENERAL | REAL_DEVICES).items())
    }
)
"""Every trap by its name."""
