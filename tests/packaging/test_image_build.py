"""Images we build: partitions that fit, nothing of the building machine, nothing that trades, no halves."""

import io
import json
import os
import signal
import struct
import subprocess
import tarfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.cli import main
from agent.commands import image_build
from agent.packaging import image_disk, image_root
from agent.packaging.boot_partition import found, read
from agent.packaging.debian import Package, write_deb
from agent.packaging.entries import Entry, PackageError
from agent.packaging.image_bill import image_bill
from agent.packaging.image_build import built
from agent.packaging.image_files import boot_texts, included, kernel_line, root_texts
from agent.packaging.image_layout import (
    ALIGN_SECTORS,
    LEAST_BOOT_BYTES,
    LEAST_ROOT_BYTES,
    layout,
    read_table,
    size_of,
    table,
)
from agent.packaging.image_plan import ImagePlan, Wanted, missing, planned, told, too_small
from tests.packaging.test_card import CARD, deb, home_settings

MIB = 1 << 20
EPOCH_S = 1_760_000_000
STATUS = """\
Package: libc6
Status: install ok installed
Architecture: arm64
Source: glibc (2.41-12)
Version: 2.41-12
Description: a library
 of many
 .
 lines

Package: gone
Status: deinstall ok config-files
Architecture: all
Version: 1.0

Package: adduser
Status: install ok installed
Architecture: all
Version: 3.152+x:1
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "gridhearth_0.1.0+deb13u1_arm64.deb"
    path.write_bytes(deb())
    return path


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A root file system of a dozen files, with what the building machine leaves in a real one."""
    path = tmp_path / "base.tar"
    files = {
        "boot/vmlinuz-6.12.9": b"kernel of yesterday",
        "boot/vmlinuz-6.12.12": b"kernel",
        "boot/initrd.img-6.12.12": b"initrd",
        "boot/firmware/start4.elf": b"firmware",
        "boot/firmware/overlays/one.dtbo": b"overlay",
        "etc/.resolv.conf.systemd-resolved.bak": b"nameserver 10.1.2.3\n",
        "etc/apt/sources.list": b"deb http://mirror.of.this.machine/ trixie main\n",
        "etc/machine-id": b"0123456789abcdef0123456789abcdef\n",
        "etc/resolv.conf": b"nameserver 10.1.2.3\n",
        "etc/shadow": b"root:*:20000:0:99999:7:::\n",
        "etc/ssh/ssh_host_ed25519_key": b"-----BEGIN OPENSSH " + b"PRIVATE KEY-----\n",
        "etc/systemd/system/multi-user.target.wants/ssh.service": b"",
        "usr/bin/true": b"#!/bin/sh\n",
        "var/lib/apt/lists/deb_Packages": b"Package: x\n",
        "var/lib/dpkg/status": STATUS.encode(),
        "var/log/dpkg.log": b"2026-11-22 on build-7\n",
    }
    with tarfile.open(path, "w") as tar:
        for name, content in files.items():
            info = tarfile.TarInfo(f"./{name}")
            info.size, info.mtime = len(content), EPOCH_S + 5_000
            tar.addfile(info, io.BytesIO(content))
    return path


class Emulated:
    """Runs the real tools, and plays the programs that would run inside the new system."""

    def __init__(self) -> None:
        self.inside: list[tuple[str, ...]] = []

    def __call__(
        self, words: Sequence[str], *, env: Mapping[str, str] | None = None, told: bytes = b""
    ) -> str:
        if words[0] != "unshare":
            return image_disk.run(words, env=env, told=told)
        root, *command = words[words.index("sh", 6) + 1 :]
        self.inside.append(tuple(command))
        if command[:2] == ["dpkg", "-i"]:
            for one in command[2:]:
                assert Path(root, one.lstrip("/")).is_file()
                name = Path(one).name.partition("_")[0]
                info = Path(root, f"var/lib/dpkg/info/{name}.list")
                info.parent.mkdir(exist_ok=True)
                info.write_text("/.\n")
        return ""


def silent(text: str) -> None:
    """Tell nobody."""


