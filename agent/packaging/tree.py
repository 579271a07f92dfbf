"""What goes where on the machine: our code, its libraries, units, scripts, pages."""

import email.utils
import gzip
import hashlib
import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from agent.packaging.debian import MAINTAINER, Package
from agent.packaging.entries import PROGRAM_MODE, Entry, PackageError, ordered
from agent.packaging.qt import HOME as QT_HOME
from agent.packaging.qt import NEEDS as QT_NEEDS
from agent.packaging.qt import SITE as QT_SITE
from agent.packaging.targets import Target

HOME = "/opt/gridhearth/package"
"""Where dpkg keeps what it unpacked. Nothing runs from here: agent.packaging.slots copies it."""
OUR_FOLDERS = ("agent", "drivers", "config")
SCREEN_FOLDER = "gui"
OUR_FILES = re.compile(
    r".*\.(?:py|toml|csv|json|vy|md|qml|ttf|qm|conf|typed)$|.*/(?:qmldir|py\.typed)$"
)
NOT_AT_HOME = (
    "config/packaging/",
    "agent/demo/",
    "drivers/simulated/devchain/",
    "agent/contracts/market.vy",
)
"""Only a checkout builds packages or runs a whole street."""


@dataclass(frozen=True)
class Source:
    """A checkout, and what a build takes from outside it."""

    root: Path
    version: str
    epoch_s: int
    site: tuple[Entry, ...]
    """The libraries, below HOME/site."""
    pages: tuple[Entry, ...]
    """Man pages and completions."""
    bill: bytes
    """The software bill of materials."""


def epoch(root: Path) -> int:
    """Return SOURCE_DATE_EPOCH, or the time of the checkout's commit. PackageError: neither is known."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isdigit():
        return int(given)
    done = subprocess.run(  # noqa: S603 - our own words
        ["git", "-C", str(root), "log", "-1", "--format=%ct"],  # noqa: S607 - the builder's git
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0 or not done.stdout.strip().isdigit():
        raise PackageError(
            "The time of this source is not known: set SOURCE_DATE_EPOCH to it (seconds)."
        )
    return int(done.stdout)


def agent_package(source: Source, target: Target, *, screen: bool) -> Package:
    """Return the package `gridhearth`; `screen`: with the screen's code (Qt comes with its own package)."""
    site = [*source.site, *own_code(source, screen=screen)]
    entries = [
        *site,
        Entry(f"{HOME}/MANIFEST", manifest(site, source.version)),
        *_units(source.root, of_screen=False),
        *_programs(source.root),
        *_documents(source),
        *_policy_files(source, target, "gridhearth"),
        *source.pages,
    ]
    return Package(
        "gridhearth",
        debian_version(source.version, target),
        target.arch,
        "trades a home's own electricity with its neighbours",
        "An agent for the box on the wall: it reads the meters, places orders in a\n"
        "double auction on a consortium chain, checks what the chain says, and\n"
        "switches a relay.\n"
        "\nInstalling starts nothing: the home's settings and keys come first.",
        ordered(entries),
        depends=(
            *target.python_range,
            "libc6",
            "libgcc-s1",
            "libstdc++6",
            "systemd | systemd-standalone-sysusers | systemd-sysusers",
        ),
        recommends=("gridhearth-screen",) if screen else (),
        scripts=_scripts(source.root, "gridhearth"),
    )


def screen_package(source: Source, target: Target, qt: Iterable[Entry], bill: bytes) -> Package:
    """Return the package `gridhearth-screen`: the kiosk, and `qt` (agent.packaging.qt.entries)."""
    kiosk = (source.root / "config" / "packaging" / "kiosk.sh").read_bytes()
    entries = [
        *qt,
        Entry(f"{QT_HOME}/MANIFEST", f"gridhearth {source.version}\n".encode()),
        *_metadata(QT_SITE, "gridhearth-screen", source.version),
        Entry("/usr/lib/gridhearth/kiosk", kiosk, PROGRAM_MODE),
        Entry("/usr/share/doc/gridhearth-screen/sbom.cdx.json", bill),
        *_units(source.root, of_screen=True),
        *_policy_files(source, target, "gridhearth-screen"),
    ]
    version = debian_version(source.version, target)
    return Package(
        "gridhearth-screen",
        version,
        target.arch,
        "touchscreen of gridhearth",
        "Shows surplus, prices, orders and bills on a panel of the Raspberry Pi\n"
        "and takes the household's choices. Its code comes with gridhearth; here\n"
        "is the part of Qt it draws with. It draws straight onto the panel, or in\n"
        "the compositor cage where that is installed: a panel that is turned on\n"
        "its side needs it.",
        ordered(entries),
        depends=(f"gridhearth (>= {version})", *QT_NEEDS),
        suggests=("cage",),
        scripts=_scripts(source.root, "gridhearth-screen"),
    )


def debian_version(version: str, target: Target) -> str:
    """Return the package's version: ours, and the Debian release it is built for."""
    return f"{version}+deb{target.release}u1"


