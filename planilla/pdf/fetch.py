"""The PDFs: fetched as soon as their CAE is recorded, beside the lanes, never in their way.

A link works only on the day it was obtained (api.md 5), so an older or expired
one is renewed with `regenerar_pdf`. What cannot be had is written down and
tried again by the next run; after `budget_seconds` without one success nothing
more is tried in this one, nor after as many at the run's end, whatever is left.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from asyncio import FIRST_COMPLETED
from typing import TYPE_CHECKING

from planilla.common.calendar import today
from planilla.common.errors import LedgerError, NotSent, ServiceError, SettingsError
from planilla.common.failpoints import reach
from planilla.ledger.ledger import Ledger
from planilla.model.comprobante_key import Key
from planilla.model.operation import Document, Operation
from planilla.pdf.download import Downloader, NoDocument, pdf_path, store_pdf
from planilla.service.tusfacturas import TusFacturas
from planilla.settings.connection import Connect, Services
from planilla.settings.settings import Settings

if TYPE_CHECKING:
    import httpx

LEAST = 3  # at once; else as many as lanes, so that they are no slower than issuing
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
        self._queue: asyncio.Queue[Operation] = asyncio.Queue()
        self._asked: set[int] = set()
        self._workers: list[asyncio.Task[None]] = []
        self._trouble_since: float | None = None

    def start(self) -> None:
        """Begin to work in the background of the running loop."""
        count = max(LEAST, self._settings.concurrency)
        self._workers = [asyncio.create_task(self._work()) for _ in range(count)]

    def want(self, operation: Operation) -> None:
        """Ask for an operation's PDF, once a run."""
        if operation.id not in self._asked:
            self._asked.add(operation.id)
            self._queue.put_nowait(operation)

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
        while not self._queue.empty():
            left = self._queue.get_nowait()
            await asyncio.to_thread(self._ledger.documents.failed, left.id, LATE)
            self._queue.task_done()

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
                operation = await self._queue.get()
                try:
                    service = services.of(self._ledger.set_of(operation.scope))
                    await self._fetch(operation, service)
                except (LedgerError, SettingsError) as error:
                    log.warning("%s: %s", operation.numero_emitido, error)
                finally:
                    self._queue.task_done()
        finally:
            await services.close()

    async def _fetch(self, operation: Operation, service: TusFacturas) -> None:
        store = self._ledger.documents
        found = await asyncio.to_thread(store.of, [operation.id])
        document = found.get(operation.id)
        if document is None or (document.path is not None and document.path.is_file()):
            return
        try:
            content = await self._within_budget(operation, document, service)
            reach("before-pdf")
            owner = self._ledger.issuers.account(operation.account)
            path = pdf_path(self._settings, owner, operation.tipo, operation.numero_emitido)
            await asyncio.to_thread(store_pdf, path, content)
        except (NoDocument, OSError) as problem:
            log.warning("PDF of %s: %s", operation.numero_emitido, problem)
            await asyncio.to_thread(store.failed, operation.id, str(problem))
            return
        reach("after-pdf")
        digest = hashlib.sha256(content).hexdigest()
        await asyncio.to_thread(store.stored, operation.id, path, digest)
        reach("after-document")

    async def _within_budget(
        self, operation: Operation, document: Document, service: TusFacturas
    ) -> bytes:
        moment, since = time.monotonic(), self._trouble_since
        if since is not None and moment - since > self._settings.budget_seconds:
            raise NoDocument(LEFT)
        try:
            content = await self._content(operation, document, service)
        except NoDocument:
            self._trouble_since = moment if self._trouble_since is None else self._trouble_since
            raise
        self._trouble_since = None
        return content

    async def _content(
        self, operation: Operation, document: Document, service: TusFacturas
    ) -> bytes:
        url = document.url if document.url_day == today() else None
        for attempt in range(1, TRIES + 1):
            try:
                if url is None:
                    url = await self._renew(operation, service)
                return await self._downloader.get(url)
            except NoDocument as problem:
                if attempt == TRIES:
                    raise
                if problem.expired:
                    url = None
                await asyncio.sleep(self._settings.retry_seconds)
        raise NoDocument("no se pudo bajar el PDF")

    async def _renew(self, operation: Operation, service: TusFacturas) -> str:
        key = Key(operation.tipo, operation.punto_venta, operation.number)
        try:
            url = await service.regenerar_pdf(key)
        except NotSent as error:
            raise NoDocument("el servicio no está disponible") from error
        except ServiceError as error:
            raise NoDocument("el servicio no dio un enlace nuevo") from error
        await asyncio.to_thread(self._ledger.documents.renewed, operation.id, url)
        return url
