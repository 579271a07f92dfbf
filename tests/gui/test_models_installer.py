"""The installer's checklist, without a window."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from agent.api.sections import CheckSection, RadioSection
from gui.glance import Glance
from gui.models.installer import InstallerModel
from gui.models.installer_parts import STEPS
from gui.models.installer_questions import hand_over
from gui.models.installer_steps import Done, network_rows, next_open, steps_of
from gui.models.installer_words import seen_to_work
from gui.player import SCENARIOS, read_scenario
from tests.gui.asked import Asked

GRID, ROOF = "00158d0001a2b3c4/1", "00158d0001a2b3c5/1"
HEATER, PLUG = "00158d0001a2b3c6/1", "00158d0001a2b3d1/2"
ROUTER = "00158d0001a2b3c5"


def pins(group: str, *, installer: bool = True) -> dict[str, Any]:
    return {
        "needed": False,
        "unlocked_s": 0,
        "group": group,
        "pins": [{"whose": "household", "set": False}, {"whose": "installer", "set": installer}],
    }


def changed(glance: Glance, **new: Any) -> Glance:
    assert glance.snapshot is not None
    snapshot = msgspec.structs.replace(glance.snapshot, **new)
    return replace(glance, seen=replace(glance.seen, snapshot=snapshot))


@pytest.fixture
def closed(glance: Callable[..., Glance]) -> tuple[InstallerModel, Asked, Glance]:
    asked, seen = Asked(), glance("installer")
    model = InstallerModel(asked)
    model.look(seen)
    model.enter()
    return model, asked, seen


@pytest.fixture
def opened(closed: Any) -> tuple[InstallerModel, Asked, Glance]:
    model, asked, seen = closed
    asked.answer("pin.state", pins("installer"))
    assert model.shown.open
    return model, asked, seen


def state_of(model: InstallerModel, step: str) -> str:
    return str({row["key"]: row["mark"] for row in model.shown.steps}[step])


# --- the lock


def test_the_page_is_closed_until_the_agent_says_installer(closed: Any) -> None:
    model, asked, _seen = closed
    asked.answer("pin.state", pins("user"))
    assert not model.shown.open
    assert model.shown.may_open
    assert model.lines.rows == ()


def test_while_it_is_closed_no_wish_leaves_the_screen(closed: Any) -> None:
    model, asked, _seen = closed
    asked.answer("pin.state", pins("user"))
    before = list(asked.all)
    for action in ("form", "stop", "loaded", "end", "backup"):
        model.act(action)
    model.choose("pair")
    model.act_on(ROUTER, "open")
    model.yes()
    assert asked.all == before


def test_without_an_installers_pin_it_says_where_one_is_set(closed: Any) -> None:
    model, asked, _seen = closed
    asked.answer("pin.state", pins("user", installer=False))
    assert not model.shown.may_open
    assert "gridhearth pin" in model.shown.closed_words


def test_leaving_the_page_locks_it_again(opened: Any) -> None:
    model, asked, seen = opened
    model.leave()
    model.enter()
    assert not model.shown.open
    asked.answer("pin.state", pins("user"))
    model.look(seen)
    assert not model.shown.open


def test_an_agent_that_went_away_locks_it_too(opened: Any) -> None:
    model, _asked, seen = opened
    model.look(replace(seen, seen=replace(seen.seen, link="gone", methods=frozenset())))
    assert not model.shown.open
    assert model.shown.closed_words == "The agent does not answer."


# --- the checklist


def test_a_fresh_stick_is_to_be_given_a_network_and_the_rest_waits(opened: Any) -> None:
    model, _asked, seen = opened
    radio = RadioSection("no-network", "It has no network.", 1)
    model.look(changed(seen, radio=radio, devices=(), pairing=()))
    marks = [row["mark"] for row in model.shown.steps]
    assert marks == ["\u25cb", "\u25cb", "\u25cb", "\u25cb", "\u2713", "\u25cb"]
    assert [action["key"] for action in model.shown.actions] == ["form"]


@pytest.mark.parametrize("stage", ["down", "degraded", "other-network"])
def test_a_radio_in_trouble_is_trouble_in_its_own_words(opened: Any, stage: str) -> None:
    model, _asked, seen = opened
    model.look(changed(seen, radio=RadioSection(stage, "The stick is gone.", 1)))
    assert state_of(model, "radio") == "\u26a0"
    assert model.shown.sentences[0] == "The stick is gone."


def test_a_home_without_a_radio_has_no_radio_to_set_up(glance: Callable[..., Glance]) -> None:
    snapshot = glance("afternoon").snapshot
    assert snapshot is not None
    states = {step.key: step.state for step in steps_of(snapshot, Done())}
    assert (states["radio"], states["backup"], states["relays"]) == ("done", "done", "done")


def test_a_device_that_was_not_understood_is_named(opened: Any) -> None:
    model, _asked, seen = opened
    first = msgspec.structs.replace(seen.snapshot.devices[0], interview="incomplete")
    model.look(changed(seen, devices=(first, *seen.snapshot.devices[1:])))
    model.choose("pair")
    assert state_of(model, "pair") == "\u26a0"
    assert "House meter" in model.shown.sentences[0]


def deeds(rows: Any, name: str) -> list[str]:
    return [deed["key"] for row in rows if row["text"] == name for deed in row["actions"]]


def test_only_devices_without_a_battery_can_open_joining(glance: Callable[..., Glance]) -> None:
    rows = network_rows(glance("installer"))
    assert "open" not in deeds(rows, "House meter")
    assert "open" in deeds(rows, "Roof")
    assert "open" not in deeds(rows, "Car"), "it does not answer"


def test_a_device_with_a_task_is_not_sent_away_and_one_that_was_not_understood_is_asked_again(
    opened: Any,
) -> None:
    model, asked, seen = opened
    rows = network_rows(seen)
    assert "remove" not in deeds(rows, "Roof")
    idle = next(row for row in rows if "remove" in [deed["key"] for deed in row["actions"]])
    lines = tuple(
        msgspec.structs.replace(line, interview="failed") if line.name == "Roof" else line
        for line in seen.snapshot.devices
    )
    assert "interview" in deeds(network_rows(changed(seen, devices=lines)), "Roof")
    model.choose("pair")
    model.act_on(ROUTER, "configure")
    assert asked.all[-1] == ("device.configure", {"ieee": ROUTER})
    asked.answer("device.configure", {"accepted": True, "sentence": "It reports."})
    model.act_on(idle["device"], "remove")
    assert "paired again" in model.shown.confirm
    assert "device.remove" not in asked.methods()
    model.yes()
    assert asked.all[-1] == ("device.remove", {"ieee": idle["device"]})


# --- actions


def test_forming_a_network_is_asked_only_after_a_yes(opened: Any) -> None:
    model, asked, _seen = opened
    model.act("form")
    assert "radio.form" not in asked.methods()
    assert "must be paired again" in model.shown.confirm
    model.no()
    assert model.shown.confirm == ""
    model.yes()
    assert "radio.form" not in asked.methods()
    model.act("form")
    model.yes()
    assert asked.all[-1] == ("radio.form", {})


def test_joining_is_opened_only_after_the_agents_own_warning(opened: Any) -> None:
    model, asked, _seen = opened
    model.choose("pair")
    model.act_on(ROUTER, "open")
    assert asked.all[-1][1]["confirmed"] is False
    asked.answer("pair.open", {"accepted": False, "sentence": "The key can be overheard."})
    assert model.shown.confirm == "The key can be overheard."
    assert [method for method, _ in asked.all].count("pair.open") == 1
    model.yes()
    assert asked.all[-1] == ("pair.open", {"via": ROUTER, "seconds": 60, "confirmed": True})


def test_open_joining_counts_down_and_can_be_stopped(opened: Any) -> None:
    model, asked, seen = opened
    model.choose("pair")
    radio = msgspec.structs.replace(
        seen.snapshot.radio, joining_until_ms=seen.now_ms + 44_500, via=ROUTER
    )
    model.look(changed(seen, radio=radio))
    assert "Any device may join for 00:44 more." in model.shown.sentences
    model.act("stop")
    assert asked.all[-1] == ("pair.stop", {})
    model.look(replace(changed(seen, radio=radio), now_ms=seen.now_ms + 45_000))
    assert [action["key"] for action in model.shown.actions] == ["code"]


def test_a_task_that_another_meter_has_is_taken_only_after_a_yes(opened: Any) -> None:
    model, asked, _seen = opened
    model.choose("roles")
    model.act_on(PLUG, "grid")
    assert "House meter has this task now" in model.shown.confirm
    model.yes()
    wanted = {"key": PLUG, "role": "grid", "replace": True}
    assert asked.all[-1] == ("device.assign", wanted)


def test_a_free_task_is_given_at_once_and_the_answer_shown(opened: Any) -> None:
    model, asked, _seen = opened
    model.choose("roles")
    model.act_on(PLUG, "storage")
    assert asked.all[-1] == ("device.assign", {"key": PLUG, "role": "storage"})
    assert model.shown.busy
    asked.answer("device.assign", {"accepted": False, "sentence": "No.", "problems": []})
    assert (model.shown.busy, model.shown.note, model.shown.note_wrong) == (False, "No.", True)


def test_a_clamp_is_turned_round_and_back(opened: Any) -> None:
    model, asked, _seen = opened
    model.choose("roles")
    model.act_on(GRID, "turn")
    assert asked.all[-1][1] == {"key": GRID, "role": "grid", "invert": True}


def test_a_second_press_while_the_first_waits_is_not_sent(opened: Any) -> None:
    model, asked, _seen = opened
    model.choose("relays")
    model.act_on(HEATER, "off")
    model.act_on(HEATER, "on")
    assert asked.methods().count("relay.set") == 1


def test_the_check_goes_from_meter_to_load_to_verdict(opened: Any) -> None:
    model, asked, seen = opened
    model.choose("check")
    model.change_load(-3)
    assert (model.shown.fuse, model.shown.phases) == ("63\N{NO-BREAK SPACE}A", "3")
    model.change_fuse(-100)
    model.change_fuse(2)
    model.choose_phases("2")  # no home has two
    model.choose_phases("1")
    assert (model.shown.fuse, model.shown.phases) == ("16\N{NO-BREAK SPACE}A", "1")
    model.act_on(GRID, "start")
    wanted = {"key": GRID, "role": "grid", "load_w": 1_700, "invert": False}
    wanted |= {"fuse_a": 16, "phases": 1}
    assert asked.all[-1] == ("check.start", wanted)
    asked.answer("check.start", {"accepted": True, "sentence": "Begun."})
    going = CheckSection(GRID, "grid", 1_700, "switch on", "Switch it on.", 1, power_w=300)
    model.look(changed(seen, check=going))
    assert [action["key"] for action in model.shown.actions] == ["loaded", "end"]
    assert "Switch it on." in model.shown.sentences
    assert model.lines.rows == (), "no other check meanwhile"
    over = msgspec.structs.replace(going, stage="done", passed=True, sentences=("It fits.",))
    model.look(changed(seen, check=over))
    assert "It fits." in model.shown.sentences
    assert "Roof" in model.shown.sentences[0], "the other meter is still to be checked"


def test_the_load_stays_within_what_a_home_has(opened: Any) -> None:
    model, _asked, _seen = opened
    model.choose("check")
    model.change_load(-500)
    assert model.shown.load == "100\N{NO-BREAK SPACE}W"
    model.change_load(5_000)
    assert model.shown.load == "10.0\N{NO-BREAK SPACE}kW"


def test_a_failed_check_is_trouble_and_takes_an_earlier_pass_back(
    glance: Callable[..., Glance],
) -> None:
    snapshot = glance("installer").snapshot
    assert snapshot is not None
    passed = tuple(
        msgspec.structs.replace(line, checked_ms=1) if line.key == GRID else line
        for line in snapshot.devices
    )
    done = seen_to_work(Done(), msgspec.structs.replace(snapshot, devices=passed))
    assert done.checked == {GRID}
    failed = CheckSection(GRID, "grid", 1, "done", "", 1, passed=False)
    worse = msgspec.structs.replace(snapshot, check=failed)  # the agent has taken the pass back
    assert seen_to_work(done, worse).checked == frozenset()
    states = {step.key: step.state for step in steps_of(worse, Done())}
    assert states["check"] == "trouble"


def test_a_relay_is_tested_only_by_what_it_confirmed_itself(opened: Any) -> None:
    model, asked, seen = opened
    model.choose("relays")

    def standing(position: str, mode: str, on: int | None, off: int | None = None) -> Glance:
        lines = tuple(
            msgspec.structs.replace(
                line, position=position, mode=mode, seen_on_ms=on, seen_off_ms=off
            )
            if line.key == HEATER
            else line
            for line in seen.snapshot.devices
            if line.name != "Car"
        )
        return changed(seen, devices=lines)

    model.look(standing("on", "on", 1))
    model.look(standing("on", "off", 1))
    assert state_of(model, "relays") == "\u25cb", "asked to be off, and did not confirm it"
    model.look(standing("off", "off", 1, 2))
    assert state_of(model, "relays") == "\u2713"
    assert asked.methods().count("relay.set") == 0


def test_a_backup_is_done_when_the_agent_says_where_it_is(opened: Any) -> None:
    model, asked, seen = opened
    model.choose("backup")
    model.act("backup")
    asked.answer("radio.backup", {"accepted": False, "sentence": "The card is full."})
    assert state_of(model, "backup") == "\u25cb"
    model.act("backup")
    asked.answer("radio.backup", {"accepted": True, "sentence": "It is in x.sealed."})
    assert seen.snapshot is not None
    assert seen.snapshot.radio is not None
    kept = msgspec.structs.replace(seen.snapshot.radio, backup_ms=5)
    model.look(changed(seen, radio=kept))
    assert state_of(model, "backup") == "\u2713"
    assert model.shown.sentences[0] == "It is in x.sealed."
    model.leave()
    model.enter()
    model.look(changed(seen, radio=kept))
    asked.answer("pin.state", pins("installer"))
    assert "every device" in model.shown.sentences[0], "the agent remembers it, not the page"
    model.look(seen)
    assert state_of(model, "backup") == "\u25cb", "a device joined since"


# --- what only the agent can judge


def line(key: str, state: str = "done", words: str = "Well.", do: str = "") -> dict[str, str]:
    return {"key": key, "title": key, "state": state, "words": words, "do": do}


def listed(seen: Glance, *lines: dict[str, str]) -> tuple[Glance, Any]:
    """The agent that makes a checklist, and its answer."""
    methods = {"commission.checklist", "commission.request", "commission.joining", "pin.lock"}
    may = replace(seen.seen, methods=seen.seen.methods | methods)
    return replace(seen, seen=may), {"steps": list(lines), "ready": False}


def test_an_agent_without_a_checklist_shows_the_steps_that_the_snapshot_tells(
    closed: Any,
) -> None:
    model, asked, seen = closed
    known = seen.seen.methods - {"commission.checklist", "commission.request"}
    model.look(replace(seen, seen=replace(seen.seen, methods=known)))
    asked.answer("pin.state", pins("installer"))
    assert [row["key"] for row in model.shown.steps] == [
        *("radio", "pair", "roles", "check", "relays", "backup"),
    ]


def test_the_page_opens_at_the_first_open_step_and_then_stays_where_the_finger_put_it(
    opened: Any,
) -> None:
    model, asked, seen = opened
    may, answer = listed(seen, line("box"), line("joined", "to do", "Not yet."), line("pin"))
    model.look(may)
    asked.answer("commission.checklist", answer)
    assert model.shown.step == "identity"
    model.choose("relays")
    model.look(replace(may, now_ms=may.now_ms + 10_000))
    asked.answer("commission.checklist", answer)
    assert model.shown.step == "relays"


def test_a_page_of_two_lines_lists_them_and_the_gravest_colours_it(opened: Any) -> None:
    model, asked, seen = opened
    may, answer = listed(
        seen, line("chain", "trouble", "No node.", "Wait."), line("broker", "to do", "Off.")
    )
    model.look(may)
    asked.answer("commission.checklist", answer)
    model.choose("market")
    assert (model.shown.state, model.shown.sentences) == ("trouble", ("No node.",))
    shown = [(row["key"], row["detail"], row["tone"]) for row in model.lines.rows]
    assert shown == [("line-chain", "No node. Wait.", "fault"), ("line-broker", "Off.", "")]
    asked.answer("commission.checklist", listed(seen, line("chain"), line("broker"))[1])


def test_trouble_that_the_snapshot_does_not_show_is_taken_from_the_agent(opened: Any) -> None:
    """Two equal sticks: the radio says only that it does not answer."""
    model, asked, seen = opened
    may, answer = listed(seen, line("radio", "trouble", "2 serial devices.", "Unplug one."))
    model.look(may)
    asked.answer("commission.checklist", answer)
    assert (state_of(model, "radio"), model.shown.sentences[0]) == (
        "\u26a0",
        "2 serial devices. Unplug one.",
    )


def test_a_box_that_has_no_home_yet_says_so_on_every_page(opened: Any) -> None:
    model, asked, seen = opened
    waits = "The agent has to run first."
    lines = [line("agent", "to do", "The box waits."), line("radio", "to do", waits)]
    may, answer = listed(changed(seen, radio=None, devices=()), *lines)
    model.look(may)
    asked.answer("commission.checklist", answer)
    model.choose("radio")
    assert model.shown.sentences[0] == waits


def test_next_leads_round_to_what_is_open() -> None:
    from gui.models.installer_parts import Step

    steps = [Step(key, key, "todo" if key in ("radio", "pin") else "done", "") for key in STEPS]
    found = [next_open(steps, key) for key in ("box", "radio", "pin", "handover")]
    assert [step and step.key for step in found] == ["radio", "pin", "radio", "radio"]
    assert next_open([replace(step, state="done") for step in steps], "box") is None


def test_a_box_that_is_no_member_yet_shows_its_request_the_number_and_what_it_waits_for(
    opened: Any,
) -> None:
    model, asked, seen = opened
    may, answer = listed(seen, line("joined", "to do", "Not here yet."))
    model.look(may)
    asked.answer("commission.checklist", answer)
    assert model.shown.step == "identity"
    wanted = {
        "member": "0x" + "12" * 20,
        "comparison": "12345 67890",
        "report_key": "0x" + "ab" * 20,
    }
    asked.answer("commission.request", wanted | {"text": "GRIDHEARTH-JOIN-1.ABC"})
    asked.answer("commission.joining", {"stage": "waiting", "words": "It waits.", "do": "Compare."})
    assert model.shown.request == "GRIDHEARTH-JOIN-1.ABC"
    assert any("12345 67890" in sentence for sentence in model.shown.sentences)
    assert {"It waits.", "Compare."} < set(model.shown.sentences)
    assert any("abab abab" in sentence for sentence in model.shown.sentences)
    model.choose("relays")
    assert model.shown.request == "", "only where it is asked for"
    model.choose("identity")
    model.look(replace(may, now_ms=may.now_ms + 10_000))
    asked.answer("commission.checklist", listed(seen, line("joined"))[1])
    assert model.shown.request == "0x" + "12" * 20, "a member shows its address"
    assert "It waits." not in model.shown.sentences


# --- the keys of the sheet


def test_only_a_whole_code_can_be_entered_and_its_groups_are_shown_as_printed(
    opened: Any,
) -> None:
    model, asked, _seen = opened
    model.choose("pair")
    model.act("code")
    assert len(model.shown.pad_keys) == 16
    for key in "83FE D340 7A93 972G".replace(" ", ""):
        model.pad_key(key)
    assert model.shown.pad_typed == "83FE D340 7A93 972", "G is no digit"
    assert not model.shown.pad_ready
    model.pad_enter()
    assert model.shown.pad_typed == "83FE D340 7A93 972", "not whole, not taken"
    model.pad_key("3")
    assert model.shown.pad_ready
    model.pad_enter()
    for key in "00124B0000000003FF":
        model.pad_key(key)
    assert model.shown.pad_typed == "0012 4B00 0000 0003", "an address has sixteen digits"
    model.pad_enter()
    wanted = {"code": "83FED3407A939723", "ieee": "00124b0000000003", "seconds": 180}
    assert asked.all[-1] == ("pair.code", wanted)
    asked.answer("pair.code", {"accepted": False, "sentence": "The checksum does not fit."})
    assert model.shown.pad_wrong == "The checksum does not fit."
    assert model.shown.pad_typed == "83FE D340 7A93 9723", "it stays to be put right"
    model.pad_close()
    assert model.shown.pad_title == ""


@pytest.mark.parametrize(
    ("language", "pressed", "written"),
    [
        ("en", "ADA O'NEIL-SMITH", "Ada O'Neil-Smith"),
        ("de", "JÖRG GROß", "Jörg Groß"),
        ("es", "IÑIGO PEÑA", "Iñigo Peña"),
        ("el", "ΓΙΏΡΓΟΣ ΣΟΦΌΣ", "Γιώργος Σοφός"),
        ("tr", "IŞIL İNCİ", "Işıl İnci"),
    ],
)
def test_a_name_is_typed_with_the_letters_of_the_readers_language(
    language: str, pressed: str, written: str
) -> None:
    from gui.models.installer_pads import Pad, ready, text_of, typed
    from gui.texts import Reader

    pad, reader = Pad("installer"), Reader(language)
    assert not ready(pad)
    for key in "  " + pressed:
        pad = typed(pad, key, reader)
    assert text_of(pad, reader) == written
    for _ in range(100):
        pad = typed(pad, pressed[0], reader)
    assert len(pad.typed) == 40


def test_both_names_are_read_before_the_home_is_handed_over_and_the_report_is_shown(
    opened: Any,
) -> None:
    model, asked, seen = opened
    may, answer = listed(seen, line("handover", "to do", "Everything works."))
    model.look(may)
    asked.answer("commission.checklist", answer)
    model.choose("handover")
    model.act("names")
    for name in ("ADA", "BO"):
        for key in name:
            model.pad_key(key)
        model.pad_enter()
    assert "Ada hands this home over to Bo" in model.shown.confirm
    assert "commission.handover" not in asked.methods()
    model.yes()
    assert asked.all[-1] == ("commission.handover", {"installer": "Ada", "customer": "Bo"})
    asked.answer("commission.handover", {"accepted": True, "sentence": "Handed over."})
    report = next(
        result["result"]
        for result in read_scenario(SCENARIOS / "installer-done.json").answers["commission.report"]
    )
    asked.answer("commission.report", report)
    assert model.shown.report.startswith("GRIDHEARTH-REPORT-1.")
    assert any("accepted" in sentence for sentence in model.shown.sentences)
    assert any(row["key"] == "line-chain" for row in model.lines.rows)


def test_a_handover_that_is_refused_writes_no_report(opened: Any) -> None:
    model, asked, _seen = opened
    model._confirm(hand_over("Ada", "Bo"))
    model.yes()
    asked.answer("commission.handover", {"accepted": False, "sentence": "Not yet: The time."})
    assert (model.shown.note, model.shown.note_wrong) == ("Not yet: The time.", True)
    assert "commission.report" not in asked.methods()


def test_leaving_ends_what_the_pin_has_opened(opened: Any) -> None:
    model, asked, seen = opened
    model.look(listed(seen)[0])
    model.leave()
    assert "pin.lock" in asked.methods()
    asked.all.clear()
    model.leave()
    assert asked.all == [], "nothing is open any more"


def test_a_clamp_that_the_check_found_the_wrong_way_is_turned_by_one_touch(opened: Any) -> None:
    model, asked, seen = opened
    model.choose("check")
    found = CheckSection(GRID, "grid", 2_000, "done", "", 1, passed=False, suggest_invert=True)
    model.look(changed(seen, check=found))
    assert [action["key"] for action in model.shown.actions] == ["turn"]
    model.act("turn")
    assert asked.all[-1] == ("device.assign", {"key": GRID, "role": "grid", "invert": True})
    asked.answer("device.assign", {"accepted": True, "sentence": "Done."})
    model.look(changed(seen, check=msgspec.structs.replace(found, suggest_invert=False)))
    before = len(asked.all)
    model.act("turn")
    assert len(asked.all) == before


def test_a_device_gets_a_ready_name_and_never_one_that_is_taken(opened: Any) -> None:
    model, asked, seen = opened
    assert seen.snapshot is not None
    ieee = GRID.partition("/")[0]
    model.choose("roles")
    model.act_on(GRID, "name")
    names = [one["text"] for one in model.shown.names]
    assert "Roof" not in names, "another meter is the roof"
    assert "Roof 2" in names
    assert len(set(names)) == len(names)
    model.give_name("<b>not on a tile</b>")
    assert asked.all[-1][0] != "device.rename"
    assert model.shown.names == ()
    model.act_on(GRID, "name")
    model.give_name("Roof 2")
    assert asked.all[-1] == ("device.rename", {"ieee": ieee, "name": "Roof 2"})
    assert model.shown.names == ()
    asked.answer("device.rename", {"accepted": True, "problems": [], "sentence": "It has a name."})
    model.act_on(GRID, "name")
    model.give_name("")
    assert asked.all[-1] == ("device.rename", {"ieee": ieee, "name": ""})


def test_closing_the_names_renames_nothing(opened: Any) -> None:
    model, asked, _seen = opened
    model.choose("roles")
    model.act_on(GRID, "name")
    model.keep_name()
    assert model.shown.names == ()
    assert all(method != "device.rename" for method, _params in asked.all)
