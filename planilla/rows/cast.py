"""From cells to typed values: each column by its declaration, each failure a fault."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from planilla.rows.faulting import Faults
from planilla.workbook.dates import parse_date
from planilla.workbook.numbers import Doubt, convention, number
from planilla.workbook.sheet import Kind, Sheet
from schemas.codes import as_percentage, code
from schemas.column import Column, ColumnKind
from schemas.tables import TABLES

Value = str | int | Decimal | date | None
Row = dict[str, Value]
OPTIONS_SHOWN = 12
TOO_BIG = Decimal(10) ** 13  # ARCA's amounts have 13 digits before the point
PERCENTAGES = re.compile(r"bonificacion_porcentaje|.*_alicuota")
UNREADABLE = {Kind.ERROR: "ERROR_DE_CELDA", Kind.FORMULA: "FORMULA_SIN_VALOR"}


def cast(
    sheet: Sheet, places: Mapping[str, int], columns: Mapping[str, Column], faults: Faults
) -> dict[str, list[Value]]:
    """The typed values of each column that the file has; a cell that does not cast is None."""
    rows = sheet.rows
    values: dict[str, list[Value]] = {}
    for name, place in places.items():
        column = columns[name]
        texts = sheet.text[f"c{place}"].to_list()
        kinds = [Kind(k) for k in sheet.kinds[f"c{place}"].to_list()]
        mark = convention(t for t, k in zip(texts, kinds, strict=True) if k is Kind.TEXT)
        cells: list[Value] = []
        for row, text, kind in zip(rows, texts, kinds, strict=True):
            cells.append(_cell(column, row, text, kind, mark, faults))
        values[name] = cells
    return values


def _cell(
    column: Column, row: int, text: str | None, kind: Kind, mark: str | None, faults: Faults
) -> Value:
    if kind is Kind.BLANK or text is None:
        return None
    if kind in UNREADABLE:
        faults.add(row, column.name, UNREADABLE[kind])
        return None
    if column.kind is ColumnKind.TEXT:
        return text.strip()
    if column.kind is ColumnKind.DIGITS:
        return _digits(column, row, text, kind, faults)
    if column.kind is ColumnKind.DATE:
        day = parse_date(text, kind)
        if day is None:
            faults.add(row, column.name, "NO_ES_FECHA")
        return day
    if column.kind is ColumnKind.CODE:
        return _code(column, row, text, faults)
    return _number(column, row, text, kind, mark, faults)


def _digits(column: Column, row: int, text: str, kind: Kind, faults: Faults) -> str | None:
    marks = "-. \u00a0\t" if kind is Kind.TEXT else ""  # a date is no document, nor is 1.5
    bare = "".join(c for c in text if c not in marks)
    if not bare.isascii() or not bare.isdigit():
        faults.add(row, column.name, "DOCUMENTO")
        return None
    return bare


def _code(column: Column, row: int, text: str, faults: Faults) -> str | None:
    found = code(text, column.table or "")
    if found is None and column.table == "alicuota" and (rate := as_percentage(text)):
        faults.add(row, column.name, "ALICUOTA_FRACCION", percentage=rate)
        return None
    if found is None:
        options = list(TABLES[column.table or ""])
        shown = ", ".join(options[:OPTIONS_SHOWN]) + (" …" if len(options) > OPTIONS_SHOWN else "")
        faults.add(row, column.name, "NO_ESTA_EN_LA_TABLA", options=shown)
    return found


def _number(
    column: Column, row: int, text: str, kind: Kind, mark: str | None, faults: Faults
) -> Value:
    value = Decimal(text) if kind is Kind.NUMBER else number(text, mark)
    if isinstance(value, Doubt) or kind in {Kind.DATE, Kind.BOOL}:
        faults.add(row, column.name, value.value if isinstance(value, Doubt) else "NO_ES_NUMERO")
        return None
    if "%" in text and not PERCENTAGES.fullmatch(column.name):
        faults.add(row, column.name, "NO_ES_NUMERO")
        return None
    if abs(value) >= TOO_BIG:
        faults.add(row, column.name, "DEMASIADO_GRANDE")
        return None
    if column.kind is ColumnKind.INTEGER:
        if value != value.to_integral_value():
            faults.add(row, column.name, "NO_ES_ENTERO")
            return None
        return int(value)
    rounded = round(value, column.decimals)  # half to even
    if rounded != value and not column.rounds:
        faults.add(row, column.name, "DECIMALES", decimals=column.decimals)
        return None
    return rounded
