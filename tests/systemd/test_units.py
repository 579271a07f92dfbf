"""The service is confined as far as it can be; systemd's own tools agree."""

import os
import re
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

from agent.settings import Api, Credential, read_settings
from agent.shell.liveness import WORKS_S

ROOT = Path(__file__).resolve().parents[2]
UNITS = ROOT / "systemd"


def entries(path: Path) -> dict[str, list[str]]:
    """Return every `Key=` of a unit with its values, in order."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "[")):
            key, _, value = line.partition("=")
            found[key].append(value)
    return found


SERVICE = entries(UNITS / "gridhearth.service")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("Type", "notify"),
        ("Restart", "always"),
        ("WatchdogSec", "45s"),
        ("StartLimitBurst", "10"),  # the fifth is safe mode
        ("ProtectSystem", "strict"),
        ("DevicePolicy", "closed"),
        ("CapabilityBoundingSet", ""),
        ("MemoryDenyWriteExecute", "yes"),
        ("NoNewPrivileges", "yes"),
        ("PrivateUsers", "no"),  # SO_PEERCRED must name the real caller
        ("ProtectClock", "no"),  # or the kernel could not be asked how good the clock is
        ("RestartPreventExitStatus", "2"),
        ("RuntimeDirectoryPreserve", "yes"),  # the socket in it is systemd's
        ("RestrictAddressFamilies", "AF_UNIX AF_INET AF_INET6"),
        ("StateDirectoryMode", "0700"),
        ("UMask", "0077"),
    ],
)
def test_the_daemon_is_confined_and_watched(key: str, value: str) -> None:
    assert SERVICE[key] == [value]


def test_no_system_call_beyond_a_service_is_allowed() -> None:
    asks = "adjtimex clock_adjtime"
    assert SERVICE["SystemCallFilter"] == ["@system-service", "~@privileged @resources", asks]
    assert SERVICE["CapabilityBoundingSet"] == [""]  # so they can only ask, never set


def test_the_unit_and_the_example_settings_name_the_same_things() -> None:
    settings = read_settings((ROOT / "config" / "gridhearth.example.toml").read_text())
    keys = {settings.chain.order_key, settings.chain.report_key}
    credentials = {Credential(name=name) for name in SERVICE["LoadCredentialEncrypted"]}
    assert keys == credentials
    assert settings.journal.path.startswith(f"/var/lib/{SERVICE['StateDirectory'][0]}/")
    assert Api().socket.startswith(f"/run/{SERVICE['RuntimeDirectory'][0]}/")


def test_every_user_and_group_is_created() -> None:
    made = re.findall(r"(?m)^[ug]\s+(\S+)", (UNITS / "sysusers-gridhearth.conf").read_text())
    used = {*SERVICE["User"], *SERVICE["Group"], *SERVICE["SupplementaryGroups"]}
    text = (ROOT / "config" / "gridhearth.example.toml").read_text()
    used |= set(re.findall(r'(?m)^#?\w+_group = "(.+)"', text))
    assert len(used) == 5
    assert used - {"dialout"} <= set(made)  # Debian's own group of serial ports


def test_a_stick_can_be_opened_and_no_other_device() -> None:
    assert SERVICE["PrivateDevices"] == ["no"]
    assert "dialout" in SERVICE["SupplementaryGroups"]
    ports = [f"char-tty{kind} rw" for kind in ("USB", "ACM", "AMA")]
    assert SERVICE["DeviceAllow"] == ports


ANALYZE = shutil.which("systemd-analyze")
IN_CI = os.environ.get("CI") == "true"
"""There the tools have to be: a test that is skipped in CI runs nowhere."""


@pytest.mark.skipif(ANALYZE is None and not IN_CI, reason="needs systemd-analyze (package systemd)")
def test_systemd_accepts_the_unit_and_calls_it_safe(tmp_path: Path) -> None:
    text = (UNITS / "gridhearth.service").read_text(encoding="utf-8")
    unit = tmp_path / "gridhearth.service"
    unit.write_text(text.replace("/usr/bin/gridhearth ", "/bin/true "), encoding="utf-8")
    assert ANALYZE is not None
    verified = subprocess.run(
        [ANALYZE, "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False
    )
    complaints = [line for line in verified.stderr.splitlines() if "gridhearth" in line]
    assert complaints == []
    # Exposure at most 2.0 of 10; --threshold takes tenths of it.
    rated = subprocess.run(
        [ANALYZE, "security", "--offline=true", "--threshold=20", "--no-pager", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert rated.returncode == 0, rated.stdout[-400:] + rated.stderr


def test_the_socket_is_for_those_who_may_look_and_the_same_as_the_settings() -> None:
    socket = entries(UNITS / "gridhearth.socket")
    assert socket["ListenStream"] == [Api().socket]
    assert (socket["SocketGroup"], socket["SocketMode"]) == (["gridhearth-view"], ["0660"])
    assert SERVICE["Wants"] == ["gridhearth.socket"]
    assert SERVICE["Also"] == ["gridhearth.socket"]


def test_a_frozen_task_ends_in_a_restart_within_ninety_seconds() -> None:
    assert WORKS_S + int(SERVICE["WatchdogSec"][0].removesuffix("s")) <= 90


@pytest.mark.skipif(ANALYZE is None and not IN_CI, reason="needs systemd-analyze (package systemd)")
def test_systemd_accepts_every_unit_and_drop_in(tmp_path: Path) -> None:
    units = [p for p in UNITS.iterdir() if p.suffix in {".service", ".socket", ".timer", ".path"}]
    assert {"gridhearth.service", "gridhearth.socket", "gridhearth-screen.service"} <= {
        unit.name for unit in units
    }
    for unit in units:
        text = unit.read_text(encoding="utf-8")
        text = re.sub(r"(?m)^(Exec\w+=[-+!@:]*)/usr/\S+", r"\1/bin/true", text)
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    assert ANALYZE is not None
    verified = subprocess.run(
        [ANALYZE, "verify", "--man=no", *(str(one) for one in tmp_path.iterdir())],
        capture_output=True,
        text=True,
        check=False,
    )
    assert [line for line in verified.stderr.splitlines() if "gridhearth" in line] == []


@pytest.mark.parametrize(
    ("name", "section", "keys"),
    [
        ("journald-gridhearth.conf", "Journal", {"Storage": "volatile", "RuntimeMaxUse": "32M"}),
        (
            "system-gridhearth.conf",
            "Manager",
            {"RuntimeWatchdogSec": "15s", "RebootWatchdogSec": "2min"},
        ),
    ],
)
def test_the_machines_own_drop_ins(name: str, section: str, keys: dict[str, str]) -> None:
    """The Pi's watchdog can wait 15 s at most; logs do not wear the card."""
    text = (UNITS / name).read_text(encoding="utf-8")
    assert f"[{section}]" in text
    assert {key: value for key, (value,) in entries(UNITS / name).items()} == keys


