"""Install codes as printed: read, checked, and told apart from what they are not."""

import random

import pytest
import zigpy.util
from hypothesis import given
from hypothesis import strategies as st

from agent.devices.install_code import CODE_BYTES, InstallCodeError, crc_x25, read_install_code

SPECIFIED = "83FED3407A939723A5C639B26916D505C3B5"
"""Zigbee BDB 3.1, 10.1, and the test vector of zigpy and of the EmberZNet documents."""
IEEE = "00124b00ffeeddcc"
CODE = bytes.fromhex(SPECIFIED)


def test_the_check_value_of_crc_x25() -> None:
    assert crc_x25(b"123456789") == 0x906E


def test_the_code_of_the_standard_is_accepted_here_and_by_the_radio_library() -> None:
    code = read_install_code(SPECIFIED, IEEE)
    assert (code.ieee, code.code) == (IEEE, CODE)
    key = zigpy.util.convert_install_code(code.code)
    assert key.serialize().hex() == "66b6900981e1ee3ca4206b6b861c02bb"


@pytest.mark.parametrize(
    "text",
    [
        SPECIFIED.lower(),
        "83FE-D340-7A93-9723-A5C6-39B2-6916-D505-C3B5",
        " 83FE D340 7A93 9723 A5C6 39B2 6916 D505 C3B5\n",
        f"Z:{IEEE}$I:{SPECIFIED}",
        f"Z:{IEEE.upper()}$I:{SPECIFIED}%SN:1234",
        f"G$M:43033$S:420001234567$D:000000000F3D21AC%Z:{IEEE}$I:{SPECIFIED}",
        f"{IEEE}|{SPECIFIED}",
        f"G$M:1166$A:{IEEE}$I:{SPECIFIED}",
        f"RB01SG{'0' * 34}{IEEE}DLK{SPECIFIED}",
        f"HUE:Z:{SPECIFIED} M:{IEEE} D:L3B A:1175",
    ],
)
def test_labels_and_qr_codes(text: str) -> None:
    code = read_install_code(text, "00:12:4b:00:ff:ee:dd:cc")
    assert (code.ieee, code.code) == (IEEE, CODE)


@pytest.mark.parametrize("form", ["Z:{}$I:{}", "{}|{}", "x$A:{}$I:{}"])
def test_our_reading_of_a_label_is_the_radio_librarys(form: str) -> None:
    text = form.format(IEEE, SPECIFIED)
    theirs, key = zigpy.util.parse_install_code_qr(text)
    ours = read_install_code(text)
    assert ours.ieee == theirs.serialize()[::-1].hex()
    assert zigpy.util.convert_install_code(ours.code) == key


def test_an_address_printed_backwards_is_turned_round() -> None:
    text = f"Z:aabbccddee16a720$I:{SPECIFIED}"
    assert read_install_code(text).ieee == "20a716eeddccbbaa"
    theirs, _ = zigpy.util.parse_install_code_qr(text)
    assert theirs.serialize()[::-1].hex() == "20a716eeddccbbaa"


@pytest.mark.parametrize("count", CODE_BYTES)
def test_every_length_of_the_standard(count: int) -> None:
    data = random.Random(count).randbytes(count - 2)
    whole = data + crc_x25(data).to_bytes(2, "little")
    assert read_install_code(whole.hex(), IEEE).code == whole
    assert zigpy.util.convert_install_code(whole)


@pytest.mark.parametrize(
    ("text", "ieee", "words"),
    [
        (SPECIFIED[:-2], IEEE, ["34 digits", "16, 20, 28 or 36"]),
        ("", IEEE, ["0 digits"]),
        (SPECIFIED[:-1] + "G", IEEE, ["no digits (G)"]),
        ("93" + SPECIFIED[2:], IEEE, ["checksum C3B5"]),
        (SPECIFIED, "", ["address is missing"]),
        (SPECIFIED, "1234", ["'1234' is not 16"]),
        (SPECIFIED, "f" * 16, ["no device"]),
        ("12", "zz", ["2 digits", "'zz' is not 16"]),
        (f"Z:{IEEE}$I:{SPECIFIED}", "00124b0000000001", ["is of device 00124b00ffeeddcc"]),
        (f"RB01SG{'0' * 34}{IEEE}DLK{'0' * 32}", "", ["link key"]),
        ("A" * 500, "", ["500 characters"]),
    ],
)
def test_what_is_wrong_is_named_with_what_is_allowed(
    text: str, ieee: str, words: list[str]
) -> None:
    with pytest.raises(InstallCodeError) as refused:
        read_install_code(text, ieee)
    assert len(refused.value.problems) == len(words) or len(refused.value.problems) == 1
    assert all(word in str(refused.value) for word in words)


@given(st.integers(0, 35), st.integers(1, 15))
def test_one_wrong_digit_is_always_found(place: int, shift: int) -> None:
    digit = (int(SPECIFIED[place], 16) + shift) % 16
    with pytest.raises(InstallCodeError, match="checksum"):
        read_install_code(f"{SPECIFIED[:place]}{digit:X}{SPECIFIED[place + 1 :]}", IEEE)


@given(st.text(max_size=450), st.text(max_size=30))
def test_any_text_is_read_or_refused_in_words(text: str, ieee: str) -> None:
    problems: tuple[str, ...] = ()
    try:
        read_install_code(text, ieee)
    except InstallCodeError as refused:
        problems = refused.problems
    assert all(problem.endswith(".") for problem in problems)
