"""On Windows, the job object that bounds a process's memory and ends it with this one.

Elsewhere the process bounds itself (`planilla.reading.limits`), and nothing is done here.
"""

from __future__ import annotations

import logging
import subprocess
import sys

from planilla.reading.limits import MIB, Limits

log = logging.getLogger(__name__)

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    EXTENDED_LIMITS = 9  # JobObjectExtendedLimitInformation
    PROCESS_MEMORY, KILL_ON_CLOSE = 0x0100, 0x2000

    class _Basic(ctypes.Structure):
        """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

        _fields_ = (
            ("PerProcessUserTimeLimit", ctypes.c_int64),
            ("PerJobUserTimeLimit", ctypes.c_int64),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        )

    class _Extended(ctypes.Structure):
        """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

        _fields_ = (
            ("BasicLimitInformation", _Basic),
            ("IoInfo", ctypes.c_uint64 * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    class Job:
        """A job with one process in it; closing it, or dying, ends that process."""

        def __init__(self, process: subprocess.Popen[bytes], limits: Limits) -> None:
            kernel = ctypes.WinDLL("kernel32", use_last_error=True)
            kernel.CreateJobObjectW.restype = wintypes.HANDLE
            self._kernel, self._handle = kernel, kernel.CreateJobObjectW(None, None)
            wanted = _Extended()
            wanted.BasicLimitInformation.LimitFlags = PROCESS_MEMORY | KILL_ON_CLOSE
            wanted.ProcessMemoryLimit = limits.memory_mib * MIB
            bounded = kernel.SetInformationJobObject(
                wintypes.HANDLE(self._handle),
                EXTENDED_LIMITS,
                ctypes.byref(wanted),
                ctypes.sizeof(wanted),
            )
            inside = kernel.AssignProcessToJobObject(
                wintypes.HANDLE(self._handle),
                wintypes.HANDLE(int(process._handle)),
            )
            if not (bounded and inside):
                log.warning("the reader's memory has no bound: %s", ctypes.get_last_error())

        def close(self) -> None:
            """End what is left in it."""
            self._kernel.CloseHandle(wintypes.HANDLE(self._handle))

else:

    class Job:
        """Nothing: the process bounds itself."""

        def __init__(self, process: subprocess.Popen[bytes], limits: Limits) -> None:
            """Take what the one for Windows takes."""

        def close(self) -> None:
            """Nothing is left of it."""
