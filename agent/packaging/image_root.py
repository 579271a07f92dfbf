"""The root file system of an image: Debian's packages, ours, our few texts, and nothing of this machine.

mmdebstrap fetches and unpacks with this machine's own apt; only the packages' scripts run in the
new system. For a foreign architecture that is emulation, so Python modules are compiled afterwards
by a Python of this machine: the code (PEP 3147, PEP 552) is the same on every processor, only the
version has to be the same.
"""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from agent.packaging.entries import PackageError
from agent.packaging.image_disk import Run, run
from agent.packaging.image_files import (
    BOOT,
    EMPTIED,
    HARMLESS,
    INITRD,
    INITRD_CONF,
    REMOVED,
    boot_texts,
    root_texts,
    sources,
)
from agent.packaging.image_plan import ImagePlan

KEEP_XATTRS = ("--numeric-owner", "--xattrs", "--xattrs-include=*")
SLOTS = "opt/gridhearth"
RASPI_HOOK = "etc/kernel/postinst.d/z50-raspi-firmware"
SPARED = ("/usr/bin/py3compile", "/usr/sbin/update-initramfs")
"""Under emulation the one takes minutes for each package, the other for each trigger: `true` stands
in for them. Modules are compiled afterwards by this machine, the initrd is made once."""
SPARE = " && ".join(
    f'chroot "$1" dpkg-divert --local --rename --divert {one}.real --add {one}'
    f' && ln -s /usr/bin/true "$1{one}"'
    for one in SPARED
)
SPARE_NO_MORE = " && ".join(
    [f'rm "$1{one}" && chroot "$1" dpkg-divert --local --rename --remove {one}' for one in SPARED]
    + ['chroot "$1" update-initramfs -c -k all']
)
IN_ROOT = 'mount -t proc proc "$1/proc" && root="$1" && shift && exec chroot "$root" "$@"'
"""Run within namespaces of its own: the mount ends with it, whatever happens."""


def made(plan: ImagePlan, tar: Path, *, run: Run = run) -> None:
    """Make the Debian root file system of a plan as a tar file. PackageError."""
    wanted = plan.wanted
    mirror = (wanted.mirror,) if wanted.mirror else ()
    words = ["mmdebstrap", "--mode=root", "--variant=minbase", f"--architectures={wanted.arch}"]
    words += [f"--include={','.join(plan.debian)}", '--aptopt=Acquire::Retries "5"']
    words.append('--aptopt=APT::Install-Recommends "false"')
    place = f'"$1/{INITRD_CONF}"'
    words.append(f'--essential-hook=mkdir -p "$(dirname {place})" && echo {INITRD} > {place}')
    if plan.foreign:
        words += [f"--essential-hook={SPARE}", f"--customize-hook={SPARE_NO_MORE}"]
    words += [wanted.suite, str(tar), *sources(wanted.suite, wanted.arch, *mirror)]
    run(words, env={"SOURCE_DATE_EPOCH": str(wanted.epoch_s)})


def unpacked(tar: Path, root: Path, *, run: Run = run) -> None:
    """Unpack a root file system, owners and capabilities kept. PackageError."""
    root.mkdir()
    run(["tar", *KEEP_XATTRS, "-xpf", str(tar), "-C", str(root)])


def installed(plan: ImagePlan, root: Path, *, run: Run = run) -> None:
    """Install our packages. PackageError: dpkg did not, or what they need is not there."""
    if not plan.parts:
        return
    folder = root / "var/tmp/gridhearth-packages"
    folder.mkdir(parents=True)
    for part in plan.parts:
        shutil.copyfile(part.path, folder / part.path.name)
    inside = [f"/{folder.relative_to(root)}/{part.path.name}" for part in plan.parts]
    env = {"DEBIAN_FRONTEND": "noninteractive", "HOME": "/root"}
    env["SOURCE_DATE_EPOCH"] = str(plan.wanted.epoch_s)
    if plan.foreign:
        env["GRIDHEARTH_NO_COMPILE"] = "1"
    in_root(root, "dpkg", "-i", *inside, env=env, run=run)
    shutil.rmtree(folder)


