"""The virtual devices' ZDO and ZCL, against zigpy's own serialisers: an independent reading."""

import pytest
import zigpy.types as zt
from hypothesis import given, settings
from hypothesis import strategies as st
from zigpy.zcl import Cluster as ZigpyCluster
from zigpy.zcl import foundation as f
from zigpy.zcl.clusters.general import OnOff
from zigpy.zdo import types as zdo_t

from drivers.simulated.zigbee.air import ApsFrame
from drivers.simulated.zigbee.nodes.device import VirtualDevice
from drivers.simulated.zigbee.nodes.meters import grid_meter, meter_1p, meter_3p, plug, sleepy_meter

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


# -- discovery, writes, reporting ---------------------------------------------------------------


def test_read_names_what_is_not_there_record_by_record() -> None:
    device = at(meter_1p())
    assert read(device, METERING, 0x0300, 0x7777) == {
        0x0300: 0,
        0x7777: f.Status.UNSUPPORTED_ATTRIBUTE,
    }
    assert read(device, METERING, 0x0300, manufacturer=0x1234) == {
        0x0300: f.Status.UNSUPPORTED_ATTRIBUTE
    }


def test_answer_that_would_not_fit_a_frame_is_cut_between_records() -> None:
    device = at(meter_3p())
    told = read(device, ELECTRICAL, *[0x0304] * 20)
    assert told == {0x0304: 0}
    header, wanted = b"\x00\x07\x00", b"\x04\x03" * 20
    frame = ApsFrame(0x0104, ELECTRICAL, 1, 1, header + wanted)
    [answer] = device.receive(frame, broadcast=False, now_ms=0)
    assert len(answer.payload) <= 73
    assert (len(answer.payload) - 3) % 8 == 0


def write(device: VirtualDevice, cluster: int, attribute: int, type_id: int, value: object) -> int:
    record = f.Attribute(attribute, f.TypeValue(type_id, value))
    answer = general(device, cluster, f.GeneralCommand.Write_Attributes, attributes=[record])
    return answer.status_records[0].status


def test_writes_are_checked() -> None:
    device = at(plug())
    assert write(device, ON_OFF, 0x4003, 0x30, zt.enum8(1)) == f.Status.SUCCESS
    assert device.switch is not None
    assert device.switch.start_up == 1
    assert write(device, ON_OFF, 0x4003, 0x30, zt.enum8(9)) == f.Status.INVALID_VALUE
    assert write(device, ON_OFF, 0x4003, 0x20, zt.uint8_t(0)) == f.Status.INVALID_DATA_TYPE
    assert write(device, ON_OFF, 0x0000, 0x10, zt.Bool.true) == f.Status.READ_ONLY
    assert write(device, ON_OFF, 0x1111, 0x10, zt.Bool.true) == f.Status.UNSUPPORTED_ATTRIBUTE
    assert (device.switch.start_up, device.switch.on) == (1, False)


def test_discovery_goes_on_where_it_ended() -> None:
    device = at(meter_1p())
    found: list[int] = []
    start, complete = 0, False
    while not complete:
        answer = general(
            device,
            METERING,
            f.GeneralCommand.Discover_Attributes,
            start_attribute_id=start,
            max_attribute_ids=3,
        )
        complete = bool(answer.discovery_complete)
        found += [int(one.attrid) for one in answer.attribute_info]
        start = found[-1] + 1
    assert found == [0, 0x0200, 0x0300, 0x0301, 0x0302, 0x0303, 0x0304, 0x0306, 0x0308, 0x0400]


def bind(device: VirtualDevice, cluster: int, endpoint: int = 1) -> int:
    partner = zdo_t.MultiAddress()
    partner.addrmode, partner.ieee, partner.endpoint = (
        3,
        zt.EUI64(COORDINATOR.to_bytes(8, "little")),
        1,
    )
    own = zt.EUI64(device.ieee.to_bytes(8, "little"))
    return zdo(device, zdo_t.ZDOCmd.Bind_req, own, endpoint, cluster, partner)[0]


def configure(device: VirtualDevice, cluster: int, *records: object, now_ms: int = 0) -> object:
    return general(
        device,
        cluster,
        f.GeneralCommand.Configure_Reporting,
        config_records=list(records),
        now_ms=now_ms,
    )


def rule(attribute: int, type_id: int, least: int, most: int, change: object) -> object:
    one = f.AttributeReportingConfig()
    one.direction, one.attrid, one.datatype = 0, attribute, type_id
    one.min_interval, one.max_interval, one.reportable_change = least, most, change
    return one


