"""Digests against a second implementation, signatures against their known attacks."""

import json
from pathlib import Path
from typing import Any

import pytest
from coincurve import PrivateKey
from eth_account.messages import encode_typed_data
from hypothesis import given
from hypothesis import strategies as st

from agent.bridge.report import (
    Receipt,
    Report,
    ReportDomain,
    contract_signature,
    domain_separator,
    receipt_digest,
    recover,
    report_digest,
    report_problems,
)
from agent.hashing import keccak256
from agent.recovery import CURVE_ORDER, recover_address
from agent.units import Address, CycleNo, EnergyWh, UnixMs

GOLDEN = json.loads(
    (Path(__file__).parents[1] / "data" / "bridge" / "report_digests.json").read_text()
)
KEY = PrivateKey(keccak256(b"report key"))
SIGNER = Address("0x" + keccak256(KEY.public_key.format(compressed=False)[1:])[12:].hex())

addresses = st.binary(min_size=20, max_size=20).map(lambda raw: Address("0x" + raw.hex()))
words = st.binary(min_size=32, max_size=32)
domains = st.builds(ReportDomain, st.integers(1, 2**63), addresses)
reports = st.builds(
    Report,
    member=addresses,
    meter=words,
    cycle=st.integers(0, 2**32 - 1).map(CycleNo),
    revision=st.integers(1, 2**32 - 1),
    import_wh=st.integers(0, 2**53 - 1).map(EnergyWh),
    export_wh=st.integers(0, 2**53 - 1).map(EnergyWh),
    quality=st.integers(0, 2),
    meter_time_ms=st.integers(0, 2**53 - 1).map(UnixMs),
    previous_report=words,
)
receipts = st.builds(
    Receipt,
    member=addresses,
    meter=words,
    cycle=st.integers(0, 2**32 - 1).map(CycleNo),
    revision=st.integers(1, 2**32 - 1),
    report=words,
)

TYPES = {
    "Report": "address member,bytes32 meter,uint32 cycle,uint32 revision,uint64 import_wh,"
    "uint64 export_wh,uint8 quality,uint64 meter_time_ms,bytes32 previous_report",
    "Receipt": "address member,bytes32 meter,uint32 cycle,uint32 revision,bytes32 report",
}


def eth_account_digest(domain: ReportDomain, kind: str, message: dict[str, Any]) -> bytes:
    signable = encode_typed_data(
        domain_data={
            "name": "gridhearth delivery report",
            "version": "1",
            "chainId": domain.chain_id,
            "verifyingContract": domain.contract,
        },
        message_types={
            kind: [
                dict(zip(("type", "name"), part.split(" "), strict=True))
                for part in TYPES[kind].split(",")
            ]
        },
        message_data=message,
    )
    return keccak256(b"\x19" + signable.version + signable.header + signable.body)


def fields_of(value: Report | Receipt) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__struct_fields__}


@given(domains, reports)
def test_report_digest_is_the_one_eth_account_makes(domain: ReportDomain, report: Report) -> None:
    assert report_digest(domain, report) == eth_account_digest(domain, "Report", fields_of(report))


@given(domains, receipts)
def test_receipt_digest_is_the_one_eth_account_makes(
    domain: ReportDomain, receipt: Receipt
) -> None:
    expected = eth_account_digest(domain, "Receipt", fields_of(receipt))
    assert receipt_digest(domain, receipt) == expected


@pytest.mark.parametrize("case", GOLDEN["reports"], ids=lambda case: case["name"])
def test_golden_report(case: dict[str, Any]) -> None:
    domain = ReportDomain(case["chain_id"], Address(case["contract"]))
    raw = dict(case["report"])
    for name in ("meter", "previous_report"):
        raw[name] = bytes.fromhex(raw[name][2:])
    digest = report_digest(domain, Report(**raw))
    assert "0x" + domain_separator(domain).hex() == case["domain_separator"]
    assert "0x" + digest.hex() == case["digest"]
    assert recover(digest, bytes.fromhex(case["signature"][2:])) == case["signer"]


@given(domains, reports, domains)
def test_a_signature_for_one_market_is_none_for_another(
    domain: ReportDomain, report: Report, other: ReportDomain
) -> None:
    signature = contract_signature(KEY.sign_recoverable(report_digest(domain, report), hasher=None))
    assert recover(report_digest(domain, report), signature) == SIGNER
    if other != domain:
        assert recover(report_digest(other, report), signature) != SIGNER


def test_the_mirrored_signature_of_the_same_report_is_refused() -> None:
    digest = keccak256(b"one report has one signature")
    good = contract_signature(KEY.sign_recoverable(digest, hasher=None))
    mirrored_s = CURVE_ORDER - int.from_bytes(good[32:64], "big")
    mirrored = good[:32] + mirrored_s.to_bytes(32, "big") + bytes([55 - good[64]])
    assert recover(digest, good) == SIGNER
    assert recover(digest, mirrored) is None


@pytest.mark.parametrize("v", [2, 3, 26, 29, 30, 35, 255])
def test_an_impossible_v_is_refused(v: int) -> None:
    digest = keccak256(b"v")
    good = KEY.sign_recoverable(digest, hasher=None)
    assert recover_address(digest, good) == SIGNER
    assert recover_address(digest, good[:64] + bytes([v])) is None


def test_v_without_27_is_no_signature_for_the_contract() -> None:
    digest = keccak256(b"v")
    assert recover(digest, KEY.sign_recoverable(digest, hasher=None)) is None


@pytest.mark.parametrize(
    ("r", "s"), [(0, 1), (1, 0), (CURVE_ORDER, 1), (1, CURVE_ORDER), (2**256 - 1, 1), (5, 1)]
)
def test_values_off_the_curve_are_refused(r: int, s: int) -> None:
    signature = r.to_bytes(32, "big") + s.to_bytes(32, "big") + b"\x1b"
    assert recover_address(keccak256(b"x"), signature) is None


@given(st.binary(max_size=80), st.binary(max_size=80))
def test_no_bytes_from_outside_make_recovery_raise(digest: bytes, signature: bytes) -> None:
    recover_address(digest, signature)


@given(words, st.binary(min_size=64, max_size=64))
def test_random_signatures_are_never_our_key(digest: bytes, noise: bytes) -> None:
    assert recover_address(digest, noise + b"\x1b") != SIGNER


def test_every_field_out_of_range_is_named() -> None:
    broken = Report(
        member=SIGNER,
        meter=b"short",
        cycle=CycleNo(2**32),
        revision=0,
        import_wh=EnergyWh(-1),
        export_wh=EnergyWh(2**53),
        quality=3,
        meter_time_ms=UnixMs(-5),
        previous_report=b"",
    )
    problems = report_problems(broken)
    assert len(problems) == 8
    assert "revision is 0, allowed is 1..4294967295" in problems