def wanted(tmp_path: Path, package: Path, base: Path | None) -> Wanted:
    out = tmp_path / "out"
    out.mkdir(exist_ok=True)
    return Wanted(
        "arm64",
        out / "card.img",
        (package,),
        EPOCH_S,
        size_bytes=100 * MIB,
        boot_bytes=40 * MIB,
        base=base,
        kernel_beside=True,
    )


@pytest.fixture
def plan(tmp_path: Path, package: Path, base: Path) -> ImagePlan:
    return planned(wanted(tmp_path, package, base), native="arm64")


@given(
    st.integers(LEAST_BOOT_BYTES, 1 << 30),
    st.integers(LEAST_ROOT_BYTES + 12 * MIB, 1 << 40),
    st.integers(1, 2**32 - 1),
)
def test_partitions_are_aligned_apart_and_inside_and_the_table_says_so(
    boot: int, more: int, signature: int
) -> None:
    places = layout(boot + more, boot, signature)
    assert places.size_bytes <= boot + more
    assert not {places.boot_start % ALIGN_SECTORS, places.root_start % ALIGN_SECTORS} - {0}
    assert 0 < places.boot_start < places.boot_start + places.boot_sectors <= places.root_start
    assert places.root_start + places.root_sectors == places.sectors
    assert read_table(table(places), places.size_bytes) == places


def test_a_partition_table_that_is_not_ours_is_refused() -> None:
    sector = table(layout(100 * MIB, 40 * MIB, 7))
    for bent in (sector[:-2] + bytes(2), sector[:450] + b"\x07" + sector[451:], sector[:100]):
        with pytest.raises(PackageError):
            read_table(bent, 100 * MIB)
    three = bytearray(sector)
    struct.pack_into("<B", three, 446 + 32 + 4, 0x83)
    with pytest.raises(PackageError, match="are not"):
        read_table(bytes(three), 100 * MIB)


@pytest.mark.parametrize(
    ("text", "size"), [("4G", 4 << 30), ("512m", 512 << 20), ("3GiB", 3 << 30), ("4096", 4096)]
)
def test_sizes_are_read_as_people_write_them(text: str, size: int) -> None:
    assert size_of(text) == size


@pytest.mark.parametrize("text", ["", "4T", "-1G", "1.5G", "G", "4 000M"])
def test_a_size_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(PackageError, match="no size"):
        size_of(text)


def test_what_our_packages_need_is_taken_from_debian_too() -> None:
    depends = ["python3 (>= 3.13), libc6:any, adduser | systemd, gridhearth (>= 1), cage | labwc"]
    names = included("arm64", depends, ["tmux"])
    assert {"python3", "libc6", "adduser", "cage", "tmux", "raspi-firmware"} < set(names)
    assert not {"labwc", "gridhearth", "linux-image-amd64"} & set(names)
    assert "raspi-firmware" not in included("amd64", [], [])


def test_every_problem_of_what_was_asked_is_said_at_once(tmp_path: Path, package: Path) -> None:
    damaged = tmp_path / "damaged.deb"
    damaged.write_bytes(package.read_bytes()[:-9])
    asked = Wanted(
        "amd64",
        tmp_path / "nowhere" / "card.iso",
        (package, package, damaged, tmp_path / "lost.deb"),
        EPOCH_S,
        suite="sid",
        size_bytes=10 * MIB,
        base=tmp_path / "lost.tar",
        keep=tmp_path / "kept.tar",
    )
    with pytest.raises(PackageError) as refused:
        planned(asked, native="amd64")
    said = " ".join(refused.value.problems)
    for word in ("sid", "is for arm64", "twice", "ends within", "lost.deb", "card.iso"):
        assert word in said
    for word in ("no folder", "lost.tar", "nothing new to keep", "no room"):
        assert word in said


def test_every_missing_tool_is_named_at_once_with_its_package(plan: ImagePlan) -> None:
    fresh = replace(plan, wanted=replace(plan.wanted, base=None), foreign=True)
    nothing = missing(fresh, root=False, found=lambda _: None, runs=lambda _: False)
    assert "as root" in nothing[0]
    for package in ("mmdebstrap", "mtools", "e2fsprogs", "arch-test"):
        assert package in nothing[1]
    # A base needs no mmdebstrap; a machine that runs the programs needs no emulation.
    assert missing(plan, root=True, found=lambda _: "/x", runs=lambda _: False) == []
    assert "mmdebstrap" not in missing(plan, root=True, found=lambda _: None, runs=bool)[0]
    without_binfmt = missing(fresh, root=True, found=lambda _: "/x", runs=lambda _: False)
    assert "binfmt_misc" in without_binfmt[0]
    without_qemu = missing(
        fresh, root=True, found=lambda t: None if "qemu" in t else "/x", runs=lambda _: False
    )
    assert "qemu-user-static" in without_qemu[0]


