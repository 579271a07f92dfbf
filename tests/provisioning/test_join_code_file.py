"""A box that asks by itself: the code that came with the card is used once, and gone then."""

import asyncio
from pathlib import Path

import pytest

from agent.cli import main
from agent.provisioning.code import make_code
from agent.provisioning.enrolment import JoinRequest, code_proof, read_request, request_body
from drivers.simulated.devchain.server import running_devchain
from tests.mosquitto.test_join import HOME_SETTINGS, METER

CODE = make_code(0x1234567890ABCDEF123)


async def test_an_unattended_request_uses_the_cards_code_and_removes_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config, card, folder = tmp_path / "g.toml", tmp_path / "one-time-code", tmp_path / "join"
    async with running_devchain(network_file=tmp_path / "network.toml") as node:
        config.write_text(
            HOME_SETTINGS.format(
                meter=METER,
                place=tmp_path,
                url=node.url,
                contract="0x" + "aa" * 20,
                operator="0x" + "bb" * 20,
            )
        )
    words = ["join", "request", "--config", str(config), "--directory", str(folder)]
    words += ["--code-file", str(card)]

    async def run() -> int:
        return await asyncio.to_thread(main, words)

    card.write_text("7K2Q-7K2Q-7K2Q-7K2Q\n")
    assert await run() == 2
    assert "mistyped" in capsys.readouterr().err
    assert card.exists(), "a code that did nothing yet is not thrown away"
    card.write_text(CODE + "\n")
    assert await run() == 0
    assert not card.exists()
    asked = read_request((folder / "request.txt").read_text())
    assert isinstance(asked, JoinRequest)
    assert asked.proof == code_proof(CODE, request_body(asked))
    capsys.readouterr()
    assert await run() == 0, "begun again: the very same request, and no code is asked for"
    assert asked.member in capsys.readouterr().out
    assert read_request((folder / "request.txt").read_text()) == asked
    assert main(["join", "accept", *words[2:6]]) == 2
    assert "answer_url" in capsys.readouterr().err
