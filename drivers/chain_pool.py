"""One question to the best of several untrusted nodes, and to the next until one is proven right.

The order is by score. Along with the first, one of the others is asked now and then, so that a
repaired node comes back without anybody waiting for it; a node that takes long is not waited for
while another may answer. No task outlives the call.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import TypeVar

from agent.ledger.verdict import Invalid, Untrusted, Verified
from agent.ports import ChainError
from drivers.chain_upstream import Question, Refused, Upstream, UpstreamError, is_null

HEDGE_AFTER_S = 2.0  # a Pi's own verification of 200 slots takes a tenth of it

T = TypeVar("T")
Check = Callable[[Sequence[Untrusted]], Verified[T] | Invalid]
"""Judges the answers to a batch of questions, in the questions' order."""
_Running = dict[asyncio.Task[Verified[T] | str], Upstream]


class Pool:
    """The nodes of one light client."""

    def __init__(self, upstreams: Sequence[Upstream]) -> None:
        self.upstreams = tuple(upstreams)

    async def proven(self, questions: Sequence[Question], check: Check[T], about: str) -> T:
        """Return the first answers that `check` verifies; ChainError with every node's reason."""
        loop = asyncio.get_running_loop()
        left = self.ranked(loop.time())
        at_once = 1 + self._exploring(left, loop.time())
        reasons: list[str] = []
        running: _Running[T] = {}
        try:
            while left or running:
                while left and at_once > 0:
                    upstream = left.pop(0)
                    running[loop.create_task(_ask(upstream, questions, check))] = upstream
                    at_once -= 1
                done, _ = await asyncio.wait(
                    running,
                    timeout=HEDGE_AFTER_S if left else None,
                    return_when=asyncio.FIRST_COMPLETED,
                )
                for task in done:
                    upstream, outcome = running.pop(task), task.result()
                    if isinstance(outcome, Verified):
                        return outcome.value
                    reasons.append(f"{upstream.name}: {outcome}")
                at_once = 1 if not done or not running else 0
        finally:
            await _end(running)
        raise ChainError(f"nobody proved {about} ({'; '.join(reasons)})")

    def ranked(self, now_s: float) -> list[Upstream]:
        """Return all nodes: those of our chain and not resting first, the better before."""
        return sorted(
            self.upstreams,
            key=lambda one: (
                not one.usable,
                one.score.resting_s(now_s) > 0,
                -one.score.worth(),
            ),
        )

    def _exploring(self, ranked: list[Upstream], now_s: float) -> int:
        """Move the node that is to be tried again to the second place; return how many are."""
        for place, upstream in enumerate(ranked[1:], start=1):
            if upstream.usable and upstream.score.due(now_s):
                ranked.insert(1, ranked.pop(place))
                return 1
        return 0


async def _ask(
    upstream: Upstream, questions: Sequence[Question], check: Check[T]
) -> Verified[T] | str:
    """Ask one node; return what it proved, or in words why it did not."""
    upstream.score.asked_at_s = asyncio.get_running_loop().time()
    try:
        answers = await upstream.ask(*questions)
    except UpstreamError as lost:
        upstream.fail(str(lost))
        return str(lost)
    shown: list[Untrusted] = []
    for question, answer in zip(questions, answers, strict=True):
        if isinstance(answer, Refused):  # the state is pruned, or the block not there yet
            upstream.decline(answer.words)
            return f"refused ({answer.code}: {answer.words})"
        if is_null(answer):
            upstream.decline(f"it has no answer to {question.method}")
            return upstream.trouble
        shown.append(answer)
    verdict = check(shown)
    if isinstance(verdict, Invalid):
        upstream.reject(verdict)
        return verdict.reason
    upstream.score.useful()
    upstream.praise()
    return verdict


async def _end(running: _Running[T]) -> None:
    """Cancel what is still running: nobody waits for it any more."""
    now_s = asyncio.get_running_loop().time()
    for task, upstream in running.items():
        task.cancel()
        upstream.score.heard(now_s - upstream.score.asked_at_s)
    if running:
        await asyncio.gather(*running, return_exceptions=True)
