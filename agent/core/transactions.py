"""Transactions: one intent, one nonce, forever; the same bytes again on any doubt.

Way of an intent: reserved (nonce) → signed (bytes journaled) → sent, again and again → done
when the verified account nonce has passed it. What it *did* is read from the contract's
storage, never from a receipt. A nonce used by someone else halts everything: the key is no
longer ours alone.
"""

from collections.abc import Sequence
from typing import Literal

import msgspec

from agent.core.constants import Constants
from agent.core.effects import Broadcast, Effect, Sign
from agent.core.events import AccountSeen
from agent.core.records import Intent, Transaction
from agent.core.storage_facts import UnitAccountSeen
from agent.ledger import transaction as eip1559

RESEND_MS = 3_000
"""A block's time and a bit: repeating the same bytes costs one small request."""
BUMP_AFTER_MS = 30_000
ATTEMPTS = 5
KEEP_DONE = 32
"""Finished transactions kept for the eye; the chain has them all."""


class Lane(msgspec.Struct, frozen=True):
    """One chain account of this agent: its key, and what its signatures are called."""

    key: Literal["order", "unit"]
    prefix: str


ORDERS = Lane("order", "tx")
"""The member's account: orders, endorsements, and what the owner does at the storage contract."""
UNIT = Lane("unit", "unit-tx")
"""The storage unit's account: its reports. Another account, another row of nonces."""


class Nonces(msgspec.Struct, frozen=True):
    """What is proven about the account, and what was reserved beyond it."""

    verified: int | None = None
    """Account nonce by proof; None: not known since the start, so nothing may be sent."""
    reserved: int | None = None
    """Highest nonce ever given to an intent of this journal."""
    base_fee_wei: int = 0
    foreign: bool = False
    """The account's nonce moved past what this journal ever reserved."""
    adopting: bool = False
    """Restored from a backup: the account is ahead of the journal, and that proves nothing yet."""


def forgotten(nonces: Nonces) -> Nonces:
    """At a start nothing is known of the account; what was given out stays given out."""
    known: Nonces = msgspec.structs.replace(nonces, verified=None, base_fee_wei=0)
    return known


def next_nonce(nonces: Nonces) -> int | None:
    """The nonce for a new intent, or None when none may be given now."""
    if nonces.verified is None or nonces.foreign or nonces.adopting:
        return None
    if nonces.reserved is None:
        return nonces.verified
    return max(nonces.verified, nonces.reserved + 1)


def observe(
    nonces: Nonces,
    seen: AccountSeen | UnitAccountSeen,
    transactions: Sequence[Transaction] = (),
) -> Nonces:
    """Take in a proven account. The nonce of a final head never falls.

    Somebody else has the key when the nonce passed all we reserved, or one whose bytes we never
    let out; not while a restored box learns what the lost one did.
    """
    foreign = nonces.foreign or (not nonces.adopting and _beyond_us(nonces, seen, transactions))
    verified = seen.nonce if nonces.verified is None else max(seen.nonce, nonces.verified)
    return Nonces(verified, nonces.reserved, seen.base_fee_wei, foreign, nonces.adopting)


def _beyond_us(
    nonces: Nonces, seen: AccountSeen | UnitAccountSeen, transactions: Sequence[Transaction]
) -> bool:
    return (
        any(
            known.nonce < seen.nonce and known.attempt == 1 and not known.raw and not known.done
            for known in transactions
        )
        or (nonces.reserved is not None and seen.nonce > nonces.reserved + 1)
        or (
            nonces.reserved is None and nonces.verified is not None and seen.nonce > nonces.verified
        )
    )


def plan(
    constants: Constants,
    nonces: Nonces,
    transactions: Sequence[Transaction],
    intent: Intent,
    now_ms: int,
    lane: Lane = ORDERS,
) -> tuple[Nonces, tuple[Transaction, ...], tuple[Effect, ...]] | None:
    """Reserve a nonce for the intent and ask for its signature.

    None: not now (no verified nonce yet, or the account is no longer ours alone). An intent
    whose identity was planned before changes nothing: it happens once.
    """
    if any(known.intent.ident == intent.ident for known in transactions):
        return nonces, tuple(transactions), ()
    nonce = next_nonce(nonces)
    if nonce is None or now_ms > intent.not_after_ms:
        return None
    fees = eip1559.first_fees(nonces.base_fee_wei, constants.tip_wei, constants.fee_cap_wei)
    if fees is None:
        return None
    planned = Transaction(intent, nonce, fees, attempt=1)
    moved = msgspec.structs.replace(nonces, reserved=nonce)
    return moved, (*transactions, planned), (ask_signature(constants, planned, lane),)


def ask_signature(constants: Constants, planned: Transaction, lane: Lane = ORDERS) -> Sign:
    """The effect that asks for this attempt's signature; its identity names the attempt."""
    return Sign(
        ident=_signature_name(planned, lane),
        key=lane.key,
        digest=eip1559.signing_digest(unsigned(constants, planned)),
    )


