"""The installers' day: every accident is named in words with what to do, and nothing is remembered."""

from typing import Any

import msgspec
import pytest

from agent.api.commission import StepLine
from agent.api.sections import DeviceLine, GuardLine, LadderSection, RadioSection
from agent.devices.tested import Tested
from agent.provisioning import findings
from agent.provisioning.checklist import Facts, checklist, next_step, together
from agent.provisioning.findings import Disk, Finding, Node, Port, Time
from tests.provisioning.commissioned import (
    FACTS,
    GRID,
    MADE,
    NOW_MS,
    RELAY,
    TESTED,
    WELL,
    checked,
    facts,
)

OPEN = ("to do", "trouble")


def step(key: str, given: Facts) -> StepLine:
    return next(one for one in checklist(given).steps if one.key == key)


def only_open(given: Facts) -> StepLine:
    """The one step that is open, the handover left out."""
    view = checklist(given)
    assert not view.ready
    (one,) = (one for one in view.steps if one.state in OPEN and one.key != "handover")
    assert one.do, "an open step says what to do"
    return one


def line(known: DeviceLine, **new: Any) -> DeviceLine:
    changed: DeviceLine = msgspec.structs.replace(known, **new)
    return changed


def test_a_home_where_everything_works_is_ready_and_no_step_hides() -> None:
    view = checklist(FACTS)
    assert view.ready
    assert [one.key for one in view.steps] == [
        *("box", "time", "settings", "request", "agent", "radio", "devices", "roles", "checks"),
        *("relays", "storage", "serial", "joined", "chain", "broker", "pin", "backup", "handover"),
    ]
    assert {one.state for one in view.steps} == {"done", "not needed"}


def test_a_bare_box_begins_with_its_keys_and_waits_for_the_agent() -> None:
    view = checklist(Facts(findings=(), away="No daemon answered.", join="nothing"))
    first = next_step(view.steps)
    assert first is not None
    assert (first.key, first.command) == ("request", "gridhearth join request --qr")
    assert all(one.state == "to do" for one in view.steps if "agent has to run" in one.words)


@pytest.mark.parametrize(
    ("given", "key", "words"),
    [
        (facts(household_pin=False), "pin", "No PIN"),
        (facts(radio=None, devices=()), "roles", "No meter counts"),
        (facts(devices=(line(GRID, available=False),)), "roles", "Not heard of: Main"),
        (facts(devices=(line(GRID, interview="failed"),)), "devices", "Not ready yet: Main"),
        (facts(devices=(line(GRID, checked_ms=None),), tested=Tested()), "checks", "Not checked"),
        (facts(devices=(GRID, line(RELAY, seen_off_ms=None))), "relays", "on and off: Boiler"),
        (facts(radio=line(WELL.radio, backup_ms=None)), "backup", "joined after"),  # type: ignore[arg-type]
        (facts(money=line(WELL.money, balance_micro=None)), "joined", "Not proven"),  # type: ignore[arg-type]
    ],
)
def test_what_is_missing_is_the_one_open_step(given: Facts, key: str, words: str) -> None:
    if given.tested == Tested():
        given = msgspec.structs.replace(
            given, tested=Tested((), (), TESTED.backup, TESTED.handover)
        )
    view = checklist(given)
    assert not view.ready
    found = step(key, given)
    assert found.state in OPEN
    assert words in found.words


@pytest.mark.parametrize(
    ("stage", "sentence", "state", "command"),
    [
        ("no-network", "The stick works and has no network.", "to do", "gridhearth radio form"),
        ("other-network", "The stick has another network.", "trouble", "gridhearth radio status"),
        ("down", "The stick is not there.", "trouble", "gridhearth radio status"),
    ],
)
def test_a_new_stick_a_wrong_one_and_none_are_told_apart(
    stage: str, sentence: str, state: str, command: str
) -> None:
    found = only_open(facts(radio=RadioSection(stage, sentence, 0, backup_ms=NOW_MS)))
    assert (found.key, found.state, found.command) == ("radio", state, command)
    assert sentence in found.words


def test_two_equal_sticks_are_not_guessed_between() -> None:
    two = ("/dev/serial/by-id/usb-a", "/dev/serial/by-id/usb-b")
    seen = Port("/dev/ttyUSB0", "The ZigBee stick", there=True, others=two, by_number=True)
    found = findings.port(seen)
    assert found.verdict == "wrong"
    assert "2 serial devices" in found.what
    box = checklist(Facts(findings=(found,), join="asked"))
    assert next(one for one in box.steps if one.key == "radio").state == "trouble"
    named = msgspec.structs.replace(seen, path=two[0], by_number=False)
    assert findings.port(named).verdict == "good"


def test_a_clamp_the_wrong_way_round_is_turned_in_the_settings_then_checked_again() -> None:
    wrong = checked(passed=False, moved_w=-1_980, findings=("turned round",))
    given = facts(
        devices=(line(GRID, checked_ms=None),),
        tested=msgspec.structs.replace(TESTED, meters=(wrong,)),
    )
    found = only_open(given)
    assert (found.key, found.state) == ("checks", "trouble")
    assert found.command == f"gridhearth devices assign {GRID.key} grid --invert"


