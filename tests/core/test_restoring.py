"""A box is lost and another one is restored from a backup of before: nothing is done twice."""

import pytest

from agent.core.alerts import alerts
from agent.core.events import RegistersSeen, Restored
from agent.core.ladder import rung_of
from agent.core.questions import OrderQuestion, questions
from agent.core.rungs import Rung
from tests.core.lost_box import DOMAIN, Box, Street, exported_wh, run
from tests.core.story import CONSTANTS, MINUTE_MS, TIMES, at, choices, seen, seller


def lost(seed: int, *, cycles_after: int, lost_minute: int, away_minutes: int, loss: float = 0.2):
    """Trade, back up, trade on, lose the box; return the street, the old box and the new one."""
    street = Street(seed)
    old = Box(street, "old", loss=loss).begin()
    run(street, [old], at(4, 5))
    old.instruct()
    run(street, [old], at(6, street.random.randrange(15)))
    backup, taken_ms = list(old.journal), street.now_ms
    run(street, [old], at(6 + cycles_after, lost_minute))
    old.alive = False
    street.now_ms += away_minutes * MINUTE_MS
    street.mine()
    new = Box(street, "new", loss=loss).restored_from(backup, taken_ms)
    return street, old, new


def judged(street: Street, old: Box, new: Box, restored_ms: int) -> list[str]:
    """Return every promise that was broken."""
    broken = []
    forgotten = set(street.orders) - {
        order.cycle for order in new.state.orders if order.index is not None
    }
    if forgotten:
        broken.append(f"orders forgotten: {sorted(forgotten)}")
    if any(len(datas) > 1 for datas in street.intents.values()):
        broken.append("a nonce was signed with two intents")
    if any(len(values) > 1 for values in street.values.values()):
        broken.append("a report of one cycle and revision has two values")
    both = [cycle for cycle, boxes in street.reporters.items() if len(boxes) > 1]
    if both:
        broken.append(f"cycles reported by both boxes: {both}")
    for (cycle, _), values in street.values.items():
        for _, export in values:
            if export != exported_wh(TIMES.end_ms(cycle)):
                broken.append(f"cycle {cycle}: {export} Wh reported")
    begun = TIMES.cycle_at(restored_ms)
    early = [cycle for cycle in new.ordered if cycle < begun + 2]
    if early:
        broken.append(f"orders while it had to wait: {early}")
    settled = sum(one.amount_micro for one in new.state.orders if one.stage == "settled")
    if settled != street.earned_micro() or new.state.totals.earned_micro != settled:
        broken.append(f"{settled} micro known, {street.earned_micro()} posted")
    if new.state.nonces.foreign:
        broken.append("it takes itself for a stranger")
    return broken


@pytest.mark.parametrize(
    ("seed", "cycles_after", "lost_minute", "away"), [(1, 2, 4, 3), (2, 3, 1, 200)]
)
def test_a_lost_box_is_replaced_and_nothing_is_forgotten_or_done_twice(
    seed: int, cycles_after: int, lost_minute: int, away: int
) -> None:
    street, old, new = lost(
        seed, cycles_after=cycles_after, lost_minute=lost_minute, away_minutes=away
    )
    restored_ms = street.now_ms
    assert new.state.restoring is not None
    run(street, [new], restored_ms + 9 * 15 * MINUTE_MS)
    run(street, [new], at(street.cycle, 14))
    assert judged(street, old, new, restored_ms) == []
    assert new.state.restoring is None
    assert new.ordered, "it trades again by itself, as the household had it"
    assert len(new.state.outbox.waiting) <= 1, "the operator receipts the new line of reports"
    assert rung_of(new.state) is Rung.TRADE
    assert new.replayed() == new.state


def test_a_restore_that_does_not_wait_is_caught() -> None:
    """The negative control: the same drill without the event that makes the box wait."""
    caught = []
    for seed in (1, 2):
        street, old, new = lost(seed, cycles_after=2, lost_minute=4, away_minutes=3)
        restored_ms = street.now_ms
        naive = Box(street, "new")
        naive.journal = [entry for entry in new.journal if b'"restored"' not in entry[:40]]
        naive.state = naive.replayed()
        naive.broker(restored_ms)
        run(street, [naive], at(street.cycle + 8, 14))
        caught += judged(street, old, naive, restored_ms)
    assert any("forgotten" in one or "stranger" in one for one in caught)
    assert any("both boxes" in one or "Wh reported" in one for one in caught)


