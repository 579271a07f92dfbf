"""The Clock port on the system, and whether its wall clock may be believed.

A Pi may have no battery for its clock: it starts with the time of its last shutdown. The wall clock
counts as trusted once a time service has set it. Every one (timesyncd, chrony, ntpd, a GPS) tells the
kernel so, which adjtimex(2) says without any right: not STA_UNSYNC. The kernel takes it back by
itself when nobody has vouched for the time for hours. Where a sandbox forbids even to ask, the mark
counts that systemd-timesyncd leaves (systemd-timesyncd.service(8)).
"""

import ctypes
import time
from collections.abc import Callable
from pathlib import Path

from agent.units import MonoMs, UnixMs

SYNCHRONIZED = Path("/run/systemd/timesync/synchronized")
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")

NS_PER_MS = 1_000_000
NOT_BEFORE_MS = 1_795_000_000_000
"""This code was written in November 2026; no clock that shows less is right."""
TIME_ERROR, STA_UNSYNC = 5, 0x40  # linux/timex.h


class SystemClock:
    """Both clocks of this machine.

    `assume_trusted` is for demonstrations and machines whose time is kept in some other way; it
    is a setting that the operator has to write down ("clock = assume-trusted").
    """

    def __init__(
        self,
        *,
        assume_trusted: bool = False,
        synchronized: Path = SYNCHRONIZED,
        boot_id: Path = BOOT_ID,
        kernel: Callable[[], bool | None] | None = None,
    ) -> None:
        """`kernel` says whether it counts the clock as set; None: it may not be asked."""
        self._kernel = kernel_synchronized if kernel is None else kernel
        self._assume_trusted = assume_trusted
        self._synchronized = synchronized
        self._boot_id = boot_id.read_text(encoding="ascii").strip()

    def wall_ms(self) -> UnixMs:
        """Milliseconds since 1970, rounded down; may jump, also backwards."""
        return UnixMs(time.time_ns() // NS_PER_MS)

    def mono_ms(self) -> MonoMs:
        """Milliseconds since boot, suspended time included; never falls."""
        return MonoMs(time.clock_gettime_ns(time.CLOCK_BOOTTIME) // NS_PER_MS)

    def trusted(self) -> bool:
        """True once a time service has set the clock since boot; asked anew each time."""
        if self._assume_trusted:
            return True
        if self.wall_ms() < NOT_BEFORE_MS:
            return False
        said = self._kernel()
        return self._synchronized.exists() if said is None else said

    def boot_id(self) -> str:
        """The kernel's name for this boot: 36 characters, another one after each boot."""
        return self._boot_id


class _Timex(ctypes.Structure):
    """struct timex of linux/timex.h; what lies behind `tick` is only room."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("frequency", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("constant", ctypes.c_long),
        ("precision", ctypes.c_long),
        ("tolerance", ctypes.c_long),
        ("time", ctypes.c_long * 2),
        ("tick", ctypes.c_long),
        ("rest", ctypes.c_byte * 256),
    )


def kernel_synchronized() -> bool | None:
    """Return whether the kernel counts the clock as set by a time service; None: it does not say.

    adjtimex(2) with no mode only reads.
    """
    try:
        adjtimex = ctypes.CDLL(None, use_errno=True).adjtimex
    except (OSError, AttributeError):
        return None
    found = _Timex()
    state = adjtimex(ctypes.byref(found))
    if state < 0:
        return None
    return state != TIME_ERROR and not found.status & STA_UNSYNC
