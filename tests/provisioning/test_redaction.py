"""No secret leaves the box in a support bundle, whether anybody knows it to be one or not."""

import json
import secrets
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.cli import main
from agent.provisioning.redaction import STRUCK, redacted

KEY = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318"
INSTALL_CODE = "83FED3407A939723A5C639B26916D505C3B5"
NETWORK_KEY = "01:03:05:07:09:0b:0d:0f:00:02:04:06:08:0a:0c:0d"
PEM = "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIIrYSSNQFaA2Hwf1duRSxKtLYX5CB04fSeQ6tF1aY/Pu\n-----END EC PRIVATE KEY-----"


@pytest.mark.parametrize(
    ("leak", "secret"),
    [
        (f"signing with {KEY}", KEY),
        (f"signing with 0x{KEY.upper()}.", KEY.upper()),
        (f"install code {INSTALL_CODE} taken", INSTALL_CODE),
        (f"network key {NETWORK_KEY}", NETWORK_KEY),
        (f"key {NETWORK_KEY.replace(':', '')}", NETWORK_KEY.replace(":", "")),
        (f"here:\n{PEM}\nthere", "MHcCAQEEIIrYSSNQFaA2"),
        (f"cut off: {PEM[:60]}", PEM[35:60]),
        ("http://anna:hunter22@node.example:8545 refused", "hunter22"),
        ('{"password": "hunter22"}', "hunter22"),
        ("mqtt password=hunter22, port 8883", "hunter22"),
        ("backup_passphrase = 'correct horse'", "correct horse"),
        ("wrong PIN: 4711 given", "4711"),
        (" enrolment_token: abc-123", "abc-123"),
        ("the code 7K2Q-R0TV-00AB-9XYZ was typed", "R0TV"),
    ],
)
def test_what_looks_like_a_secret_is_struck_out_although_nobody_knows_it(
    leak: str, secret: str
) -> None:
    shown, struck = redacted(" " + leak, [])
    assert secret not in shown
    assert STRUCK in shown
    assert struck >= 1


@pytest.mark.parametrize(
    "harmless",
    [
        "meter 00:0d:6f:00:0a:90:69:e7 reports 1234 Wh",
        "member 0x52908400098527886e0f7030069857d2e4169ee7 enrolled",
        "block 184467 at 2026-11-22T10:00:00Z, price 0.2023 per kWh",
        "pinned the genesis; spinning up; 12:34:56",
        "disk 550E8400-E29B-41D4-A716-446655440000 mounted",
    ],
)
def test_what_a_helper_needs_is_left_standing(harmless: str) -> None:
    assert redacted(harmless, []) == (harmless, 0)


def test_a_short_secret_inside_a_long_one_leaves_no_rest() -> None:
    shown, _ = redacted(
        "x correct-horse-battery x correct-horse x", ["horse", "correct-horse-battery"]
    )
    assert "correct-horse-battery" not in shown
    assert "battery" not in shown


@given(st.text(alphabet="abcdefXYZ0123456789-_!", min_size=4, max_size=40), st.text(), st.text())
def test_a_known_secret_never_stays_whatever_stands_around_it(
    secret: str, before: str, after: str
) -> None:
    shown, _ = redacted(f"{before}{secret}{after}", [secret])
    assert secret not in shown.replace(STRUCK, "\0")


def test_canaries_in_every_file_of_the_box_are_not_in_the_bundle(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    canaries = {
        name: f"canary-{name}-{secrets.token_hex(6)}" for name in ("house", "backup", "daily")
    }
    order_key, report_key = secrets.token_hex(32), secrets.token_hex(32)
    # not 64 digits together: only whoever knows the file strikes it out
    canaries["unit.key"] = f"canary-unit-{secrets.token_hex(6)}"
    files = {"order.key": f"0x{order_key}\n", "report.key": report_key, **canaries}
    for name, content in files.items():
        (tmp_path / name).write_text(content, "ascii")
        (tmp_path / name).chmod(0o600)
    config = tmp_path / "gridhearth.toml"
    config.write_text(every_secret(tmp_path), "utf-8")
    log = tmp_path / "agent.log"
    log.write_text("\n".join(f"oops: {content.strip()}" for content in files.values()), "utf-8")
    output = tmp_path / "bundle.tar.gz"
    arguments = ["support-bundle", "--config", str(config), "--socket", str(tmp_path / "no.sock")]
    assert main([*arguments, "--log", str(log), "--output", str(output)]) == 0
    assert "struck out" in capsys.readouterr().out
    with tarfile.open(output) as archive:
        parts = {entry.name: archive.extractfile(entry) for entry in archive.getmembers()}
        text = {name: file.read().decode() for name, file in parts.items() if file is not None}
    assert {name.split("/")[1] for name in text} >= {"doctor.json", "settings.toml", "log.txt"}
    whole = "\n".join(text.values())
    assert "oops" in whole  # negative control: the log did come along
    for secret in (order_key, report_key, *canaries.values()):
        assert secret not in whole
    assert json.loads(text["gridhearth-support/doctor.json"])[0]["verdict"] == "good"
    assert output.stat().st_mode & 0o777 == 0o600


def test_a_bundle_never_overwrites_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "mine.txt"
    output.write_text("mine")
    arguments = [
        "support-bundle",
        "--config",
        str(tmp_path / "none"),
        "--socket",
        str(tmp_path / "s"),
    ]
    assert main([*arguments, "--log", str(output), "--output", str(output)]) == 1
    assert output.read_text() == "mine"
    assert "could not be written" in capsys.readouterr().err


def every_secret(tmp_path: Path) -> str:
    return f"""
[home]
name = "home-01"
meter = "0x{"00" * 31}01"
[chain]
network = "{tmp_path}/network.toml"
upstreams = ["http://127.0.0.1:1"]
contract = "0x{"aa" * 20}"
order_key = {{ type = "file", path = "{tmp_path}/order.key" }}
report_key = {{ type = "file", path = "{tmp_path}/report.key" }}
[operator]
address = "0x{"bb" * 20}"
[meters]
driver = "assigned"
[radio]
path = "/dev/serial/by-id/none"
backup_passphrase = {{ type = "file", path = "{tmp_path}/backup" }}
[storage]
contract = "0x{"cc" * 20}"
[storage.unit]
key = {{ type = "file", path = "{tmp_path}/unit.key" }}
capacity_wh = 10000
[backup]
directory = "{tmp_path}/usb"
passphrase = {{ type = "file", path = "{tmp_path}/daily" }}
[broker]
enabled = false
tls = {{ ca = "{tmp_path}/ca", certificate = "{tmp_path}/c", key = "{tmp_path}/house" }}
[house]
enabled = true
host = "127.0.0.1"
username = "gridhearth"
password = {{ type = "file", path = "{tmp_path}/house" }}
"""
