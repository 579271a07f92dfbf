"""What can go wrong between host and coordinator, from a seed."""

import random
from typing import Literal

import msgspec

Crash = Literal["error", "reset", "silent", "mute", "disconnect"]
"""How a coordinator dies.

error: it sends ASH ERROR and refuses all until RST. reset: it restarts by itself and sends RSTACK.
silent: nothing at all comes back until RST. mute: ASH goes on acknowledging, no command is answered
until RST. disconnect: the line goes away (a stick pulled out, a bridge gone); a pty's path is
served anew at once, a TCP port goes on accepting.
"""
Direction = Literal["to_ncp", "to_host"]


class Odds(msgspec.Struct):
    """Probabilities per portion of bytes (about one ASH frame), 0 to 1."""

    drop: float = 0.0
    corrupt: float = 0.0
    split: float = 0.0
    """The portion arrives in two parts, `delay_ms` apart."""
    delay: float = 0.0
    delay_ms: int = 20


class Faults:
    """The faults of one virtual network. Change the odds at any time."""

    def __init__(self, seed: int) -> None:
        """Everything random here follows from `seed`."""
        self._random = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self.to_ncp = Odds()
        self.to_host = Odds()
        self.crash_after: dict[int, Crash] = {}
        self._bytes_left: dict[Direction, int] = {}
        self.counts: dict[str, int] = {}

    def both(self, **odds: float) -> None:
        """Set the same odds, by their names, in both directions."""
        for direction in (self.to_ncp, self.to_host):
            for name, value in odds.items():
                setattr(direction, name, value)

    def none(self) -> None:
        """Let everything through again."""
        self.to_ncp, self.to_host = Odds(), Odds()
        self.crash_after.clear()
        self._bytes_left.clear()

    def crash_after_command(self, number: int, kind: Crash) -> None:
        """Die after answering the `number`-th command, counted from the network's beginning."""
        self.crash_after[number] = kind

    def disconnect_after_bytes(self, count: int, direction: Direction = "to_host") -> None:
        """Cut the line after so many more bytes in one direction, in the middle of a frame."""
        self._bytes_left[direction] = count

    def cut(self, data: bytes, direction: Direction) -> tuple[bytes, bool]:
        """Return what still passes, and whether the line goes away now."""
        left = self._bytes_left.get(direction)
        if left is None:
            return data, False
        if len(data) < left:
            self._bytes_left[direction] = left - len(data)
            return data, False
        del self._bytes_left[direction]
        return data[:left], True

    def apply(self, data: bytes, direction: Direction) -> list[tuple[int, bytes]]:
        """Return what arrives of `data`: parts with their delays in milliseconds."""
        odds = self.to_ncp if direction == "to_ncp" else self.to_host
        if self._happens(odds.drop, "drop"):
            return []
        if data and self._happens(odds.corrupt, "corrupt"):
            at = self._random.randrange(len(data))
            flipped = data[at] ^ (1 << self._random.randrange(8))
            data = data[:at] + bytes((flipped,)) + data[at + 1 :]
        wait_ms = odds.delay_ms if self._happens(odds.delay, "delay") else 0
        if len(data) > 1 and self._happens(odds.split, "split"):
            at = self._random.randrange(1, len(data))
            return [(wait_ms, data[:at]), (wait_ms + odds.delay_ms, data[at:])]
        return [(wait_ms, data)]

    def _happens(self, probability: float, name: str) -> bool:
        if probability <= 0 or self._random.random() >= probability:
            return False
        self.counts[name] = self.counts.get(name, 0) + 1
        return True
