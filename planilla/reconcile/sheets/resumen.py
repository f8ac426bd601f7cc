"""The sheet Resumen: how many of what, the equations that must close, and who owes how long."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import polars as pl

from planilla.common.money import PESOS, written
from planilla.reconcile.matching.aging import BANDS
from planilla.reconcile.sheets.findings import Reconciled
from planilla.reconcile.sheets.left import sentences
from planilla.writing.book.book import Book
from planilla.writing.book.sheet import Bars, SheetWriter
from planilla.writing.report import Table
from planilla.writing.styles import (
    HEADING,
    MONEY,
    NAVY,
    PAPER,
    SECTION,
    SUBTITLE,
    TITLE,
    Look,
    Value,
)

LINE_HEIGHT = 20  # points
WIDTHS = (76, 20, 20, 20)  # the longest equation on one line
CELL = Look(lined=True, upright="center", wrap=True)
COUNT = Look(number_format="#,##0", lined=True, upright="center")
AMOUNT = Look(number_format=MONEY, lined=True, upright="center")
GOOD = Look(lined=True, bold=True, fill="CBEBD3", ink="0B5D2A", upright="center")
BAD = Look(lined=True, bold=True, fill="F6BDB7", ink="8A1C12", upright="center")
ABSENT = Look(bold=True, ink="8A1C12", upright="center", indent=1)
HEADLINE = Look(size=13, bold=True, fill=PAPER, ink=NAVY, upright="center", indent=1)
PLAINLY = Look(upright="center", indent=1)
MEANS = {
    "Conciliado": "Pagos que cierran un comprobante",
    "Parcial": "Pagos de comprobantes con saldo: si se retuvo, escríbalo en retencion",
    "Sin pago": "Comprobantes con saldo sin pago: si se retuvo, escríbalo en retencion",
    "Pago sin comprobante": "Cobros que no se sabe de qué son: si usted sabe, escriba en eleccion",
    "Apartados": "Lo que no es de ningún cliente, según sus propias reglas",
    "A revisar": "Candidatos: escriba en eleccion el comprobante, varios con ;, A FAVOR o NINGUNO",
    "Diferencias": "Lo que un origen dice y otro no",
    "Numeración": "Números que faltan",
    "Antigüedad": "Clientes que deben",
    "A favor": "Lo que los clientes pagaron de más, y notas de crédito sin usar",
    "Retenciones": "Lo que cierra sin ser dinero: ponga el certificado; SI en anular y no vale más",
    "Aprendido": "Quién paga por quién, según lo elegido: SI en olvidar y no se usa más",
    "Filas ilegibles": "Filas que no se pudieron leer",
}
MISSING = "Falta, y no está en estas cuentas: {what}."
IN_PESOS = (
    "{count} comprobante(s) en {moneda}: su total está en {moneda}, y lo que se debe y se paga, en "
    "pesos a su cotización."
)
WITHOUT_RATE = (
    "{count} comprobante(s) en {moneda} sin cotización conocida: se comparan en {moneda}, y sus "
    "pagos no se proponen para registrar."
)
LIMITED = (
    "La búsqueda de sumas llegó a su límite en {clients}: puede haber pagos de varios comprobantes "
    "sin encontrar."
)
MOST_NAMED = 5
TAKEN = (
    "Se toma por explicado: retenciones de hasta {retention} %, gastos de hasta {charge} y "
    "{percent} %, redondeo de hasta {rounding}; pagos desde {before} días antes hasta {after} "
    "después."
)


def resumen(
    book: Book,
    found: Reconciled,
    sheets: Sequence[Table],
    missing: Sequence[str],
) -> None:
    """Write the first sheet; `missing` is what could not be read, and is not counted."""
    sheet = book.sheet("Resumen", tab="0F6B66")
    sheet.widths(WIDTHS)
    sheet.one_page("Conciliación")
    page = _Page(book, sheet)
    page.line(["Conciliación"], [TITLE])
    page.line([f"Al {found.day:%d/%m/%Y} · {', '.join(found.sources)}"], [SUBTITLE])
    closes = "Las ecuaciones cierran al centavo." if found.closes else "¡Las ecuaciones NO cierran!"
    page.line([closes], [HEADLINE])
    for sentence in sentences(found):
        page.line([sentence], [PLAINLY])
    for what in missing:
        page.line([MISSING.format(what=what.rstrip("."))], [ABSENT])
    for sentence in _currencies(found):
        page.line([sentence], [SUBTITLE])
    page.line([_taken(found)], [SUBTITLE])
    if found.matching.limited:
        page.line([_limited(found.matching.limited)], [SUBTITLE])
    page.line([], [])
    page.line(["Qué hay en cada hoja"], [SECTION])
    page.line(["Hoja", "Filas"], [HEADING] * 2)
    for one in sheets:
        page.line([f"{one.title}: {MEANS[one.title]}", len(one.rows)], [CELL, COUNT])
    page.line([], [])
    page.line(["El dinero que entra y el que sale"], [SECTION])
    page.line(["Ecuación", "Una parte", "La otra", "¿Cierra?"], [HEADING] * 4)
    for currency, sentence, left, right in found.equation:
        verdict: list[Value] = ["sí" if left == right else f"NO: {left - right}"]
        looks = [CELL, AMOUNT, AMOUNT, GOOD if left == right else BAD]
        page.line([f"{currency}: {sentence}", left, right, *verdict], looks)
    page.line([], [])
    _bands(page, found)


def _taken(found: Reconciled) -> str:
    """The tolerances, as the settings have them."""
    limits = found.options
    return TAKEN.format(
        retention=limits.retention_percent,
        charge=written(Decimal(limits.charge_cents) / 100),
        percent=limits.charge_percent,
        rounding=written(Decimal(limits.rounding_cents) / 100),
        before=limits.days_before,
        after=limits.days_after,
    )


def _limited(clients: Sequence[str]) -> str:
    names = list(clients[:MOST_NAMED])
    more = len(clients) - len(names)
    return LIMITED.format(clients=", ".join([*names, *([f"{more} más"] if more else [])]))


def _currencies(found: Reconciled) -> list[str]:
    """In what is told what was issued in another currency."""
    docs = found.matching.documents.filter(pl.col("emitido_en") != PESOS)
    kinds = docs.group_by("emitido_en", "moneda").len().sort("emitido_en", "moneda")
    return [
        (IN_PESOS if moneda == PESOS else WITHOUT_RATE).format(count=count, moneda=issued)
        for issued, moneda, count in kinds.iter_rows()
    ]


def _bands(page: _Page, found: Reconciled) -> None:
    """What is owed by how long, in pesos, with a chart."""
    page.line(["Cuánto hace que se debe (PES)"], [SECTION])
    page.line(["Plazo", "Importe"], [HEADING] * 2)
    first = page.sheet.row + 1
    owed = found.aging.filter(found.aging["moneda"] == "PES")
    amounts = [sum(owed[band].drop_nulls().to_list(), Decimal(0)) for band in BANDS]
    for band, amount in zip(BANDS, amounts, strict=True):
        page.line([band, amount], [CELL, AMOUNT])
    last = page.sheet.row
    colours = [NAVY] * len(BANDS)
    bars = Bars(first, last, BANDS, amounts, colours, width=13.0, height=6.0, labelled=False)
    page.sheet.bars(0, last + 2, bars)


class _Page:
    def __init__(self, book: Book, sheet: SheetWriter) -> None:
        self.book, self.sheet = book, sheet

    def line(self, values: Sequence[Value], looks: Sequence[Look]) -> None:
        """One line, written downwards."""
        self.sheet.line(values, [self.book.style(look) for look in looks], LINE_HEIGHT)
