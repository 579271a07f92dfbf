"""Each trap's device misbehaves in exactly its way, and answers everything else in order.

The bytes are read by zigpy's deserialisers, so that the traps are those a real host would meet.
"""

import pytest
from zigpy.zcl import foundation as f

from drivers.simulated.zigbee.air import ApsFrame
from drivers.simulated.zigbee.nodes.device import VirtualDevice
from drivers.simulated.zigbee.nodes.traps import TRAPS

METERING, ELECTRICAL, ON_OFF, BASIC, OTA, TUYA = 0x0702, 0x0B04, 0x0006, 0x0000, 0x0019, 0xEF00
HEADER = b"\x00\x07"


def trap(name: str) -> VirtualDevice:
    device = TRAPS[name]()
    device.nwk = 0x1234
    device.tick(0)
    return device


def ask(
    device: VirtualDevice, cluster: int, zcl: bytes, *, endpoint: int = 1, now_ms: int = 0
) -> bytes | None:
    """Send one ZCL frame; return the answer's bytes."""
    frame = ApsFrame(0x0104, cluster, 1, endpoint, zcl)
    answers = device.receive(frame, broadcast=False, now_ms=now_ms)
    assert len(answers) <= 1
    return answers[0].payload if answers else None


def read(
    device: VirtualDevice, cluster: int, *attributes: int, endpoint: int = 1, now_ms: int = 0
) -> dict[int, tuple[int, object]]:
    """Return attribute -> (type, value); a refused one is (-1, status)."""
    wanted = b"".join(one.to_bytes(2, "little") for one in attributes)
    answer = ask(device, cluster, HEADER + b"\x00" + wanted, endpoint=endpoint, now_ms=now_ms)
    assert answer is not None
    header, rest = f.ZCLHeader.deserialize(answer)
    assert header.command_id == f.GeneralCommand.Read_Attributes_rsp
    records, rest = f.GENERAL_COMMANDS[header.command_id].schema.deserialize(rest)
    assert rest == b""
    return {
        int(one.attrid): (one.value.type, one.value.value) if one.status == 0 else (-1, one.status)
        for one in records.status_records
    }


def value(device: VirtualDevice, cluster: int, attribute: int, **more: int) -> object:
    return read(device, cluster, attribute, **more)[attribute][1]


def switch(device: VirtualDevice, command: int, *, now_ms: int = 0) -> bytes | None:
    return ask(device, ON_OFF, bytes([0x01, 9, command]), now_ms=now_ms)


def watch(device: VirtualDevice, cluster: int, *attributes: tuple[int, int]) -> bytes:
    """Bind, and configure (attribute, type) to be reported every 1 to 5 s; return the statuses."""
    endpoint = next(one.number for one in device.zdo.endpoints if one.find(cluster, client=False))
    own, host = device.ieee.to_bytes(8, "little"), (99).to_bytes(8, "little")
    request = b"\x01" + own + bytes([endpoint]) + cluster.to_bytes(2, "little") + b"\x03" + host
    [bound] = device.receive(ApsFrame(0, 0x21, 0, 0, request + b"\x01"), broadcast=False, now_ms=0)
    assert bound.payload == b"\x01\x00"
    records = b""
    for number, type_id in attributes:
        analog = f.DataType.from_type_id(type_id)
        size = len(analog.python_type(0).serialize())
        records += b"\x00" + number.to_bytes(2, "little") + bytes([type_id]) + b"\x01\0\x05\0"
        records += (1).to_bytes(size, "little")
    answer = ask(device, cluster, HEADER + b"\x06" + records, endpoint=endpoint)
    assert answer is not None
    return answer[3:]


def reported(device: VirtualDevice, now_ms: int) -> list[tuple[int, int, int, object]]:
    """Return (tsn, attribute, type, value) of every report up to now."""
    found = []
    for frame in device.tick(now_ms):
        header, rest = f.ZCLHeader.deserialize(frame.payload)
        if header.frame_control.frame_type == f.FrameType.GLOBAL_COMMAND:
            assert header.command_id == f.GeneralCommand.Report_Attributes
            report, rest = f.GENERAL_COMMANDS[header.command_id].schema.deserialize(rest)
            assert rest == b""
            found += [
                (header.tsn, int(one.attrid), one.value.type, one.value.value)
                for one in report.attribute_reports
            ]
    return found


