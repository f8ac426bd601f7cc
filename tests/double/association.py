"""What a note corrects (api.md 3; the vendor's page of notes)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.double import tables
from tests.double.books import Point
from tests.double.texts import Said
from tests.double.values import Body, day, digits, number

if TYPE_CHECKING:
    from tests.double.core import Double

OLDEST = timedelta(days=15)


def named_by(comprobante: Body) -> list[Body]:
    """Beside its head, or in the `fex` of an export."""
    fex: Body = comprobante.get("fex", {})
    return [*comprobante.get("comprobantes_asociados", ()), *fex.get("comprobantes_asociados", ())]


def association_faults(
    double: Double, point: Point, punto_venta: int, comprobante: Body
) -> Iterator[Said]:
    """Of an invoice: that it corrects nothing. Of a note: see the two below."""
    period = comprobante.get("comprobantes_asociados_periodo")
    tipo = str(comprobante["tipo"])
    if not tables.is_note(tipo):
        if comprobante.get("comprobantes_asociados") or period:
            yield Said("Los comprobantes asociados son para notas de debito o credito")
        return
    yield from _named(double, point, punto_venta, comprobante)
    if period:
        yield from _period(tipo, period)


def _period(tipo: str, period: Body) -> Iterator[Said]:
    if tables.is_fce(tipo):
        yield Said("Una nota MiPyME (FCE) no admite un periodo asociado")
    try:
        since, until = day(period["fecha_desde"]), day(period["fecha_hasta"])
    except ValueError:
        yield Said("Las fechas del periodo asociado no son validas")
        return
    if since > until:
        yield Said("El periodo asociado termina antes de empezar")


def _named(double: Double, point: Point, punto_venta: int, comprobante: Body) -> Iterator[Said]:
    """The note's own CUIT, point of sale and currency; never later than the note."""
    fecha = day(comprobante["fecha"])
    for one in named_by(comprobante):
        what = f"{one['tipo_comprobante']} {one['numero']}"
        if digits(one["cuit"]) != point.cuit:
            yield Said(f"El CUIT del comprobante asociado {what} no es el de quien factura")
        if number(one["punto_venta"]) != punto_venta:
            yield Said(f"El punto de venta del comprobante asociado {what} no es el de la nota")
        if "comprobante_fecha" not in one:  # export names it without
            continue
        dated = day(one["comprobante_fecha"])
        if dated > fecha:
            yield Said(f"El comprobante asociado {what} no posee una fecha valida")
        old = double.switches.notes_within_15_days and fecha - dated > OLDEST
        if old and tables.is_credit(str(comprobante["tipo"])):
            yield Said(f"El comprobante asociado {what} tiene mas de 15 dias")
