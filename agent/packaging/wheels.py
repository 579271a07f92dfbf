"""The libraries of a package: pinned by hash, taken as wheels for the target, unpacked unchanged.

No build tool and no foreign code runs: a wheel is a zip file, and what lies in it is what pip
would have put there. Left out are programs, tests and type stubs, which a home never uses.
"""

import hashlib
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from configparser import ConfigParser
from dataclasses import dataclass
from pathlib import Path

from agent.packaging.entries import FILE_MODE, Entry, PackageError
from agent.packaging.targets import Target

LEFT_OUT = re.compile(
    r"^(?:numpy/(?:.*/)?tests/|Crypto(?:dome)?/SelfTest/|.*\.pyi$|.*/__pycache__/|.*\.dist-info/RECORD$)"
)
"""RECORD would name what is left out; the package's own manifest takes its place."""
LINE = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>\S+) --hash=sha256:(?P<sha256>[0-9a-f]{64})$"
)
DOWNLOAD_WITHIN_S = 600


@dataclass(frozen=True)
class Pin:
    """One library: exactly this wheel."""

    name: str
    version: str
    sha256: str

    @property
    def line(self) -> str:
        """Return the line of the lock file."""
        return f"{self.name}=={self.version} --hash=sha256:{self.sha256}"


def canonical(name: str) -> str:
    """Return a project's name as indexes compare it (PyPA name normalisation)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def read_lock(text: str) -> tuple[Pin, ...]:
    """Return the pins. PackageError: every line that is none, every name that comes twice."""
    pins, problems = [], []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = LINE.match(line)
        if match is None:
            problems.append(f"Line {number} is no pinned library: {line!r}.")
        else:
            pins.append(Pin(**match.groupdict()))
    names = [canonical(pin.name) for pin in pins]
    problems += [
        f"{name} is pinned twice." for name in sorted({n for n in names if names.count(n) > 1})
    ]
    if problems:
        raise PackageError(*problems)
    return tuple(pins)


def write_lock(pins: Iterable[Pin], target: Target, *, of_screen: bool = False) -> str:
    """Return the lock file's text."""
    major, minor = target.python
    what = "screen" if of_screen else "home"
    head = (
        f"# The libraries of a {what} on Debian {target.suite}, {target.arch}, Python {major}.{minor}.\n"
        f"# Made from setup.cfg and constraints.txt by:"
        f" gridhearth package --lock --suite {target.suite} --arch {target.arch}\n"
    )
    return head + "".join(
        f"{pin.line}\n" for pin in sorted(pins, key=lambda pin: canonical(pin.name))
    )


def wanted(setup_cfg: str, *, of_screen: bool = False) -> list[str]:
    """Return what a home asks for: the base requirements, and those of its radio and meters.

    `of_screen`: what its screen asks for instead.
    """
    settings = ConfigParser()
    settings.read_string(setup_cfg)
    extras = settings["options.extras_require"]
    if of_screen:
        return extras["screen"].split()
    lines = settings["options"]["install_requires"] + extras["devices"] + extras["flash"]
    return [line for line in lines.splitlines() if line.strip() and not line.startswith("#")]


def resolve(root: Path, target: Target, *, of_screen: bool = False) -> tuple[Pin, ...]:
    """Ask the index for the wheels of setup.cfg under constraints.txt. PackageError: it refused."""
    asked = wanted((root / "setup.cfg").read_text("utf-8"), of_screen=of_screen)
    words = ["-c", str(root / "constraints.txt"), *asked]
    with tempfile.TemporaryDirectory() as folder:
        _download(Path(folder), [*target.pip_words(), *words])
        return tuple(_pin(wheel) for wheel in sorted(Path(folder).glob("*.whl")))


def fetch(pins: Iterable[Pin], target: Target, cache: Path) -> list[Path]:
    """Return the pinned wheels, those missing in `cache` downloaded. PackageError: not to be had."""
    pins = tuple(pins)
    cache.mkdir(parents=True, exist_ok=True)
    held = {_sha256(path): path for path in cache.glob("*.whl")}
    missing = [pin for pin in pins if pin.sha256 not in held]
    if missing:
        with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="ascii") as lines:
            lines.write("".join(f"{pin.line}\n" for pin in missing))
            lines.flush()
            words = ["--require-hashes", "--no-deps", "-r", lines.name]
            _download(cache, [*target.pip_words(), *words])
        held = {_sha256(path): path for path in cache.glob("*.whl")}
    lost = [
        f"{pin.name} {pin.version} is not in {cache}." for pin in pins if pin.sha256 not in held
    ]
    if lost:
        raise PackageError(*lost)
    return [held[pin.sha256] for pin in pins]


def unpack(wheel: Path, site: str) -> Iterator[Entry]:
    """Yield what the wheel puts under `site`. PackageError: a path that leaves it."""
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            place = _place(name)
            if place is None or LEFT_OUT.match(place):
                continue
            if place.startswith("/") or ".." in place.split("/"):
                raise PackageError(f"{wheel.name} holds {name!r}, which leaves its folder.")
            yield Entry(f"{site}/{place}", archive.read(name), FILE_MODE)


def _place(name: str) -> str | None:
    """Return where a member goes below site-packages; None: it goes elsewhere, or is a folder."""
    if name.endswith("/"):
        return None
    head, _, rest = name.partition(".data/")
    if not rest or "/" in head:
        return name
    scheme, _, place = rest.partition("/")
    return place if scheme in ("purelib", "platlib") else None


def _pin(wheel: Path) -> Pin:
    name, version, *_ = wheel.name.split("-")
    return Pin(canonical(name), version, _sha256(wheel))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _download(folder: Path, words: list[str]) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-input"]
    command += ["--disable-pip-version-check", "--dest", str(folder), *words]
    done = subprocess.run(  # noqa: S603 - our own words
        command, capture_output=True, text=True, check=False, timeout=DOWNLOAD_WITHIN_S
    )
    if done.returncode != 0:
        last = [line for line in done.stderr.splitlines() if line.startswith("ERROR")][-3:]
        raise PackageError(
            f"pip could not fetch the libraries: {' '.join(last) or 'no reason given'}"
        )
