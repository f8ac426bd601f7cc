"""The queue (api.md 8): taking, retrying, changing, dropping, and issuing what is due."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from tests.double import answers, tables
from tests.double.books import Issued, Point, Queued, State
from tests.double.issuing import issue
from tests.double.rules import own_faults
from tests.double.texts import NO_QUOTA, NO_WEBHOOK, NOT_FOUND, Said
from tests.double.values import BUENOS_AIRES, Body, day

if TYPE_CHECKING:
    from tests.double.core import Double

NUEVO_ENCOLA = "facturacion/nuevo_encola"
LOTES_ENCOLA = "facturacion/lotes_encola"


def nuevo_encola(double: Double, point: Point, body: Body) -> Body:
    return _answer(double, _take(double, point, body))


def lotes_encola(double: Double, point: Point, body: Body) -> Body:
    """A bad request is dropped and the others are queued: the outer error is S then."""
    outcomes = [_take(double, point, request) for request in body["requests"]]
    taken = sum(isinstance(one, Queued) for one in outcomes)
    told = [_answer(double, one) for one in outcomes]
    if taken == len(outcomes):
        return answers.success(double, response=told)
    if not taken:
        texts = {text for one in told for text in one["errores"]}
        return answers.refused(sorted(texts)) | {"response": []}
    for one in told:
        if one["error"] == "S":
            one["rta"] = "No se procesara"
    sentence = f"El lote se procesa parcialmente: {len(told)} enviados, {taken} aceptados."
    return answers.refused([sentence]) | {"response": double.reordered(told)}


class _Refused(list[Said]):
    reference: str = ""


def _answer(double: Double, outcome: Queued | _Refused) -> Body:
    if isinstance(outcome, Queued):
        return answers.queued(double, outcome)
    return answers.refused(outcome, outcome.reference)


def _take(double: Double, point: Point, request: Body) -> Queued | _Refused:
    cliente, comprobante = request["cliente"], request["comprobante"]
    reference = str(comprobante["external_reference"])
    place = double.place(point, comprobante["punto_venta"])
    if isinstance(place, Said):
        found = _Refused([place])
    elif not point.webhook:
        found = _Refused([Said(NO_WEBHOOK)])
    elif double.quota_left(point.cuit) < 1:
        found = _Refused([Said(NO_QUOTA)])
    elif tables.is_fce(str(comprobante["tipo"])) and not double.switches.fce_queueable:
        found = _Refused([Said(f"{comprobante['tipo']} no se puede encolar")])
    else:
        found = _Refused(own_faults(double, point, place, cliente, comprobante))
    if found or isinstance(place, Said):
        found.reference = reference
        double.hook(point, "error", reference, 1, [one.text for one in found])
        return found
    entry = Queued(
        point=point,
        punto_venta=place,
        cliente=cliente,
        comprobante=comprobante,
        fecha=day(comprobante["fecha"]),
        at=double.now,
        order=len(double.books.queue) + 1,
        state=State.UNAPPROVED if double.switches.queue_approval else State.WAITING,
    )
    double.books.queue.append(entry)
    double.spend_quota(point.cuit, 1)
    double.hook(point, "encolado", reference, 1)
    return entry


def reenviar_encolado(double: Double, point: Point, body: Body) -> Body:
    """The first failed one of the reference is tried again."""
    for entry in _named(double, point, body):
        if entry.state is State.FAILED:
            _try_again(double, entry)
            return answers.success(double)
    return answers.refused([NOT_FOUND])


def _try_again(double: Double, entry: Queued) -> None:
    entry.state, entry.reasons = State.WAITING, []
    entry.attempt += 1
    entry.at = double.now
    double.hook(entry.point, "encolado", entry.reference, entry.attempt)


def cambiar_fecha(double: Double, point: Point, body: Body) -> Body:
    """The first of several with the reference."""
    found = _named(double, point, body)
    if not found:
        return answers.refused([NOT_FOUND])
    try:
        fecha, _ = day(body["fecha"]), day(body["vencimiento"])
    except ValueError:
        return answers.refused([f"La fecha {body['fecha']} no es valida"])
    entry = found[0]
    entry.fecha = fecha
    changed = {"fecha": body["fecha"], "vencimiento": body["vencimiento"]}
    entry.comprobante = entry.comprobante | changed
    double.hook(entry.point, "cambio_fecha", entry.reference, entry.attempt)
    if entry.state is State.FAILED and double.switches.date_change_requeues:
        _try_again(double, entry)
    return answers.success(double)


def eliminar(double: Double, point: Point, body: Body) -> Body:
    """Each of the reference is tried: PARCIAL where some could not be dropped."""
    found = _named(double, point, body)
    if double.switches.drop_by_date:
        found = [entry for entry in found if entry.fecha == day(body["fecha"])]
    if not found:
        return answers.refused([NOT_FOUND]) | {"procesados_cant": 0, "procesados": []}
    dropped, kept = [], []
    for entry in found:
        if entry.order in double.stuck:
            kept.append(f"{entry.name} se encuentra en proceso")
            continue
        entry.state = State.DROPPED
        dropped.append(f"{entry.name} eliminado")
        double.hook(entry.point, "eliminado", entry.reference, entry.attempt)
    answer: Body = {"error": "N" if not kept else "PARCIAL" if dropped else "S", "errores": kept}
    return answer | {"procesados_cant": len(dropped), "procesados": dropped}


def _named(double: Double, point: Point, body: Body) -> list[Queued]:
    mine = double.books.in_queue(point.cuit, point.punto_venta)
    return [entry for entry in mine if entry.reference == body["external_reference"]]


def due(double: Double, entry: Queued) -> datetime:
    """When the service would issue it."""
    morning = datetime.combine(entry.fecha, time(), BUENOS_AIRES)
    return max(morning, entry.at) + timedelta(seconds=double.switches.queue_takes)


def process(double: Double, entry: Queued) -> None:
    """Issue one that is due. What ARCA rejects is marked at once, with the hook `error`."""
    outcome = issue(
        double, entry.point, entry.punto_venta, entry.cliente, entry.comprobante, NUEVO_ENCOLA
    )
    if isinstance(outcome, Issued):
        entry.state = State.ISSUED
        double.hook(entry.point, "emitido", entry.reference, entry.attempt)
        return
    entry.state, entry.reasons = State.FAILED, outcome
    double.hook(entry.point, "error", entry.reference, entry.attempt, outcome)
