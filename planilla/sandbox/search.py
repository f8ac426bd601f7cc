"""`consulta_avanzada`: what is held and what is queued, by reference, day or numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from planilla.sandbox import answers
from planilla.sandbox.books import Books
from planilla.sandbox.naming import lane_named, whole
from planilla.sandbox.payments import NOT_FOUND
from schemas.service import contract


def consulta_avanzada(
    books: Books,
    body: dict[str, Any],
    link: Callable[[dict[str, Any]], str],
    *,
    strict: bool,
    page: int,
) -> dict[str, Any]:
    """Newest first, at most `page` at a time; `strict` answers error S when nothing is found."""
    if faults := contract()["facturacion/consulta_avanzada"].request_faults(body):
        return answers.failure(f"La busqueda no es valida: {faults[0]}", code="TFC-6002")
    matches = _test(str(body["busqueda_tipo"]), body["comprobante"])
    everything = [*(h for h in books.held if h.get("shown", True)), *books.in_queue()]
    found = [one for one in everything if matches(one)]
    found.sort(key=lambda one: int(one["order"]), reverse=True)
    if not found and strict:
        return answers.failure(NOT_FOUND)
    limit = min(whole(body.get("limite")) or page, page)
    start = whole(body.get("pagina")) * limit
    shown = [
        answers.shown(one, link(one)) if "numero" in one else answers.waiting(one)
        for one in found[start : start + limit]
    ]
    return answers.success(rta="OK", total=len(found), comprobantes=shown)


def _test(kind: str, wanted: dict[str, Any]) -> Callable[[dict[str, Any]], bool]:
    lane = lane_named(wanted)
    first, last = whole(wanted.get("numero_desde")), whole(wanted.get("numero_hasta"))
    tests: dict[str, Callable[[dict[str, Any]], bool]] = {
        "EXT_REF": lambda one: one["external_reference"] == wanted.get("external_reference"),
        "F": lambda one: one["comprobante"]["fecha"] == wanted.get("fecha"),
        "TN": lambda one: (
            "numero" in one  # one of the queue has none yet
            and (one["punto_venta"], one["tipo"]) == lane
            and first <= one["numero"] <= last
        ),
    }
    return tests[kind]
