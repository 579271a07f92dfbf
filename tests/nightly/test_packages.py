"""5 000 power cuts in updates, and the real packages in a real Debian.

GRIDHEARTH_POWER_CUTS changes how many. The root file systems come from Debian's archive
(mmdebstrap, as root; for arm64 also qemu-user-static with binfmt_misc); without them those tests
fail and say what is missing. GRIDHEARTH_ROOTFS_AMD64 and _ARM64 name kept tar files of them.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from agent.packaging import slots as rules
from agent.packaging.seed import read_card
from agent.packaging.signing import new_key
from agent.packaging.slots import HOME
from agent.packaging.targets import target
from agent.packaging.tree import SCREEN_NEEDS
from tests.packaging.power_cut_model import CuttableDisk, cut_run
from tests.packaging.test_card import CARD, deb, home_settings

ROOT = Path(__file__).resolve().parents[2]
CUTS = int(os.environ.get("GRIDHEARTH_POWER_CUTS", "5000"))
MMDEBSTRAP = ("mmdebstrap", "--mode=root", "--variant=minbase")
PACKAGES = "python3,systemd,udev,adduser,cloud-init,netplan.io"
MAX_INSTALLED_MB = 120


def test_five_thousand_power_cuts_leave_a_whole_version() -> None:
    cuts = seed = 0
    while cuts < CUTS:
        run = cut_run(seed)
        assert run.wrong == ""
        cuts += run.cuts
        seed += 1
    sys.stdout.write(f"{cuts} power cuts in {seed} double updates: a whole version each time\n")


def test_the_same_runs_find_a_slot_sealed_before_its_files_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def careless(disk: CuttableDisk, slot: str) -> None:
        identity = rules._identity(disk.read(f"{HOME}/{slot}/MANIFEST"))
        disk.replace_file(f"{HOME}/{slot}/COMPLETE", identity)

    monkeypatch.setattr("agent.packaging.switching.seal", careless)
    assert any(cut_run(seed).wrong for seed in range(300))


class Machine:
    """A Debian below a folder; commands run in it by chroot, without the host's environment."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def run(self, *words: str, expect: int = 0, **more: str) -> str:
        done = subprocess.run(
            ["chroot", str(self.root), *words],
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LC_ALL": "C.UTF-8"}
            | more,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == expect, done.stdout[-2000:] + done.stderr[-2000:]
        return done.stdout + done.stderr


def unpacked(arch: str, folder: Path, packages: str, kept_as: str = "") -> Machine:
    kept = os.environ.get(f"GRIDHEARTH_ROOTFS_{kept_as or arch.upper()}")
    tar = Path(kept) if kept else folder / "rootfs.tar"
    if not tar.is_file():
        subprocess.run(
            [*MMDEBSTRAP, f"--architectures={arch}", f"--include={packages}", "trixie", str(tar)],
            check=True,
        )
    root = folder / "root"
    root.mkdir()
    subprocess.run(["tar", "-C", str(root), "-xf", str(tar)], check=True)
    return Machine(root)


def built(arch: str, folder: Path, *, version: str | None = None) -> Path:
    """Build from a copy of the checkout, under another version where one is given."""
    source = folder / f"source-{version}"
    skip = shutil.ignore_patterns(".git", ".venv", "__pycache__", "*.egg-info", "build", "dist")
    shutil.copytree(ROOT, source, ignore=skip, symlinks=True)
    setup = source / "setup.cfg"
    if version is not None:
        lines = setup.read_text().splitlines()
        setup.write_text(
            "\n".join(
                f"version = {version}" if one.startswith("version =") else one for one in lines
            )
        )
    output = folder / f"debs-{version}"
    command = [sys.executable, "-m", "agent", "package", "--arch", arch, "--preset", "1"]
    subprocess.run(
        [*command, "--output", str(output)],
        cwd=source,
        env=os.environ | {"SOURCE_DATE_EPOCH": "1760000000"},
        check=True,
    )
    return next(output.glob("gridhearth_*.deb"))


def signed(root: Path, folder: Path, deb_: Path, *, number: int) -> None:
    """Put the makers' keys and a signed release onto the machine."""
    new_key(folder / "root.pem")
    new_key(folder / "release.pem")
    place, number_ = str(root / "etc/gridhearth/update-root.json"), str(number)
    keys = ("--root-key", "root.pem", "--release-key", "release.pem")
    release = ("--key", "release.pem", "--minimum", "0.1.0", f"trixie={deb_}")
    for words in (
        ("root", *keys, "--number", "1", "--output", place),
        ("sign", *release, "--number", number_, "--output", str(root / "root/release.json")),
    ):
        subprocess.run(
            [sys.executable, "-m", "agent", "release", *words],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            check=True,
        )


CORE = ("devices", "metering/test_registers.py", "metering/test_intervals.py")
CORE += tuple(f"market/test_{one}.py" for one in ("settlement", "worked_cases", "cycle"))
FEWER = """
from hypothesis import HealthCheck, settings
settings.register_profile("emulated", max_examples=10, deadline=None,
                          suppress_health_check=list(HealthCheck))
settings.load_profile("emulated")
"""
TOOLS = ("pytest", "pytest-asyncio", "pytest-timeout", "hypothesis")


def core_tests(machine: Machine, site: str) -> int:
    """Run the pure rules' tests on the machine with the package's own code; return how many passed."""
    tools = machine.root / "root/tools"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-compile", "--target"]
    pins = ["-c", str(ROOT / "constraints.txt"), *TOOLS]
    subprocess.run(
        [*command, str(tools), *target("trixie", "arm64").pip_words(), *pins], check=True
    )
    checkout = machine.root / "root/checkout"
    shutil.copytree(
        ROOT / "tests", checkout / "tests", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copytree(ROOT / "config", checkout / "config")
    (checkout / "conftest.py").write_text(FEWER)
    places = " ".join(f"tests/{one}" for one in CORE)
    (checkout / "pytest.ini").write_text(
        "[pytest]\nasyncio_mode = auto\nasyncio_default_fixture_loop_scope = function\naddopts = --import-mode=importlib -p no:cacheprovider\n"
    )
    told = machine.run(
        *("sh", "-c", f"cd /root/checkout && python3 -s -m pytest -q -x {places}"),
        PYTHONPATH=f"{site}:/root/tools:/root/checkout",
        PYTHONSAFEPATH="1",
    )
    found = re.search(r"(\d+) passed", told)
    assert found is not None, told[-2000:]
    return int(found[1])


def installed_mb(machine: Machine) -> float:
    paths = machine.run("dpkg", "-L", "gridhearth").splitlines()
    files = [machine.root / path.lstrip("/") for path in paths]
    return sum(one.stat().st_size for one in files if one.is_file() and not one.is_symlink()) / 1e6


@pytest.fixture
def debian(tmp_path: Path) -> Machine:
    assert shutil.which("mmdebstrap"), "install it: apt-get install mmdebstrap"
    return unpacked("amd64", tmp_path, PACKAGES)


@pytest.mark.timeout(3_600)
def test_the_package_lives_a_whole_life_in_debian_trixie(debian: Machine, tmp_path: Path) -> None:
    first = built("amd64", tmp_path)
    again = built("amd64", tmp_path, version="0.1.0")
    assert first.read_bytes() == again.read_bytes(), "two builds differ"
    newer = built("amd64", tmp_path, version="9.9.9")
    for one in (first, newer):
        shutil.copy(one, debian.root / "root")

    debian.run("dpkg", "-i", f"/root/{first.name}")
    size_mb = installed_mb(debian)
    assert size_mb <= MAX_INSTALLED_MB
    assert debian.run("gridhearth", "--version") == "gridhearth 0.1.0\n"
    assert "agree" in debian.run("gridhearth", "sbom", "--compare")
    debian.run(
        "gridhearth", "config", "check", "/usr/share/doc/gridhearth/examples/gridhearth.toml"
    )
    assert "gridhearth" in debian.run("getent", "passwd", "gridhearth")
    # What its makers signed is believed, an older release afterwards is not.
    signed(debian.root, tmp_path, newer, number=2)
    files = ("--file", f"/root/{newer.name}", "--release", "/root/release.json")
    assert "9.9.9+deb13u1 is there" in debian.run(
        "gridhearth", "update", "--check", *files[2:], *files[:2]
    )
    bent = bytearray(newer.read_bytes())
    bent[-100] ^= 1
    (debian.root / "root" / newer.name).write_bytes(bent)
    refused = debian.run("gridhearth", "update", *files, expect=1)
    assert "not the file that was signed" in refused
    shutil.copy(newer, debian.root / "root")
    debian.run("dpkg", "-i", f"/root/{newer.name}")
    assert debian.run("gridhearth", "--version") == "gridhearth 0.1.0\n"
    assert "9.9.9 is in use" in debian.run("gridhearth", "update", "--resume")
    assert debian.run("gridhearth", "--version") == "gridhearth 9.9.9\n"
    assert "0.1.0 is in use" in debian.run("gridhearth", "update", "--back")
    assert debian.run("gridhearth", "--version") == "gridhearth 0.1.0\n"
    # A damaged card: the slot loses its mark, the other one starts.
    (debian.root / "opt/gridhearth/a/COMPLETE").unlink()
    assert debian.run("gridhearth", "--version") == "gridhearth 9.9.9\n"
    debian.run("dpkg", "-P", "gridhearth")
    assert not (debian.root / "opt/gridhearth").exists()
    sys.stdout.write(f"amd64: {first.stat().st_size / 1e6:.1f} MB, {size_mb:.1f} MB installed\n")


@pytest.mark.timeout(3_600)
def test_the_screen_draws_with_debians_own_qt(tmp_path: Path) -> None:
    """Its code comes from our wheels' side, Qt from Debian: 6.8, older than the tests' own."""
    needed = ",".join(("python3", *SCREEN_NEEDS))
    machine = unpacked("amd64", tmp_path, needed, "SCREEN")
    for one in built("amd64", tmp_path).parent.glob("*.deb"):
        shutil.copy(one, machine.root / "root")
    names = sorted(f"/root/{one.name}" for one in (machine.root / "root").glob("*.deb"))
    # Without systemd in this root the users are missing; every other dependency must be there.
    machine.run("dpkg", "--force-depends", "-i", *names)
    scenario = "/opt/gridhearth/a/site/gui/scenarios/afternoon.json"
    picture = ("gridhearth", "screen", "--scenario", scenario, "--screenshot", "/root/shots")
    machine.run("env", "QT_QPA_PLATFORM=offscreen", *picture, "--pages", "home", "--after", "2")
    (shot,) = (machine.root / "root/shots").glob("*.png")
    assert shot.stat().st_size > 20_000, "an empty page"
    status = (machine.root / "var/lib/dpkg/status").read_text()
    kib = sum(
        int(one.split()[1]) for one in status.splitlines() if one.startswith("Installed-Size")
    )
    sys.stdout.write(f"with Debian's Qt and Mesa the whole root has {kib / 1024:.0f} MiB\n")


def test_cloud_init_itself_accepts_a_card_and_finds_a_slip(debian: Machine, tmp_path: Path) -> None:
    (tmp_path / "card.toml").write_text(CARD)
    (tmp_path / "home.toml").write_text(home_settings())
    (tmp_path / "network.toml").write_text("[network]\nchain_id = 711\n")
    (tmp_path / "gridhearth_0.1.0+deb13u1_arm64.deb").write_bytes(deb())
    files = read_card(tmp_path / "card.toml").files
    for name in ("user-data", "network-config", "meta-data"):
        (debian.root / "root" / name).write_bytes(files[name])
    schema = ("cloud-init", "schema", "--config-file")
    assert "Valid" in debian.run(*schema, "/root/user-data")
    debian.run(*schema, "/root/network-config", "--schema-type", "network-config")
    slip = files["user-data"].replace(b'"lock_passwd": true', b'"lock_passwd": "maybe"')
    assert slip != files["user-data"]
    (debian.root / "root/slip").write_bytes(slip)
    debian.run(*schema, "/root/slip", expect=1)


@pytest.mark.timeout(7_200)
def test_the_arm64_package_runs_under_emulation(tmp_path: Path) -> None:
    assert shutil.which("qemu-aarch64-static"), "install it: apt-get install qemu-user-static"
    machine = unpacked("arm64", tmp_path, "python3")
    package = built("arm64", tmp_path)
    shutil.copy(package, machine.root / "root")
    started = time.monotonic()
    install = ("dpkg", "--force-depends", "-i", f"/root/{package.name}")
    machine.run(*install, GRIDHEARTH_NO_COMPILE="1")
    assert machine.run("gridhearth", "--version") == "gridhearth 0.1.0\n"
    example = "/usr/share/doc/gridhearth/examples/gridhearth.toml"
    machine.run("gridhearth", "config", "check", example)
    assert "agree" in machine.run("gridhearth", "sbom", "--compare")
    imports = "import numpy, cryptography, coincurve, aiohttp, zigpy, bellows, agent.daemon"
    site = "/opt/gridhearth/a/site"
    machine.run("env", f"PYTHONPATH={site}", "python3", "-s", "-c", imports)
    passed = core_tests(machine, site)
    sys.stdout.write(
        f"arm64 under emulation: {time.monotonic() - started:.0f} s, {passed} tests of the core\n"
    )