def manifest(site: Iterable[Entry], version: str) -> bytes:
    """Return the list a slot is checked against: version, then sha256, size and path of every file."""
    lines = [f"gridhearth {version}"]
    for entry in ordered(site):
        place = str(PurePosixPath(entry.path).relative_to(HOME))
        lines.append(f"{hashlib.sha256(entry.content).hexdigest()} {len(entry.content)} {place}")
    return ("\n".join(lines) + "\n").encode()


def own_code(source: Source, *, screen: bool) -> Iterator[Entry]:
    """Yield our own modules and data, and the metadata that names their version."""
    for top in (*OUR_FOLDERS, *([SCREEN_FOLDER] if screen else [])):
        for path in sorted((source.root / top).rglob("*")):
            place = path.relative_to(source.root).as_posix()
            if "__pycache__" in place or place.startswith(NOT_AT_HOME) or not path.is_file():
                continue
            if OUR_FILES.match(place):
                yield Entry(f"{HOME}/site/{place}", path.read_bytes())
    yield from _metadata(f"{HOME}/site", "gridhearth", source.version)


def _metadata(site: str, name: str, version: str) -> Iterator[Entry]:
    told = f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n"
    told += "License-Expression: GPL-3.0-or-later\n"
    info = f"{site}/{name.replace('-', '_')}-{version}.dist-info"
    yield Entry(f"{info}/METADATA", told.encode())
    yield Entry(f"{info}/INSTALLER", b"dpkg\n")


def unit_place(name: str) -> str:
    """Return where a file of systemd/ goes. PackageError: nobody has said."""
    rules = (
        (r"sysusers-(.+\.conf)", "/usr/lib/sysusers.d/{}"),
        (r"tmpfiles-(.+\.conf)", "/usr/lib/tmpfiles.d/{}"),
        (r"(?:udev-)?(.+\.rules)", "/usr/lib/udev/rules.d/{}"),
        (r"modules-(.+\.conf)", "/usr/lib/modules-load.d/{}"),
        (r"journald-(.+\.conf)", "/usr/lib/systemd/journald.conf.d/{}"),
        (r"system-(.+\.conf)", "/usr/lib/systemd/system.conf.d/{}"),
        (r"(.+\.d/.+\.conf)", "/usr/lib/systemd/system/{}"),
        (r"(.+\.(?:service|socket|timer|path|target|mount))", "/usr/lib/systemd/system/{}"),
    )
    for pattern, place in rules:
        match = re.fullmatch(pattern, name)
        if match:
            return place.format(match[1])
    raise PackageError(
        f"systemd/{name} has no place on the machine: say one in agent/packaging/tree.py."
    )


def _units(root: Path, *, of_screen: bool) -> Iterator[Entry]:
    for path in sorted((root / "systemd").rglob("*")):
        name = path.relative_to(root / "systemd").as_posix()
        if not path.is_file() or name.endswith((".md", ".py", ".pyc")):
            continue
        if ("screen" in name or "backlight" in name) is of_screen:
            yield Entry(unit_place(name), path.read_bytes())


def _programs(root: Path) -> Iterator[Entry]:
    folder = root / "config" / "packaging"
    yield Entry("/usr/bin/gridhearth", (folder / "gridhearth.sh").read_bytes(), PROGRAM_MODE)
    yield Entry("/etc/gridhearth/update.toml", (folder / "update.toml").read_bytes())


def _documents(source: Source) -> Iterator[Entry]:
    folder = "/usr/share/doc/gridhearth"
    yield Entry(f"{folder}/sbom.cdx.json", source.bill)
    example = source.root / "config" / "gridhearth.example.toml"
    yield Entry(f"{folder}/examples/gridhearth.toml", example.read_bytes())
    news = (source.root / "CHANGELOG.md").read_bytes()
    yield Entry(f"{folder}/NEWS.md.gz", gzip.compress(news, 9, mtime=0))


def _policy_files(source: Source, target: Target, package: str) -> Iterator[Entry]:
    """Yield what Debian wants of every package: its licence and its changelog."""
    folder = f"/usr/share/doc/{package}"
    text = (source.root / "config" / "packaging" / "debian" / "copyright").read_bytes()
    yield Entry(f"{folder}/copyright", text)
    when = email.utils.format_datetime(datetime.fromtimestamp(source.epoch_s, UTC))
    told = f"""gridhearth ({debian_version(source.version, target)}) {target.suite}; urgency=medium

  * See NEWS.md.gz in /usr/share/doc/gridhearth.

 -- {MAINTAINER}  {when}
"""
    yield Entry(f"{folder}/changelog.gz", gzip.compress(told.encode(), 9, mtime=0))


def _scripts(root: Path, package: str) -> dict[str, bytes]:
    folder = root / "config" / "packaging" / "debian"
    names = ("preinst", "postinst", "prerm", "postrm")
    return {
        name: (folder / f"{package}.{name}").read_bytes()
        for name in names
        if (folder / f"{package}.{name}").is_file()
    }