def test_a_root_file_system_that_does_not_fit_is_refused_with_the_size_that_would(
    plan: ImagePlan,
) -> None:
    assert too_small(plan, 10 * MIB) == ""
    assert "--size 256M" in too_small(plan, plan.layout.root_bytes)


def test_kernel_fstab_and_firmware_name_the_same_root(plan: ImagePlan) -> None:
    texts = {one.path: one.text for one in root_texts(plan.layout, "trixie", "arm64")}
    root = plan.layout.name(2)
    assert f"root={root} " in kernel_line(plan.layout, "arm64")
    assert texts["etc/fstab"].startswith(f"{root} / ext4 ")
    assert f"ROOTPART={root}\n" in texts["etc/default/raspi-firmware"]
    assert ",nofail," in texts["etc/fstab"].splitlines()[1], "a torn boot partition, a dark home"
    assert texts["etc/machine-id"] == ""
    assert "disable gridhearth*" in "".join(texts.values())
    assert boot_texts(plan.layout, "arm64", {})["cmdline.txt"].count("\n") == 1


def test_the_bill_lists_debians_packages_and_our_libraries() -> None:
    own = {
        "metadata": {
            "component": {"bom-ref": "o", "purl": "pkg:pypi/gridhearth@1", "name": "gridhearth"}
        },
        "components": [{"bom-ref": "m", "purl": "pkg:pypi/msgspec@1", "name": "msgspec"}],
        "dependencies": [{"ref": "o", "dependsOn": ["m"]}],
    }
    bill = image_bill("card", STATUS, own, suite="trixie", epoch_s=EPOCH_S)
    names = [one["name"] for one in bill["components"]]
    assert names == ["adduser", "libc6", "gridhearth", "msgspec"], "what was removed is not in it"
    assert bill["components"][0]["purl"] == (
        "pkg:deb/debian/adduser@3.152%2Bx%3A1?arch=all&distro=trixie"
    )
    assert bill["components"][1]["properties"][0]["value"] == "glibc"
    assert {one["ref"] for one in bill["dependencies"]} == {"image:card", "o"}
    again = image_bill("card", STATUS, own, suite="trixie", epoch_s=EPOCH_S)
    assert again == bill
    less = image_bill("card", STATUS, None, suite="trixie", epoch_s=EPOCH_S)
    assert less["serialNumber"] != bill["serialNumber"]


