"""Runs universal-silabs-flasher in a process of its own and hears from it line by line.

A process of its own, because it must end with the port closed whatever happens in it: it brings
its own event loop, threads and retries.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from agent.packaging.firmware import Probed, Stick

PROBE_WITHIN_S = 90
"""It needs 41 seconds to find out that nothing answers."""
UPLOAD_WITHIN_S = 600
"""250 KB at 115 200 baud take half a minute; a slow stick may take its time."""


class FlashFailed(Exception):  # noqa: N818 - it reads as what happened
    """What the flasher could not do, in a sentence that says how the stick was left."""


def sticks(
    by_id: Path = Path("/dev/serial/by-id"), sys_tty: Path = Path("/sys/class/tty")
) -> Iterator[Stick]:
    """Yield every USB serial port by its stable name, with what USB says of it."""
    if not by_id.is_dir():
        return
    for link in sorted(by_id.iterdir()):
        device = (sys_tty / link.resolve().name / "device").resolve()
        for folder in (device, *device.parents):
            if (folder / "idVendor").is_file():
                yield Stick(
                    str(link),
                    _read(folder / "idVendor"),
                    _read(folder / "idProduct"),
                    _read(folder / "product"),
                    _read(folder / "serial"),
                )
                break


def probe(path: str, baudrate: int) -> Probed:
    """Return what answers. FlashFailed: nothing, or the library is missing; nothing was changed."""
    if "://" not in path and not Path(path).exists():
        raise FlashFailed(f"There is no {path}: is the stick plugged in?")
    for told in _run(["probe", path, str(baudrate)], PROBE_WITHIN_S):
        if "probed" in told:
            one = told["probed"]
            return Probed(one["kind"], one["version"], int(one["baudrate"]))
    raise FlashFailed("The probe ended without a word.")


def upload(path: str, probed: Probed, firmware: Path, progress: Callable[[int, int], None]) -> None:
    """Upload; FlashFailed says how the stick was left: in its bootloader, ready for another try."""
    words = ["upload", path, probed.kind, str(probed.baudrate), str(firmware)]
    done = False
    for told in _run(words, UPLOAD_WITHIN_S):
        if "progress" in told:
            progress(*told["progress"])
        done = done or told.get("done") is True
    if not done:
        raise FlashFailed("The upload ended before it was complete. " + AGAIN)


AGAIN = (
    "The stick waits in its bootloader: leave it plugged in (or plug it in again) and run the same"
    " command once more."
)


def _run(words: list[str], within_s: float) -> Iterator[dict[str, Any]]:
    with _worker(words) as worker:
        if worker.stdout is None:  # never: it was asked for
            raise FlashFailed("The flasher has no output.")
        watch = threading.Timer(within_s, worker.kill)
        watch.start()
        try:
            last = ""
            for line in worker.stdout:
                last = line
                try:
                    told = json.loads(line)
                except ValueError:
                    continue
                if "failed" in told:
                    raise FlashFailed(told["failed"])
                yield told
        finally:
            watch.cancel()
        if worker.wait() != 0:
            raise FlashFailed(
                f"The flasher stopped ({last.strip() or f'exit code {worker.returncode}'}). {AGAIN}"
            )


@contextmanager
def _worker(words: list[str]) -> Iterator[subprocess.Popen[str]]:
    worker = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "agent.packaging.flash_worker", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    try:
        yield worker
    finally:
        if worker.poll() is None:
            worker.terminate()
        worker.wait()
        if worker.stdout is not None:
            worker.stdout.close()


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace").strip()
    except OSError:
        return ""
