"""`gridhearth image build`: a whole image for a card, made from Debian's archive and our packages."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent.packaging.image_plan import Wanted

MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}
ARCH_TEST_WITHIN_S = 30


def add_build(words: Any) -> None:
    """Add the command to `gridhearth image`."""
    parser = words.add_parser(
        "build",
        help="build an image that is ready to be written, from Debian and our packages",
        description="Needs root, mmdebstrap, mtools and e2fsprogs; for another architecture also"
        " qemu-user-static with binfmt_misc. What is missing is said at once.",
    )
    parser.add_argument("--arch", required=True, help="arm64, or amd64 for a virtual machine")
    parser.add_argument(
        "--package", type=Path, action="append", default=[], metavar="DEB", help="ours; repeat it"
    )
    parser.add_argument("--output", type=Path, required=True, metavar="X.img")
    parser.add_argument("--suite", default="trixie", help="of Debian (default: %(default)s)")
    parser.add_argument("--size", default="4G", help="of the image (default: %(default)s)")
    parser.add_argument(
        "--boot-size", default="512M", help="of its boot partition (default: %(default)s)"
    )
    parser.add_argument(
        "--include", action="append", default=[], metavar="PKG", help="one more Debian package"
    )
    parser.add_argument("--mirror", default="", metavar="URL", help="of Debian's archive")
    parser.add_argument(
        "--base", type=Path, metavar="ROOTFS.tar", help="begin with this root file system"
    )
    parser.add_argument(
        "--keep-rootfs", type=Path, metavar="ROOTFS.tar", help="keep the new one for the next time"
    )
    parser.add_argument(
        "--python",
        type=Path,
        metavar="PYTHON",
        help="a Python of the image's version on this machine (default: python3.13, if there is one):"
        " it compiles the modules of another architecture's image",
    )
    parser.add_argument(
        "--kernel-beside", action="store_true", help="write X.vmlinuz and X.initrd, for an emulator"
    )
    parser.add_argument("--dry-run", action="store_true", help="only show what would be done")
    parser.set_defaults(func=_build)


def _build(arguments: argparse.Namespace) -> int:
    """0: built, or shown; 1: it could not be built here; 2: what was asked for cannot be built."""
    from agent.packaging.boot_partition import BootError
    from agent.packaging.entries import PackageError
    from agent.packaging.image_build import built
    from agent.packaging.image_plan import missing, planned, told

    try:
        plan = planned(_wanted(arguments), native=MACHINES.get(os.uname().machine, "?"))
    except PackageError as wrong:
        return _said(wrong.problems, 2)
    print("\n".join(told(plan)))
    lacking = missing(plan, root=os.geteuid() == 0, runs=_runs, found=_found)
    if lacking:
        return _said(lacking, 0 if arguments.dry_run else 1)
    if arguments.dry_run:
        return 0
    try:
        with _ended_politely():
            files = built(plan, _tell)
    except PackageError as failed:
        return _said(failed.problems, 1)
    except BootError as failed:
        return _said([str(failed)], 1)
    except (OSError, shutil.Error) as failed:
        return _said([f"{failed}."], 1)
    except KeyboardInterrupt:
        return _said(["Stopped; nothing was left behind."], 1)
    for path in files:
        print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")
    return 0


@contextmanager
def _ended_politely() -> Iterator[None]:
    """Let SIGTERM end the work as Ctrl-C does: what is half done is taken away first."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _wanted(arguments: argparse.Namespace) -> "Wanted":
    from agent.commands.package import ROOT
    from agent.packaging.image_layout import size_of
    from agent.packaging.image_plan import Wanted
    from agent.packaging.tree import epoch

    return Wanted(
        arguments.arch,
        arguments.output.absolute(),
        tuple(arguments.package),
        epoch(ROOT),
        suite=arguments.suite,
        size_bytes=size_of(arguments.size),
        boot_bytes=size_of(arguments.boot_size),
        include=tuple(arguments.include),
        mirror=arguments.mirror,
        base=arguments.base,
        keep=arguments.keep_rootfs,
        python=arguments.python or _python(arguments.suite),
        kernel_beside=arguments.kernel_beside,
    )


def _python(suite: str) -> Path | None:
    """Return a Python of the suite's version that really starts; None: there is none."""
    from agent.packaging.targets import SUITES

    name = "python{}.{}".format(*SUITES[suite][0]) if suite in SUITES else ""
    path = shutil.which(name) if name else None
    return Path(path) if path and _succeeds([path, "-I", "-c", ""]) else None


def _runs(arch: str) -> bool:
    return _succeeds(["arch-test", arch])


def _succeeds(words: list[str]) -> bool:
    try:
        done = subprocess.run(  # noqa: S603 - our own words
            words, capture_output=True, check=False, timeout=ARCH_TEST_WITHIN_S
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _found(tool: str) -> str | None:
    # As a user, root's programs are often not on the path.
    return shutil.which(tool, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")


def _tell(text: str) -> None:
    print(time.strftime("%H:%M:%S"), text, file=sys.stderr, flush=True)


def _said(problems: "tuple[str, ...] | list[str]", code: int) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)
    return code
