"""A foreign node as the tests see it: a process of ours, and JSON-RPC over the loopback."""

import json
import subprocess
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, Any

ANSWER_WITHIN_S = 60
QUIET_S = 1.0  # node's own server hangs up after 5 s without a question
LINE_WITHIN_S = 120  # a machine that runs everything else at the same time


class RpcError(Exception):
    """The node answered with an error."""


class Lines:
    """What a process prints, read at once so that a full pipe never stops it."""

    def __init__(self, stream: IO[str]) -> None:
        self._waiting: SimpleQueue[str | None] = SimpleQueue()
        self._stream = stream
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self._stream:
            self._waiting.put(line)
        self._waiting.put(None)

    def next_with(self, words: str) -> str:
        """Return the next line that holds `words`; AssertionError with the last lines."""
        seen: deque[str] = deque(maxlen=40)
        while True:
            try:
                line = self._waiting.get(timeout=LINE_WITHIN_S)
            except Empty:
                line = None
            if line is None:
                raise AssertionError(f"the node did not say {words!r} but:\n" + "".join(seen))
            if words in line:
                return line.strip()
            seen.append(line)

    def end(self) -> None:
        """Wait for the end of a process that was killed."""
        self._reader.join()


class Node:
    """A node's JSON-RPC and the lines it prints."""

    def __init__(self, process: "subprocess.Popen[str]", lines: Lines, port: int) -> None:
        self.process = process
        self.port = port
        self._lines = lines
        self._connection = HTTPConnection("127.0.0.1", port, timeout=ANSWER_WITHIN_S)
        self._used_at_s = time.monotonic()

    def __call__(self, method: str, *parameters: object) -> Any:
        """Return the result of one call; RpcError."""
        if time.monotonic() - self._used_at_s > QUIET_S:
            self._connection.close()  # it opens again by itself
        question = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}
        self._connection.request(
            "POST", "/", json.dumps(question), {"Content-Type": "application/json"}
        )
        answer = json.loads(self._connection.getresponse().read())
        self._used_at_s = time.monotonic()
        if "error" in answer:
            raise RpcError(f"{method}: {answer['error']}")
        return answer["result"]

    def untrusted(self, method: str, *parameters: object) -> bytes:
        """Return a result as the bytes the verifying functions take."""
        return json.dumps(self(method, *parameters)).encode()

    def say(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def wait_for(self, words: str) -> str:
        """Return the first line the node prints that holds `words`."""
        return self._lines.next_with(words)

    def close(self) -> None:
        self._connection.close()


@contextmanager
def running(
    command: Sequence[str | Path], ready: str, directory: Path, environment: Mapping[str, str]
) -> Iterator[Node]:
    """Run a node until the block ends; the line that holds `ready` ends with its port.

    It may write whatever it likes into `directory`.
    """
    with subprocess.Popen(
        [str(word) for word in command],
        cwd=directory,
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        lines = Lines(process.stdout)
        try:
            node = Node(process, lines, int(lines.next_with(ready).rsplit(":", 1)[1]))
            try:
                yield node
            finally:
                node.close()
        finally:
            process.kill()
            lines.end()
