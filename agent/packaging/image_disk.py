"""A disk image written without mounting anything: mtools fills the FAT partition, mke2fs the ext4 one."""

import os
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from agent.packaging.entries import PackageError
from agent.packaging.image_layout import SECTOR_BYTES, read_table, table
from agent.packaging.image_plan import ImagePlan

LARGE_CLUSTERS_FROM = 260 << 20
"""From here 4 KiB a cluster still make a FAT32."""
TOLD_LINES = 15
TIDIES_WITHIN_S = 30


class Run(Protocol):
    """Runs a program to its end."""

    def __call__(
        self, words: Sequence[str], *, env: Mapping[str, str] | None = None, told: bytes = b""
    ) -> str:
        """Return what it wrote; `env` is added to the environment, `told` is its input. PackageError: it failed."""
        ...


def run(words: Sequence[str], *, env: Mapping[str, str] | None = None, told: bytes = b"") -> str:
    """See Run. The building machine's certificates stay here: their paths mean nothing in the image."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SSL_", "CURL_", "REQUESTS_", "PIP_", "PYTHON"))
    }
    kept |= {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PATH": _path(), **(env or {})}
    with subprocess.Popen(  # noqa: S603 - our own words
        list(words),
        env=kept,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        try:
            output, _ = process.communicate(told)
        except BaseException:
            # mmdebstrap has mounts and a folder of its own to take away.
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(TIDIES_WITHIN_S)
            process.kill()
            raise
    text = output.decode("utf-8", "replace")
    if process.returncode != 0:
        last = "\n".join(text.strip().splitlines()[-TOLD_LINES:])
        raise PackageError(f"{words[0]} failed (exit code {process.returncode}):\n{last}")
    return text


def assembled(plan: ImagePlan, image: Path, root: Path, boot: Path, *, run: Run = run) -> None:
    """Write a whole image: the root file system from `root`, the boot partition from `boot`. PackageError."""
    places = plan.layout
    with image.open("wb") as file:
        file.write(table(places))
        file.truncate(places.size_bytes)
    _boot_partition(plan, image, boot, run)
    _root_partition(plan, image, root, run)
    with image.open("rb") as file:
        if read_table(file.read(SECTOR_BYTES), places.size_bytes) != places:
            raise PackageError("The partition table was written over.")


def tree(folder: Path) -> list[str]:
    """Return every path below a folder, in order, links not followed."""
    found: list[str] = []
    for place, folders, files in os.walk(folder):
        base = Path(place).relative_to(folder)
        found += [(base / name).as_posix() for name in (*folders, *files)]
    return sorted(found)


def same_times(folder: Path, epoch_s: int) -> None:
    """Make no file below a folder newer than `epoch_s`, and read last when it was written."""
    for name in ["", *tree(folder)]:
        path = folder / name
        written = min(int(path.lstat().st_mtime), epoch_s)
        os.utime(path, (written, written), follow_symlinks=False)


def files_bytes(folder: Path) -> int:
    """Return what the files below a folder take in blocks of 4 KiB, a file with several names once."""
    sizes: dict[tuple[int, int], int] = {}
    for name in tree(folder):
        state = (folder / name).lstat()
        sizes[state.st_dev, state.st_ino] = -(-state.st_size // 4096) * 4096
    return sum(sizes.values())


def _boot_partition(plan: ImagePlan, image: Path, boot: Path, run: Run) -> None:
    places = plan.layout
    disk = f"{image}@@{places.boot_offset}"
    times = {"SOURCE_DATE_EPOCH": str(plan.wanted.epoch_s), "MTOOLS_SKIP_CHECK": "1"}
    cluster = "8" if places.boot_sectors * SECTOR_BYTES >= LARGE_CLUSTERS_FROM else "1"
    size = ["-T", str(places.boot_sectors), "-H", str(places.boot_start), "-h", "64", "-s", "32"]
    named = ["-v", "bootfs", "-N", f"{plan.boot_serial:08x}"]
    run(["mformat", "-i", disk, "-F", "-c", cluster, *size, *named, "::"], env=times)
    for name in tree(boot):
        path = boot / name
        if path.is_dir():
            run(["mmd", "-i", disk, f"::{name}"], env=times)
        else:
            run(["mcopy", "-m", "-i", disk, str(path), f"::{name}"], env=times)


def _root_partition(plan: ImagePlan, image: Path, root: Path, run: Run) -> None:
    places, epoch = plan.layout, str(plan.wanted.epoch_s)
    disk = f"{image}?offset={places.root_offset}"
    env = {"SOURCE_DATE_EPOCH": epoch, "E2FSPROGS_FAKE_TIME": epoch}
    options = f"hash_seed={plan.root_uuid},offset={places.root_offset}"
    words = ["mke2fs", "-q", "-t", "ext4", "-b", "4096", "-L", "rootfs", "-m", "1"]
    words += ["-U", str(plan.root_uuid), "-E", options, "-d", str(root)]
    run([*words, str(image), f"{places.root_bytes >> 10}k"], env=env)
    # mke2fs takes over when an inode was last changed here, which is now: not twice the same.
    changes = "".join(_dated(tree(root), plan.wanted.epoch_s))
    run(["debugfs", "-w", "-f", "/dev/stdin", disk], env=env, told=changes.encode())
    run(["e2fsck", "-f", "-n", disk], env=env)


def _dated(paths: Iterable[str], epoch_s: int) -> Iterable[str]:
    for path in ("", *paths):
        if '"' not in path and "\n" not in path:
            yield f'sif "/{path}" ctime @{epoch_s}\n'


def _path() -> str:
    return os.environ.get("PATH", "") + ":/usr/sbin:/sbin:/usr/bin:/bin"
