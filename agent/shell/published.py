"""The newest snapshot, and a way to wait for the next: what the daemon publishes to its watchers."""

import asyncio

from agent.api.sections import Snapshot


class Published:
    """One snapshot at a time; watchers skip what was replaced before they looked."""

    def __init__(self, first: Snapshot) -> None:
        self._snapshot = first
        self._next = asyncio.Event()

    def snapshot(self) -> Snapshot:
        """Return the newest snapshot."""
        return self._snapshot

    def publish(self, snapshot: Snapshot) -> None:
        """Replace the snapshot and wake every watcher; an unchanged revision wakes nobody."""
        if snapshot.revision == self._snapshot.revision:
            return
        self._snapshot = snapshot
        done, self._next = self._next, asyncio.Event()
        done.set()

    async def changed(self, after: int) -> None:
        """Return once the newest snapshot's revision is not `after`."""
        while self._snapshot.revision == after:
            await self._next.wait()
