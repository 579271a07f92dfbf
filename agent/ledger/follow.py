"""Following the chain: from a trusted block to the next, or over any distance, one step at a time.

Pure: state and clock come in, the next state goes out. What the engine does not judge is judged
here: the number asked for, the link to the parent, our clock, and whether two headers that are
both valid contradict each other. How could one attack it? By an old block (refused: `fresh`), by
a validly sealed block of a fork (`Halt`), by keys of validators long gone (the trust period), by
a wrong clock of ours (a block ahead of the clock is refused, and the reason names the clock).

The caller's loop is the same for every engine: ask a node for what `wanted` names, hand the
answers to `verify`, and where trust does not reach, fetch what the verdict names instead.
"""

from collections.abc import Sequence

import msgspec

from agent.ledger.header import Header, encode
from agent.ledger.network import Network
from agent.ledger.row import read_row
from agent.ledger.trust import Engine, TrustPoint
from agent.ledger.validator_contract import array_slots, prove_validators
from agent.ledger.verdict import Fault, Fetch, Invalid, NotEnoughTrust, Untrusted, Verified
from agent.ledger.verify import VerifiedHead, engine_of, head_of, verify_row
from agent.units import Address, UnixMs

REMEMBERED = 16  # heads against which a slower node's answers are compared for a fork


class Seen(msgspec.Struct, frozen=True):
    """A header believed earlier, kept as evidence should another of its number turn up."""

    number: int
    hash: bytes
    header: bytes


class Follow(msgspec.Struct, frozen=True):
    """What the follower believes: the last final block, and the ones it saw just before."""

    trusted: TrustPoint
    seen: tuple[Seen, ...] = ()


class Advance(msgspec.Struct, frozen=True):
    """One step forward: the state to go on from, and the head to act on."""

    state: Follow
    head: VerifiedHead
    row: tuple[Header, ...] = ()
    """The headers of this step up to the head, each believed: they are linked in a row."""


class Halt(msgspec.Struct, frozen=True):
    """Two final headers contradict each other: more than a third of the validators are false.

    `first` and `second` are the RLP of both headers: evidence anyone can check. `first` is empty
    when the block believed is the configured checkpoint, of which only the hash is known.
    """

    number: int
    first_hash: bytes
    second_hash: bytes
    first: bytes
    second: bytes
    above: tuple[bytes, ...] = ()
    """The RLP of the headers on top of the second, where they are what makes it final."""


class Agrees(msgspec.Struct, frozen=True):
    """The header is one we already believe, or one too old to be compared."""


Step = Verified[Advance] | NotEnoughTrust | Invalid | Halt


def begin(network: Network, stored: TrustPoint | None) -> Follow:
    """Start from the stored block or the configured checkpoint, whichever is later."""
    later = stored is not None and stored.number >= network.checkpoint.number
    return Follow(stored if stored is not None and later else network.checkpoint)


def wanted(network: Network, state: Follow, tip: int) -> Fetch | None:
    """Return what to ask of a node whose newest block is `tip`; None: nothing is new."""
    fetch = _engine(network).wanted(state.trusted, tip)
    if fetch is None or network.validators is None:
        return fetch
    return _with_slots(network, fetch.last, len(state.trusted.validators))


def _with_slots(network: Network, number: int, length: int) -> Fetch:
    """Return the question where a contract names the validators: they are the parent's state."""
    slots = () if network.validators is None else array_slots(network.validators, length)
    return Fetch(number - 1, number, slots)


def _engine(network: Network) -> Engine:
    return engine_of(network.engine, network.clique)


