"""What one light client believes, and how one node's answers move it forward.

Every step is a pure function's (`agent.ledger.follow`); this file asks, applies and counts. From
one block to any later one in a single header (QBFT, IBFT 2.0) or in an epoch block and those around it
(Clique) while enough of the trusted validators still seal, else over blocks halfway.
"""

from collections.abc import Callable

from agent.ledger import follow
from agent.ledger.network import Network
from agent.ledger.trust import TrustPoint
from agent.ledger.verdict import Fault, Fetch, Invalid, NotEnoughTrust, Untrusted, Verified
from agent.ledger.verify import VerifiedHead
from agent.units import UnixMs
from drivers.chain_preflight import header_question
from drivers.chain_upstream import Question, Refused, Upstream, is_null, read_quantity

MOST_FRUITLESS = 128  # steps without a block gained: more than the halvings of 2^48 blocks


class Belief:
    """The trusted block, the newest verified head of this run, and the evidence of a fork."""

    def __init__(
        self,
        network: Network,
        wall_ms: Callable[[], UnixMs],
        stored: TrustPoint | None,
        halt: follow.Halt | None,
    ) -> None:
        self.network = network
        self.wall_ms = wall_ms
        self.state = follow.begin(network, stored)
        self.latest: VerifiedHead | None = None
        self.halt = halt
        self.claimed = -1
        """The height a node claimed when we began to catch up with it; -1: nothing to catch up."""

    @property
    def trusted(self) -> TrustPoint:
        """The last block believed; it never goes back."""
        return self.state.trusted

    def too_old(self, time_s: int) -> Invalid | None:
        """Return why nothing may be decided on a block of this time."""
        return follow.fresh(self.network, time_s, self.wall_ms())

    async def advance(self, upstream: Upstream, heard: int) -> tuple[int, bool]:
        """Ask one node for what is new; return the height it claims and whether all was true.

        `heard` is the height it claimed before (-1: none); UpstreamError.
        """
        trusted = self.trusted
        known = trusted.number if heard < 0 else min(heard, trusted.number)
        height, following, compared = await upstream.ask(
            Question("eth_blockNumber"),
            header_question(trusted.number + 1),
            header_question(known),
        )
        tip = read_quantity(height)
        if tip is None:
            upstream.reject(Invalid(Fault.SHAPE, "it claimed no height"))
            return heard, False
        truth = isinstance(compared, Refused) or is_null(compared)
        truth = truth or await self._compare(upstream, compared, known, tip)
        next_one = Fetch(trusted.number + 1, trusted.number + 1)
        fetch = follow.wanted(self.network, self.state, tip)
        if fetch is not None and fetch != next_one and await self._catch_up(upstream, fetch, tip):
            return tip, truth
        if isinstance(following, Refused) or is_null(following):
            return tip, truth
        if self.network.validators is not None:  # a block alone does not show its validators
            return tip, False
        outcome = self._apply(upstream, next_one, [following], None)
        if isinstance(outcome, NotEnoughTrust) and outcome.fetch and outcome.fetch.last > tip:
            return tip, truth  # it is final once there are more blocks on top
        return tip, truth and outcome is True

    async def _compare(
        self, upstream: Upstream, answer: Untrusted | Refused, number: int, tip: int
    ) -> bool:
        """Judge a block we believe already, as this node shows it; True: it is the same."""
        if isinstance(answer, Refused):
            return True
        now = self.wall_ms()
        verdict = follow.compare(self.network, self.state, answer, number, now)
        if isinstance(verdict, NotEnoughTrust) and verdict.fetch is not None:
            fetch = verdict.fetch
            if fetch.last <= tip:  # what stands on top may be evidence of a fork
                answers, _ = await self._fetch(upstream, fetch)
                if answers:
                    verdict = follow.compare_row(
                        self.network, self.state, answers, fetch.first, self.wall_ms()
                    )
        return self._judged(upstream, verdict) is True

    async def _catch_up(self, upstream: Upstream, fetch: Fetch, tip: int) -> bool:
        """Follow this node up to the height it claims; return whether it showed what it claimed.

        Each step asks for what the engine wants next, or for what settles a step that trust did
        not reach: a block halfway, an epoch before, or the blocks on top.
        """
        self.claimed = max(self.claimed, tip)
        try:
            wanted: Fetch | None = fetch
            fruitless = 0
            while wanted is not None and fruitless < MOST_FRUITLESS:
                answers, proof = await self._fetch(upstream, wanted)
                if not answers:
                    hidden = f"it claimed block {wanted.first} and hid it"
                    upstream.reject(Invalid(Fault.SHAPE, hidden))
                    return False
                outcome = self._apply(upstream, wanted, answers, proof)
                if isinstance(outcome, bool):
                    if not outcome:
                        return False
                    wanted, fruitless = follow.wanted(self.network, self.state, tip), 0
                    continue
                fruitless += 1
                if outcome.fetch is None:
                    upstream.decline(outcome.reason)
                    return False
                short = len(answers) <= wanted.last - wanted.first
                if outcome.fetch.last > tip or short:  # it is final once there are more blocks
                    return not short
                wanted = outcome.fetch
            return wanted is None
        finally:
            self.claimed = -1

    async def _fetch(
        self, upstream: Upstream, fetch: Fetch
    ) -> tuple[list[Untrusted], Untrusted | None]:
        """Return the headers it shows, without the last ones it has not, and the proof if any."""
        questions = [header_question(number) for number in range(fetch.first, fetch.last + 1)]
        array = self.network.validators
        if array is not None and fetch.slots:
            slots = [hex(slot) for slot in fetch.slots]
            questions.append(Question("eth_getProof", (array.address, slots, hex(fetch.first))))
        answers = await upstream.ask(*questions)
        last = answers.pop() if array is not None and fetch.slots else None
        shown: list[Untrusted] = []
        for answer in answers:
            if isinstance(answer, Refused) or is_null(answer):
                break
            shown.append(answer)
        return shown, None if isinstance(last, Refused) else last

    def _apply(
        self,
        upstream: Upstream,
        fetch: Fetch,
        answers: list[Untrusted],
        proof: Untrusted | None,
    ) -> bool | NotEnoughTrust:
        """Judge headers by what is believed now; True: they are believed, or were already."""
        now, state = self.wall_ms(), self.state
        if fetch.last <= state.trusted.number:  # another node was faster
            last = fetch.first + len(answers) - 1
            seen = follow.compare(self.network, state, answers[-1], last, now)
            return self._judged(upstream, seen) is True
        step = follow.verify(self.network, state, fetch, answers, now, proof)
        return self._judged(upstream, step)

    def _judged(
        self, upstream: Upstream, step: follow.Step | follow.Agrees
    ) -> bool | NotEnoughTrust:
        match step:
            case Verified(value=advance):
                self.state, self.latest = advance.state, advance.head
                return True
            case follow.Agrees():
                return True
            case follow.Halt():
                self.halt = self.halt or step
                return False
            case NotEnoughTrust():
                upstream.trouble = step.reason
                return step
            case Invalid():
                upstream.reject(step)
                return False
