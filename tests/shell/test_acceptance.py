"""What the running agent answers about its commissioning, at its own interface."""

from pathlib import Path

from agent.api.check import check
from agent.api.commission import ChecklistView, JoinRequestView, SignedReport
from agent.api.methods import METHODS, WishAnswer
from agent.provisioning.acceptance import Report, Signed, file_of, read_file
from agent.provisioning.enrolment import comparison
from agent.shell.acceptance import Site
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

        assert await shown() == JoinRequestView()
        file.write_text(text_of(asked))
        assert await shown() == JoinRequestView(asked.member, comparison(asked), text_of(asked))
        for junk in ("GRIDHEARTH-JOIN-1.ABC", "\N{SNOWMAN}", "x" * 10**6):
            file.write_text(junk, "utf-8")
            assert await shown() == JoinRequestView()
