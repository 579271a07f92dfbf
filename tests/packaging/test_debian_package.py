"""Our packages are what Debian expects, the same bytes each time, and dpkg takes them in and out."""

import ctypes
import gzip
import hashlib
import io
import platform
import shutil
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from agent.commands.package import manual_entries, own_version
from agent.packaging import qt, sbom, wheels
from agent.packaging.absent_gl import stand_ins, wanted_of
from agent.packaging.debian import (
    Package,
    control_text,
    read_control,
    read_members,
    write_deb,
)
from agent.packaging.entries import Entry, PackageError, ordered
from agent.packaging.targets import GLIBC_TAGS, target
from agent.packaging.tree import HOME, Source, agent_package, screen_package, unit_place

ROOT = Path(__file__).resolve().parents[2]
TRIXIE = target("trixie", "arm64")
EPOCH_S = 1_760_000_000


@pytest.fixture(scope="module")
def source() -> Source:
    """The checkout as it is, with one library in place of forty."""
    library = Entry(f"{HOME}/site/tiny/__init__.py", b"VERSION = 1\n")
    told = b"Metadata-Version: 2.4\nName: Tiny_Lib\nVersion: 1.0\n"
    metadata = Entry(f"{HOME}/site/tiny_lib-1.0.dist-info/METADATA", told)
    pages = manual_entries(own_version(), EPOCH_S)
    bill = sbom.bill(own_version(), [wheels.Pin("tiny-lib", "1.0", "0" * 64)], {}, epoch_s=EPOCH_S)
    site = (library, metadata)
    return Source(ROOT, own_version(), EPOCH_S, site, pages, sbom.written(bill).encode())


@pytest.fixture(scope="module")
def package(source: Source) -> Package:
    return agent_package(source, TRIXIE, screen=True)


@pytest.fixture(scope="module")
def deb(package: Package) -> bytes:
    return write_deb(package, epoch_s=EPOCH_S, preset=0)


def members_of(deb: bytes, name: str) -> dict[str, tarfile.TarInfo]:
    with tarfile.open(fileobj=io.BytesIO(read_members(deb)[name]), mode="r:xz") as tar:
        return {one.name: one for one in tar.getmembers()}


def test_two_builds_are_the_same_byte_for_byte(source: Source, deb: bytes) -> None:
    again = agent_package(
        replace(source, pages=manual_entries(own_version(), EPOCH_S)), TRIXIE, screen=True
    )
    assert write_deb(again, epoch_s=EPOCH_S, preset=0) == deb


def test_dpkg_reads_what_we_wrote(deb: bytes, package: Package, tmp_path: Path) -> None:
    path = tmp_path / "x.deb"
    path.write_bytes(deb)
    told = subprocess.run(
        ["dpkg-deb", "--field", str(path)], capture_output=True, text=True, check=True
    ).stdout
    assert told == control_text(package)
    listed = subprocess.run(
        ["dpkg-deb", "--contents", str(path)], capture_output=True, text=True, check=True
    ).stdout
    assert "./usr/bin/gridhearth" in listed
    assert read_control(deb)["Package"] == "gridhearth"


def test_every_member_is_roots_with_a_plain_mode_and_one_time(deb: bytes) -> None:
    for name in ("control.tar.xz", "data.tar.xz"):
        for member in members_of(deb, name).values():
            assert (member.uid, member.gid, member.uname, member.gname) == (0, 0, "root", "root")
            assert member.mtime == EPOCH_S
            assert member.isdir() or member.isfile()
            assert member.mode in ((0o755,) if member.isdir() else (0o644, 0o755)), member.name


def test_nothing_lies_in_the_package_that_does_not_belong(package: Package) -> None:
    paths = [entry.path for entry in package.entries]
    assert [path for path in paths if "__pycache__" in path or path.endswith(".pyc")] == []
    assert [path for path in paths if "/tests/" in path or "/config/packaging/" in path] == []
    tops = {"/".join(path.split("/")[:3]) for path in paths}
    assert tops == {"/etc/gridhearth", "/opt/gridhearth", "/usr/bin", "/usr/lib", "/usr/share"}
    programs = [entry.path for entry in package.entries if entry.mode == 0o755]
    assert programs == ["/usr/bin/gridhearth"]


