#!/usr/bin/python3
"""`systemctl` where systemd is not process 1: it starts what the units' ExecStart says, for real.

Done as systemd does it: the unit's user and groups, its folders, Environment=, READY over
NOTIFY_SOCKET before a start counts, Restart=always with RestartSec=, SIGTERM to stop, oneshot
units. Not done: timers, sockets, sandboxes, watchdogs, start limits, credentials. A unit that it
does not know is an error, as is a word.
"""

import contextlib
import os
import pwd
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

UNITS = Path("/usr/lib/systemd/system")
STATES = Path("/run/stand-in")
START_WITHIN_S = 120
LOG = Path("/var/log/stand-in")


def unit(name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in (UNITS / name).read_text("utf-8").splitlines():
        key, equals, value = line.partition("=")
        if equals and not line.startswith(("#", "[")):
            found.setdefault(key, []).append(value)
    return found


def state(name: str) -> str:
    try:
        told, pid = (STATES / name).read_text("ascii").split()
        os.kill(int(pid), 0)
    except (FileNotFoundError, ProcessLookupError, ValueError):
        return "inactive"
    return told


def say(name: str, told: str) -> None:
    part = STATES / f"{name}.part"
    part.write_text(f"{told} {os.getpid()}", "ascii")
    part.rename(STATES / name)


def environment(told: dict[str, list[str]]) -> dict[str, str]:
    made = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    made |= dict(one.split("=", 1) for one in told.get("Environment", []))
    return made


def run_once(name: str) -> int:
    told = unit(name)
    with (LOG / name).open("ab") as log:
        words = told["ExecStart"][0].split()
        return subprocess.run(
            words, env=environment(told), stdout=log, stderr=log, check=False
        ).returncode


def supervise(name: str) -> None:
    """Keep a notify service running until SIGTERM."""
    told = unit(name)
    user = pwd.getpwnam(told["User"][0])
    folders = {}
    for key, place in (("StateDirectory", "/var/lib"), ("RuntimeDirectory", "/run")):
        folder = Path(place, told[key][0])
        folder.mkdir(parents=True, exist_ok=True)
        os.chown(folder, user.pw_uid, user.pw_gid)
        folder.chmod(int(told[f"{key}Mode"][0], 8))
        folders["STATE_DIRECTORY" if key == "StateDirectory" else "RUNTIME_DIRECTORY"] = str(folder)
    heard = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    address = STATES / f"{name}.notify"
    address.unlink(missing_ok=True)
    heard.bind(str(address))
    address.chmod(0o666)
    heard.settimeout(0.2)
    child: subprocess.Popen[bytes] | None = None

    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True  # the loop sees the child's end; waiting here could wait for itself
        if child is not None and child.poll() is None:
            child.terminate()

    signal.signal(signal.SIGTERM, stop)
    while True:
        say(name, "activating")
        with (LOG / name).open("ab") as log:
            child = subprocess.Popen(
                told["ExecStart"][0].split(),
                env=environment(told) | folders | {"NOTIFY_SOCKET": str(address)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=user.pw_uid,
                group=user.pw_gid,
                extra_groups=os.getgrouplist(user.pw_name, user.pw_gid),
                cwd="/",
            )
        while child.poll() is None:
            with contextlib.suppress(TimeoutError):
                if b"READY=1" in heard.recv(4_096).splitlines():
                    say(name, "active")
        if stopping:
            (STATES / name).unlink(missing_ok=True)
            return
        say(name, "failed")
        if told["Restart"] != ["always"] or str(child.returncode) in told.get(
            "RestartPreventExitStatus", []
        ):
            signal.pause()
            return
        time.sleep(float(told["RestartSec"][0].removesuffix("s")))


def start(name: str, *, block: bool) -> int:
    kind = unit(name)["Type"][0]
    if kind == "oneshot" and block:
        return run_once(name)
    deed = "once" if kind == "oneshot" else "supervise"
    if deed == "supervise" and state(name) == "active":
        return 0
    subprocess.Popen(
        [sys.executable, __file__, deed, name],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    if not block:
        return 0
    until = time.monotonic() + START_WITHIN_S
    while time.monotonic() < until:
        now = state(name)
        if now in ("active", "failed"):
            return 0 if now == "active" else 1
        time.sleep(0.1)
    return 1


def stop(name: str) -> int:
    with contextlib.suppress(FileNotFoundError, ProcessLookupError, ValueError):
        pid = int((STATES / name).read_text("ascii").split()[1])
        os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + 60
        while Path(f"/proc/{pid}").exists() and time.monotonic() < until:
            time.sleep(0.05)
    return 0


def main(words: list[str]) -> int:
    STATES.mkdir(exist_ok=True)
    LOG.mkdir(exist_ok=True)
    deed, *names = [word for word in words if not word.startswith("--")]
    block = "--no-block" not in words
    if deed in ("daemon-reload", "reset-failed"):
        return 0
    for name in names:
        # As for systemd, a unit that runs is known though its file was removed.
        if not (UNITS / name).is_file() and not (deed == "stop" and (STATES / name).exists()):
            print(f"Unit {name} not found.", file=sys.stderr)  # noqa: T201
            return 5
    if deed in ("enable", "disable") and all(name.endswith(".timer") for name in names):
        return 0  # there is no clock here that would start anything
    if deed == "stop":
        return max(stop(name) for name in names)
    (name,) = names
    match deed:
        case "is-active":
            return 0 if state(name) == "active" else 3
        case "start":
            return start(name, block=block)
        case "restart":
            return stop(name) or start(name, block=block)
        case "try-restart":
            return (stop(name) or start(name, block=block)) if state(name) == "active" else 0
        case "supervise":
            supervise(name)
            return 0
        case "once":
            return run_once(name)
    print(f"The stand-in knows no {deed}.", file=sys.stderr)  # noqa: T201
    return 64


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
