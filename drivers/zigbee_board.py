"""What is known of the radio itself, and a bell for those who wait for news."""

import asyncio
from typing import Any

import msgspec

from agent.devices.device import LOSSES_KEPT, RadioStage, RadioState
from agent.ports import Clock


class Board:
    """The radio's state; whoever changes what is shown rings."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._bell = asyncio.Event()
        self.state = RadioState(RadioStage.STARTING, "The radio is starting.", clock.wall_ms())

    def show(self, stage: RadioStage, sentence: str, **more: Any) -> None:
        """Take a new state; `since_ms` moves only when the stage does."""
        since_ms = self.state.since_ms if stage is self.state.stage else self._clock.wall_ms()
        new = msgspec.structs.replace(
            self.state, stage=stage, sentence=sentence, since_ms=since_ms, **more
        )
        if new != self.state:
            self.state = new
            self.ring()

    def one_more_loss(self) -> dict[str, Any]:
        """What `show` takes when the stick was lost: when that was, and the times before."""
        return {"lost_at_ms": (*self.state.lost_at_ms, self.now_ms())[-LOSSES_KEPT:]}

    def now_ms(self) -> int:
        """The wall clock."""
        return self._clock.wall_ms()

    def ring(self) -> None:
        """Wake everyone who waits."""
        self._bell.set()
        self._bell = asyncio.Event()

    async def news(self) -> None:
        """Return at the next ring."""
        await self._bell.wait()
