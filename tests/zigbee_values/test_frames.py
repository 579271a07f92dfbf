"""ZCL frames as bytes: every type's width, markers of no value, oversize types, and anything at all."""

import struct
import tracemalloc

import pytest
import zigpy.types as t
from hypothesis import given, settings
from hypothesis import strategies as st
from zigpy.zcl import foundation

from drivers.zigbee_frames import (
    FIXED_BYTES,
    MAX_FRAME_BYTES,
    AttributeValue,
    aqara_tags,
    attribute_frame,
    tuya_frame,
    zcl_header,
)
from tests.zigbee_values.fuzz import decode_all, fuzzed_frames

REPORT = bytes.fromhex("18 2a 0a")  # from the server, default response off, tsn 42
ANSWER = bytes.fromhex("18 2a 01")
TUYA = bytes.fromhex("09 07 02 0001")


def report(*records: tuple[int, int, bytes]) -> bytes:
    return REPORT + b"".join(struct.pack("<HB", a, kind) + data for a, kind, data in records)


def values(frame: bytes) -> dict[int, object]:
    read = attribute_frame(frame)
    assert read is not None
    assert read.problem == ""
    return {value.attribute: value.value for value in read.values}


def test_the_head_with_and_without_manufacturer() -> None:
    head, body = zcl_header(bytes.fromhex("1c 15 11 2a 0a 99")) or (None, b"")
    assert head is not None
    assert (head.manufacturer, head.tsn, head.command, head.from_server) == (0x1115, 42, 10, True)
    assert body == b"\x99"
    plain, _ = zcl_header(bytes.fromhex("01 05 02")) or (None, b"")
    assert plain is not None
    assert (plain.cluster_specific, plain.manufacturer, plain.from_server) == (True, None, False)


@pytest.mark.parametrize("frame", [b"", b"\x18", b"\x18\x01", b"\x1c\x15\x11\x2a", b"\x1a\x01\x0a"])
def test_what_is_no_frame_is_none(frame: bytes) -> None:
    assert zcl_header(frame) is None
    assert attribute_frame(frame) is None


def test_a_value_wider_than_declared_does_not_lose_the_ones_after_it() -> None:
    """active_power as uint16 40 000, demand as int32 9 000 000, a summation as int48 -5."""
    frame = report(
        (0x050B, 0x21, (40_000).to_bytes(2, "little")),
        (0x0400, 0x2B, (9_000_000).to_bytes(4, "little")),
        (0x0000, 0x2D, (-5).to_bytes(6, "little", signed=True)),
        (0x0505, 0x21, (2_301).to_bytes(2, "little")),
    )
    assert values(frame) == {0x050B: 40_000, 0x0400: 9_000_000, 0x0000: -5, 0x0505: 2_301}


def test_a_status_other_than_success_has_no_value_behind_it() -> None:
    frame = ANSWER + bytes.fromhex("0000 86 0103 00 22 010000 0203 00 22 e80300")
    read = attribute_frame(frame)
    assert read is not None
    assert read.refused == ((0, 0x86),)
    assert [(v.attribute, v.value) for v in read.values] == [(0x0301, 1), (0x0302, 1000)]


def test_an_unknown_type_ends_the_frame_and_says_so() -> None:
    frame = report((1, 0x20, b"\x05"), (2, 0x77, b"\x05"), (3, 0x20, b"\x06"))
    read = attribute_frame(frame)
    assert read is not None
    assert [v.attribute for v in read.values] == [1]
    assert "0x77" in read.problem


@pytest.mark.parametrize("cut", range(1, 12))
def test_a_cut_off_frame_keeps_what_came_before(cut: int) -> None:
    whole = report((1, 0x20, b"\x05"), (2, 0x42, b"\x08abcdefgh"))
    read = attribute_frame(whole[:-cut])
    assert read is not None
    assert [v.value for v in read.values] == [5]
    assert "cut off" in read.problem


MARKERS = [
    (kind.type_id, kind)
    for kind in foundation.DataType
    # zigpy 2.4.0 is a byte short for uint64, int64 and enum16; ZCL 8 table 2-11 has 8, 8 and 2
    if kind.non_value is not None and kind.name not in {"uint64", "int64", "enum16"}
]


@pytest.mark.parametrize(("type_id", "kind"), MARKERS, ids=lambda x: getattr(x, "name", str(x)))
def test_the_markers_of_no_value_are_the_standards(type_id: int, kind: foundation.DataType) -> None:
    raw = kind.non_value.serialize()
    assert values(report((7, type_id, raw), (8, 0x20, b"\x01"))) == {7: None, 8: 1}


@pytest.mark.parametrize(
    ("type_id", "marker"), [(0x27, b"\xff" * 8), (0x2F, b"\0" * 7 + b"\x80"), (0x31, b"\xff" * 2)]
)
def test_the_markers_zigpy_has_otherwise(type_id: int, marker: bytes) -> None:
    assert values(report((7, type_id, marker))) == {7: None}


@pytest.mark.parametrize("kind", [k for k in foundation.DataType if k.type_id in FIXED_BYTES])
def test_widths_agree_with_zigpy(kind: foundation.DataType) -> None:
    width = FIXED_BYTES[kind.type_id]
    _, rest = kind.python_type.deserialize(bytes(range(1, width + 4)))
    assert len(rest) == 3