def test_a_whole_image_is_built_and_customised_and_read_back(
    plan: ImagePlan, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    machine, said = Emulated(), list[str]()
    files = built(plan, said.append, run=machine)
    image = plan.wanted.output
    assert {one.name for one in files} == {one.name for one in image.parent.iterdir()}
    assert image.with_suffix(".vmlinuz").read_bytes() == b"kernel"
    assert image.with_suffix(".initrd").read_bytes() == b"initrd"
    assert len([one for one in said if "done in" in one]) >= 5

    boot = found(image)
    assert read(boot, "start4.elf") == b"firmware"
    assert read(boot, "overlays/one.dtbo") == b"overlay"
    assert read(boot, "gridhearth-installed.txt") == b"gridhearth 0.1.0\n"
    assert in_root_partition(plan, "/etc/fstab").startswith(plan.layout.name(2).encode())
    assert in_root_partition(plan, "/usr/bin/true") == b"#!/bin/sh\n"
    assert in_root_partition(plan, "/etc/machine-id") == b""
    for leftover in ("10.1.2.3", "mirror.of.this.machine", "OPENSSH PRIVATE", "build-7"):
        assert leftover.encode() not in image.read_bytes()

    (tmp_path / "home.toml").write_text(home_settings())
    (tmp_path / "network.toml").write_text("[network]\nchain_id = 711\n")
    card = tmp_path / "card.toml"
    card.write_text("\n".join(one for one in CARD.splitlines() if "packages" not in one))
    assert main(["image", "customise", str(image), "--config", str(card), "--yes"]) == 0
    told_cloud_init = json.loads(read(boot, "user-data").partition(b"\n")[2])
    script = next(one["content"] for one in told_cloud_init["write_files"] if "sbin" in one["path"])
    # Without a package on the card: the groups are there, and the agent can read its settings.
    assert "usermod -aG gridhearth-view" in script
    assert "-g gridhearth /boot/firmware/gridhearth-settings.toml" in script
    line = read(boot, "cmdline.txt").decode()
    assert line.startswith(kernel_line(plan.layout, "arm64"))
    assert "ds=nocloud;i=gridhearth-" in line
    assert read(boot, "start4.elf") == b"firmware"
    capsys.readouterr()


def in_root_partition(plan: ImagePlan, path: str) -> bytes:
    disk = f"{plan.wanted.output}?offset={plan.layout.root_offset}"
    return subprocess.run(
        ["debugfs", "-R", f"cat {path}", disk],
        env={"PATH": "/usr/sbin:/sbin:/usr/bin:/bin"},
        capture_output=True,
        check=True,
    ).stdout


def test_two_builds_from_one_base_are_the_same(plan: ImagePlan) -> None:
    def once(name: str) -> bytes:
        output = plan.wanted.output.with_name(name)
        built(replace(plan, wanted=replace(plan.wanted, output=output)), silent, run=Emulated())
        return output.read_bytes()

    assert once("one.img") == once("two.img")


@pytest.mark.parametrize("failing", ["tar", "unshare", "mformat", "mcopy", "mke2fs", "e2fsck"])
def test_a_step_that_fails_leaves_nothing_behind(plan: ImagePlan, failing: str) -> None:
    machine = Emulated()

    def run(
        words: Sequence[str], *, env: Mapping[str, str] | None = None, told: bytes = b""
    ) -> str:
        if words[0] == failing:
            return image_disk.run(["false"], env=env)
        return machine(words, env=env, told=told)

    with pytest.raises(PackageError, match="failed"):
        built(plan, silent, run=run)
    assert list(plan.wanted.output.parent.iterdir()) == []


def test_an_image_that_would_trade_by_itself_or_is_one_machine_is_not_handed_out(
    plan: ImagePlan, tmp_path: Path
) -> None:
    root = tmp_path / "root"
    for name, content in (
        ("etc/systemd/system/multi-user.target.wants/gridhearth.service", ""),
        ("etc/systemd/system/multi-user.target.wants/gridhearth-join.service", ""),
        ("etc/systemd/system/timers.target.wants/gridhearth-update.timer", ""),
        ("etc/machine-id", "0123456789abcdef0123456789abcdef\n"),
        ("etc/ssh/ssh_host_rsa_key", "x"),
        ("etc/shadow", "root:*:1::::::\ninstaller::1::::::\npi:$y$j9T$x:1::::::\n"),
        ("var/lib/apt/lists/x", ""),
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content)
    said = " ".join(image_root.wrong(root, plan))
    for word in ("gridhearth.service is enabled", "machine-id", "ssh_host_rsa_key", "lists"):
        assert word in said
    for word in ("installer can log in", "pi can log in", "gridhearth is not installed"):
        assert word in said
    assert "gridhearth-join.service is enabled" in said
    assert "root can" not in said
    assert "timer" not in said


def test_modules_are_never_compiled_by_another_python(plan: ImagePlan, tmp_path: Path) -> None:
    def run(
        words: Sequence[str], *, env: Mapping[str, str] | None = None, told: bytes = b""
    ) -> str:
        return "f30d0d0a" if words[0] == "unshare" else "a70d0d0a"

    python = replace(plan, foreign=True, wanted=replace(plan.wanted, python=Path("/x/python")))
    with pytest.raises(PackageError, match="same version"):
        image_root.compiled(python, tmp_path, run=run)
    without = replace(python, wanted=replace(plan.wanted, python=None))
    assert not image_root.compiled(without, tmp_path, run=run)


def test_mmdebstrap_is_asked_for_the_plan_and_nothing_is_compiled_under_emulation(
    plan: ImagePlan, tmp_path: Path
) -> None:
    asked: list[tuple[list[str], Mapping[str, str]]] = []

    def run(
        words: Sequence[str], *, env: Mapping[str, str] | None = None, told: bytes = b""
    ) -> str:
        asked.append((list(words), env or {}))
        return ""

    image_root.made(replace(plan, foreign=True), tmp_path / "base.tar", run=run)
    image_root.made(plan, tmp_path / "base.tar", run=run)
    (foreign, env), (native, _) = asked
    assert env["SOURCE_DATE_EPOCH"] == str(EPOCH_S)
    assert "--architectures=arm64" in foreign
    assert any("trixie-security main non-free-firmware" in one for one in foreign)
    assert any("py3compile" in one for one in foreign)
    # Without a type for / the initrd has no fsck, and a torn card is mounted unchecked.
    assert all(any("FSTYPE=ext4" in one for one in words) for words in (foreign, native))
    assert not any("py3compile" in one for one in native)


def test_the_command_shows_its_plan_and_says_what_is_missing(
    tmp_path: Path,
    package: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EPOCH_S))
    monkeypatch.setattr(image_build, "_found", lambda _: None)
    words = ["image", "build", "--arch", "arm64", "--package", str(package)]
    words += ["--output", str(tmp_path / "card.img")]
    assert main([*words, "--dry-run"]) == 0
    shown = capsys.readouterr()
    assert "installs gridhearth 0.1.0" in shown.out
    assert "sudo apt-get install" in shown.err
    assert main(words) == 1
    assert main([*words, "--size", "many"]) == 2
    assert "no size" in capsys.readouterr().err
    assert not (tmp_path / "card.img").exists()


