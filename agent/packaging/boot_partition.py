"""The boot partition of a Raspberry Pi's card: in an image file (by mtools), or mounted as a folder.

Writing into a FAT file system is left to mtools, which has done it for thirty years; without it
a card that is written and plugged in again (a folder then) takes the same files.
"""

import os
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SECTOR_BYTES = 512
FAT_TYPES = (0x01, 0x04, 0x06, 0x0B, 0x0C, 0x0E, 0xEF)
PROTECTIVE = 0xEE
GPT_FAT_TYPES = (
    bytes.fromhex("28732ac11ff8d211ba4b00a0c93ec93b"),  # EFI system
    bytes.fromhex("a2a0d0ebe5b9334487c068b6b72699c7"),  # basic data
)
NAMING = ("cmdline.txt", "meta-data")
PI_FILES = ("config.txt", "cmdline.txt")
PACKED = {
    b"\xfd7zXZ": "xz -dk",
    b"\x28\xb5\x2f\xfd": "zstd -d",
    b"PK\x03\x04": "unzip",
    b"\x1f\x8b": "gunzip -k",
}


class BootError(Exception):
    """The card or image cannot be customised; the sentence says what to do."""


@dataclass(frozen=True)
class Boot:
    """A boot partition that was found and looked at."""

    place: Path
    offset: int | None
    """Where it begins in the image, in bytes; None: `place` is a mounted folder."""


def found(place: Path) -> Boot:
    """Return the boot partition of an image, card or folder. BootError: it is none of a Pi's."""
    if place.is_dir():
        boot = Boot(place, None)
    else:
        boot = Boot(place, fat_offset(place))
        if shutil.which("mcopy") is None:
            raise BootError(
                "Writing into an image needs mtools: sudo apt-get install mtools."
                " Or write the image first and name the card's boot folder instead."
            )
    names = listed(boot)
    missing = [name for name in PI_FILES if name not in names]
    if missing:
        raise BootError(f"{place} is no boot partition of a Raspberry Pi: no {', '.join(missing)}.")
    if "meta-data" not in names and "user-data" not in names:
        raise BootError(
            f"{place} does not use cloud-init: there is no meta-data in its boot partition. Take"
            " Raspberry Pi OS Lite (64-bit, Trixie) of 2025-11-24 or later; an image that says"
            " init_format systemd or rpi-preseed would boot and apply nothing."
        )
    return boot


def fat_offset(image: Path) -> int:
    """Return where the first FAT partition begins, in bytes. BootError: there is none."""
    with image.open("rb") as file:
        head = file.read(SECTOR_BYTES)
        for magic, command in PACKED.items():
            if head.startswith(magic):
                raise BootError(f"{image} is packed; unpack it first: {command} {image}")
        if len(head) < SECTOR_BYTES or head[510:] != b"\x55\xaa":
            raise BootError(f"{image} is no disk image: it has no partition table.")
        entries = [head[446 + 16 * one : 462 + 16 * one] for one in range(4)]
        if any(entry[4] == PROTECTIVE for entry in entries):
            starts = _gpt_starts(file.read(SECTOR_BYTES), image)
        else:
            starts = [
                struct.unpack_from("<I", entry, 8)[0] for entry in entries if entry[4] in FAT_TYPES
            ]
        for start in starts:
            file.seek(start * SECTOR_BYTES)
            if _is_fat(file.read(SECTOR_BYTES)):
                return int(start) * SECTOR_BYTES
    raise BootError(f"{image} has no FAT partition, so no Raspberry Pi boots from it.")


def listed(boot: Boot) -> set[str]:
    """Return the names in its top folder, in small letters."""
    if boot.offset is None:
        return {one.name.lower() for one in boot.place.iterdir()}
    told = _mtools(["mdir", "-b", "-i", _disk(boot), "::"])
    return {line.removeprefix("::/").rstrip("/").lower() for line in told.splitlines() if line}


def read(boot: Boot, name: str) -> bytes:
    """Return one file of it."""
    if boot.offset is None:
        return (boot.place / name).read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        _mtools(["mcopy", "-n", "-i", _disk(boot), f"::{name}", f"{folder}/file"])
        return (Path(folder) / "file").read_bytes()


def write(boot: Boot, files: Mapping[str, bytes]) -> None:
    """Write the files and read each one back. BootError: full, or it did not keep them.

    What carries the new instance's name comes last, so a run that was cut off before changes
    nothing at the next boot.
    """
    for name in sorted(files, key=lambda name: (name in NAMING, name)):
        if boot.offset is None:
            _write_folder(boot.place / name, files[name])
        else:
            with tempfile.NamedTemporaryFile() as file:
                file.write(files[name])
                file.flush()
                _mtools(["mcopy", "-o", "-i", _disk(boot), file.name, f"::{name}"])
    kept = [name for name, content in files.items() if read(boot, name) != content]
    if kept:
        raise BootError(f"{boot.place} did not keep {', '.join(sorted(kept))}.")


def _write_folder(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _disk(boot: Boot) -> str:
    return f"{boot.place}@@{boot.offset}"


def _mtools(command: list[str]) -> str:
    done = subprocess.run(  # noqa: S603 - our own words
        command,
        env=os.environ | {"MTOOLS_SKIP_CHECK": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise BootError(f"{command[0]}: {done.stderr.strip() or 'failed without a word'}.")
    return done.stdout


def _gpt_starts(header: bytes, image: Path) -> list[int]:
    if header[:8] != b"EFI PART":
        raise BootError(f"{image} has a damaged partition table.")
    at, count, size = struct.unpack_from("<QII", header, 72)
    with image.open("rb") as file:
        file.seek(at * SECTOR_BYTES)
        table = file.read(min(count, 128) * min(size, 4096))
    entries = [table[one * size : (one + 1) * size] for one in range(min(count, 128))]
    return [
        struct.unpack_from("<Q", entry, 32)[0]
        for entry in entries
        if len(entry) >= 40 and entry[:16] in GPT_FAT_TYPES
    ]


def _is_fat(sector: bytes) -> bool:
    return sector[510:] == b"\x55\xaa" and (
        sector[82:87] == b"FAT32" or sector[54:57] in (b"FAT", b"FAT16"[:3])
    )
