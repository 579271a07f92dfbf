"""Scales, signs, phases and markers: what a meter says becomes Wh and W, or is refused in words."""

import struct
from fractions import Fraction
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.devices.device import ValueQuality
from drivers.zigbee_frames import AttributeValue, attribute_frame
from drivers.zigbee_profiles import (
    ELECTRICAL,
    GENERIC,
    METERING,
    AttributeRule,
    How,
    MeterProfile,
    PowerFrom,
    ScaleRule,
    Scales,
    profile_for,
)
from drivers.zigbee_scale import Amount, AttributeKey, bcd_number, nearest
from drivers.zigbee_values import MeterValues, meter_values

U8, U16, U24, U32, U48, S16, S24, S32, ENUM = 0x20, 0x21, 0x22, 0x23, 0x25, 0x29, 0x2A, 0x2B, 0x30
GOOD, ASSUMED, SUSPECT, INVALID = (
    ValueQuality.GOOD,
    ValueQuality.ASSUMED,
    ValueQuality.SUSPECT,
    ValueQuality.INVALID,
)

KWH = [(METERING, 0x0300, ENUM, 0), (METERING, 0x0301, U24, 1), (METERING, 0x0302, U24, 1_000)]
POWER = [(ELECTRICAL, 0x0604, U16, 1), (ELECTRICAL, 0x0605, U16, 1)]
VOLT = [(ELECTRICAL, 0x0600, U16, 1), (ELECTRICAL, 0x0601, U16, 10)]
AMPERE = [(ELECTRICAL, 0x0602, U16, 1), (ELECTRICAL, 0x0603, U16, 1_000)]
TOTAL = [(ELECTRICAL, 0x0402, U32, 1), (ELECTRICAL, 0x0403, U32, 1)]

Sent = tuple[int, int, int, int | float | bytes | None]


def store(*sent: Sent, endpoint: int = 1) -> dict[AttributeKey, AttributeValue]:
    return {(endpoint, c, a): AttributeValue(a, kind, value) for c, a, kind, value in sent}


def say(
    *sent: Sent, profile: MeterProfile = GENERIC, endpoint: int = 1, invert: bool = False
) -> MeterValues:
    return meter_values(store(*sent, endpoint=endpoint), profile, endpoint, invert=invert)


def summation(raw: int, attribute: int = 0) -> Sent:
    return METERING, attribute, U48, raw


def demand(raw: int) -> Sent:
    return METERING, 0x0400, S24, raw


def active(raw: int | None, attribute: int = 0x050B) -> Sent:
    return ELECTRICAL, attribute, S16, raw


def test_a_plain_meter() -> None:
    said = say(*KWH, summation(1_234_567), summation(89, 1), demand(-1_500))
    assert said.imported is not None
    assert said.exported is not None
    assert (said.imported.whole_wh, said.imported.quality) == (1_234_567, GOOD)
    assert said.imported.modulus == 1 << 48
    assert said.exported.whole_wh == 89
    assert said.power_w == Amount(-1_500, GOOD)
    assert (said.problems, said.refused) == ((), "")


@pytest.mark.parametrize(
    "pair",
    [
        [],
        [(METERING, 0x0301, U24, 1)],
        [(METERING, 0x0301, U24, 1), (METERING, 0x0302, U24, 0)],
        [(METERING, 0x0301, U24, 0), (METERING, 0x0302, U24, 1_000)],
        [(METERING, 0x0301, U24, 1), (METERING, 0x0302, U24, None)],
    ],
)
def test_a_meter_that_hides_its_divisor_is_refused_not_guessed(pair: list[Sent]) -> None:
    """home-assistant core#57211, #66070: kWh off by 10, 100 or 1000."""
    said = say((METERING, 0x0300, ENUM, 0), *pair, summation(123_456), demand(100))
    assert said.imported is None
    assert said.power_w.value is None
    assert "hides the scale of its energy" in said.refused
    assert len(said.problems) == 1