def test_what_a_person_may_change_is_a_conffile(deb: bytes) -> None:
    with tarfile.open(fileobj=io.BytesIO(read_members(deb)["control.tar.xz"]), mode="r:xz") as tar:
        told = tar.extractfile("./conffiles")
        assert told is not None
        assert told.read() == b"/etc/gridhearth/update.toml\n"


def test_the_sums_are_those_of_the_files(deb: bytes) -> None:
    with tarfile.open(fileobj=io.BytesIO(read_members(deb)["control.tar.xz"]), mode="r:xz") as tar:
        told = tar.extractfile("./md5sums")
        assert told is not None
        sums = {line[34:]: line[:32] for line in told.read().decode().splitlines()}
    with tarfile.open(fileobj=io.BytesIO(read_members(deb)["data.tar.xz"]), mode="r:xz") as tar:
        files = [one for one in tar.getmembers() if one.isfile()]
        assert {one.name[2:] for one in files} == set(sums)
        for one in files[::40]:
            file = tar.extractfile(one)
            assert file is not None
            found = hashlib.md5(file.read(), usedforsecurity=False).hexdigest()
            assert sums[one.name[2:]] == found


def test_the_python_it_is_compiled_for_is_the_only_one_it_takes(package: Package) -> None:
    assert package.depends[:2] == ("python3 (>= 3.13)", "python3 (<< 3.14)")
    assert package.version == f"{own_version()}+deb13u1"
    # Its users are made by systemd-sysusers; a machine without it would have none.
    assert "systemd | systemd-standalone-sysusers | systemd-sysusers" in package.depends


def test_every_unit_has_a_place_and_the_screens_are_in_its_own_package(
    source: Source, package: Package
) -> None:
    screen = screen_package(source, TRIXIE, (), b"{}\n")
    ours, its = ({entry.path for entry in one.entries} for one in (package, screen))
    assert "/usr/lib/systemd/system/gridhearth.service" in ours
    assert "/usr/lib/sysusers.d/gridhearth.conf" in ours
    assert "/usr/lib/tmpfiles.d/gridhearth.conf" in ours
    assert "/usr/lib/systemd/system/gridhearth-screen.service" in its
    assert not ours & its
    assert screen.architecture == "arm64"
    assert "/usr/lib/gridhearth/kiosk" in its
    with pytest.raises(PackageError, match="has no place"):
        unit_place("surprise.xyz")
    assert unit_place("gridhearth.service.d/10-more.conf").endswith(
        "/gridhearth.service.d/10-more.conf"
    )


def test_without_a_screen_there_is_none(source: Source) -> None:
    package = agent_package(source, target("bookworm", "amd64"), screen=False)
    assert [one.path for one in package.entries if "/site/gui/" in one.path] == []
    assert package.recommends == ()


def test_the_shell_accepts_every_script(package: Package, source: Source, tmp_path: Path) -> None:
    screen = screen_package(source, TRIXIE, (), b"{}\n")
    scripts = [*package.scripts.items(), *screen.scripts.items()]
    programs = ("gridhearth.sh", "kiosk.sh")
    scripts += [(name, (ROOT / "config/packaging" / name).read_bytes()) for name in programs]
    assert len(scripts) == 7
    for name, text in scripts:
        path = tmp_path / name
        path.write_bytes(text)
        subprocess.run(["sh", "-n", str(path)], check=True)
        assert b"set -e" in text or name in programs
        assert b"enable gridhearth.service" not in text
        assert b"start gridhearth.service" not in text


