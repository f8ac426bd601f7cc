"""The PDFs: fetched as soon as their CAE is recorded, beside the lanes, never in their way.

A link works only on the day it was obtained (api.md 5), so an older or expired
one is renewed with `regenerar_pdf`. What cannot be had is written down and
tried again by the next run; after `budget_seconds` without one success nothing
more is tried in this one, nor after as many at the run's end, whatever is left.
"""

from __future__ import annotations

import asyncio
import logging
import time
from asyncio import FIRST_COMPLETED
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from planilla.common.calendar import today
from planilla.common.errors import LedgerError, NotSent, ServiceError, SettingsError
from planilla.common.failpoints import reach
from planilla.ledger.chunks import chunks
from planilla.ledger.ledger import Ledger
from planilla.model.operation import Operation, State
from planilla.pdf.download import Downloader, NoDocument, at_once, pdf_path
from planilla.pdf.part_file import PartFile
from planilla.pdf.wanted import Wanted
from planilla.service.tusfacturas import TusFacturas
from planilla.settings.connection import Connect, Services
from planilla.settings.settings import Settings

if TYPE_CHECKING:
    import httpx

TRIES = 3
LEFT = "no se bajó en esta corrida: los anteriores no se pudieron bajar"
LATE = "no se bajó en esta corrida: eran demasiados para el tiempo que hay al final"
log = logging.getLogger(__name__)


class Fetcher:
    """Downloads PDFs from a queue until told that no more will come."""

    def __init__(
        self,
        ledger: Ledger,
        settings: Settings,
        connect: Connect,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._ledger = ledger
        self._settings = settings
        self._connect = connect
        self._downloader = Downloader(settings, transport)
        self._queue: asyncio.Queue[Wanted] = asyncio.Queue()
        self._asked: set[int] = set()
        self._workers: list[asyncio.Task[None]] = []
        self._trouble_since: float | None = None

    def start(self) -> None:
        """Begin to work in the background of the running loop."""
        count = at_once(self._settings)
        self._workers = [asyncio.create_task(self._work()) for _ in range(count)]

    def want(self, operation: Operation) -> None:
        """Ask for an operation's PDF, once a run; its link is of this moment, if it has one."""
        self._ask(Wanted.of(operation))

    async def want_missing(self, ids: Sequence[int]) -> None:
        """Ask for what these operations have and is not on disk, but for what was asked for."""
        for some in chunks([one for one in ids if one not in self._asked]):
            for wanted in await asyncio.to_thread(self._missing, some):
                self._ask(wanted)

    def _ask(self, wanted: Wanted) -> None:
        if wanted.operation_id not in self._asked:
            self._asked.add(wanted.operation_id)
            self._queue.put_nowait(wanted)

    def _missing(self, ids: Sequence[int]) -> list[Wanted]:
        documents = self._ledger.documents.of(ids)
        lack = [one for one, d in documents.items() if d.path is None or not d.path.is_file()]
        operations = self._ledger.operations.some(lack)
        done = (one for one in operations.values() if one.state is State.DONE)
        return [Wanted.of(one).by(documents[one.id]) for one in done]

    async def drain(self) -> None:
        """Wait until everything asked for has been tried, `budget_seconds` at most.

        What ends a worker is raised; what is left over is written down as such.
        """
        tried = asyncio.create_task(self._queue.join())
        limit = self._settings.budget_seconds
        try:
            await asyncio.wait([tried, *self._workers], timeout=limit, return_when=FIRST_COMPLETED)
            for worker in self._workers:
                if worker.done():
                    worker.result()
        finally:
            tried.cancel()
        left = []
        while not self._queue.empty():
            left.append(self._queue.get_nowait().operation_id)
            self._queue.task_done()
        await asyncio.to_thread(self._late, left)

    def _late(self, left: Sequence[int]) -> None:
        for one in left:
            self._ledger.documents.failed(one, LATE)

    async def close(self) -> None:
        """Stop the workers and close the connections."""
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)
        await self._downloader.close()

    async def _work(self) -> None:
        services = Services(self._connect)
        try:
            while True:
                wanted = await self._queue.get()
                try:
                    await self._fetch(wanted, services)
                except (LedgerError, SettingsError) as error:
                    log.warning("%s: %s", wanted.numero_emitido, error)
                finally:
                    self._queue.task_done()
        finally:
            await services.close()

    async def _fetch(self, wanted: Wanted, services: Services) -> None:
        if wanted.url is None:  # none came with it: the ledger may have an earlier one
            found = await asyncio.to_thread(self._missing, [wanted.operation_id])
            if not found:
                return
            (wanted,) = found
        owner = self._ledger.issuers.account(wanted.account)
        path = pdf_path(self._settings, owner, wanted.tipo, wanted.numero_emitido)
        try:
            part = await self._within_budget(wanted, path, services)
            reach("before-pdf")
            await asyncio.to_thread(self._keep, wanted.operation_id, part)
        except (NoDocument, OSError) as problem:
            log.warning("PDF of %s: %s", wanted.numero_emitido, problem)
            failed = self._ledger.documents.failed
            await asyncio.to_thread(failed, wanted.operation_id, str(problem))
            return
        reach("after-document")

    def _keep(self, operation_id: int, part: PartFile) -> None:
        """Its file and its record, by one thread."""
        digest = part.finish()
        reach("after-pdf")
        self._ledger.documents.stored(operation_id, part.path, digest)

    async def _within_budget(self, wanted: Wanted, path: Path, services: Services) -> PartFile:
        moment, since = time.monotonic(), self._trouble_since
        if since is not None and moment - since > self._settings.budget_seconds:
            raise NoDocument(LEFT)
        try:
            part = await self._part(wanted, path, services)
        except NoDocument:
            self._trouble_since = moment if self._trouble_since is None else self._trouble_since
            raise
        self._trouble_since = None
        return part

    async def _part(self, wanted: Wanted, path: Path, services: Services) -> PartFile:
        url = wanted.url if wanted.url_day == today() else None
        for attempt in range(1, TRIES + 1):
            try:
                if url is None:
                    service = services.of(self._ledger.set_of(wanted.scope))
                    url = await self._renew(wanted, service)
                return await self._downloader.get(url, path)
            except NoDocument as problem:
                if attempt == TRIES:
                    raise
                if problem.expired:
                    url = None
                await asyncio.sleep(self._settings.retry_seconds)
        raise NoDocument("no se pudo bajar el PDF")

    async def _renew(self, wanted: Wanted, service: TusFacturas) -> str:
        try:
            url = await service.regenerar_pdf(wanted.key)
        except NotSent as error:
            raise NoDocument("el servicio no está disponible") from error
        except ServiceError as error:
            raise NoDocument("el servicio no dio un enlace nuevo") from error
        await asyncio.to_thread(self._ledger.documents.renewed, wanted.operation_id, url)
        return url
