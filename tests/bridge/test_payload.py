"""Payloads: both ways without loss, and everything a hostile broker can send refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.bridge import docs, payload
from agent.bridge.payload import (
    GapRequest,
    LinkStatus,
    Refused,
    Statement,
    StatementProof,
    StatementTrade,
)
from agent.bridge.report import Receipt, Report, SignedReceipt, SignedReport
from agent.bridge.tables import MOST_TRADES
from agent.units import (
    Address,
    CycleNo,
    EnergyWh,
    MoneyMicro,
    PriceMicroPerKwh,
    UnixMs,
)

MEMBER = Address("0x" + "5a" * 20)
SIGNED = SignedReport(
    Report(
        member=MEMBER,
        meter=bytes(range(32)),
        cycle=CycleNo(17),
        revision=1,
        import_wh=EnergyWh(1_234_567),
        export_wh=EnergyWh(0),
        quality=0,
        meter_time_ms=UnixMs(1_700_000_000_123),
        previous_report=bytes(32),
    ),
    bytes(range(65)),
)
RECEIPT = SignedReceipt(
    Receipt(MEMBER, bytes(32), CycleNo(17), 1, bytes(range(32))), bytes(range(65))
)
STATEMENT = Statement(
    member=MEMBER,
    cycle=CycleNo(17),
    delivery_cycle=CycleNo(18),
    side="sell",
    agreed_wh=EnergyWh(900),
    metered_wh=EnergyWh(850),
    price_micro_per_kwh=PriceMicroPerKwh(202_300),
    energy_micro=MoneyMicro(171_955),
    network_charge_micro=MoneyMicro(40),
    penalty_micro=MoneyMicro(200_000),
    amount_micro=MoneyMicro(-28_085),
    status="final",
    trades=(StatementTrade(MEMBER, EnergyWh(900), 12_000, MoneyMicro(40)),) * MOST_TRADES,
    proof=StatementProof(991, MEMBER),
)
STATUS = LinkStatus(online=True, boot_id="b7d0", at_ms=UnixMs(1))
GAP = GapRequest(MEMBER, (CycleNo(3), CycleNo(4)))

CODECS = [
    (payload.encode_report, payload.decode_report, SIGNED),
    (payload.encode_receipt, payload.decode_receipt, RECEIPT),
    (payload.encode_gap, payload.decode_gap, GAP),
    (payload.encode_statement, payload.decode_statement, STATEMENT),
    (payload.encode_status, payload.decode_status, STATUS),
]
IDS = ["report", "receipt", "gap", "statement", "status"]


def report_json() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(payload.encode_report(SIGNED))
    return content


def refused(content: object) -> tuple[str, ...]:
    found = payload.decode_report(json.dumps(content).encode())
    assert isinstance(found, Refused)
    return found.problems


@pytest.mark.parametrize(("encode", "decode", "value"), CODECS, ids=IDS)
def test_both_ways(encode: Any, decode: Any, value: Any) -> None:
    wire = encode(value)
    assert len(wire) <= payload.MAX_PAYLOAD_BYTES
    assert decode(wire) == value


@pytest.mark.parametrize(("encode", "decode", "value"), CODECS, ids=IDS)
def test_an_unknown_key_refuses_the_message(encode: Any, decode: Any, value: Any) -> None:
    content = json.loads(encode(value)) | {"admin": True}
    found = decode(json.dumps(content).encode())
    assert isinstance(found, Refused)
    assert found.problems == ("the payload has 1 unknown keys: 'admin'",)


def test_golden_report_bytes() -> None:
    assert payload.encode_report(SIGNED).startswith(
        b'{"report":{"member":"0x5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a","meter":"0x00010203'
    )
    assert b'"import_wh":1234567,"export_wh":0,"quality":0,' in payload.encode_report(SIGNED)


def test_all_problems_of_a_message_are_named_at_once() -> None:
    content = report_json()
    content["report"] |= {"cycle": -1, "import_wh": 1.5, "member": "0xABC", "quality": True}
    del content["report"]["revision"]
    content["signature"] = "0x00"
    assert refused(content) == (
        "report.member is no address (0x and 40 lower-case hexadecimal digits)",
        "report.cycle is no integer in 0..4294967295",
        "report.revision is missing",
        "report.import_wh is no integer in 0..9007199254740991",
        "report.quality is no integer in 0..2",
        "signature is no 0x and 130 lower-case hexadecimal digits",
    )


@pytest.mark.parametrize("value", [2**53, 10**400, -1, 1e3, "5", None, True, [1]])
def test_a_register_that_is_no_plain_integer_is_refused(value: object) -> None:
    content = report_json()
    content["report"]["import_wh"] = value
    assert refused(content)


@pytest.mark.parametrize(
    "wire",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b"\xff\xfe",
        b'{"report":' * 3_000,
        b"[" * 60_000,
        b'{"a":' * 12_000,
        b"[" * 30_000 + b"]" * 30_000,
        b'"\\ud800"',
        b'{"report":{"member":"\xc3\x28"}}',
        b"1" * 60_000,
        b"NaN",
    ],
)
def test_hostile_json_is_a_value_not_an_exception(wire: bytes) -> None:
    for _, decode, _value in CODECS:
        assert isinstance(decode(wire), Refused)


def test_an_oversize_message_is_refused_before_it_is_parsed() -> None:
    found = payload.decode_report(b" " * (payload.MAX_PAYLOAD_BYTES + 1))
    assert isinstance(found, Refused)
    assert found.problems == ("65537 bytes, at most 65536 are read",)


def test_a_thousand_unknown_keys_do_not_flood_the_log() -> None:
    content = report_json() | {f"key{number}" * 20: 1 for number in range(500)}
    (problem,) = refused(content)
    assert len(problem) < 400


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_json_is_refused_or_believed_never_raised(content: object) -> None:
    wire = json.dumps(content).encode()
    for _, decode, _value in CODECS:
        assert isinstance(decode(wire), Refused)


@given(st.data())
def test_one_flipped_byte_never_raises(data: st.DataObject) -> None:
    encode, decode, value = data.draw(st.sampled_from(CODECS[:3]))
    wire = bytearray(encode(value))  # type: ignore[operator]
    wire[data.draw(st.integers(0, len(wire) - 1))] = data.draw(st.integers(0, 255))
    decode(bytes(wire))


def test_our_own_mistake_is_not_sent() -> None:
    with pytest.raises(ValueError, match="boot_id is no printable text"):
        payload.encode_status(LinkStatus(online=True, boot_id="", at_ms=UnixMs(1)))


def test_the_page_about_the_messages_is_up_to_date() -> None:
    page = Path(__file__).parents[2] / "docs" / "mqtt.md"
    assert page.read_text(encoding="utf-8") == docs.page()
