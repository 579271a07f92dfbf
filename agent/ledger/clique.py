"""Clique: signers take turns, and a block is final only under enough blocks of others.

Source: EIP-225 with the details of go-ethereum's consensus/clique: the seal hash leaves out the
last 65 bytes of extraData, v is 0 or 1 and a high s is accepted; votes and tally are cleared at
every epoch; a vote counts only while it would change something; a change applies from the next
block on, shortens the window of recent signers, and ends all votes about the changed signer and,
when it was dropped, by it. Only London headers: no Clique chain ever went further.

One seal proves one opinion. What makes a block final, and how far the naive answer is wrong, is
`agent.ledger.clique_finality`'s. How could one attack it? By a chain one compromised key seals
alone (the window of recent signers), by a list of one's own at an epoch (it must be the list the
votes led to; over a distance an honest majority must have built on it), by a branch that other
signers will abandon (finality).
"""

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from agent.hashing import keccak256
from agent.ledger.clique_finality import Finality, majority, newest_final
from agent.ledger.header import EMPTY_OMMERS_HASH, Header, encode, plain_hash
from agent.ledger.secp import SIGNATURE_BYTES, recover
from agent.ledger.trust import Ballot, Final, TrustPoint
from agent.ledger.verdict import Fault, Fetch, Invalid, NotEnoughTrust, Verified
from agent.units import Address

VANITY_BYTES = 32
ADD, DROP = b"\xff" * 8, bytes(8)
NOBODY = Address("0x" + "00" * 20)
IN_TURN, OUT_OF_TURN = 2, 1
MAX_SIGNERS = 256  # bounds the headers a forged list can make us ask for
BATCH = 200  # headers per question: 330 kB of JSON, 20 ms of work here and 0.2 s on a Pi 3


class Applied(msgspec.Struct, frozen=True):
    """What a block leads to, and who sealed it."""

    point: TrustPoint
    signer: Address


