"""`gridhearth operator broker-config`: what it writes works, stays, and gives nothing away."""

import argparse
import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.commands import operator_broker
from agent.dso.broker_config import BrokerPlan, access_list, configuration, identity_of
from agent.ports import LinkDown, LinkUp
from drivers.mqtt_connection import MAX_PACKET_BYTES
from drivers.mqtt_paho import BrokerSettings, PahoBroker, TlsFiles
from drivers.simulated.broker_mosquitto import Installed, end, free_port, start
from tests.mosquitto.market_broker import item

FIRST, SECOND, THIRD = ("0x" + digit * 40 for digit in "123")
Run = Callable[..., int]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    parser = argparse.ArgumentParser()
    operator_broker.add_to_operator(parser.add_subparsers(), tmp_path / "no operator.toml")

    def run_command(*arguments: str, directory: Path = tmp_path / "made") -> int:
        given = ["broker-config", f"--dir={directory}", "--host=localhost", *arguments]
        asked = parser.parse_args(given)
        code: int = asked.func(asked)
        return code

    return run_command


def files(directory: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(directory)): path.read_bytes()
        for path in sorted(directory.rglob("*"))
        if path.is_file()
    }


def client(directory: Path) -> TlsFiles:
    return TlsFiles(
        str(directory / "broker-ca.crt"),
        str(directory / "broker.crt"),
        str(directory / "broker.key"),
        str(directory / "broker-revoked.crl"),
    )


async def link(port: int, tls: TlsFiles) -> LinkUp | str:
    broker = PahoBroker(BrokerSettings("localhost", port, "x", tls=tls, mqtt5=True))
    async with broker.connected():
        found = await item(broker)
    return found.reason if isinstance(found, LinkDown) else LinkUp()


async def test_what_is_written_runs_and_a_withdrawn_member_is_out(
    mosquitto: Installed, tmp_path: Path, run: Run
) -> None:
    made, log, port = tmp_path / "made", tmp_path / "log", free_port()
    more = ("--port", str(port), "--bind", "127.0.0.1", "--data", str(tmp_path))
    assert run(*more, "--member", FIRST, "--member", SECOND) == 0
    config = made / "broker" / "mosquitto.conf"
    config.write_text(config.read_text() + "user root\n")  # the temporary directory is root's
    process = await start(mosquitto, config, port, log)
    try:
        for who in ("operator", "members/" + "1" * 40, "members/" + "2" * 40):
            assert await link(port, client(made / who)) == LinkUp()
    finally:
        await end(process)
    assert run(*more, "--revoke", FIRST) == 0
    config.write_text(config.read_text() + "user root\n")
    process = await start(mosquitto, config, port, log)
    try:
        assert await link(port, client(made / "members" / ("1" * 40))) == (
            "our certificate was revoked"
        )
        assert await link(port, client(made / "members" / ("2" * 40))) == LinkUp()
    finally:
        await end(process)
    assert "1" * 40 not in (made / "broker" / "acl").read_text()


def test_a_second_run_keeps_every_key_and_adds_members(tmp_path: Path, run: Run) -> None:
    made = tmp_path / "made"
    assert run("--member", FIRST) == 0
    before = files(made)
    assert run() == 0
    again = files(made)
    changing = {name for name in again if again[name] != before.get(name)}
    assert all(name.endswith(".crl") for name in changing)  # dated anew
    assert again.keys() == before.keys()
    assert run("--member", SECOND) == 0
    after = files(made)
    assert {name for name in after if name not in before} == {
        f"authority/issued/{'2' * 40}.crt",
        f"authority/issued/{'2' * 40}.key",
        *(f"members/{'2' * 40}/{name}" for name in ("broker.crt", "broker.key")),
        *(f"members/{'2' * 40}/{name}" for name in ("broker-ca.crt", "broker-revoked.crl")),
    }
    kept = [name for name in before if name.endswith((".key", ".crt"))]
    assert [name for name in kept if after[name] != before[name]] == []
    assert f"user {'1' * 40}" in (made / "broker" / "acl").read_text()


