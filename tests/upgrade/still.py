"""A service that shows what it holds and takes nothing: what would change it is written down.

It is made from the contract (`schemas/service`) and from the books that lie beside a
ledger. Every request and every answer is held against the contract.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

import simplejson

from schemas.service import contract

PREFIX = "/app/api/v2/"
NOTHING = "No se han encontrado comprobantes."
PAPER = b"%PDF-1.4\n%%EOF\n"
READS = frozenset(
    {
        "facturacion/consulta",
        "facturacion/consulta_avanzada",
        "facturacion/numeracion",
        "facturacion/regenerar_pdf",
        "facturacion/topecf",
        "facturacion/requiere_fec",
        "clientes/cuenta-corriente",
        "estado_servicios/alertas",
        "micuenta/consumo",
    }
)
MAINTENANCE = {
    "error": "S",
    "mantenimiento": 1,
    "mantenimiento_hasta": "31/12/2099 06:10",
    "errores": ["Mantenimiento hasta las 06:10"],
}
Books = Mapping[str, Any]
"""One company's: `apikey`; `comprobantes` as they are shown, oldest first; `cuentas` by CUIT."""


class Mood(Enum):
    """What it says when it is asked."""

    HOLDS = "what the ledger issued is there"
    EMPTY = "no search and no question finds anything; the numbers are those of the books"
    MAINTENANCE = "every request is refused"


class StillService:
    """`with StillService(books) as service: service.url`; `address` is where its links point."""

    def __init__(self, books: Sequence[Books], mood: Mood = Mood.HOLDS) -> None:
        self._books = {str(one["apikey"]): one for one in books}
        self.mood = mood
        self.asked: list[str] = []
        self.changing: list[tuple[str, Any]] = []
        self.faults: list[str] = []
        still = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                body = simplejson.loads(self.rfile.read(length), use_decimal=True)
                method = self.path.removeprefix(PREFIX)
                answer = simplejson.dumps(still.answer(method, body), use_decimal=True)
                self._send(answer.encode(), "application/json")

            def do_GET(self) -> None:
                self._send(PAPER, "application/pdf")

            def _send(self, content: bytes, kind: str) -> None:
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                """Nothing on the screen."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.url = self.address + PREFIX
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def answer(self, method: str, body: Mapping[str, Any]) -> Any:
        """What is answered; what would change something is refused, and kept in `changing`."""
        self.asked.append(method)
        wire = contract()[method]
        self._hold("asked", method, wire.request_faults(_plain(body)))
        if method not in READS:
            self.changing.append((method, {k: v for k, v in body.items() if "token" not in k}))
            return _refused("Este servicio no hace nada: solo muestra lo que tiene.")
        answer = MAINTENANCE if self.mood is Mood.MAINTENANCE else self._read(method, body)
        self._hold("answered", method, wire.answer_faults(_plain(answer)))
        return answer

    def _hold(self, what: str, method: str, faults: Sequence[str]) -> None:
        self.faults += [f"{what} {method}: {fault}" for fault in faults]

    def _linked(self, shown: Mapping[str, Any]) -> dict[str, Any]:
        """What is shown, with a link to its PDF if it has one."""
        inner = shown["comprobante"]
        link = f"{self.address}/pdf/{inner['numero']}.pdf" if inner["cae"].strip() else ""
        return {**shown, "comprobante": {**inner, "comprobante_pdf_url": link}}

    def _read(self, method: str, body: Mapping[str, Any]) -> Any:
        books = self._books[str(body["apikey"])]
        wanted = body.get("comprobante", {})
        if method == "facturacion/numeracion":
            return _done(comprobante={**wanted, "numero": 1 + len(_lane(books, wanted))})
        if method == "facturacion/regenerar_pdf":
            return {"error": "N", "comprobante_pdf_url": f"{self.address}/pdf/nuevo.pdf"}
        if method == "facturacion/consulta":
            found = [one for one in _lane(books, wanted) if _number(one) == int(wanted["numero"])]
            shown = self.mood is Mood.HOLDS and found
            return _done(**self._linked(found[0])) if shown else _refused(NOTHING)
        if method == "facturacion/consulta_avanzada":
            every = _searched(books, body) if self.mood is Mood.HOLDS else []
            first = int(body["pagina"]) * int(body["limite"])
            page = [self._linked(one) for one in every[first : first + int(body["limite"])]]
            return {**_done(comprobantes=page), "total": len(every)}
        if method == "clientes/cuenta-corriente":
            rows = books["cuentas"].get(str(body["cliente"]["documento_nro"]))
            return rows if self.mood is Mood.HOLDS and rows else _refused(NOTHING)
        return {
            "estado_servicios/alertas": _done(facturacion="OK"),
            "micuenta/consumo": _done(comprobantes_cupo=500, comprobantes_disponibles=400),
            "facturacion/topecf": _done(monto=10_000_000),
        }[method]


def _plain(value: Any) -> Any:
    """As a validator of JSON takes it."""
    return simplejson.loads(simplejson.dumps(value, use_decimal=True))


def _done(**fields: Any) -> dict[str, Any]:
    return {"error": "N", "errores": [""], "rta": "OK", **fields}


def _refused(text: str) -> dict[str, Any]:
    return {"error": "S", "errores": [text]}


def _number(shown: Mapping[str, Any]) -> int:
    return int(shown["comprobante"].get("numero") or 0)


def _lane(books: Books, wanted: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What has a number in the lane that a request names."""
    lane = str(wanted["tipo"]).upper(), int(wanted["punto_venta"])
    return [
        one
        for one in books["comprobantes"]
        if _number(one)
        and (one["comprobante"]["tipo"], int(one["comprobante"]["punto_venta"])) == lane
    ]


def _searched(books: Books, body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a search finds, newest first."""
    wanted = body["comprobante"]
    if body["busqueda_tipo"] == "TN":
        first, last = int(wanted["numero_desde"]), int(wanted["numero_hasta"])
        return [one for one in _lane(books, wanted) if first <= _number(one) <= last][::-1]
    name = {"F": "fecha", "EXT_REF": "external_reference"}[str(body["busqueda_tipo"])]
    found = [one for one in books["comprobantes"] if one["comprobante"][name] == wanted[name]]
    return found[::-1]
