"""A home commissioned again and again, cut off at random moments: the end is always the same.

GRIDHEARTH_COMMISSIONS=500 homes, each cut off one to four times (the daemon killed, the command
ended, or both), from a bare directory to an accepted report. GRIDHEARTH_SEED repeats a night. The
negative control is a journal that loses what was seen to work: it must be found out.
"""

import os
import random
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.provisioning.commissioning_story import broken, commissioned

pytestmark = pytest.mark.timeout(3 * 3600)

SEED = int(os.environ.get("GRIDHEARTH_SEED", random.SystemRandom().randrange(10**6)))
HOMES = int(os.environ.get("GRIDHEARTH_COMMISSIONS", "500"))
WAYS = ("daemon", "command", "both")


def some_cuts(chance: random.Random, moments: int) -> dict[int, str]:
    count = chance.randint(1, 4)
    return {chance.randint(1, moments): chance.choice(WAYS) for _ in range(count)}


async def test_every_home_ends_accepted_wherever_it_was_cut_off(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    calm, _ = await commissioned(tmp_path / "calm")
    cuts_made: Counter[str] = Counter()
    deeds, seconds = Counter[str](), []
    for number in range(HOMES):
        cuts = some_cuts(chance, calm.moments)
        home, signed = await commissioned(tmp_path / str(number), cuts)
        wrong = broken(home, signed, moments=cuts)
        assert wrong == [], f"seed {SEED}, home {number}, cuts {cuts}: {wrong}"
        cuts_made.update(cuts.values())
        deeds.update(home.deeds)
        seconds.append(home.seconds)
    again = sum(deeds.values()) - HOMES * len(calm.deeds)
    sys.stdout.write(
        f"seed {SEED}: {HOMES} homes, {dict(cuts_made)} cuts at {calm.moments} moments; {again} deeds"
        f" were done again; a person needed {min(seconds)} to {max(seconds)} s"
        f" ({calm.seconds} s undisturbed)\n"
    )


async def test_a_journal_that_forgets_a_check_is_found_out(tmp_path: Path) -> None:
    calm, _ = await commissioned(tmp_path / "calm")
    caught = 0
    for number in range(calm.moments - 12, calm.moments, 3):
        home, signed = await commissioned(
            tmp_path / str(number), {number: "daemon"}, forgetful=True
        )
        caught += any("forgot" in one for one in broken(home, signed, moments=(number,)))
    sys.stdout.write(f"a forgetful journal was found out in {caught} of 4 homes\n")
    assert caught > 0
