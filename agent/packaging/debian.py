"""A Debian binary package, written byte for byte the same each time (deb(5), Debian Policy 5.6).

A .deb is an ar archive of three members: the format's number, control.tar.xz, data.tar.xz.
Writing it ourselves needs no Debian on the machine that builds, and leaves nothing to chance:
order by path, owner root, one time for every file (SOURCE_DATE_EPOCH).
"""

import hashlib
import io
import lzma
import tarfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from agent.packaging.entries import (
    FOLDER_MODE,
    PROGRAM_MODE,
    Entry,
    PackageError,
    folders_of,
    installed_kib,
    ordered,
)

AR_MAGIC = b"!<arch>\n"
FORMAT = b"2.0\n"
XZ_PRESET = 6
MAINTAINER = "gridhearth developers <maintainers@gridhearth.invalid>"
MAX_MEMBER_BYTES = 1 << 30
"""No member of ours comes near; a header that says more is not believed."""


@dataclass(frozen=True)
class Package:
    """Everything a .deb says and holds."""

    name: str
    version: str
    architecture: str
    """amd64, arm64 or all."""
    summary: str
    description: str
    entries: tuple[Entry, ...]
    depends: tuple[str, ...] = ()
    recommends: tuple[str, ...] = ()
    suggests: tuple[str, ...] = ()
    scripts: Mapping[str, bytes] = field(default_factory=dict)
    """preinst, postinst, prerm, postrm."""

    @property
    def file_name(self) -> str:
        """Return the usual name of the file."""
        return f"{self.name}_{self.version}_{self.architecture}.deb"


def control_text(package: Package) -> str:
    """Return the control file. Lines of the description are folded as Policy 5.6.13 wants."""
    lines = [
        f"Package: {package.name}",
        f"Version: {package.version}",
        f"Architecture: {package.architecture}",
        f"Maintainer: {MAINTAINER}",
        f"Installed-Size: {installed_kib(package.entries)}",
    ]
    if package.depends:
        lines.append(f"Depends: {', '.join(package.depends)}")
    if package.recommends:
        lines.append(f"Recommends: {', '.join(package.recommends)}")
    if package.suggests:
        lines.append(f"Suggests: {', '.join(package.suggests)}")
    lines += ["Section: net", "Priority: optional", f"Description: {package.summary}"]
    lines += [f" {line}" if line else " ." for line in package.description.splitlines()]
    return "\n".join(lines) + "\n"


def write_deb(package: Package, *, epoch_s: int, preset: int = XZ_PRESET) -> bytes:
    """Return the .deb; the same package and time give the same bytes (one liblzma)."""
    entries = ordered(package.entries)
    return b"".join(
        (
            AR_MAGIC,
            _member("debian-binary", FORMAT, epoch_s),
            _member(
                "control.tar.xz", _xz(_control_tar(package, entries, epoch_s), preset), epoch_s
            ),
            _member("data.tar.xz", _xz(_data_tar(entries, epoch_s), preset), epoch_s),
        )
    )


def read_members(deb: bytes) -> dict[str, bytes]:
    """Return the ar members by name. PackageError: not a whole .deb."""
    if not deb.startswith(AR_MAGIC):
        raise PackageError("This is no Debian package: it does not begin as an ar archive.")
    members: dict[str, bytes] = {}
    at = len(AR_MAGIC)
    while at < len(deb):
        head = deb[at : at + 60]
        digits = head[48:58].strip()
        if len(head) < 60 or head[58:] != b"`\n" or not digits.isdigit():
            raise PackageError(f"The package is damaged at byte {at}.")
        size = int(digits)
        body = deb[at + 60 : at + 60 + size]
        if size > MAX_MEMBER_BYTES or len(body) < size:
            raise PackageError(f"The package ends within its part at byte {at}.")
        members[head[:16].decode("ascii", "replace").rstrip(" /")] = body
        at += 60 + size + size % 2
    return members


def read_control(deb: bytes) -> dict[str, str]:
    """Return the control file's fields. PackageError: there is none."""
    members = read_members(deb)
    if "control.tar.xz" not in members:
        raise PackageError("The package has no control.tar.xz.")
    try:
        with tarfile.open(fileobj=io.BytesIO(members["control.tar.xz"]), mode="r:xz") as tar:
            file = tar.extractfile("./control")
            text = file.read(1 << 16).decode() if file else ""
    except (KeyError, tarfile.TarError, lzma.LZMAError, UnicodeDecodeError, EOFError) as broken:
        raise PackageError(f"The package's control file could not be read: {broken}.") from broken
    pairs = (line.partition(":") for line in text.splitlines() if line[:1].strip())
    return {name: value.strip() for name, _, value in pairs}


def _control_tar(package: Package, entries: tuple[Entry, ...], epoch_s: int) -> bytes:
    sums = "".join(
        f"{hashlib.md5(entry.content, usedforsecurity=False).hexdigest()}  {entry.path[1:]}\n"
        for entry in entries
        if entry.link is None
    )
    files = [
        Entry("/control", control_text(package).encode()),
        Entry("/md5sums", sums.encode()),
    ]
    conffiles = "".join(f"{entry.path}\n" for entry in entries if entry.path.startswith("/etc/"))
    if conffiles:
        files.append(Entry("/conffiles", conffiles.encode()))
    files += [Entry(f"/{name}", text, PROGRAM_MODE) for name, text in package.scripts.items()]
    return _tar(ordered(files), (), epoch_s)


def _data_tar(entries: tuple[Entry, ...], epoch_s: int) -> bytes:
    return _tar(entries, folders_of(entries), epoch_s)


def _tar(entries: Iterable[Entry], folders: Iterable[str], epoch_s: int) -> bytes:
    by_path: dict[str, Entry | None] = {"/": None}
    by_path.update(dict.fromkeys(folders))
    by_path.update({entry.path: entry for entry in entries})
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for path, entry in sorted(by_path.items()):
            tar.addfile(*_tar_member(path, entry, epoch_s))
    return out.getvalue()


def _tar_member(
    path: str, entry: Entry | None, epoch_s: int
) -> tuple[tarfile.TarInfo, io.BytesIO | None]:
    info = tarfile.TarInfo(f".{path}")
    info.mtime, info.uname, info.gname = epoch_s, "root", "root"
    if entry is None:
        info.type, info.mode = tarfile.DIRTYPE, FOLDER_MODE
        return info, None
    if entry.link is not None:
        info.type, info.mode, info.linkname = tarfile.SYMTYPE, 0o777, entry.link
        return info, None
    info.size, info.mode = len(entry.content), entry.mode
    return info, io.BytesIO(entry.content)


def _member(name: str, body: bytes, epoch_s: int) -> bytes:
    head = f"{name:<16}{epoch_s:<12}{0:<6}{0:<6}{'100644':<8}{len(body):<10}`\n".encode("ascii")
    return head + body + b"\n" * (len(body) % 2)


def _xz(data: bytes, preset: int) -> bytes:
    return lzma.compress(data, preset=preset)