def reports(device: VirtualDevice, now_ms: int) -> list[tuple[int, dict[int, object]]]:
    told = []
    for frame in device.tick(now_ms):
        header, rest = f.ZCLHeader.deserialize(frame.payload)
        assert header.command_id == f.GeneralCommand.Report_Attributes
        schema = f.GENERAL_COMMANDS[header.command_id].schema
        records = schema.deserialize(rest)[0].attribute_reports
        told.append((header.tsn, {int(one.attrid): one.value.value for one in records}))
    return told


def test_reports_need_a_binding_and_keep_their_intervals() -> None:
    device = at(meter_1p())
    device.tick(0)
    power = rule(0x0400, 0x2A, 10, 300, zt.int24s(50))
    assert configure(device, METERING, power).status_records[0].status == 0
    device.power_w = 1_000
    assert reports(device, 20_000) == []
    assert bind(device, METERING) == 0
    assert reports(device, 20_000) == [(1, {0x0400: 1_000})]
    device.power_w = 1_049
    assert reports(device, 31_000) == []  # too small a change
    device.power_w = 1_050
    assert reports(device, 31_000) == [(2, {0x0400: 1_050})]
    device.power_w = 0
    assert reports(device, 40_999) == []  # too soon
    assert reports(device, 41_000) == [(3, {0x0400: 0})]
    assert reports(device, 340_999) == []
    assert reports(device, 341_000) == [(4, {0x0400: 0})]  # nothing changed: the long interval
    assert device.next_tick_ms(341_000) == 351_000


def test_next_tick_is_when_something_is_due() -> None:
    device = at(meter_1p())
    device.tick(0)
    assert device.next_tick_ms(0) is None
    bind(device, METERING)
    configure(device, METERING, rule(0x0000, 0x25, 0, 5, zt.uint48_t(1_000)))
    assert device.next_tick_ms(0) == 1_000
    assert device.next_tick_ms(4_500) == 5_000


def test_reporting_is_accepted_attribute_by_attribute() -> None:
    device = at(meter_1p())
    answer = configure(
        device,
        METERING,
        rule(0x0000, 0x25, 30, 300, zt.uint48_t(10)),
        rule(0x0302, 0x22, 30, 300, zt.uint24_t(1)),
        rule(0x0400, 0x29, 30, 300, zt.int16s(1)),
        rule(0x0999, 0x21, 30, 300, zt.uint16_t(1)),
        rule(0x0200, 0x18, 30, 29, None),
    )
    assert {int(one.attrid): one.status for one in answer.status_records} == {
        0x0302: f.Status.UNREPORTABLE_ATTRIBUTE,
        0x0400: f.Status.INVALID_DATA_TYPE,
        0x0999: f.Status.UNSUPPORTED_ATTRIBUTE,
        0x0200: f.Status.INVALID_VALUE,
    }
    records = [f.ReadReportingConfigRecord(direction=0, attrid=one) for one in (0, 0x0400, 0x0302)]
    told = general(
        device,
        METERING,
        f.GeneralCommand.Read_Reporting_Configuration,
        attribute_records=records,
    ).attribute_configs
    assert [one.status for one in told] == [
        f.Status.SUCCESS,
        f.Status.NOT_FOUND,
        f.Status.UNREPORTABLE_ATTRIBUTE,
    ]
    assert (told[0].config.min_interval, told[0].config.max_interval) == (30, 300)
    assert told[0].config.reportable_change == 10


def test_reporting_ends_with_ffff_and_with_leaving() -> None:
    device = at(meter_1p())
    bind(device, METERING)
    configure(device, METERING, rule(0x0000, 0x25, 0, 1, zt.uint48_t(1)))
    assert len(reports(device, 1_000)) == 1
    configure(device, METERING, rule(0x0000, 0x25, 0, 0xFFFF, zt.uint48_t(1)))
    assert reports(device, 9_000) == []
    configure(device, METERING, rule(0x0000, 0x25, 0, 1, zt.uint48_t(1)), now_ms=9_000)
    device.left()
    assert reports(device, 60_000) == []
    assert device.zdo.bindings == []


def test_transaction_numbers_of_reports_advance_over_256() -> None:
    device = at(meter_1p())
    bind(device, METERING)
    configure(device, METERING, rule(0x0000, 0x25, 0, 1, zt.uint48_t(1)))
    numbers = [tsn for second in range(1, 301) for tsn, _ in reports(device, second * 1_000)]
    assert numbers == [number % 256 for number in range(1, 301)]