def test_a_profile_may_state_what_the_device_hides() -> None:
    profile = MeterProfile(name="p", scale=Scales(energy=ScaleRule(divisor=100)))
    said = say((METERING, 0x0300, ENUM, 0), summation(123), profile=profile)
    assert said.imported is not None
    assert (said.imported.whole_wh, said.imported.quality) == (1_230, ASSUMED)
    assert "profile p was assumed" in said.problems[0]
    spoken = say(*KWH, summation(123), profile=profile)
    assert spoken.imported is not None
    assert (spoken.imported.whole_wh, spoken.imported.quality) == (123, GOOD)


def test_a_wrong_divisor_and_its_reports_are_overruled() -> None:
    """EMIZB-132 says 512; 1000 is right (zigbee-herdsman-converters#3066)."""
    profile = profile_for("frient A/S", "EMIZB-132")
    sent = [*KWH[:2], (METERING, 0x0302, U24, 512), summation(50_000)]
    said = say(*sent, profile=profile, endpoint=2)
    assert said.imported is not None
    assert (said.imported.whole_wh, said.imported.quality) == (50_000, GOOD)
    zero = say(*sent[:-1], summation(0), profile=profile, endpoint=2)
    assert zero.imported is None


@pytest.mark.parametrize(
    ("unit", "word"), [(1, "gas or water"), (7, "litres"), (0x8C, "heat"), (99, "0x63")]
)
def test_what_counts_no_kwh_is_no_electricity_meter(unit: int, word: str) -> None:
    said = say((METERING, 0x0300, ENUM, unit), *KWH[1:], summation(5), demand(5))
    assert said.imported is None
    assert said.power_w.value is None
    assert word in said.refused


def test_a_meter_that_calls_itself_a_gas_meter_is_none() -> None:
    assert "gas" in say(*KWH, (METERING, 0x0306, 0x18, 1), summation(5)).refused


def test_a_meter_without_a_unit_is_assumed_to_count_kwh() -> None:
    said = say(*KWH[1:], summation(5))
    assert said.imported is not None
    assert said.imported.quality is ASSUMED
    assert "unit" in said.problems[0]


@pytest.mark.parametrize(("raw", "number"), [(0x1234, 1_234), (0x0, 0), (0x99, 99), (0x1A, None)])
def test_bcd(raw: int, number: int | None) -> None:
    assert bcd_number(raw) == number


def test_a_meter_that_counts_in_bcd() -> None:
    bcd = [(METERING, 0x0300, ENUM, 0x80), *KWH[1:]]
    said = say(*bcd, summation(0x123456), demand(0x250))
    assert said.imported is not None
    assert (said.imported.whole_wh, said.imported.modulus) == (123_456, 10**12)
    assert said.power_w.value == 250
    wrong = say(*bcd, summation(0x12345A))
    assert wrong.imported is None
    assert "BCD" in wrong.problems[0]


def test_a_register_below_zero_is_not_used() -> None:
    said = say(*KWH, (METERING, 0, 0x2D, -5))
    assert said.imported is None
    assert "below zero" in said.problems[0]


def test_a_meter_with_power_only_says_why_it_cannot_be_settled() -> None:
    said = say(*POWER, active(700))
    assert said.power_w == Amount(700, GOOD)
    assert "energy register" in said.refused


def test_markers_of_no_value_are_no_value() -> None:
    """Straight from a frame: -8388608, -32768, 65535 and 2^48-1 must not become numbers."""
    frame = bytes.fromhex("18 01 0a") + b"".join(
        [
            struct.pack("<HB", 0x0000, U48) + b"\xff" * 6,
            struct.pack("<HB", 0x0400, S24) + b"\x00\x00\x80",
        ]
    )
    read = attribute_frame(frame)
    assert read is not None
    sent = [(METERING, v.attribute, v.type_id, v.value) for v in read.values]
    said = say(*KWH, *sent)
    assert said.imported is None
    assert said.power_w == Amount(None, INVALID)


def test_voltage_current_and_power_factor() -> None:
    said = say(
        *POWER, *VOLT, *AMPERE, active(700),
        (ELECTRICAL, 0x0505, U16, 2_301), (ELECTRICAL, 0x0508, U16, 3_040), (ELECTRICAL, 0x0510, 0x28, -98),
    )  # fmt: skip
    (phase,) = said.phases
    assert (phase.power_w, phase.voltage_mv, phase.current_ma) == (700, 230_100, 3_040)
    assert phase.power_factor_percent == -98


