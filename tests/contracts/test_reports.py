"""Delivery reports: only what the report key signed, for this market, in time, is believed."""

from collections.abc import Callable

import msgspec
import pytest
from coincurve import PrivateKey
from eth_account.messages import encode_typed_data
from eth_utils import keccak

from agent.bridge.report import (
    Report,
    ReportDomain,
    SignedReport,
    report_digest,
)
from agent.ledger import market_contract as mc
from tests.contracts.street import (
    CHAIN_ID,
    CORRECTION_S,
    CYCLE_S,
    GENESIS_S,
    OPERATOR,
    Street,
    address,
    home,
    key_address,
    meter,
    report_key,
    sign,
)

ORDER_OF_SECP256K1 = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
NOTHING = mc.Registers(0, 0, 0, 0, False)


def street_after(cycle: int) -> Street:
    return Street.of(2).at(cycle + 1)


def test_a_good_report_is_stored_with_its_digest() -> None:
    street = street_after(4)
    report = msgspec.structs.replace(street.report_of(0, 4, 1_234, 567), quality=1)
    street.hand_in(street.signed(report))
    assert street.registers(home(0), 4) == mc.Registers(1_234, 567, 1, 1, True)
    stored = street.word(mc.report_hash_slot(home(0), 4))
    assert stored == int.from_bytes(street.report_digest(report), "big")


def test_the_contracts_digest_is_eip_712s() -> None:
    """Against eth-account's encoder of typed data, which shares no code with ours."""
    street = street_after(4)
    report = street.report_of(1, 4, 1_234, 567)
    kinds = ["address", "bytes32", *["uint32"] * 2, *["uint64"] * 2, "uint8", "uint64", "bytes32"]
    names = Report.__struct_fields__
    message = encode_typed_data(
        domain_data={
            "name": "gridhearth delivery report",
            "version": "1",
            "chainId": CHAIN_ID,
            "verifyingContract": street.contract,
        },
        message_types={
            "Report": [{"name": n, "type": k} for n, k in zip(names, kinds, strict=True)]
        },
        message_data=msgspec.structs.asdict(report),
    )
    digest = keccak(b"\x19" + message.version + message.header + message.body)
    street.hand_in(SignedReport(report, sign(report_key(1), digest)))
    assert street.word(mc.report_hash_slot(home(1), 4)) == int.from_bytes(digest, "big")


def _twin(signed: SignedReport) -> SignedReport:
    """Return the other valid signature of the same digest: n − s and the other v."""
    s = ORDER_OF_SECP256K1 - int.from_bytes(signed.signature[32:64], "big")
    v = 55 - signed.signature[64]
    return SignedReport(signed.report, signed.signature[:32] + s.to_bytes(32, "big") + bytes([v]))


def _with_v(signed: SignedReport, v: int) -> SignedReport:
    return SignedReport(signed.report, signed.signature[:64] + bytes([v]))


def _edited(signed: SignedReport, **changes: object) -> SignedReport:
    return SignedReport(msgspec.structs.replace(signed.report, **changes), signed.signature)


Attack = Callable[[Street, SignedReport], SignedReport]