def verify(
    network: Network,
    state: Follow,
    fetch: Fetch,
    answers: Sequence[Untrusted],
    now: UnixMs,
    proof: Untrusted | None = None,
) -> Step:
    """Judge a node's answers to `fetch`: its headers in order (the last ones may be missing).

    `proof` answers eth_getProof for the slots of `fetch` at its first block, where it names any.
    NotEnoughTrust says what to fetch next.
    """
    row = _row(network, state.trusted, fetch.first, answers[: fetch.last - fetch.first + 1], now)
    if not isinstance(row, tuple):
        return row
    trusted = state.trusted
    if row[-1].number <= trusted.number:
        return Invalid(
            Fault.BACKWARDS, f"block {row[-1].number} is not after block {trusted.number}"
        )
    named = None if network.validators is None else _named(network, row, fetch, proof)
    if isinstance(named, NotEnoughTrust | Invalid):
        return named
    new = tuple(header for header in row if header.number > trusted.number)
    return _believe(network, state, new, named)


def _believe(
    network: Network, state: Follow, row: tuple[Header, ...], named: tuple[Address, ...] | None
) -> Step:
    trusted, first = state.trusted, row[0]
    if first.time_s < trusted.time_s:
        return Invalid(
            Fault.BACKWARDS, f"block {first.number} was older than block {trusted.number}"
        )
    verdict = verify_row(_engine(network), trusted, row, named)
    if not isinstance(verdict, Verified):
        return _in_pairs(network, state, verdict)
    if first.number == trusted.number + 1 and first.parent_hash != trusted.hash:
        return _contradiction(state, trusted.number, first.parent_hash, row)
    believed = row[: verdict.value.place + 1]
    point = verdict.value.point
    seen = (*state.seen, *_seen(_engine(network), believed[-REMEMBERED:]))
    head = head_of(believed[-1], point)
    return Verified(Advance(Follow(point, seen[-REMEMBERED:]), head, believed))


def _in_pairs(
    network: Network, state: Follow, verdict: NotEnoughTrust | Invalid
) -> NotEnoughTrust | Invalid:
    """Where a contract names the validators, a block is fetched with its parent."""
    if isinstance(verdict, Invalid) or verdict.fetch is None or network.validators is None:
        return verdict
    fetch = _with_slots(network, verdict.fetch.last, len(state.trusted.validators))
    return NotEnoughTrust(verdict.reason, fetch)


def _seen(engine: Engine, row: Sequence[Header]) -> tuple[Seen, ...]:
    hashes = [(header, engine.block_hash(header)) for header in row]
    return tuple(
        Seen(header.number, found, encode(header))
        for header, found in hashes
        if isinstance(found, bytes)
    )


def _named(
    network: Network, row: tuple[Header, ...], fetch: Fetch, proof: Untrusted | None
) -> tuple[Address, ...] | NotEnoughTrust | Invalid:
    """Return the last block's validators, proven from the contract at its parent."""
    if network.validators is None or len(row) != 2 or not fetch.slots or proof is None:
        return Invalid(Fault.PROOF, "the block's parent or the proof of its validators was missing")
    asked = len(fetch.slots) - 1
    named = prove_validators(network.validators, asked, proof, row[0].state_root)
    if isinstance(named, int):
        return NotEnoughTrust(
            f"the contract named {named} validators and {asked} were asked for",
            _with_slots(network, row[-1].number, named),
        )
    return named


def verify_next(network: Network, state: Follow, answer: Untrusted, now: UnixMs) -> Step:
    """Judge the block right after the trusted one, alone."""
    return verify_skip(network, state, answer, state.trusted.number + 1, now)


def verify_skip(
    network: Network, state: Follow, answer: Untrusted, number: int, now: UnixMs
) -> Step:
    """Judge block `number`, any distance after the trusted one, alone."""
    return verify(network, state, Fetch(number, number), [answer], now)