def test_a_zero_divisor_of_the_current_costs_the_current_only() -> None:
    """Legrand contactors: voltage and current 0/0, power 1/1 (zha-device-handlers#3339)."""
    zero = [(ELECTRICAL, a, U16, 0) for a in (0x0600, 0x0601, 0x0602, 0x0603)]
    said = say(
        *POWER, *zero, active(700), (ELECTRICAL, 0x0505, U16, 0), (ELECTRICAL, 0x0508, U16, 0)
    )
    assert said.power_w == Amount(700, GOOD)
    assert (said.phases[0].voltage_mv, said.phases[0].current_ma) == (None, None)
    assert any("scale of its voltage (multiplier 0 and divisor 0)" in p for p in said.problems)
    quiet = say(*POWER, *zero, active(700), profile=profile_for(" Legrand", " Contactor\0\0"))
    assert quiet.problems == ()


def test_power_falls_back_to_the_general_factors() -> None:
    assert say(
        (ELECTRICAL, 0x0402, U32, 1), (ELECTRICAL, 0x0403, U32, 10), active(705)
    ).power_w == Amount(71, GOOD)


def three(a: int, b: int | None, c: int | None) -> list[Sent]:
    return [active(a), active(b, 0x090B), active(c, 0x0A0B)]


def test_three_phases_add_up_to_the_total() -> None:
    said = say(*POWER, *three(1_000, -200, 50))
    assert said.three_phase
    assert said.power_w == Amount(850, GOOD)
    assert [p.power_w for p in said.phases] == [1_000, -200, 50]


def test_the_meters_own_total_is_taken_where_there_is_one() -> None:
    said = say(*POWER, *TOTAL, *three(1_000, -200, 50), (ELECTRICAL, 0x0304, S32, 70_000))
    assert said.power_w == Amount(70_000, GOOD)


def test_two_of_three_phases_are_no_total() -> None:
    said = say(*POWER, *three(1_000, -200, None))
    assert said.power_w.value is None
    assert "Only 2 of 3 phases" in said.problems[0]


def test_phases_that_are_always_zero_do_not_make_a_three_phase_meter() -> None:
    said = say(*POWER, *three(1_000, 0, 0))
    assert not said.three_phase
    assert said.power_w == Amount(1_000, GOOD)
    assert len(said.phases) == 1


def test_a_three_phase_meter_stays_one_while_two_phases_rest() -> None:
    said = meter_values(store(*POWER, *three(1_000, 0, 0)), GENERIC, 1, three_phase=True)
    assert said.power_w == Amount(1_000, GOOD)
    assert len(said.phases) == 3


def test_phantom_phases_are_not_believed() -> None:
    """BITUO SPM01X: 0, -1 and 0xFFFF on phases it does not have."""
    profile = profile_for("BITUO TECHNIK", "SPM01X")
    said = say(
        *KWH, *POWER, *TOTAL, *VOLT, summation(5_000), *three(1_000, -1, -1), (ELECTRICAL, 0x0304, S32, -1),
        (ELECTRICAL, 0x0905, U16, 2_300), profile=profile,
    )  # fmt: skip
    assert said.power_w == Amount(1_000, GOOD)
    assert len(said.phases) == 1


def test_inverting_turns_registers_power_and_phases() -> None:
    sent = [*KWH, *POWER, summation(10), summation(20, 1), *three(5, 6, 7)]
    plain, turned = say(*sent), say(*sent, invert=True)
    assert turned.imported == plain.exported
    assert turned.exported == plain.imported
    assert turned.power_w == Amount(-18, GOOD)
    assert [p.power_w for p in turned.phases] == [-5, -6, -7]
    both = say(*sent, invert=True, profile=MeterProfile(invert=True))
    assert both.imported == plain.imported
    assert both.power_w == plain.power_w


def test_an_absolute_power_says_that_it_has_no_sign() -> None:
    said = say(
        *KWH, summation(5), demand(-800), profile=profile_for("Develco Products A/S", "ZHEMI101")
    )
    assert said.power_w.value == 800
    assert any("no sign" in p for p in said.problems)


