"""The steps of building an image, one after the other; what is half done is never left behind."""

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from agent.packaging import image_root
from agent.packaging.boot_partition import found
from agent.packaging.entries import PackageError
from agent.packaging.image_bill import bill_of
from agent.packaging.image_disk import Run, assembled, files_bytes, run, same_times
from agent.packaging.image_plan import ImagePlan, bill_path, too_small
from agent.packaging.imager import unpacked as size_and_digest

Tell = Callable[[str], None]


def built(plan: ImagePlan, tell: Tell, *, run: Run = run) -> list[Path]:
    """Build the image and what lies beside it; return the files. PackageError, BootError, OSError.

    Everything is made in a folder beside the image and renamed at the end, the image last.
    """
    output = plan.wanted.output
    with tempfile.TemporaryDirectory(prefix=f".{output.name}.", dir=output.parent) as name:
        work = Path(name)
        root, boot = work / "root", work / "boot"
        _root(plan, work, root, tell, run)
        with _step(tell, "Completing the root file system"):
            image_root.completed(plan, root, boot, run=run)
            _held(image_root.wrong(root, plan))
        _held([one for one in (too_small(plan, files_bytes(root)),) if one])
        parts = _beside(plan, root, work)
        same_times(root, plan.wanted.epoch_s)
        same_times(boot, plan.wanted.epoch_s)
        image = work / f"{output.name}.part"
        with _step(tell, "Writing both partitions, and checking them"):
            assembled(plan, image, root, boot, run=run)
            found(image)
        with _step(tell, "Taking the image's SHA-256"):
            _, digest = size_and_digest(image)
        sums = work / f"{output.name}.sha256"
        sums.write_text(f"{digest}  {output.name}\n", "ascii")
        return [one.replace(place) for one, place in _places(plan, [*parts, sums, image])]


def _root(plan: ImagePlan, work: Path, root: Path, tell: Tell, run: Run) -> None:
    wanted = plan.wanted
    tar = wanted.base
    if tar is None:
        tar = work / "base.tar"
        about = "about half an hour" if plan.foreign else "two minutes"
        with _step(tell, f"Making Debian {wanted.suite} for {wanted.arch} ({about})"):
            image_root.made(plan, tar, run=run)
        if wanted.keep is not None:
            shutil.copyfile(tar, wanted.keep.with_name(f"{wanted.keep.name}.part"))
            wanted.keep.with_name(f"{wanted.keep.name}.part").replace(wanted.keep)
    with _step(tell, f"Unpacking {tar.name}"):
        image_root.unpacked(tar, root, run=run)
    with _step(tell, f"Installing {', '.join(plan.versions) or 'no package of ours'}"):
        image_root.installed(plan, root, run=run)
    same_times(root, wanted.epoch_s)
    with _step(tell, "Compiling Python modules"):
        done = image_root.compiled(plan, root, run=run)
    if not done:
        tell(
            "No Python of the image's version was given (--python): its modules are compiled at"
            " their first use, which is slow, and the agent's at each start."
        )


def _beside(plan: ImagePlan, root: Path, work: Path) -> list[Path]:
    output, wanted = plan.wanted.output, plan.wanted
    bill = bill_of(root, output.stem, suite=wanted.suite, epoch_s=wanted.epoch_s)
    path = work / bill_path(output).name
    path.write_text(json.dumps(bill, indent=2, ensure_ascii=False) + "\n", "utf-8")
    files = [path]
    kernel = image_root.newest_kernel(root) if wanted.kernel_beside else None
    if wanted.kernel_beside and kernel is None:
        raise PackageError("There is no kernel in the image to put beside it.")
    for source, suffix in zip(kernel or (), (".vmlinuz", ".initrd"), strict=False):
        files.append(work / f"{output.stem}{suffix}")
        shutil.copyfile(source, files[-1])
    return files


def _places(plan: ImagePlan, files: list[Path]) -> Iterator[tuple[Path, Path]]:
    folder = plan.wanted.output.parent
    for one in files:
        yield one, folder / one.name.removesuffix(".part")


def _held(problems: list[str]) -> None:
    if problems:
        raise PackageError(*problems)


@contextmanager
def _step(tell: Tell, what: str) -> Iterator[None]:
    tell(f"{what} ...")
    started = time.monotonic()
    yield
    tell(f"{what}: done in {time.monotonic() - started:.0f} s")
