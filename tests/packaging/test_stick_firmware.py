"""New firmware for a stick: nothing is uploaded that was not compared, and a cut is repaired."""

import asyncio
import binascii
import json
import struct
import zlib
from importlib.resources import files
from pathlib import Path

import pytest

from agent.cli import main
from agent.packaging import flasher
from agent.packaging.firmware import (
    END,
    HEADER,
    METADATA,
    FirmwareWrong,
    Probed,
    Stick,
    allowed_by,
    board_of,
    chosen,
    compared,
    read_firmware,
    read_known,
)
from drivers.simulated.gecko_bootloader import GeckoBootloader, plugged_in
from drivers.simulated.zigbee.network import VirtualNetwork

KNOWN = read_known((files("config") / "radio-firmware.toml").read_text("utf-8"))
SONOFF = Stick(
    "/dev/serial/by-id/usb-ITEAD_SONOFF-if00",
    "1a86",
    "55d4",
    "SONOFF Zigbee 3.0 USB Dongle Plus V2",
    "7",
)


def tag(number: int, body: bytes) -> bytes:
    return struct.pack("<II", number, len(body)) + body


def gbl(metadata: dict[str, object] | None = None, program: bytes = bytes(range(256)) * 8) -> bytes:
    """A GBL file as UG489 describes it, with a program nobody could run."""
    body = tag(HEADER, struct.pack(">I", 0x03000000) + bytes(4))
    told = {"metadata_version": 2, "fw_type": "zigbee_ncp", "ezsp_version": "7.4.5.0"}
    told |= {"baudrate": 115_200} | (metadata or {})
    body += tag(METADATA, json.dumps(told).encode())
    body += tag(0xFE0101FE, bytes(4) + program)
    body += struct.pack("<II", END, 4)
    return body + zlib.crc32(body).to_bytes(4, "little")


FILE = gbl()
FIRMWARE = read_firmware(FILE)


def test_a_file_says_what_it_is() -> None:
    assert (FIRMWARE.kind, FIRMWARE.version, FIRMWARE.baudrate) == (
        "zigbee_ncp",
        "7.4.5.0",
        115_200,
    )


@pytest.mark.parametrize("end", range(0, len(FILE), 97))
def test_a_file_that_is_cut_off_is_no_firmware(end: int) -> None:
    with pytest.raises(FirmwareWrong):
        read_firmware(FILE[:end])


def test_a_file_with_one_wrong_bit_is_no_firmware() -> None:
    for at in range(8, len(FILE), 61):
        bent = bytearray(FILE)
        bent[at] ^= 4
        with pytest.raises(FirmwareWrong):
            read_firmware(bytes(bent))


@pytest.mark.parametrize(
    ("metadata", "probed", "word"),
    [
        ({}, Probed("ezsp", "7.4.4.0 build 0", 115_200), ""),
        ({}, Probed("bootloader", "2.4.2", 115_200), ""),
        ({}, Probed("ezsp", "7.4.5.0 build 0", 115_200), "already"),
        ({}, Probed("ezsp", "8.0.0.0", 115_200), "--downgrade"),
        ({}, Probed("spinel", "OPENTHREAD/2.4", 460_800), "is it the right one"),
        ({}, Probed("ezsp", None, 115_200), "cannot be compared"),
        ({"fw_type": "openthread_rcp"}, Probed("ezsp", "7.4.4.0", 115_200), "is openthread_rcp"),
        ({"fw_type": "zigbee_router"}, Probed("ezsp", "7.4.4.0", 115_200), "is zigbee_router"),
        ({"fw_type": None}, Probed("bootloader", None, 115_200), "does not say what it is"),
    ],
)
def test_what_may_follow_what(metadata: dict[str, object], probed: Probed, word: str) -> None:
    found = " ".join(
        compared(read_firmware(gbl(metadata)), probed, 115_200, downgrade=False).refusals
    )
    assert (word in found) if word else found == ""


def test_another_speed_is_said_before_it_cuts_the_agent_off() -> None:
    file = read_firmware(gbl({"baudrate": 460_800}))
    verdict = compared(file, Probed("ezsp", "7.4.4.0", 115_200), 115_200, downgrade=False)
    assert "radio.baudrate = 460800" in " ".join(verdict.plan)


def test_only_listed_files_go_onto_a_stick_and_only_onto_their_board() -> None:
    board = board_of(SONOFF, KNOWN)
    assert board == "Sonoff Dongle Plus-E"
    assert "not on the list" in allowed_by(FIRMWARE, board, KNOWN, None)[0]
    assert allowed_by(FIRMWARE, board, KNOWN, FIRMWARE.sha256.upper()) == []
    assert "not the one you typed" in allowed_by(FIRMWARE, board, KNOWN, "0" * 64)[0]
    entry = f'[[firmware]]\nsha256 = "{FIRMWARE.sha256}"\nboard = '
    text = (files("config") / "radio-firmware.toml").read_text("utf-8")
    assert allowed_by(FIRMWARE, board, read_known(f'{text}\n{entry}"{board}"\n'), None) == []
    other = read_known(f'{text}\n{entry}"Nabu Casa ZBT-2"\n')
    assert "is for Nabu Casa ZBT-2" in allowed_by(FIRMWARE, board, other, None)[0]
    with pytest.raises(FirmwareWrong, match="no board of it"):
        read_known(f'{text}\n{entry}"none"\n')


