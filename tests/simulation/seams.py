"""What the operating system gives planilla, doubled: all that is replaced, and where.

what                              by
the hour, monotonic time          the world's clock, the computer's own error added
chance (uuids)                    the seed
locks of files                    a table of who holds what, emptied by a death
the reading process               the same reader, in this process
reading a file again              what it was read into before, while its bytes are the same
the network                       the second service; a socket that leads anywhere is a fault
SQLite's connections              ones that die with their process
the result workbook               what would be written, kept to be judged
SQL made of queries               what was made of them in an earlier world
TLS contexts                      none: nothing here speaks it
"""

from __future__ import annotations

import os
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, tzinfo
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Any, Protocol, Self

import filelock
import httpx
from sqlalchemy import Engine, create_engine, event

import planilla.common.calendar
import planilla.common.failpoints
import planilla.ledger.machine_markers
import planilla.ledger.presence
import planilla.query.query
import planilla.reading.process.read_file
import planilla.writing.result_workbook
from planilla.comprobantes import load
from planilla.ledger import database
from planilla.reading.process import child
from planilla.reading.typed_rows import typed_rows
from planilla.writing.report import Report
from tests.simulation.clock import Clock
from tests.simulation.disk import Connection
from tests.simulation.process import current, reach

Answer = tuple[dict[str, Any], list[bytes]]


class World(Protocol):
    """What of a world the seams need."""

    clock: Clock

    @property
    def network(self) -> httpx.AsyncBaseTransport: ...

    def reported(self, report: Report, destination: Path) -> None: ...

    def strayed(self, where: str) -> None: ...


class _Lock:
    """A lock of a file, held until its process is dead or gives it back."""

    def __init__(self, path: str | Path, *_: Any, **__: Any) -> None:
        self._path = str(path)

    def acquire(self, **_: Any) -> _Lock:
        process = current()
        if process is None:
            return self
        holder = process.computer.locks.get(self._path)
        if holder is not None:
            raise filelock.Timeout(self._path)
        Path(self._path).touch()
        process.computer.locks[self._path] = process
        return self

    def release(self, **_: Any) -> None:
        process = current()
        if process is not None:
            process.computer.locks.pop(self._path, None)

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


class _Reader:
    def ask(self, path: Path) -> Answer:
        reach("before-reading")
        return child._answer(path)

    def stop(self) -> None:
        pass


def _read_once(original: Callable[..., Any]) -> Callable[..., Any]:
    """What a file of comprobantes was read into is judged by each run, and read by the first."""
    known: dict[tuple[Path, bytes, bool], Any] = {}

    def read(path: Path, columns: Any, *, whole: bool = False) -> Any:
        key = path, path.read_bytes(), whole
        if key not in known:
            known[key] = original(path, columns, whole=whole)
        return known[key]

    return read


def _compiled_once(original: Callable[..., Engine]) -> Callable[..., Engine]:
    """Engines of one dialect and one cache: what SQL was made of a query is made once."""

    def made(*args: Any, **options: Any) -> Engine:
        engine = original(*args, **options)
        first = _first.setdefault("engine", engine)
        engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
        return engine

    return made


_first: dict[str, Engine] = {}


def _hours(world: World) -> type[datetime]:
    class Hours(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            process = current()
            off = 0.0 if process is None else process.computer.off
            return world.clock.now(off).astimezone(tz)

    return Hours


def _opened(dialect: Any, record: Any, args: Any, options: dict[str, Any]) -> None:
    options["factory"] = Connection
    options["cached_statements"] = 256


@contextmanager
def doubled(world: World, dice: Random) -> Iterator[None]:
    """Have planilla live in a world, for the block."""

    def written(report: Report, destination: Path, _stands: Path | None = None) -> Path:
        reach("during-workbook")
        world.reported(report, destination)
        return destination

    def outside(*where: Any, **_: Any) -> None:
        world.strayed(f"{where[:2]}")
        raise OSError("a world has no network")

    replaced: list[tuple[Any, str, Any]] = [
        (socket, "getaddrinfo", outside),
        (socket.socket, "connect", outside),
        (socket.socket, "connect_ex", outside),
        (planilla.common.calendar, "datetime", _hours(world)),
        (time, "monotonic", lambda: 1000.0 + world.clock.elapsed),
        (os, "urandom", dice.randbytes),
        (planilla.ledger.presence, "FileLock", _Lock),
        (planilla.ledger.machine_markers, "FileLock", _Lock),
        (database, "FileLock", _Lock),
        (planilla.reading.process.read_file, "reader", _Reader),
        (planilla.writing.result_workbook, "write_result", written),
        (planilla.query.query, "write_result", written),
        (database, "create_engine", _compiled_once(create_engine)),
        (load, "typed_rows", _read_once(typed_rows)),
        (httpx._client, "AsyncHTTPTransport", lambda **_: world.network),
        (httpx, "AsyncHTTPTransport", lambda **_: world.network),  # where the contract is checked
        (ssl, "create_default_context", lambda *_, **__: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)),
    ]
    with instead(replaced):
        event.listen(Engine, "do_connect", _opened)
        planilla.common.failpoints.heard.append(reach)
        try:
            yield
        finally:
            planilla.common.failpoints.heard.remove(reach)
            event.remove(Engine, "do_connect", _opened)


@contextmanager
def instead(replaced: Iterable[tuple[Any, str, Any]]) -> Iterator[None]:
    """Have attributes of holders be doubles, for the block."""
    before: list[tuple[Any, str, Any]] = []
    try:
        for holder, name, double in replaced:
            before.append((holder, name, getattr(holder, name)))
            setattr(holder, name, double)
        yield
    finally:
        for holder, name, original in reversed(before):
            setattr(holder, name, original)
