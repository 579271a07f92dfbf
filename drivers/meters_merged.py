"""Several sources of readings as one Meters port: each is tried again by itself.

A P1 cable that was pulled out does not stop the panels' meter. Only when none of the sources can
be read is that an error of the whole.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

from agent.metering.reading import MeterReading
from agent.ports import MeterError, Meters

log = logging.getLogger(__name__)

PAUSES_S = (0.5, 1.0, 2.0, 5.0, 10.0)
WAITING = 64
"""Readings nobody took yet; beyond it the sources wait."""


class MergedMeters:
    """The Meters port over one or more others."""

    def __init__(
        self,
        sources: Sequence[Meters],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        if not sources:
            raise ValueError("no source of readings was given; one is needed at least")
        self._sources = tuple(sources)
        self._sleep = sleep
        self._trouble: dict[int, str] = {}
        """Sources that cannot be read now, with the sentence that was said about each."""

    @property
    def trouble(self) -> tuple[str, ...]:
        """What is wrong with which source, in words."""
        return tuple(self._trouble[number] for number in sorted(self._trouble))

    async def readings(self) -> AsyncIterator[MeterReading]:
        """Yield the readings of all sources; each source's in its order. MeterError: all are away."""
        waiting: asyncio.Queue[MeterReading | MeterError] = asyncio.Queue(WAITING)
        self._trouble.clear()
        tasks = [
            asyncio.create_task(
                self._follow(number, source, waiting), name=f"meter source {number}"
            )
            for number, source in enumerate(self._sources)
        ]
        for task in tasks:
            task.add_done_callback(lambda ended: _tell(ended, waiting))
        try:
            while True:
                item = await waiting.get()
                for task in tasks:
                    if task.done() and not task.cancelled() and task.exception() is not None:
                        task.result()  # a failure of our own ends the stream with it
                if isinstance(item, MeterError):
                    raise item
                yield item
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _follow(
        self, number: int, source: Meters, waiting: "asyncio.Queue[MeterReading | MeterError]"
    ) -> None:
        failures = 0
        while True:
            try:
                async with contextlib.aclosing(source.readings()) as stream:  # type: ignore[type-var]
                    async for reading in stream:
                        failures = 0
                        self._trouble.pop(number, None)
                        await waiting.put(reading)
            except MeterError as away:
                self._away(number, str(away))
                if len(self._trouble) == len(self._sources):
                    await waiting.put(MeterError(" ".join(self.trouble)))
            failures += 1
            await self._sleep(PAUSES_S[min(failures, len(PAUSES_S)) - 1])

    def _away(self, number: int, sentence: str) -> None:
        if self._trouble.get(number) != sentence and len(self._sources) > 1:
            log.warning("meters: %s", sentence)  # the whole's own error is said by who reads it
        self._trouble[number] = sentence


def _tell(ended: "asyncio.Task[None]", waiting: "asyncio.Queue[MeterReading | MeterError]") -> None:
    """Wake who reads when a task failed for a reason of its own; a full queue wakes them anyway."""
    if not ended.cancelled() and ended.exception() is not None:
        with contextlib.suppress(asyncio.QueueFull):
            waiting.put_nowait(MeterError("a source's driver failed"))
