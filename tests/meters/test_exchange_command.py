"""`gridhearth meters exchange`: what goes to the daemon."""

import asyncio
import os
from pathlib import Path

import pytest

from agent.api.device_params import MeterExchanged
from agent.api.permissions import AccessRules
from agent.cli import main
from agent.shell.serve import serving
from tests.test_cli import Daemon


async def test_an_exchange_is_told_to_the_running_agent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    daemon, path = Daemon(), tmp_path / "api.sock"
    words = ["meters", "exchange", "grid", "--socket", str(path)]
    async with serving(path, daemon, AccessRules(daemon_uid=os.getuid())):
        assert await asyncio.to_thread(main, words) == 0
    ((method, params, _),) = daemon.commissioned
    assert (method, params) == ("meter.exchange", MeterExchanged("grid"))
    assert "Done" in capsys.readouterr().out


def test_a_role_that_is_no_meter_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["meters", "exchange", "relay"]) == 2
    assert "generation" in capsys.readouterr().err
