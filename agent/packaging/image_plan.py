"""What an image is to be made of, and everything that stands against it, before anything is done."""

import hashlib
import shutil
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from agent.packaging.debian import read_control
from agent.packaging.entries import PackageError
from agent.packaging.image_files import OF_ARCH, included
from agent.packaging.image_layout import Layout, layout
from agent.packaging.targets import SUITES

NAMESPACE = uuid.UUID("2f0f4f5e-7c0b-5a38-8a5c-9f4d0a3c6b11")
"""Of our file systems' numbers (RFC 9562, version 5): the same parts give the same number."""
ROOM = 1.15
"""How much larger than its files a root file system has to be: inodes, journal, and room to start."""
TOOLS: Mapping[str, str] = {
    "chroot": "coreutils",
    "e2fsck": "e2fsprogs",
    "debugfs": "e2fsprogs",
    "mcopy": "mtools",
    "mformat": "mtools",
    "mke2fs": "e2fsprogs",
    "mmdebstrap": "mmdebstrap",
    "tar": "tar",
    "unshare": "util-linux",
}
EMULATION = {"amd64": "qemu-x86_64-static", "arm64": "qemu-aarch64-static"}


@dataclass(frozen=True)
class Part:
    """One of our Debian packages."""

    path: Path
    name: str
    version: str
    architecture: str
    depends: str
    sha256: str


@dataclass(frozen=True)
class Wanted:
    """What was asked for."""

    arch: str
    output: Path
    packages: tuple[Path, ...]
    epoch_s: int
    """Of every time in the image (SOURCE_DATE_EPOCH)."""
    suite: str = "trixie"
    size_bytes: int = 4 << 30
    boot_bytes: int = 512 << 20
    include: tuple[str, ...] = ()
    mirror: str = ""
    base: Path | None = None
    """A root file system made before; none: Debian's archive is asked."""
    keep: Path | None = None
    """Where a root file system made now is kept for the next time."""
    python: Path | None = None
    """A Python of the image's own version on this machine, which compiles the modules."""
    kernel_beside: bool = False


@dataclass(frozen=True)
class ImagePlan:
    """What will be done."""

    wanted: Wanted
    parts: tuple[Part, ...]
    layout: Layout
    debian: tuple[str, ...]
    """The packages taken from Debian, before what they need themselves."""
    boot_serial: int
    root_uuid: uuid.UUID
    foreign: bool
    """Whether this machine runs the image's programs only under emulation."""

    @property
    def versions(self) -> dict[str, str]:
        """Return our packages' names and versions."""
        return {part.name: part.version for part in self.parts}


def planned(wanted: Wanted, *, native: str) -> ImagePlan:
    """Return the plan; `native` is this machine's architecture. PackageError: every problem at once."""
    problems: list[str] = []
    if wanted.arch not in OF_ARCH:
        problems.append(f"There is no image for {wanted.arch!r}; allowed: {', '.join(OF_ARCH)}.")
    if wanted.suite not in SUITES:
        problems.append(f"There is no suite {wanted.suite!r}; allowed: {', '.join(SUITES)}.")
    parts = tuple(_parts(wanted, problems))
    if wanted.output.suffix != ".img":
        problems.append(f"The image is to be called {wanted.output.name}; its name ends in .img.")
    if not wanted.output.parent.is_dir():
        problems.append(f"There is no folder {wanted.output.parent}.")
    if wanted.base is not None and not wanted.base.is_file():
        problems.append(f"{wanted.base}, the root file system to begin with, is not there.")
    if wanted.base is not None and wanted.keep is not None:
        problems.append("With a base there is nothing new to keep: leave out one of the two.")
    number = _identity(wanted, parts)
    # Zero in an MBR means that it has none.
    signature = int.from_bytes(number.bytes[:4], "big") or 1
    try:
        places = layout(wanted.size_bytes, wanted.boot_bytes, signature)
    except PackageError as wrong:
        problems += wrong.problems
    if problems:
        raise PackageError(*problems)
    return ImagePlan(
        wanted,
        parts,
        places,
        included(wanted.arch, (part.depends for part in parts), wanted.include),
        int.from_bytes(number.bytes[4:8], "big") | 1,
        number,
        wanted.arch != native,
    )


