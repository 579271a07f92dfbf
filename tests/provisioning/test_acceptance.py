"""The acceptance report: the same facts give the same bytes, and no byte of it can be changed."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.api.commission import SignedReport
from agent.api.framing import MAX_LINE_BYTES, encode_result
from agent.cli import main
from agent.devices.tested import RELAYS_KEPT
from agent.hashing import keccak256
from agent.provisioning.acceptance import (
    DEVICES_IN_IT,
    KIND,
    DeviceFact,
    Report,
    Signed,
    Wrong,
    document_of,
    file_of,
    read_file,
    report_digest,
    short_form,
)
from agent.provisioning.acceptance_page import page_of, read_page
from agent.provisioning.checklist import checklist
from agent.recovery import recover_address
from agent.units import Address
from drivers.keystore import KeySigner
from tests.provisioning.commissioned import FACTS, GRID, MADE, NOW_MS, RELAY, TESTED, checked

HOME, OTHER = KeySigner(keccak256(b"r")), KeySigner(keccak256(b"t"))
GOLDEN = Path(__file__).parents[1] / "data" / "provisioning"
REPORT = Report(
    kind=KIND,
    at_ms=NOW_MS,
    version="0.9.0",
    home="home-07",
    member=Address("0x" + "12" * 20),
    report_key=HOME.address,
    meter="0x" + "00" * 31 + "07",
    chain_id=711,
    contract=Address("0x" + "cc" * 20),
    handover=TESTED.handover,
    accepted=True,
    clock="synced",
    clock_sentence="The time service and the chain agree.",
    chain="live",
    height=4_711,
    nodes=("node-a.example:8545", "node-b.example:8545"),
    broker="up",
    radio="up",
    radio_stick="Sonoff ZBDongle-E",
    radio_channel=15,
    devices=tuple(
        DeviceFact(
            line.name,
            line.role,
            line.key,
            line.ieee,
            line.model,
            "2.1",
            line.signal_lqi,
            None,
            line.invert,
            available=True,
            import_wh=line.import_wh,
            export_wh=line.export_wh,
        )
        for line in (GRID, MADE, RELAY)
    ),
    devices_without_role=1,
    checks=(
        *TESTED.meters,
        checked(key="00124b0000000008/1", passed=False, moved_w=-20, findings=("turned round",)),
    ),
    relays=TESTED.relays,
    backup_ms=NOW_MS,
    storage="",
    steps=checklist(FACTS).steps,
)


def signed_text(report: Report = REPORT, by: KeySigner = HOME) -> str:
    document = document_of(report)
    return file_of(document, by.sign_digest(report_digest(document)))


def read(text: str) -> Signed:
    found = read_file(text)
    assert isinstance(found, Signed), found
    return found


def test_the_same_facts_give_the_very_same_file_and_page() -> None:
    text = signed_text()
    assert text == (GOLDEN / "acceptance.json").read_text("utf-8")
    assert page_of(read(text)) == (GOLDEN / "acceptance.html").read_text("utf-8")


def test_the_report_that_comes_back_is_the_one_that_went() -> None:
    found = read(signed_text())
    assert found.report == REPORT
    assert found.signer == HOME.address


@settings(max_examples=300)
@given(st.integers(0, 10**6), st.integers(1, 127))
def test_a_changed_byte_anywhere_in_the_file_is_refused(place: int, change: int) -> None:
    content = bytearray(signed_text().encode())
    content[place % len(content)] ^= change
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return
    assert isinstance(read_file(text), Wrong)


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.integers(1, 127))
def test_a_changed_byte_anywhere_in_the_page_is_refused(place: int, change: int) -> None:
    """Also where the signature is not looked at: a figure in a picture, a word in a table."""
    content = bytearray(page_of(read(signed_text())).encode())
    content[place % len(content)] ^= change
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return
    assert isinstance(read_page(text), Wrong)


def test_a_page_whose_words_were_made_better_is_refused_though_its_signature_fits() -> None:
    page = page_of(read(signed_text()))
    better = page.replace("turned round</text>", "right</text>")
    assert better != page
    found = read_page(better)
    assert isinstance(found, Wrong)
    assert "was changed" in found.sentence


def test_spaces_and_a_second_name_cannot_hide_in_the_file() -> None:
    text = signed_text()
    for changed in (
        text.replace('","', '", "', 1),
        text + " ",
        text.replace('{"kind"', '{"kind":"x","kind"', 1),
        text.replace('"home":"home-07"', '"home":"home-08","home":"home-07"'),
    ):
        assert changed != text
        assert isinstance(read_file(changed), Wrong)


def test_another_home_cannot_sign_this_homes_report() -> None:
    found = read_file(signed_text(by=OTHER))
    assert isinstance(found, Wrong)
    assert "another key" in found.sentence


def test_a_signature_of_a_report_is_none_of_an_order_or_a_delivery() -> None:
    """The purpose stands before the bytes: nobody gets the key to sign something else by a report."""
    document = document_of(REPORT)
    signature = HOME.sign_digest(report_digest(document))
    assert recover_address(keccak256(document.encode()), signature) != HOME.address


@pytest.mark.parametrize("text", ["", "{}", "null", "[" * 5_000, "x" * 300_000, '{"kind":1}'])
def test_what_is_no_report_is_a_sentence(text: str) -> None:
    assert isinstance(read_file(text), Wrong)
    assert isinstance(read_page(text), Wrong)


def test_names_from_outside_are_text_on_the_page() -> None:
    """A device's name and model come over the air: they must not become part of the page."""
    nasty = "<script>alert(1)</script>&\"'"
    devices = (msgspec.structs.replace(REPORT.devices[0], name=nasty, model=nasty),)
    report = msgspec.structs.replace(REPORT, devices=devices, home=nasty, radio_stick="</pre>")
    page = page_of(read(signed_text(report)))
    assert "<script" not in page
    assert isinstance(read_page(page), Signed)


