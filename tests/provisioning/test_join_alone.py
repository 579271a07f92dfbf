"""From a card to a member with nobody there: cut off, offline, refused, mistyped, copied."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.api.joining import JoiningView
from agent.commands.join_alone import Alone
from agent.commands.join_box import RefusedError, standing_of, take
from agent.provisioning.code import make_code
from agent.provisioning.enrolment import (
    APPROVAL_PREFIX,
    REFUSAL_PREFIX,
    JoinRequest,
    Refusal,
    Wrong,
    comparison,
    encode_refusal,
    read_answer,
    read_request,
    readable_reason,
    refusal_digest,
    request_digest,
)
from agent.provisioning.invitations import Invitation, match, refuse, use
from agent.provisioning.joining import Note, finding
from drivers.join_files import JoinFolder
from tests.provisioning.joining_story import (
    CODE,
    NOW_S,
    OPERATOR,
    PLACE,
    Box,
    CutError,
    Market,
    broken,
    cut_at,
    lived,
)
from tests.provisioning.test_enrolment import THIEF, answer, approval, invitation, request


@pytest.fixture(autouse=True)
def _no_slow_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cuts are ours, so nothing has to reach a real disk; that it would is another test's."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


def standing(box: Box) -> JoiningView:
    return standing_of(box.settings, box.config, box.folder, box.code_file)


def moments(place: Path, market: Market, patch: pytest.MonkeyPatch) -> int:
    """How many deeds a run has that nothing disturbs."""
    box = Box(place, market)
    with cut_at(box, 10**6, patch) as deeds:
        box.run()
    return len(deeds)


def test_a_card_with_a_code_becomes_a_member_by_itself(tmp_path: Path) -> None:
    box = Box(tmp_path / "box", Market())
    assert standing(box).stage == "asking"
    assert box.run() == 0
    assert broken(box, 0, {}) == []
    view = standing(box)
    asked = read_request(box.folder.request() or "")
    assert isinstance(asked, JoinRequest)
    assert view == JoiningView(
        *("joined", "The operator let this box in.", ""),
        *(asked.member, asked.report_key, comparison(asked)),
    )
    assert box.pauses == []
    assert box.run() == 0, "and once more: nothing to do"


@pytest.mark.parametrize(("reason", "half"), [("", True), ("The meter's seal is broken.", False)])
def test_a_power_cut_at_every_deed_and_the_next_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: str, half: bool
) -> None:
    count = moments(tmp_path / "calm", Market(reason=reason), monkeypatch)
    assert count > 40
    for number in range(count):
        box = Box(tmp_path / str(number), Market(reason=reason))
        with cut_at(box, number, monkeypatch, half=half), pytest.raises(CutError):
            box.run()
        before = box.keys()
        assert box.code_file.exists() or box.folder.request(), "the code is lost, and no request"
        assert standing(box).words, "a sentence at every step"
        code = box.run()
        assert code == (3 if reason else 0)
        assert broken(box, code, before) == [], f"cut at deed {number} of {count}"


def test_a_code_that_is_thrown_away_too_early_is_caught_by_the_cuts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: shredding the code before the request is kept strands the box."""
    count = moments(tmp_path / "calm", Market(), monkeypatch)
    stranded = 0
    real: Callable[[JoinFolder], None] = JoinFolder.make
    for number in range(count):
        box = Box(tmp_path / str(number), Market())

        def too_early(folder: JoinFolder, box: Box = box) -> None:
            box.code_file.unlink(missing_ok=True)
            real(folder)

        with monkeypatch.context() as patch:
            patch.setattr(JoinFolder, "make", too_early)
            stranded += lived(box, [number], monkeypatch) != 0
    assert stranded > 0


def test_without_internet_it_waits_with_growing_pauses_and_says_why(tmp_path: Path) -> None:
    box = Box(tmp_path / "box", Market())
    box.troubles = ["Something else answers in the place of operator.example: a log-in page."] * 9
    seen: list[JoiningView] = []
    box.deed = lambda name: seen.append(standing(box)) if name == "pause" else None
    assert box.run() == 0
    assert broken(box, 0, {}) == []
    assert box.pauses == [5, 10, 20, 40, 80, 160, 300, 300, 300]
    assert seen[-1].stage == "asking"
    assert "log-in page" in seen[-1].words
    assert "internet connection" in seen[-1].do
    assert not box.code_file.exists(), "the request is kept; the code has done its work"


