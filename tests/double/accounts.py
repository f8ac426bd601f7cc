"""Payments and current accounts: in pesos, without idempotency (api.md 4)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tests.double import answers, tables
from tests.double.association import named_by
from tests.double.books import Issued, Payment, Point
from tests.double.rules import pagos_faults
from tests.double.texts import NOT_FOUND, Said
from tests.double.values import Body, amount, digits, number, plain, told

if TYPE_CHECKING:
    from tests.double.core import Double

PAGAR = "facturacion/pagar"
NO_ACCOUNT = ("PRESUPUESTO", "REMITO")


def pagar(double: Double, point: Point, body: Body) -> Body:
    comprobante = body["comprobante"]
    one = named(double, point, comprobante)
    if isinstance(one, Said):
        return answers.refused([one])
    pagos = comprobante["pagos"]
    found = list(pagos_faults(pagos, one.pesos))
    too_much = double.switches.overpaid_refused and amount(pagos["total"]) > double.books.rest(one)
    if too_much and not found:
        found.append(Said("El importe supera lo que resta abonar del comprobante"))
    if found:
        return answers.refused(found)
    receive(double, one, pagos, "pagar")
    return answers.success(double)


def named(double: Double, point: Point, comprobante: Body) -> Issued | Said:
    """The issued one that a body names by tipo, point and number."""
    place = double.place(point, comprobante["punto_venta"])
    if isinstance(place, Said):
        return place
    lane = (point.cuit, place, str(comprobante["tipo"]))
    one = double.books.find(lane, number(comprobante["numero"]))
    return one if one and comprobante["operacion"] == "V" else Said(NOT_FOUND)


def receive(double: Double, one: Issued, pagos: Body, by: str) -> None:
    means = tuple((str(p["descripcion"]), amount(p["importe"])) for p in pagos["formas_pago"])
    double.books.pay(Payment(one, amount(pagos["total"]), means, double.now, by))


def credit_by_note(double: Double, note: Issued) -> None:
    """A note of one comprobante, equal to it and finding it wholly unpaid, credits it."""
    named_ones = named_by(note.comprobante)
    if len(named_ones) != 1:
        return
    lane = (note.cuit, number(named_ones[0]["punto_venta"]), named_ones[0]["tipo_comprobante"])
    one = double.books.find(lane, number(named_ones[0]["numero"]))
    if one is None or one.total != note.total or double.books.paid(one):
        return
    for credited in (one, note):
        double.books.pay(Payment(credited, credited.pesos, (), double.now, "nota"))


def cuenta_corriente(double: Double, point: Point, body: Body) -> Any:
    """The rows of a client over all points of sale of the company."""
    document = digits(body["cliente"]["documento_nro"])
    rows: list[Body] = []
    saldo = Decimal(0)
    for row in _rows(double, point.cuit, document):
        saldo += row.pop("_")
        rows.append(row | {"saldo": plain(saldo)})
    wrapped = double.switches.account_wrapped_as
    return answers.success(double, **{wrapped: rows}) if wrapped else rows


def _rows(double: Double, cuit: str, document: str) -> list[Body]:
    """In the order in which things happened; `_` is what each adds to the balance."""
    mine = [
        one
        for one in double.books.issued
        if one.cuit == cuit and one.document == document and one.shown
    ]
    events: list[tuple[Any, int, Body]] = []
    for one in mine:
        if one.tipo not in NO_ACCOUNT and not _only_by_receipt(double, one):
            events.append((one.at, 0, _comprobante_row(double, one)))
    for place, paid in enumerate(double.books.payments):
        if any(paid.issued is one for one in mine):
            row = _receipt_row(double, paid, place + 1)
            events += [(paid.at, 1, row)] if row else []
    return [row for _, _, row in sorted(events, key=lambda event: event[:2])]


def _only_by_receipt(double: Double, one: Issued) -> bool:
    by_itself = tables.is_credit(one.tipo) and double.books.paid(one) > 0
    return by_itself and double.switches.note_rows == "receipt"


def _comprobante_row(double: Double, one: Issued) -> Body:
    credit = tables.is_credit(one.tipo)
    row: Body = {
        "fecha": told(one.fecha),
        "concepto": answers.short_name(double, one),
        "debe": 0 if credit else plain(one.pesos),
        "haber": plain(one.pesos) if credit else 0,
        "_": -one.pesos if credit else one.pesos,
    }
    if double.switches.account_rest and not credit:
        row["resta_abonar_de_este_comprobante"] = plain(double.books.rest(one))
    return row


def _receipt_row(double: Double, paid: Payment, place: int) -> Body | None:
    by_note = paid.by == "nota"
    if by_note and (double.switches.note_rows == "note" or tables.is_credit(paid.issued.tipo)):
        return None
    return {
        "fecha": told(paid.at.date()),
        "concepto": f"RECIBO X 0001-{place:08} ({double.name_of(paid.issued.cuit)})",
        "debe": 0,
        "haber": plain(paid.amount),
        "_": -paid.amount,
    }
