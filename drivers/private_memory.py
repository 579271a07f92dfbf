"""Keys that are in this process's memory stay there: no core file, and nobody of this user may look.

prctl(2), PR_SET_DUMPABLE: the kernel then writes no core, neither into a file nor to the program of
core_pattern, which no resource limit stops; and ptrace(2) and /proc/PID/mem are closed to every
process without CAP_SYS_PTRACE. The Python standard library has no name for it.
"""

import ctypes
import os
import resource

from agent.ports import PortError

PR_GET_DUMPABLE, PR_SET_DUMPABLE = 3, 4  # linux/include/uapi/linux/prctl.h


class MemoryOpenError(PortError):
    """The kernel refused: a crash could write keys to the disk."""


def keep_memory_private() -> None:
    """Close this process's memory to others, until it ends; MemoryOpenError.

    To be called before the first key is read: what a process started from here inherits is the
    limit, not the closing.
    """
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, most))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        raise MemoryOpenError(
            f"The kernel would not close this process's memory: {os.strerror(ctypes.get_errno())}"
        )


def memory_is_private() -> bool:
    """Whether this process's memory is closed."""
    return int(ctypes.CDLL(None).prctl(PR_GET_DUMPABLE, 0, 0, 0, 0)) == 0
