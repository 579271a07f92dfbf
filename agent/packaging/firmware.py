"""A stick's firmware file (Silicon Labs GBL, UG489) and whether it may go onto this stick.

The tool that uploads sends whatever it can parse, and only the stick's bootloader may refuse.
So everything is compared here, before the stick is touched: the file's hash with a list, what
the file says it is with what is on the stick, and the stick's USB names with known boards.
"""

import hashlib
import json
import re
import struct
import tomllib
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

HEADER, APP_INFO, METADATA, END = 0x03A617EB, 0xF40A0AF4, 0xF60808F6, 0xFC0404FC
MAX_FIRMWARE_BYTES = 4_000_000
ZIGBEE = ("zigbee_ncp", "ncp-uart-hw", "ncp-uart-sw")
"""What the metadata calls a ZigBee coordinator's firmware, also in its older words."""


class FirmwareWrong(Exception):  # noqa: N818 - it reads as what happened
    """The file or the list cannot be used; `problems` says everything. The stick was not touched."""

    def __init__(self, *problems: str) -> None:
        """Keep one sentence per problem."""
        super().__init__(" ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Firmware:
    """What a file is, by its own words."""

    sha256: str
    size: int
    kind: str | None
    version: str | None
    """EmberZNet's release, as the stick says it too: 7.4.4.0."""
    baudrate: int | None


class Board(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A stick we know by its USB names."""

    name: str
    vendor: str
    """USB vendor, four small hexadecimal digits."""
    product: str
    described: str
    """A regular expression over the stick's own product text."""


class Allowed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file that somebody tried on a board."""

    sha256: str
    board: str
    note: str = ""


class Known(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The list: config/radio-firmware.toml."""

    board: tuple[Board, ...] = ()
    firmware: tuple[Allowed, ...] = ()


@dataclass(frozen=True)
class Stick:
    """A stick that is plugged in."""

    path: str
    vendor: str = ""
    product: str = ""
    text: str = ""
    serial: str = ""


@dataclass(frozen=True)
class Probed:
    """What answered on its port."""

    kind: str
    """ezsp, bootloader (nothing runs), cpc, spinel, router or zwave."""
    version: str | None
    baudrate: int


@dataclass(frozen=True)
class Verdict:
    """May it be uploaded?"""

    refusals: tuple[str, ...]
    plan: tuple[str, ...]
    """What will happen, for the person who says yes."""


def read_firmware(data: bytes) -> Firmware:
    """Return what the file says of itself. FirmwareWrong: it is no whole GBL file, version 3."""
    if len(data) > MAX_FIRMWARE_BYTES:
        raise FirmwareWrong(f"The file has more than {MAX_FIRMWARE_BYTES} bytes; no firmware has.")
    tags = list(_tags(data))
    if not tags or tags[0][0] != HEADER:
        raise FirmwareWrong("The file is no GBL firmware (version 3).")
    if tags[-1][0] != END:
        raise FirmwareWrong("The file is cut off: its end is missing.")
    told = _metadata(next((body for tag, body in tags if tag == METADATA), b"{}"))
    return Firmware(
        hashlib.sha256(data).hexdigest(),
        len(data),
        _text(told, "fw_type"),
        _text(told, "ezsp_version"),
        told["baudrate"] if isinstance(told.get("baudrate"), int) else None,
    )


def read_known(text: str) -> Known:
    """Return the list. FirmwareWrong: it is not as it must be."""
    try:
        known = msgspec.convert(tomllib.loads(text), Known)
        for board in known.board:
            re.compile(board.described)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, re.error) as wrong:
        raise FirmwareWrong(f"The list of firmware is wrong: {wrong}.") from wrong
    names = {board.name for board in known.board}
    strange = [one.board for one in known.firmware if one.board not in names]
    if strange:
        raise FirmwareWrong(
            *(f"The list allows firmware for {name}, no board of it." for name in strange)
        )
    return known


def board_of(stick: Stick, known: Known) -> str | None:
    """Return the board's name; None: we do not know it."""
    for board in known.board:
        same = (board.vendor, board.product) == (stick.vendor.lower(), stick.product.lower())
        if same and re.search(board.described, stick.text, re.IGNORECASE):
            return board.name
    return None


def chosen(sticks: Iterable[Stick], known: Known, named: str | None) -> Stick:
    """Return the stick that is meant. FirmwareWrong: none, several, or none of that name."""
    sticks = tuple(sticks)
    if named is not None:
        return next((one for one in sticks if one.path == named), Stick(named))
    found = [one for one in sticks if board_of(one, known) is not None]
    if not found:
        seen = ", ".join(f"{one.path} ({one.text or 'no name'})" for one in sticks)
        raise FirmwareWrong(
            "No ZigBee stick that we know is plugged in."
            + (f" Found {seen}: name it with --device." if seen else " Plug it in and try again.")
        )
    if len(found) > 1:
        raise FirmwareWrong(
            f"{len(found)} ZigBee sticks are plugged in. Pull out all but one, or say which:",
            *(
                f"  --device {one.path}  ({one.text}, {one.serial or 'no serial number'})"
                for one in found
            ),
        )
    return found[0]


def allowed_by(
    firmware: Firmware, board: str | None, known: Known, typed_sha256: str | None
) -> list[str]:
    """Return why the list does not allow this file on this board; empty: it does.

    `typed_sha256`: what a person typed from the maker's page; it allows exactly that file.
    """
    if typed_sha256 is not None:
        same = typed_sha256.lower() == firmware.sha256
        return [] if same else [f"The file's SHA-256 is {firmware.sha256}, not the one you typed."]
    listed = [one for one in known.firmware if one.sha256 == firmware.sha256]
    if not listed:
        return [
            f"The file (SHA-256 {firmware.sha256}) is not on the list. If the stick's maker"
            " publishes this very number, add --sha256 and the number."
        ]
    if board not in {one.board for one in listed}:
        names = ", ".join(sorted({one.board for one in listed}))
        return [f"The file is for {names}; this stick is {board or 'none that we know'}."]
    return []


def compared(firmware: Firmware, probed: Probed, baudrate: int, *, downgrade: bool) -> Verdict:
    """Return what a file would do to what is on the stick. `baudrate`: what the settings say."""
    refusals, plan = [], []
    if firmware.kind is None:
        refusals.append(
            "The file does not say what it is: no metadata. Take one from the stick's maker."
        )
    elif firmware.kind not in ZIGBEE:
        refusals.append(f"The file is {firmware.kind}; a ZigBee coordinator needs zigbee_ncp.")
    if probed.kind == "bootloader":
        plan.append("Nothing runs on the stick: an upload was cut off before. This one repairs it.")
    elif probed.kind != "ezsp":
        refusals.append(
            f"{probed.kind} answers on the stick, no ZigBee coordinator: is it the right one?"
        )
    else:
        order = _compare(firmware.version, probed.version)
        if order is None:
            refusals.append(
                f"The versions cannot be compared: stick {probed.version}, file {firmware.version}."
            )
        elif order == 0:
            refusals.append(f"The stick has version {probed.version} already.")
        elif order < 0 and not downgrade:
            refusals.append(
                f"The file is older ({firmware.version}) than what is on the stick"
                f" ({probed.version}). If that is meant: --downgrade."
            )
        plan.append(f"From EmberZNet {probed.version} to {firmware.version}.")
    if firmware.baudrate is not None and firmware.baudrate != baudrate:
        plan.append(
            f"Afterwards the stick speaks at {firmware.baudrate} baud: set radio.baudrate ="
            f" {firmware.baudrate} (it is {baudrate})."
        )
    return Verdict(tuple(refusals), tuple(plan))


def _compare(one: str | None, other: str | None) -> int | None:
    """Return the order of two releases by their numbers ("7.4.4.0 build 0" is 7.4.4.0)."""
    a, b = _numbers(one), _numbers(other)
    return None if a is None or b is None else (a > b) - (a < b)


def _numbers(version: str | None) -> tuple[int, ...] | None:
    match = re.match(r"\d+(?:\.\d+){1,3}", version or "")
    if match is None:
        return None
    found = [int(part) for part in match[0].split(".")]
    return tuple(found + [0] * (4 - len(found)))


def _tags(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 8 <= len(data):
        tag, length = struct.unpack_from("<II", data, at)
        body = data[at + 8 : at + 8 + length]
        if len(body) < length:
            raise FirmwareWrong(f"The file is cut off or damaged at byte {at}.")
        if tag == END:
            if length != 4 or zlib.crc32(data[: at + 8]) != int.from_bytes(body, "little"):
                raise FirmwareWrong("The file is damaged: its check sum is wrong.")
            yield tag, body
            return
        yield tag, body
        at += 8 + length


def _metadata(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, UnicodeDecodeError):
        return {}
    return told if isinstance(told, dict) else {}


def _text(told: dict[str, Any], key: str) -> str | None:
    value = told.get(key)
    return value if isinstance(value, str) else None