# -- malformed and unknown ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("frame", "answer"),
    [
        ("", None),
        ("00", None),
        ("e0 07 00 0000", None),  # reserved bits
        ("03 07 00 0000", None),  # reserved frame type
        ("00 07 00 00", "18 07 0b 00 80"),  # half an attribute id
        ("00 07 06 00 0000 25 0100 0200 01", "18 07 0b 06 80"),  # half a reportable change
        ("00 07 55", "18 07 0b 55 81"),
        ("01 07 99", "18 07 0b 99 81"),
        ("05 3412 07 01", "1c 3412 07 0b 01 81"),  # a manufacturer's own command
        ("18 07 0b 00 00", None),  # a default response is not answered
        ("10 07 00 0000", "18 07 01 0000 00 10 00"),
    ],
)
def test_frames_as_bytes(frame: str, answer: str | None) -> None:
    device = at(plug())
    cluster = METERING if frame.startswith("00 07 06") else ON_OFF
    given = ApsFrame(0x0104, cluster, 1, 1, bytes.fromhex(frame))
    told = device.receive(given, broadcast=False, now_ms=0)
    assert [one.payload.hex() for one in told] == (
        [] if answer is None else [answer.replace(" ", "")]
    )


def test_unknown_endpoint_and_broadcast_stay_silent() -> None:
    device = at(plug())
    on = bytes.fromhex("01 07 01")
    assert device.receive(ApsFrame(0x0104, 6, 1, 9, on), broadcast=False, now_ms=0) == []
    assert device.receive(ApsFrame(0x0104, 6, 1, 0xFF, on), broadcast=True, now_ms=0) == []
    assert device.actuations == 1


# -- the device object --------------------------------------------------------------------------


def test_addresses_are_found_by_broadcast_only_where_they_belong() -> None:
    device = at(meter_1p())
    for nwk, told in ((b"\x34\x12", 1), (b"\x35\x12", 0)):
        frame = ApsFrame(0, 0x0001, 0, 0, b"\x09" + nwk + b"\0\0")
        answers = device.receive(frame, broadcast=True, now_ms=0)
        assert len(answers) == told
    status, ieee, nwk, *_ = zdo(
        device, zdo_t.ZDOCmd.IEEE_addr_req, 0x1234, zdo_t.AddrRequestType.Single, 0
    )
    assert (status, nwk) == (0, 0x1234)
    assert bytes(ieee.serialize()) == device.ieee.to_bytes(8, "little")


def test_device_object_refuses_in_its_own_words() -> None:
    device = at(meter_1p())
    assert zdo(device, zdo_t.ZDOCmd.Active_EP_req, 0x9999)[0] == zdo_t.Status.DEVICE_NOT_FOUND
    assert zdo(device, zdo_t.ZDOCmd.Simple_Desc_req, 0x1234, 9)[0] == zdo_t.Status.NOT_ACTIVE
    assert zdo(device, zdo_t.ZDOCmd.Simple_Desc_req, 0x1234, 0)[0] == zdo_t.Status.INVALID_EP
    for payload, status in ((b"\x09\x34", 0x80), (b"\x09" + bytes(30), 0x84)):
        cluster = 0x0002 if status == 0x80 else 0x0020
        [answer] = device.receive(ApsFrame(0, cluster, 0, 0, payload), broadcast=False, now_ms=0)
        assert answer.payload == bytes([9, status])


def test_bindings_are_listed_unbound_and_limited() -> None:
    device = at(meter_1p())
    assert bind(device, METERING) == bind(device, METERING) == 0
    for cluster in range(100, 115):
        assert bind(device, cluster) == 0
    assert bind(device, 115) == zdo_t.Status.TABLE_FULL
    status, total, start, entries = zdo(device, zdo_t.ZDOCmd.Mgmt_Bind_req, 14)
    assert (status, total, start, len(entries)) == (0, 16, 14, 2)
    assert entries[0].ClusterId == 113
    assert bind(device, METERING, endpoint=7) == zdo_t.Status.INVALID_EP


def test_leave_is_answered_and_flagged() -> None:
    device = at(meter_1p())
    own = zt.EUI64(device.ieee.to_bytes(8, "little"))
    assert zdo(device, zdo_t.ZDOCmd.Mgmt_Leave_req, own, 0) == [0]
    assert device.zdo.left


def test_power_descriptors() -> None:
    mains = zdo(at(meter_1p()), zdo_t.ZDOCmd.Power_Desc_req, 0x1234)[2]
    battery = zdo(at(sleepy_meter()), zdo_t.ZDOCmd.Power_Desc_req, 0x1234)[2]
    assert (mains.current_power_source, battery.current_power_source) == (1, 4)


