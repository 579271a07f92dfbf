"""`gridhearth config`: for people and for scripts."""

import tomllib
from pathlib import Path

import pytest

from agent.cli import main
from agent.settings import read_settings
from agent.settings.pages import example, tables


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "home.toml"
    path.write_text(example())
    (tmp_path / "home.d").mkdir()
    return path


def test_check_names_every_problem_and_tells_scripts_how_it_went(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["config", "check", str(config)]) == 0
    assert "is right: home-01" in capsys.readouterr().out
    bad = config.parent / "home.d" / "5.toml"
    bad.write_text("[endorser]\nenabld = 1\n[radio]\n")
    assert main(["config", "check", str(config)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "2 problems" in told.err
    assert f"{bad}:3: radio.path: is missing; allowed: a path." in told.err
    assert f"{bad}:2: endorser.enabld: is not known; allowed: one of enabled." in told.err
    assert main(["config", "show", str(config)]) == 2
    assert main(["config", "check", str(config.with_name("none.toml"))]) == 1
    assert "No such file" in capsys.readouterr().err


def test_show_is_the_whole_truth_and_valid_toml(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = config.parent / "home.d" / "5.toml"
    more.write_text("[limits]\nenergy_wh = 1234\n[house]\nenabled = true\n")
    (config.parent / "home.d" / "6.toml").write_text("[limits]\nenergy_wh = 4321\n")
    assert main(["config", "show", str(config)]) == 0
    shown = capsys.readouterr().out
    settings = read_settings(shown)
    assert settings.limits.energy_wh == 4_321
    assert settings.house.enabled
    (line,) = [one for one in shown.splitlines() if one.startswith("energy_wh")]
    assert line.endswith(f"# {more.with_name('6.toml')}:2, before in {more}:2")
    assert tomllib.loads(shown)["limits"].keys() >= {"distance_m", "orders_per_cycle"}


def test_explain_knows_every_key(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, table in tables():
        for key in [name, *(f"{name}.{field.encode_name}" for field in table.fields)]:
            assert main(["config", "explain", key, str(config)]) == 0, key
    told = capsys.readouterr().out
    assert "What the connection can carry in one cycle." in told
    assert main(["config", "explain", "limits.energy_wh", str(config)]) == 0
    assert capsys.readouterr().out == (
        "limits.energy_wh\n"
        "  What the connection can carry in one cycle.\n"
        "  allowed: a whole number from 1 to 1000000\n"
        "  default: 4600\n"
        "  now: 4600 (default)\n"
    )


def test_explain_helps_while_the_files_are_wrong_and_with_a_slip(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config.write_text("[limits")
    assert main(["config", "explain", "meters.driver", str(config)]) == 0
    told = capsys.readouterr().out
    assert '"assigned": Devices of the radio network' in told
    assert "now: not known, the files are refused" in told
    for slip in ("limits.energy", "limts", "limits.", "limits.energy_wh.x", ""):
        assert main(["config", "explain", slip, str(config)]) == (0 if slip == "limits." else 2)
    assert "Did you mean limits.energy_wh" in capsys.readouterr().err


def test_a_hostile_name_is_a_sentence(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["config", "check", str(tmp_path)]) == 1
    assert main(["config", "check", "/dev/zero"]) == 1
    assert "longer than" in capsys.readouterr().err
