"""The service is confined as far as it can be; systemd's own tools agree."""

import re
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

from agent.settings import Api, Credential, read_settings

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
        ("WatchdogSec", "60s"),
        ("StartLimitBurst", "5"),
        ("ProtectSystem", "strict"),
        ("DevicePolicy", "closed"),
        ("CapabilityBoundingSet", ""),
        ("MemoryDenyWriteExecute", "yes"),
        ("NoNewPrivileges", "yes"),
        ("PrivateUsers", "no"),  # SO_PEERCRED must name the real caller
        ("ProtectClock", "yes"),
        ("RestrictAddressFamilies", "AF_UNIX AF_INET AF_INET6"),
        ("StateDirectoryMode", "0700"),
        ("UMask", "0077"),
    ],
)
def test_the_daemon_is_confined_and_watched(key: str, value: str) -> None:
    assert SERVICE[key] == [value]


def test_no_system_call_beyond_a_service_is_allowed() -> None:
    assert SERVICE["SystemCallFilter"] == ["@system-service", "~@privileged @resources"]


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


@pytest.mark.skipif(ANALYZE is None, reason="needs systemd-analyze (package systemd)")
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


SYSUSERS = shutil.which("systemd-sysusers")


@pytest.mark.skipif(SYSUSERS is None, reason="needs systemd-sysusers (package systemd)")
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
