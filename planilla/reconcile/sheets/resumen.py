"""The sheet Resumen: how many of what, the equations that must close, and who owes how long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.worksheet.worksheet import Worksheet

from planilla.common.money import PESOS
from planilla.reconcile.matching.aging import BANDS
from planilla.reconcile.sheets.findings import Reconciled
from planilla.writing.report import Table
from planilla.writing.sheet_layout import set_page, set_widths
from planilla.writing.styles import (
    HEADING,
    MONEY,
    NAVY,
    PAPER,
    SECTION,
    SUBTITLE,
    TITLE,
    Brush,
    Look,
    Value,
)

WIDTHS = (76, 20, 20, 20)  # the longest equation on one line
CELL = Look(lined=True, upright="center", wrap=True)
COUNT = Look(number_format="#,##0", lined=True, upright="center")
AMOUNT = Look(number_format=MONEY, lined=True, upright="center")
GOOD = Look(lined=True, bold=True, fill="CBEBD3", ink="0B5D2A", upright="center")
BAD = Look(lined=True, bold=True, fill="F6BDB7", ink="8A1C12", upright="center")
ABSENT = Look(bold=True, ink="8A1C12", upright="center", indent=1)
HEADLINE = Look(size=13, bold=True, fill=PAPER, ink=NAVY, upright="center", indent=1)
MEANS = {
    "Conciliado": "Pagos que cierran un comprobante",
    "Parcial": "Pagos de comprobantes que todavía tienen saldo",
    "Sin pago": "Comprobantes con saldo a los que no llegó ningún pago",
    "Pago sin comprobante": "Cobros que no se sabe de qué son",
    "A revisar": "Candidatos: escriba en eleccion el comprobante, o NINGUNO",
    "Diferencias": "Lo que un origen dice y otro no",
    "Numeración": "Números que faltan",
    "Antigüedad": "Clientes que deben",
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
CUT = (
    "La búsqueda de sumas se cortó por su límite: puede haber pagos de varios comprobantes sin "
    "encontrar."
)


def resumen(
    workbook: Workbook,
    brush: Brush,
    found: Reconciled,
    sheets: Sequence[Table],
    missing: Sequence[str],
) -> None:
    """Write the first sheet; `missing` is what could not be read, and is not counted."""
    sheet: Worksheet = workbook.create_sheet("Resumen")
    sheet.sheet_properties.tabColor = "0F6B66"
    sheet.sheet_view.showGridLines = False
    set_widths(sheet, WIDTHS)
    set_page(sheet, WIDTHS, heading=False, footer="Conciliación")
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = 1
    page = _Page(sheet, brush)
    page.line(["Conciliación"], [TITLE])
    page.line([f"Al {found.day:%d/%m/%Y} · {', '.join(found.sources)}"], [SUBTITLE])
    closes = "Las ecuaciones cierran al centavo." if found.closes else "¡Las ecuaciones NO cierran!"
    page.line([closes], [HEADLINE])
    for what in missing:
        page.line([MISSING.format(what=what.rstrip("."))], [ABSENT])
    for sentence in _currencies(found):
        page.line([sentence], [SUBTITLE])
    if found.matching.cut:
        page.line([CUT], [SUBTITLE])
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
    _bands(page, sheet, found)


def _currencies(found: Reconciled) -> list[str]:
    """In what is told what was issued in another currency."""
    docs = found.matching.documents.filter(pl.col("emitido_en") != PESOS)
    kinds = docs.group_by("emitido_en", "moneda").len().sort("emitido_en", "moneda")
    return [
        (IN_PESOS if moneda == PESOS else WITHOUT_RATE).format(count=count, moneda=issued)
        for issued, moneda, count in kinds.iter_rows()
    ]


def _bands(page: _Page, sheet: Worksheet, found: Reconciled) -> None:
    """What is owed by how long, in pesos, with a chart."""
    page.line(["Cuánto hace que se debe (PES)"], [SECTION])
    page.line(["Plazo", "Importe"], [HEADING] * 2)
    first = page.row + 1
    owed = found.aging.filter(found.aging["moneda"] == "PES")
    for band in BANDS:
        amounts = owed[band].drop_nulls().to_list()
        page.line([band, sum(amounts) if amounts else 0], [CELL, AMOUNT])
    chart: Any = BarChart()  # the stubs take no fractions of a centimetre
    chart.type, chart.legend, chart.title = "bar", None, None
    chart.height, chart.width, chart.gapWidth = 6.0, 13.0, 45
    chart.add_data(Reference(sheet, min_col=2, min_row=first, max_row=page.row))
    chart.set_categories(Reference(sheet, min_col=1, min_row=first, max_row=page.row))
    chart.series[0].graphicalProperties.solidFill = NAVY
    chart.x_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.delete = True
    chart.y_axis.majorGridlines = None
    sheet.add_chart(chart, f"A{page.row + 2}")


class _Page:
    def __init__(self, sheet: Worksheet, brush: Brush) -> None:
        self.sheet, self.brush, self.row = sheet, brush, 0

    def line(self, values: Sequence[Value], looks: Sequence[Look]) -> None:
        """One line, written downwards."""
        self.row += 1
        self.sheet.row_dimensions[self.row].height = 20
        pairs = zip(values, looks, strict=True)
        self.sheet.append([self.brush.cell(self.sheet, value, look) for value, look in pairs])
