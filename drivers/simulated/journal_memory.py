"""The Journal port in memory, for simulations and tests: what is appended survives a "restart".

A MemoryDisk stands for the file: open a new MemoryJournal on it to restart.
"""

from collections.abc import Iterator, Sequence

from agent.ports import PortError


class MemoryJournalError(PortError):
    """The disk is already in use, or the journal was closed."""


class MemoryDisk:
    """What would be on the card."""

    def __init__(self) -> None:
        self.first = 0  # entries up to this sequence are in the snapshot
        self.entries: list[bytes] = []
        self.snapshot: tuple[int, bytes] | None = None
        self.in_use = False


class MemoryJournal:
    """The Journal port on a MemoryDisk."""

    def __init__(self, disk: MemoryDisk | None = None) -> None:
        self._disk = disk if disk is not None else MemoryDisk()
        if self._disk.in_use:
            raise MemoryJournalError("the journal is in use by another process")
        self._disk.in_use = True
        self._open = True

    def append(self, entries: Sequence[bytes]) -> int:
        disk = self._live()
        disk.entries.extend(entries)
        return disk.first + len(disk.entries)

    def read(self, after: int) -> Iterator[tuple[int, bytes]]:
        disk = self._live()
        if after < disk.first:
            raise ValueError(f"entries up to {disk.first} are in the snapshot")
        kept = list(enumerate(disk.entries, start=disk.first + 1))
        return iter([line for line in kept if line[0] > after])

    def save_snapshot(self, sequence: int, state: bytes) -> None:
        disk = self._live()
        last = disk.first + len(disk.entries)
        if not disk.first <= sequence <= last:
            raise ValueError(f"a snapshot at {sequence}: allowed {disk.first} to {last}")
        del disk.entries[: sequence - disk.first]
        disk.first, disk.snapshot = sequence, (sequence, state)

    def load_snapshot(self) -> tuple[int, bytes] | None:
        return self._live().snapshot

    def close(self) -> None:
        if self._open:
            self._open = self._disk.in_use = False

    def _live(self) -> MemoryDisk:
        if not self._open:
            raise MemoryJournalError("the journal is closed")
        return self._disk
