"""One PDF: where it may come from, how it is fetched and checked, where it is put."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx

from planilla.model.issuers import Issuer
from planilla.pdf.part_file import PartFile
from planilla.service.bounded_body import TooMuch, pieces_within
from planilla.settings.connection import tls
from planilla.settings.settings import LOOPBACK, VENDOR_HOSTS, Settings

REDIRECTS = 3
LARGEST_BYTES = 20_000_000
LEAST, MOST = 3, 64  # at once
LOT_FOLD = 8
"""Lots issue ten times as fast as one by one, and their PDFs come one by one all the same."""
KEPT_SECONDS = 60.0  # between two PDFs of a lane there is an issuing, of 5 s and more at times


class NoDocument(Exception):
    """The PDF could not be had; `expired` when a new link may help."""

    def __init__(self, message: str, *, expired: bool = False) -> None:
        super().__init__(message)
        self.expired = expired


def allowed(url: str, settings: Settings) -> bool:
    """Whether a link is http(s) and of the service's own hosts, or of hosts the settings name."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    if host in LOOPBACK:
        return settings.host in LOOPBACK and parts.scheme in {"http", "https"}
    trusted = (settings.host, *VENDOR_HOSTS, *settings.pdf_hosts)
    return parts.scheme == "https" and any(host == t or host.endswith("." + t) for t in trusted)


def pdf_path(settings: Settings, owner: Issuer, tipo: str, numero_emitido: str) -> Path:
    """Where the PDF of a comprobante stands on disk."""
    company = owner.digits or owner.account
    folder = re.sub(r"[^\w() -]", "_", tipo)
    return settings.home.absolute() / "pdf" / company / folder / f"{numero_emitido}.pdf"


def at_once(settings: Settings) -> int:
    """How many PDFs are fetched side by side: as many as keep up with what is issued."""
    lanes = settings.concurrency * (LOT_FOLD if settings.lots else 1)
    return min(max(LEAST, lanes), max(MOST, settings.concurrency))


class Downloader:
    """Downloads PDFs over connections of its own, kept from one to the next; no credentials."""

    def __init__(
        self, settings: Settings, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._settings = settings
        self._seconds = settings.timeout_seconds
        most = at_once(settings)
        limits = httpx.Limits(
            max_connections=most, max_keepalive_connections=most, keepalive_expiry=KEPT_SECONDS
        )
        self._http = httpx.AsyncClient(
            timeout=self._seconds, transport=transport, verify=tls(), limits=limits
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def get(self, url: str, path: Path) -> PartFile:
        """The PDF behind a link, whole, within the limit of one request; raises `NoDocument`.

        Whoever gets it finishes it, which puts it at `path`, or discards it. Raises `OSError`
        where the disk does not take it. Of one that does not come whole nothing is left.
        """
        part = PartFile(path)
        try:
            return await self._within_the_limit(url, part)
        except BaseException:
            part.discard()
            raise

    async def _within_the_limit(self, url: str, part: PartFile) -> PartFile:
        try:
            async with asyncio.timeout(self._seconds):
                await self._follow(url, part)
        except TimeoutError as error:
            raise NoDocument(f"el PDF no terminó de bajar en {self._seconds:g} s") from error
        except TooMuch as error:
            raise NoDocument("lo que bajó es demasiado grande para ser el PDF") from error
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:  # of a host, a Location
            raise NoDocument(f"no se pudo bajar el PDF ({type(error).__name__})") from error
        return part

    async def _follow(self, url: str, part: PartFile) -> None:
        for _ in range(REDIRECTS):
            if not allowed(url, self._settings):
                raise NoDocument("el enlace no es del servicio: no se baja")
            async with self._http.stream("GET", url) as response:
                if response.is_redirect:
                    url = urljoin(url, response.headers.get("Location", ""))
                    continue
                return await _read(response, part)
        raise NoDocument("el enlace da demasiadas vueltas", expired=True)


async def _read(response: httpx.Response, part: PartFile) -> None:
    if response.status_code != httpx.codes.OK:
        expired = response.is_client_error
        raise NoDocument(f"el enlace respondió {response.status_code}", expired=expired)
    async for piece in pieces_within(response, LARGEST_BYTES):
        part.take(piece)
        if part.no_pdf:
            break
        if part.is_full:
            await asyncio.to_thread(part.flush)
    told = response.headers.get("Content-Length", "")
    if not part.whole or (told.isdecimal() and int(told) != response.num_bytes_downloaded):
        raise NoDocument("lo que bajó no es un PDF entero", expired=True)
