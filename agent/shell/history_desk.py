"""Feeds the history from the state, once a minute, and reads from it in a thread.

The state is the source: what it still knows is compared with what was put in, so nothing has to
be remembered about what is missing, and a start, a failed write or a damaged file mends itself
with the next look.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec

from agent.core.history import rows_of
from agent.core.state import State
from agent.ports import History, HistoryError
from agent.roles.history import Rows
from agent.shell.liveness import Liveness, unwatched
from agent.shell.local_days import day_of

log = logging.getLogger(__name__)

LOOK_EVERY_S = 60.0
WORKS_S = 45.0
"""A worn card may stall for half a minute in a sync; the loop goes on meanwhile."""
T = TypeVar("T")
Row = TypeVar("Row", bound=msgspec.Struct)


class HistoryDesk:
    """One home's history, beside its state."""

    def __init__(
        self,
        history: History,
        state: Callable[[], State],
        *,
        day: Callable[[int], str] = day_of,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._history = history
        self._state = state
        self._day_of = day
        self._sleep = sleep
        self._put: Rows = Rows()
        self._begun = 0
        self._one_look = asyncio.Lock()
        self.trouble = ""
        """Why nothing could be written or read the last time; empty: it could."""

    async def run(self, liveness: Liveness | None = None) -> None:
        """Look every minute, or four times a cycle where cycles are shorter, until cancelled."""
        with (liveness or unwatched()).task("history", WORKS_S) as pulse:
            while True:
                await self.look()
                constants = self._state().constants
                cycle_s = LOOK_EVERY_S * 4 if constants is None else constants.cycle_s
                with pulse.idle():
                    await self._sleep(min(LOOK_EVERY_S, cycle_s / 4))

    async def look(self) -> None:
        """Put in what the state knows and the history does not; trouble is kept, not raised."""
        async with self._one_look:
            if self._history.set_aside() != self._begun:
                self._begun, self._put = self._history.set_aside(), Rows()
                log.warning("the history was damaged; it was set aside and begun anew")
            rows = rows_of(self._state(), self._day_of)
            fresh = Rows(
                _fresh(rows.energy, self._put.energy),
                _fresh(rows.money, self._put.money),
                _fresh(rows.prices, self._put.prices),
            )
            if fresh == Rows():
                return
            try:
                await asyncio.to_thread(self._history.put, fresh)
            except HistoryError as failed:
                self._troubled(failed)
                return
            self.trouble, self._put = "", rows

    async def read(self, question: Callable[[History], T], otherwise: T) -> T:
        """Return what the history says; `otherwise`, with the trouble kept, when it cannot."""
        try:
            return await asyncio.to_thread(question, self._history)
        except HistoryError as failed:
            self._troubled(failed)
            return otherwise

    def _troubled(self, failed: HistoryError) -> None:
        if str(failed) != self.trouble:  # a full card stays full: once is enough
            log.warning("%s", failed)
        self.trouble = str(failed)


def _fresh(rows: tuple[Row, ...], put: tuple[Row, ...]) -> tuple[Row, ...]:
    known = set(put)
    return tuple(row for row in rows if row not in known)
