"""The Clock port on the system, and whether its wall clock may be believed.

A Pi may have no battery for its clock: it starts with the time of its last shutdown. The wall clock
counts as trusted once the system's time service says that it was set. systemd-timesyncd
leaves a mark for that (systemd-timesyncd.service(8): /run/systemd/timesync/synchronized); it is
read instead of adjtimex(2), which the service's ProtectClock= forbids even for reading.
"""

import time
from pathlib import Path

from agent.units import MonoMs, UnixMs

SYNCHRONIZED = Path("/run/systemd/timesync/synchronized")
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")

NS_PER_MS = 1_000_000


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
    ) -> None:
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
        """True once the time service has set the clock since boot; asked anew each time."""
        return self._assume_trusted or self._synchronized.exists()

    def boot_id(self) -> str:
        """The kernel's name for this boot: 36 characters, another one after each boot."""
        return self._boot_id