@pytest.mark.parametrize("name", TRAPS)
def test_every_trap_can_be_found_on_the_air(name: str) -> None:
    device = trap(name)
    device.mute = False
    request = ApsFrame(0, 0x0005, 0, 0, b"\x01\x34\x12")
    [answer] = device.receive(request, broadcast=False, now_ms=0)
    count = answer.payload[4]
    assert count == len(answer.payload[5:]) == len(device.zdo.endpoints) > 0
    for endpoint in answer.payload[5:]:
        request = ApsFrame(0, 0x0004, 0, 0, bytes([1, 0x34, 0x12, endpoint]))
        [simple] = device.receive(request, broadcast=False, now_ms=0)
        assert simple.payload[1] == 0
    named = next(one for one in device.zdo.endpoints if one.find(BASIC, client=False))
    names = read(device, BASIC, 4, 5, endpoint=named.number)
    assert all(kind == 0x42 and text for kind, text in names.values())


def test_addresses_differ() -> None:
    assert len({make().ieee for make in TRAPS.values()}) == len(TRAPS)
    assert TRAPS["mute"]() is not TRAPS["mute"]()


SCALES = [
    ("divisor-zero", 0, 0),
    ("divisor-512", 1, 512),
    ("divisor-missing", f.Status.UNSUPPORTED_ATTRIBUTE, f.Status.UNSUPPORTED_ATTRIBUTE),
    ("multiplier-missing", f.Status.UNSUPPORTED_ATTRIBUTE, 1_000),
]


@pytest.mark.parametrize(("name", "multiplier", "divisor"), SCALES)
def test_scale_as_told(name: str, multiplier: int, divisor: int) -> None:
    device = trap(name)
    assert value(device, METERING, 0x0301) == multiplier
    assert value(device, METERING, 0x0302) == divisor
    assert value(device, METERING, 0x0000) == 100_000  # it counts watt-hours all the same


def test_scale_changes_with_the_firmware() -> None:
    device = trap("divisor-changes")
    assert (value(device, METERING, 0), value(device, METERING, 0x0302)) == (100_000, 1_000)
    device.set_firmware(2)
    assert (value(device, METERING, 0), value(device, METERING, 0x0302)) == (10_000, 100)


def test_innr_says_one_scale_and_counts_by_firmware() -> None:
    device = trap("innr-sp240-old")
    assert (value(device, METERING, 0), value(device, METERING, 0x0302)) == (10_000, 1_000)
    device.set_firmware(0x191B3685)
    assert (value(device, METERING, 0), value(device, METERING, 0x0302)) == (100_000, 1_000)
    assert value(trap("innr-sp240"), METERING, 0) == 100_000


def test_invalid_markers_of_every_type() -> None:
    device = trap("invalid-markers")
    metering = read(device, METERING, 0, 1, 0x0400)
    electrical = read(device, ELECTRICAL, 0x0304, 0x0505, 0x0508, 0x050B, 0x090B, 0x0A0F, 0x0510)
    for kind, told in [*metering.values(), *electrical.values()]:
        assert told == f.DataType.from_type_id(kind).non_value
    assert value(device, ELECTRICAL, 0x0601) == 10


def test_invalid_at_first_then_right() -> None:
    device = trap("invalid-at-first")
    told = [value(device, METERING, 0) for _ in range(4)]
    assert told == [2**48 - 1] * 3 + [100_000]


REGISTERS = [
    ("register-reset", [100_000] * 3 + [0] * 3),
    ("register-recovers", [100_000] * 3 + [0, 0, 100_000]),
    ("register-jitter", [99_999, 100_000] * 3),
    ("register-jumps", [100_000] * 3 + [1_000_100_000] + [100_000] * 2),
]


