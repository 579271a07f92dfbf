"""A manifest for Raspberry Pi Imager 2 (os_list, version 4), so that Imager offers to customise an image.

Fields as raspberrypi/rpi-imager documents them in doc/json-schema/os-list-schema.json. Imager 1.x
writes the wrong customisation into such an image, and nothing is applied: the page says so.
"""

import hashlib
import lzma
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

DEVICES = ("pi4-64bit", "pi5-64bit")
REQUIRED: dict[str, type] = {
    "name": str,
    "description": str,
    "icon": str,
    "url": str,
    "extract_size": int,
    "extract_sha256": str,
    "image_download_size": int,
    "release_date": str,
}
INIT_FORMATS = ("none", "systemd", "cloudinit", "cloudinit-rpi")
CHUNK_BYTES = 1 << 20


def manifest(
    image: Path,
    *,
    url: str,
    name: str,
    description: str,
    icon: str,
    date: str,
    init_format: str = "cloudinit-rpi",
    devices: Sequence[str] = DEVICES,
) -> dict[str, Any]:
    """Return the manifest of an .img or .img.xz; the hash is that of the unpacked image. OSError, LZMAError.

    `init_format`: cloudinit-rpi is what Raspberry Pi OS's own cloud-init understands, cloudinit
    what Debian's does.
    """
    size, digest = unpacked(image)
    return {
        "os_list": [
            {
                "name": name,
                "description": description,
                "icon": icon,
                "url": url,
                "extract_size": size,
                "extract_sha256": digest,
                "image_download_size": image.stat().st_size,
                "release_date": date,
                "devices": list(devices),
                "init_format": init_format,
                "architecture": "armv8",
            }
        ]
    }


def problems(document: Any) -> list[str]:
    """Return everything in which a manifest differs from what Imager documents."""
    entries = document.get("os_list") if isinstance(document, dict) else None
    if not isinstance(entries, list) or not entries:
        return ["os_list is missing or empty."]
    return [problem for number, one in enumerate(entries) for problem in _of_entry(number, one)]


def _of_entry(number: int, entry: Any) -> list[str]:
    if not isinstance(entry, dict):
        return [f"os_list[{number}] is no object."]
    found = [
        f"os_list[{number}].{field} is missing or no {kind.__name__}."
        for field, kind in REQUIRED.items()
        if not isinstance(entry.get(field), kind) or isinstance(entry.get(field), bool)
    ]
    for field, pattern in (
        ("extract_sha256", "[0-9a-f]{64}"),
        ("release_date", r"\d{4}-\d{2}-\d{2}"),
        ("url", r"(?:https|file)://\S+"),
    ):
        if not re.fullmatch(pattern, str(entry.get(field))):
            found.append(f"os_list[{number}].{field} is {entry.get(field)!r}.")
    if entry.get("init_format", "none") not in INIT_FORMATS:
        found.append(f"os_list[{number}].init_format is {entry.get('init_format')!r}.")
    return found


def unpacked(image: Path) -> tuple[int, str]:
    """Return size and SHA-256 of the image as it lies on a card."""
    digest, size = hashlib.sha256(), 0
    with lzma.open(image) if image.suffix == ".xz" else image.open("rb") as file:
        while part := file.read(CHUNK_BYTES):
            digest.update(part)
            size += len(part)
    return size, digest.hexdigest()
