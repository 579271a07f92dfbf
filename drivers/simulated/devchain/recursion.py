"""Python's recursion limit, raised only while py-evm executes contracts that call contracts."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# py-evm's own EVM_RECURSION_LIMIT: 1024 nested calls of the EVM, a dozen Python frames each.
# C parsers still end with an exception there and not with a stack overflow (measured, 8 MB).
EVM_FRAMES = 1024 * 12


class _Raised:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.inside = 0
        self.usual = 0


_raised = _Raised()


@contextmanager
def deep_calls() -> Iterator[None]:
    """Allow py-evm's depth of calls while the context is open, in whichever threads it is."""
    with _raised.lock:
        if _raised.inside == 0:
            _raised.usual = sys.getrecursionlimit()
            sys.setrecursionlimit(max(_raised.usual, EVM_FRAMES))
        _raised.inside += 1
    try:
        yield
    finally:
        with _raised.lock:
            _raised.inside -= 1
            if _raised.inside == 0:
                sys.setrecursionlimit(_raised.usual)