FORGERIES: dict[str, Attack] = {
    "signed by nobody": lambda _, good: SignedReport(good.report, bytes(64) + b"\x1b"),
    "signed by another home": lambda s, good: s.signed(good.report, report_key(1)),
    "signed by a made-up key": lambda s, good: s.signed(good.report, PrivateKey(b"\x07" * 32)),
    "the signature's high twin": lambda _, good: _twin(good),
    "v of 0 or 1": lambda _, good: _with_v(good, good.signature[64] - 27),
    "v of the other point": lambda _, good: _with_v(good, 55 - good.signature[64]),
    "v of neither": lambda _, good: _with_v(good, 29),
    "a larger export": lambda _, good: _edited(good, export_wh=good.report.export_wh + 1),
    "a smaller import": lambda _, good: _edited(good, import_wh=good.report.import_wh - 1),
    "another cycle": lambda _, good: _edited(good, cycle=3),
    "a higher revision": lambda _, good: _edited(good, revision=2),
    "another time": lambda _, good: _edited(good, meter_time_ms=0),
    "another predecessor": lambda _, good: _edited(good, previous_report=b"\1" * 32),
    "of another member": lambda _, good: _edited(good, member=home(1), meter=meter(1)),
    "made for another chain": lambda s, good: SignedReport(
        good.report,
        sign(report_key(0), report_digest(ReportDomain(CHAIN_ID + 1, s.contract), good.report)),
    ),
    "made for another market": lambda _, good: SignedReport(
        good.report,
        sign(report_key(0), report_digest(ReportDomain(CHAIN_ID, address(9)), good.report)),
    ),
    "of a foreign meter": lambda s, good: s.signed(
        msgspec.structs.replace(good.report, meter=meter(1))
    ),
    "of an unknown member": lambda s, good: s.signed(
        msgspec.structs.replace(good.report, member=home(7)), report_key(0)
    ),
    "an unknown quality": lambda s, good: s.signed(msgspec.structs.replace(good.report, quality=3)),
    "a register past 64 bits": lambda s, good: s.signed(
        msgspec.structs.replace(good.report, import_wh=2**64)
    ),
    "an export past 64 bits": lambda s, good: s.signed(
        msgspec.structs.replace(good.report, export_wh=2**255)
    ),
    "a cycle past 32 bits": lambda s, good: s.signed(
        msgspec.structs.replace(good.report, cycle=2**255)
    ),
    "a revision past 32 bits": lambda s, good: s.signed(
        msgspec.structs.replace(good.report, revision=2**32)
    ),
    "a time past 64 bits": lambda s, good: s.signed(
        msgspec.structs.replace(good.report, meter_time_ms=2**64)
    ),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_report_is_skipped_and_stops_no_other(name: str) -> None:
    street = street_after(4)
    good = street.signed(street.report_of(0, 4, 1_234, 567))
    forged = FORGERIES[name](street, good)
    street.hand_in(forged)
    assert street.registers(forged.report.member, 3) == NOTHING
    assert street.registers(home(0), 4) == NOTHING
    other = street.signed(street.report_of(1, 4, 1, 1))
    street.hand_in(forged, other, good)
    assert street.registers(home(0), 4).present
    assert street.registers(home(1), 4) == mc.Registers(1, 1, 0, 1, True)


def test_the_same_digest_has_one_accepted_signature_form() -> None:
    street = street_after(4)
    good = street.signed(street.report_of(0, 4, 1_234, 567))
    assert _twin(_twin(good)) == good
    street.hand_in(_twin(_twin(good)))
    assert street.registers(home(0), 4).present


@pytest.mark.parametrize("revision", [0, 1, 2])
def test_a_replayed_report_does_not_undo_a_correction(revision: int) -> None:
    street = street_after(4)
    street.report(0, 4, 100, 100, revision=2)
    street.report(0, 4, 50, 50, revision=revision)
    assert street.registers(home(0), 4).import_wh == 100
    street.report(0, 4, 50, 50, revision=3)
    assert street.registers(home(0), 4) == mc.Registers(50, 50, 0, 3, True)


def test_a_first_report_of_revision_zero_is_taken_once() -> None:
    street = street_after(4)
    street.report(0, 4, 0, 0, revision=0)
    street.report(0, 4, 9, 9, revision=0)
    assert street.registers(home(0), 4) == mc.Registers(0, 0, 0, 0, True)


def test_a_report_from_the_future_is_skipped() -> None:
    street = street_after(4)
    street.report(0, 5, 1, 1)
    street.time_s = GENESIS_S + 6 * CYCLE_S - 1
    street.report(0, 5, 1, 1)
    assert street.registers(home(0), 5) == NOTHING
    street.time_s += 1
    street.report(0, 5, 1, 1)
    assert street.registers(home(0), 5).present


def test_a_report_after_the_correction_window_is_skipped() -> None:
    street = Street.of(1)
    street.time_s = GENESIS_S + 5 * CYCLE_S + CORRECTION_S + 1
    street.report(0, 4, 1, 1)
    assert street.registers(home(0), 4) == NOTHING
    street.time_s -= 1
    street.report(0, 4, 1, 1)
    assert street.registers(home(0), 4).present


@pytest.mark.parametrize(
    ("cycle", "import_wh", "export_wh"), [(4, 99, 100), (4, 100, 99), (2, 101, 100), (2, 100, 101)]
)
def test_a_register_that_runs_backwards_is_skipped(
    cycle: int, import_wh: int, export_wh: int
) -> None:
    street = street_after(4)
    street.report(0, 3, 100, 100)
    street.report(0, cycle, import_wh, export_wh)
    assert street.registers(home(0), cycle) == NOTHING
    street.report(0, cycle, 100, 100)
    assert street.registers(home(0), cycle).present


def test_a_correction_cannot_turn_a_neighbouring_delivery_negative() -> None:
    street = street_after(4)
    for cycle, register in ((2, 100), (3, 200), (4, 300)):
        street.report(0, cycle, register, register)
    street.report(0, 3, 301, 200, revision=2)
    street.report(0, 3, 200, 99, revision=3)
    assert street.registers(home(0), 3) == mc.Registers(200, 200, 0, 1, True)


def test_a_new_report_key_replaces_the_old_one() -> None:
    street = street_after(4)
    new = PrivateKey(b"\x09" * 32)
    operators_word = mc.call_enrol(
        home(0), key_address(new), meter(0), 1, 10_000, 10**8, endorser=True
    )
    street.do(OPERATOR, operators_word)
    street.report(0, 4, 1, 1)
    assert street.registers(home(0), 4) == NOTHING
    street.hand_in(street.signed(street.report_of(0, 4, 1, 1), new))
    assert street.registers(home(0), 4).present


def test_a_first_cycle_has_no_register_before_it() -> None:
    street = street_after(0)
    street.report(0, 0, 5, 5)
    assert street.registers(home(0), 0).present