def test_the_alert_says_what_is_waited_for_and_until_when() -> None:
    street, _, new = lost(3, cycles_after=1, lost_minute=4, away_minutes=3)
    new.minute()
    (told,) = [one for one in alerts(new.state, street.now_ms) if one.name == "restored"]
    assert "whole market cycle, until " in told.what
    assert " UTC" in told.what
    assert "orders" in told.what


def test_the_same_restore_told_twice_waits_once() -> None:
    street, _, new = lost(3, cycles_after=1, lost_minute=4, away_minutes=3)
    run(street, [new], at(street.cycle + 4))
    before = new.state
    assert before.restoring is None
    new.take(Restored(street.now_ms, "r1", 1))
    assert new.state is before
    new.take(Restored(street.now_ms, "r2", 1))
    assert new.state.restoring is not None


def clone(seed: int) -> tuple[Street, Box, Box]:
    """The old box was not dead: both run, and their households want different things."""
    street = Street(seed)
    old = Box(street, "old").begin()
    run(street, [old], at(4, 5))
    old.instruct(400)
    run(street, [old], at(6, street.random.randrange(15)))
    backup, taken_ms = list(old.journal), street.now_ms
    run(street, [old], street.now_ms + street.random.randrange(30) * MINUTE_MS)
    new = Box(street, "new").restored_from(backup, taken_ms)
    if street.random.random() < 0.5:  # it comes back only when the other has begun to trade
        old.alive = False
        run(street, [new], at(street.cycle + 3, street.random.randrange(15)))
        old.alive = True
    new.instruct(300 + street.random.randrange(90))
    return street, old, new


def active_after(street: Street, old: Box, new: Box) -> set[str]:
    """Let both run for six cycles; return which of them gave out a nonce in the last three."""
    first = street.cycle
    run(street, [old, new], at(first + 6, 14))
    return {box.name for box in (old, new) if any(one > first + 2 for one in box.ordered)}


@pytest.mark.parametrize("seed", range(20))
def test_of_two_boxes_with_one_identity_at_most_one_goes_on(seed: int) -> None:
    street, old, new = clone(seed)
    assert len(active_after(street, old, new)) <= 1
    assert DOMAIN.contract == CONSTANTS.contract


def test_an_order_that_stands_for_us_and_is_not_ours_stops_the_trade() -> None:
    agent = seller()
    agent.wish(at(5, 1), *choices())
    agent.take(seen(agent.order, at(5, 1.5), energy_wh=agent.order.energy_wh + 1))
    assert agent.state.nonces.foreign
    told = [one.name for one in alerts(agent.state, at(5, 2))]
    assert "key-used-elsewhere" in told


@pytest.mark.parametrize(
    ("more", "digest", "foreign"), [(0, None, False), (0, b"\x01" * 32, True), (1, None, True)]
)
def test_a_report_on_the_chain_that_we_never_signed_stops_the_trade(
    more: int, digest: bytes | None, foreign: bool
) -> None:
    agent = seller()
    agent.meter(at(6, 1))
    ours = agent.state.outbox.waiting[0]
    report = ours.signed.report
    agent.take(
        RegistersSeen(
            at(6, 2),
            9,
            report.cycle,
            True,
            revision=report.revision + more,
            digest=digest or ours.digest,
        )
    )
    assert agent.state.nonces.foreign is foreign


def test_a_backup_with_an_untrusted_clock_has_all_of_the_correction_window_read() -> None:
    agent = seller(cycle=700)
    agent.take(Restored(at(700, 2), "r1", 0))
    agent.tick(at(700, 2))
    waiting = agent.state.restoring
    assert waiting is not None
    assert waiting.next_cycle == 700 - 2 - 672
    asked = [one for one in questions(agent.state, at(700, 4)) if isinstance(one, OrderQuestion)]
    assert [one.cycle for one in asked] == list(range(26, 42))


def test_an_order_that_waited_for_its_window_is_not_sent_again() -> None:
    agent = seller(minute=4)
    agent.wish(at(5, 4), *choices())
    assert agent.state.flow.pending is not None
    agent.take(Restored(at(5, 5), "r1", at(5, 4)))
    assert agent.state.flow.pending is None
    assert not agent.state.orders


def test_a_trusted_clock_is_waited_for() -> None:
    agent = seller()
    agent.take(Restored(at(5, 2), "r1", at(5, 1)))
    agent.tick(at(5, 3), trusted=False)
    (told,) = [one for one in alerts(agent.state, at(5, 3)) if one.name == "restored"]
    assert "a clock that can be trusted" in told.what
    agent.tick(at(9, 3))
    assert agent.state.restoring is not None
    assert agent.state.restoring.since_cycle == 9