def test_an_answer_brought_by_hand_ends_the_waiting_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It dozes for minutes when the operator is slow; an installer with a file does not wait."""
    market = Market()
    box = Box(tmp_path / "box", market)
    market.work = lambda: None  # type: ignore[method-assign]
    real, naps = market.__class__.work, []

    def nap(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) == 3:
            real(market)
            (text,) = market.answers.values()
            asked = read_request(box.folder.request() or "")
            assert isinstance(asked, JoinRequest)
            take(text, asked, box.settings, box.config, box.folder)
        assert len(naps) < 10

    monkeypatch.setattr(time, "sleep", nap)
    monkeypatch.setattr("agent.provisioning.joining.pause_s", lambda _: 300.0)
    alone = Alone(box.settings, box.config, box.folder, box.code_file, box)
    assert alone.run() == 0
    assert naps == [5.0, 5.0, 5.0]


def test_a_clock_that_was_never_set_is_named(tmp_path: Path) -> None:
    box = Box(tmp_path / "box", Market())
    box.now_s = 42
    box.troubles = ["operator.example could not be reached: certificate is not yet valid."]
    seen: list[str] = []
    box.deed = lambda name: seen.append(standing(box).words) if name == "pause" else None
    assert box.run() == 0
    # the note is written before the pause and forgotten with the next success
    assert box.folder.note().trouble == ""
    box = Box(tmp_path / "other", Market())
    box.now_s = 42
    box.troubles = ["certificate is not yet valid."] * 2
    box.deed = lambda name: seen.append(standing(box).words) if name == "pause" else None
    box.run()
    assert "clock was never set" in seen[-1]
    assert "UDP port 123" in seen[-1]


def test_a_code_that_is_none_is_said_and_a_new_one_helps(tmp_path: Path) -> None:
    box = Box(tmp_path / "box", Market(), code="7K2Q-7K2Q-7K2Q-7K2Q")
    assert box.run() == 3
    view = standing(box)
    assert view.stage == "code wrong"
    assert "mistyped" in view.words
    assert "new-code" in view.do
    assert box.folder.request() is None
    found = finding(view)
    assert found is not None
    assert found.verdict == "wrong"
    box.code_file.chmod(0o600)
    box.code_file.write_text(CODE)
    assert box.run() == 0
    assert broken(box, 0, {}) == []


def test_without_a_network_file_it_says_what_is_missing_and_keeps_the_code(tmp_path: Path) -> None:
    box = Box(tmp_path / "box", Market())
    network = tmp_path / "box" / "network.toml"
    text = network.read_text()
    network.unlink()
    with pytest.raises(RefusedError, match=r"network\.toml"):
        box.run()
    view = standing(box)
    assert view.stage == "asking"
    assert "network.toml" in view.words
    assert "gridhearth-join" in view.do
    assert box.code_file.exists()
    network.write_text(text)
    assert box.run() == 0
    assert broken(box, 0, {}) == []


def test_a_code_that_was_used_by_another_box_keeps_this_one_out_until_the_operator_says_so(
    tmp_path: Path,
) -> None:
    market = Market()
    first, second = Box(tmp_path / "first", market), Box(tmp_path / "second", market)
    assert first.run() == 0
    second.deed = _stop_at_pause
    with pytest.raises(CutError):
        second.run()
    assert "used before" in market.refused[0]
    assert standing(second).stage == "waiting"
    assert not second.drop_in.exists()
    # the operator refuses it, in words that come to the box
    market.reason = "This code was used before, by another box."
    market.requests = {
        name: text for name, text in market.requests.items() if text == second.folder.request()
    }
    second.deed = lambda _: None
    assert second.run() == 3
    assert "used before, by another box" in standing(second).words
    assert first.run() == 0, "the first is not touched by it"


def _stop_at_pause(name: str) -> None:
    if name == "pause":
        raise CutError


def test_a_refused_box_begins_again_with_a_new_code(tmp_path: Path) -> None:
    market = Market(reason="The meter's number is another one. Look at the plate.")
    box = Box(tmp_path / "box", market)
    assert box.run() == 3
    view = standing(box)
    assert (view.stage, "Look at the plate." in view.words) == ("refused", True)
    assert box.run() == 3, "it stays refused without asking anybody"
    market.reason = ""
    again = make_code(77)
    market.invitations += (Invitation(again, PLACE, NOW_S + 3_600),)
    box.code_file.write_text(again)
    keys = box.keys()
    # the old refusal still lies in the letter box until the operator has answered anew
    assert box.run() == 0
    assert box.keys() == keys, "the same keys: a new code is enough"
    assert broken(box, 0, keys) == []
    assert len(market.enrolled) == 1


def test_an_answer_for_an_earlier_request_is_not_taken(tmp_path: Path) -> None:
    market = Market(reason="Not yet.")
    box = Box(tmp_path / "box", market)
    assert box.run() == 3
    old = dict(market.answers)
    again = make_code(78)
    box.code_file.write_text(again)
    market.work = lambda: market.answers.update(old)  # type: ignore[method-assign]
    box.deed = _stop_at_pause
    with pytest.raises(CutError):
        box.run()
    view = standing(box)
    assert view.stage == "waiting"
    assert "another request" in view.words


def test_a_stranger_can_neither_refuse_nor_let_in(tmp_path: Path) -> None:
    asked = request()
    given = Refusal(asked.chain_id, asked.contract, asked.member, "Go away.", request_digest(asked))
    by_thief = encode_refusal(given, THIEF.sign_digest(refusal_digest(given)))
    found = read_answer(by_thief, OPERATOR.address, asked)
    assert isinstance(found, Wrong)
    assert "not signed by the market's operator" in found.sentence
    sound = encode_refusal(given, OPERATOR.sign_digest(refusal_digest(given)))
    assert read_answer(sound, OPERATOR.address, asked) == given
    assert isinstance(read_answer(sound, OPERATOR.address, request(order=THIEF)), Wrong)
    assert isinstance(read_answer(sound[:-3], OPERATOR.address, asked), Wrong)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301, "clear \x1b[2J screen", "a\u202eb"])
def test_a_reason_that_would_spoil_a_screen_is_not_signed(reason: str) -> None:
    with pytest.raises(ValueError, match="a reason has"):
        readable_reason(reason)


def test_a_refused_code_lets_nobody_in_and_a_member_is_not_refused_afterwards() -> None:
    asked, known = request(), (invitation(),)
    turned = refuse(known, asked, "No.")
    assert not isinstance(turned, Wrong)
    same = match(turned, asked, NOW_S)
    assert isinstance(same, Wrong)
    assert "refused before: No." in same.sentence
    other = match(turned, request(order=THIEF), NOW_S)
    assert isinstance(other, Wrong)
    assert refuse(turned, asked, "No.") == turned, "said again: the same"
    member = use(known, 0, asked)
    late = refuse(member, asked, "No.")
    assert isinstance(late, Wrong)
    assert "let in already" in late.sentence
    # a request that knows no code is refused without anything being used up
    assert refuse(known, request(make_code(5)), "No.") == known
    assert refuse(member, request(order=THIEF), "Used.") == member


def test_a_note_that_is_damaged_is_no_note(tmp_path: Path) -> None:
    folder = JoinFolder(tmp_path / "join")
    folder.make()
    folder.keep_note(Note("no answer", "Nothing yet."))
    (tmp_path / "join" / "note.json").write_bytes(b"\0" * 40)
    assert folder.note() == Note()


def test_one_document_is_never_taken_for_the_other() -> None:
    asked = request()
    given = Refusal(asked.chain_id, asked.contract, asked.member, "No.", request_digest(asked))
    refusal = encode_refusal(given, OPERATOR.sign_digest(refusal_digest(given)))
    welcome = answer(approval(asked), by=OPERATOR)
    for text in (
        refusal.replace(REFUSAL_PREFIX, APPROVAL_PREFIX),
        welcome.replace(APPROVAL_PREFIX, REFUSAL_PREFIX),
    ):
        assert isinstance(read_answer(text, OPERATOR.address, asked), Wrong)
