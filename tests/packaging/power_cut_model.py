"""A disk whose power fails after any operation, and an update that runs on it.

Harsher than ext4: whatever was not synced may be there or not, each operation by itself, so
also out of order. Only `sync` makes things last, and `replace_file`, which syncs its own file.
"""

import contextlib
import hashlib
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from agent.packaging.readiness import ChainNow, MarketNow, StatusNow
from agent.packaging.slots import HOME, PACKAGE, OnTrialError, listed, look, version_of
from agent.packaging.switching import Rules, prepare, resume

Tree = dict[str, bytes | str]
"""Files as bytes, links as what they say."""
FILES = ("site/agent/cli.py", "site/agent/core.py", "site/numpy/core.so")


class PowerCut(BaseException):
    """The machine went dark; nothing of ours catches this."""


@dataclass
class CuttableDisk:
    """See agent.packaging.disk.Disk."""

    draw: random.Random
    seen: Tree = field(default_factory=dict)
    lasting: Tree = field(default_factory=dict)
    pending: list[tuple[str, bytes | str | None]] = field(default_factory=list)
    operations: int = 0
    cut_at: int = -1

    def exists(self, path: str) -> bool:
        return path in self.seen or any(one.startswith(path + "/") for one in self.seen)

    def read(self, path: str) -> bytes:
        found = self.seen.get(path)
        if not isinstance(found, bytes):
            raise FileNotFoundError(path)
        return found

    def link_target(self, path: str) -> str | None:
        found = self.seen.get(path)
        return found if isinstance(found, str) else None

    def files(self, path: str) -> Iterator[str]:
        yield from sorted(one[len(path) + 1 :] for one in self.seen if one.startswith(path + "/"))

    def remove(self, path: str) -> None:
        for one in [one for one in self.seen if one == path or one.startswith(path + "/")]:
            self._do(one, None)

    def hard_link(self, old: str, new: str) -> None:
        self._do(new, self.read(old))

    def write(self, path: str, content: bytes) -> None:
        self._do(path, content)

    def replace_file(self, path: str, content: bytes) -> None:
        self._do(path, content)
        self._last(self.pending.pop())

    def replace_link(self, path: str, target: str) -> None:
        self._do(path, target)

    def sync(self) -> None:
        self._count()
        for operation in self.pending:
            self._last(operation)
        self.pending.clear()

    def power_returns(self) -> None:
        """What was synced is there; of the rest, whatever chance left."""
        for operation in self.pending:
            if self.draw.random() < 0.5:
                self._last(operation)
        self.pending.clear()
        self.seen = dict(self.lasting)
        self.cut_at = -1

    def _do(self, path: str, content: bytes | str | None) -> None:
        self._count()
        self.pending.append((path, content))
        _apply(self.seen, path, content)

    def _last(self, operation: tuple[str, bytes | str | None]) -> None:
        _apply(self.lasting, *operation)

    def _count(self) -> None:
        self.operations += 1
        if self.operations == self.cut_at:
            raise PowerCut


def _apply(tree: Tree, path: str, content: bytes | str | None) -> None:
    if content is None:
        tree.pop(path, None)
    else:
        tree[path] = content


@dataclass
class Home:
    """The services of one home; versions named in `broken` never become healthy."""

    disk: CuttableDisk
    broken: frozenset[str] = frozenset()
    mono: float = 0.0
    started: list[str | None] = field(default_factory=list)
    refused: frozenset[str] = frozenset()
    dead: frozenset[str] = frozenset()
    """Versions that do not even start."""
    running: bool = True
    now: int = 0

    def active(self) -> bool:
        return self.running and self._version() not in self.dead

    def restart(self) -> bool:
        self.started.append(self._version())
        return self._version() not in self.dead

    def status(self, slot: str) -> StatusNow | None:
        chain = "unsynced" if self._version() in self.broken else "live"
        far = 10**15
        return StatusNow(MarketNow(7, "quotation", far, far), ChainNow(chain))

    def refusal(self, slot: str) -> str:
        return "no" if version_of(self.disk, slot) in self.refused else ""

    def compile(self, slot: str) -> None:
        self.disk.write(f"{HOME}/{slot}/site/agent/__pycache__/cli.pyc", b"compiled")

    def now_ms(self) -> int:
        return self.now

    def mono_s(self) -> float:
        return self.mono

    def pause(self, seconds: float) -> None:
        self.mono += seconds

    def _version(self) -> str | None:
        slot = look(self.disk).starts
        return version_of(self.disk, slot) if slot else None


