"""Boxes that join by themselves, cut off again and again: unprovisioned or a member, never between.

GRIDHEARTH_JOINS=500 boxes, each with one to five power cuts at random deeds, a line that fails at
random, one operator in five refusing, and sometimes a second card with the same code.
GRIDHEARTH_SEED repeats a night. The negative control writes a key in its place instead of beside
it: the cuts must find it out.
"""

import os
import random
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from drivers.join_files import JoinError, JoinFolder
from tests.provisioning.joining_story import CODE, Box, CutError, Market, broken, cut_at, lived

pytestmark = pytest.mark.timeout(3 * 3600)

SEED = int(os.environ.get("GRIDHEARTH_SEED", random.SystemRandom().randrange(10**6)))
BOXES = int(os.environ.get("GRIDHEARTH_JOINS", "500"))
REASONS = ("", "", "", "", "The meter is another one.")
TROUBLES = ("no answer in time", "a log-in page answers", "certificate is not yet valid")
DEEDS = 60


def test_every_box_is_a_member_or_refused_wherever_it_was_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        os, "fsync", lambda _: None
    )  # the cuts are ours; no disk has to be waited for
    chance, ends, cuts_made = random.Random(SEED), Counter[str](), 0
    for number in range(BOXES):
        market = Market(reason=chance.choice(REASONS))
        box = Box(tmp_path / str(number), market)
        box.troubles = [chance.choice(TROUBLES) for _ in range(chance.randrange(6))]
        before: dict[str, bytes] = {}
        cuts = [chance.randrange(DEEDS) for _ in range(chance.randint(1, 5))]
        for cut in cuts:
            try:
                with cut_at(box, cut, monkeypatch, half=chance.random() < 0.5):
                    box.run()
            except CutError:
                cuts_made += 1
            now = box.keys()
            assert before.items() <= now.items(), f"seed {SEED}, box {number}, cuts {cuts}: a key"
            before = now
        code = lived(box, [], monkeypatch)
        wrong = broken(box, code, before)
        assert wrong == [], f"seed {SEED}, box {number}, cuts {cuts}: {wrong}"
        assert code == (3 if market.reason else 0)
        ends["refused" if code else "member"] += 1
        if number % 10 == 0 and not code:
            _second_box(tmp_path / f"{number}-second", market)
            ends["copy kept out"] += 1
    sys.stdout.write(f"seed {SEED}: {BOXES} boxes, {cuts_made} power cuts, {dict(ends)}\n")


def _second_box(place: Path, market: Market) -> None:
    def at_a_pause(name: str) -> None:
        if name == "pause":
            raise CutError

    copy = Box(place, market, CODE)
    copy.deed = at_a_pause
    with pytest.raises(CutError):
        copy.run()
    assert "used before" in market.refused[-1]
    assert not copy.drop_in.exists()
    assert len(market.enrolled) == 1


def test_a_key_written_in_its_place_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_place(folder: JoinFolder, name: str, create: Callable[[Path], object]) -> None:
        if not (folder.directory / name).exists():
            create(folder.directory / name)

    monkeypatch.setattr(JoinFolder, "_once", in_place)
    caught = 0
    for number in range(30):
        box = Box(tmp_path / str(number), Market())
        try:
            code = lived(box, [number], monkeypatch, half=True)
            caught += bool(broken(box, code, {}))
        except JoinError:
            caught += 1
    sys.stdout.write(f"a key written in place was found out at {caught} of 30 deeds\n")
    assert caught > 0