def test_a_meter_on_the_wrong_phase_is_named_with_what_the_check_found() -> None:
    wrong = checked(passed=False, moved_w=3, findings=("not seen",))
    given = facts(
        devices=(line(GRID, checked_ms=None),),
        tested=msgspec.structs.replace(TESTED, meters=(wrong,)),
    )
    found = only_open(given)
    assert "Main did not pass: not seen" in found.words
    assert found.command == f"gridhearth devices check {GRID.key} --load-w 2000"


def test_a_check_of_the_device_before_is_no_check_of_this_one() -> None:
    given = facts(devices=(line(GRID, key="00124b0000000009/1", checked_ms=None), MADE))
    assert "Not checked: Main" in only_open(given).words


def test_a_clock_in_1970_holds_back_the_time_step_before_all_others() -> None:
    found = findings.time(Time(wall_s=3_600, synchronised=False))
    view = checklist(Facts(findings=(found,), join="nothing"))
    first = next_step(view.steps)
    assert first is not None
    assert (first.key, first.state) == ("time", "trouble")
    assert "never set" in first.words


def test_a_clock_that_only_the_agent_doubts_is_shown_too() -> None:
    ladder = LadderSection("report-only", (), "unknown", "The chain says another time.")
    found = only_open(facts(ladder=ladder))
    assert (found.key, found.words) == ("time", "The chain says another time.")


def test_a_captive_portal_is_told_from_a_line_that_is_down() -> None:
    url = "http://node:8545"
    portal, away = (
        findings.nodes([Node(url, trouble="x", portal=portal)], 711)[0] for portal in (True, False)
    )
    assert "log-in" in portal.what
    assert "phone" in portal.do
    assert "log-in" not in away.what
    view = checklist(Facts(findings=(portal,), join="asked"))
    chain = next(one for one in view.steps if one.key == "chain")
    assert (chain.state, chain.words) == ("trouble", portal.what)


def test_a_full_card_comes_first() -> None:
    full = findings.disk(Disk("/var/lib/gridhearth", 2**20, 2**33, writable=True))
    first = next_step(checklist(Facts(findings=(full,), join="nothing")).steps)
    assert first is not None
    assert (first.key, first.state) == ("box", "trouble")
    assert "full" in first.words


def test_the_operators_answer_is_not_waited_for_by_the_other_steps() -> None:
    view = checklist(Facts(findings=(), join="asked"))
    joined = next(one for one in view.steps if one.key == "joined")
    assert joined.state == "to do"
    assert "go on with other steps" in joined.do
    guard = GuardLine("enrolment", "report-only", "This home is not enrolled in the market.")
    refused = facts(ladder=LadderSection("report-only", (guard,), "synced"))
    assert only_open(refused).key == "joined"


def test_a_safe_mode_is_trouble_with_the_way_out() -> None:
    guard = GuardLine("crash-loop", "safe", "The agent broke down again and again.", "Look.")
    found = only_open(facts(ladder=LadderSection("safe", (guard,), "synced")))
    assert (found.key, found.command) == ("agent", "gridhearth resume")


def test_meters_of_the_settings_need_no_radio_and_a_silent_one_is_named() -> None:
    meter = DeviceLine("p1", "grid", NOW_MS, 500, 20, "measured")
    given = facts(assigned=False, radio=None, devices=(meter,))
    assert checklist(given).ready
    assert "500 Wh drawn" in step("serial", given).words
    silent = facts(assigned=False, radio=None, devices=(line(meter, at_ms=0),))
    assert only_open(silent).key == "serial"


def test_what_was_done_falls_back_when_its_cause_is_gone() -> None:
    """Nothing remembers a current step: pull the stick out after the handover, and it is open."""
    assert checklist(FACTS).ready
    gone = facts(radio=RadioSection("down", "The stick is not there.", 0, backup_ms=NOW_MS))
    assert not checklist(gone).ready


def test_agent_and_box_together_show_the_graver_of_both() -> None:
    agent = checklist(FACTS)
    well = checklist(Facts(findings=(), join="answered"))
    assert together(agent, well, "answered").ready
    full = (Finding("disk", "wrong", "It is full.", "Make room."),)
    box = checklist(Facts(findings=full, join="answered"))
    both = together(agent, box, "answered")
    assert not both.ready
    assert next_step(both.steps) == StepLine(
        "box", "The box", "trouble", "It is full.", "Make room."
    )
    held = (Finding("ports", "wrong", "The port is in use.", "x"),)  # by the agent itself
    assert together(agent, checklist(Facts(findings=held)), "unknown").ready


def test_handing_over_comes_last_and_names_how_much_is_left() -> None:
    given = facts(household_pin=False, tested=msgspec.structs.replace(TESTED, handover=None))
    found = step("handover", given)
    assert (found.state, found.words, found.command) == ("to do", "One step comes first.", "")
    last = facts(tested=msgspec.structs.replace(TESTED, handover=None))
    assert step("handover", last).command.startswith("gridhearth commission handover")
