"""Devices that do what they should: meters, plugs, relays, a sleepy meter."""

from drivers.simulated.zigbee import clusters as c
from drivers.simulated.zigbee.air import HOME_AUTOMATION_PROFILE
from drivers.simulated.zigbee.clusters_electricity import (
    ElectricalScale,
    MeteringScale,
    electrical,
    metering,
)
from drivers.simulated.zigbee.nodes.device import VirtualDevice
from drivers.simulated.zigbee.nodes.energy import Energy, EnergySource, Meter
from drivers.simulated.zigbee.nodes.switch import Switch
from drivers.simulated.zigbee.zcl_cluster import Cluster, Endpoint

METER_DEVICE, SMART_PLUG, ON_OFF_OUTPUT = 0x0053, 0x0051, 0x0002
"""HA device types: meter interface, smart plug, on/off output."""
MANUFACTURER = b"Gridhearth Virtual"
IEEE_BASE = 0x00124B00_0000_0000


def assemble(
    device: VirtualDevice,
    clusters: list[Cluster],
    *,
    manufacturer: bytes = MANUFACTURER,
    model: bytes,
    number: int = 1,
    profile: int = HOME_AUTOMATION_PROFILE,
    device_type: int = METER_DEVICE,
    ota: bool = False,
) -> VirtualDevice:
    """Give `device` its main endpoint: Basic, Identify, then `clusters`; return it."""
    basic = c.basic(
        manufacturer, model, firmware_text=device.firmware_text, mains=device.zdo.router
    )
    own = [basic, c.identify(), *clusters]
    if ota:
        own.append(c.ota_client(lambda _: device.firmware, device.zdo.manufacturer_code))
    device.add(Endpoint(number, profile, device_type, own))
    return device


def measured(source: EnergySource | None, *, import_wh: int = 0, export_wh: int = 0) -> Meter:
    """Return a meter over `source` (default: a settable power) whose registers start as given."""
    return Meter(
        source if source is not None else Energy(), import_wh=import_wh, export_wh=export_wh
    )


def meter_1p(
    ieee: int = IEEE_BASE + 0x01,
    name: str = "meter-1p",
    *,
    source: EnergySource | None = None,
    import_wh: int = 0,
    scale: MeteringScale | None = None,
    model: bytes = b"VM-1P",
) -> VirtualDevice:
    """Return a one-phase meter of what is drawn."""
    device = VirtualDevice(ieee, name)
    device.meter = measured(source, import_wh=import_wh)
    own = [metering(device.meter, scale), electrical(device.meter)]
    return assemble(device, own, model=model)


def meter_3p(
    ieee: int = IEEE_BASE + 0x02,
    name: str = "meter-3p",
    *,
    source: EnergySource | None = None,
    import_wh: int = 0,
    export_wh: int = 0,
    scale: MeteringScale | None = None,
    model: bytes = b"VM-3P",
) -> VirtualDevice:
    """Return a three-phase meter of both directions, with totals."""
    device = VirtualDevice(ieee, name)
    device.meter = measured(source, import_wh=import_wh, export_wh=export_wh)
    own = [
        metering(device.meter, scale, received=True),
        electrical(device.meter, phases=3, totals=True),
    ]
    return assemble(device, own, model=model)


def grid_meter(
    ieee: int = IEEE_BASE + 0x03,
    name: str = "grid-meter",
    *,
    source: EnergySource | None = None,
    import_wh: int = 0,
    export_wh: int = 0,
    scale: MeteringScale | None = None,
    model: bytes = b"VM-GRID",
) -> VirtualDevice:
    """Return the meter at the house connection: drawn and given, signed power."""
    device = VirtualDevice(ieee, name)
    device.meter = measured(source, import_wh=import_wh, export_wh=export_wh)
    own = [metering(device.meter, scale, received=True), electrical(device.meter, totals=True)]
    return assemble(device, own, model=model)


def pv_meter(
    ieee: int = IEEE_BASE + 0x04,
    name: str = "pv-meter",
    *,
    source: EnergySource | None = None,
    export_wh: int = 0,
) -> VirtualDevice:
    """Return the meter of panels: what they give is negative power and counts as received."""
    return grid_meter(ieee, name, source=source, export_wh=export_wh, model=b"VM-PV")


def battery_meter(
    ieee: int = IEEE_BASE + 0x05,
    name: str = "battery-meter",
    *,
    source: EnergySource | None = None,
    import_wh: int = 0,
    export_wh: int = 0,
) -> VirtualDevice:
    """Return the meter of a storage: charging is drawn, discharging given."""
    return grid_meter(
        ieee, name, source=source, import_wh=import_wh, export_wh=export_wh, model=b"VM-BATT"
    )


def plug(
    ieee: int = IEEE_BASE + 0x06,
    name: str = "plug",
    *,
    power_w: int = 0,
    on: bool = False,
    import_wh: int = 0,
    scale: MeteringScale | None = None,
    electrical_scale: ElectricalScale | None = None,
    manufacturer: bytes = MANUFACTURER,
    model: bytes = b"VM-PLUG",
    manufacturer_code: int = 0x1037,
    firmware: int = 1,
    ota: bool = True,
) -> VirtualDevice:
    """Return a plug: a relay and the meter of the load behind it (`power_w` when on)."""
    device = VirtualDevice(ieee, name, manufacturer_code=manufacturer_code, firmware=firmware)
    load = Energy(power_w, closed=on)
    device.meter = measured(load, import_wh=import_wh)
    device.switch = Switch(on=on)
    device.switch.moved.append(lambda now_on, at_ms: load.connect(at_ms, closed=now_on))
    own = [
        c.on_off(device.switch),
        metering(device.meter, scale),
        electrical(device.meter, electrical_scale),
    ]
    return assemble(
        device, own, manufacturer=manufacturer, model=model, device_type=SMART_PLUG, ota=ota
    )


def relay(ieee: int = IEEE_BASE + 0x07, name: str = "relay", *, on: bool = False) -> VirtualDevice:
    """Return a relay that measures nothing."""
    device = VirtualDevice(ieee, name)
    device.switch = Switch(on=on)
    return assemble(
        device, [c.on_off(device.switch)], model=b"VM-RELAY", device_type=ON_OFF_OUTPUT, ota=True
    )


def sleepy_meter(
    ieee: int = IEEE_BASE + 0x08,
    name: str = "sleepy-meter",
    *,
    source: EnergySource | None = None,
    import_wh: int = 0,
    latency_ms: int = 1_500,
    check_in_s: int = 3_600,
) -> VirtualDevice:
    """Return a battery meter (a pulse reader) that answers `latency_ms` late and checks in."""
    device = VirtualDevice(ieee, name, router=False, latency_ms=latency_ms)
    device.meter = measured(source, import_wh=import_wh)
    own = [
        c.power_configuration(),
        c.PollControl(check_in_s).cluster,
        metering(device.meter),
    ]
    return assemble(device, own, model=b"VM-SLEEPY")
