"""Every view in every state looks as it looked when somebody last looked at it.

Renew: `python -m tests.gui.pictures`, and look at what changed.
"""

from pathlib import Path

import pytest

from tests.gui.pictures import GOLDEN, SIZES, draw, names
from tests.gui.small_pictures import keep, pixels, unlike, write

TOLERATED = 0.002
"""Of a picture's pixels: less than one digit of a small text."""
ALL_BYTES = 1_500_000


@pytest.mark.parametrize("size", SIZES)
def test_every_view_looks_as_it_did(size: str, tmp_path: Path) -> None:
    draw(size, tmp_path)
    wrong = []
    for state in names(size):
        name = f"{state}-{size}.png"
        part, marked = unlike(tmp_path / name, GOLDEN / name)
        if part > TOLERATED:
            shown = tmp_path / f"different-{name}"
            if marked is not None:
                write(marked, shown)
            wrong.append(f"{name}: {part:.2%} differs, see {shown} and {tmp_path / name}")
    assert wrong == []


def test_the_pictures_are_those_of_the_states_and_small() -> None:
    drawn = {f"{state}-{size}.png" for size in SIZES for state in names(size)}
    assert {file.name for file in GOLDEN.glob("*")} == drawn
    assert sum(file.stat().st_size for file in GOLDEN.glob("*.png")) <= ALL_BYTES


def test_a_word_that_changed_is_seen(tmp_path: Path) -> None:
    """The tolerance forgives a rounding, not a missing word."""
    kept = GOLDEN / "home-800x480.png"
    small = pixels(kept)
    whole = small.repeat(2, axis=0).repeat(2, axis=1)
    same, changed = tmp_path / "same.png", tmp_path / "changed.png"
    write(whole, same)
    assert unlike(same, kept)[0] == 0.0
    keep(same, tmp_path / "kept.png")
    assert unlike(same, tmp_path / "kept.png")[0] == 0.0
    whole[300:318, 20:90] = 255
    write(whole, changed)
    part, marked = unlike(changed, kept)
    assert part > TOLERATED
    assert marked is not None
    write(whole[:-2], changed)
    assert unlike(changed, kept) == (1.0, None)