def told(plan: ImagePlan) -> list[str]:
    """Return the plan for a person, a line each."""
    wanted, places = plan.wanted, plan.layout
    begin = (
        f"  takes the root file system {wanted.base}"
        if wanted.base is not None
        else f"  takes from Debian {wanted.suite} {len(plan.debian)} packages and what they need: "
        + ", ".join(plan.debian)
    )
    lines = [
        f"{wanted.output}, {wanted.arch}, {places.size_bytes >> 20} MiB:",
        f"  boot partition (FAT32, bootfs): {places.boot_sectors >> 11} MiB from {places.boot_offset >> 20} MiB",
        f"  root partition (ext4, rootfs): {places.root_sectors >> 11} MiB from {places.root_offset >> 20} MiB",
        begin,
        *(f"  installs {part.name} {part.version}" for part in plan.parts),
        f"  no time in it is later than {wanted.epoch_s} (SOURCE_DATE_EPOCH)",
        f"  writes beside it: {wanted.output.name}.sha256, {bill_path(wanted.output).name}",
        "Nothing in it trades by itself: the home's settings and keys come first.",
    ]
    if plan.foreign:
        lines.append(
            f"Programs of {wanted.arch} run here under emulation: reckon with half an hour."
        )
    return lines


def missing(
    plan: ImagePlan,
    *,
    root: bool,
    found: Callable[[str], str | None] = shutil.which,
    runs: Callable[[str], bool],
) -> list[str]:
    """Return what this machine lacks for the plan, a sentence each; `runs` says of an architecture
    whether its programs run here.
    """
    tools = dict(TOOLS)
    if plan.wanted.base is not None:
        del tools["mmdebstrap"]
    packages = sorted({package for tool, package in tools.items() if found(tool) is None})
    lacking = []
    if not root:
        lacking.append("The files in an image belong to root and others: run this as root (sudo).")
    if plan.foreign and found("arch-test") is None:
        packages.append("arch-test")
    elif plan.foreign and not runs(plan.wanted.arch):
        if found(EMULATION[plan.wanted.arch]) is None:
            packages += ["qemu-user-static", "binfmt-support"]
        else:
            lacking.append(
                f"Programs of {plan.wanted.arch} do not run here: binfmt_misc does not know"
                f" {EMULATION[plan.wanted.arch]} (flags OCF; systemd-binfmt or binfmt-support)."
            )
    if packages:
        lacking.append(f"Tools are missing: sudo apt-get install {' '.join(packages)}.")
    return lacking


def too_small(plan: ImagePlan, files_bytes: int) -> str:
    """Return what to say if a root file system of `files_bytes` does not fit; empty: it does."""
    needed = int(files_bytes * ROOM)
    if needed <= plan.layout.root_bytes:
        return ""
    least = (needed + plan.layout.root_offset) >> 20
    return (
        f"The root file system's files have {files_bytes >> 20} MiB, its partition"
        f" {plan.layout.root_bytes >> 20}; give --size {-(-least // 256) * 256}M or more."
    )


def bill_path(output: Path) -> Path:
    """Return where an image's bill of materials lies."""
    return output.with_name(f"{output.name}.cdx.json")


def _parts(wanted: Wanted, problems: list[str]) -> Iterable[Part]:
    names: set[str] = set()
    for path in wanted.packages:
        try:
            content = path.read_bytes()
            control = read_control(content)
        except OSError as lost:
            problems.append(f"{path} could not be read: {lost.strerror}.")
            continue
        except PackageError as broken:
            problems += [f"{path}: {one}" for one in broken.problems]
            continue
        name, architecture = control.get("Package", ""), control.get("Architecture", "")
        if architecture not in (wanted.arch, "all"):
            problems.append(f"{path} is for {architecture}; the image is for {wanted.arch}.")
        if name in names:
            problems.append(f"{path}: {name} is given twice.")
        names.add(name)
        version, depends = control.get("Version", ""), control.get("Depends", "")
        digest = hashlib.sha256(content).hexdigest()
        yield Part(path, name, version, architecture, depends, digest)


def _identity(wanted: Wanted, parts: Iterable[Part]) -> uuid.UUID:
    words = [wanted.arch, wanted.suite, str(wanted.epoch_s), str(wanted.size_bytes)]
    words += [str(wanted.boot_bytes), *wanted.include, *(part.sha256 for part in parts)]
    return uuid.uuid5(NAMESPACE, " ".join(words))
