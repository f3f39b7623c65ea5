"""Keeps the memory of a process, with keys and words of the evidence in it, out of what systems write after a crash."""

from __future__ import annotations

import sys

_NO_FAULT_BOX, _FAIL_CRITICAL = 0x0002, 0x0001  # SetErrorMode(), errhandlingapi.h


def off() -> bool:
    """Have the system write no dump when this process crashes, or one that it starts; gives whether it agreed.

    POSIX: no core file (setrlimit(2)). Windows: no report of Windows Error Reporting for this process, unless an
    administrator asked for dumps of every process, which no program can refuse.
    """
    if sys.platform == "win32":
        import ctypes

        before = ctypes.windll.kernel32.SetErrorMode(_NO_FAULT_BOX | _FAIL_CRITICAL)
        ctypes.windll.kernel32.SetErrorMode(before | _NO_FAULT_BOX | _FAIL_CRITICAL)
        return True
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)