RULE = re.compile(
    r"(?:ACTION|SUBSYSTEMS?|ATTRS?\{\w+\}|ENV\{\w+\}|IMPORT\{builtin\}|GOTO|LABEL|GROUP|MODE|TAG"
    r'|SYMLINK|RUN)(?:==|!=|\+=|=)"[^"]+"'
)


@pytest.mark.parametrize("path", sorted(UNITS.glob("*.rules")), ids=lambda path: path.name)
def test_every_udev_rule_is_one_line_of_known_words(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    rules = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert rules
    for rule in rules:
        assert RULE.sub("", rule).replace(", ", "") == "", rule
        for tested in re.findall(r"(ACTION|SUBSYSTEMS?|ATTRS?\{\w+\})=\"", rule):
            pytest.fail(f"{tested} is assigned, not compared: {rule}")
        # True as soon as one of a device's parents is something else, so true of every device.
        assert not re.search(r"(?:SUBSYSTEMS|ATTRS\{\w+\})!=", rule), rule
    for label in re.findall(r'GOTO="(\w+)"', text):
        assert f'LABEL="{label}"' in text


def test_a_stick_is_for_the_agent_alone_and_the_panel_for_the_screen() -> None:
    sticks = (UNITS / "99-gridhearth.rules").read_text(encoding="utf-8")
    (granted,) = [line for line in sticks.splitlines() if "ID_MM_DEVICE_IGNORE" in line]
    assert 'GROUP="dialout"' in granted
    panel = (UNITS / "99-gridhearth-backlight.rules").read_text(encoding="utf-8")
    assert "chgrp video" in panel
    screen = entries(UNITS / "gridhearth-screen.service")
    assert "video" in screen["SupplementaryGroups"][0].split()


SYSUSERS = shutil.which("systemd-sysusers")


@pytest.mark.skipif(
    SYSUSERS is None and not IN_CI, reason="needs systemd-sysusers (package systemd)"
)
def test_systemd_accepts_the_users(tmp_path: Path) -> None:
    assert SYSUSERS is not None
    (tmp_path / "etc").mkdir()
    done = subprocess.run(
        [SYSUSERS, f"--root={tmp_path}", str(UNITS / "sysusers-gridhearth.conf")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "gridhearth-screen" in (tmp_path / "etc" / "passwd").read_text()
