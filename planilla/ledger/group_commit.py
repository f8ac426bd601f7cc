"""One writer for a process's lanes: what they ask in one moment goes to disk in one commit.

    lanes ──► waiting ──► one transaction (each in a savepoint) ──► commit ──► each is answered

A group is what has gathered while the last one was committed: nobody waits for company. Who
asks is answered once it is on disk, and not before. A change that is refused, or that cannot be
written as it is, fails alone; where the database or the commit fails so do all of its group, none
of which may be taken for done. Whoever is cancelled while waiting takes nothing back; what still
waits when the loop ends is not written, and who waits is told that it was cancelled.

SQLite alone: it has one writer at a time anyway. PostgreSQL groups the commits of several
connections by itself, and statements of several lanes run side by side there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import InternalError, OperationalError, SQLAlchemyError

from planilla.common.errors import LedgerError
from planilla.ledger.database import translated, writing

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Written(Generic[T]):
    """What a change gives, and how far the journal had come with it.

    With `refused` it gives nothing: that is raised once what it wrote is on disk.
    """

    value: T
    entry: int = 0
    refused: LedgerError | None = None


Change = Callable[[Connection], Written[Any]]
EVERYBODYS = (OperationalError, InternalError)
"""A full disk, a lock, a broken file: SQLite may have taken back all of a transaction then."""


@dataclass(slots=True)
class _Asked:
    change: Change
    answer: asyncio.Future[Written[Any]]


class GroupCommit:
    """Writes changes; `committed` is told, after each commit, how far the journal has come."""

    def __init__(self, engine: Engine, committed: Callable[[int], None]) -> None:
        self._engine = engine
        self._committed = committed
        self._groups = engine.dialect.name == "sqlite"
        self._waiting: WeakKeyDictionary[asyncio.AbstractEventLoop, list[_Asked]] = (
            WeakKeyDictionary()
        )
        self._writers: set[asyncio.Task[None]] = set()

    def write(self, change: Change) -> Any:
        """A change by itself, on disk when this returns; raises what it raises, `LedgerError`."""
        (done,) = self._commit([change])
        if isinstance(done, Exception):
            raise done
        return _value(done)

    async def ask(self, change: Change) -> Any:
        """The same, with whatever other lanes ask meanwhile."""
        if not self._groups:
            return await asyncio.to_thread(self.write, change)
        loop = asyncio.get_running_loop()
        asked = _Asked(change, loop.create_future())
        waiting = self._waiting.get(loop)
        if waiting is not None:  # the writer is at work, and looks again
            waiting.append(asked)
        else:
            self._waiting[loop] = [asked]
            writer = loop.create_task(self._work_off(loop))
            self._writers.add(writer)
            writer.add_done_callback(self._writers.discard)
        return _value(await asked.answer)

    async def _work_off(self, loop: asyncio.AbstractEventLoop) -> None:
        """Write what waits, group after group, until nothing does."""
        while group := self._waiting[loop]:
            self._waiting[loop] = []
            try:
                done = await asyncio.to_thread(self._commit, [one.change for one in group])
            except BaseException as error:
                _fail(group, error)
                if not isinstance(error, Exception):  # the loop ends: nobody writes what waits
                    _fail(self._waiting.pop(loop), error)
                    raise
                continue
            for one, written in zip(group, done, strict=True):
                if not one.answer.done():  # who asked may have been cancelled
                    _answer(one.answer, written)
        del self._waiting[loop]

    def _commit(self, changes: Sequence[Change]) -> list[Written[Any] | Exception]:
        """What each gives, once all are on disk; one that fails alone leaves the others be."""
        done: list[Written[Any] | Exception] = []
        with writing(self._engine) as connection:
            for change in changes:
                alone = len(changes) == 1
                try:
                    with nullcontext() if alone else connection.begin_nested():
                        done.append(change(connection))
                except EVERYBODYS:
                    raise
                except Exception as fault:
                    if alone:
                        raise
                    done.append(_own(fault))
        entries = [one.entry for one in done if isinstance(one, Written)]
        if last := max(entries, default=0):
            self._committed(last)
        return done


def _value(written: Written[Any]) -> Any:
    if written.refused is not None:
        raise written.refused
    return written.value


def _own(fault: Exception) -> Exception:
    """What one change failed with, as the ledger says it: a value that it does not take, say."""
    if not isinstance(fault, SQLAlchemyError):
        return fault
    try:
        with translated():
            raise fault
    except LedgerError as error:
        return error


def _answer(answer: asyncio.Future[Written[Any]], written: Written[Any] | Exception) -> None:
    if isinstance(written, Written):
        answer.set_result(written)
    else:
        answer.set_exception(written)


def _fail(group: Sequence[_Asked], error: BaseException) -> None:
    """Nobody of a group whose commit failed may believe that it is on disk.

    Each gets an error of its own: one that is raised in several places gathers their traces.
    """
    for one in group:
        if one.answer.done():
            continue
        if isinstance(error, asyncio.CancelledError):
            one.answer.cancel()
        elif len(group) > 1 and isinstance(error, LedgerError):
            one.answer.set_exception(type(error)(*error.args))
        else:
            one.answer.set_exception(error)