def test_the_page_needs_nothing_from_anywhere_and_shows_every_failed_check() -> None:
    page = page_of(read(signed_text()))
    for word in ("<script", "<link", "<img", "@import", "url(", "src="):
        assert word not in page
    assert "\N{BALLOT X} turned round" in page
    assert "Ada Fitter" in page


def test_a_home_full_of_devices_with_foul_names_still_fits_into_one_answer() -> None:
    foul = "\x01" * 60
    device = msgspec.structs.replace(REPORT.devices[0], name="n" * 40, model=foul, firmware=foul)
    full = msgspec.structs.replace(
        REPORT,
        devices=(device,) * DEVICES_IN_IT,
        checks=REPORT.checks * 5,
        relays=REPORT.relays * RELAYS_KEPT,
    )
    signed = SignedReport(True, document_of(full), "0x" + "00" * 32, "0x" + "00" * 65)
    assert len(encode_result(1, signed)) <= MAX_LINE_BYTES


def test_the_picture_holds_digest_and_signature() -> None:
    found = read(signed_text())
    short = short_form(found.digest, found.signature)
    _, digest, signature = short.split(".")
    assert recover_address(bytes.fromhex(digest), bytes.fromhex(signature)) == HOME.address
    assert len(short) < 250


def test_the_command_line_believes_the_named_key_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, page = tmp_path / "a.json", tmp_path / "a.html"
    file.write_text(signed_text(), "utf-8")
    page.write_text(page_of(read(signed_text())), "utf-8")
    for path in (file, page):
        verify = ["commission", "verify", str(path), "--report-key"]
        assert main([*verify, HOME.address]) == 0
        assert "home-07: accepted" in capsys.readouterr().out
        assert main([*verify, OTHER.address]) == 1
        assert "another key" in capsys.readouterr().err
    file.write_text(signed_text().replace("Ada", "Eve"), "utf-8")
    assert main(["commission", "verify", str(file), "--report-key", HOME.address]) == 1
    assert "changed" in capsys.readouterr().err
    assert main(["commission", "verify", str(tmp_path / "none"), "--report-key", "0x"]) == 1
    assert main(["commission", "verify", str(file)]) == 2
