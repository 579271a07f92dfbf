"""P1 telegrams: golden ones of five countries' habits, and what must not pass for one."""

import pytest

from drivers.serial_frame import MeterSaid, Reason, Rejected, crc16_arc
from drivers.serial_p1 import MAX_TELEGRAM, P1Frames, parse_p1
from tests.meters.telegrams import divided, golden, signed_p1

HEAD = "/TST5meter\n\n"
SOUND = HEAD + "0-0:1.0.0(240101120000W)\n1-0:1.8.0(000001.500*kWh)\n1-0:2.8.0(000000.000*kWh)\n!"


def refused(telegram: bytes, **how: bool) -> Reason:
    said = parse_p1(telegram, **how)
    assert isinstance(said, Rejected), said
    return said.reason


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("p1-dsmr5.txt", (246_913_578, 246_913_578, 1_193, "K8EG004046395507", 1_291_890_620)),
        ("p1-belgium.txt", (55_787, 102_007, -2_347, "1SAG1100000231", 1_721_043_902)),
        ("p1-luxembourg.txt", (7_654_321, 12_345, 601, "SAG1030700012345", 1_705_310_100)),
        ("p1-sweden.txt", (6_678_394, 0, 1_727, "ELL5\\253833635_A", 1_613_583_619)),
    ],
)
def test_golden_telegrams(name: str, said: tuple[int, int, int, str, int]) -> None:
    assert parse_p1(golden(name)) == MeterSaid(*said)


def test_the_checksum_is_the_standards_own() -> None:
    example = golden("p1-dsmr5.txt")
    assert example.endswith(b"!E47C\r\n")
    assert crc16_arc(b"123456789") == divided(b"123456789", 0xA001, 0) == 0xBB3D
    assert crc16_arc(example[: example.index(b"!") + 1]) == 0xE47C


def test_a_telegram_without_checksum_is_refused_unless_the_settings_say_so() -> None:
    old = golden("p1-dsmr22.txt")
    assert refused(old) is Reason.NO_CRC
    assert parse_p1(old, crc=False) == MeterSaid(
        24_691_356, 24_691_356, 1_190, "K8EG004046395507", None
    )


def test_a_checksum_that_is_there_must_be_right_whatever_the_settings_say() -> None:
    wrong = signed_p1(SOUND).replace(b"1.500", b"9.500")
    assert refused(wrong) is refused(wrong, crc=False) is Reason.BAD_CRC


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (SOUND.replace("kWh", "kvarh"), Reason.MALFORMED),
        (SOUND.replace("001.500", "001.5001"), Reason.MALFORMED),
        (SOUND.replace("(000001.500", "(-00001.500"), Reason.MALFORMED),
        (SOUND.replace("(000001.500", "(0000000001.500"), Reason.MALFORMED),
        (SOUND.replace("120000W", "250000W"), Reason.MALFORMED),
        (SOUND.replace("120000W", "120000"), Reason.MALFORMED),
        (SOUND.replace("1-0:2.8.0", "1-0:1.8.0"), Reason.AMBIGUOUS),
        (
            SOUND.replace("1-0:1.8.0", "1-0:3.8.0").replace("1-0:2.8.0", "1-0:4.8.0"),
            Reason.NO_REGISTER,
        ),
        (SOUND.replace("TST5", "TST"), Reason.MALFORMED),
        (SOUND.replace("\n\n", "\n"), Reason.MALFORMED),
        (SOUND.replace("(000001", "((000001"), Reason.MALFORMED),
        (SOUND.replace("meter", "métre"), Reason.MALFORMED),
        (HEAD + "1-3:0.2.8(50)\n" * 300 + "!", Reason.TOO_DEEP),
    ],
)
def test_what_the_checksum_covers_and_the_standard_does_not_is_refused(
    text: str, reason: Reason
) -> None:
    assert isinstance(parse_p1(signed_p1(SOUND)), MeterSaid)
    assert refused(signed_p1(text)) is reason


def test_a_meter_that_only_counts_what_is_given_has_drawn_nothing() -> None:
    said = parse_p1(signed_p1(HEAD + "1-0:2.8.0(000002.001*kWh)\n!"))
    assert said == MeterSaid(0, 2_001, None, "TST5meter", None)


def frames(*pieces: bytes) -> list[bytes | Rejected]:
    cutter = P1Frames()
    return [one for piece in pieces for one in cutter.feed(piece)]


def test_split_bytes_give_the_same_telegrams() -> None:
    stream = golden("p1-dsmr5.txt") + golden("p1-sweden.txt")
    assert frames(*(bytes([byte]) for byte in stream)) == [
        golden("p1-dsmr5.txt"),
        golden("p1-sweden.txt"),
    ]


def test_joining_in_the_middle_of_a_telegram_is_no_fault() -> None:
    whole = golden("p1-sweden.txt")
    assert frames(whole[40:], whole) == [whole]


def test_a_truncated_telegram_does_not_take_the_next_one_with_it() -> None:
    whole = golden("p1-sweden.txt")
    for cut in (5, 100, len(whole) - 3):
        found = frames(whole[:cut], whole)
        assert [one.reason for one in found if isinstance(one, Rejected)] == [Reason.TRUNCATED]
        assert found[-1] == whole


def test_garbage_between_telegrams_is_counted_and_left_out() -> None:
    whole = golden("p1-sweden.txt")
    found = frames(whole, b"\xff\x00garb!age", whole)
    assert [one.reason for one in found if isinstance(one, Rejected)] == [Reason.GARBAGE]
    assert found[0] == found[-1] == whole


def test_an_endless_telegram_is_given_up_within_the_bound() -> None:
    cutter = P1Frames()
    held, reasons = 0, []
    for _ in range(100):
        reasons += [o.reason for o in cutter.feed(b"/" + b"x" * 1_000) if isinstance(o, Rejected)]
    cutter.feed(b"/")
    for _ in range(100):
        reasons += [one.reason for one in cutter.feed(b"y" * 1_000) if isinstance(one, Rejected)]
        held = max(held, len(cutter._held.data))
    assert held <= MAX_TELEGRAM + 1_000
    assert Reason.TOO_LONG in reasons
    whole = golden("p1-sweden.txt")
    assert cutter.feed(whole)[-1] == whole
