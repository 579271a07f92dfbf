"""What every history of events must keep, whatever happens and in whatever order."""

from collections.abc import Callable
from typing import Any

import msgspec

from agent.api.wishes import RelayMode
from agent.core.alerts import alerts
from agent.core.effects import Answer, AskRelay, Effect, Sign, SwitchRelay
from agent.core.events import Acknowledged, DeviceWished, MeterRead, Restored, Started, Wished
from agent.core.overlay import Overlay
from agent.core.questions import questions
from agent.core.snapshot import build_snapshot
from agent.core.state import State
from agent.core.step import step
from agent.core.transactions import unsigned
from agent.devices.device import RelayPosition
from agent.metering.surplus import Colour
from tests.core.histories import EVENTS, STATES, History
from tests.core.story import CONSTANTS, at, feeder


def every_state_survives_its_journal_and_shows_itself(history: History) -> None:
    encoded = msgspec.json.encode(history.state)
    assert msgspec.json.encode(STATES.decode(encoded)) == encoded
    for now in (at(5, 0.5), at(6, 4), 0):
        questions(history.state, now)
        alerts(history.state, now)
        msgspec.json.encode(build_snapshot(history.state, Overlay(), 1, now))


def replay_gives_the_same_bytes_with_or_without_a_snapshot(history: History) -> None:
    state, snapshot_at = State(), len(history.journal) // 2
    for k, entry in enumerate(history.journal):
        if k == snapshot_at:
            state = STATES.decode(msgspec.json.encode(state))
        state, _ = step(state, EVENTS.decode(entry), feeder())
    assert msgspec.json.encode(state) == msgspec.json.encode(history.state)


def what_changes_nothing_returns_the_same_object(history: History) -> None:
    encoded = msgspec.json.encode(State())
    for before, _, after, _ in history.seen:
        if after is not before:
            written, encoded = encoded, msgspec.json.encode(after)
            assert written != encoded


def an_event_seen_twice_orders_nothing_twice(history: History) -> None:
    for _, event, after, _ in history.seen:
        if isinstance(event, Wished | DeviceWished | Acknowledged | Started):
            continue  # a person may press twice; a start asks again for what is open
        again, effects = step(after, event, feeder())
        assert [order.order_id for order in again.orders] == [
            order.order_id for order in after.orders
        ]
        assert not [one for one in effects if isinstance(one, Answer)]


def no_nonce_ever_stands_for_two_transactions(history: History) -> None:
    data: dict[int, tuple[str, bytes]] = {}
    fees: dict[int, list[int]] = {}
    for _, _, after, _ in history.seen:
        for one in after.transactions:
            what = (one.intent.ident, unsigned(CONSTANTS, one).data)
            assert data.setdefault(one.nonce, what) == what
            levels = fees.setdefault(one.nonce, [])
            if not levels or levels[-1] != one.fees.max_fee_wei:
                levels.append(one.fees.max_fee_wei)
    for levels in fees.values():
        assert levels == sorted(levels)
        assert len(levels) <= 5
        assert max(levels) <= CONSTANTS.fee_cap_wei


def no_two_digests_are_ever_signed_under_one_identity(history: History) -> None:
    digests: dict[tuple[str, str], bytes] = {}
    for _, _, _, effects in history.seen:
        for one in effects:
            if isinstance(one, Sign):
                assert digests.setdefault((one.key, one.ident), one.digest) == one.digest


def one_identity_has_one_nonce(history: History) -> None:
    nonces: dict[str, int] = {}
    for _, _, after, _ in history.seen:
        for one in after.transactions:
            assert nonces.setdefault(one.intent.ident, one.nonce) == one.nonce


def no_cycle_ever_has_more_orders_than_allowed(history: History) -> None:
    ids: dict[int, set[str]] = {}
    for _, _, after, _ in history.seen:
        for order in after.orders:
            if order.origin != "restored":
                ids.setdefault(order.cycle, set()).add(order.order_id)
    assert all(len(known) <= CONSTANTS.orders_per_cycle for known in ids.values())


def every_new_order_is_within_the_limits_and_no_sale_without_a_surplus(
    history: History,
) -> None:
    for before, _, after, _ in history.seen:
        known = {order.order_id for order in before.orders}
        for order in after.orders:
            if order.order_id in known or order.origin == "restored":  # as the chain holds it
                continue
            assert after.account is not None
            assert 0 < order.energy_wh <= min(CONSTANTS.order_limit_wh, after.account.limit_wh)
            assert 0 <= order.low_micro_per_kwh <= order.high_micro_per_kwh
            assert order.high_micro_per_kwh <= CONSTANTS.price_ceiling_micro_per_kwh
            assert 0 <= order.distance_m <= CONSTANTS.distance_limit_m
            assert after.clock_trusted
            assert after.chain.stage == "live"
            assert not after.nonces.foreign
            assert after.account.enrolled
            if order.side == "sell":
                assert after.status.colour is Colour.GREEN