class Clique(msgspec.Struct, frozen=True):
    """The rules of one Clique chain: an Engine."""

    period_s: int
    """Least seconds between two blocks, as in the genesis (blockperiodseconds)."""
    epoch_blocks: int = 30_000
    finality: Finality = "weight"

    def block_hash(self, header: Header) -> bytes | Invalid:
        """Return keccak-256 of the whole header, seal included."""
        return plain_hash(header)

    def wanted(self, trusted: TrustPoint, tip: int) -> Fetch | None:
        """Ask for the newest epoch that has enough blocks on top, else for the next headers."""
        if tip <= trusted.number:
            return None
        epoch = (tip - _depth(trusted)) // self.epoch_blocks * self.epoch_blocks
        return self._fetch_epoch(trusted, epoch, tip)

    def _fetch_epoch(self, trusted: TrustPoint, epoch: int, tip: int) -> Fetch:
        if epoch <= trusted.number + BATCH:
            length = max(BATCH, 2 * _depth(trusted))  # enough for something in it to be final
            return Fetch(trusted.number + 1, min(trusted.number + length, tip))
        lead = max(len(trusted.validators) // 2, 1)
        return Fetch(epoch - lead, min(epoch + _depth(trusted), tip))

    def verify_row(
        self,
        trusted: TrustPoint,
        headers: Sequence[Header],
        named: tuple[Address, ...] | None = None,
    ) -> Verified[Final] | NotEnoughTrust | Invalid:
        """Judge headers in a row; the newest of them that is final under the others is the result.

        Right after the trusted block every rule is checked. Further on the row must contain an
        epoch block, the blocks before it whose signers may not sign again, and enough after it.
        """
        first = headers[0]
        if first.number > trusted.number + 1:
            return self._jump(trusted, headers)
        if first.number == trusted.number + 1:
            return self._settled(trusted, headers)
        start = TrustPoint(first.number - 1, first.parent_hash, 0, trusted.validators)
        return self._settled(start, headers)

    def _settled(
        self, start: TrustPoint, headers: Sequence[Header]
    ) -> Verified[Final] | NotEnoughTrust | Invalid:
        points, sealed_by = [start], []
        for header in headers:
            applied = self.apply(points[-1], header)
            if isinstance(applied, Invalid):
                return applied
            points.append(applied.point)
            sealed_by.append(applied.signer)
        place = newest_final(
            self.finality,
            [point.validators for point in points[:-1]],
            sealed_by,
            [header.difficulty for header in headers],
        )
        if place is None:
            last = max(headers[-1].number + 1, headers[0].number + len(start.validators))
            return NotEnoughTrust(
                f"block {headers[0].number} has too few blocks of others on top to be final yet",
                Fetch(headers[0].number, last),
            )
        return Verified(Final(points[place + 1], place))

    def _jump(
        self, trusted: TrustPoint, headers: Sequence[Header]
    ) -> Verified[Final] | NotEnoughTrust | Invalid:
        """Believe an epoch block's list because a majority of the signers we trust built on it.

        Fewer than a majority of them being dishonest, an honest one did, and it had checked all
        of the epoch block: the list, and every block before it.
        """
        place = next((at for at, one in enumerate(headers) if self._is_epoch(one)), None)
        if place is None:
            reason = f"no epoch block among {headers[0].number} to {headers[-1].number}"
            return NotEnoughTrust(reason, self.wanted(trusted, headers[-1].number))
        epoch = headers[place]
        listed = _listed(epoch)
        if isinstance(listed, Invalid):
            return listed
        needed_lead = min(len(listed) // 2, epoch.number - 1)
        if place < needed_lead:
            reason = f"the {needed_lead} blocks before epoch block {epoch.number} are needed"
            return NotEnoughTrust(reason, Fetch(epoch.number - needed_lead, headers[-1].number))
        start = _before(epoch, listed, headers[place - needed_lead : place])
        if isinstance(start, Invalid):
            return start
        verdict = self._settled(start, headers[place:])
        if isinstance(verdict, Invalid):
            return verdict
        builders = {_signer(one) for one in headers[place:]}.intersection(trusted.validators)
        if isinstance(verdict, NotEnoughTrust) or len(builders) < majority(trusted.validators):
            return self._nearer(trusted, headers[-1].number, start, len(builders))
        return Verified(Final(verdict.value.point, verdict.value.place + place))

    def _nearer(
        self, trusted: TrustPoint, last: int, start: TrustPoint, builders: int
    ) -> NotEnoughTrust:
        """Return what to fetch when an epoch block was out of reach."""
        epoch = start.number + 1
        reason = (
            f"{builders} of {len(trusted.validators)} trusted signers built on epoch block {epoch}"
        )
        if last < epoch + _depth(start):
            lead = len(start.validators) // 2
            return NotEnoughTrust(reason, Fetch(max(epoch - lead, 1), epoch + _depth(start)))
        epochs = (trusted.number // self.epoch_blocks, epoch // self.epoch_blocks)
        middle = sum(epochs) // 2 * self.epoch_blocks
        return NotEnoughTrust(reason, self._fetch_epoch(trusted, middle, epoch))

    def _is_epoch(self, header: Header) -> bool:
        return header.number % self.epoch_blocks == 0

    def apply(self, parent: TrustPoint, header: Header) -> "Applied | Invalid":
        """Check the header after `parent` by every rule but the link; return what follows.

        The point is not final yet: that takes blocks on top.
        """
        broken = self._broken_rule(parent, header)
        if broken is not None:
            return broken
        signer = _signer(header)
        if signer is None:
            return Invalid(Fault.SEALS, f"the seal of block {header.number} was no signature")
        refused = _refused_signer(parent, header, signer)
        if refused is not None:
            return refused
        votes = () if self._is_epoch(header) else parent.votes
        signers, votes = _voted(parent.validators, votes, header, signer)
        sealed = (*parent.recent, signer)
        point = TrustPoint(
            number=header.number,
            hash=plain_hash(header),
            time_s=header.time_s,
            validators=signers,
            recent=sealed[max(0, len(sealed) - len(signers) // 2) :],
            votes=votes,
        )
        return Applied(point, signer)

    def _broken_rule(self, parent: TrustPoint, header: Header) -> Invalid | None:
        """Return the first broken rule that needs no signature."""
        broken = _broken_shape(header)
        if broken is not None:
            return broken
        if header.time_s < parent.time_s + self.period_s:
            return Invalid(
                Fault.RULES,
                f"block {header.number} came {header.time_s - parent.time_s} s after its parent",
            )
        if not self._is_epoch(header):
            if len(header.extra_data) != VANITY_BYTES + SIGNATURE_BYTES:
                return Invalid(Fault.SHAPE, "extraData held more than vanity and seal")
            return None
        if header.coinbase != NOBODY or header.nonce != DROP:
            return Invalid(Fault.RULES, f"epoch block {header.number} carried a vote")
        listed = _listed(header)
        if isinstance(listed, Invalid):
            return listed
        if listed != parent.validators:
            return Invalid(
                Fault.VALIDATORS, f"epoch block {header.number} listed other signers than voted"
            )
        return None


def _depth(trusted: TrustPoint) -> int:
    """Return how many blocks on top make a block final even if every other is out of turn."""
    return 2 * len(trusted.validators) + 1


def seal_hash(header: Header) -> bytes:
    """Return what the signer signs: the header with its extraData without the seal."""
    return keccak256(encode(header, header.extra_data[:-SIGNATURE_BYTES]))


def _signer(header: Header) -> Address | None:
    return recover(seal_hash(header), header.extra_data[-SIGNATURE_BYTES:])


def _broken_shape(header: Header) -> Invalid | None:
    if len(header.extra_data) < VANITY_BYTES + SIGNATURE_BYTES:
        return Invalid(Fault.SHAPE, "extraData was too short for vanity and seal")
    if header.withdrawals_root is not None:
        return Invalid(Fault.RULES, "a Clique chain has no block after London")
    if header.nonce not in (ADD, DROP):
        return Invalid(Fault.RULES, "the nonce neither added nor dropped")
    if header.mix_hash != bytes(32):
        return Invalid(Fault.RULES, "the mix hash was not zero")
    if header.ommers_hash != EMPTY_OMMERS_HASH:
        return Invalid(Fault.RULES, "the block had uncles")
    if header.difficulty not in (IN_TURN, OUT_OF_TURN):
        return Invalid(Fault.RULES, f"the difficulty was {header.difficulty}")
    return None


def _listed(epoch: Header) -> tuple[Address, ...] | Invalid:
    """Return the signers an epoch block lists: ascending, none twice."""
    raw = epoch.extra_data[VANITY_BYTES:-SIGNATURE_BYTES]
    if not raw or len(raw) % 20:
        return Invalid(Fault.VALIDATORS, f"epoch block {epoch.number} listed no whole addresses")
    if len(raw) > 20 * MAX_SIGNERS:
        return Invalid(Fault.VALIDATORS, f"epoch block {epoch.number} listed too many signers")
    listed = tuple(Address("0x" + raw[at : at + 20].hex()) for at in range(0, len(raw), 20))
    if any(low >= high for low, high in pairwise(listed)):
        return Invalid(Fault.VALIDATORS, f"epoch block {epoch.number} listed signers out of order")
    return listed


def _before(
    epoch: Header, listed: tuple[Address, ...], lead: Sequence[Header]
) -> TrustPoint | Invalid:
    """Return the state an epoch block stands on, given that its list is right."""
    recent: list[Address] = []
    for header in lead:
        signer = None if _broken_shape(header) else _signer(header)
        if signer is None:
            return Invalid(Fault.SEALS, f"block {header.number} carried no seal")
        recent.append(signer)
    time_s = lead[-1].time_s if lead else 0
    return TrustPoint(epoch.number - 1, epoch.parent_hash, time_s, listed, tuple(recent))


def _refused_signer(parent: TrustPoint, header: Header, signer: Address) -> Invalid | None:
    signers = parent.validators
    if signer not in signers:
        return Invalid(Fault.SEALS, f"{signer} sealed block {header.number} and is no signer")
    if signer in parent.recent:
        return Invalid(Fault.SEALS, f"{signer} sealed block {header.number} too soon again")
    in_turn = signers[header.number % len(signers)] == signer
    if header.difficulty != (IN_TURN if in_turn else OUT_OF_TURN):
        turn = "in" if in_turn else "out of"
        return Invalid(Fault.RULES, f"difficulty {header.difficulty} of a block {turn} turn")
    return None


def _voted(
    signers: tuple[Address, ...], votes: tuple[Ballot, ...], header: Header, voter: Address
) -> tuple[tuple[Address, ...], tuple[Ballot, ...]]:
    """Count the header's vote; return the signers and the open votes after it.

    The tally is not stored: it is the number of open votes about an address, because a vote is
    open only while it would change something.
    """
    about = header.coinbase
    votes = tuple(one for one in votes if (one.voter, one.about) != (voter, about))
    if (about in signers) == (header.nonce == DROP):
        votes = (*votes, Ballot(voter, about))
    if sum(one.about == about for one in votes) <= len(signers) // 2:
        return signers, votes
    votes = tuple(one for one in votes if one.about != about)
    if about not in signers:
        return tuple(sorted((*signers, about))), votes
    votes = tuple(one for one in votes if one.voter != about)
    return tuple(one for one in signers if one != about), votes
