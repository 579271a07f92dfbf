"""What the running agent sees of its own box: heat, voltage, memory, card and serial ports.

Facts only; agent.provisioning.findings judges them. Everything here reads small files of the
kernel's and may block for as long as a worn-out card takes: call it in a thread.
"""

import os
import shutil
from pathlib import Path

from agent.provisioning import findings
from agent.provisioning.findings import Disk, Finding, Machine, Port

SERIAL = Path("/dev/serial/by-id")
THERMAL = Path("/sys/class/thermal/thermal_zone0/temp")
THROTTLED = Path("/sys/devices/platform/soc/soc:firmware/get_throttled")
MEMORY = Path("/proc/meminfo")


def looked(directory: Path, stick: str) -> tuple[Finding, ...]:
    """Return what is to be said of the box; `stick`: the radio's port, empty where there is none."""
    found = [findings.disk(disk(directory)), *findings.machine(machine())]
    if stick and not stick.startswith("tcp://"):
        found.append(findings.port(port(stick, "The ZigBee stick")))
    return tuple(found)


def port(path: str, what: str) -> Port:
    """Return a port with the others that are there beside it."""
    place = Path(path)
    others = tuple(sorted(map(str, SERIAL.iterdir()))) if SERIAL.is_dir() else ()
    usable = not place.exists() or os.access(place, os.R_OK | os.W_OK)
    by_number = place.name.startswith(("ttyUSB", "ttyACM"))
    return Port(path, what, place.exists(), usable, others, by_number)


def disk(directory: Path) -> Disk:
    """Return how much room there is where this lies, or shall lie."""
    while not directory.is_dir():
        directory = directory.parent
    used = shutil.disk_usage(directory)
    read_only = bool(os.statvfs(directory).f_flag & os.ST_RDONLY)
    return Disk(str(directory), used.free, used.total, not read_only)


def machine() -> Machine:
    """Return heat, voltage and memory, where the kernel shows them."""
    available = None
    for line in _text(MEMORY).splitlines():
        if line.startswith("MemAvailable:"):
            available = int(line.split()[1]) * 1_024
    heat, throttled = _text(THERMAL), _text(THROTTLED)
    return Machine(
        temperature_milli_c=int(heat) if heat.isdigit() else None,
        throttled=int(throttled, 16) if throttled else None,
        available_bytes=available,
    )


def _text(path: Path) -> str:
    try:
        return path.read_text("ascii").strip()
    except OSError:
        return ""
