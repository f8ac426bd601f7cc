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
from schemas.codes import as_percentage, code, offered
from schemas.column import Column, ColumnKind

Value = str | int | Decimal | date | None
Row = dict[str, Value]
OPTIONS_SHOWN = 12
TOO_BIG = Decimal(10) ** 13  # ARCA's amounts have 13 digits before the point
PERCENTAGES = re.compile(r"bonificacion_porcentaje|.*_alicuota")
UNREADABLE = {
    Kind.ERROR: "ERROR_DE_CELDA",
    Kind.FORMULA: "FORMULA_SIN_VALOR",
    Kind.MERGED: "CELDA_COMBINADA",
}
INEXACT = 2**53  # from here on a workbook holds one number for several


Read = tuple[Value, str | None, Mapping[str, object]]
"""A value, or the code and the words of what is wrong."""
NUMBERS = {ColumnKind.MONEY, ColumnKind.DECIMAL, ColumnKind.INTEGER}


def cast(
    sheet: Sheet, places: Mapping[str, int], columns: Mapping[str, Column], faults: Faults
) -> dict[str, list[Value]]:
    """The typed values of each column that the file has; a cell that does not cast is None."""
    return {name: _column(sheet, place, columns[name], faults) for name, place in places.items()}


def _column(sheet: Sheet, place: int, column: Column, faults: Faults) -> list[Value]:
    """A column's values; what is written alike is read once."""
    texts, kinds = sheet.text[f"c{place}"].to_list(), sheet.kinds[f"c{place}"].to_list()
    known: dict[tuple[str, str], Read] = {}
    mark = None
    if column.kind in NUMBERS:
        written = {t for t, k in zip(texts, kinds, strict=True) if k == Kind.TEXT.value}
        mark = convention(t for t in written if t is not None)
    values: list[Value] = []
    for row, text, kind in zip(sheet.rows, texts, kinds, strict=True):
        if text is None:
            values.append(None)
            continue
        cell = (text, kind)
        if cell not in known:
            known[cell] = _cell(column, text, Kind(kind), mark)
        value, wrong, words = known[cell]
        if wrong is not None:
            faults.add(row, column.name, wrong, **words)
        values.append(value)
    return values


def _cell(column: Column, text: str, kind: Kind, mark: str | None) -> Read:
    if kind is Kind.BLANK:
        return None, None, {}
    if kind in UNREADABLE:
        return None, UNREADABLE[kind], {}
    if column.kind is ColumnKind.TEXT:
        lost = kind is Kind.NUMBER and abs(Decimal(text)) >= INEXACT
        return (None, "CIFRAS_PERDIDAS", {}) if lost else (text.strip(), None, {})
    if column.kind is ColumnKind.DIGITS:
        return _digits(text, kind)
    if column.kind is ColumnKind.DATE:
        day = parse_date(text, kind)
        return day, None if day else "NO_ES_FECHA", {}
    if column.kind is ColumnKind.CODE:
        return _code(column, text)
    return _number(column, text, kind, mark)


def _digits(text: str, kind: Kind) -> Read:
    marks = "-. \u00a0\t" if kind is Kind.TEXT else ""  # a date is no document, nor is 1.5
    bare = "".join(c for c in text if c not in marks)
    if not bare.isascii() or not bare.isdigit():
        return None, "DOCUMENTO", {}
    return bare, None, {}


def _code(column: Column, text: str) -> Read:
    found = code(text, column.table or "")
    if found is None and column.table == "alicuota" and (rate := as_percentage(text)):
        return None, "ALICUOTA_FRACCION", {"percentage": rate.replace(".", ",")}
    if found is None:
        options = offered(column.table or "")
        more = ["entre otros"] if len(options) > OPTIONS_SHOWN else []
        mark = "; " if any("," in option for option in options) else ", "
        shown = mark.join([*options[:OPTIONS_SHOWN], *more])
        return None, "NO_ESTA_EN_LA_TABLA", {"options": shown}
    return found, None, {}


def _number(column: Column, text: str, kind: Kind, mark: str | None) -> Read:
    value = Decimal(text) if kind is Kind.NUMBER else number(text, mark)
    if isinstance(value, Doubt):
        whole_wanted = column.kind is ColumnKind.INTEGER and value is Doubt.NOT_A_NUMBER
        return None, "NO_ES_ENTERO" if whole_wanted else value.value, {}
    if kind in {Kind.DATE, Kind.BOOL}:
        return None, "NO_ES_NUMERO", {}
    if "%" in text and not PERCENTAGES.fullmatch(column.name):
        return None, "NO_ES_NUMERO", {}
    if abs(value) >= TOO_BIG:
        return None, "DEMASIADO_GRANDE", {}
    if column.kind is ColumnKind.INTEGER:
        whole = value == value.to_integral_value()
        return (int(value), None, {}) if whole else (None, "NO_ES_ENTERO", {})
    rounded = round(value, column.decimals)  # half to even
    if rounded != value and not column.rounds:
        return None, "DECIMALES", {"decimals": column.decimals}
    return rounded, None, {}
