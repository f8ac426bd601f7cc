"""The reading process as it is seen from here: begun early, kept warm, begun anew after a death.

One process serves one caller at a time. It is spawned, never forked: after polars has
worked, a fork hangs. It ends when the pipe to it closes, which the system does however
this process ends. Nothing heavy is imported here, so that it can begin first of all.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from planilla.common.errors import PlanillaError, ReaderDied, ReaderUnavailable
from planilla.reading.process.limits import Limits
from planilla.reading.process.pipe import BEGUN, READY, exactly, get

START_SECONDS = 120.0
STOP_SECONDS = 1.0
OURS = ("PLANILLA_", "PREFECT_")  # the reader has no use for settings, least of all secrets
LIGHT = {"POLARS_MAX_THREADS": "1", "MALLOC_ARENA_MAX": "1", "RUST_BACKTRACE": "0"}
BEGIN = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from planilla.reading.process.child import main; main()"
)
TOO_LONG = (
    "El archivo no se pudo leer: tardó demasiado (más de {seconds} segundos). Ábralo en Excel, "
    "borre lo que sobra y guárdelo otra vez como .xlsx, o divídalo en varios."
)
DIED = (
    "El archivo no se pudo leer: está dañado o es demasiado grande (el lector se cerró). Ábralo en "
    "Excel, copie los datos en un libro nuevo y guárdelo como .xlsx."
)
log = logging.getLogger(__name__)
Answer = tuple[dict[str, Any], list[bytes]]


class Reader:
    """A reading process, and who asks it next."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: _Running | None = None

    def start(self) -> None:
        """Begin the process, if there is none; it gets ready while others work."""
        with self._lock:
            self._current(Limits.told())

    def ask(self, path: Path) -> Answer:
        """What the process says of a file, as `planilla.reading.process.pipe` has it.

        Raises `ReaderDied` where the file was its end, `ReaderUnavailable` where there is
        no process to ask.
        """
        with self._lock:
            limits = Limits.told()
            for _ in range(2):
                running = self._current(limits)
                try:
                    with running.watched():
                        if not running.begins(path):
                            continue  # it had died of something else
                        answer = running.answer(path)
                except BaseException:  # Ctrl-C, too: the next one must not get this answer
                    self._end()
                    raise
                if answer[0].get("last"):
                    self._end()
                return answer
        raise ReaderUnavailable("the reading process ends as soon as it is asked")

    def stop(self) -> None:
        """End the process, also where somebody still waits for it."""
        waited = self._lock.acquire(timeout=STOP_SECONDS)
        try:
            self._end()
        finally:
            if waited:
                self._lock.release()

    def forget(self) -> None:
        """In a process that was forked off: what there is belongs to the other one."""
        if self._running is not None:
            self._running.let_go()
        self._running, self._lock = None, threading.Lock()

    def _current(self, limits: Limits) -> _Running:
        if self._running is not None and not self._running.serves(limits):
            self._end()
        if self._running is None:
            self._running = _Running(limits)
        return self._running

    def _end(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            running.end()


class _Running:
    """One process from its beginning to its end."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._ready = False
        kept = {k: v for k, v in os.environ.items() if not k.startswith(OURS)}
        root = str(Path(__file__).resolve().parents[3])
        words = [sys.executable, "-P", "-c", BEGIN, root]
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own words
                [*words, str(limits.memory_mib), str(limits.seconds)],
                env=kept | LIGHT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # a panic of Rust tells there what nobody should see
                start_new_session=os.name != "nt",  # Ctrl-C is not for it
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise ReaderUnavailable(f"the reading process cannot begin: {error}") from error
        assert self._process.stdin is not None  # noqa: S101 - pipes, above
        assert self._process.stdout is not None  # noqa: S101
        self._stdin, self._stdout = self._process.stdin, self._process.stdout
        self._late = False

    def serves(self, limits: Limits) -> bool:
        """Whether it is alive, and has the limits that are wanted."""
        return self._limits == limits and self._process.poll() is None

    @contextlib.contextmanager
    def watched(self) -> Iterator[None]:
        """Kill it once it has had its time by the clock, to begin with and for a file."""
        begin = 0 if self._ready else START_SECONDS
        clock = threading.Timer(begin + self._limits.patience, self._give_up)
        clock.daemon = True
        clock.start()
        try:
            yield
        finally:
            clock.cancel()

    def begins(self, path: Path) -> bool:
        """Ask for a file; False when the process was dead before it looked at the file.

        Raises `ReaderUnavailable` when it does not even get ready.
        """
        try:
            if not self._ready:
                exactly(self._stdout, len(READY))
                self._ready = True
        except EOFError:
            self.end()
            raise ReaderUnavailable(
                f"the reading process does not begin (exit {self._process.returncode})"
            ) from None
        try:
            asked = json.dumps(os.path.abspath(path))  # noqa: PTH100 - links stay
            self._stdin.write(asked.encode("ascii") + b"\n")
            self._stdin.flush()
            return exactly(self._stdout, len(BEGUN)) == BEGUN
        except (EOFError, OSError):
            self.end()
            return False

    def answer(self, path: Path) -> Answer:
        """What it says of the file that it has begun."""
        try:
            return get(self._stdout)
        except (EOFError, OSError, ValueError) as error:
            self.end()
            raise ReaderDied(path, self._reason()) from error

    def end(self) -> None:
        """Kill it, and leave nothing of it behind."""
        if self._process.poll() is None:
            with contextlib.suppress(OSError):
                self._process.kill()
        self._process.wait()
        self.let_go()

    def let_go(self) -> None:
        """Close this side of the pipes."""
        for pipe in (self._stdin, self._stdout):
            with contextlib.suppress(OSError):
                pipe.close()

    def _give_up(self) -> None:
        self._late = True
        with contextlib.suppress(OSError):
            self._process.kill()

    def _reason(self) -> str:
        code = self._process.returncode
        log.info("the reading process ended with %s", code)
        clocks = {-getattr(signal, name, 0) for name in ("SIGPROF", "SIGALRM")} - {0}
        if self._late or code in clocks:
            return TOO_LONG.format(seconds=self._limits.seconds)
        return DIED


_reader = Reader()
atexit.register(_reader.stop)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_reader.forget)


def reader() -> Reader:
    """This process's reader."""
    return _reader


def start() -> None:
    """Have the reading process get ready, before a command imports what it needs itself.

    What keeps it from beginning is told when there is a file to be read.
    """
    with contextlib.suppress(PlanillaError):
        _reader.start()