def test_a_removal_stops_whatever_could_start_the_agent_again(tmp_path: Path) -> None:
    """A screen that connects to the socket would start it between its stop and its files' end."""
    asked = tmp_path / "asked"
    (tmp_path / "systemctl").write_text(f'#!/bin/sh\necho "$*" >>{asked}\n')
    (tmp_path / "systemctl").chmod(0o755)
    (tmp_path / "running").mkdir()
    text = (ROOT / "config/packaging/debian/gridhearth.prerm").read_text()
    assert "/run/systemd/system" in text
    text = text.replace("/run/systemd/system", str(tmp_path / "running"))
    for deed in ("upgrade", "remove"):
        subprocess.run(
            ["/bin/sh", "-c", text, "prerm", deed],
            env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
            check=True,
        )
        assert asked.exists() == (deed == "remove")
    stopped = [word for word in asked.read_text().split() if word.startswith("gridhearth")]
    ours = {one.name for one in (ROOT / "systemd").glob("gridhearth*.*")}
    assert set(stopped) == ours - {"gridhearth-screen.service"}, "a unit is forgotten"
    assert stopped[-2:] == ["gridhearth.socket", "gridhearth.service"]


def test_a_path_twice_or_out_of_the_tree_is_no_package() -> None:
    with pytest.raises(PackageError) as wrong:
        ordered([Entry("/a"), Entry("/a"), Entry("b"), Entry("/c/../d")])
    assert len(wrong.value.problems) == 3


@pytest.mark.parametrize("cut", [0, 7, 8, 40, 100, -1])
def test_half_a_package_is_said_to_be_half(deb: bytes, cut: int) -> None:
    with pytest.raises(PackageError):
        read_control(deb[:cut])


def wheel(folder: Path, name: str, files: dict[str, str]) -> Path:
    path = folder / f"{name}-1.0-py3-none-any.whl"
    told = f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\nLicense-Expression: MIT\n"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}-1.0.dist-info/METADATA", told)
        archive.writestr(f"{name}-1.0.dist-info/RECORD", "")
        for place, text in files.items():
            archive.writestr(place, text)
    return path


def test_a_wheel_is_unpacked_without_its_programs_and_tests(tmp_path: Path) -> None:
    path = wheel(
        tmp_path,
        "numpy",
        {
            "numpy/core.py": "",
            "numpy/tests/test_core.py": "",
            "numpy/core.pyi": "",
            "numpy-1.0.data/purelib/numpy/more.py": "",
            "numpy-1.0.data/scripts/f2py": "",
        },
    )
    assert [entry.path for entry in wheels.unpack(path, "/site")] == [
        "/site/numpy-1.0.dist-info/METADATA",
        "/site/numpy/core.py",
        "/site/numpy/more.py",
    ]


def test_a_wheel_that_leaves_its_folder_is_refused(tmp_path: Path) -> None:
    path = wheel(tmp_path, "evil", {"../../etc/cron.d/evil": "x"})
    with pytest.raises(PackageError, match="leaves its folder"):
        list(wheels.unpack(path, "/site"))


def test_a_kept_wheel_counts_only_by_its_hash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = wheel(tmp_path, "good", {"good.py": "1"})
    pin = wheels.Pin("good", "1.0", hashlib.sha256(good.read_bytes()).hexdigest())
    assert wheels.fetch([pin], TRIXIE, tmp_path) == [good]
    wheel(tmp_path, "good", {"good.py": "changed by somebody"})
    asked: list[list[str]] = []
    monkeypatch.setattr(wheels, "_download", lambda _folder, words: asked.append(words))
    with pytest.raises(PackageError, match="good 1"):
        wheels.fetch([pin], TRIXIE, tmp_path)
    assert "--require-hashes" in asked[0]


def a_library() -> bytes:
    spec = find_spec("msgspec._core")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).read_bytes()


def qt_wheel(folder: Path, *left_out: str) -> Path:
    """A wheel of a Qt whose every library is one that we have: a real ELF library."""
    content = a_library()
    path = folder / "pyside6_essentials-6.12.0-cp310-abi3-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("pyside6_essentials-6.12.0.dist-info/METADATA", "Name: x\nVersion: 1\n")
        for place in {*qt.REQUIRED, "QtWidgets.abi3.so", "designer"} - set(left_out):
            archive.writestr(f"PySide6/{place}", content)
    return path


