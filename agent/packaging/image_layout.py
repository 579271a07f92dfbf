"""Where a card's two partitions lie: a boot partition (FAT32) and the root file system (ext4).

The table is the classic one (MBR): a Raspberry Pi's own loader reads it, and four entries are
enough. Everything is in sectors of 512 bytes and aligned to 4 MiB, the erase block of many cards.
"""

import re
import struct
from dataclasses import dataclass

from agent.packaging.entries import PackageError

SECTOR_BYTES = 512
ALIGN_SECTORS = (4 << 20) // SECTOR_BYTES
FAT32_LBA, LINUX = 0x0C, 0x83
LEAST_BOOT_BYTES = 40 << 20
"""FAT32 needs more than 65 525 clusters (Microsoft's specification of 2000); of 512 bytes: 34 MiB."""
LEAST_ROOT_BYTES = 8 << 20
MOST_BYTES = (1 << 32) * SECTOR_BYTES
NO_CHS = b"\xfe\xff\xff"
"""Cylinder, head and sector "beyond what this can say": everyone reads the 32-bit numbers."""
UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}


@dataclass(frozen=True)
class Layout:
    """A card's partitions, in sectors."""

    sectors: int
    """Of the whole image."""
    boot_start: int
    boot_sectors: int
    root_start: int
    root_sectors: int
    signature: int
    """The disk's number (32 bits, not 0): the kernel finds the partitions by it."""

    @property
    def size_bytes(self) -> int:
        """Return the image's size."""
        return self.sectors * SECTOR_BYTES

    @property
    def boot_offset(self) -> int:
        """Return where the boot partition begins, in bytes."""
        return self.boot_start * SECTOR_BYTES

    @property
    def root_offset(self) -> int:
        """Return where the root file system begins, in bytes."""
        return self.root_start * SECTOR_BYTES

    @property
    def root_bytes(self) -> int:
        """Return the root partition's size."""
        return self.root_sectors * SECTOR_BYTES

    def name(self, partition: int) -> str:
        """Return how the kernel and fstab(5) call a partition (1: boot, 2: root)."""
        return f"PARTUUID={self.signature:08x}-{partition:02x}"


def size_of(text: str) -> int:
    """Return a size such as 512M or 4G in bytes (K, M, G are powers of 1024). PackageError: it is none."""
    match = re.fullmatch(r"([0-9]{1,15})([KMG]?)", text.strip().upper().removesuffix("IB"))
    if match is None:
        raise PackageError(f"{text!r} is no size; allowed: a number with K, M or G, such as 4G.")
    return int(match[1]) * UNITS[match[2]]


def layout(size_bytes: int, boot_bytes: int, signature: int) -> Layout:
    """Return the partitions of an image of `size_bytes`, rounded down to 4 MiB. PackageError: too small or large."""
    sectors = size_bytes // SECTOR_BYTES // ALIGN_SECTORS * ALIGN_SECTORS
    boot_sectors = boot_bytes // SECTOR_BYTES // ALIGN_SECTORS * ALIGN_SECTORS
    root_start = ALIGN_SECTORS + boot_sectors
    root_sectors = sectors - root_start
    problems = []
    if boot_bytes < LEAST_BOOT_BYTES:
        problems.append(f"The boot partition has {boot_bytes >> 20} MiB; allowed: 40 or more.")
    if size_bytes > MOST_BYTES:
        problems.append(f"The image has {size_bytes >> 30} GiB; allowed: up to 2048.")
    if root_sectors * SECTOR_BYTES < LEAST_ROOT_BYTES:
        problems.append(
            f"An image of {size_bytes >> 20} MiB has no room beside a boot partition of"
            f" {boot_bytes >> 20} MiB; allowed: {(boot_bytes >> 20) + 12} MiB or more."
        )
    if not 0 < signature < 1 << 32:
        problems.append(f"The disk's number is {signature}; allowed: 1 to {(1 << 32) - 1}.")
    if problems:
        raise PackageError(*problems)
    return Layout(sectors, ALIGN_SECTORS, boot_sectors, root_start, root_sectors, signature)


def table(plan: Layout) -> bytes:
    """Return the image's first sector."""
    entries = _entry(0x80, FAT32_LBA, plan.boot_start, plan.boot_sectors)
    entries += _entry(0x00, LINUX, plan.root_start, plan.root_sectors)
    return bytes(440) + struct.pack("<IH", plan.signature, 0) + entries + bytes(32) + b"\x55\xaa"


def read_table(sector: bytes, size_bytes: int) -> Layout:
    """Return the partitions a first sector tells of. PackageError: it is not one of ours."""
    if len(sector) < SECTOR_BYTES or sector[510:512] != b"\x55\xaa":
        raise PackageError("There is no partition table.")
    found = [struct.unpack_from("<B3sB3sII", sector, 446 + 16 * one) for one in range(4)]
    if [one[2] for one in found] != [FAT32_LBA, LINUX, 0, 0]:
        raise PackageError("The partitions are not a FAT32 one and a Linux one.")
    (_, _, _, _, boot_start, boot), (_, _, _, _, root_start, root) = found[:2]
    signature = struct.unpack_from("<I", sector, 440)[0]
    return Layout(size_bytes // SECTOR_BYTES, boot_start, boot, root_start, root, signature)


def _entry(active: int, kind: int, start: int, sectors: int) -> bytes:
    return struct.pack("<B3sB3sII", active, NO_CHS, kind, NO_CHS, start, sectors)
