"""Contradicting reports: kept for good, exported so that others can verify, forgeries exposed."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from eth_account import Account
from eth_account.messages import encode_typed_data

from agent.bridge.report import SignedReport, contract_signature, report_digest
from agent.cli import main
from agent.dso.evidence import (
    MOST_EVIDENCE,
    Evidence,
    evidence_document,
    evidence_problems,
    read_evidence,
)
from agent.dso.reconcile import Verdict
from agent.units import EnergyWh
from tests.dso.office import Office, end_of, reports_of_both, traded_world
from tests.dso.world import HOMES, REPORT_KEYS, SELLER, HomeReports, World, key_address, message

KEY = key_address(REPORT_KEYS[SELLER])


def resigned(world: World, signed: SignedReport, **changes: Any) -> SignedReport:
    made = msgspec.structs.replace(signed.report, **changes)
    digest = report_digest(world.domain, made)
    signature = REPORT_KEYS[SELLER].sign_recoverable(digest, hasher=None)
    return SignedReport(made, contract_signature(signature))


@pytest.fixture(scope="module")
def world() -> World:
    return traded_world()


@pytest.fixture
def pair(world: World) -> Evidence:
    one = HomeReports(world, SELLER).report(0, 50, 1_000)
    return Evidence(KEY, one, resigned(world, one, export_wh=EnergyWh(1_500)))


async def test_two_reports_for_one_revision_are_kept_even_after_their_window() -> None:
    office = Office(traded_world())
    await office.at(end_of(1) + 5)
    honest = HomeReports(office.world, SELLER).report(0, 50, 1_000)
    lie = resigned(office.world, honest, export_wh=EnergyWh(1_500))
    verdicts = await office.take(message(office.world, honest), message(office.world, lie))
    assert verdicts == [Verdict.NEW, Verdict.EQUIVOCATION]
    await office.take(message(office.world, lie), message(office.world, honest))
    await office.at(end_of(800), 1)
    office.start()
    await office.at(end_of(801), 1)
    assert office.store.reports == {}
    standing = office.operator.standing
    assert standing is not None
    (kept,) = standing.evidence
    assert (kept.first, kept.second) == (honest, lie)
    assert evidence_problems(office.world.domain, kept) == ()
    counted = standing.refused[HOMES[SELLER].address]
    assert counted == {"equivocation": 1, "known": 2}


async def test_nobody_fills_the_disk_with_contradictions() -> None:
    office = Office(traded_world())
    await office.at(end_of(MOST_EVIDENCE + 8), 1)
    chain = HomeReports(office.world, SELLER)
    for cycle in range(MOST_EVIDENCE + 5):
        honest = chain.report(cycle, 50, 1_000)
        await office.take(message(office.world, honest))
        await office.take(
            message(office.world, resigned(office.world, honest, export_wh=EnergyWh(2_000)))
        )
    assert len(office.store.evidence) == MOST_EVIDENCE


def test_another_library_finds_the_same_signer(world: World, pair: Evidence) -> None:
    document = json.loads(json.dumps(evidence_document(world.domain, [pair])))
    (entry,) = document["evidence"]
    for signed in entry["reports"]:
        found = Account.recover_message(
            encode_typed_data(full_message=signed["typed_data"]), signature=signed["signature"]
        )
        assert found.lower() == entry["report_key"] == KEY


def test_a_document_reads_back(world: World, pair: Evidence) -> None:
    document = json.loads(json.dumps(evidence_document(world.domain, [pair])))
    assert read_evidence(document) == (world.domain, (pair,))


def test_what_proves_nothing_is_said(world: World, pair: Evidence) -> None:
    one, two = pair.first, pair.second
    other_cycle = resigned(world, one, cycle=7)
    frauds = {
        "say the same": Evidence(KEY, one, one),
        "different cycles": Evidence(KEY, one, other_cycle),
        "not signed by": Evidence(KEY, one, SignedReport(two.report, one.signature)),
        "different meters": Evidence(KEY, one, resigned(world, one, meter=bytes(32))),
    }
    for word, fraud in frauds.items():
        assert any(word in said for said in evidence_problems(world.domain, fraud)), word
    framed = msgspec.structs.replace(pair, report_key=key_address(REPORT_KEYS[1]))
    assert len(evidence_problems(world.domain, framed)) == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one["reports"][0]["typed_data"]["message"].update(import_wh=51),
        lambda one: one["reports"][1].update(signature=one["reports"][0]["signature"]),
        lambda one: one.update(report_key="0x" + "11" * 20),
    ],
)
def test_the_command_finds_a_changed_document(
    world: World, pair: Evidence, tmp_path: Path, capsys: pytest.CaptureFixture[str], change: Any
) -> None:
    path = tmp_path / "evidence.json"
    document = evidence_document(world.domain, [pair])
    path.write_text(json.dumps(document))
    assert main(["operator", "evidence", "--verify", str(path)]) == 0
    assert "1 of 1 prove a contradiction" in capsys.readouterr().out
    change(document["evidence"][0])
    path.write_text(json.dumps(document))
    assert main(["operator", "evidence", "--verify", str(path)]) == 1
    assert "0 of 1" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"evidence": 5}', "[" * 100_000])
def test_what_is_no_document_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    path = tmp_path / "evidence.json"
    path.write_text(text)
    assert main(["operator", "evidence", "--verify", str(path)]) == 2
    assert str(path) in capsys.readouterr().err


def test_honest_homes_leave_no_evidence(world: World) -> None:
    assert len(reports_of_both(world)) == 4
    assert evidence_document(world.domain, [])["evidence"] == []