def test_no_key_is_readable_or_printed(
    tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--member", FIRST) == 0
    made = tmp_path / "made"
    told = capsys.readouterr()
    assert "PRIVATE" not in told.out + told.err
    secrets = list(made.rglob("*.key"))
    assert len(secrets) == 1 + 2 * 3  # the authority's; server, operator, one member: twice
    for path in secrets:
        line = path.read_text().splitlines()[1]
        assert line not in told.out + told.err
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o640 if path.parent.name == "broker" else 0o600), path
    for path in (made / "broker").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
    for directory in ("authority", "operator", f"members/{'1' * 40}"):
        assert stat.S_IMODE((made / directory).stat().st_mode) == 0o700


def test_a_withdrawn_member_stays_out_until_it_is_named_again(tmp_path: Path, run: Run) -> None:
    made = tmp_path / "made"
    assert run("--member", FIRST) == 0
    old = (made / "members" / ("1" * 40) / "broker.crt").read_bytes()
    assert run("--revoke", FIRST) == 0
    assert run() == 0
    assert "1" * 40 not in (made / "broker" / "acl").read_text()
    assert run("--member", FIRST) == 0
    assert "1" * 40 in (made / "broker" / "acl").read_text()
    assert (made / "members" / ("1" * 40) / "broker.crt").read_bytes() != old


def test_every_problem_is_told_and_nothing_is_written(
    tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run("--member", "0x12", "--member", FIRST, "--revoke", FIRST, "--port", "0")
    told = capsys.readouterr().err.splitlines()
    assert code == 2
    assert len(told) == 3
    assert not (tmp_path / "made").exists()
    assert run("--revoke", THIRD) == 1
    assert "never had a certificate" in capsys.readouterr().err
    assert run("--member", FIRST, directory=tmp_path / "with space") == 2
    assert "without spaces" in capsys.readouterr().err
    assert run("--config", str(tmp_path / "missing.toml")) == 2


@pytest.mark.parametrize("host", ["two words", "-x.example", "a..b", "", "a/b", "x" * 300])
def test_a_host_that_is_none(tmp_path: Path, run: Run, host: str) -> None:
    assert run(f"--host={host}") == 2
    assert not (tmp_path / "made").exists()


def test_members_come_from_the_operators_settings(tmp_path: Path, run: Run) -> None:
    config = tmp_path / "operator.toml"
    config.write_text(f"""
store = "{tmp_path}/operator.db"
[chain]
network = "{tmp_path}/network.toml"
upstreams = ["http://127.0.0.1:1"]
key = {{ type = "file", path = "{tmp_path}/operator.key" }}
[[members]]
address = "{SECOND}"
report_key = "{FIRST}"
meter = "0x{"00" * 32}"
vertex = 1
limit_wh = 1
allowance_micro = 1
""")
    assert run("--config", str(config), "--member", THIRD) == 0
    listed = (tmp_path / "made" / "broker" / "acl").read_text()
    assert re.findall("user (.*)", listed) == ["operator", "2" * 40, "3" * 40]
    assert f"topic write gridhearth/1/+/report/{'2' * 40}" in listed


def test_limits_agree_with_the_driver() -> None:
    text = configuration(BrokerPlan("/etc/mosquitto/gridhearth", "/var/lib/mosquitto", 8883, 55))
    settings = dict(
        line.split(" ", 1) for line in text.splitlines() if line and not line.startswith("#")
    )
    assert settings["max_packet_size"] == str(MAX_PACKET_BYTES)
    assert settings["allow_anonymous"] == "false"
    assert settings["require_certificate"] == "true"
    assert settings["use_identity_as_username"] == "true"
    assert settings["tls_version"] == "tlsv1.2"
    assert settings["max_connections"] == "87"
    assert "user" not in settings  # mosquitto's own, also when root starts it
    assert [line for line in text.splitlines() if line.startswith("listener")] == ["listener 8883"]


@pytest.mark.parametrize("name", ["+", "#", "a/b", "user x", "a\nuser b", "", "é"])
def test_a_name_cannot_widen_the_access_list(name: str) -> None:
    with pytest.raises(ValueError, match="no identity"):
        access_list(None, {name: [FIRST]})
    with pytest.raises(ValueError, match="no member"):
        access_list(None, {"a": [name]})
    with pytest.raises(ValueError, match="no member"):
        identity_of(name)