def _signature_name(planned: Transaction, lane: Lane) -> str:
    return f"{lane.prefix}:{planned.nonce}:{planned.attempt}"


def unsigned(constants: Constants, planned: Transaction) -> eip1559.Transaction:
    """The transaction as it is signed: chain id, target and fees are ours, never a node's."""
    return eip1559.Transaction(
        chain_id=constants.chain_id,
        nonce=planned.nonce,
        fees=planned.fees,
        gas_limit=planned.intent.gas,
        to=planned.intent.to or constants.contract,
        value_wei=0,
        data=planned.intent.data,
    )


def signed(
    constants: Constants,
    transactions: Sequence[Transaction],
    ident: str,
    signature: bytes,
    mono_ms: int,
    lane: Lane = ORDERS,
) -> tuple[tuple[Transaction, ...], tuple[Effect, ...]]:
    """Store the signed bytes and send them; what is no signature changes nothing."""
    changed: list[Transaction] = []
    effects: list[Effect] = []
    for known in transactions:
        waits = ident == _signature_name(known, lane) and not known.raw and not known.done
        raw = _serialised(constants, known, signature) if waits else b""
        if raw:
            effects.append(Broadcast(known.intent.ident, raw))
            changed.append(
                msgspec.structs.replace(
                    known, raw=raw, signed_mono_ms=mono_ms, sent_mono_ms=mono_ms
                )
            )
        else:
            changed.append(known)
    return tuple(changed), tuple(effects)


def _serialised(constants: Constants, known: Transaction, signature: bytes) -> bytes:
    """Return the bytes to send; empty when the signature is malformed."""
    try:
        return eip1559.serialise(unsigned(constants, known), signature)
    except eip1559.TransactionError:
        return b""


def settle_nonces(
    transactions: Sequence[Transaction], verified_nonce: int
) -> tuple[Transaction, ...]:
    """Mark what the chain has executed; forget the oldest of what is long done."""
    marked = [
        msgspec.structs.replace(known, done=True)
        if known.nonce < verified_nonce and not known.done
        else known
        for known in transactions
    ]
    done = [known.nonce for known in marked if known.done]
    keep_from = done[-KEEP_DONE] if len(done) > KEEP_DONE else -1
    return tuple(known for known in marked if not known.done or known.nonce >= keep_from)


def resume(
    constants: Constants,
    transactions: Sequence[Transaction],
    mono_ms: int,
    lane: Lane = ORDERS,
) -> tuple[tuple[Transaction, ...], tuple[Effect, ...]]:
    """After a start: sign what was reserved but not signed, send again what was signed.

    The steady clock began anew, so every duration does too.
    """
    effects: list[Effect] = []
    changed: list[Transaction] = []
    for known in transactions:
        if known.done:
            changed.append(known)
            continue
        changed.append(msgspec.structs.replace(known, signed_mono_ms=mono_ms, sent_mono_ms=mono_ms))
        effects.append(
            Broadcast(known.intent.ident, known.raw)
            if known.raw
            else ask_signature(constants, known, lane)
        )
    return tuple(changed), tuple(effects)


def resend(
    constants: Constants,
    nonces: Nonces,
    transactions: Sequence[Transaction],
    mono_ms: int,
    lane: Lane = ORDERS,
) -> tuple[tuple[Transaction, ...], tuple[Effect, ...]]:
    """Repeat what has not arrived; raise the fee of what the chain has outgrown.

    Even past its gate an order's bytes are repeated: the contract refuses a late order, so it
    has no effect, and the nonce must be used up before anything after it can happen.
    """
    changed: list[Transaction] = []
    effects: list[Effect] = []
    for known in transactions:
        repeated = known
        if known.raw and not known.done and mono_ms - known.sent_mono_ms >= RESEND_MS:
            dearer = _dearer(constants, nonces, known, mono_ms)
            if dearer is not None:
                repeated = msgspec.structs.replace(
                    known,
                    fees=dearer,
                    attempt=known.attempt + 1,
                    raw=b"",
                )
                effects.append(ask_signature(constants, repeated, lane))
            else:
                repeated = msgspec.structs.replace(known, sent_mono_ms=mono_ms)
                effects.append(Broadcast(known.intent.ident, known.raw))
        changed.append(repeated)
    return tuple(changed), tuple(effects)


def _dearer(
    constants: Constants, nonces: Nonces, known: Transaction, mono_ms: int
) -> eip1559.Fees | None:
    """The fees of another attempt, if the base fee has outgrown this one's and the cap allows."""
    if (
        mono_ms - known.signed_mono_ms < BUMP_AFTER_MS
        or known.attempt >= ATTEMPTS
        or nonces.base_fee_wei + known.fees.max_priority_fee_wei <= known.fees.max_fee_wei
    ):
        return None
    return eip1559.bumped_fees(known.fees, nonces.base_fee_wei, constants.fee_cap_wei)
