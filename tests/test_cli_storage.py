"""`gridhearth storage`: what goes to the daemon, what a terminal shows."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from agent.api.permissions import AccessRules
from agent.api.storage import (
    DeedLine,
    ParametersLine,
    ReportLine,
    SessionLine,
    StorageOrderLine,
    StorageOrders,
    StoragePreview,
    StorageSection,
    StorageView,
    StorageVoteLine,
    StorageVotes,
    UnitLine,
)
from agent.cli import main
from agent.shell.serve import serving
from tests.test_cli import Daemon

ME, UNIT = "0x" + "11" * 20, "0x" + "22" * 20
ENT = 10**18
SECTION = StorageSection(
    contract="0x" + "33" * 20,
    dialect="gridhearth",
    me=ME,
    unit=UnitLine(
        address=UNIT,
        registered=True,
        owner=ME,
        energy_wh=7_000,
        capacity_wh=10_000,
        reserve_wh=1_000,
        charge_permille=695,
        charge_at_ms=1_000,
        power_w=-400,
        in_wh=12_345,
        out_wh=5_345,
        open_in_wh=0,
        open_out_wh=2_000,
        uncovered_wh=2_000,
        accepted_in_wh=12_345,
        accepted_out_wh=3_345,
        written_off_wh=0,
        under_way=None,
        last=ReportLine("produced", ME, 500, 1_000, "accepted", "The report was accepted."),
        next_report_ms=1_700_000_000_000,
        next_actual_ms=None,
        refused=0,
        reverted=0,
        wei="5",
        sentence="2 kWh left the battery without a session.",
        backing_wh=1_250,
    ),
    mint_cost="0",
    burn_cost=str(ENT // 20),
    parameters=ParametersLine(str(ENT // 2), str(ENT // 2), str(ENT // 20), 7_200, str(ENT // 5)),
    ent_available=str(156 * ENT // 10),
    ent_locked="0",
    euro_available="1",
    euro_locked="0",
    my_sessions=(SessionLine("s1", UNIT, ME, 7_000, str(7 * ENT), 1, 7_201, True),),
    deeds=(DeedLine("Start a session", 1_000, "refused", "The contract refused it: no."),),
)


class StorageDaemon(Daemon):
    """Answers what looks at the storage market."""

    section: StorageSection | None = SECTION
    votes = StorageVotes("Not today.")

    async def look(self, method: str, params: Any) -> object:
        match method:
            case "storage.get":
                return StorageView(self.section, "" if self.section else "There is none.")
            case "storage.preview":
                said = "7 kWh for 7.35 ENT."
                return StoragePreview(7_000, str(ENT), "0", "1", True, said)
            case "storage.orders":
                line = StorageOrderLine("4", "sell", ME, str(ENT // 2), str(2 * ENT), True)
                return StorageOrders("", 5, (), (line,))
            case _:
                return self.votes


@pytest.fixture
async def daemon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[StorageDaemon]:
    one, path = StorageDaemon(), tmp_path / "api.sock"
    monkeypatch.setenv("GRIDHEARTH_SOCKET", str(path))
    monkeypatch.setenv("COLUMNS", "160")
    async with serving(path, one, AccessRules(daemon_uid=os.getuid())):
        yield one


async def run(*words: str) -> int:
    return await asyncio.to_thread(main, ["storage", *words])


async def test_status_says_what_is_open_and_why(
    daemon: StorageDaemon, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run("status") == 0
    out = capsys.readouterr().out
    for said in (
        "2 kWh left the battery without a session.",
        "69.5 % of 10.000 kWh",
        "15.600000",
        "burning 0.050000",
        "The contract refused it: no.",
        "with up to 1.250 kWh",
    ):
        assert said in out
    assert await run("status", "--json") == 0
    assert json.loads(capsys.readouterr().out)["storage"]["unit"]["uncovered_wh"] == 2_000


async def test_open_votes_are_listed_as_they_would_be_typed(
    daemon: StorageDaemon, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run("vote", "--list") == 1
    assert "Not today." in capsys.readouterr().err
    lines = (
        StorageVoteLine("add_voter", ME, "", 1, True),
        StorageVoteLine("register_unit", UNIT, ME, 1, False),
        StorageVoteLine("set_parameter", "C", str(ENT // 20), 1, False),
        StorageVoteLine("set_parameter", "H", "3", 2, False),
    )
    daemon.votes = StorageVotes("", 7, 5, lines, 12)
    assert await run("vote", "--list") == 0
    assert capsys.readouterr().out.splitlines() == [
        f"add-voter --address {ME}: 1 of 5, yours among them",
        f"register-unit --address {UNIT} --owner {ME}: 1 of 5",
        "set-parameter --parameter C --value 0.050000: 1 of 5",
        "set-parameter --parameter H --value 3: 2 of 5",
        "Not looked at: the 12 oldest votes ever begun.",
    ]
    assert await run("vote", "add-voter", "--address", ME, "--list") == 2


async def test_lists_and_costs_are_shown(
    daemon: StorageDaemon, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run("sessions") == 0
    assert "7.000 kWh" in capsys.readouterr().out
    assert await run("costs") == 0
    assert "H 2 h" in capsys.readouterr().out
    assert await run("costs", "--kwh", "7") == 0
    assert "7.35 ENT" in capsys.readouterr().out
    assert await run("order") == 0
    assert "2.000000" in capsys.readouterr().out
    assert await run("vote") == 1
    assert "Not today." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "method", "given"),
    [
        (["report"], "storage.report", {}),
        (
            ["sessions", "--start", "--kwh", "1.5", "--unit", UNIT],
            "storage.session_start",
            {"unit": UNIT, "energy_wh": 1_500},
        ),
        (
            ["sessions", "--start", "--ent", "7.35"],
            "storage.session_start",
            {"ent": "7350000000000000000"},
        ),
        (["sessions", "--stop", "--unit", UNIT], "storage.session_stop", {"unit": UNIT}),
        (
            ["order", "sell", "--amount", "1.9", "--price", "0.5"],
            "storage.order_add",
            {"side": "sell", "amount": "1900000000000000000", "price": "500000000000000000"},
        ),
        (["order", "buy", "--remove", "4"], "storage.order_remove", {"ident": "4", "side": "buy"}),
        (
            ["transfer", "eeuro", "2", "--to", ME],
            "storage.transfer",
            {"currency": "eeuro", "to": ME, "amount": str(2 * ENT)},
        ),
        (
            ["vote", "set-parameter", "--parameter", "C", "--value", "0.05"],
            "storage.vote",
            {"kind": "set_parameter", "parameter": "C", "value": str(ENT // 20)},
        ),
        (
            ["vote", "set-parameter", "--parameter", "H", "--value", "3"],
            "storage.vote",
            {"kind": "set_parameter", "parameter": "H", "value": "3"},
        ),
        (
            ["vote", "add-voter", "--address", ME],
            "storage.vote",
            {"kind": "add_voter", "address": ME},
        ),
        (["vote", "remove-unit"], "storage.register", {"remove": True}),
    ],
)
async def test_what_is_asked_goes_to_the_daemon_exactly(
    daemon: StorageDaemon, words: list[str], method: str, given: dict[str, object]
) -> None:
    assert await run(*words) == 0
    ((name, params, _),) = daemon.commissioned
    assert name == method
    for field, value in given.items():
        assert getattr(params, field) == value


@pytest.mark.parametrize(
    "words",
    [
        ["sessions", "--start"],
        ["sessions", "--start", "--kwh", "1", "--ent", "1"],
        ["sessions", "--start", "--ent", "1e5"],
        ["sessions", "--start", "--kwh", "0"],
        ["sessions", "--start", "--stop"],
        ["order", "sell", "--amount", "1"],
        ["order", "sell", "--amount", "1", "--price", "0.1234567890123456789"],
        ["transfer", "ent", "5", "--to", "me"],
        ["vote", "set-parameter", "--parameter", "H", "--value", "1.5"],
    ],
)
async def test_what_is_wrong_is_said_and_goes_nowhere(
    daemon: StorageDaemon, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run(*words) == 2
    assert capsys.readouterr().err
    assert daemon.commissioned == []


async def test_a_home_without_storage_is_told_so(
    daemon: StorageDaemon, capsys: pytest.CaptureFixture[str]
) -> None:
    daemon.section = None
    for words in (["status"], ["sessions"], ["costs"]):
        assert await run(*words) == 1
        assert "There is none." in capsys.readouterr().err
