"""One intent, one nonce, forever; the same bytes again on any doubt."""

import itertools

import msgspec

from agent.core.effects import Broadcast, Sign
from agent.core.records import Intent, Transaction
from agent.core.transactions import (
    ATTEMPTS,
    BUMP_AFTER_MS,
    KEEP_DONE,
    RESEND_MS,
    Nonces,
    observe,
    plan,
    resend,
    resume,
    settle_nonces,
    signed,
)
from agent.ledger import transaction as eip1559
from tests.core.story import (
    CONSTANTS,
    MINUTE_MS,
    ORDER_KEY,
    account,
    at,
    choices,
    seller,
    transactions_of,
)

GATE_MS = 100_000


def intent(name: str = "order:a", *, data: bytes = b"\x01\x02") -> Intent:
    return Intent(name, data, 100_000, GATE_MS)


def known(nonce: int | None = 7, **changes: object) -> Nonces:
    plain = Nonces(verified=nonce, base_fee_wei=1_000)
    return msgspec.structs.replace(plain, **changes)


def planned(nonces: Nonces, what: Intent, before: tuple[Transaction, ...] = ()) -> tuple:
    made = plan(CONSTANTS, nonces, before, what, 0)
    assert made is not None
    return made


def sign(one: Transaction, effect: Sign, mono_ms: int = 0) -> tuple[Transaction, bytes]:
    after, effects = signed(
        CONSTANTS, [one], effect.ident, ORDER_KEY.sign_digest(effect.digest), mono_ms
    )
    (sent,) = effects
    assert isinstance(sent, Broadcast)
    return after[0], sent.raw


def sent_once(base_fee_wei: int = 1_000) -> tuple[Nonces, Transaction, bytes]:
    nonces, (one,), (effect,) = planned(known(base_fee_wei=base_fee_wei), intent())
    one, raw = sign(one, effect)
    return nonces, one, raw


def test_no_nonce_is_given_before_the_account_is_proven() -> None:
    assert plan(CONSTANTS, known(None), (), intent(), 0) is None
    assert plan(CONSTANTS, known(None, reserved=12), (), intent(), 0) is None


def test_the_first_nonce_is_the_proven_one_and_each_intent_has_its_own() -> None:
    nonces, first, _ = planned(known(), intent("a"))
    nonces, both, _ = planned(nonces, intent("b"), first)
    assert [one.nonce for one in both] == [7, 8]
    assert nonces.reserved == 8


def test_the_same_identity_twice_is_one_transaction() -> None:
    nonces, first, asked = planned(known(), intent("a"))
    again = plan(CONSTANTS, nonces, first, intent("a", data=b"other"), 0)
    assert again == (nonces, first, ())
    assert len(asked) == 1


def test_a_nonce_reserved_before_the_restart_is_never_given_again() -> None:
    nonces, transactions, _ = planned(known(reserved=9), intent())
    assert transactions[0].nonce == 10
    assert nonces.reserved == 10


def test_nothing_is_planned_after_its_gate() -> None:
    assert plan(CONSTANTS, known(), (), intent(), GATE_MS) is not None
    assert plan(CONSTANTS, known(), (), intent(), GATE_MS + 1) is None


def test_nothing_is_planned_that_the_fee_cap_cannot_pay() -> None:
    too_dear = known(base_fee_wei=CONSTANTS.fee_cap_wei + 1)
    assert plan(CONSTANTS, too_dear, (), intent(), 0) is None


def test_a_foreign_nonce_halts_and_is_never_skipped() -> None:
    nonces, _, _ = planned(known(), intent())
    moved = observe(nonces, account(0, nonce=9))  # ours was 7, the account is already at 9
    assert moved.foreign
    assert plan(CONSTANTS, moved, (), intent("b"), 0) is None
    later = observe(moved, account(0, nonce=8))
    assert later.foreign
    assert later.verified == 9


def test_a_nonce_used_before_this_journal_reserved_any_halts() -> None:
    seen = observe(known(7), account(0, nonce=8))
    assert seen.foreign


def test_our_own_executed_nonce_is_not_foreign() -> None:
    nonces, _, _ = planned(known(), intent())
    assert not observe(nonces, account(0, nonce=8)).foreign


