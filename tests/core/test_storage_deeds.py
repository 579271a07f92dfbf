"""The owner's calls: one at a time, in the member's row of nonces, their outcome only by proof."""

import msgspec
import pytest

from agent.api.storage import StoragePreviewParams
from agent.api.storage_wishes import (
    AddOrder,
    LockEuro,
    RegisterUnit,
    RemoveOrder,
    StartSession,
    StopSession,
    StorageWish,
    Transfer,
    Vote,
)
from agent.core.effects import Broadcast, Sign
from agent.core.overlay import Overlay
from agent.core.snapshot import build_snapshot
from agent.core.storage_preview import preview
from agent.ledger import storage_contract as sc
from agent.ledger.transaction import decode
from agent.units import Address
from tests.core.battery_story import ALICE, CONTRACT, ENT, OWNER, UNIT_KEY, BatteryHome

UNIT = UNIT_KEY.address


def calls_of(home: BatteryHome) -> list[tuple[str | None, bytes]]:
    """What the owner let out at the storage contract: target and data, each once."""
    raws = dict.fromkeys(e.raw for e in home.effects if isinstance(e, Broadcast))
    sent = [decode(raw) for raw in raws]
    return [(s.transaction.to, s.transaction.data) for s in sent if s.sender == OWNER]


def deeds(home: BatteryHome) -> list[str]:
    section = build_snapshot(home.state, Overlay(), 1, home.now_ms).storage
    assert section is not None
    return [deed.stage for deed in section.deeds]


@pytest.mark.parametrize(
    ("wish", "data"),
    [
        (StartSession(None, None, str(ENT)), sc.call_start_session(UNIT, ENT)),
        (StartSession(ALICE, 7_000, None), sc.call_start_session(Address(ALICE), 7 * ENT)),
        (StopSession(ALICE), sc.call_end_session(Address(ALICE))),
        (StopSession(), sc.call_clear_old_sessions()),
        (
            AddOrder("sell", str(ENT // 2), str(2 * ENT)),
            sc.call_add_order(ENT // 2, 2 * ENT, is_buy=False),
        ),
        (RemoveOrder("12", "buy"), sc.call_remove_order(12, is_buy=True)),
        (Transfer("ent", ALICE, str(ENT)), sc.call_transfer_ent(Address(ALICE), ENT)),
        (Transfer("eeuro", ALICE, "5"), sc.call_transfer_euro(Address(ALICE), 5)),
        (LockEuro("9"), sc.call_lock_euro(9)),
        (Vote("add_voter", ALICE), sc.call_add_voter(Address(ALICE))),
        (Vote("remove_voter", ALICE), sc.call_remove_voter(Address(ALICE))),
        (Vote("change_banker", ALICE), sc.call_change_banker(Address(ALICE))),
        (Vote("set_parameter", None, "H", "3"), sc.call_set_parameter("H", 3)),
        (RegisterUnit(), sc.call_register_unit(UNIT, Address(OWNER))),
        (RegisterUnit(ALICE, remove=True), sc.call_remove_unit(Address(ALICE))),
    ],
)
def test_every_wish_becomes_its_call_and_is_proven(wish: StorageWish, data: bytes) -> None:
    home = BatteryHome().begin()
    assert home.ask(wish).accepted
    assert deeds(home) == ["sent"]
    home.heads(5)
    assert calls_of(home) == [(CONTRACT, data)]
    assert deeds(home) == ["accepted"]


def test_a_second_call_waits_until_the_outcome_of_the_first_is_proven() -> None:
    home = BatteryHome().begin()
    home.ask(LockEuro("9"))
    home.ask(LockEuro("8"))
    home.heads(2, ask=False)
    assert deeds(home) == ["waiting", "sent"]
    assert len(calls_of(home)) == 1
    home.heads(8)
    assert [data for _, data in calls_of(home)] == [sc.call_lock_euro(9), sc.call_lock_euro(8)]
    assert deeds(home) == ["accepted", "accepted"]


def test_pressing_twice_is_one_call() -> None:
    home = BatteryHome().begin()
    assert home.ask(LockEuro("9")).accepted
    assert "under way already" in home.ask(LockEuro("9")).sentence
    home.heads(5)
    assert home.ask(LockEuro("9")).accepted  # once it is over it may be asked for again
    home.heads(5)
    assert [data for _, data in calls_of(home)] == [sc.call_lock_euro(9)] * 2


def test_a_refusal_is_told_with_the_contracts_own_words() -> None:
    home = BatteryHome().begin()
    home.chain.refuse = ["Insufficient balance"]
    home.ask(LockEuro("9"))
    home.heads(5)
    section = build_snapshot(home.state, Overlay(), 1, home.now_ms).storage
    assert section is not None
    assert section.deeds[0].stage == "refused"
    assert "Insufficient balance" in section.deeds[0].sentence


def test_a_call_that_could_not_begin_in_time_is_dropped() -> None:
    home = BatteryHome().begin()
    home.ask(LockEuro("9"))
    home.ask(StartSession(None, None, str(ENT)))
    home.pass_time(700)
    home.take_tick()
    assert deeds(home) == ["missed", "sent"]
    home.heads(6)
    assert [data for _, data in calls_of(home)] == [sc.call_lock_euro(9)]


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        (StartSession(None, 5, "5"), "not both"),
        (StartSession(), "not both"),
        (StartSession(None, 60_000, None), "50 are available"),
        (Transfer("ent", ALICE, str(51 * ENT)), "50 are available"),
        (LockEuro(str(21 * ENT)), "20 are available"),
        (Vote("set_parameter", ALICE, "M", "1"), "names the parameter"),
        (Vote("add_voter", None), "names the address"),
        (AddOrder("buy", "1", str(2**256)), "more than the contract can hold"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_signed(wish: StorageWish, why: str) -> None:
    home = BatteryHome().begin()
    before = home.state
    answer = home.ask(wish)
    assert not answer.accepted
    assert why in answer.sentence
    assert home.state == before
    assert [effect for effect in home.effects if isinstance(effect, Sign)] == []


def test_only_a_voter_votes() -> None:
    home = BatteryHome().begin()
    home.take(msgspec.structs.replace(home.chain.seen(home.now_ms), voter=False))
    assert "not one of the voters" in home.ask(Vote("add_voter", ALICE)).sentence
    assert "Ask the voters" in home.ask(RegisterUnit()).sentence


def test_the_preview_says_what_the_contract_would_lock() -> None:
    """The thesis' example (6.4): at R = 0.05, 7.35 ENT hold 7 kWh."""
    home = BatteryHome().begin()
    seen = msgspec.structs.replace(
        home.chain.seen(home.now_ms),
        total_energy_wh=17_000,
        total_ent=str(35 * ENT // 2),
        burn_cost=str(ENT // 20),
    )
    home.take(seen)
    by_energy = preview(home.state, StoragePreviewParams(energy_wh=7_000))
    assert by_energy.ent == str(735 * ENT // 100)
    by_ent = preview(home.state, StoragePreviewParams(ent=str(735 * ENT // 100)))
    assert by_ent.energy_wh == 7_000
    assert by_ent.enough
    assert by_ent.sentence.startswith("7 kWh for 7.35 ENT at a cost of 0.05 ENT per kWh")
    assert preview(home.state, StoragePreviewParams(energy_wh=90_000)).enough is False
