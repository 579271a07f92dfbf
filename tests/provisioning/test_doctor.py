"""`gridhearth doctor` on a real directory: it finds what was broken, and changes nothing."""

import datetime
import json
from pathlib import Path

import pytest
from cryptography import x509
from msgspec import inspect

from agent.cli import main
from agent.commands import doctor_look
from agent.settings import KeyFile, SecretFile, Settings, read_settings
from drivers.certificate_authority import Authority
from tests.provisioning.test_redaction import every_secret

EXAMPLE = Path("config/gridhearth.example.toml")


def _settings(tmp_path: Path) -> Path:
    """The example with files of this directory; its nodes and broker are nobody."""
    text = EXAMPLE.read_text("utf-8")
    for old, new in (
        ("http://node-a.example:8545", "http://127.0.0.1:1"),
        ("http://node-b.example:8545", "http://127.0.0.1:2"),
        ("/var/lib/gridhearth/", f"{tmp_path}/"),
    ):
        text = text.replace(old, new)
    path = tmp_path / "gridhearth.toml"
    path.write_text(text, "utf-8")
    return path


def _doctor(
    capsys: pytest.CaptureFixture[str], config: Path, tmp_path: Path
) -> tuple[int, dict[str, list[dict[str, str]]]]:
    code = main(
        ["doctor", "--config", str(config), "--socket", str(tmp_path / "api.sock"), "--json"]
    )
    document = json.loads(capsys.readouterr().out)
    by_name: dict[str, list[dict[str, str]]] = {}
    for one in document["findings"]:
        by_name.setdefault(one["name"], []).append(one)
    return code, by_name


def test_a_box_without_network_and_agent_is_diagnosed_as_such(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(tmp_path.iterdir())
    config = _settings(tmp_path)
    code, found = _doctor(capsys, config, tmp_path)
    assert code == 1
    assert [one["verdict"] for one in found["settings"]] == ["good"]
    assert any("No node of the chain answers" in one["what"] for one in found["chain"])
    assert found["broker"][0]["verdict"] == "wrong"
    assert "refused" in found["broker"][0]["what"]
    assert found["agent"][0]["verdict"] == "wrong"
    assert sorted(tmp_path.iterdir()) == [*before, config]


def test_a_settings_file_with_two_mistakes_shows_both(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = _settings(tmp_path)
    config.write_text(
        config.read_text("utf-8")
        .replace('#currency = "GBP"', 'currency = "pounds"')
        .replace("#nominal_interval_s = 900", "nominal_interval_s = 1"),
        "utf-8",
    )
    code, found = _doctor(capsys, config, tmp_path)
    assert code == 1
    text = " ".join(one["what"] for one in found["settings"])
    assert "currency" in text
    assert "nominal_interval_s" in text


def test_a_person_sees_signs_and_advice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["doctor", "--config", str(tmp_path / "none.toml"), "--socket", str(tmp_path / "s")])
    shown = capsys.readouterr().out
    assert "✘ settings" in shown
    assert "→ " in shown


def test_the_days_a_certificate_has_left_are_those_openssl_would_name(tmp_path: Path) -> None:
    made = datetime.datetime.now(datetime.UTC)
    issued = Authority(tmp_path / "ca", made).client("home-01")
    ends = x509.load_pem_x509_certificate(issued.certificate.read_bytes()).not_valid_after_utc
    left = doctor_look._days_left(str(issued.certificate))
    assert left is not None
    assert abs(left - (ends - made).days) <= 1
    assert doctor_look._days_left(str(EXAMPLE)) is None
    assert doctor_look._days_left(str(issued.key)) is None


def test_no_secret_file_of_the_settings_is_forgotten_whatever_table_it_stands_in(
    tmp_path: Path,
) -> None:
    """Bundles strike out, and resets wipe, what is found here: whatever has the type of one."""
    named: set[str] = set()

    def walk(kind: inspect.Type, key: str) -> None:
        match kind:
            case inspect.StructType(cls=cls) if cls in {KeyFile, SecretFile}:
                named.add(key)
            case inspect.StructType(fields=fields):
                for field in fields:
                    walk(field.type, f"{key}.{field.name}".lstrip("."))
            case inspect.UnionType(types=types):
                for one in types:
                    walk(one, key)
            case inspect.Metadata(type=inner):
                walk(inner, key)

    walk(inspect.type_info(Settings), "")
    assert "storage.unit.key" in named
    settings = read_settings(every_secret(tmp_path))
    found = dict(doctor_look.secret_paths(settings))
    assert set(found) == named | {"broker.tls.key"}
    assert set(found.values()) == {
        *(one.path for one in doctor_look.private_files(settings)),
    }


def test_the_port_of_a_serial_meter_is_looked_at_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = _settings(tmp_path)
    text = config.read_text("utf-8")
    start = text.index("[meters]")
    end = text.index("\n[", start)
    line = '{ role = "grid", port = "/dev/serial/by-id/nobody", protocol = "p1" }'
    config.write_text(f'{text[:start]}[meters]\ndriver = "serial"\nlines = [{line}]\n{text[end:]}')
    code, found = _doctor(capsys, config, tmp_path)
    assert code == 1
    assert any("The grid meter's line" in one["what"] for one in found["ports"])
