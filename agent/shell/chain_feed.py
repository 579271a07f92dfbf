"""Follows the chain, and at every new head answers what the core wants to know."""

import asyncio
from collections.abc import Callable

from agent.core.constants import Constants
from agent.core.events import ChainStage, ChainStageSeen
from agent.core.questions import questions
from agent.ledger.verify import VerifiedHead
from agent.ports import Chain, ChainError, ChainHalted, Clock
from agent.shell.feeds import Put, Sleep, pause_s
from agent.shell.liveness import Liveness, Pulse
from agent.shell.market_reader import MarketReader
from agent.shell.run import Runner
from agent.shell.storage_desk import StorageDesk
from agent.shell.wall_clock import WallClock

CHAIN_WORKS_S = 40.0
"""One question: a book of orders is read in several calls, each of ten seconds at most."""


class ChainFeed:
    """The chain as one home follows it. `seen` is called when a screen shows another head."""

    def __init__(
        self,
        chain: Chain,
        constants: Constants,
        clock: Clock,
        wall: WallClock,
        runner: Runner,
        storage: StorageDesk | None,
        *,
        put: Put,
        seen: Callable[[], None],
        sleep: Sleep,
    ) -> None:
        self.reader = MarketReader(chain, constants)
        self.head: VerifiedHead | None = None
        """The newest head that was proven; None: none yet."""
        self._chain = chain
        self._limit_s = constants.head_age_s
        self._clock = clock
        self._wall = wall
        self._runner = runner
        self._storage = storage
        self._put = put
        self._seen = seen
        self._sleep = sleep

    async def run(self, liveness: Liveness) -> None:
        """Follow until the chain is halted, which is said in an event."""
        with liveness.task("chain", CHAIN_WORKS_S) as pulse:
            await self._follow(pulse)

    async def _follow(self, pulse: Pulse) -> None:
        failures = 0
        checked = False
        while True:
            try:
                with pulse.idle():  # for as long as the limit says
                    async with asyncio.timeout(self._limit_s):
                        head = await self._chain.next_head()
                if not checked:
                    await self.reader.check_market(head)
                    checked = True
                await self._answer_at(head, pulse)
                failures = 0
                await self._stage("live", "following the chain")
            except TimeoutError:
                await self._no_block()
            except ChainError as trouble:
                failures += 1
                await self._stage("stale", str(trouble))
                with pulse.idle():
                    await self._sleep(pause_s(failures))
            except ChainHalted as trouble:
                await self._stage("halted", str(trouble))
                return

    async def _no_block(self) -> None:
        """A box that was away for a month is catching up, not left behind."""
        catching_up = self._chain.catching_up()
        if catching_up:
            await self._stage("syncing", catching_up)
        else:
            await self._stage("stale", f"no new block for {self._limit_s} s")

    async def _answer_at(self, head: VerifiedHead, pulse: Pulse) -> None:
        self.head = head
        if not self._chain.catching_up():  # what is caught up with tells no time
            self._wall.hear(head.time_s)
        for question in questions(self._runner.state, self._clock.wall_ms()):
            pulse.beat()
            fact = await self.reader.answer(question, head, self._clock.wall_ms())
            await self._put(fact)
        await self._runner.settled()
        if self._storage is not None:
            pulse.beat()
            await self._storage.answer_at(head, self._runner.state, self._put)
            await self._runner.settled()
        self._seen()

    async def _stage(self, stage: ChainStage, sentence: str) -> None:
        known = self._runner.state.chain
        if (known.stage, known.sentence) != (stage, sentence):
            await self._put(ChainStageSeen(self._clock.wall_ms(), stage, sentence))
