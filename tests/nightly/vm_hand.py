"""Runs inside the guest, as root: does what the test asks over a virtio line, and takes the time.

Sent in as a systemd credential, so the image that is tested stays as it was built. It is for the
machine's own Python, whatever that has: standard library only.
"""

import base64
import json
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

LINE = "gridhearth.hand"
API = "/run/gridhearth/api.sock"
CGROUP = Path("/sys/fs/cgroup/system.slice/gridhearth.service")
LOOK_AGAIN_S = 0.1


def up_s() -> float:
    """Seconds since the kernel started."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def opened_line() -> int:
    while True:
        for port in Path("/sys/class/virtio-ports").glob("*"):
            try:
                if (port / "name").read_text().strip() == LINE:
                    return os.open(f"/dev/{port.name}", os.O_RDWR)
            except OSError:
                break
        time.sleep(LOOK_AGAIN_S)


class Api:
    """One connection to the agent's socket; a broken one raises OSError."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(300)
        self._socket.connect(API)
        self._lines = self._socket.makefile("rb")
        self._id = 0
        self.call("hello", {"api": 1, "client": "hand"})

    def call(self, method: str, params: object) -> object:
        self._id += 1
        asked = {"jsonrpc": "2.0", "id": self._id, "method": method, "params": params}
        self._socket.sendall(json.dumps(asked).encode() + b"\n")
        while True:
            line = self._lines.readline()
            if not line:
                raise OSError("the daemon closed the connection")
            answer = json.loads(line)
            if answer.get("id") == self._id:
                return answer

    def close(self) -> None:
        self._lines.close()
        self._socket.close()


class Hand:
    """The line, and everybody who writes on it."""

    def __init__(self, line: int) -> None:
        self._line = line
        self._writing = threading.Lock()

    def tell(self, **words: object) -> None:
        data = json.dumps(words).encode() + b"\n"
        with self._writing:
            while data:
                data = data[os.write(self._line, data) :]

    def serve(self) -> None:
        rest = b""
        while True:
            data = os.read(self._line, 65_536)
            if not data:  # nobody is at the other end
                time.sleep(LOOK_AGAIN_S)
                continue
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                asked = json.loads(line)
                threading.Thread(target=self._do, args=(asked,), daemon=True).start()

    def _do(self, asked: dict) -> None:  # type: ignore[type-arg]
        try:
            done = self._call(asked) if "method" in asked else self._run(asked)
        except (OSError, ValueError, subprocess.SubprocessError) as failed:
            done = {"failed": f"{type(failed).__name__}: {failed}"}
        self.tell(id=asked["id"], **done)

    def _call(self, asked: dict) -> dict:  # type: ignore[type-arg]
        api = Api()
        try:
            return {"answer": api.call(asked["method"], asked["params"])}
        finally:
            api.close()

    def _run(self, asked: dict) -> dict:  # type: ignore[type-arg]
        begun = up_s()
        done = subprocess.run(
            asked["words"],
            input=base64.b64decode(asked["stdin"]),
            capture_output=True,
            timeout=asked["within_s"],
            check=False,
            cwd="/",
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LC_ALL": "C.UTF-8"},
        )
        out, err = (base64.b64encode(text).decode() for text in (done.stdout, done.stderr))
        return {"code": done.returncode, "out": out, "err": err, "took_s": up_s() - begun}

    def first_status(self) -> None:
        """Say when the agent first answered; never touch its socket before it was started."""
        while not CGROUP.is_dir():
            time.sleep(LOOK_AGAIN_S)
        started = up_s()
        while True:
            try:
                answer = Api().call("status.get", {})
                break
            except OSError:
                time.sleep(LOOK_AGAIN_S)
        self.tell(event="first-status", up_s=up_s(), started_s=started, answer=answer)


def main() -> None:
    up = up_s()
    hand = Hand(opened_line())
    hand.tell(event="up", up_s=up)
    threading.Thread(target=hand.first_status, daemon=True).start()
    hand.serve()


if __name__ == "__main__":
    sys.exit(main())
