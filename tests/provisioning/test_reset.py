"""Nothing of the old owner is left on a box that goes to somebody else, whenever the power fails."""

import os
import re
import socket
from pathlib import Path

import pytest

from agent.cli import main
from agent.daemon_start import begin
from agent.provisioning.wipe import MARK, plan
from agent.settings.pages import example
from drivers import wiping

CANARY = b"canary-of-the-old-owner"
FILES = (
    "join/order.key",
    "join/report.key",
    "join/request.txt",
    "journal.db",
    "journal.db-wal",
    "pins.json",
    "telemetry.db",
    "trust.json",
    "zigbee.db",
    "radio-backups/radio-1.ghz-backup",
)
RADIO = {"zigbee.db", "radio-1.ghz-backup"}


@pytest.fixture
def box(tmp_path: Path) -> Path:
    for name in FILES:
        path = tmp_path / "state" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode() + CANARY * 100)
    (tmp_path / "screen").mkdir()
    (tmp_path / "screen" / "preferences.json").write_bytes(CANARY)
    (tmp_path / "elsewhere.pem").write_bytes(CANARY)
    (tmp_path / "state" / "link").symlink_to(tmp_path / "outside.txt")
    (tmp_path / "outside.txt").write_bytes(b"not ours")
    config = tmp_path / "gridhearth.toml"
    config.write_text(f"# {CANARY.decode()}\n")
    (tmp_path / "gridhearth.d").mkdir()
    (tmp_path / "gridhearth.d" / "50-broker.toml").write_bytes(CANARY)
    return tmp_path


def _reset(box: Path, kind: str, *more: str) -> int:
    return main(
        [
            "reset",
            kind,
            *("--config", str(box / "gridhearth.toml")),
            *("--state", str(box / "state"), "--screen-state", str(box / "screen")),
            *("--socket", str(box / "api.sock"), *more),
        ]
    )


def _canaries(box: Path) -> set[str]:
    return {
        path.name
        for path in box.rglob("*")
        if path.is_file() and not path.is_symlink() and CANARY in path.read_bytes()
    }


def test_after_a_factory_reset_no_file_of_the_box_knows_the_old_owner(box: Path) -> None:
    before = _canaries(box)
    assert {"order.key", "journal.db", "gridhearth.toml"} <= before  # there was something to find
    assert _reset(box, "factory", "--yes") == 0
    assert _canaries(box) == {"elsewhere.pem"}  # no settings named it
    assert list((box / "state").iterdir()) == []
    assert (box / "outside.txt").read_bytes() == b"not ours"


def test_a_new_owner_keeps_the_paired_devices_and_the_settings_only(box: Path) -> None:
    assert _reset(box, "transfer", "--yes") == 0
    assert _canaries(box) == {*RADIO, "gridhearth.toml", "elsewhere.pem"}


def test_a_dry_run_and_an_unconfirmed_one_remove_nothing(
    box: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _canaries(box)
    assert _reset(box, "factory", "--dry-run") == 0
    assert "wipe  " in capsys.readouterr().out
    assert _reset(box, "factory") == 2  # no terminal: nobody can confirm
    assert _canaries(box) == before


def test_a_running_agent_is_not_wiped_under_its_feet(
    box: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _canaries(box)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(box / "api.sock"))
        listening.listen()
        assert _reset(box, "factory", "--yes") == 1
    assert "is running" in capsys.readouterr().err
    assert _canaries(box) == before


def test_what_lies_on_the_card_is_written_over_before_its_name_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, content = tmp_path / "key", []
    path.write_bytes(CANARY)
    real = os.fsync

    def watched(descriptor: int) -> None:
        if path.exists():
            content.append(path.read_bytes())
        real(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    wiping.remove(path)
    assert content[:2] == [bytes(len(CANARY)), b""]
    assert not path.exists()


class _Cut(BaseException):
    """The power is gone."""


def test_a_reset_cut_off_anywhere_is_marked_until_it_is_finished_and_keys_go_first(
    box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [Path(path).name for path in _planned(box)]
    assert names[:2] == ["order.key", "report.key"]
    real = wiping.remove
    for number in range(len(names)):
        left = number

        def cut(path: Path) -> None:
            nonlocal left
            if left == 0:
                raise _Cut
            left -= 1
            real(path)

        with monkeypatch.context() as patch:
            patch.setattr(wiping, "remove", cut)
            with pytest.raises(_Cut):
                _reset(box, "factory", "--yes")
        assert (box / "state" / MARK).exists()
        assert begin(box / "gridhearth.toml", box / "state") is None  # the agent does not start
        for name in FILES:  # as it was, for the next cut
            path = box / "state" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(CANARY)
    assert _reset(box, "factory", "--yes") == 0
    assert not (box / "state" / MARK).exists()


def _planned(box: Path) -> tuple[str, ...]:
    files = [str(path) for path in wiping.files_below([box / "state"])]
    return plan("factory", files, [], []).remove


def test_sealed_backups_go_too_wherever_the_settings_put_them(box: Path) -> None:
    stick = box / "stick"
    stick.mkdir()
    text = re.sub(r"(?m)^#(?=\[backup\])", "", example())
    text = re.sub(r'(?m)^#directory = "/media/backup"$', f'directory = "{stick}"', text)
    (box / "gridhearth.toml").write_text(text)
    (box / "gridhearth.d" / "50-broker.toml").unlink()
    (box / "state" / "backups").mkdir()
    for folder in (stick, box / "state" / "backups"):
        (folder / "home-1a642f0e-20261122T180000Z.gh-backup").write_bytes(CANARY)
    (stick / "holiday.jpg").write_bytes(b"not ours")
    for kind in ("transfer", "factory"):
        (stick / "again.gh-backup").write_bytes(CANARY)
        assert _reset(box, kind, "--yes") == 0
        assert [path.name for path in stick.iterdir()] == ["holiday.jpg"]
        assert not (box / "state" / "backups").exists()
