"""Meters and plugs of the market with the traps they are known for, as far as they matter here.

Facts, not code, from the public records of those who met them: quirks and converters of
zha-device-handlers (quirks#) and zigbee-herdsman-converters (zhc#), issues of zigbee2mqtt (z2m#).
Beside each device stands its trap.
"""

from collections.abc import Callable

from drivers.simulated.zigbee import clusters as c
from drivers.simulated.zigbee import zcl_types as t
from drivers.simulated.zigbee.clusters_electricity import (
    ELECTRICAL,
    METERING,
    ElectricalScale,
    MeteringScale,
    electrical,
    metering,
)
from drivers.simulated.zigbee.clusters_tuya import ENUM, RAW, Datapoint, TuyaPoints, number
from drivers.simulated.zigbee.nodes.device import VirtualDevice
from drivers.simulated.zigbee.nodes.energy import MWMS_PER_KWH, Energy, Meter
from drivers.simulated.zigbee.nodes.meters import METER_DEVICE, SMART_PLUG, assemble, measured, plug
from drivers.simulated.zigbee.nodes.switch import Switch
from drivers.simulated.zigbee.zcl_cluster import Attribute, Cluster, Endpoint
from drivers.simulated.zigbee.zcl_frame import Status

DEVELCO, LIXEE, UBISYS, SCHNEIDER, LUMI, TUYA_MAKER = 0x1015, 0x1037, 0x10F2, 0x105E, 0x115F, 0x1141
INNR, SONOFF, LEGRAND = 0x1166, 0x1286, 0x1021
HA = 0x0104
POWER_W, IMPORT_WH, EXPORT_WH = 1_500, 100_000, 50_000
INNR_THOUSANDTHS_FROM = 0x191B3685


def _device(name: str, maker: int, *, firmware: int = 1) -> tuple[VirtualDevice, Meter]:
    device = VirtualDevice(0, name, manufacturer_code=maker, firmware=firmware)
    device.meter = measured(Energy(POWER_W), import_wh=IMPORT_WH, export_wh=EXPORT_WH)
    return device, device.meter


def add_phantom_phases(cluster: Cluster) -> None:
    """Give an electrical measurement phases B and C that are not there: 0, 0xFFFF, -1."""
    for base in (0x0900, 0x0A00):
        cluster.attributes[0, base + 0x05] = Attribute(t.U16, 0)
        cluster.attributes[0, base + 0x08] = Attribute(t.U16, 0xFFFF)
        cluster.attributes[0, base + 0x0B] = Attribute(t.S16, -1)


def emizb_132() -> VirtualDevice:
    """frient EMIZB-132: data on endpoint 2, divisor told 512 while it counts 1/1000 (zhc#3066)."""
    device, meter = _device("emizb-132", DEVELCO)
    device.add(Endpoint(1, 0xC0C9, 0x0001, [c.identify()]))
    counted = metering(meter, MeteringScale(divisor=512), received=True)
    counted.attributes[DEVELCO, 0x0302] = Attribute(t.ENUM16, 0x0200, writable=True)
    scale = ElectricalScale(counts_current=10, current=(1, 10))
    measured_here = electrical(meter, scale)
    add_phantom_phases(measured_here)
    measured_here.at(0x0908).value = 65_535
    return assemble(
        device,
        [c.PollControl(0).cluster, counted, measured_here],
        manufacturer=b"Develco Products A/S",
        model=b"EMIZB-132",
        number=2,
        ota=True,
    )


def emizb_141() -> VirtualDevice:
    """frient EMIZB-141 (LED pulses): energy is as right as its pulse constant, 0x0300."""
    device, meter = _device("emizb-141", DEVELCO)
    scale = MeteringScale()
    counted = metering(meter, scale)

    def pulses(value: float | bytes, _now: int) -> Status:
        if not isinstance(value, int) or value == 0:
            return Status.INVALID_VALUE
        scale.raw_per_kwh = 1_000 * 1_000 // value
        return Status.SUCCESS

    counted.attributes[DEVELCO, 0x0300] = Attribute(t.U16, 1_000, writable=True, wrote=pulses)
    counted.attributes[DEVELCO, 0x0301] = Attribute(t.U48, 0, writable=True)
    return assemble(device, [counted], manufacturer=b"frient A/S", model=b"EMIZB-141", number=2)


