"""Tuya datapoints: four ways to say a sign, and a direction that comes too late."""

import pytest

from agent.devices.device import ValueQuality
from drivers.zigbee_frames import TuyaPoint, tuya_frame
from drivers.zigbee_profiles import Encoding, Quantity, TuyaRule, profile_for
from drivers.zigbee_scale import Amount
from drivers.zigbee_tuya import TimedPoint, decoded, packed, tuya_values

THREE = profile_for("_TZE200_nslr42tt", "TS0601")
CLAMP = profile_for("_TZE204_81yrt3lo", "TS0601")
GOOD, SUSPECT = ValueQuality.GOOD, ValueQuality.SUSPECT


def timed(*points: tuple[int, int | bytes, int]) -> dict[int, TimedPoint]:
    return {
        number: TimedPoint(TuyaPoint(number, 2 if isinstance(value, int) else 0, value), at_ms)
        for number, value, at_ms in points
    }


@pytest.mark.parametrize(
    ("encoding", "raw", "number"),
    [
        (Encoding.UNSIGNED, 0xFFFF_FF9C, 0xFFFF_FF9C),
        (Encoding.SIGNED, 0xFFFF_FF9C, -100),
        (Encoding.SIGNED, 100, 100),
        (Encoding.OFFSET_1999999C, 0x1999_999C - 100, -100),
        (Encoding.OFFSET_1999999C, 0x0FFF_FFFF, 0x0FFF_FFFF),
    ],
)
def test_encodings(encoding: Encoding, raw: int, number: int) -> None:
    rule = TuyaRule(point=9, quantity=Quantity.POWER, encoding=encoding)
    assert decoded(rule, TuyaPoint(9, 2, raw)) == number


def test_eight_packed_bytes() -> None:
    read = packed(bytes.fromhex("08fc 00 1170 00 9936"))
    assert read is not None
    assert (read.voltage_mv, read.current_ma, read.power_w) == (230_000, 4_464, -100)
    assert packed(b"\x08\xfc") is None
    assert packed(5) is None


def test_a_three_phase_meter_from_its_frame() -> None:
    frame = bytes.fromhex(
        "09 07 02 0001"
        "01 02 0004 00003039"
        "09 02 0004 19999904"
        "06 00 0008 08fc000fa0000064"
        "07 00 0008 08fc000fa0009936"
        "08 00 0008 08fc000fa00098d2"
    )
    read = tuya_frame(frame)
    assert read is not None
    said = tuya_values({p.point: TimedPoint(p, 5) for p in read.points}, THREE)
    assert said.imported is not None
    assert said.imported.whole_wh == 123_450
    assert said.power_w == Amount(0x19999904 - 0x1999999C, GOOD)
    assert [p.power_w for p in said.phases] == [100, -100, -200]
    assert said.refused == ""


def test_the_phases_add_up_only_when_all_are_there() -> None:
    bare = THREE.__class__(
        name="x", phases=3, tuya=tuple(r for r in THREE.tuya if r.encoding is Encoding.PACKED)
    )
    one = bytes.fromhex("08fc000fa0000064")
    assert tuya_values(timed((6, one, 1), (7, one, 1)), bare).power_w.value is None
    assert tuya_values(timed((6, one, 1), (7, one, 1), (8, one, 1)), bare).power_w.value == 300


def test_a_late_direction_belongs_to_the_power_before_it() -> None:
    """_TZE204_81yrt3lo: for 10 s the sign would be the one before (zigbee2mqtt#18603)."""
    assert tuya_values(timed((101, 7_000, 10)), CLAMP).power_w == Amount(700, SUSPECT)
    before = timed((102, 0, 5), (101, 7_000, 10))
    assert tuya_values(before, CLAMP).power_w == Amount(700, SUSPECT)
    after = timed((101, 7_000, 10), (102, 1, 12))
    assert tuya_values(after, CLAMP).power_w == Amount(-700, GOOD)


def test_no_power_needs_no_direction() -> None:
    assert tuya_values(timed((101, 0, 10)), CLAMP).power_w == Amount(0, GOOD)


def test_both_registers_and_the_tick_turned_round() -> None:
    points = timed((106, 500, 1), (107, 20, 1), (101, 7_000, 1), (102, 0, 2), (112, 2_301, 1))
    plain, turned = tuya_values(points, CLAMP), tuya_values(points, CLAMP, invert=True)
    assert plain.imported is not None
    assert plain.exported is not None
    assert (plain.imported.whole_wh, plain.exported.whole_wh) == (5_000, 200)
    assert plain.phases[0].voltage_mv == 230_100
    assert turned.imported == plain.exported
    assert turned.power_w == Amount(-700, GOOD)


def test_a_point_of_another_kind_is_a_problem_not_an_exception() -> None:
    said = tuya_values(timed((106, b"\x01\x02", 1), (6, b"", 1)), CLAMP)
    assert said.imported is None
    assert "held no register" in said.problems[0]
    assert said.refused
    assert "eight packed bytes" in tuya_values(timed((6, b"", 1)), THREE).problems[0]
