"""What one light client believes, and how one node's answers move it forward.

Every step is a pure function's (`agent.ledger.follow`); this file asks, applies and counts. From
one block to any later one in a single header while enough of the trusted validators still seal,
else over blocks halfway, and again halfway.
"""

from collections.abc import Callable

from agent.ledger import follow
from agent.ledger.network import Network
from agent.ledger.trust import TrustPoint
from agent.ledger.verdict import Fault, Invalid, NotEnoughTrust, Untrusted, Verified
from agent.ledger.verify import VerifiedHead
from agent.units import UnixMs
from drivers.chain_preflight import header_question
from drivers.chain_upstream import Question, Refused, Upstream, is_null, read_quantity

MOST_SKIPS = 128  # halvings over 2^48 blocks, and as many steps forward again


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
        truth = truth or self._apply(upstream, compared, known) is True
        if tip > trusted.number + 1 and await self._catch_up(upstream, tip):
            return tip, truth
        if isinstance(following, Refused) or is_null(following):
            return tip, truth
        return tip, self._apply(upstream, following, trusted.number + 1) is True and truth

    async def _catch_up(self, upstream: Upstream, tip: int) -> bool:
        self.claimed = max(self.claimed, tip)
        try:
            return await self._skip_to(upstream, tip)
        finally:
            self.claimed = -1

    async def _skip_to(self, upstream: Upstream, tip: int) -> bool:
        """Believe the tip at once, or a block half as far first, and half of that."""
        target = tip
        for _ in range(MOST_SKIPS):
            if target <= self.trusted.number:
                return True
            (answer,) = await upstream.ask(header_question(target))
            if isinstance(answer, Refused) or is_null(answer):
                upstream.reject(Invalid(Fault.SHAPE, f"it claimed block {target} and hid it"))
                return False
            outcome = self._apply(upstream, answer, target)
            if outcome is False:
                return False
            if outcome is True:
                target = tip
                continue
            middle = follow.halfway(self.trusted.number, target)
            if middle is None:
                upstream.decline(outcome.reason)
                return False
            target = middle
        return False

    def _apply(
        self, upstream: Upstream, answer: Untrusted | Refused, number: int
    ) -> bool | NotEnoughTrust:
        """Judge a header against what is believed now; True: it is believed, or was already."""
        if isinstance(answer, Refused):
            return False
        now, state = self.wall_ms(), self.state
        step: follow.Step | follow.Agrees
        if number <= state.trusted.number:
            step = follow.compare(self.network, state, answer, number, now)
        elif number == state.trusted.number + 1:
            step = follow.verify_next(self.network, state, answer, now)
        else:
            step = follow.verify_skip(self.network, state, answer, number, now)
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
