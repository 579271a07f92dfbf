"""`gridhearth package`: build the Debian packages, or pin the libraries in them."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent.packaging.entries import Entry
    from agent.packaging.targets import Target

ROOT = Path(__file__).resolve().parents[2]
CACHE = Path("~/.cache/gridhearth/wheels")


def add(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "package",
        help="build the Debian packages",
        description="Builds packages for another machine from this checkout and pinned wheels:"
        " no compiler, no emulation, the same bytes each time.",
    )
    parser.add_argument("--arch", required=True, help="amd64 or arm64")
    parser.add_argument(
        "--suite", default="trixie", help="trixie or bookworm (default: %(default)s)"
    )
    parser.add_argument("--output", type=Path, default=Path(), metavar="DIR", help="default: here")
    parser.add_argument(
        "--without-screen", action="store_true", help="no touchscreen (bookworm has no Qt for it)"
    )
    parser.add_argument(
        "--lock", action="store_true", help="write the lock file from constraints.txt instead"
    )
    parser.add_argument(
        "--wheels",
        type=Path,
        default=CACHE,
        metavar="DIR",
        help="kept wheels (default: %(default)s)",
    )
    parser.add_argument(
        "--preset", type=int, default=6, choices=range(10), metavar="0..9", help="xz (default: 6)"
    )
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """0: built; 1: it could not be; 2: what was asked is not built."""
    from agent.packaging.entries import PackageError
    from agent.packaging.targets import target

    try:
        wanted = target(arguments.suite, arguments.arch)
    except PackageError as wrong:
        return _said(wrong.problems, 2)
    if arguments.suite == "bookworm" and not (arguments.without_screen or arguments.lock):
        return _said(["Debian bookworm has no Qt for the screen: add --without-screen."], 2)
    if not (ROOT / "setup.cfg").is_file():
        return _said(
            ["gridhearth package runs from a checkout of the source; there is none here."], 1
        )
    try:
        return _locked(wanted) if arguments.lock else _built(arguments, wanted)
    except PackageError as failed:
        return _said(failed.problems, 1)
    except OSError as failed:
        return _said([f"{failed.filename}: {failed.strerror}."], 1)


def _locked(wanted: "Target") -> int:
    from agent.packaging.wheels import resolve, write_lock

    names = {wanted.lock_name: False}
    if wanted.suite != "bookworm":
        names[wanted.screen_lock_name] = True
    for name, of_screen in names.items():
        path = ROOT / "config" / "packaging" / name
        pins = resolve(ROOT, wanted, of_screen=of_screen)
        path.write_text(write_lock(pins, wanted, of_screen=of_screen), "ascii")
        print(f"{path}: {len(pins)} libraries")
    return 0


def _built(arguments: argparse.Namespace, wanted: "Target") -> int:
    from agent.packaging import qt, tree, wheels
    from agent.packaging.debian import write_deb
    from agent.packaging.entries import installed_kib

    epoch_s, version = tree.epoch(ROOT), own_version()
    kept = arguments.wheels.expanduser()
    files, bill = _libraries(wanted, wanted.lock_name, kept, "gridhearth", epoch_s)
    source = tree.Source(
        ROOT,
        version,
        epoch_s,
        tuple(entry for wheel in files for entry in wheels.unpack(wheel, f"{tree.HOME}/site")),
        manual_entries(version, epoch_s),
        bill,
    )
    packages = [tree.agent_package(source, wanted, screen=not arguments.without_screen)]
    if not arguments.without_screen:
        files, bill = _libraries(
            wanted, wanted.screen_lock_name, kept, "gridhearth-screen", epoch_s
        )
        drawn_with = qt.entries(files, wanted.arch)
        packages.append(tree.screen_package(source, wanted, drawn_with, bill))
    arguments.output.mkdir(parents=True, exist_ok=True)
    for package in packages:
        deb = write_deb(package, epoch_s=epoch_s, preset=arguments.preset)
        path = arguments.output / package.file_name
        path.write_bytes(deb)
        size = installed_kib(package.entries) / 1024
        print(f"{path}: {len(deb) / 1e6:.1f} MB, {size:.1f} MiB installed")
    return 0


def _libraries(
    wanted: "Target", lock_name: str, kept: Path, name: str, epoch_s: int
) -> tuple[list[Path], bytes]:
    """Return the locked wheels and the bill of a package."""
    from agent.packaging import sbom, wheels
    from agent.packaging.entries import PackageError

    lock = ROOT / "config" / "packaging" / lock_name
    if not lock.is_file():
        raise PackageError(f"{lock} is missing: make it with --lock.")
    pins = wheels.read_lock(lock.read_text("ascii"))
    files = wheels.fetch(pins, wanted, kept)
    licences = sbom.licences_of(files)
    bill = sbom.bill(own_version(), pins, licences, epoch_s=epoch_s, name=name)
    return files, sbom.written(bill).encode()


def own_version() -> str:
    """Return the version setup.cfg names."""
    from configparser import ConfigParser

    settings = ConfigParser()
    settings.read(ROOT / "setup.cfg", "utf-8")
    return settings["metadata"]["version"]


def manual_entries(version: str, epoch_s: int) -> "tuple[Entry, ...]":
    """Return man pages and completions as files of a package."""
    import gzip

    from agent.commands.completion import all_pages
    from agent.commands.known import KNOWN
    from agent.packaging import manual
    from agent.packaging.entries import Entry

    date = datetime.fromtimestamp(epoch_s, UTC).strftime("%Y-%m-%d")
    found = all_pages()
    texts = {
        page.file_name: manual.man_page(page, found, version=version, date=date) for page in found
    }
    told = {name: one.help for name, one in KNOWN.items()}
    texts["gridhearth.1"] = manual.overview_page(told, version=version, date=date)
    entries = [
        Entry(f"/usr/share/man/man1/{name}.gz", gzip.compress(text.encode(), 9, mtime=0))
        for name, text in texts.items()
    ]
    shell = "/usr/share"
    bash, zsh = manual.bash_completion(found), manual.zsh_completion(found)
    return (
        *entries,
        Entry(f"{shell}/bash-completion/completions/gridhearth", bash.encode()),
        Entry(f"{shell}/zsh/vendor-completions/_gridhearth", zsh.encode()),
    )


def _said(problems: "tuple[str, ...] | list[str]", code: int) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)
    return code
