"""`facturacion/nuevo` and `facturacion/lotes`: instant issuing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tests.double import answers, tables
from tests.double.accounts import credit_by_note, receive
from tests.double.books import Email, Issued, Point, State
from tests.double.rules import arca_faults, own_faults
from tests.double.texts import ARCA_DOWN, DRAGGED, NO_QUOTA, QUEUE_FIRST, Said
from tests.double.values import Body, amount, day, number, rounded

if TYPE_CHECKING:
    from tests.double.core import Double

NUEVO = "facturacion/nuevo"
LOTES = "facturacion/lotes"


def nuevo(double: Double, point: Point, body: Body) -> Body:
    cliente, comprobante = body["cliente"], body["comprobante"]
    reference = str(comprobante.get("external_reference", ""))
    punto_venta = double.place(point, comprobante["punto_venta"])
    if isinstance(punto_venta, Said):
        return answers.refused([punto_venta], reference)
    found: Sequence[Said | str] = own_faults(double, point, punto_venta, cliente, comprobante)
    found = found or impediments(double, point, punto_venta, 1)
    if found:
        return answers.refused(found, reference)
    one = issue(double, point, punto_venta, cliente, comprobante, NUEVO)
    if isinstance(one, list):
        return answers.refused(one, reference)
    return answers.issued(double, one)


def lotes(double: Double, point: Point, body: Body) -> Body:
    requests: list[Body] = body["requests"]
    places = [double.place(point, one["comprobante"]["punto_venta"]) for one in requests]
    found: list[Said | str] = [*_lot_faults(requests)]
    for request, place in zip(requests, places, strict=True):
        if isinstance(place, Said):
            found.append(place)
        else:
            found += own_faults(double, point, place, request["cliente"], request["comprobante"])
    numbers = [place for place in places if not isinstance(place, Said)]
    found = found or [*impediments(double, point, numbers[0], len(requests))]
    if found:  # one fault of the service's own validation stops the whole lot
        return answers.refused(found)
    return _lot(double, point, list(zip(requests, numbers, strict=True)))


def _lot(double: Double, point: Point, lot: list[tuple[Body, int]]) -> Body:
    """ARCA rejects every one after the first that it rejects."""
    told: list[Body] = []
    dragged = False
    for request, place in lot:
        comprobante = request["comprobante"]
        outcome: Issued | list[str] = [DRAGGED]
        if not dragged:
            outcome = issue(double, point, place, request["cliente"], comprobante, LOTES)
        if isinstance(outcome, Issued):
            told.append(answers.issued(double, outcome))
            continue
        dragged = True
        told.append(_rejected(double, point, place, comprobante, outcome, len(told)))
    answer: Body = {"error": "S" if dragged else "N", "errores": [], "response": told}
    if double.switches.lot_nested:
        answer["response"] = [{"error": answer["error"], "errores": [], "response": told}]
    return answer


def _rejected(
    double: Double, point: Point, place: int, comprobante: Body, why: list[str], after: int
) -> Body:
    """It shows a number that it did not get."""
    following = double.books.next((point.cuit, place, comprobante["tipo"])) + after
    return {
        "error": "S",
        "errores": why,
        "cae": "",
        "comprobante_nro": f"{place:05}-{following:08}",
        "external_reference": str(comprobante.get("external_reference", "")),
        "cae_vencimiento": "",
        "observaciones": "",
        "envio_x_mail": "",
        "envio_x_mail_direcciones": "",
    }


def _lot_faults(requests: Sequence[Body]) -> list[Said]:
    """One tipo, no E and no FCE, ascending date and number."""
    found = []
    first = requests[0]["comprobante"]
    before: tuple[Any, int] | None = None
    for row, request in enumerate(requests):
        comprobante = request["comprobante"]
        tipo = comprobante["tipo"]
        place = f"El comprobante enviado en la fila {row} (comenzando en 0)"
        if tipo != first["tipo"]:
            found.append(Said(f"{place} tiene un tipo de comprobante diferente."))
        if number(comprobante["punto_venta"]) != number(first["punto_venta"]):
            found.append(Said(f"{place} tiene un punto de venta diferente."))
        if tables.letter(tipo) == "E" or tables.is_fce(tipo):
            found.append(Said(f"{place} no se puede enviar por lote."))
        try:
            mine = (day(comprobante["fecha"]), number(comprobante.get("numero", 0)))
        except ValueError:
            continue  # said by the rules of each
        if before and mine < before:
            found.append(Said(f"{place} no esta ordenado por fecha y numero."))
        before = mine
    return found


def impediments(double: Double, point: Point, punto_venta: int, many: int) -> list[Said]:
    """What keeps this point from issuing now, whatever the comprobante."""
    waiting = [
        one
        for one in double.books.in_queue(point.cuit, punto_venta)
        if double.switches.failed_block or one.state is not State.FAILED
    ]
    if waiting:
        return [Said(QUEUE_FIRST)]
    if double.quota_left(point.cuit) < many:
        return [Said(NO_QUOTA)]
    return [Said(ARCA_DOWN)] if double.arca_is_down() else []


def issue(
    double: Double,
    point: Point,
    punto_venta: int,
    cliente: Body,
    comprobante: Body,
    by: str,
) -> Issued | list[str]:
    """Give it its number and CAE, with all that follows; or ARCA's texts against it."""
    recovered = _recovered(double, point, punto_venta, cliente, comprobante)
    if recovered:
        return recovered
    found = arca_faults(double, point, punto_venta, comprobante, double.today)
    if found:
        return found
    tipo = str(comprobante["tipo"])
    one = Issued(
        cuit=point.cuit,
        punto_venta=punto_venta,
        tipo=tipo,
        numero=double.books.next((point.cuit, punto_venta, tipo)),
        fecha=day(comprobante["fecha"]),
        total=rounded(amount(comprobante["total"])),
        cae=double.new_cae() if tables.TIPOS[tipo] and not double.switches.development else "",
        cliente=cliente,
        comprobante=comprobante,
        at=double.now,
        by=by,
        order=len(double.books.issued),
    )
    double.books.issue(one)
    double.spend_quota(point.cuit, 1 if by in (NUEVO, LOTES) else 0)
    _afterwards(double, one, by)
    return one


def _afterwards(double: Double, one: Issued, by: str) -> None:
    mail = answers.addresses(one.cliente)
    if mail:
        double.books.emails.append(Email(one, mail, double.now, by))
    if "pagos" in one.comprobante:
        receive(double, one, one.comprobante["pagos"], "pagos")
    if tables.is_credit(one.tipo):
        credit_by_note(double, one)


def _recovered(
    double: Double, point: Point, punto_venta: int, cliente: Body, comprobante: Body
) -> Issued | None:
    """The one that only ARCA knew, sent again: by a switch its CAE is recovered."""
    if not double.switches.orphan_recovered:
        return None
    for one in double.books.issued:
        same = one.cliente == cliente and one.comprobante == comprobante
        if not one.shown and same and one.punto_venta == punto_venta and one.cuit == point.cuit:
            double.books.find_again(one)
            return one
    return None
