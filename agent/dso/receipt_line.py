"""Receipts on their way to the homes: many at a time, and of each home only the newest."""

import asyncio
from collections.abc import Awaitable, Callable

from agent.bridge.report import SignedReceipt
from agent.units import Address

AT_ONCE = 16
"""Receipts the broker has not yet confirmed; the rest of a client's places is for other mail."""


class ReceiptLine:
    """One task runs `run`; whoever signs a receipt calls `say` and waits for nobody.

    A receipt covers all before it, so one that was overtaken before it left is not sent at all.
    """

    def __init__(self, publish: Callable[[SignedReceipt], Awaitable[object]]) -> None:
        self._publish = publish
        self._due: dict[Address, SignedReceipt] = {}
        self._filled = asyncio.Event()
        self._turn = asyncio.Lock()

    def say(self, signed: SignedReceipt) -> None:
        """Let this receipt leave in the place of an older one of its member."""
        self._due[signed.receipt.member] = signed
        self._filled.set()

    async def run(self) -> None:
        """Publish what is said until cancelled."""
        while True:
            await self._filled.wait()
            await self.flush()

    async def flush(self) -> None:
        """Return when everything said so far was confirmed, or given up by `publish`.

        One flush at a time: two could let a member's older receipt be the retained one.
        """
        async with self._turn:
            self._filled.clear()
            places = min(AT_ONCE, len(self._due))
            ended = await asyncio.gather(
                *(self._some() for _ in range(places)), return_exceptions=True
            )
        for failed in ended:
            if isinstance(failed, BaseException):
                raise failed

    async def _some(self) -> None:
        while self._due:
            member = next(iter(self._due))
            await self._publish(self._due.pop(member))