@pytest.mark.parametrize(("name", "told"), REGISTERS)
def test_register_as_it_is_seen(name: str, told: list[int]) -> None:
    device = trap(name)
    assert [value(device, METERING, 0) for _ in told] == told


@pytest.mark.parametrize(("name", "bits"), [("wrap-u24", 24), ("wrap-u32", 32), ("wrap-u48", 48)])
def test_register_rolls_over_at_its_width(name: str, bits: int) -> None:
    device = trap(name)
    assert value(device, METERING, 0) == 2**bits - 5
    told = value(device, METERING, 0, now_ms=2_000)
    assert isinstance(told, int)
    assert 0 < told < 2_000


def test_signs() -> None:
    assert value(trap("wrong-sign"), METERING, 0x0400) == -1_500
    device = trap("absolute-power")
    assert value(device, METERING, 0x0400) == 1_500
    before = value(device, METERING, 1)
    assert value(device, METERING, 1, now_ms=3_600_000) == before + 1_500


def test_power_clips_where_demand_does_not() -> None:
    device = trap("power-clips")
    assert value(device, ELECTRICAL, 0x050B) == 32_767
    assert value(device, METERING, 0x0400) == 40_000
    assert value(device, ELECTRICAL, 0x0304) == 40_000


OVERSIZE = [
    ("oversize-power", ELECTRICAL, 0x050B, 0x29, 0x21, 40_000),
    ("oversize-demand", METERING, 0x0400, 0x2A, 0x2B, 9_000_000),
    ("summation-negative", METERING, 0x0000, 0x25, 0x2D, -5),
]


@pytest.mark.parametrize(("name", "cluster", "attribute", "own", "sent", "told"), OVERSIZE)
def test_report_carries_a_type_the_standard_does_not_have(
    name: str, cluster: int, attribute: int, own: int, sent: int, told: int
) -> None:
    device = trap(name)
    assert watch(device, cluster, (attribute, own)) == b"\x00"
    assert reported(device, 5_000) == [(1, attribute, sent, told)]


def test_unreportable_is_refused_by_name_only() -> None:
    device = trap("unreportable")
    refused = watch(device, ELECTRICAL, (0x0505, 0x21), (0x0508, 0x21), (0x050B, 0x29))
    assert refused == bytes([0x8C, 0, 0x05, 0x05, 0x8C, 0, 0x08, 0x05])
    assert [one[1] for one in reported(device, 5_000)] == [0x050B]


def test_phantom_phases() -> None:
    for name in ("phantom-phases", "spm01x"):
        told = read(trap(name), ELECTRICAL, 0x0905, 0x0908, 0x0A0B)
        assert [one[1] for one in told.values()] == [0, 0xFFFF, -1]


def test_on_resets_the_energy_of_the_spm01x() -> None:
    device = trap("spm01x")
    assert value(device, METERING, 0) == 100_000
    assert switch(device, 1) is not None
    assert value(device, METERING, 0) == 0


def test_silent_ota_client_answers_everything_else() -> None:
    device = trap("ota-silent")
    assert ask(device, OTA, b"\x08\x07\x00\x02\x00") is None
    assert value(device, METERING, 0x0400) == 1_500


def test_mute_and_half_mute() -> None:
    device = trap("mute")
    request = ApsFrame(0, 0x0005, 0, 0, b"\x01\x34\x12")
    assert device.receive(request, broadcast=False, now_ms=0) == []
    half = trap("mute-meter")
    assert ask(half, METERING, HEADER + b"\x00\x00\x00") is None
    assert value(half, BASIC, 5) == "VM-GRID"


def test_lost_answer_moves_the_relay_once_per_command() -> None:
    device = trap("lost-answer")
    assert switch(device, 1) is None
    assert (device.actuations, value(device, ON_OFF, 0)) == (1, 1)
    assert switch(device, 2) is None
    assert switch(device, 2) is None
    assert device.actuations == 3  # a toggle that is repeated is done again
    assert device.answers_lost == 3


