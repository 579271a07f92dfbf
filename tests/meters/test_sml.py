"""SML files: golden ones, both checksums, escapes, and what must not pass for one."""

import pytest

from drivers.serial_frame import MeterSaid, Reason, Rejected, crc16_x25
from drivers.serial_sml import MAX_DEPTH, MAX_FILE, SmlFrames, parse_sml
from tests.meters.telegrams import divided, golden, signed_message, signed_sml

SERVER = "0b 0a01454d48000012d687"
OPENED = f"76 02 01 62 00 62 00 72 65 00000101 76 01 01 02 01 {SERVER} 01 01"
IMPORT = "77 07 0100010800ff 01 01 62 1e 52 ff 56 0000002710 01"


def listed(*entries: str, time: str = "72 62 01 65 00000007") -> str:
    head = f"76 02 02 62 00 62 00 72 65 00000701 77 01 {SERVER} 01 {time} 7{len(entries):x}"
    return f"{head} {' '.join(entries)} 01 01"


def file_of(*messages: str) -> bytes:
    return signed_sml(b"".join(signed_message(one) for one in messages))


def refused(frame: bytes) -> Reason:
    said = parse_sml(frame)
    assert isinstance(said, Rejected), said
    return said.reason


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("sml-full.hex", (4_671_006, 1_855_362, -1_234)),
        ("sml-escaped.hex", (4_547_612, 6_939, 177_641)),
        ("sml-locked.hex", (4_660_000, 7_000, None)),
    ],
)
def test_golden_files(name: str, said: tuple[int, int, int | None]) -> None:
    assert parse_sml(golden(name)) == MeterSaid(*said, "1EMH0001234567", 10_728_645)


def test_the_checksum_is_the_standards_own() -> None:
    assert crc16_x25(b"123456789") == 0x906E
    assert divided(b"123456789", 0x8408, 0xFFFF) ^ 0xFFFF == 0x906E


def test_each_checksum_alone_is_enough_to_refuse() -> None:
    whole = golden("sml-full.hex")
    assert refused(whole[:60] + bytes([whole[60] ^ 1]) + whole[61:]) is Reason.BAD_CRC
    message = signed_message(listed(IMPORT))
    wrong = message[:-2] + bytes([message[-2] ^ 1]) + message[-1:]  # the file's own is right
    assert refused(signed_sml(wrong)) is Reason.BAD_CRC
    assert parse_sml(signed_sml(message)) == MeterSaid(1_000, 0, None, "1EMH0001234567", 7)


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (IMPORT.replace("62 1e", "62 1b"), Reason.MALFORMED),
        (IMPORT.replace("62 1e", "01"), Reason.MALFORMED),
        (IMPORT.replace("52 ff", "52 7f"), Reason.OUT_OF_RANGE),
        (IMPORT.replace("56 0000002710", "56 ffffffd8f0"), Reason.OUT_OF_RANGE),
        (IMPORT.replace("56 0000002710", "42 01"), Reason.MALFORMED),
        (IMPORT.replace("56 0000002710", "5a 000000000000002710"), Reason.MALFORMED),
        (IMPORT.replace("56 0000002710", "69 7fffffffffffffff"), Reason.OUT_OF_RANGE),
        (IMPORT.replace("0800ff", "0900ff"), Reason.NO_REGISTER),
        (IMPORT.replace("77 07", "76 07"), Reason.MALFORMED),
        (f"{IMPORT} {IMPORT}", Reason.AMBIGUOUS),
        (IMPORT.replace("56 0000002710", "71 " * (MAX_DEPTH + 1) + "01"), Reason.TOO_DEEP),
        (IMPORT.replace("56 0000002710", "8f 8f 8f 0f"), Reason.TOO_LONG),
        (IMPORT.replace("56 0000002710", "00"), Reason.MALFORMED),
        (IMPORT.replace("56 0000002710", "8f 0f"), Reason.MALFORMED),
        (IMPORT.replace("56 0000002710", "ff 0f" + " 01" * 255), Reason.MALFORMED),
    ],
)
def test_what_the_checksums_cover_and_the_standard_does_not_is_refused(
    entry: str, reason: Reason
) -> None:
    many = entry.count("0800ff") == 2
    content = listed(IMPORT, IMPORT) if many else listed(entry)
    assert refused(file_of(OPENED, content)) is reason


def test_a_list_of_a_million_parts_costs_no_million() -> None:
    nested = "f8 8f 0f" + " 01" * 3_000
    assert refused(file_of(listed(IMPORT.replace("56 0000002710", nested)))) is Reason.TOO_DEEP


def test_time_without_its_type_and_no_time_are_both_in_the_field() -> None:
    bare, none = (parse_sml(file_of(listed(IMPORT, time=t))) for t in ("65 00000009", "01"))
    assert isinstance(bare, MeterSaid)
    assert isinstance(none, MeterSaid)
    assert (bare.clock_s, none.clock_s) == (9, None)


def test_two_lists_with_registers_are_ambiguous_and_one_without_is_none() -> None:
    other = IMPORT.replace("0800ff", "0900ff")
    assert refused(file_of(listed(IMPORT), listed(IMPORT))) is Reason.AMBIGUOUS
    assert isinstance(parse_sml(file_of(listed(other), listed(IMPORT))), MeterSaid)


def frames(*pieces: bytes) -> list[bytes | Rejected]:
    cutter = SmlFrames()
    return [one for piece in pieces for one in cutter.feed(piece)]


@pytest.mark.parametrize("name", ["sml-full.hex", "sml-escaped.hex", "sml-locked.hex"])
def test_split_bytes_give_the_same_files(name: str) -> None:
    whole = golden(name)
    assert frames(*(bytes([byte]) for byte in whole * 2)) == [whole, whole]


@pytest.mark.parametrize("ending", range(1, 9))
def test_data_that_ends_in_the_escapes_own_byte_is_not_cut_early(ending: int) -> None:
    whole = signed_sml(b"\x76" * (12 - ending) + b"\x1b" * ending)
    assert frames(whole, whole) == [whole, whole]
    assert frames(*(bytes([byte]) for byte in whole)) == [whole]


def test_a_truncated_file_does_not_take_the_next_one_with_it() -> None:
    whole = golden("sml-full.hex")
    for cut in (9, 100, len(whole) - 2):
        found = frames(whole[:cut], whole)
        if cut == len(whole) - 2:  # two bytes of the next one were taken for the checksum
            assert parse_sml(found[0] if isinstance(found[0], bytes) else b"") != parse_sml(whole)
            continue
        assert [one.reason for one in found if isinstance(one, Rejected)] == [Reason.TRUNCATED]
        assert found[-1] == whole


def test_garbage_between_files_is_counted_and_left_out() -> None:
    whole = golden("sml-full.hex")
    found = frames(whole, b"\xff\x00garbage\x1b\x1b", whole)
    assert {one.reason for one in found if isinstance(one, Rejected)} == {Reason.GARBAGE}
    assert found[0] == found[-1] == whole


def test_an_endless_file_is_given_up_within_the_bound() -> None:
    cutter, held, reasons = SmlFrames(), 0, []
    cutter.feed(golden("sml-full.hex")[:8])
    for _ in range(100):
        reasons += [one.reason for one in cutter.feed(b"\x76" * 1_000) if isinstance(one, Rejected)]
        held = max(held, len(cutter._held.data))
    assert held <= MAX_FILE + 1_000
    assert Reason.TOO_LONG in reasons
    whole = golden("sml-full.hex")
    assert cutter.feed(whole)[-1] == whole
