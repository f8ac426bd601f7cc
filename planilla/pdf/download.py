"""One PDF: where it may come from, how it is fetched and checked, where it is put."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx

from planilla.common.private_home import private_folders
from planilla.model.issuers import Issuer
from planilla.service.bounded_body import TooMuch, read_within
from planilla.settings.connection import tls
from planilla.settings.settings import LOOPBACK, VENDOR_HOSTS, Settings

REDIRECTS = 3
LARGEST_BYTES = 20_000_000


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


class Downloader:
    """Downloads PDFs over connections of its own; without credentials."""

    def __init__(
        self, settings: Settings, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._settings = settings
        self._seconds = settings.timeout_seconds
        self._http = httpx.AsyncClient(timeout=self._seconds, transport=transport, verify=tls())

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def get(self, url: str) -> bytes:
        """The PDF behind a link, whole, within the limit of one request; raises `NoDocument`."""
        try:
            async with asyncio.timeout(self._seconds):
                return await self._follow(url)
        except TimeoutError as error:
            raise NoDocument(f"el PDF no terminó de bajar en {self._seconds:g} s") from error
        except TooMuch as error:
            raise NoDocument("lo que bajó es demasiado grande para ser el PDF") from error
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:  # of a host, a Location
            raise NoDocument(f"no se pudo bajar el PDF ({type(error).__name__})") from error

    async def _follow(self, url: str) -> bytes:
        for _ in range(REDIRECTS):
            if not allowed(url, self._settings):
                raise NoDocument("el enlace no es del servicio: no se baja")
            async with self._http.stream("GET", url) as response:
                if response.is_redirect:
                    url = urljoin(url, response.headers.get("Location", ""))
                    continue
                return await _read(response)
        raise NoDocument("el enlace da demasiadas vueltas", expired=True)


async def _read(response: httpx.Response) -> bytes:
    if response.status_code != httpx.codes.OK:
        expired = response.is_client_error
        raise NoDocument(f"el enlace respondió {response.status_code}", expired=expired)
    content = await read_within(response, LARGEST_BYTES)
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise NoDocument("lo que bajó no es un PDF entero", expired=True)
    return content


def store_pdf(path: Path, content: bytes) -> None:
    """Write the file whole or not at all; raises `OSError`."""
    private_folders(path.parent)
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
