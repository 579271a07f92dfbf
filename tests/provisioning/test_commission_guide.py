"""The guide in the terminal: which command a step becomes, and that waiting steps hold up nobody."""

import argparse
import importlib
import io
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.api.commission import ChecklistView, StepLine
from agent.cli import main
from agent.commands import commission_guide
from agent.commands.commission_guide import chosen, words_of
from agent.commands.known import KNOWN
from agent.provisioning import checklist as rules
from agent.provisioning.checklist import checklist, next_step
from tests.provisioning.commissioned import FACTS, GRID, RELAY, TESTED, checked, facts
from tests.provisioning.test_checklist import line


def said(*answers: str) -> Callable[[str], str]:
    left = list(answers)
    return lambda _: left.pop(0)


def step(key: str, command: str) -> StepLine:
    return StepLine(key, key, "to do", "", "", command)


@pytest.mark.parametrize(
    ("key", "command", "answers", "words"),
    [
        (
            *("request", "gridhearth join request --qr", ("7K2Q-7K2Q-7K2Q-7K2Q",)),
            [["join", "request", "--qr", "--code", "7K2Q-7K2Q-7K2Q-7K2Q"]],
        ),
        ("request", "gridhearth join request --qr", ("",), [["join", "request", "--qr"]]),
        (
            *("joined", "gridhearth join accept FILE", ("a.txt",)),
            [["join", "accept", "a.txt"], ["restart"]],
        ),
        ("joined", "gridhearth join accept FILE", ("",), [["join", "accept"], ["restart"]]),
        ("joined", "gridhearth join status", (), []),
        ("radio", "gridhearth radio form", ("",), [["radio", "form"]]),
        (
            *("radio", "gridhearth radio form", ("x.sealed",)),
            [["radio", "restore", "--file", "x.sealed"]],
        ),
        ("radio", "gridhearth radio status", (), []),
        ("agent", "systemctl restart gridhearth", (), [["restart"]]),
        ("agent", "gridhearth resume", (), [["resume"]]),
        ("broker", "systemctl restart gridhearth", (), [["restart"]]),
        ("broker", "gridhearth doctor", (), []),
        (
            *("devices", "gridhearth pair", ("83FE D340", "00124b0000000003", "grid", "Main")),
            [
                [
                    *("pair", "--code", "83FE D340", "--ieee", "00124b0000000003"),
                    *("--role", "grid", "--name", "Main"),
                ]
            ],
        ),
        ("devices", "gridhearth pair", ("G$M:x", ""), [["pair", "--qr", "G$M:x"]]),
        ("devices", "gridhearth pair", ("",), []),
        ("roles", "x", ("Main", "grid"), [["devices", "assign", "Main", "grid"]]),
        ("roles", "x", ("", ""), [["devices", "list"]]),
        ("relays", "gridhearth relay k/1 off", (), [["relay", "k/1", "off"]]),
        ("pin", "gridhearth pin set", (), [["pin", "set"]]),
        ("backup", "gridhearth radio backup", (), [["radio", "backup"]]),
        ("chain", "gridhearth doctor", (), []),
    ],
)
def test_a_step_becomes_the_command_that_its_line_names(
    key: str, command: str, answers: tuple[str, ...], words: list[list[str]]
) -> None:
    assert words_of(step(key, command), said(*answers)) == words


def test_every_command_that_a_step_names_is_one() -> None:
    """The words on the list are what people type: argparse has to know them."""
    wrong = checked(passed=False, findings=("turned round",))
    several = (
        facts(household_pin=False, devices=(), radio=line_of_radio("no-network")),
        facts(devices=(line(GRID, checked_ms=None), line(RELAY, seen_on_ms=None))),
        facts(
            devices=(line(GRID, checked_ms=None),),
            tested=type(TESTED)((wrong,), (), None, None),
            radio=line_of_radio("up"),
        ),
        facts(tested=type(TESTED)(TESTED.meters, TESTED.relays, TESTED.backup, None)),
    )
    named = {one.command for given in several for one in checklist(given).steps if one.command}
    source = Path(rules.__file__).read_text("utf-8")
    written = set(re.findall(r'"(gridhearth [^"{}]*)"', source))
    assert len(written) >= 15
    for command in (named | written) - {"systemctl restart gridhearth"}:
        program, *words = shlex.split(command.replace("KEY", GRID.key))
        assert program == "gridhearth"
        parser = argparse.ArgumentParser()
        module = importlib.import_module(KNOWN[words[0]].module)
        module.add(parser.add_subparsers())
        parser.parse_args(words)


def line_of_radio(stage: str) -> object:
    import msgspec

    assert FACTS.snapshot is not None
    assert FACTS.snapshot.radio is not None
    return msgspec.structs.replace(FACTS.snapshot.radio, stage=stage, backup_ms=None)


def test_a_step_that_waits_is_put_behind_the_others() -> None:
    view = ChecklistView((step("relays", "x"), step("pin", "x")), ready=False)
    assert chosen(view, set()) == view.steps[0]
    assert chosen(view, {"relays"}) == view.steps[1]
    assert chosen(view, {"relays", "pin"}) is None
    assert next_step(view.steps) == view.steps[0]


def test_the_guide_does_what_is_chosen_and_may_be_ended_anywhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A relay that waits is put behind; Enter does the next; q ends; what is done ends by itself."""
    pin = StepLine("pin", "The PIN", "to do", "No PIN.", "", "gridhearth pin state")
    relay = StepLine("relays", "Relays", "to do", "Off not seen.", "", "gridhearth relay x off")
    both = ChecklistView((relay, pin), ready=False)
    done = ChecklistView((), ready=True)
    arguments = argparse.Namespace(socket=tmp_path / "s", restart="true")

    def guided(typed: str, *views: ChecklistView) -> int:
        left = list(views)
        monkeypatch.setattr(commission_guide, "look", lambda _: left.pop(0))
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        return commission_guide.guide(arguments)

    assert guided("q\n", both) == 1
    assert "begin again with: gridhearth commission" in capsys.readouterr().out
    assert guided("", both) == 1, "the line was cut"
    capsys.readouterr()
    assert guided("\n\n", both, both, done) == 0
    shown = capsys.readouterr()
    relay_at, pin_at = (
        shown.out.index(f"$ gridhearth {words}") for words in ("relay x off", "pin state")
    )
    assert relay_at < pin_at
    assert str(tmp_path / "s") in shown.err, "the guide's own socket is used"
    assert guided("9\n2\nq\n", both, both) == 1
    assert "$ gridhearth pin state" in capsys.readouterr().out


def test_without_a_terminal_the_list_is_shown_and_nothing_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["commission", "--config", str(tmp_path / "none.toml"), "--directory", str(tmp_path)]
    assert main([*words, "--socket", str(tmp_path / "s")]) == 1
    shown = capsys.readouterr().out
    assert "✘  3  The settings" in shown
    assert "gridhearth join request --qr" in shown
    assert main([*words, "--socket", str(tmp_path / "s"), "--json"]) == 1
    assert '"ready":false' in capsys.readouterr().out


def test_a_report_needs_an_agent_and_a_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    socket = ["--socket", str(tmp_path / "s")]
    assert main(["commission", "report", *socket]) == 2
    assert main(["commission", "report", *socket, "--json", str(tmp_path / "x")]) == 1
    assert main(["commission", "handover", *socket, "--installer", "", "--customer", "B"]) == 2
    assert "installer" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()