def test_no_stick_two_sticks_a_strange_stick() -> None:
    bridge = Stick("/dev/ttyUSB9", "10c4", "ea60", "CP2102 USB to UART Bridge")
    assert board_of(bridge, KNOWN) is None, "a bridge is in many things that are no stick"
    with pytest.raises(FirmwareWrong, match="Plug it in"):
        chosen([], KNOWN, None)
    with pytest.raises(FirmwareWrong, match="--device"):
        chosen([bridge], KNOWN, None)
    second = Stick("/dev/serial/by-id/two", "1a86", "55d4", SONOFF.text)
    with pytest.raises(FirmwareWrong) as wrong:
        chosen([SONOFF, second], KNOWN, None)
    assert "2 ZigBee sticks" in wrong.value.problems[0]
    assert "/dev/serial/by-id/two" in str(wrong.value)
    assert chosen([SONOFF, bridge], KNOWN, None) == SONOFF
    assert chosen([SONOFF, second], KNOWN, second.path) == second


def test_sticks_are_found_by_their_stable_names(tmp_path: Path) -> None:
    device = tmp_path / "sys/devices/usb1/1-1"
    (device / "1-1:1.0/ttyACM0").mkdir(parents=True)
    for name, text in (("idVendor", "1a86"), ("idProduct", "55d4"), ("product", SONOFF.text)):
        (device / name).write_text(text + "\n")
    tty, by_id, dev = (tmp_path / name for name in ("tty/ttyACM0", "by-id", "dev"))
    for folder in (tty, by_id, dev):
        folder.mkdir(parents=True)
    (tty / "device").symlink_to(device / "1-1:1.0")
    (dev / "ttyACM0").touch()
    (by_id / "usb-ITEAD").symlink_to(dev / "ttyACM0")
    (found,) = flasher.sticks(by_id, tmp_path / "tty")
    assert (found.vendor, found.product, found.text, found.serial) == (
        "1a86",
        "55d4",
        SONOFF.text,
        "",
    )
    assert board_of(found, KNOWN) == "Sonoff Dongle Plus-E"


# What follows runs the real flasher against a bootloader and a coordinator on pseudo-terminals.


async def test_the_probe_finds_a_coordinator_and_its_version() -> None:
    async with VirtualNetwork(ezsp=13).serve_pty() as path:
        probed = await asyncio.to_thread(flasher.probe, path, 115_200)
    assert (probed.kind, probed.baudrate) == ("ezsp", 115_200)
    assert probed.version is not None
    assert probed.version.startswith("7.")


def flash(path: str, file: Path, *words: str) -> int:
    return main(
        [
            *("radio", "flash", "--firmware", str(file), "--device", path),
            *("--sha256", FIRMWARE.sha256, "--socket", str(file.with_name("no-agent.sock"))),
            *words,
        ]
    )


def block(number: int, payload: bytes) -> bytes:
    return (
        bytes((1, number & 0xFF, 0xFF - (number & 0xFF)))
        + payload
        + binascii.crc_hqx(payload, 0).to_bytes(2, "big")
    )


def blocks(data: bytes) -> list[bytes]:
    parts = [data[at : at + 128].ljust(128, b"\xff") for at in range(0, len(data), 128)]
    return [block(number, part) for number, part in enumerate(parts, 1)]


def test_a_cut_upload_leaves_the_bootloader_and_a_whole_one_a_program() -> None:
    """The real flasher against the same bootloader: tests/nightly/test_stick_upload.py."""
    stick = GeckoBootloader(application=b"old", cut_after_blocks=5, spoil_blocks=frozenset({2}))
    assert b"Gecko Bootloader" in stick.line_received(b"\n3")
    assert stick.line_received(b"1").endswith(b"C")
    sent = blocks(FILE)
    answers = [stick.line_received(one) for one in (sent[0], sent[1], sent[1], *sent[2:6])]
    assert answers == [b"\x06", b"\x15", b"\x06", b"\x06", b"\x06", b"", b""]
    stick.power_cycle()
    assert (stick.running, stick.application) == (False, None)
    stick.line_received(b"1")
    assert {stick.line_received(one) for one in sent} == {b"\x06"}
    assert b"complete" in stick.line_received(b"\x04")
    stick.line_received(b"2")
    assert stick.running


def test_a_damaged_upload_is_not_started() -> None:
    stick = GeckoBootloader()
    stick.line_received(b"1")
    bent = bytearray(FILE)
    bent[300] ^= 1
    for one in blocks(bytes(bent)):
        stick.line_received(one)
    assert b"aborted" in stick.line_received(b"\x04")
    assert b"Gecko Bootloader" in stick.line_received(b"2")


@pytest.mark.parametrize(
    ("words", "word"),
    [
        ((), "Without a backup"),
        (("--backup", "lost.json"), "could not be read"),
        (("--sha256", "0" * 64), "not the one you typed"),
    ],
)
def test_the_stick_is_not_touched_before_everything_is_right(
    words: tuple[str, ...], word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "ncp.gbl"
    file.write_bytes(FILE)
    stick = GeckoBootloader()
    with plugged_in(stick) as path:
        assert flash(path, file, *words) == 2
    said = capsys.readouterr().err
    assert word in said
    assert "The stick was not touched." in said
    assert stick.uploads == 0


def test_a_stick_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "ncp.gbl"
    file.write_bytes(FILE)
    assert flash(str(tmp_path / "nothing"), file, "--without-backup", "--yes") == 1
    assert "plugged in?" in capsys.readouterr().err
