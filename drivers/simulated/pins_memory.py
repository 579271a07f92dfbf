"""The PinStore port in memory: it outlives what stands for a process, and can be made to fail."""

from agent.ports import PinStoreError
from agent.roles.pin import PinBook


class MemoryPins:
    """What is on the disk, and how often it was written."""

    def __init__(self) -> None:
        self.book = PinBook()
        self.saves = 0
        self.fail: str = ""
        """Every write fails for this reason, while there is one."""
        self.damaged: str = ""
        """Reading fails for this reason, until the next write."""

    def load(self) -> PinBook:
        if self.damaged:
            raise PinStoreError(self.damaged)
        return self.book

    def save(self, book: PinBook) -> None:
        if self.fail:
            raise PinStoreError(self.fail)
        self.book, self.damaged = book, ""
        self.saves += 1