def test_active_power_at_the_end_of_its_16_bits_gives_way_to_demand() -> None:
    said = say(*KWH, *POWER, summation(5), demand(45_000), active(32_767))
    assert said.power_w == Amount(45_000, GOOD)


@pytest.mark.parametrize(
    ("raw", "word"), [(150, "10 times"), (150_000, "100 times"), (-1_500, "wrong sign")]
)
def test_two_powers_that_contradict_each_other_are_suspect(raw: int, word: str) -> None:
    said = say(*KWH, *POWER, summation(5), demand(1_500), (ELECTRICAL, 0x050B, S32, raw))
    assert said.power_w.quality is SUSPECT
    assert any(word in p for p in said.problems)


def test_two_powers_of_different_moments_do_not_contradict() -> None:
    said = say(*KWH, *POWER, summation(5), demand(1_500), active(2_600))
    assert said.power_w == Amount(1_500, GOOD)


def test_a_demand_that_is_always_zero_is_not_taken() -> None:
    said = say(
        *KWH, *POWER, summation(5), demand(0), active(60), profile=profile_for("SONOFF", "S60ZBTPF")
    )
    assert said.power_w == Amount(60, GOOD)


def test_a_demand_a_thousand_times_too_large() -> None:
    """Schneider SOCKET/OUTLET."""
    profile = profile_for("Schneider Electric", "SOCKET/OUTLET/1")
    said = say(*KWH, summation(5), demand(150_0000), profile=profile, endpoint=6)
    assert said.power_w.value == 1_500
    assert said.imported is not None
    assert said.imported.whole_wh == 5


def test_innr_by_firmware() -> None:
    old = say(
        (METERING, 0x0300, ENUM, 0),
        summation(6_439),
        profile=profile_for("innr", "SP 240", 0x191B0000),
    )
    new = say(*KWH, summation(64_390), profile=profile_for("innr", "SP 240", 0x191E3685))
    unknown = say(*KWH, summation(64_390), profile=profile_for("innr", "SP 240"))
    assert old.imported is not None
    assert new.imported is not None
    assert old.imported.whole_wh == new.imported.whole_wh == 64_390
    assert "firmware" in unknown.refused


def test_linky_counts_in_watt_hours_and_shows_volt_amperes() -> None:
    profile = profile_for("LiXee", "ZLinky_TIC")
    said = say(
        KWH[0], KWH[1], (METERING, 0x0302, U24, 1), summation(12_345_678),
        (ELECTRICAL, 0x050F, U16, 1_840), profile=profile,
    )  # fmt: skip
    assert said.imported is not None
    assert (said.imported.whole_wh, said.imported.quality) == (12_345_678, GOOD)
    assert said.power_w == Amount(1_840, ASSUMED)


def test_aqara_floats_from_analog_inputs() -> None:
    profile = profile_for("LUMI", "lumi.plug.mmeu01")
    single = struct.unpack("<f", struct.pack("<f", 2505.05))[0]
    sent = {
        (21, 0x000C, 0x0055): AttributeValue(0x0055, 0x39, 87.5),
        (31, 0x000C, 0x0055): AttributeValue(0x0055, 0x39, single),
    }
    said = meter_values(sent, profile, 21)
    assert said.power_w == Amount(88, GOOD)
    assert said.imported is not None
    assert (said.imported.whole_wh, said.imported.modulus) == (2_505_050, None)
    assert said.refused == ""


def test_aqara_tags_where_there_are_no_analog_inputs() -> None:
    profile = profile_for("LUMI", "lumi.plug.maeu01")
    data = (
        b"\x64\x10\x01"
        + b"\x95\x39"
        + struct.pack("<f", 1.5)
        + b"\x98\x39"
        + struct.pack("<f", 20.0)
    )
    said = meter_values({(1, 0xFCC0, 0x00F7): AttributeValue(0x00F7, 0x41, data)}, profile, 21)
    assert said.imported is not None
    assert said.imported.whole_wh == 1_500
    assert said.power_w.value == 20


