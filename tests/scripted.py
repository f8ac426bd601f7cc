"""A service that shows what a test tells it to: for what no orderly service would do."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from planilla.common.calendar import service_date, today
from schemas.service import contract

PREFIX = "/app/api/v2/"
CREDENTIALS = {"usertoken": "u-de-prueba", "apikey": "4321", "apitoken": "a-de-prueba"}
WAITING = "EN COLA, ESPERANDO APROBACION"
APPROVED = "APROBADO Y EN COLA. SE EMITE EL 03/12/2026"
FAILED = "ENVIADO A PROCESAR - CON ERROR"
ISSUED = "EMITIDO"
NOTHING = {"error": "S", "errores": ["No se han encontrado comprobantes."]}
Answer = Callable[[dict[str, Any]], Any]


class Scripted:
    """Over real HTTP. `shown` are the entries of its searches, `says` answers by method.

    What is not scripted is answered with the contract's own first example; what is
    sent to the queue is kept in `queued` and not shown by itself, what is issued is.
    """

    credentials = CREDENTIALS

    def __init__(self) -> None:
        self.shown: list[dict[str, Any]] = []
        self.says: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.queued: list[dict[str, Any]] = []
        self.last: Counter[str] = Counter()  # the last number of a tipo
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                answer = json.dumps(service.answer(self.path.removeprefix(PREFIX), body)).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_args: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}{PREFIX}"

    def answer(self, method: str, body: dict[str, Any]) -> Any:
        """What is answered to one request."""
        faults = contract()[method].request_faults(body)
        assert not faults, faults
        self.asked.append((method, body))
        if method in self.says:
            return self.says[method](body)
        own: dict[str, Answer] = {
            "facturacion/consulta_avanzada": self._search,
            "facturacion/consulta": lambda _: NOTHING,
            "facturacion/numeracion": self._following,
            "facturacion/nuevo": self._issue,
            "facturacion/nuevo_encola": self._queue,
            "facturacion/lotes_encola": self._lot,
        }
        return own[method](body) if method in own else contract()[method].answers[0].example

    def _search(self, body: dict[str, Any]) -> dict[str, Any]:
        wanted = body["comprobante"]
        found = [one for one in self.shown if _fits(body["busqueda_tipo"], wanted, one)]
        page = found[body["pagina"] * body["limite"] :][: body["limite"]]
        return {"error": "N", "errores": [], "total": len(found), "comprobantes": page}

    def _following(self, body: dict[str, Any]) -> dict[str, Any]:
        comprobante = body["comprobante"]
        return {
            "error": "N",
            "errores": [],
            "comprobante": {**comprobante, "numero": self.last[comprobante["tipo"]] + 1},
        }

    def _issue(self, request: dict[str, Any]) -> dict[str, Any]:
        comprobante = request["comprobante"]
        number = int(comprobante["numero"])
        self.queued.append(request)
        self.shown.append(self.issued(number))
        self.queued.pop()
        self.last[comprobante["tipo"]] = number
        return {
            **_example("facturacion/nuevo"),
            "cae": self.shown[-1]["comprobante"]["cae"],
            "external_reference": comprobante["external_reference"],
            "comprobante_nro": f"{int(comprobante['punto_venta']):05d}-{number:08d}",
            "comprobante_tipo": comprobante["tipo"],
            "afip_qr": "",
        }

    def _queue(self, request: dict[str, Any]) -> dict[str, Any]:
        comprobante = request["comprobante"]
        self.queued.append(request)
        return {
            **_example("facturacion/nuevo_encola"),
            "external_reference": comprobante["external_reference"],
            "comprobante_nro": f"{int(comprobante['punto_venta']):05d}-00000000",
            "comprobante_tipo": comprobante["tipo"],
        }

    def _lot(self, body: dict[str, Any]) -> dict[str, Any]:
        return {"error": "N", "errores": [], "response": [self._queue(r) for r in body["requests"]]}

    def entry(self, place: int = -1, **changes: Any) -> dict[str, Any]:
        """What was queued, as a search would show it; by default waiting, with a number."""
        request = self.queued[place]
        comprobante = {
            **request["comprobante"],
            "numero": 5,
            "total": float(request["comprobante"]["total"]),
            "cae": " ",
            "vencimiento_cae": "",
            "status": WAITING,
            "ctacte_status": "",
            "afip_observaciones": "",
            "afip_qr": "",
            "comprobante_pdf_url": "",
            **changes,
        }
        return {"cliente": request["cliente"], "comprobante": comprobante}

    def issued(self, numero: int, place: int = -1, **changes: Any) -> dict[str, Any]:
        """What was queued, as it is shown once it is issued."""
        given = {"cae": f"7400111222{numero:04d} ", "status": ISSUED, "ctacte_status": "IMPAGA"}
        expiry = {"vencimiento_cae": service_date(today())}
        return self.entry(place, **{"numero": numero, **given, **expiry, **changes})

    def count(self, method: str) -> int:
        """How often a method was asked."""
        return sum(name == f"facturacion/{method}" for name, _ in self.asked)

    def bodies(self, method: str) -> list[dict[str, Any]]:
        """What a method was sent."""
        return [body for name, body in self.asked if name == f"facturacion/{method}"]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


def _example(method: str) -> dict[str, Any]:
    return dict(contract()[method].answers[0].example)


def _fits(kind: str, wanted: dict[str, Any], entry: dict[str, Any]) -> bool:
    one = entry["comprobante"]
    if kind == "EXT_REF":
        return bool(one["external_reference"] == wanted["external_reference"])
    if kind == "F":
        return bool(one["fecha"] == wanted["fecha"])
    lane = (one["tipo"], int(one["punto_venta"])) == (wanted["tipo"], int(wanted["punto_venta"]))
    return lane and int(wanted["numero_desde"]) <= one["numero"] <= int(wanted["numero_hasta"])
