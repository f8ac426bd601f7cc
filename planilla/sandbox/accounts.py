"""`clientes/cuenta-corriente`: what a client owes, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from planilla.common.calendar import parse_service_date
from planilla.sandbox import answers, cuit_number
from planilla.sandbox.asked import Asked
from planilla.sandbox.books import Books
from planilla.sandbox.owed import in_pesos, left_of, visible

COMPANY = "MI EMPRESA"
NO_CLIENT = "No se han encontrado clientes."
NOT_OWED = ("PRESUPUESTO", "REMITO")

Row = tuple[date, int, dict[str, Any]]  # day and order, to sort by


def cuenta_corriente(
    books: Books, asked: Asked, name: str | None
) -> dict[str, Any] | list[dict[str, Any]]:
    """The account of a client with CUIT, of all points of sale, oldest first, `saldo` running.

    A bare list, or inside of an object under `name`: the documents do not say which.
    """
    number = str(asked.cliente["documento_nro"])
    if not cuit_number.is_valid(number):
        return answers.refused([("TFC-8002", "El CUIT informado no es valido.")])
    theirs = [held for held in books.held if _is_of(held, number)]
    if not theirs:
        return answers.failure(NO_CLIENT)
    rows = [row for held in theirs for row in _rows(held)]
    told = list(_running(sorted(rows, key=lambda row: row[:2])))
    return told if name is None else answers.success(**{name: told})


def _is_of(held: dict[str, Any], number: str) -> bool:
    client = held["cliente"]
    ours = client["documento_tipo"] == "CUIT" and str(client["documento_nro"]) == number
    return ours and held.get("shown", True) and not held["tipo"].startswith(NOT_OWED)


def _rows(held: dict[str, Any]) -> Iterator[Row]:
    """Its own row, and one a payment; the receipt of a credit note moves nothing by itself."""
    seen = visible(held)
    number = f"{held['punto_venta']:04d}-{held['numero']:08d}"
    credit = "NOTA DE CREDITO" in held["tipo"]
    fecha = str(held["comprobante"]["fecha"])
    concept = f"{held['tipo']} {number} ({COMPANY})"
    owed = _signed(in_pesos(held["comprobante"]), credit)
    yield _row(held["order"], fecha, concept, owed, left_of(seen))
    for pago in seen["pagos"]:
        # the block of `nuevo` has the order of its comprobante: it comes right behind
        concept = f"RECIBO DE COBRO X 0000-{pago['order']:08d} ({held['tipo']} {number})"
        amount = Decimal(0) if "credit" in pago else _signed(pago["total"], not credit)
        yield _row(pago["order"], pago.get("fecha", fecha), concept, amount, Decimal(0))


def _signed(total: object, is_credit: bool) -> Decimal:
    amount = Decimal(str(total))
    return -amount if is_credit else amount


def _row(order: int, fecha: str, concept: str, amount: Decimal, left: Decimal) -> Row:
    """`amount` is what the client owes more, or less if below zero."""
    row = {
        "fecha": fecha,
        "concepto": concept,
        "debe": max(amount, Decimal(0)),
        "haber": max(-amount, Decimal(0)),
        "resta_abonar_de_este_comprobante": left,
    }
    return parse_service_date(fecha) or date.min, order, row


def _running(rows: list[Row]) -> Iterator[dict[str, Any]]:
    balance = Decimal(0)
    for _, _, row in rows:
        balance += row["debe"] - row["haber"]
        told = {name: _plain(value) for name, value in row.items()}
        yield {**told, "saldo": _plain(balance)}


def _plain(value: Any) -> Any:
    """112.10 as 112.1, as the service writes it."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else value.normalize()
