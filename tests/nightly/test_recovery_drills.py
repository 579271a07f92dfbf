"""Seeded drills of a lost box, and of two boxes with one identity; each prints what it measured.

GRIDHEARTH_DRILLS: how many drills (20) and, five times as many, interleavings (100).
"""

import os
import random

from tests.core.lost_box import Box, Street, run
from tests.core.story import MINUTE_MS, at
from tests.core.test_restoring import active_after, clone, judged, lost

DRILLS = int(os.environ.get("GRIDHEARTH_DRILLS", "20"))


def _given(seed: int) -> dict[str, int]:
    chosen = random.Random(seed)
    return {
        "cycles_after": chosen.randrange(0, 5),
        "lost_minute": chosen.randrange(15),
        "away_minutes": chosen.choice([0, 1, 5, 14, 40, 300, 1_500]),
    }


def _aftermath(street: Street, box: Box) -> int:
    restored_ms = street.now_ms
    run(street, [box], restored_ms + 9 * 15 * MINUTE_MS)
    run(street, [box], at(street.cycle, 14))
    return restored_ms


def test_no_lost_box_costs_an_order_a_watt_hour_or_a_second_signature() -> None:
    orders = nonces = reports = late = 0
    for seed in range(DRILLS):
        street, old, new = lost(seed, loss=0.3, **_given(seed))
        restored_ms = _aftermath(street, new)
        assert judged(street, old, new, restored_ms) == [], seed
        assert new.state.restoring is None
        assert new.ordered
        assert len(new.state.outbox.waiting) <= 1
        assert new.replayed() == new.state
        orders += len(street.orders)
        nonces += len(street.intents)
        reports += len(street.values)
        late += sum(status == 2 for status, _ in street.settled.values())
    print(  # noqa: T201 - a nightly test says what it measured
        f"\n{DRILLS} drills: {orders} orders, 0 forgotten; {nonces} nonces, none with two intents;"
        f" {reports} reports, none with two values, 0 Wh apart from the meter;"
        f" {late} orders settled by default because no report of theirs was left"
    )


def _careless(new: Box, restored_ms: int) -> Box:
    """The control: the same backup on a box that neither waits nor adopts."""
    naive = Box(new.street, "new")
    kept = [entry for entry in new.journal if b'"restored"' not in entry[:40]]
    naive.journal = kept
    naive.state = naive.replayed()
    naive.broker(restored_ms)
    return naive


def test_a_restore_that_neither_waits_nor_adopts_is_caught() -> None:
    caught = 0
    runs = 0
    for seed in range(DRILLS):
        given = _given(seed)
        if given["cycles_after"] == 0:
            continue  # the backup is as new as the loss: there is little to get wrong
        street, old, new = lost(seed, loss=0.3, **given)
        naive = _careless(new, street.now_ms)
        restored_ms = _aftermath(street, naive)
        caught += bool(judged(street, old, naive, restored_ms))
        runs += 1
    print(f"\ncontrol: {caught} of {runs} careless restores caught")  # noqa: T201
    assert runs
    assert caught == runs


def test_a_box_restored_twice_in_a_row_still_does_nothing_twice() -> None:
    for seed in range(max(1, DRILLS // 4)):
        street, _, new = lost(seed, cycles_after=1, lost_minute=5, away_minutes=3)
        run(street, [new], street.now_ms + street.random.randrange(50) * MINUTE_MS)
        backup, taken_ms = list(new.journal), street.now_ms
        run(street, [new], street.now_ms + street.random.randrange(40) * MINUTE_MS)
        third = Box(street, "third").restored_from(backup, taken_ms, ident="r2")
        ordered_ms = street.now_ms
        _aftermath(street, third)
        broken = judged(street, new, third, ordered_ms)
        assert broken == [], (seed, broken)
        assert not [one for one in third.state.orders if one.stage == "queued"]


def test_of_two_boxes_with_one_identity_at_most_one_is_active_after_a_cycle() -> None:
    kept = {"old": 0, "new": 0, "none": 0}
    equivocations = 0
    for seed in range(1_000, 1_000 + 5 * DRILLS):
        street, old, new = clone(seed)
        active = active_after(street, old, new)
        assert len(active) <= 1, seed
        kept[next(iter(active), "none")] += 1
        equivocations += street.equivocations
    print(  # noqa: T201 - a nightly test says what it measured
        f"\n{5 * DRILLS} interleavings of two boxes: at most one active in every one; the old one"
        f" went on in {kept['old']}, the restored one in {kept['new']}, neither in {kept['none']};"
        f" the operator flagged {equivocations} contradicting reports"
    )
