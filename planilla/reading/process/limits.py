"""What the reading process may use: memory, and time a file.

On Linux the system itself refuses memory beyond the bound and ends a reading that takes
too long. On Windows a job object bounds memory, on other systems a thread that looks at
the process's own peak; time is kept there by the process that asked.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from planilla.common.errors import SettingsError

MEMORY_VARIABLE, SECONDS_VARIABLE = "PLANILLA_READER_MIB", "PLANILLA_READER_SECONDS"
LEAST_MIB = 640  # with less, polars may not even begin
MIB = 1 << 20
PATIENCE = 3  # a reading may wait for disk and processor as many times longer than it computes
MEMORY_EXIT = 77
LOOK_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Limits:
    """`memory_mib` of address space; `seconds` of processor time a file."""

    memory_mib: int = 3072
    seconds: int = 120

    @property
    def patience(self) -> float:
        """Seconds by the clock after which a reading is given up."""
        return float(self.seconds * PATIENCE)

    @classmethod
    def told(cls, environment: Mapping[str, str] = os.environ) -> Limits:
        """Those of the environment, for machines and files beyond the usual.

        Raises `SettingsError`.
        """
        return cls(
            _number(environment, MEMORY_VARIABLE, cls().memory_mib, LEAST_MIB),
            _number(environment, SECONDS_VARIABLE, cls().seconds, 1),
        )


def _number(environment: Mapping[str, str], name: str, default: int, least: int) -> int:
    text = environment.get(name, "").strip()
    if not text:
        return default
    if not text.isdecimal() or not least <= int(text) <= MIB:
        raise SettingsError(f"{name} is no whole number from {least} up: {text!r}")
    return int(text)


def confine(limits: Limits) -> None:
    """Bound the memory of this process for good."""
    most = limits.memory_mib * MIB
    if sys.platform == "win32":
        from planilla.reading.process.windows_job import bound_memory

        bound_memory(most)
    else:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform == "darwin":  # it takes the bound, and does not keep it
            threading.Thread(target=_look_at_peak, args=(most,), daemon=True).start()
        else:
            resource.setrlimit(resource.RLIMIT_AS, (most, most))


def peak() -> int:
    """The most bytes that this process has held; 0 where the system does not say."""
    status = Path("/proc/self/status")
    if status.exists():
        # getrusage counts what whoever began the process held, too
        lines = status.read_text("ascii").splitlines()
        return next((int(one.split()[1]) * 1024 for one in lines if one.startswith("VmHWM")), 0)
    if sys.platform == "darwin":
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return 0


def _look_at_peak(most: int) -> None:
    while peak() < most:
        time.sleep(LOOK_SECONDS)
    os._exit(MEMORY_EXIT)


@contextlib.contextmanager
def timed(limits: Limits) -> Iterator[None]:
    """End this process where a reading takes too long: by the system, whatever runs in it."""
    if sys.platform != "win32":
        import signal

        # their default is to end the process; nothing of Python has to run for it
        signal.setitimer(signal.ITIMER_PROF, limits.seconds)
        signal.setitimer(signal.ITIMER_REAL, limits.patience)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.setitimer(signal.ITIMER_REAL, 0)
    else:
        yield