def test_every_type_of_the_standard_is_known() -> None:
    unknown = [
        kind.type_id
        for kind in foundation.DataType
        if "not known" in (attribute_frame(report((0, kind.type_id, b""))) or REPORT).problem
    ]
    assert unknown == [0xFF]


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_numbers_agree_with_zigpy(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from([k for k in foundation.DataType if 0x20 <= k.type_id <= 0x2F]))
    raw = data.draw(
        st.binary(min_size=FIXED_BYTES[kind.type_id], max_size=FIXED_BYTES[kind.type_id])
    )
    theirs, _ = kind.python_type.deserialize(raw)
    ours = values(report((1, kind.type_id, raw)))[1]
    assert ours == int(theirs) or (ours is None and set(raw[:-1]) <= {0x00, 0xFF})


@pytest.mark.parametrize(
    ("type_id", "data", "value"),
    [
        (0x42, b"\x03abc", b"abc"),
        (0x42, b"\x00", b""),
        (0x42, b"\xff", None),
        (0x41, b"\x02\x00\x01", b"\x00\x01"),
        (0x43, b"\x02\x00\x00\x01", b"\x00\x01"),
        (0x44, b"\xff\xff", None),
        (0x48, b"\x21\x02\x00\x01\x00\x02\x00", b"\x21\x02\x00\x01\x00\x02\x00"),
        (0x48, b"\x42\x02\x00\x01a\x02bc", b"\x42\x02\x00\x01a\x02bc"),
        (0x50, b"\x20\xff\xff", None),
        (0x51, b"\x00\xfe\xff", b"\x00\xfe\xff"),
        (0x4C, b"\x02\x00\x20\x05\x42\x01x", b"\x02\x00\x20\x05\x42\x01x"),
        (0x39, struct.pack("<f", 0.1), struct.unpack("<f", struct.pack("<f", 0.1))[0]),
        (0x3A, struct.pack("<d", float("inf")), None),
        (0xF0, bytes(range(8)), bytes(range(8))),
    ],
)
def test_texts_and_composites_are_passed_over_exactly(
    type_id: int, data: bytes, value: object
) -> None:
    assert values(report((1, type_id, data), (2, 0x20, b"\x09"))) == {1: value, 2: 9}


def test_nesting_without_end_ends() -> None:
    frame = report((1, 0x48, (b"\x48\x01\x00") * 200))
    read = attribute_frame(frame)
    assert read is not None
    assert "nested" in read.problem


def test_a_list_of_65534_nothings_costs_nothing() -> None:
    """Each array of elements without width would be 65 534 steps; 600 of them fit a frame."""
    body = report(*((1, 0x48, b"\x00\xfe\xff") for _ in range(300)))
    read = attribute_frame(body)
    assert read is not None
    assert len(read.values) == 300


def test_more_than_a_frame_is_no_frame() -> None:
    assert attribute_frame(REPORT + b"\x00" * MAX_FRAME_BYTES) is None


def test_tuya_datapoints() -> None:
    frame = TUYA + bytes.fromhex("01 02 0004 00000064  06 00 0008 08fc001170000064  65 04 0001 01")
    read = tuya_frame(frame)
    assert read is not None
    assert [(p.point, p.kind, p.value) for p in read.points] == [
        (1, 2, 100),
        (6, 0, bytes.fromhex("08fc001170000064")),
        (0x65, 4, 1),
    ]
    assert read.problem == ""


def test_a_tuya_point_longer_than_its_frame_keeps_the_ones_before() -> None:
    read = tuya_frame(TUYA + bytes.fromhex("01 02 0004 00000064  06 00 00ff 08"))
    assert read is not None
    assert [p.point for p in read.points] == [1]
    assert "255 bytes, 1 came" in read.problem


def test_aqara_tags() -> None:
    data = bytes.fromhex("6410 01") + b"\x95\x39" + struct.pack("<f", 1.5) + b"\x98\x39\x00"
    assert aqara_tags(data) == (AttributeValue(0x64, 0x10, 1), AttributeValue(0x95, 0x39, 1.5))


def test_twenty_thousand_frames_of_anything() -> None:
    """Random bytes, and sound frames with bytes changed, cut or put in: never an exception."""
    tracemalloc.start()
    decoded = sum(decode_all(frame) for frame in fuzzed_frames(20_000, seed=20_000))
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert decoded > 5_000  # the fuzzer reaches the parsers
    assert peak_bytes < 1 << 20


def test_zigpy_itself_reads_our_frame_alike() -> None:
    """The same frame through zigpy's own schema, where its types fit."""
    frame = report((0x0000, 0x25, (123_456).to_bytes(6, "little")), (0x0300, 0x30, b"\x00"))
    header, rest = foundation.ZCLHeader.deserialize(frame)
    assert header.command_id == foundation.GeneralCommand.Report_Attributes
    theirs, _ = t.List[foundation.Attribute].deserialize(rest)
    assert {a.attrid: int(a.value.value) for a in theirs} == values(frame)