def in_root(root: Path, *words: str, env: Mapping[str, str] | None = None, run: Run = run) -> str:
    """Return what a program of the new system writes. PackageError."""
    alone = [
        "unshare",
        "--mount",
        "--pid",
        "--fork",
        "--kill-child",
        "sh",
        "-c",
        IN_ROOT,
        "sh",
        str(root),
    ]
    return run([*alone, *words], env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", **(env or {})})


def compiled(plan: ImagePlan, root: Path, *, run: Run = run) -> bool:
    """Compile the modules that were left out under emulation; False: no fitting Python was given.

    PackageError: it is another Python than the image's.
    """
    python = plan.wanted.python
    if not plan.foreign or python is None:
        return not plan.foreign
    ask = "import importlib.util as u; print(u.MAGIC_NUMBER.hex())"
    here = run([str(python), "-I", "-c", ask]).split()[-1]
    there = in_root(root, "python3", "-I", "-c", ask, run=run).split()[-1]
    if here != there:
        raise PackageError(
            f"{python} compiles other code ({here}) than the image's Python reads ({there});"
            " give one of the same version."
        )
    # As the package itself does it: by content. Debian's own as py3compile does it: by time.
    for mode, folders in (
        ("unchecked-hash", [one / "site" for one in sorted((root / SLOTS).glob("[ab]"))]),
        ("timestamp", sorted((root / "usr/lib").glob("python3*"))),
    ):
        if folders:
            words = [str(python), "-I", "-m", "compileall", "-qq", "-x", r"/(?:tests?|lib2to3)/"]
            words += ["--invalidation-mode", mode, "-s", str(root), *map(str, folders)]
            run(words)
    return True


def completed(plan: ImagePlan, root: Path, boot: Path, *, run: Run = run) -> None:
    """Write our texts, move the boot partition's files to `boot`, take this machine's traces away."""
    wanted = plan.wanted
    for text in root_texts(plan.layout, wanted.suite, wanted.arch):
        path = root / text.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.write_text(text.text, "utf-8")
        path.chmod(text.mode)
    (root / BOOT).mkdir(parents=True, exist_ok=True)
    if (root / RASPI_HOOK).is_file() and wanted.arch == "arm64":
        in_root(root, f"/{RASPI_HOOK}", env={"DEB_MAINT_PARAMS": "configure"}, run=run)
    shutil.copytree(root / BOOT, boot, dirs_exist_ok=True)
    for name, content in boot_texts(plan.layout, wanted.arch, plan.versions).items():
        written = (boot / name).is_file() and name in ("config.txt", "cmdline.txt")
        if not written:
            (boot / name).write_text(content, "utf-8")
    tidied(root)


def tidied(root: Path) -> None:
    """Take away what is not handed out: caches, lists, logs, keys and names of one machine."""
    for pattern in REMOVED:
        for path in sorted(root.glob(pattern)):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
    for folder in EMPTIED:
        place = root / folder
        for path in sorted(place.iterdir()) if place.is_dir() else ():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        place.mkdir(parents=True, exist_ok=True)
    resolv = root / "etc/resolv.conf"
    resolv.unlink(missing_ok=True)
    resolv.symlink_to("../run/systemd/resolve/stub-resolv.conf")


def wrong(root: Path, plan: ImagePlan) -> list[str]:
    """Return what a root file system must not be handed out with, a sentence each."""
    problems = [
        f"{unit.name} is enabled: an image must not trade by itself."
        for unit in sorted((root / "etc/systemd/system").glob("*.wants/gridhearth*"))
        if unit.name not in HARMLESS
    ]
    if (root / "etc/machine-id").read_bytes():
        problems.append("etc/machine-id names one machine.")
    problems += [f"{key.name} is a key of one machine." for key in (root / "etc/ssh").glob("*_key")]
    if any((root / "var/lib/apt/lists").iterdir()):
        problems.append("apt's lists are in it.")
    shadow = root / "etc/shadow"
    for line in shadow.read_text("utf-8").splitlines() if shadow.is_file() else ():
        user, _, rest = line.partition(":")
        if not rest.startswith(("*", "!")):
            problems.append(f"{user} can log in with a password, or without one.")
    for name in plan.versions:
        if not (root / f"var/lib/dpkg/info/{name}.list").is_file():
            problems.append(f"{name} is not installed in it.")
    return problems


def newest_kernel(root: Path) -> tuple[Path, Path] | None:
    """Return the kernel of the highest version and its first root file system (initrd); None: there is none."""
    kernels = sorted((root / "boot").glob("vmlinuz-*"), key=lambda one: _numbers(one.name))
    if not kernels:
        return None
    initrd = root / "boot" / kernels[-1].name.replace("vmlinuz-", "initrd.img-")
    return (kernels[-1], initrd) if initrd.is_file() else None


def _numbers(name: str) -> list[int]:
    return [int(one) for one in re.findall("[0-9]+", name)]