def test_a_plan_says_what_begins_it(plan: ImagePlan) -> None:
    assert any("takes the root file system" in one for one in told(plan))
    fresh = replace(plan, wanted=replace(plan.wanted, base=None), foreign=True)
    assert any("raspi-firmware" in one for one in told(fresh))
    assert any("emulation" in one for one in told(fresh))


def test_another_package_gives_another_disk_and_the_same_one_the_same(
    tmp_path: Path, package: Path
) -> None:
    first = planned(wanted(tmp_path, package, None), native="amd64")
    assert planned(wanted(tmp_path, package, None), native="amd64") == first
    other = Package("gridhearth", "0.2.0", "arm64", "x", "y", (Entry("/opt/x", b"y"),))
    package.write_bytes(write_deb(other, epoch_s=0, preset=0))
    second = planned(wanted(tmp_path, package, None), native="amd64")
    assert second.layout.signature != first.layout.signature
    assert second.root_uuid != first.root_uuid


def test_the_manifest_of_a_built_image_asks_imager_for_plain_cloud_init(tmp_path: Path) -> None:
    """Debian's cloud-init does not know what Raspberry Pi OS's understands: it would be ignored."""
    image, output = tmp_path / "card.img", tmp_path / "x.rpi-imager-manifest"
    image.write_bytes(b"image")
    words = ["image", "manifest", str(image), "--url", "https://example.org/card.img"]
    words += ["--date", "2026-11-22", "--icon", "", "--output", str(output)]
    assert main([*words, "--built"]) == 0
    (entry,) = json.loads(output.read_text())["os_list"]
    assert (entry["init_format"], entry["devices"]) == ("cloudinit", ["pi4-64bit"])
    assert main(words) == 0
    (entry,) = json.loads(output.read_text())["os_list"]
    assert (entry["init_format"], len(entry["devices"])) == ("cloudinit-rpi", 2)


def test_an_ended_build_takes_its_half_image_away(
    tmp_path: Path,
    package: Path,
    base: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """systemd, a CI runner and `kill` send SIGTERM, which ends Python without a word."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EPOCH_S))
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr(image_build, "_found", lambda tool: f"/usr/bin/{tool}")
    monkeypatch.setattr(image_build, "_runs", lambda _: True)

    def killed(*_: object, **__: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr("agent.packaging.image_root.installed", killed)
    out = tmp_path / "out"
    out.mkdir()
    words = ["image", "build", "--arch", "arm64", "--package", str(package), "--base", str(base)]
    assert main([*words, "--output", str(out / "card.img")]) == 1
    assert "Stopped" in capsys.readouterr().err
    assert list(out.iterdir()) == []
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