def emizb_151() -> VirtualDevice:
    """frient EMIZB-151 (P1): endpoints 64 to 67 say again what endpoint 2 says."""
    device, meter = _device("emizb-151", DEVELCO)
    assemble(
        device,
        [metering(meter, received=True), electrical(meter, phases=3)],
        manufacturer=b"frient A/S",
        model=b"EMIZB-151",
        number=2,
    )
    for mirror in range(64, 68):
        device.add(Endpoint(mirror, HA, METER_DEVICE, [metering(meter, received=True)]))
    return device


def zlinky() -> VirtualDevice:
    """LiXee ZLinky_TIC, historical mode: counts Wh and says divisor 1; apparent power is the live
    value; what the mode has not is 65535, -32768 or empty; the summation must be polled."""
    device, meter = _device("zlinky", LIXEE)
    counted = metering(meter, MeteringScale(divisor=1), demand=False, serial=b"021961234567")
    counted.at(0x0000).reportable = False
    for tier in range(0x0100, 0x010C, 2):
        counted.attributes[0, tier] = Attribute(t.U48, 0, reportable=False)
    live = electrical(meter)
    for absent, type_id in ((0x0505, t.U16), (0x050B, t.S16), (0x0905, t.U16), (0x090B, t.S16)):
        live.attributes[0, absent] = Attribute(type_id, t.non_value(type_id))
    own = Cluster(
        0xFF66,
        {
            (0, 0x0000): Attribute(t.TEXT, b"BASE"),
            (0, 0x0001): Attribute(t.U8, 0),
            (0, 0x0300): Attribute(t.U8, 0),  # the TIC's mode; 0 although it is known (Zlinky#306)
        },
    )
    return assemble(device, [counted, live, own], manufacturer=b"LiXee", model=b"ZLinky_TIC\x00")


def _ubisys(model: bytes, relays: int, meter_endpoint: int) -> VirtualDevice:
    """ubisys S1/S2: metering away from the relay, no current divisor, no summation reports."""
    device, meter = _device("ubisys", UBISYS)
    device.switch = Switch(on=True)
    for endpoint in range(1, relays + 1):
        contact = device.switch if endpoint == 1 else Switch(on=True)
        if endpoint == 1:
            assemble(
                device,
                [c.on_off(contact)],
                manufacturer=b"ubisys",
                model=model,
                device_type=SMART_PLUG,
            )
        else:
            device.add(Endpoint(endpoint, HA, SMART_PLUG, [c.identify(), c.on_off(contact)]))
    counted = metering(meter)
    counted.at(0x0000).reportable = False
    live = electrical(meter, ElectricalScale(current=(None, None)))
    live.drop(0x0400, 0x0401)
    device.add(Endpoint(meter_endpoint, HA, METER_DEVICE, [counted, live]))
    return device


def tuya_ts011f() -> VirtualDevice:
    """Tuya TS011F: no scale at all (1/100 kWh, mA), power never reported; waits for the "spell", a
    read of Basic 4, 0, 1, 5, 7, 0xFFFE."""
    device = plug(
        power_w=POWER_W,
        on=True,
        import_wh=IMPORT_WH,
        scale=MeteringScale(raw_per_kwh=100, multiplier=None, divisor=None, demand_per_kw=0),
        electrical_scale=ElectricalScale(
            (None, None), (None, None), (None, None), counts_voltage=1
        ),
        manufacturer=b"_TZ3000_gjnozsaz",
        model=b"TS011F",
        manufacturer_code=TUYA_MAKER,
    )
    device.cluster(METERING).drop(0x0400)
    for number_ in (0x0505, 0x0508, 0x050B):
        device.cluster(ELECTRICAL).at(number_).reportable = False
    device.cluster(c.BASIC).attributes[0, 0xFFFE] = Attribute(t.ENUM8, 0, reportable=False)
    return device


