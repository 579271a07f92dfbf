"""Whenever the power fails during an update, one whole version starts afterwards."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from agent.packaging import slots as rules
from agent.packaging.disk import RealDisk
from agent.packaging.slots import HOME, PACKAGE, OnTrialError, SlotError, look, take, version_of
from agent.packaging.switching import Rules, back, prepare, resume
from tests.packaging.power_cut_model import CuttableDisk, Home, cut_run, dpkg, release, what_starts

CUTS = int(os.environ.get("GRIDHEARTH_POWER_CUTS", "200"))
WRAPPER = Path(__file__).resolve().parents[2] / "config" / "packaging" / "gridhearth.sh"


def test_two_hundred_power_cuts_leave_a_whole_version() -> None:
    cuts = seed = 0
    while cuts < CUTS:
        run = cut_run(seed)
        assert run.wrong == ""
        cuts += run.cuts
        seed += 1


@pytest.mark.parametrize("slip", ["complete before its files last", "free slot not unmarked first"])
def test_the_model_finds_an_update_that_is_not_safe(
    slip: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if slip == "complete before its files last":

        def careless(disk: CuttableDisk, slot: str) -> None:
            identity = rules._identity(disk.read(f"{HOME}/{slot}/MANIFEST"))
            disk.replace_file(f"{HOME}/{slot}/COMPLETE", identity)

        monkeypatch.setattr("agent.packaging.switching.seal", careless)
    else:
        # The mark stays while the slot is emptied and filled: it must be found out.
        remove = CuttableDisk.remove

        def keep_mark(disk: CuttableDisk, path: str) -> None:
            if not path.endswith("COMPLETE"):
                for one in [one for one in disk.seen if one.startswith(path + "/")]:
                    if not one.endswith("COMPLETE"):
                        remove(disk, one)

        monkeypatch.setattr(CuttableDisk, "remove", keep_mark)
        monkeypatch.setattr("agent.packaging.switching.found", _found_without_proof)
    assert any(cut_run(seed).wrong for seed in range(400))


def _found_without_proof(disk: CuttableDisk, slot: str) -> None:
    for link in ("proven", "current"):
        disk.replace_link(f"{HOME}/{link}", slot)


def installed(version: str = "0.1.0") -> tuple[CuttableDisk, Home]:
    disk = CuttableDisk(Random(1))
    home = Home(disk)
    dpkg(disk, home, version)
    return disk, home


def test_a_version_that_never_follows_the_chain_gives_way_to_the_old_one() -> None:
    disk, home = installed()
    home.broken = frozenset({"0.2.0"})
    dpkg(disk, home, "0.2.0")
    outcome = resume(disk, home, Rules(60, 2))
    assert not outcome.done
    assert outcome.sentences == (
        "Version 0.2.0 was given up. It was not healthy within 60 s.",
        "Version 0.1.0 runs again.",
    )
    assert home.started == ["0.2.0", "0.1.0"]
    assert home.mono >= 60
    # And is not tried again every quarter of an hour, but once a day: it may have been the line.
    assert resume(disk, home, Rules(60, 2)).done
    assert home.started == ["0.2.0", "0.1.0"]
    home.now, home.broken = 86_400_000, frozenset()
    assert resume(disk, home, Rules(60, 2)).done
    assert what_starts(disk) == "0.2.0"


def test_a_version_that_does_not_start_gives_way_at_once() -> None:
    disk, home = installed()
    home.dead = frozenset({"0.2.0"})
    dpkg(disk, home, "0.2.0")
    assert not resume(disk, home, Rules(60, 2)).done
    assert (what_starts(disk), home.mono) == ("0.1.0", 0.0)
    home.now = 10**12
    assert resume(disk, home, Rules(60, 2)).done
    assert what_starts(disk) == "0.1.0"


def test_a_version_that_refuses_the_settings_is_not_switched_to() -> None:
    disk, home = installed()
    home.refused = frozenset({"0.2.0"})
    dpkg(disk, home, "0.2.0")
    assert not resume(disk, home, Rules()).done
    assert (home.started, look(disk).on_trial) == ([], False)


def test_a_trial_that_cuts_the_power_each_time_ends() -> None:
    """A version that brings the whole machine down must not be started for ever."""
    disk, home = installed()
    dpkg(disk, home, "0.2.0")
    slot = next(one for one in ("a", "b") if one != look(disk).current)
    rules.switch(disk, slot)
    home.broken = frozenset({"0.2.0"})
    starts = 0
    while look(disk).on_trial:
        starts += 1
        assert starts < 5
        if not rules.count_try(disk):
            resume(disk, home, Rules(1, 2))
    assert what_starts(disk) == "0.1.0"


def test_dpkg_may_unpack_a_third_version_only_after_the_trial() -> None:
    disk, home = installed()
    dpkg(disk, home, "0.2.0")
    rules.switch(disk, "b")
    with pytest.raises(OnTrialError):
        dpkg(disk, home, "0.3.0")
    assert what_starts(disk) == "0.2.0"
    # The trial ends well; the third version is taken up after it.
    assert resume(disk, home, Rules()).done
    assert (what_starts(disk), look(disk).on_trial) == ("0.2.0", False)
    assert resume(disk, home, Rules()).done
    assert what_starts(disk) == "0.3.0"


def test_another_build_of_the_same_version_is_another_version() -> None:
    disk, home = installed()
    files = release("0.1.0")
    content = b"mended"
    files["site/agent/cli.py"] = content
    old = hashlib.sha256(release("0.1.0")["site/agent/cli.py"]).hexdigest().encode()
    line = next(one for one in files["MANIFEST"].splitlines() if one.startswith(old))
    new = f"{hashlib.sha256(content).hexdigest()} {len(content)} site/agent/cli.py".encode()
    files["MANIFEST"] = files["MANIFEST"].replace(line, new)
    for place, text in files.items():
        disk.replace_file(f"{PACKAGE}/{place}", text)
    assert resume(disk, home, Rules()).done
    assert disk.read(f"{HOME}/{look(disk).current}/site/agent/cli.py") == content
    assert look(disk).current == "b"


def test_a_version_given_up_is_tried_again_only_when_somebody_insists() -> None:
    disk, home = installed()
    dpkg(disk, home, "0.2.0")
    home.dead = frozenset({"0.2.0"})
    resume(disk, home, Rules())
    home.dead = frozenset()
    resume(disk, home, Rules())
    assert what_starts(disk) == "0.1.0"
    resume(disk, home, Rules(), force=True)
    assert what_starts(disk) == "0.2.0"


def test_a_file_that_is_not_what_the_package_said_stops_the_copy() -> None:
    disk, home = installed()
    for place, content in release("0.2.0").items():
        disk.write(f"{PACKAGE}/{place}", content)
    disk.write(f"{PACKAGE}/site/agent/cli.py", b"damaged on the card")
    with pytest.raises(SlotError, match=r"site/agent/cli\.py"):
        prepare(disk, home)
    assert look(disk).whole == {"a"}


def test_a_person_may_return_and_is_not_overruled() -> None:
    disk, home = installed()
    dpkg(disk, home, "0.2.0")
    assert resume(disk, home, Rules()).done
    assert what_starts(disk) == "0.2.0"
    assert back(disk, home, Rules()).done
    assert what_starts(disk) == "0.1.0"
    assert resume(disk, home, Rules()).done
    assert what_starts(disk) == "0.1.0"


def test_on_a_real_disk_the_running_slot_keeps_its_files_while_dpkg_replaces_them(
    tmp_path: Path,
) -> None:
    disk = RealDisk(tmp_path)
    for place, content in release("0.1.0").items():
        disk.write(f"{PACKAGE}/{place}", content)
    slot = take(disk)
    rules.seal(disk, slot)
    rules.found(disk, slot)
    kept = disk.path(f"{HOME}/{slot}/{'site/agent/cli.py'}")
    assert kept.stat().st_nlink == 2
    for place, content in release("0.2.0").items():
        disk.replace_file(f"{PACKAGE}/{place}", content)  # as dpkg does: written beside, renamed
    assert kept.read_bytes() == b"site/agent/cli.py of 0.1.0"
    other = take(disk)
    rules.seal(disk, other)
    rules.switch(disk, other)
    assert (look(disk).current, look(disk).proven) == ("b", "a")
    assert version_of(disk, "b") == "0.2.0"


LINKS: tuple[str | None, ...] = (None, "a", "b", "c")


@pytest.mark.parametrize("whole", [(), ("a",), ("b",), ("a", "b")])
def test_the_start_script_and_the_rule_choose_the_same_slot(
    tmp_path: Path, whole: tuple[str, ...]
) -> None:
    for current in LINKS:
        for proven in LINKS[:3]:
            root = tmp_path / f"{current}-{proven}"
            disk = RealDisk(root)
            for slot in ("a", "b"):
                disk.write(f"{HOME}/{slot}/site/agent/__init__.py", b"")
                disk.write(
                    f"{HOME}/{slot}/site/agent/__main__.py", f"print({slot!r}, end='')".encode()
                )
                if slot in whole:
                    disk.write(f"{HOME}/{slot}/COMPLETE", b"1")
            for name, target in (("current", current), ("proven", proven)):
                if target is not None:
                    disk.replace_link(f"{HOME}/{name}", target)
            chosen = look(disk).starts
            if current == "b" or proven is None:  # each start costs a process
                assert _started(root) == (chosen or "")


def _started(root: Path) -> str:
    done = subprocess.run(
        ["sh", str(WRAPPER)],
        env={
            "PATH": "/usr/bin:/bin",
            "GRIDHEARTH_HOME": str(root) + HOME,
            "GRIDHEARTH_PYTHON": sys.executable,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0 or "no whole version is installed" in done.stderr
    return done.stdout


def test_the_start_script_takes_nothing_from_the_folder_it_is_called_in(tmp_path: Path) -> None:
    disk = RealDisk(tmp_path)
    disk.write(
        f"{HOME}/a/site/agent/__main__.py", b"import sys, os; print(sys.path[0]); import json"
    )
    disk.write(f"{HOME}/a/COMPLETE", b"1")
    disk.replace_link(f"{HOME}/current", "a")
    (tmp_path / "json.py").write_text("raise SystemExit('taken from the working directory')")
    done = subprocess.run(
        ["sh", str(WRAPPER)],
        cwd=tmp_path,
        env={
            "PATH": "/usr/bin:/bin",
            "GRIDHEARTH_HOME": str(tmp_path) + HOME,
            "GRIDHEARTH_PYTHON": sys.executable,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    # By its real name, so that a switch under a running process changes nothing for it.
    assert done.stdout.strip() == str(tmp_path.resolve()) + f"{HOME}/a/site"
