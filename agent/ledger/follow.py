"""Following the chain: from a trusted block to the next, or over any distance, one step at a time.

Pure: state and clock come in, the next state goes out. What the engine does not judge is judged
here: the number asked for, the link to the parent, our clock, and whether two headers that are
both valid contradict each other. How could one attack it? By an old block (refused: `fresh`), by
a validly sealed block of a fork (`Halt`), by keys of validators long gone (the trust period), by
a wrong clock of ours (a block ahead of the clock is refused, and the reason names the clock).

Skipping costs one header over any distance while more than a third of the trusted validators
still seal; if too few do, `halfway` names the block to try first.
"""

import msgspec

from agent.ledger.header import Header, encode
from agent.ledger.network import Network
from agent.ledger.trust import TrustPoint
from agent.ledger.verdict import Fault, Invalid, NotEnoughTrust, Untrusted, Verified
from agent.ledger.verify import VerifiedHead, engine_of, read_header, verify_head
from agent.units import UnixMs

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


class Agrees(msgspec.Struct, frozen=True):
    """The header is one we already believe, or one too old to be compared."""


Step = Verified[Advance] | NotEnoughTrust | Invalid | Halt


def begin(network: Network, stored: TrustPoint | None) -> Follow:
    """Start from the stored block or the configured checkpoint, whichever is later."""
    later = stored is not None and stored.number >= network.checkpoint.number
    return Follow(stored if stored is not None and later else network.checkpoint)


def verify_next(network: Network, state: Follow, answer: Untrusted, now: UnixMs) -> Step:
    """Judge the block right after the trusted one.

    A changed validator set is believed under the rule for skipping.
    """
    return _step(network, state, answer, state.trusted.number + 1, now)


def verify_skip(
    network: Network, state: Follow, answer: Untrusted, number: int, now: UnixMs
) -> Step:
    """Judge block `number`, any distance after the trusted one."""
    return _step(network, state, answer, number, now)


def _step(network: Network, state: Follow, answer: Untrusted, number: int, now: UnixMs) -> Step:
    trusted = state.trusted
    header = _admitted(network, trusted, answer, number, now)
    if not isinstance(header, Header):
        return header
    if number <= trusted.number:
        return Invalid(Fault.BACKWARDS, f"block {number} is not after block {trusted.number}")
    if header.time_s < trusted.time_s:
        return Invalid(Fault.BACKWARDS, f"block {number} was older than block {trusted.number}")
    adjacent = number == trusted.number + 1
    engine = engine_of(network.engine)
    verdict = verify_head(engine, trusted, header, skip=not adjacent)
    if adjacent and isinstance(verdict, NotEnoughTrust):
        verdict = verify_head(engine, trusted, header, skip=True)
    if not isinstance(verdict, Verified):
        return verdict
    if adjacent and header.parent_hash != trusted.hash:
        return _contradiction(state, trusted.number, header.parent_hash, header)
    return Verified(Advance(_advanced(state, header, verdict.value), verdict.value))


def _admitted(
    network: Network, trusted: TrustPoint, answer: Untrusted, number: int, now: UnixMs
) -> Header | NotEnoughTrust | Invalid:
    """Read the header and judge what needs no signature: number, clock, trust period."""
    header = read_header(answer)
    if isinstance(header, Invalid):
        return header
    if header.number != number:
        return Invalid(Fault.LINK, f"block {number} was asked for and {header.number} came")
    ahead_ms = header.time_s * 1000 - now
    if ahead_ms > network.max_drift_s * 1000:
        return Invalid(
            Fault.FUTURE,
            f"block {number} is {ahead_ms / 1000:.0f} s ahead of our clock (is the clock right?)",
        )
    if now >= (trusted.time_s + network.trust_period_s) * 1000:
        return NotEnoughTrust(
            f"the trusted block {trusted.number} is older than the trust period of "
            f"{network.trust_period_s} s; a newer checkpoint is needed"
        )
    return header


def _advanced(state: Follow, header: Header, head: VerifiedHead) -> Follow:
    point = TrustPoint(head.number, head.hash, head.time_s, head.validators)
    seen = (*state.seen, Seen(head.number, head.hash, encode(header)))
    return Follow(point, seen[-REMEMBERED:])


def compare(
    network: Network, state: Follow, answer: Untrusted, number: int, now: UnixMs
) -> Agrees | NotEnoughTrust | Invalid | Halt:
    """Judge a header of a block not after the trusted one, as a slower node shows it.

    Another hash than the one believed, with seals that today's validators vouch for, is
    evidence of a fork. A number no longer remembered agrees: nothing is believed because of it.
    """
    known = {seen.number: seen.hash for seen in state.seen}
    known[state.trusted.number] = state.trusted.hash
    header = _admitted(network, state.trusted, answer, number, now)
    if not isinstance(header, Header):
        return header
    engine = engine_of(network.engine)
    found = engine.block_hash(header)
    if isinstance(found, Invalid):
        return found
    if known.get(number, found) == found:
        return Agrees()
    verdict = verify_head(engine, state.trusted, header, skip=True)
    if not isinstance(verdict, Verified):
        return verdict
    return _contradiction(state, number, found, header)


def _contradiction(state: Follow, number: int, other_hash: bytes, header: Header) -> Halt:
    first = next((seen for seen in state.seen if seen.number == number), None)
    first_hash = state.trusted.hash if first is None else first.hash
    return Halt(number, first_hash, other_hash, first.header if first else b"", encode(header))


def fresh(network: Network, time_s: int, now: UnixMs) -> Invalid | None:
    """Return why a head of this time is too old to decide anything on; None: it is not.

    Whoever withholds blocks can make us wait, never make us act on the past.
    """
    age_s = (now - time_s * 1000) / 1000
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