def tuya_ts0601_sign() -> VirtualDevice:
    """Tuya TS0601 three-phase (`_TZE200_nslr42tt`): -x W is sent as 0x1999999C - x in datapoint 9
    and as 0x999A - x in the packed phases 6, 7, 8 (z2m#18603)."""
    device, meter = _device("tuya-ts0601-sign", TUYA_MAKER)

    def power(now_ms: int) -> int:
        watts = _watts(meter.power_mw(now_ms))
        return watts if watts >= 0 else 0x1999999C + watts

    def phase(index: int) -> Callable[[int], bytes]:
        def packed(now_ms: int) -> bytes:
            power_mw = meter.phase_mw(index, 3, now_ms)
            watts = _watts(power_mw)
            encoded = (watts if watts >= 0 else 0x999A + watts) % (1 << 16)
            milliamperes = abs(power_mw) * 1_000 // meter.voltage_mv
            volts = (meter.voltage_mv // 100).to_bytes(2, "big")
            return volts + milliamperes.to_bytes(3, "big") + b"\x00" + encoded.to_bytes(2, "big")

        return packed

    points = [
        Datapoint(1, 0x02, number(lambda now: meter.imported.mwms(now) * 100 // MWMS_PER_KWH)),
        Datapoint(9, 0x02, number(power)),
        *(Datapoint(6 + index, RAW, phase(index)) for index in range(3)),
    ]
    return assemble(
        device,
        [TuyaPoints(points).cluster],
        manufacturer=b"_TZE200_nslr42tt",
        model=b"TS0601",
        device_type=SMART_PLUG,
    )


def tuya_ts0601_direction() -> VirtualDevice:
    """Tuya PJ-1203A (`_TZE204_81yrt3lo`): power without sign in tenths of a watt (101), its
    direction (102: 0 drawn, 1 given) in a datapoint of its own, here two seconds later."""
    device, meter = _device("tuya-ts0601-direction", TUYA_MAKER)
    points = [
        Datapoint(101, 0x02, number(lambda now: abs(meter.power_mw(now)) // 100)),
        Datapoint(106, 0x02, number(lambda now: meter.imported.mwms(now) * 100 // MWMS_PER_KWH)),
        Datapoint(107, 0x02, number(lambda now: meter.exported.mwms(now) * 100 // MWMS_PER_KWH)),
        Datapoint(112, 0x02, number(lambda _: meter.voltage_mv // 100)),
        Datapoint(102, ENUM, lambda now: bytes([meter.power_mw(now) < 0]), late_ms=2_000),
    ]
    return assemble(
        device,
        [TuyaPoints(points).cluster],
        manufacturer=b"_TZE204_81yrt3lo",
        model=b"TS0601",
        device_type=SMART_PLUG,
    )


def spm01x() -> VirtualDevice:
    """BITUO SPM01X: phases that are not there; On at its On/Off resets the energy (z2m#27990)."""
    device, meter = _device("spm01x", 0x1286)
    live = electrical(meter, totals=True)
    add_phantom_phases(live)

    def erase(_payload: bytes, now_ms: int) -> Status:
        meter.reset(now_ms)
        return Status.SUCCESS

    state = Cluster(0x0006, {(0, 0x0000): Attribute(t.BOOL, 0)}, {0x01: erase})
    state.commands[0x00] = lambda _payload, _now: Status.SUCCESS
    return assemble(
        device,
        [state, metering(meter, received=True), live],
        manufacturer=b"BITUO TECHNIK",
        model=b"SPM01X",
    )


def innr_sp240(firmware: int) -> VirtualDevice:
    """Innr SP 240: counts 1/100 kWh before firmware 0x191B3685, 1/1000 since, and always says the
    latter (quirks#2781)."""
    scale = MeteringScale()
    device = plug(
        power_w=POWER_W,
        on=True,
        import_wh=IMPORT_WH,
        scale=scale,
        manufacturer=b"innr",
        model=b"SP 240",
        manufacturer_code=INNR,
        firmware=firmware,
    )

    def changed(own: VirtualDevice) -> None:
        scale.raw_per_kwh = 1_000 if own.firmware >= INNR_THOUSANDTHS_FROM else 100

    device.on_firmware = changed
    changed(device)
    return device


def schneider_outlet() -> VirtualDevice:
    """Schneider SOCKET/OUTLET: one divisor, 1000, for a register in Wh and a demand in mW (quirks#1889,
    zhc#3511)."""
    return plug(
        power_w=POWER_W,
        on=True,
        import_wh=IMPORT_WH,
        scale=MeteringScale(demand_per_kw=1_000_000),
        manufacturer=b"Schneider Electric",
        model=b"SOCKET/OUTLET/1",
        manufacturer_code=SCHNEIDER,
    )


def sonoff_s60(firmware: int = 0x1001) -> VirtualDevice:
    """Sonoff S60ZBTPF before 0x2003: power stays as it was when switched off; demand is always 0."""
    device = plug(
        power_w=POWER_W,
        on=True,
        import_wh=IMPORT_WH,
        scale=MeteringScale(demand_per_kw=0),
        manufacturer=b"SONOFF",
        model=b"S60ZBTPF",
        manufacturer_code=SONOFF,
        firmware=firmware,
    )
    active = device.cluster(ELECTRICAL).at(0x050B)
    honest = active.read

    def read(now_ms: int) -> t.Value:
        if device.firmware >= 0x2003 and honest is not None:
            return honest(now_ms)
        return _watts(device.energy.load_mw)

    active.read = read
    return device


def legrand_contactor() -> VirtualDevice:
    """Legrand 412171: voltage and current scaled 0/0 and not reportable; padded names (zhc#7831)."""
    device = plug(
        power_w=POWER_W,
        on=True,
        import_wh=IMPORT_WH,
        electrical_scale=ElectricalScale(voltage=(0, 0), current=(0, 0)),
        manufacturer=b" Legrand\x00\x00",
        model=b" Contactor\x00\x00\x00\x00\x00\x00\x00",
        manufacturer_code=LEGRAND,
    )
    for number_ in (0x0505, 0x0508):
        device.cluster(ELECTRICAL).at(number_).reportable = False
    return device


def aqara_plug() -> VirtualDevice:
    """Aqara plug: power in Analog Input on endpoint 21, energy in kWh on 31; no metering."""
    device, meter = _device("aqara-plug", LUMI)
    load = Energy(POWER_W)
    device.meter = meter = measured(load, import_wh=IMPORT_WH)
    device.switch = Switch(on=True)
    device.switch.moved.append(lambda on, at_ms: load.connect(at_ms, closed=on))
    assemble(
        device,
        [c.on_off(device.switch)],
        manufacturer=b"LUMI",
        model=b"lumi.plug.maeu01",
        device_type=SMART_PLUG,
        ota=True,
    )
    power = c.analog_input(lambda now: meter.power_mw(now) / 1_000, b"power", 47)
    energy = c.analog_input(lambda now: meter.imported.mwms(now) / MWMS_PER_KWH, b"energy", 19)
    device.add(Endpoint(21, HA, METER_DEVICE, [power]))
    device.add(Endpoint(31, HA, METER_DEVICE, [energy]))
    return device


def _watts(power_mw: int) -> int:
    return power_mw // 1_000 if power_mw >= 0 else -(-power_mw // 1_000)


REAL_DEVICES: dict[str, Callable[[], VirtualDevice]] = {
    "emizb-132": emizb_132,
    "emizb-141": emizb_141,
    "emizb-151": emizb_151,
    "zlinky": zlinky,
    "ubisys-s1": lambda: _ubisys(b"S1 (5501)", 1, 3),
    "ubisys-s2": lambda: _ubisys(b"S2 (5502)", 2, 5),
    "tuya-ts011f": tuya_ts011f,
    "tuya-ts0601-sign": tuya_ts0601_sign,
    "tuya-ts0601-direction": tuya_ts0601_direction,
    "spm01x": spm01x,
    "innr-sp240-old": lambda: innr_sp240(INNR_THOUSANDTHS_FROM - 1),
    "innr-sp240": lambda: innr_sp240(INNR_THOUSANDTHS_FROM),
    "schneider-outlet": schneider_outlet,
    "sonoff-s60": sonoff_s60,
    "legrand-contactor": legrand_contactor,
    "aqara-plug": aqara_plug,
}