def nothing_is_planned_after_the_key_was_used_elsewhere(history: History) -> None:
    foreign_at: int | None = None
    for _, _, after, _ in history.seen:
        if foreign_at is not None:
            assert after.nonces.foreign
            assert max((one.nonce for one in after.transactions), default=-1) <= foreign_at
        elif after.nonces.foreign:
            foreign_at = after.nonces.reserved if after.nonces.reserved is not None else -1


def totals_by_orders(state: State) -> tuple[int, int]:
    settled = [order for order in state.orders if order.stage == "settled"]
    net = sum(order.amount_micro for order in settled)
    return net, sum(order.penalty_micro for order in settled)


def the_totals_are_the_sum_of_what_was_settled(history: History) -> None:
    totals: Any = history.state.totals
    net, penalty = totals_by_orders(history.state)
    assert totals.earned_micro - totals.spent_micro == net
    assert totals.penalty_micro == penalty


def devices_keep_their_promises(history: History) -> None:
    """Nobody's readings count, boundaries stay, a number is one command, no sun no relay."""
    told: dict[tuple[str, int], Effect] = {}
    left = set[str]()
    for before, event, after, effects in history.seen:
        if isinstance(event, MeterRead) and before.constants and before.constants.assigned:
            assigned = {one.key for one in before.devices.assigned}
            assert event.reading.meter in assigned or after is before
        kept = [b.boundary_ms for b in after.meters.boundaries]
        assert kept == sorted(set(kept))
        known = {b.boundary_ms for b in before.meters.boundaries}  # the oldest are dropped in time
        assert set(kept) >= {ms for ms in known if kept and ms >= kept[0]}
        for one in effects:
            if isinstance(one, SwitchRelay | AskRelay) and one.key not in left:
                assert told.setdefault((one.key, one.number), one) is one
            if isinstance(one, SwitchRelay) and one.on:
                surplus_or_asked_for(before, after, one.key)
        left |= {key for key, _ in told} - {relay.key for relay in after.relays}


def surplus_or_asked_for(before: State, after: State, key: str) -> None:
    """A lease is also renewed while the shortest time on still holds a relay that is on."""
    relay = next(relay for relay in after.relays if relay.key == key)
    green = Colour.GREEN in {before.status.colour, after.status.colour}
    wanted = relay.mode is RelayMode.ON or (relay.mode is RelayMode.SURPLUS and green)
    assert wanted or relay.known.last_known is RelayPosition.ON


def nothing_new_is_begun_while_a_restored_home_waits(history: History) -> None:
    """No nonce is given out and no report signed before the chain has told what was done since."""
    for before, _, after, effects in history.seen:
        if before.restoring is None or after.restoring is None:
            continue
        known = {one.intent.ident for one in before.transactions}
        assert {one.intent.ident for one in after.transactions} <= known
        fixed = {f"report:{one.cycle}:{one.revision}" for one in before.reporting.unsigned}
        asked = {one.ident for one in effects if isinstance(one, Sign) and one.key == "report"}
        assert asked <= fixed


def the_same_restore_told_twice_is_one(history: History) -> None:
    """At once, and long after, when the waiting has gone on or has ended."""
    told: Restored | None = None
    for _, event, after, _ in history.seen:
        if isinstance(event, Restored) and after.constants is not None:
            told = event
            again, _ = step(after, event, feeder())
            assert again.restoring == after.restoring
            assert again.nonces == after.nonces
    if told is not None:
        again, _ = step(history.state, told, feeder())
        assert again.restoring == history.state.restoring
        assert again.nonces.adopting == history.state.nonces.adopting


PROMISES: tuple[Callable[[History], None], ...] = (
    every_state_survives_its_journal_and_shows_itself,
    replay_gives_the_same_bytes_with_or_without_a_snapshot,
    what_changes_nothing_returns_the_same_object,
    an_event_seen_twice_orders_nothing_twice,
    no_nonce_ever_stands_for_two_transactions,
    no_two_digests_are_ever_signed_under_one_identity,
    one_identity_has_one_nonce,
    no_cycle_ever_has_more_orders_than_allowed,
    every_new_order_is_within_the_limits_and_no_sale_without_a_surplus,
    nothing_is_planned_after_the_key_was_used_elsewhere,
    the_totals_are_the_sum_of_what_was_settled,
    devices_keep_their_promises,
    nothing_new_is_begun_while_a_restored_home_waits,
    the_same_restore_told_twice_is_one,
)