def test_a_reserved_nonce_used_before_its_bytes_ever_left_is_foreign() -> None:
    agent = seller()
    agent.signing = False
    agent.wish(at(5, 1), *choices())
    assert agent.state.transactions[0].raw == b""
    agent.take(account(at(5, 1.1), nonce=8))
    assert agent.state.nonces.foreign


def test_signed_bytes_carry_our_chain_our_target_and_the_intents_data() -> None:
    _, one, raw = sent_once()
    read = eip1559.decode(raw)
    assert read.sender == ORDER_KEY.address
    assert read.transaction.chain_id == CONSTANTS.chain_id
    assert read.transaction.to == CONSTANTS.contract
    assert read.transaction.data == one.intent.data
    assert read.transaction.nonce == 7


def test_a_signature_nobody_asked_for_changes_nothing() -> None:
    _nonces, (one,), (effect,) = planned(known(), intent())
    signature = ORDER_KEY.sign_digest(effect.digest)
    assert signed(CONSTANTS, [one], "tx:8:1", signature, 0) == ((one,), ())
    one, _ = sign(one, effect)
    assert signed(CONSTANTS, [one], effect.ident, signature, 5) == ((one,), ())


def test_a_malformed_signature_is_not_sent() -> None:
    _, (one,), (effect,) = planned(known(), intent())
    for bad in (b"", bytes(65), b"\xff" * 65, b"\x01" * 64, b"\x01" * 64 + b"\x02"):
        assert signed(CONSTANTS, [one], effect.ident, bad, 0) == ((one,), ())


def test_the_same_bytes_are_sent_again_after_a_while_and_not_before() -> None:
    nonces, one, raw = sent_once()
    assert resend(CONSTANTS, nonces, [one], RESEND_MS - 1) == ((one,), ())
    (again,), effects = resend(CONSTANTS, nonces, [one], RESEND_MS)
    assert effects == (Broadcast("order:a", raw),)
    assert again.raw == raw
    assert resend(CONSTANTS, nonces, [again], RESEND_MS) == ((again,), ())


def test_a_fee_is_raised_only_when_the_base_fee_has_outgrown_it() -> None:
    nonces, one, raw = sent_once()
    (same,), effects = resend(CONSTANTS, nonces, [one], BUMP_AFTER_MS)
    assert effects == (Broadcast("order:a", raw),)
    assert same.attempt == 1


def test_a_fee_is_raised_by_a_tenth_within_the_cap_and_at_most_five_times_in_all() -> None:
    nonces, one, raw = sent_once()
    raws, mono_ms, base_fee_wei = [raw], 0, 1_000
    for _ in range(20):
        mono_ms += BUMP_AFTER_MS
        base_fee_wei = max(one.fees.max_fee_wei * 2, base_fee_wei)
        dear = msgspec.structs.replace(nonces, base_fee_wei=base_fee_wei)
        (one,), effects = resend(CONSTANTS, dear, [one], mono_ms)
        for effect in effects:
            if isinstance(effect, Sign):
                one, raw = sign(one, effect, mono_ms)
                raws.append(raw)
    sent = transactions_of(raws)
    assert len(sent) == one.attempt == ATTEMPTS
    assert len({read.transaction.nonce for read in sent}) == 1
    assert len({read.transaction.data for read in sent}) == 1
    for before, after in itertools.pairwise(sent):
        old, new = before.transaction.fees, after.transaction.fees
        assert new.max_fee_wei * 10 >= old.max_fee_wei * 11
        assert new.max_priority_fee_wei * 10 >= old.max_priority_fee_wei * 11
        assert new.max_fee_wei <= CONSTANTS.fee_cap_wei


