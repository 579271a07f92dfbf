"""The battery's page as a model, without a window."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from agent.api.storage import StorageSection
from gui.glance import Glance
from gui.models.storage import StorageModel
from gui.models.storage_words import cells, stage_word, tokens
from gui.texts import Reader
from tests.gui.asked import Asked

ENGLISH, GERMAN = Reader("en"), Reader("de")
PREVIEW = {
    "energy_wh": 1_000,
    "ent": "1050000000000000000",
    "burn_cost": "50000000000000000",
    "available": "8250000000000000000",
    "enough": True,
    "sentence": "Costs 1.05 ENT.",
}


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def section_of(glance: Glance) -> StorageSection:
    assert glance.snapshot is not None
    assert glance.snapshot.storage is not None
    return glance.snapshot.storage


def with_storage(glance: Glance, **new: Any) -> Glance:
    assert glance.snapshot is not None
    section = msgspec.structs.replace(section_of(glance), **new)
    snapshot = msgspec.structs.replace(glance.snapshot, storage=section)
    return replace(glance, seen=replace(glance.seen, snapshot=snapshot))


@pytest.fixture
def opened(glance: Callable[..., Glance]) -> tuple[StorageModel, Asked, Glance]:
    asked, seen = Asked(), glance("storage")
    model = StorageModel(asked)
    model.look(seen)
    model.enter()
    return model, asked, seen


@pytest.mark.parametrize(
    ("amount", "english", "german"),
    [
        ("9500000000000000000", "9.5 ENT", "9,5 ENT"),
        ("243000000000000000", "0.243 ENT", "0,243 ENT"),
        ("0", "0.0 ENT", "0,0 ENT"),
        ("20000000000000000000000", "20000.0 ENT", "20000,0 ENT"),
        ("999999999999999", "0.0 ENT", "0,0 ENT"),
        (None, "–", "–"),
    ],
)
def test_amounts_beyond_64_bits_are_read_exactly_and_never_rounded_up(
    amount: str | None, english: str, german: str
) -> None:
    assert plain(tokens(amount, "ENT", ENGLISH)) == english
    assert plain(tokens(amount, "ENT", GERMAN)) == german


def test_the_picture_of_the_battery_fills_cell_by_cell(glance: Callable[..., Glance]) -> None:
    unit = section_of(glance("storage")).unit
    assert unit is not None

    def full(permille: int | None, energy_wh: int | None = None, capacity_wh: int = 10_000) -> int:
        held = msgspec.structs.replace(
            unit, charge_permille=permille, energy_wh=energy_wh, capacity_wh=capacity_wh
        )
        return sum(cells(held))

    assert [full(permille) for permille in (0, 49, 50, 500, 949, 950, 1_000)] == [
        0,
        0,
        1,
        5,
        9,
        10,
        10,
    ]
    assert full(None, 5_000) == 5  # the contract's word where the battery says nothing
    assert full(None, None) == 0
    assert full(900, capacity_wh=0) == 0


def test_every_stage_of_a_report_has_a_word() -> None:
    stages = (
        "signing",
        "sent",
        "in the chain",
        "accepted",
        "refused",
        "reverted",
        "waiting",
        "missed",
    )
    assert all(stage_word(stage) for stage in stages)
    assert stage_word("refused") != stage_word("reverted")


def test_a_home_outside_the_storage_market_is_told_so(glance: Callable[..., Glance]) -> None:
    model = StorageModel(Asked())
    model.look(glance("afternoon"))
    assert not model.there
    assert "no part" in model.empty


def test_what_a_session_costs_is_asked_once_per_choice(
    opened: tuple[StorageModel, Asked, Glance],
) -> None:
    model, asked, seen = opened
    model.look(seen)
    assert asked.all == [("storage.preview", {"energy_wh": 1_000})]
    asked.answer("storage.preview", PREVIEW)
    assert model.told == "Costs 1.05 ENT."
    assert model.may_start
    model.nudge(1)
    assert asked.open[0].params["energy_wh"] != 1000


def test_an_answer_that_comes_after_another_choice_is_dropped(
    opened: tuple[StorageModel, Asked, Glance],
) -> None:
    model, asked, _ = opened
    model.nudge(1)
    asked.answer("storage.preview", PREVIEW)
    assert model.told == ""


def test_nobody_starts_a_session_that_the_credit_does_not_cover(
    opened: tuple[StorageModel, Asked, Glance],
) -> None:
    model, asked, _ = opened
    asked.answer("storage.preview", {**PREVIEW, "enough": False, "sentence": "Too little."})
    assert not model.may_start
    assert model.told == "Too little."


def test_a_session_is_started_once_however_often_one_presses(
    opened: tuple[StorageModel, Asked, Glance],
) -> None:
    model, asked, seen = opened
    asked.answer("storage.preview", PREVIEW)
    model.start()
    model.start()
    unit = section_of(seen).unit
    assert unit is not None
    starts = [params for method, params in asked.all if method == "storage.session_start"]
    assert starts == [{"energy_wh": 1_000, "unit": unit.address}]
    assert not model.may_start
    asked.refuse("storage.session_start", "The chain cannot be followed.")
    assert model.told == "The chain cannot be followed."
    assert model.may_start


def test_only_ones_own_session_can_be_stopped_and_only_once(
    opened: tuple[StorageModel, Asked, Glance],
) -> None:
    model, asked, _ = opened
    own, other = model.sessions.rows
    assert (own["may_stop"], other["may_stop"]) == (True, False)
    model.stop(own["unit"])
    model.stop(own["unit"])
    assert asked.methods().count("storage.session_stop") == 1
    assert not model.sessions.rows[0]["may_stop"]
    asked.refuse("storage.session_stop", "Too late.")
    assert model.sessions.rows[0]["may_stop"]


def test_amounts_whose_proof_is_old_are_greyed(glance: Callable[..., Glance]) -> None:
    model = StorageModel(Asked())
    seen = glance("storage")
    model.look(seen)
    assert not model.faded
    model.look(with_storage(seen, at_ms=seen.now_ms - 600_000))
    assert model.faded
    model.look(with_storage(seen, at_ms=None, mint_cost=None, burn_cost=None, ent_available=None))
    assert (model.faded, model.brings, model.ent) == (True, "–", "–")


def test_a_refused_report_is_said_with_what_the_contract_said(
    glance: Callable[..., Glance],
) -> None:
    model = StorageModel(Asked())
    model.look(glance("storage-refused"))
    assert "refused" in model.report_line
    assert "not a storage unit" in model.report_detail
    assert len(model.warnings) == 2


def test_a_consumer_without_a_battery_draws_from_the_unit_it_knows(
    glance: Callable[..., Glance],
) -> None:
    asked = Asked()
    model = StorageModel(asked)
    seen = glance("storage-consumer")
    model.look(seen)
    model.enter()
    asked.answer("storage.preview", PREVIEW)
    model.start()
    assert not model.battery
    known = section_of(seen).my_sessions[-1].unit
    assert asked.all[-1] == ("storage.session_start", {"energy_wh": 1_000, "unit": known})