def test_a_phantom_and_an_invalid_value_of_a_profile() -> None:
    profile = MeterProfile(
        attribute=(
            AttributeRule(cluster=METERING, attribute=0x0400, how=How.IGNORE),
            AttributeRule(cluster=METERING, attribute=0x0001, invalid=(0, 77)),
        )
    )
    said = say(*KWH, summation(5), summation(77, 1), demand(9), profile=profile)
    assert said.exported is None
    assert said.power_w.value is None


def test_a_serial_number_is_read_as_text() -> None:
    assert say(*KWH, summation(5), (METERING, 0x0308, 0x41, b"ABC 123\0\0")).serial == "ABC 123"
    assert say(*KWH, summation(5), (METERING, 0x0308, 0x41, b"\xff\xfe1")).serial != ""


def test_only_this_endpoint_counts() -> None:
    sent = store(*KWH, summation(5)) | store(*KWH, summation(99), endpoint=64)
    said = meter_values(sent, GENERIC, 1)
    assert said.imported is not None
    assert said.imported.whole_wh == 5


@pytest.mark.parametrize(
    ("value", "whole"), [("5/2", 3), ("-5/2", -3), ("7/3", 2), ("-7/3", -2), ("0", 0)]
)
def test_nearest(value: str, whole: int) -> None:
    assert nearest(Fraction(value)) == whole


factor = st.integers(min_value=1, max_value=(1 << 24) - 2)


@given(st.lists(st.integers(0, (1 << 48) - 2), min_size=2, max_size=20), factor, factor)
@settings(max_examples=100, deadline=None)
def test_whole_watt_hours_never_lose_what_raw_steps_add(
    raws: list[int], multiplier: int, divisor: int
) -> None:
    """The sum of rises in whole Wh differs from the whole rise by less than 1 Wh, for any scale."""
    scale = [(METERING, 0x0301, U24, multiplier), (METERING, 0x0302, U24, divisor)]
    registers = [say(KWH[0], *scale, summation(raw)).imported for raw in sorted(raws)]
    whole = [r.whole_wh for r in registers if r is not None]
    assert len(whole) == len(raws)
    assert whole == sorted(whole)
    exact = Fraction((max(raws) - min(raws)) * multiplier * 1_000, divisor)
    assert abs(sum(b - a for a, b in pairwise(whole)) - exact) < 1


anything = st.one_of(
    st.none(),
    st.integers(-(1 << 63), (1 << 64) - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.binary(max_size=40),
)
KEYS = [
    (METERING, a) for a in (0, 1, 0x0300, 0x0301, 0x0302, 0x0306, 0x0308, 0x0400)
] + [
    (ELECTRICAL, a)
    for a in (0x0304, 0x0402, 0x0403, 0x050B, 0x050F, 0x0505, 0x0508, 0x0510, 0x0600, 0x0601,
              0x0602, 0x0603, 0x0604, 0x0605, 0x090B, 0x0905, 0x0A0B, 0x0A05)
]  # fmt: skip
PROFILES = [
    GENERIC,
    MeterProfile(phases=3, invert=True),
    MeterProfile(power_from=PowerFrom.APPARENT, abs_only=True),
    profile_for("frient A/S", "EMIZB-132"),
    profile_for("LUMI", "lumi.plug.mmeu01"),
    profile_for("_TZ3000_x", "TS011F"),
]


@given(
    st.dictionaries(st.sampled_from(KEYS), st.tuples(st.integers(0, 255), anything), max_size=26),
    st.sampled_from(PROFILES),
    st.booleans(),
)
@settings(max_examples=250, deadline=None)
def test_whatever_a_device_sends_the_answer_is_a_value(
    sent: dict[tuple[int, int], tuple[int, object]], profile: MeterProfile, invert: bool
) -> None:
    attributes = {
        (1, c, a): AttributeValue(a, kind, value)  # type: ignore[arg-type]
        for (c, a), (kind, value) in sent.items()
    }
    said = meter_values(attributes, profile, 1, invert=invert)
    for register in (said.imported, said.exported):
        assert register is None or (register.whole_wh >= 0 and register.denominator > 0)
    assert said.refused or said.imported or said.exported
    assert (said.power_w.value is None) or said.power_w.quality is not INVALID
    msgspec.json.encode(said.problems)