def test_of_qt_only_what_the_screen_draws_with_is_taken(tmp_path: Path) -> None:
    found = {one.path: one.content for one in qt.entries([qt_wheel(tmp_path)], "amd64")}
    kept = {path for path in found if path.startswith(f"{qt.SITE}/PySide6/")}
    assert kept == {f"{qt.SITE}/PySide6/{place}" for place in qt.REQUIRED}
    assert {f"{qt.STAND_INS}/libGL.so.1", f"{qt.STAND_INS}/libEGL.so.1"} <= set(found)
    assert [one for one in qt.NEEDS if one.startswith(("libgl1", "libegl1"))] == []


def test_a_wheel_of_another_qt_is_not_half_taken(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="libQt6Quick"):
        list(qt.entries([qt_wheel(tmp_path, qt.REQUIRED[0])], "amd64"))


def test_the_loader_takes_the_stand_ins_and_every_function_says_nothing_is_there(
    tmp_path: Path,
) -> None:
    names = ["eglGetDisplay", "glClear", "glXMakeCurrent", "malloc"]
    made = stand_ins(names, "amd64" if platform.machine() == "x86_64" else "arm64")
    for library, own in {"libGL.so.1": names[1:3], "libEGL.so.1": names[:1]}.items():
        (tmp_path / library).write_bytes(made[library])
        loaded = ctypes.CDLL(str(tmp_path / library))
        assert [getattr(loaded, name)(1) for name in own] == [0] * len(own)
        with pytest.raises(AttributeError):
            loaded.eglInitialize  # noqa: B018 - asking is the test
    assert wanted_of(made["libGL.so.1"]) == set()  # it takes nothing from anybody
    assert stand_ins(reversed(names), "arm64") == stand_ins(names, "arm64")


def test_what_a_library_takes_from_others_is_read_from_it(tmp_path: Path) -> None:
    content = a_library()
    assert "PyErr_SetString" in wanted_of(content)
    for broken in (b"", b"#!/bin/sh\n" * 20, content[:100], content[:-2000]):
        with pytest.raises(PackageError):
            wanted_of(broken)


LOCKS = [(suite, arch) for suite in ("trixie", "bookworm") for arch in ("amd64", "arm64")]


@pytest.mark.parametrize(("suite", "arch"), LOCKS)
def test_the_locks_pin_what_the_suite_was_tested_with(suite: str, arch: str) -> None:
    one = target(suite, arch)
    text = (ROOT / "config" / "packaging" / one.lock_name).read_text("ascii")
    pins = wheels.read_lock(text)
    assert wheels.write_lock(pins, one) == text
    tested = dict(
        line.split("==")
        for line in (ROOT / "constraints.txt").read_text("ascii").splitlines()
        if "==" in line
    )
    known = {wheels.canonical(name): version for name, version in tested.items()}
    assert {pin.name: pin.version for pin in pins} == {pin.name: known[pin.name] for pin in pins}
    if suite == "trixie":
        text = (ROOT / "config" / "packaging" / one.screen_lock_name).read_text("ascii")
        its = wheels.read_lock(text)
        assert wheels.write_lock(its, one, of_screen=True) == text
        assert {pin.name: pin.version for pin in its} == {
            name: known[name] for name in ("pyside6-essentials", "shiboken6")
        }
    asked = {
        wheels.canonical(line.split(">")[0].split("=")[0].split("<")[0].strip())
        for line in wheels.wanted((ROOT / "setup.cfg").read_text("utf-8"))
    }
    assert asked <= {pin.name for pin in pins}


def test_every_older_tag_a_machine_can_run_is_named() -> None:
    words = " ".join(target("bookworm", "arm64").pip_words())
    assert "manylinux_2_36_aarch64" in words
    assert "manylinux_2_38" not in words  # Bookworm has glibc 2.36
    named = " ".join(TRIXIE.pip_words())
    assert all(f"manylinux_2_{minor}_aarch64" in named for minor in GLIBC_TAGS)
    with pytest.raises(PackageError) as wrong:
        target("sid", "riscv64")
    assert len(wrong.value.problems) == 2


def test_a_lock_with_slips_names_them_all() -> None:
    with pytest.raises(PackageError) as wrong:
        wheels.read_lock("a==1\nb\n" + f"c==1 --hash=sha256:{'0' * 64}\n" * 2)
    assert len(wrong.value.problems) == 3


