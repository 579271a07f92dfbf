"""A foreign node as the tests see it: a process of ours, and JSON-RPC over the loopback."""

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

STOP_WITHIN_S = 10


class RpcError(Exception):
    """The node answered with an error."""


class Node:
    """A node's JSON-RPC and the lines it prints."""

    def __init__(self, process: "subprocess.Popen[str]", port: int) -> None:
        self.process = process
        self._connection = HTTPConnection("127.0.0.1", port, timeout=30)

    def __call__(self, method: str, *parameters: object) -> Any:
        """Return the result of one call; RpcError."""
        question = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}
        self._connection.request(
            "POST", "/", json.dumps(question), {"Content-Type": "application/json"}
        )
        answer = json.loads(self._connection.getresponse().read())
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
        return _line_with(self.process, words)

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
        try:
            port = int(_line_with(process, ready).rsplit(":", 1)[1])
            node = Node(process, port)
            try:
                yield node
            finally:
                node.close()
        finally:
            process.kill()


def _line_with(process: "subprocess.Popen[str]", words: str) -> str:
    assert process.stdout is not None
    seen: list[str] = []
    for line in process.stdout:
        if words in line:
            return line.strip()
        seen.append(line)
    raise AssertionError(f"the node ended before it said {words!r}:\n" + "".join(seen[-40:]))
