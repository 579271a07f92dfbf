"""`gridhearth operator events` and `receipt`: what happened, from nodes that are not believed."""

import argparse
import asyncio
import json
import time
from pathlib import Path
from typing import Any

import pytest

from agent.cli import main
from agent.commands import operator
from agent.commands.operator_outside import _opened
from agent.dso.settings import read_operator_settings
from drivers.simulated.devchain.genesis import account_key
from drivers.simulated.devchain.server import running_devchain
from tests.dso.test_operator_command import SETTINGS
from tests.dso.world import HOMES, METERS, REPORT_KEYS, key_address


async def run(work: Any, config: Path, **arguments: Any) -> None:
    """Run one of the operator's own commands in this process."""
    text = await asyncio.to_thread(config.read_text)
    async with _opened(read_operator_settings(text)) as outside:
        assert await work(argparse.Namespace(**arguments), outside) == 0


async def test_every_event_of_a_market_is_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("web3")

    async def look(*words: str) -> tuple[int, str, str]:
        code = await asyncio.to_thread(main, ["operator", *words, "--config", str(config)])
        said = capsys.readouterr()
        return code, said.out, said.err

    key = tmp_path / "operator.key"
    key.write_text(account_key(1, 0).to_hex().rjust(64, "0"))
    key.chmod(0o600)
    config = tmp_path / "operator.toml"
    words: dict[str, Any] = {
        "home": tmp_path,
        "contract": "",
        "genesis_s": int(time.time()),
        "member": HOMES[0].address,
        "report_key": key_address(REPORT_KEYS[0]),
        "meter": METERS[0].hex(),
        "port": 1,
    }
    async with running_devchain(network_file=tmp_path / "network.toml") as node:
        words["url"] = node.url
        config.write_text(SETTINGS.format(**words))
        await run(operator._deploy, config)
        words["contract"] = f'contract = "{capsys.readouterr().out.strip()}"'
        config.write_text(SETTINGS.format(**words))
        await run(operator._enrol, config)
        capsys.readouterr()
        key.unlink()  # nobody needs the key to look

        code, out, err = await look("events", "--json")
        assert code == 0, err
        events = [json.loads(line) for line in out.splitlines()]
        member = HOMES[0].address.lower()
        assert events[-1]["event"] == "Enrolled"
        assert (events[-1]["member"], events[-1]["endorser"]) == (member, True)
        assert "none missing" in err

        code, out, err = await look("events", "--name", "Enrolled")
        assert code == 0, err
        block = str(events[-1]["block"])
        assert out.split() == [block, "Enrolled", "member", member, "endorser", "True"]

        code, out, err = await look("receipt", events[-1]["transaction"])
        assert code == 0, err
        assert "status succeeded" in out
        assert "Enrolled" in out

        code, _, err = await look("receipt", "0x" + "11" * 32)
        assert (code, err) == (1, "No node shows this transaction in a final block.\n")
        code, _, err = await look("events", "--name", "Nonsense")
        assert code == 2
        assert "Credited, Endorsed" in err


@pytest.mark.parametrize("words", [["events", "--from-block", "-1"], ["events", "--to-block", "x"]])
def test_what_is_no_block_number_is_said(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["operator", *words, "--config", str(tmp_path / "none.toml")]) == 2
    assert "is no block number" in capsys.readouterr().err


def test_missing_settings_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("web3")
    assert main(["operator", "events", "--config", str(tmp_path / "none.toml")]) == 2
    assert "could not be read" in capsys.readouterr().err