# What follows runs the real dpkg into a tree below tmp_path, its scripts included.

NEEDED: tuple[str, ...] = (
    "agent/__init__.py",
    "agent/__main__.py",
    "agent/cli.py",
    "agent/commands/__init__.py",
)
NEEDED += ("agent/commands/known.py", "agent/commands/update.py")


def small_root(tmp_path: Path) -> Path:
    """The part of the checkout that the package's own script runs."""
    root = tmp_path / "source"
    for place in (*NEEDED, "CHANGELOG.md", "config/gridhearth.example.toml"):
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / place, root / place)
    skip = shutil.ignore_patterns("__pycache__")
    for place in ("agent/packaging", "config/packaging", "systemd"):
        shutil.copytree(ROOT / place, root / place, ignore=skip)
    return root


def dpkg(machine: Path, *words: str) -> subprocess.CompletedProcess[str]:
    for folder in ("updates", "info", "triggers"):
        (machine / "var/lib/dpkg" / folder).mkdir(parents=True, exist_ok=True)
    (machine / "var/lib/dpkg/status").touch()
    forced = "script-chrootless,depends,not-root,bad-path"
    return subprocess.run(
        ["dpkg", f"--root={machine}", f"--force-{forced}", "--log=/dev/null", *words],
        env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "GRIDHEARTH_PYTHON": sys.executable},
        capture_output=True,
        text=True,
        check=False,
    )


def test_dpkg_installs_updates_removes_and_purges(tmp_path: Path) -> None:
    machine, home = tmp_path / "machine", tmp_path / "machine/opt/gridhearth"
    debs = {}
    for version in ("1.0.0", "1.1.0"):
        source = Source(small_root(tmp_path / version), version, EPOCH_S, (), (), b"{}\n")
        package = replace(agent_package(source, TRIXIE, screen=False), architecture="all")
        debs[version] = tmp_path / f"{version}.deb"
        debs[version].write_bytes(write_deb(package, epoch_s=EPOCH_S, preset=0))
    machine.mkdir()

    done = dpkg(machine, "-i", str(debs["1.0.0"]))
    assert done.returncode == 0, done.stderr
    assert (home / "current").readlink() == Path("a")
    assert (home / "a/COMPLETE").is_file()
    assert not list(machine.glob("etc/systemd/system/*.wants/*")), "nothing is enabled by itself"
    (machine / "etc/gridhearth/gridhearth.toml").write_text("mine")
    (machine / "etc/gridhearth/update.toml").write_text("quiet_minutes = 5\n")
    (machine / "var/lib/gridhearth/join").mkdir(parents=True)
    (machine / "var/lib/gridhearth/join/order.key").write_text("worth money")
    (machine / "var/lib/gridhearth/journal.db").write_text("remembered")
    enabled = machine / "etc/systemd/system/multi-user.target.wants/gridhearth.service"
    enabled.parent.mkdir(parents=True)
    enabled.symlink_to("/usr/lib/systemd/system/gridhearth.service")
    (machine / "etc/credstore.encrypted").mkdir()
    (machine / "etc/credstore.encrypted/order-key").write_text("worth money")

    done = dpkg(machine, "--force-confold", "-i", str(debs["1.1.0"]))
    assert done.returncode == 0, done.stderr
    # The new version lies whole beside the old one, which goes on running.
    assert (home / "current").readlink() == Path("a")
    assert (home / "a/MANIFEST").read_text().startswith("gridhearth 1.0.0\n")
    assert (home / "b/MANIFEST").read_text().startswith("gridhearth 1.1.0\n")
    assert (home / "b/COMPLETE").is_file()
    assert (machine / "etc/gridhearth/update.toml").read_text() == "quiet_minutes = 5\n"

    done = dpkg(machine, "-r", "gridhearth")
    assert done.returncode == 0, done.stderr
    assert not home.exists()
    assert not (machine / "usr/bin/gridhearth").exists()
    assert (machine / "etc/gridhearth/gridhearth.toml").read_text() == "mine"
    assert (machine / "var/lib/gridhearth").is_dir()

    done = dpkg(machine, "-P", "gridhearth")
    assert done.returncode == 0, done.stderr
    assert "money on the chain stays there" in done.stderr
    assert not (machine / "etc/gridhearth").exists()
    assert not enabled.is_symlink(), "a later installation would trade unasked"
    assert [one.name for one in (machine / "var/lib/gridhearth").iterdir()] == ["join"]
    assert (machine / "var/lib/gridhearth/join/order.key").read_text() == "worth money"
    assert (machine / "etc/credstore.encrypted/order-key").read_text() == "worth money"


