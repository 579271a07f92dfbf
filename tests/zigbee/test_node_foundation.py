"""The virtual devices' ZDO and ZCL, against zigpy's own serialisers: an independent reading."""

import zigpy.types as zt
from zigpy.zcl import foundation as f
from zigpy.zcl.clusters.general import OnOff
from zigpy.zdo import types as zdo_t

from drivers.simulated.zigbee.air import ApsFrame
from drivers.simulated.zigbee.nodes.device import VirtualDevice
from drivers.simulated.zigbee.nodes.meters import meter_1p, plug

COORDINATOR = 0x00124B0011223344
METERING, ELECTRICAL, ON_OFF, BASIC, OTA = 0x0702, 0x0B04, 0x0006, 0x0000, 0x0019


def at(device: VirtualDevice, nwk: int = 0x1234) -> VirtualDevice:
    device.nwk = nwk
    return device


def general(
    device: VirtualDevice,
    cluster: int,
    command: f.GeneralCommand,
    *,
    endpoint: int = 1,
    now_ms: int = 0,
    from_server: bool = False,
    manufacturer: int | None = None,
    **fields: object,
) -> object:
    """Ask with zigpy's bytes; return the answer read by zigpy, or None."""
    schema = f.GENERAL_COMMANDS[command].schema
    direction = f.Direction.Server_to_Client if from_server else f.Direction.Client_to_Server
    header = f.ZCLHeader.general(7, command, manufacturer=manufacturer, direction=direction)
    payload = header.serialize() + schema(**fields).serialize()
    answers = device.receive(
        ApsFrame(0x0104, cluster, 1, endpoint, payload), broadcast=False, now_ms=now_ms
    )
    if not answers:
        return None
    [answer] = answers
    assert (answer.source_endpoint, answer.destination_endpoint) == (endpoint, 1)
    got, rest = f.ZCLHeader.deserialize(answer.payload)
    assert got.tsn == 7
    assert got.direction != direction
    value, rest = f.GENERAL_COMMANDS[got.command_id].schema.deserialize(rest)
    assert rest == b""
    return value


def read(
    device: VirtualDevice, cluster: int, *attributes: int, **more: object
) -> dict[int, object]:
    answer = general(
        device, cluster, f.GeneralCommand.Read_Attributes, attribute_ids=list(attributes), **more
    )
    return {
        int(one.attrid): one.value.value if one.status == 0 else one.status
        for one in answer.status_records
    }


def zdo(device: VirtualDevice, command: zdo_t.ZDOCmd, *values: object) -> list[object]:
    """Ask the device object with zigpy's types; return the answer's fields."""
    _, kinds = zdo_t.CLUSTERS[command]
    payload = b"\x55" + b"".join(
        kind(value).serialize() for kind, value in zip(kinds, values, strict=True)
    )
    [answer] = device.receive(ApsFrame(0, command, 0, 0, payload), broadcast=False, now_ms=0)
    assert answer.cluster == command | 0x8000
    assert answer.payload[:1] == b"\x55"
    _, kinds = zdo_t.CLUSTERS[zdo_t.ZDOCmd(answer.cluster)]
    return list(zt.deserialize(answer.payload[1:], kinds)[0])


def command(device: VirtualDevice, name: str, *, now_ms: int = 0, **fields: object) -> object:
    definition = OnOff.commands_by_name[name]
    header = f.ZCLHeader.cluster(9, definition.id)
    payload = header.serialize() + definition.schema(**fields).serialize()
    answers = device.receive(
        ApsFrame(0x0104, ON_OFF, 1, 1, payload), broadcast=False, now_ms=now_ms
    )
    if not answers:
        return None
    got, rest = f.ZCLHeader.deserialize(answers[0].payload)
    return f.GENERAL_COMMANDS[got.command_id].schema.deserialize(rest)[0].status


def test_interview() -> None:
    device = at(plug())
    status, nwk, node = zdo(device, zdo_t.ZDOCmd.Node_Desc_req, 0x1234)
    assert (status, nwk) == (0, 0x1234)
    assert node.is_valid
    assert node.is_router
    assert node.is_mains_powered
    assert node.manufacturer_code == 0x1037
    status, _, endpoints = zdo(device, zdo_t.ZDOCmd.Active_EP_req, 0x1234)
    assert (status, list(endpoints)) == (0, [1])
    status, _, simple = zdo(device, zdo_t.ZDOCmd.Simple_Desc_req, 0x1234, 1)
    assert status == 0
    assert (simple.profile, simple.device_type) == (0x0104, 0x0051)
    assert list(simple.input_clusters) == [0, 3, 6, 0x0702, 0x0B04]
    assert list(simple.output_clusters) == [OTA]
    assert read(device, BASIC, 4, 5) == {4: "Gridhearth Virtual", 5: "VM-PLUG"}


def test_client_cluster_is_read_by_the_direction_bit_alone() -> None:
    device = at(plug(firmware=0x191B3685))
    assert read(device, OTA, 2, from_server=True) == {2: 0x191B3685}
    told = general(device, OTA, f.GeneralCommand.Read_Attributes, attribute_ids=[2])
    assert told.status == f.Status.UNSUPPORTED_CLUSTER


def test_energy_is_exact_to_the_milliwatt_millisecond() -> None:
    device = at(meter_1p(import_wh=1_000))
    device.power_w = 3_600
    device.tick(5_000)
    assert read(device, METERING, 0, 0x0400, now_ms=5_000) == {0: 1_000, 0x0400: 3_600}
    assert read(device, METERING, 0, now_ms=5_999) == {0: 1_000}
    assert read(device, METERING, 0, now_ms=6_000) == {0: 1_001}
    device.power_w = -3_600
    assert read(device, METERING, 0, 0x0400, now_ms=60_000) == {0: 1_001, 0x0400: -3_600}


def test_relay_cuts_the_load_and_counts_movements() -> None:
    device = at(plug(power_w=1_800))
    device.tick(0)
    assert command(device, "on", now_ms=0) == 0
    assert command(device, "on", now_ms=1_000) == 0
    assert read(device, METERING, 0x0400, now_ms=1_000) == {0x0400: 1_800}
    assert command(device, "off", now_ms=2_000) == 0
    assert read(device, METERING, 0, 0x0400, now_ms=9_000) == {0: 1, 0x0400: 0}
    assert device.actuations == 2
    assert device.switch is not None
    assert device.switch.commands == ["on", "on", "off"]
