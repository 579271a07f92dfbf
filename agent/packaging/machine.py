"""The real machine an update happens on: systemd, the two clocks, the slots' own programs."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from agent.packaging.readiness import StatusNow, status_of
from agent.packaging.slots import HOME

SERVICE = "gridhearth.service"
SCREEN = "gridhearth-screen.service"
SETTINGS = Path("/etc/gridhearth/gridhearth.toml")
RESTART_WITHIN_S = 180
ANSWER_WITHIN_S = 60
COMPILE = ("-q", "--invalidation-mode", "unchecked-hash")
"""By content, not time: every file of a reproducible package has the same time."""


class SystemdMachine:
    """This machine, or (`root` is not /) a tree in which nothing runs."""

    def __init__(self, root: Path = Path("/")) -> None:
        """Look at slots below `root`."""
        self._root = root

    def active(self) -> bool:
        """See Machine."""
        return self._here() and self._systemctl("is-active", "--quiet", SERVICE) == 0

    def restart(self) -> bool:
        """See Machine. Type=notify: systemctl returns once the agent has said READY."""
        if not self._here():
            return False
        self._systemctl("reset-failed", SERVICE)
        done = self._systemctl("restart", SERVICE) == 0
        self._systemctl("try-restart", "--no-block", SCREEN)
        return done

    def status(self, slot: str) -> StatusNow | None:
        """See Machine."""
        done = self._agent(slot, "status", "--json")
        if done is None or done.returncode != 0:
            return None
        try:
            return status_of(json.loads(done.stdout))
        except ValueError:
            return None

    def refusal(self, slot: str) -> str:
        """See Machine."""
        words = ["--version"] if not SETTINGS.exists() else ["config", "check", str(SETTINGS)]
        done = self._agent(slot, *words)
        if done is None:
            return f"it did not answer within {ANSWER_WITHIN_S} s"
        return (
            "" if done.returncode == 0 else (done.stderr.strip() or f"exit code {done.returncode}")
        )

    def compile(self, slot: str) -> None:
        """See Machine. Only speed depends on it, so its failures are not errors.

        GRIDHEARTH_NO_COMPILE=1 leaves it out: under emulation it takes a quarter of an hour.
        """
        if os.environ.get("GRIDHEARTH_NO_COMPILE"):
            return
        site = self._root / HOME.lstrip("/") / slot / "site"
        subprocess.run(  # noqa: S603 - our own words
            [sys.executable, "-m", "compileall", *COMPILE, "-s", str(self._root), str(site)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )

    def now_ms(self) -> int:
        """See Machine."""
        return time.time_ns() // 1_000_000

    def mono_s(self) -> float:
        """See Machine."""
        return time.monotonic()

    def pause(self, seconds: float) -> None:
        """See Machine."""
        time.sleep(seconds)

    def _here(self) -> bool:
        return self._root == Path("/") and Path("/run/systemd/system").is_dir()

    def _agent(self, slot: str, *words: str) -> subprocess.CompletedProcess[str] | None:
        site = self._root / HOME.lstrip("/") / slot / "site"
        environment = os.environ | {
            "PYTHONPATH": str(site),
            "PYTHONSAFEPATH": "1",
            "PYTHONNOUSERSITE": "1",
        }
        try:
            return subprocess.run(  # noqa: S603 - our own program
                [sys.executable, "-m", "agent", *words],
                env=environment,
                capture_output=True,
                text=True,
                check=False,
                timeout=ANSWER_WITHIN_S,
            )
        except subprocess.TimeoutExpired:
            return None

    @staticmethod
    def _systemctl(*words: str) -> int:
        command = ["systemctl", *words]
        try:
            done = subprocess.run(  # noqa: S603 - our own words
                command, check=False, timeout=RESTART_WITHIN_S
            )
        except subprocess.TimeoutExpired:
            return 1
        return done.returncode
