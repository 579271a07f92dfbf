"""A bounded record of commands, answers and callbacks, one line each; keys are not shown."""

from collections import deque
from collections.abc import Iterator

from drivers.simulated.zigbee.ezsp.codec import Message

TRACE_LINES = 5_000
"""A start takes about 900 lines; more than a few starts are of no use in a failed test's report."""
_SECRET_COMMANDS = ("Key", "Token", "Security")


class Trace:
    """The last lines of what passed between host and coordinator."""

    def __init__(self, *, keys: bool = False, lines: int = TRACE_LINES) -> None:
        """`keys`: show them; only for networks nobody lives in."""
        self._lines: deque[str] = deque(maxlen=lines)
        self._keys = keys

    def add(self, direction: str, name: str, message: Message) -> None:
        """Note one frame. `direction`: > command, < answer, * callback, ? unknown, ! fault."""
        shown = " ".join(
            f"{field}={self._show(name, field, value)}" for field, value in message.items()
        )
        self._lines.append(f"{direction} {name} {shown}".rstrip())

    def _show(self, name: str, field: str, value: object) -> str:
        if isinstance(value, bytes):
            secret = field.endswith("key") or any(word in name for word in _SECRET_COMMANDS)
            return "…" if secret and not self._keys else value.hex()
        if isinstance(value, int) and not isinstance(value, bool):
            return f"0x{value:X}" if value > 9 or value < 0 else str(value)
        return str(value)

    def names(self, direction: str) -> list[str]:
        """Return the names of the frames in one direction, oldest first."""
        return [line.split()[1] for line in self._lines if line.startswith(direction)]

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self._lines))

    def __len__(self) -> int:
        return len(self._lines)

    def text(self) -> str:
        """Return all lines."""
        return "\n".join(self._lines)