def test_a_fee_beyond_the_cap_is_not_offered_but_the_old_bytes_are_repeated() -> None:
    cap = CONSTANTS.fee_cap_wei
    nonces, one, raw = sent_once(base_fee_wei=cap // 2)
    dear = msgspec.structs.replace(nonces, base_fee_wei=cap * 3)
    _, effects = resend(CONSTANTS, dear, [one], BUMP_AFTER_MS)
    assert effects == (Broadcast("order:a", raw),)


def test_after_a_restart_reserved_is_signed_to_the_same_bytes() -> None:
    _, (one,), (effect,) = planned(known(), intent())
    _, raw = sign(one, effect)
    (again,), (asked,) = resume(CONSTANTS, [one], mono_ms=50)
    assert isinstance(asked, Sign)
    assert asked == effect
    assert sign(again, asked)[1] == raw


def test_after_a_restart_signed_is_sent_again_unchanged() -> None:
    _, one, raw = sent_once()
    (again,), effects = resume(CONSTANTS, [one], mono_ms=50)
    assert effects == (Broadcast("order:a", raw),)
    assert (again.raw, again.attempt, again.nonce) == (raw, 1, 7)


def test_after_a_restart_the_new_steady_clock_counts_from_the_start() -> None:
    nonces, one, _ = sent_once()
    one = msgspec.structs.replace(one, sent_mono_ms=9_000_000, signed_mono_ms=9_000_000)
    (again,), _ = resume(CONSTANTS, [one], mono_ms=50)
    assert resend(CONSTANTS, nonces, [again], 50 + RESEND_MS)[1]


def test_what_is_done_is_neither_sent_nor_signed_again() -> None:
    nonces, one, _ = sent_once()
    done = settle_nonces([one], verified_nonce=8)
    assert done[0].done
    assert resume(CONSTANTS, done, 0) == (done, ())
    assert resend(CONSTANTS, nonces, done, 10**9) == (done, ())


def test_only_the_oldest_finished_transactions_are_forgotten() -> None:
    nonces, transactions = known(), ()
    for k in range(2 * KEEP_DONE):
        nonces, transactions, _ = planned(nonces, intent(f"i{k}"), transactions)
    kept = settle_nonces(transactions, verified_nonce=7 + KEEP_DONE + 10)
    assert [one.nonce for one in kept if one.done] == list(range(17, 17 + KEEP_DONE))
    assert [one.nonce for one in kept if not one.done] == list(range(49, 71))


def test_an_order_reserved_before_a_crash_is_sent_once_after_it() -> None:
    agent = seller()
    agent.signing = False  # the process died between the journal and the signature
    agent.wish(at(5, 1), *choices())
    asked = agent.signs()
    assert not agent.broadcasts()
    agent.signing = True
    agent.start(at(5, 1.2))
    assert agent.signs()[-1] == [sign for sign in asked if sign.key == "order"][-1]
    assert len(set(agent.broadcasts())) == 1
    agent.start(at(5, 1.4))
    assert len(set(agent.broadcasts())) == 1
    assert len(agent.broadcasts()) == 2


def test_an_order_waiting_for_its_nonce_is_not_sent_after_the_window() -> None:
    agent = seller()
    agent.start(at(5, 1.5))  # nothing proven since: an order can be queued by nobody
    agent.tick(at(5, 1.5))
    answer = agent.wish(at(5, 1.5), *choices())
    assert answer.accepted
    assert agent.state.flow.pending is not None
    assert agent.state.orders == ()
    agent.live(at(5, 3.5))
    agent.tick(at(5, 4))
    assert agent.broadcasts() == []


def test_the_key_used_elsewhere_stops_every_new_order() -> None:
    agent = seller()
    agent.take(account(at(5, 1), nonce=12))
    agent.wish(at(5, 1.1), *choices())
    agent.tick(at(5, 1.2))
    assert agent.broadcasts() == []
    agent.start(at(5, 1.3))  # and a restart does not forget it
    agent.live(at(5, 1.4), nonce=12)
    agent.tick(at(5, 1.4) + MINUTE_MS // 2)
    assert agent.state.nonces.foreign
    assert agent.broadcasts() == []


def test_a_transaction_is_repeated_until_the_chain_has_executed_it() -> None:
    agent = seller()
    agent.wish(at(5, 1), *choices())
    for k in range(10):
        agent.tick(at(5, 1) + k * 3_000, after_ms=3_000)
    assert len(agent.broadcasts()) == 11
    assert len(set(agent.broadcasts())) == 1
    agent.take(account(at(5, 2), nonce=8))
    agent.tick(at(5, 2.1), after_ms=60_000)
    assert len(agent.broadcasts()) == 11