def test_new_short_address_is_announced_once() -> None:
    device = trap("nwk-change")
    assert device.next_tick_ms(0) == 1_000
    assert device.tick(999) == []
    [announced] = device.tick(1_000)
    assert (announced.profile, announced.cluster) == (0, 0x0013)
    assert announced.payload[1:3] == device.nwk.to_bytes(2, "little") != b"\x34\x12"
    assert announced.payload[3:11] == device.ieee.to_bytes(8, "little")
    assert device.tick(60_000) == []


def test_reporting_faults() -> None:
    silent = trap("never-reports")
    assert watch(silent, METERING, (0, 0x25)) == b"\x00"
    assert reported(silent, 60_000) == []
    storm = trap("report-storm")
    watch(storm, METERING, (0, 0x25))
    assert len([one for at in range(100, 1_001, 100) for one in reported(storm, at)]) == 10
    same = trap("same-tsn")
    watch(same, METERING, (0, 0x25))
    assert [reported(same, at)[0][0] for at in (5_000, 10_000)] == [0, 0]


def test_smart_energy_meter_answers_with_its_profile() -> None:
    device = trap("smart-energy-profile")
    frame = ApsFrame(0x0109, METERING, 1, 1, HEADER + b"\x00\x00\x00")
    [answer] = device.receive(frame, broadcast=False, now_ms=0)
    assert answer.profile == 0x0109


def test_units_that_are_not_kilowatt_hours() -> None:
    assert value(trap("gas-unit"), METERING, 0x0300) == 1
    device = trap("bcd-register")
    assert (value(device, METERING, 0x0300), value(device, METERING, 0)) == (0x80, 0x100000)


def test_padding_reaches_the_wire() -> None:
    answer = ask(trap("padded-names"), BASIC, HEADER + b"\x00\x04\x00\x05\x00")
    assert answer is not None
    assert b" Gridhearth\x00\x00" in answer
    legrand = ask(trap("legrand-contactor"), BASIC, HEADER + b"\x00\x04\x00")
    assert legrand is not None
    assert legrand.endswith(b"\x0a Legrand\x00\x00")


def test_exchanged_meter_has_another_serial_and_register() -> None:
    device = trap("meter-swap")
    before = value(device, METERING, 0x0308)
    device.set_firmware(2)
    assert value(device, METERING, 0) == 7
    assert value(device, METERING, 0x0308) != before


def test_emizb_132_has_its_data_on_endpoint_2() -> None:
    device = trap("emizb-132")
    assert [one.profile for one in device.zdo.endpoints] == [0xC0C9, 0x0104]
    assert ask(device, METERING, HEADER + b"\x00\x00\x00", endpoint=1)[2:] == b"\x0b\x00\xc3"
    assert value(device, METERING, 0x0302, endpoint=2) == 512
    assert value(device, METERING, 0x0000, endpoint=2) == 100_000
    assert value(device, ELECTRICAL, 0x0908, endpoint=2) == 65_535


def test_emizb_141_counts_by_its_pulse_constant() -> None:
    device = trap("emizb-141")
    write = b"\x04\x15\x10\x07\x02\x00\x03\x21" + (500).to_bytes(2, "little")
    answer = ask(device, METERING, write, endpoint=2)
    assert answer is not None
    assert answer[-1] == 0
    assert value(device, METERING, 0, endpoint=2) == 200_000


def test_emizb_151_mirrors() -> None:
    device = trap("emizb-151")
    told = {value(device, METERING, 0, endpoint=one, now_ms=9_000) for one in (2, 64, 65, 66, 67)}
    assert told == {100_003}


def test_zlinky_fields() -> None:
    device = trap("zlinky")
    assert (value(device, METERING, 0), value(device, METERING, 0x0302)) == (100_000, 1)
    told = read(device, ELECTRICAL, 0x0505, 0x050B, 0x050F)
    assert [one[1] for one in told.values()] == [65_535, -32_768, 1_500]
    assert watch(device, METERING, (0, 0x25)) == bytes([0x8C, 0, 0, 0])