def release(version: str) -> dict[str, bytes]:
    """Return the files of a version as dpkg would unpack them."""
    files = {place: f"{place} of {version}".encode() for place in FILES}
    files[f"site/only-{version}.py"] = version.encode()
    lines = [f"gridhearth {version}"]
    lines += [
        f"{hashlib.sha256(content).hexdigest()} {len(content)} {place}"
        for place, content in files.items()
    ]
    return files | {"MANIFEST": ("\n".join(lines) + "\n").encode()}


def dpkg(disk: CuttableDisk, home: Home, version: str) -> None:
    """Unpack and run postinst: each file is renamed into its place and lasts; the rest is removed."""
    files = release(version)
    for place, content in files.items():
        disk.replace_file(f"{PACKAGE}/{place}", content)
    for place in list(disk.files(PACKAGE)):
        if place not in files:
            disk.remove(f"{PACKAGE}/{place}")
    disk.sync()
    prepare(disk, home)


def what_starts(disk: CuttableDisk) -> str | None:
    """Return the version that would start, after checking every byte of it; None: none is whole."""
    slot = look(disk).starts
    if slot is None:
        return None
    manifest = disk.seen.get(f"{HOME}/{slot}/MANIFEST")
    if not isinstance(manifest, bytes):
        return None
    for place, digest, _ in listed(manifest):
        content = disk.seen.get(f"{HOME}/{slot}/{place}")
        if not isinstance(content, bytes) or hashlib.sha256(content).hexdigest() != digest:
            return None
    return version_of(disk, slot)


@dataclass(frozen=True)
class Cut:
    """What one run with a cut came to."""

    wrong: str
    """Empty: after every cut a whole version started, and the update came to its end."""
    cuts: int


def cut_run(seed: int) -> Cut:
    """Update twice from 0.1.0, the second time perhaps to a broken version; cut once or twice."""
    draw = random.Random(seed)
    disk = CuttableDisk(draw)
    home = Home(disk)
    dpkg(disk, home, "0.1.0")
    disk.sync()
    second_broken = draw.random() < 0.5
    home.broken = frozenset({"0.3.0"} if second_broken else ())
    allowed, cuts = {"0.1.0"}, 0
    for version in ("0.2.0", "0.3.0"):
        allowed.add(version)
        cuts_here, wrong = _with_cuts(disk, home, version, allowed, draw)
        cuts += cuts_here
        if wrong:
            return Cut(f"seed {seed}, to {version}: {wrong}", cuts)
        allowed = {what_starts(disk) or ""}
    expected = {"0.2.0"} if second_broken else {"0.3.0", "0.2.0"}
    if what_starts(disk) not in expected or look(disk).on_trial:
        return Cut(f"seed {seed}: {what_starts(disk)} at the end, {look(disk)}", cuts)
    return Cut("", cuts)


def _with_cuts(
    disk: CuttableDisk, home: Home, version: str, allowed: set[str], draw: random.Random
) -> tuple[int, str]:
    disk.cut_at = disk.operations + draw.randrange(1, 45)
    steps: list[Callable[[], object]] = [
        lambda: dpkg(disk, home, version),
        lambda: resume(disk, home, Rules(30, 2)),
    ]
    cuts = 0
    for _ in range(8):
        try:
            for step in steps:
                _unless_on_trial(step)
        except PowerCut:
            cuts += 1
            disk.power_returns()
            found = what_starts(disk)
            if found not in allowed:
                return cuts, f"{found} would start, allowed {sorted(allowed)}"
            if draw.random() < 0.3:
                disk.cut_at = disk.operations + draw.randrange(1, 45)
            # After boot: the timer resumes; then dpkg --configure -a, and once more.
            steps = [lambda: resume(disk, home, Rules(30, 2)), *steps[-2:]]
            continue
        disk.cut_at = -1
        return cuts, ""
    return cuts, "it never came to an end"


def _unless_on_trial(step: Callable[[], object]) -> None:
    with contextlib.suppress(OnTrialError):  # the trial goes first; what waits comes after it
        step()