def test_the_bill_lists_what_is_installed_and_nothing_else(
    package: Package, source: Source, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    for entry in package.entries:
        if entry.path.endswith("/METADATA"):
            path = site / entry.path.removeprefix(f"{HOME}/site/")
            path.parent.mkdir(parents=True)
            path.write_bytes(entry.content)
    bill = sbom.bill(own_version(), [wheels.Pin("tiny-lib", "1.0", "0" * 64)], {}, epoch_s=EPOCH_S)
    assert sbom.compared(bill, site).empty
    other = sbom.bill(own_version(), [wheels.Pin("tiny-lib", "1.1", "0" * 64)], {}, epoch_s=EPOCH_S)
    found = sbom.compared(other, site)
    assert (found.missing, found.extra) == (("tiny-lib==1.1",), ("tiny-lib==1.0",))


def test_the_bill_is_cyclonedx(tmp_path: Path) -> None:
    pins = wheels.read_lock((ROOT / "config/packaging" / TRIXIE.lock_name).read_text("ascii"))
    licences = sbom.licences_of([wheel(tmp_path, "rich", {})])
    bill = sbom.bill("0.1.0", pins, licences, epoch_s=EPOCH_S)
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
    assert bill["serialNumber"].startswith("urn:uuid:")
    refs = [one["bom-ref"] for one in bill["components"]]
    assert len(refs) == len(set(refs)) == len(pins)
    assert {one["ref"] for one in bill["dependencies"]} == {*refs, "pkg:pypi/gridhearth@0.1.0"}
    rich = next(one for one in bill["components"] if one["name"] == "rich")
    assert rich["licenses"] == [{"license": {"name": "MIT"}}]
    assert bill["metadata"]["timestamp"] == "2025-10-09T08:53:20Z"
    assert sbom.bill("0.1.0", reversed(pins), licences, epoch_s=EPOCH_S) == bill


def test_every_command_has_a_page_that_roff_can_read(source: Source) -> None:
    from agent.commands.known import KNOWN

    pages = {
        entry.path: gzip.decompress(entry.content).decode()
        for entry in source.pages
        if "/man1/" in entry.path
    }
    for name in KNOWN:
        assert f"/usr/share/man/man1/gridhearth-{name}.1.gz" in pages
    allowed = (".TH", ".SH", ".TP", ".B ", ".BR ", ".I ")
    for path, text in pages.items():
        commands = [line for line in text.splitlines() if line.startswith((".", "'"))]
        assert [line for line in commands if not line.startswith(allowed)] == [], path
        assert text.startswith(".TH")
        assert "\n.SH NAME\n" in text


def test_bash_completes_commands_those_below_them_and_options(
    source: Source, tmp_path: Path
) -> None:
    entry = next(one for one in source.pages if "bash-completion" in one.path)
    (tmp_path / "completion").write_bytes(entry.content)

    def completed(*words: str) -> set[str]:
        given = " ".join(f"'{word}'" for word in words)
        script = f"source completion; COMP_WORDS=(gridhearth {given}); COMP_CWORD={len(words)};"
        script += ' _gridhearth; printf "%s\\n" "${COMPREPLY[@]}"'
        done = subprocess.run(
            ["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        return set(done.stdout.split())

    assert completed("sta") == {"status", "statements"}
    assert {"form", "backup"} <= completed("radio", "")
    assert completed("update", "--res") == {"--resume"}
    assert "--take" not in completed("update", "--")
    assert completed("sbom", "comp") == {"completion"}  # then files