@pytest.mark.parametrize(("name", "endpoint"), [("ubisys-s1", 3), ("ubisys-s2", 5)])
def test_ubisys_meters_away_from_the_relay(name: str, endpoint: int) -> None:
    device = trap(name)
    missing = read(device, ELECTRICAL, 0x0603, 0x0401, endpoint=endpoint)
    assert {one[1] for one in missing.values()} == {f.Status.UNSUPPORTED_ATTRIBUTE}
    assert watch(device, METERING, (0, 0x25), (0x0400, 0x2A)) == bytes([0x8C, 0, 0, 0])


def test_plugs() -> None:
    tuya = trap("tuya-ts011f")
    assert value(tuya, METERING, 0) == 10_000
    assert value(tuya, METERING, 0x0302) == f.Status.UNSUPPORTED_ATTRIBUTE
    assert watch(tuya, ELECTRICAL, (0x050B, 0x29)) == bytes([0x8C, 0, 0x0B, 0x05])
    schneider = trap("schneider-outlet")
    assert (value(schneider, METERING, 0), value(schneider, METERING, 0x0400)) == (
        100_000,
        1_500_000,
    )
    legrand = trap("legrand-contactor")
    pairs = read(legrand, ELECTRICAL, 0x0600, 0x0601, 0x0602, 0x0603, 0x0605)
    assert [one[1] for one in pairs.values()] == [0, 0, 0, 0, 1]


@pytest.mark.parametrize(("firmware", "left_w"), [(0x1001, 1_500), (0x2003, 0)])
def test_sonoff_goes_on_saying_power_when_off(firmware: int, left_w: int) -> None:
    device = trap("sonoff-s60")
    device.set_firmware(firmware)
    switch(device, 0)
    assert value(device, ELECTRICAL, 0x050B) == left_w
    assert value(device, METERING, 0x0400) == 0
    assert device.power_w == 0


def test_aqara_says_watts_and_kilowatt_hours_as_floats() -> None:
    device = trap("aqara-plug")
    assert value(device, 0x000C, 0x0055, endpoint=21) == 1_500.0
    assert value(device, 0x000C, 0x0055, endpoint=31) == 100.0


def tuya_points(device: VirtualDevice, *times: int) -> list[tuple[int, bytes]]:
    said = []
    for frame in (one for at in times for one in device.tick(at)):
        assert (frame.cluster, frame.payload[0], frame.payload[2]) == (TUYA, 0x09, 0x02)
        number, _, length = frame.payload[5], frame.payload[6], frame.payload[7:9]
        data = frame.payload[9:]
        assert len(data) == int.from_bytes(length, "big")
        said.append((number, data))
    return said


def test_tuya_sign_is_in_the_number() -> None:
    device = trap("tuya-ts0601-sign")
    device.power_w = -300
    points = dict(tuya_points(device, 10_000))
    assert int.from_bytes(points[9], "big") == 0x1999999C - 300
    assert int.from_bytes(points[6][6:8], "big") == 0x999A - 100
    assert points[6][:2] == (2_300).to_bytes(2, "big")
    assert int.from_bytes(points[1], "big") == 10_000


def test_tuya_direction_comes_later_than_the_power() -> None:
    device = trap("tuya-ts0601-direction")
    device.power_w = -300
    points = tuya_points(device, 10_000, 11_000, 12_000)
    assert [number for number, _ in points] == [101, 106, 107, 112, 102]
    assert dict(points)[101] == (3_000).to_bytes(4, "big")
    assert dict(points)[102] == b"\x01"
    assert device.next_tick_ms(12_000) == 20_000


CLUSTERLESS = ("electrical-only", "aqara-plug", "tuya-ts0601-sign", "tuya-ts0601-direction")


@pytest.mark.parametrize("name", CLUSTERLESS)
def test_devices_without_a_register_in_metering(name: str) -> None:
    with pytest.raises(KeyError):
        TRAPS[name]().cluster(METERING)
