"""Joining by itself: confined like the agent, patient without end, and nobody leaves a core file."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from agent.commands.join import CODE_FILE, DIRECTORY, DROP_IN, REFUSED, SETTINGS
from agent.commands.join_alone import REFUSED as REFUSED_ALONE
from drivers.join_files import REQUEST
from tests.systemd.test_units import UNITS, entries

JOIN, JOINED = (entries(UNITS / f"gridhearth-{name}.service") for name in ("join", "joined"))
SERVICES = sorted(UNITS.glob("*.service"))
ANALYZE = shutil.which("systemd-analyze")
IN_CI = os.environ.get("CI") == "true"


def test_it_runs_while_there_is_a_code_or_a_request_and_no_membership_yet() -> None:
    drop_ins = SETTINGS.with_suffix(".d")
    assert JOIN["ConditionPathExists"] == [
        f"|{CODE_FILE}",
        f"|{DIRECTORY / REQUEST}",
        f"!{drop_ins / DROP_IN}",
    ]
    assert JOIN["ReadWritePaths"] == [str(drop_ins)]
    assert JOINED["ConditionPathExists"] == [str(drop_ins / DROP_IN)]


def test_the_boot_does_not_wait_for_the_operator_and_no_start_is_one_too_many() -> None:
    assert (JOIN["Type"], JOIN["Restart"]) == (["exec"], ["on-failure"])
    assert JOIN["StartLimitIntervalSec"] == ["0"]
    assert JOIN["RestartPreventExitStatus"] == [f"2 {REFUSED}"]
    assert REFUSED == REFUSED_ALONE
    assert JOIN["OnSuccess"] == ["gridhearth-joined.service"]
    assert JOINED["ExecStart"] == ["/usr/bin/systemctl --no-block restart gridhearth.service"]


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_no_service_leaves_a_core_file(path: Path) -> None:
    assert entries(path)["LimitCORE"] == ["0"]


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_no_service_is_given_a_secret_in_its_environment(path: Path) -> None:
    told = entries(path)
    assert not told["EnvironmentFile"]
    assert not [one for one in told["Environment"] if re.search(r"(?i)key|pass|pin|code|tok", one)]
    assert not [line for line in told["ExecStart"] if re.search(r"--code |--pass", line)]


@pytest.mark.skipif(ANALYZE is None and not IN_CI, reason="needs systemd-analyze (package systemd)")
@pytest.mark.parametrize("name", ["gridhearth-join.service", "gridhearth-joined.service"])
def test_systemd_calls_them_safe(name: str, tmp_path: Path) -> None:
    unit = tmp_path / name
    text = (UNITS / name).read_text(encoding="utf-8")
    unit.write_text(re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", text), encoding="utf-8")
    assert ANALYZE is not None
    # Exposure at most 2.0 of 10; --threshold takes tenths of it.
    rated = subprocess.run(
        [ANALYZE, "security", "--offline=true", "--threshold=20", "--no-pager", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert rated.returncode == 0, rated.stdout[-400:] + rated.stderr