# -- relays and sleepy devices ------------------------------------------------------------------


def test_timed_on_falls_back_by_itself() -> None:
    device = at(plug(power_w=3_600))
    device.tick(0)
    timed = {"on_off_control": 0, "on_time": 100, "off_wait_time": 0}
    assert command(device, "on_with_timed_off", **timed) == 0
    assert read(device, ON_OFF, 0x4001, now_ms=2_500) == {0x4001: 75}
    assert device.next_tick_ms(2_500) == 10_000
    assert command(device, "on_with_timed_off", now_ms=5_000, **timed) == 0  # renewed
    device.tick(14_999)
    assert device.power_w == 3_600
    # Looked at long after: the contact opened at its own time, and so much was counted.
    assert read(device, METERING, 0, 0x0400, now_ms=60_000) == {0: 15, 0x0400: 0}
    assert (device.actuations, read(device, ON_OFF, 0, now_ms=60_000)) == (2, {0: 0})


def test_guard_time_keeps_a_timed_on_away() -> None:
    device = at(plug())
    timed = {"on_off_control": 0, "on_time": 100, "off_wait_time": 50}
    command(device, "on_with_timed_off", **timed)
    command(device, "off", now_ms=1_000)
    command(device, "on_with_timed_off", now_ms=2_000, **timed)
    assert read(device, ON_OFF, 0, now_ms=2_000) == {0: 0}
    command(device, "on_with_timed_off", now_ms=7_000, **timed)
    assert read(device, ON_OFF, 0, now_ms=7_000) == {0: 1}


@pytest.mark.parametrize(("start_up", "after"), [(0, 0), (1, 1), (2, 0), (0xFF, 1)])
def test_power_comes_back(start_up: int, after: int) -> None:
    device = at(plug(on=True))
    write(device, ON_OFF, 0x4003, 0x30, zt.enum8(start_up))
    device.power_cycle(5_000)
    assert read(device, ON_OFF, 0, now_ms=5_000) == {0: after}
    [announced] = device.tick(5_000)
    assert announced.cluster == 0x0013


def test_lost_answers_are_counted_and_the_command_done_once() -> None:
    device = at(plug())
    device.lose_answers(1)
    assert command(device, "on") is None
    assert (device.actuations, device.answers_lost) == (1, 1)
    assert read(device, ON_OFF, 0) == {0: 1}


def test_sleepy_meter_is_late_and_checks_in() -> None:
    device = at(sleepy_meter(check_in_s=10))
    frame = ApsFrame(0x0104, METERING, 1, 1, bytes.fromhex("00 07 00 0003"))
    [answer] = device.receive(frame, broadcast=False, now_ms=0)
    assert (answer.delay_ms, device.capability() & 0x08, device.router) == (1_500, 0, False)
    assert device.next_tick_ms(0) == 10_000
    [checked_in] = device.tick(10_000)
    assert (checked_in.cluster, checked_in.payload) == (0x0020, b"\x09\x01\x00")
    assert device.tick(10_001) == []


@settings(max_examples=50)
@given(
    steps=st.lists(st.tuples(st.integers(0, 100_000), st.integers(-20_000, 20_000)), max_size=20)
)
def test_registers_are_exact_and_never_fall(steps: list[tuple[int, int]]) -> None:
    device = at(grid_meter())
    device.tick(0)
    now_ms, watts, drawn, given_away, before = 0, 0, 0, 0, (0, 0)
    for wait_ms, then_w in steps:
        now_ms += wait_ms
        drawn += max(watts, 0) * wait_ms
        given_away += max(-watts, 0) * wait_ms
        told = read(device, METERING, 0, 1, now_ms=now_ms)
        assert (told[0], told[1]) == (drawn // 3_600_000, given_away // 3_600_000)
        assert (told[0], told[1]) >= before
        before, watts = (told[0], told[1]), then_w
        device.power_w = watts


def test_zigpy_knows_every_attribute_of_the_standard_by_the_same_type() -> None:
    wrong = []
    for device in (plug(), meter_3p(), grid_meter(), sleepy_meter()):
        for endpoint in device.zdo.endpoints:
            for cluster in endpoint.clusters:
                known = ZigpyCluster._registry[cluster.id].attributes
                wrong += [
                    (hex(cluster.id), hex(number), attribute.type_id, known[number].zcl_type)
                    for number, attribute in cluster.of(0)
                    if number not in known or known[number].zcl_type != attribute.type_id
                ]
    assert wrong == []