def _row(
    network: Network, trusted: TrustPoint, first: int, answers: Sequence[Untrusted], now: UnixMs
) -> tuple[Header, ...] | NotEnoughTrust | Invalid:
    """Read headers and judge what needs no signature: numbers, links, clock, trust period."""
    refused = clock_or_trust(network, trusted, now)
    row = read_row(_engine(network), first, answers) if refused is None else refused
    if not isinstance(row, tuple):
        return row
    ahead_ms = row[-1].time_s * 1000 - now
    if ahead_ms > network.max_drift_s * 1000:
        return Invalid(
            Fault.FUTURE,
            f"block {row[-1].number} is {ahead_ms / 1000:.0f} s ahead of our clock "
            "(is the clock right?)",
        )
    return row


def clock_or_trust(network: Network, trusted: TrustPoint, now: UnixMs) -> NotEnoughTrust | None:
    """Return why nothing can be believed at this time, whoever shows it; None: go on.

    Neither a wrong clock of ours nor a checkpoint that is too old is a node's fault.
    """
    if now < (trusted.time_s - network.max_drift_s) * 1000:
        return NotEnoughTrust(
            f"our clock is {trusted.time_s - now / 1000:.0f} s behind block {trusted.number}, "
            "which was verified before: the clock is wrong"
        )
    if now >= (trusted.time_s + network.trust_period_s) * 1000:
        return NotEnoughTrust(
            f"the trusted block {trusted.number} is older than the trust period of "
            f"{network.trust_period_s} s; a newer checkpoint is needed"
        )
    return None


def compare(
    network: Network, state: Follow, answer: Untrusted, number: int, now: UnixMs
) -> Agrees | NotEnoughTrust | Invalid | Halt:
    """Judge a header of a block not after the trusted one, as a slower node shows it.

    Another hash than the one believed, with seals that today's validators vouch for, is
    evidence of a fork. A number no longer remembered agrees: nothing is believed because of it.
    """
    return compare_row(network, state, [answer], number, now)


def compare_row(
    network: Network, state: Follow, answers: Sequence[Untrusted], first: int, now: UnixMs
) -> Agrees | NotEnoughTrust | Invalid | Halt:
    """As `compare`, with the headers on top, where one header alone is never final (Clique).

    NotEnoughTrust: the branch is another, and not final as far as it was shown; its `fetch` names
    what would be evidence.
    """
    row = _row(network, state.trusted, first, answers, now)
    if not isinstance(row, tuple):
        return row
    engine = _engine(network)
    found = engine.block_hash(row[0])
    if isinstance(found, Invalid):
        return found
    known = {seen.number: seen.hash for seen in state.seen}
    known[state.trusted.number] = state.trusted.hash
    if known.get(first, found) == found:
        return Agrees()
    named = None if network.validators is None else state.trusted.validators
    verdict = verify_row(engine, state.trusted, row, named)
    if not isinstance(verdict, Verified):
        return verdict
    return _contradiction(state, first, found, row)


def _contradiction(state: Follow, number: int, other_hash: bytes, row: tuple[Header, ...]) -> Halt:
    first = next((seen for seen in state.seen if seen.number == number), None)
    return Halt(
        number,
        state.trusted.hash if first is None else first.hash,
        other_hash,
        first.header if first else b"",
        encode(row[0]),
        tuple(encode(header) for header in row[1:]),
    )


def fresh(network: Network, time_s: int, now: UnixMs) -> Invalid | None:
    """Return why a head of this time is too old to decide anything on; None: it is not.

    Whoever withholds blocks can make us wait, never make us act on the past.
    """
    age_s = (now - time_s * 1000) / 1000
    if age_s < -network.max_drift_s:
        return Invalid(
            Fault.CLOCK, f"our clock is {-age_s:.0f} s behind the newest block: the clock is wrong"
        )
    if age_s > network.max_age_s:
        return Invalid(
            Fault.STALE,
            f"the newest block shown is {age_s:.0f} s old (at most {network.max_age_s})",
        )
    return None


def halfway(trusted_number: int, target_number: int) -> int | None:
    """Return the block to try when `target` was out of reach; None: there is none in between."""
    middle = (trusted_number + target_number) // 2
    return middle if middle > trusted_number else None
