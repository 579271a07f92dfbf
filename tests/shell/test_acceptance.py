"""What the running agent answers about its commissioning, at its own interface."""

from pathlib import Path

import pytest

from agent.api.check import check
from agent.api.commission import ChecklistView, JoinRequestView, SignedReport
from agent.api.methods import METHODS, WishAnswer
from agent.provisioning.acceptance import Report, Signed, file_of, read_file
from agent.provisioning.acceptance_page import read_page
from agent.provisioning.enrolment import comparison
from agent.shell import box_look
from agent.shell.acceptance import REPORTS_KEPT, Site
from agent.shell.household_api import HouseholdApi
from tests.core.story import REPORT_KEY
from tests.provisioning.test_enrolment import request, text_of
from tests.shell.test_radio_desk import INSTALLER, METER, ask, with_radio


async def test_a_home_is_not_handed_over_while_a_step_is_open() -> None:
    world = with_radio()
    async with world.running() as home:
        api = HouseholdApi(home)
        given = check(METHODS["commission.handover"].params, {"installer": "Ada", "customer": "Bo"})
        answer = await api.accept("commission.handover", given, INSTALLER)
        assert isinstance(answer, WishAnswer)
        assert not answer.accepted
        assert answer.sentence.startswith("Not yet: ")
        assert home.state.tested.handover is None


async def test_the_report_names_what_is_open_and_no_password_of_a_node() -> None:
    world = with_radio()
    async with world.running() as home:
        assert (await ask(world, "device.assign", key=METER, role="grid", name="Main")).accepted
        nodes = ("https://user:secret@node.example:8545/v3/token", "not an address", "http://[::1")
        api = HouseholdApi(home, site=Site("home-01", nodes))
        view = await api.accept("commission.checklist", None, INSTALLER)
        made = await api.accept("commission.report", None, INSTALLER)
    assert isinstance(view, ChecklistView)
    assert isinstance(made, SignedReport)
    assert not made.accepted
    found = read_file(file_of(made.document, bytes.fromhex(made.signature[2:])))
    assert isinstance(found, Signed)
    assert found.signer == REPORT_KEY.address
    report: Report = found.report
    assert report.steps == view.steps
    assert report.nodes == ("node.example:8545",)
    assert "secret" not in made.document
    assert "token" not in made.document
    assert [(one.name, one.role) for one in report.devices] == [("Main", "grid")]


async def test_a_backup_counts_until_a_device_joins() -> None:
    from tests.shell.test_radio_desk import later, plug, radio_of

    world = with_radio()
    async with world.running() as home:
        await later(world)
        assert (await ask(world, "radio.backup")).accepted
        await world.turn()
        radio = home.snapshot().radio
        assert radio is not None
        assert radio.backup_ms == home.state.tested.backup.at_ms  # type: ignore[union-attr]
        radio_of(world).show(plug(), plug("00000000000000b2"))
        await later(world)
        radio = home.snapshot().radio
        assert radio is not None
        assert radio.backup_ms is None


async def test_the_request_is_shown_as_it_was_made_and_nothing_else(tmp_path: Path) -> None:
    world, asked = with_radio(), request()
    file = tmp_path / "request.txt"
    async with world.running() as home:
        api = HouseholdApi(home, site=Site(request=str(file)))

        async def shown() -> JoinRequestView:
            found = await api.accept("commission.request", None, INSTALLER)
            assert isinstance(found, JoinRequestView)
            return found

        own = world.constants
        unasked = JoinRequestView(own.member, "", "", own.report_key)
        assert await shown() == unasked
        file.write_text(text_of(asked))
        assert await shown() == JoinRequestView(
            asked.member, comparison(asked), text_of(asked), asked.report_key
        )
        for junk in ("GRIDHEARTH-JOIN-1.ABC", "\N{SNOWMAN}", "x" * 10**6):
            file.write_text(junk, "utf-8")
            assert await shown() == unasked


def _text(path: str) -> str:
    return Path(path).read_text("utf-8")


async def test_the_page_of_each_report_is_kept_beside_the_journal_and_the_oldest_make_room(
    tmp_path: Path,
) -> None:
    world = with_radio()
    reports = tmp_path / "reports"
    reports.mkdir()
    for number in range(REPORTS_KEPT):
        (reports / f"acceptance-2020-01-{number + 1:02d}T000000Z.html").touch()
    async with world.running() as home:
        api = HouseholdApi(home, site=Site("home-01", directory=str(tmp_path)))
        made = await api.accept("commission.report", None, INSTALLER)
        assert isinstance(made, SignedReport)
        assert isinstance(read_page(_text(made.saved)), Signed)
        assert made.short.startswith("GRIDHEARTH-REPORT-1.")
        assert len(list(reports.iterdir())) == REPORTS_KEPT
        assert not (reports / "acceptance-2020-01-01T000000Z.html").exists()
        nowhere = HouseholdApi(home, site=Site("home-01", directory="/proc/1"))
        unsaved = await nowhere.accept("commission.report", None, INSTALLER)
    assert isinstance(unsaved, SignedReport)
    assert unsaved.saved == ""
    assert unsaved.document


async def test_the_agent_itself_sees_heat_card_and_a_missing_stick(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heat = tmp_path / "temp"
    heat.write_text("84000\n")
    monkeypatch.setattr(box_look, "THERMAL", heat)
    world = with_radio()
    async with world.running() as home:
        api = HouseholdApi(home, site=Site(directory=str(tmp_path), stick=str(tmp_path / "stick")))
        view = await api.accept("commission.checklist", None, INSTALLER)
    assert isinstance(view, ChecklistView)
    box = next(one for one in view.steps if one.key == "box")
    assert (box.state, box.words) == ("trouble", "The processor is at 84 °C.")
    (port,) = (one for one in box_look.looked(tmp_path, "/dev/none") if one.name == "ports")
    assert port.verdict == "wrong"
    assert not [one for one in box_look.looked(tmp_path, "") if one.name == "ports"]
