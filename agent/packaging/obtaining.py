"""Fetch a release and its package, believe it or not, remember what was believed, call dpkg."""

import hashlib
import os
import platform
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

from agent.packaging.debian import read_control
from agent.packaging.disk import RealDisk
from agent.packaging.releases import (
    MAX_DOCUMENT_BYTES,
    Listed,
    ReleaseRefused,
    Root,
    Seen,
    Wanted,
    believed,
    check_package,
    choose,
    first_root,
    next_root,
)
from agent.packaging.slots import version_of
from agent.packaging.update_settings import UpdateSettings

STATE = "/var/lib/gridhearth-update"
ANSWER_WITHIN_S = 60
CHUNK_BYTES = 65_536
MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}
MAX_NEW_ROOTS = 32
SCREEN = "gridhearth-screen"
BY_HAND = "GRIDHEARTH_UPDATING"
"""Tells the package's script that who called dpkg switches: else the service does it at the same
time, and whoever comes second can only say that there is nothing to do."""


@dataclass(frozen=True)
class Newest:
    """What may be installed."""

    package: Listed
    beside: tuple[Listed, ...] = ()
    """The screen's package, where a screen is installed and the release has a newer one."""


def newest(given: Path | None, settings: UpdateSettings, disk: RealDisk) -> Newest | None:
    """Return the newest package for this machine; None: nothing newer, or nowhere to look."""
    if given is None and settings.url is None:
        return None
    seen = read_seen(disk)
    root = _root(settings, disk, seen)
    if settings.url is not None and given is None:
        root = _newer_roots(root, settings.url, disk)
        data = fetched(f"{settings.url}/release.json", MAX_DOCUMENT_BYTES)
    else:
        data = _limited(given or Path(), MAX_DOCUMENT_BYTES)
    release, seen = believed(data, root, seen, now_s=time.time_ns() // 10**9)
    disk.replace_file(f"{STATE}/seen.json", msgspec.json.encode(seen))
    machine = this_machine(disk)
    package = choose(release, machine, seen)
    screens = version_of(disk, "qt")
    screen = None
    if screens is not None and given is None:
        screen = choose(release, replace(machine, name=SCREEN, installed=screens), seen)
    if package is None:
        return None if screen is None else Newest(screen)
    return Newest(package) if screen is None else Newest(package, (screen,))


def install(found: Newest, given: Path | None, settings: UpdateSettings, disk: RealDisk) -> None:
    """Put the verified packages into root's own folder and hand them to dpkg. ReleaseRefused: one is another."""
    places = []
    try:
        for listed in (found.package, *found.beside):
            data = _obtained(listed, given, settings)
            check_package(listed, len(data), hashlib.sha256(data).hexdigest(), read_control(data))
            places.append(f"{STATE}/{listed.file}")
            disk.replace_file(places[-1], data)
        files = [str(disk.path(one)) for one in places]
        done = subprocess.run(  # noqa: S603 - verified packages
            ["dpkg", "--force-confold", "-i", *files],  # noqa: S607 - root's own dpkg
            env=os.environ | {BY_HAND: "1"},
            check=False,
        )
    finally:
        for place in places:
            disk.remove(place)
    if done.returncode != 0:
        raise ReleaseRefused(
            "dpkg did not install the package; the running version was not touched."
            " Try again after: dpkg --configure -a"
        )


def _obtained(listed: Listed, given: Path | None, settings: UpdateSettings) -> bytes:
    if given is not None:
        return _limited(given, listed.size)
    return fetched(f"{settings.url}/{listed.file}", listed.size)


def read_seen(disk: RealDisk) -> Seen:
    """Return what was believed so far. ReleaseRefused: the record is damaged (never: begin anew)."""
    try:
        return msgspec.json.decode(disk.read(f"{STATE}/seen.json"), type=Seen)
    except FileNotFoundError:
        return Seen()
    except (msgspec.DecodeError, UnicodeDecodeError) as broken:
        raise ReleaseRefused(f"{STATE}/seen.json is damaged: {broken}.") from broken


def this_machine(disk: RealDisk) -> Wanted:
    """Return what this machine is and has."""
    told = platform.freedesktop_os_release()
    arch = MACHINES.get(platform.machine(), platform.machine())
    installed = version_of(disk, "package") or "0.0.0"
    return Wanted("gridhearth", arch, told.get("VERSION_CODENAME", ""), installed)


def fetched(url: str, limit: int, opener: Callable[..., Any] = urllib.request.urlopen) -> bytes:
    """Return at most `limit` bytes of an address. ReleaseRefused: more came, or nothing."""
    try:
        # The scheme was checked with the settings.
        with opener(url, timeout=ANSWER_WITHIN_S) as answer:
            return _bounded(answer.read, limit, url)
    except (OSError, urllib.error.URLError) as failed:
        raise ReleaseRefused(f"{url} could not be fetched: {failed}.") from failed


def _limited(path: Path, limit: int) -> bytes:
    with path.open("rb") as file:
        return _bounded(file.read, limit, str(path))


def _bounded(read: Callable[[int], bytes], limit: int, name: str) -> bytes:
    parts, total = [], 0
    while part := read(CHUNK_BYTES):
        total += len(part)
        if total > limit:
            raise ReleaseRefused(f"{name} is longer than the {limit} bytes it may have.")
        parts.append(part)
    return b"".join(parts)


def _root(settings: UpdateSettings, disk: RealDisk, seen: Seen) -> Root:
    try:
        data = disk.read(f"{STATE}/root.json")
    except FileNotFoundError:
        try:
            data = _limited(settings.root, MAX_DOCUMENT_BYTES)
        except FileNotFoundError as none:
            raise ReleaseRefused(
                f"{settings.root} is missing: it names the keys that may release."
            ) from none
    root = first_root(data)
    if root.version < seen.root_version:
        raise ReleaseRefused(f"Root {root.version} is older than {seen.root_version}, seen before.")
    return root


def _newer_roots(root: Root, url: str, disk: RealDisk) -> Root:
    """Follow the roots one by one; an absent next one ends it."""
    for _ in range(MAX_NEW_ROOTS):
        try:
            data = fetched(f"{url}/root-{root.version + 1}.json", MAX_DOCUMENT_BYTES)
        except ReleaseRefused as none:
            if isinstance(none.__cause__, OSError):
                return root
            raise
        root = next_root(data, root)
        disk.replace_file(f"{STATE}/root.json", data)
    return root
