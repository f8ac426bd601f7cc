"""From cells to typed values: each column by its declaration, each failure a fault."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import polars as pl

from planilla.reading.cells.dates import parse_date
from planilla.reading.cells.grid import SPACES
from planilla.reading.cells.numbers import Doubt, convention, number
from planilla.reading.cells.sheet import CellKind, Sheet
from planilla.reading.make_fault import Faults
from planilla.reading.rows import Value, Values
from schemas.checks import WHOLE_FIGURES
from schemas.codes import as_percentage, code, offered, table_of, without_code
from schemas.column import Column, ColumnKind

OPTIONS_SHOWN = 12
TOO_BIG = Decimal(10) ** WHOLE_FIGURES
PERCENTAGES = re.compile(r"bonificacion_porcentaje|.*_alicuota")
UNREADABLE = {
    CellKind.ERROR: "ERROR_DE_CELDA",
    CellKind.FORMULA: "FORMULA_SIN_VALOR",
    CellKind.MERGED: "CELDA_COMBINADA",
}
PLAIN = {CellKind.TEXT.value, CellKind.BLANK.value}
INEXACT = 2**53  # from here on a workbook holds one number for several


Read = tuple[Value, str | None, Mapping[str, object]]
"""A value, or the code and the words of what is wrong."""
NUMBERS = {ColumnKind.MONEY, ColumnKind.DECIMAL, ColumnKind.INTEGER}


def cast(
    sheet: Sheet, places: Mapping[str, int], columns: Mapping[str, Column], faults: Faults
) -> dict[str, Values]:
    """The typed values of each column that the file has; a cell that does not cast is None."""
    return {name: _column(sheet, place, columns[name], faults) for name, place in places.items()}


def _column(sheet: Sheet, place: int, column: Column, faults: Faults) -> Values:
    """A column's values; what is written alike is read once."""
    if column.table:
        column = replace(column, table=table_of(column.table, sheet.headings[place]))
    text, kind = sheet.text[f"c{place}"].alias("text"), sheet.kinds[f"c{place}"].alias("kind")
    mark = None
    if column.kind in NUMBERS:
        written = text.filter(kind == CellKind.TEXT.value).unique().to_list()
        mark = convention(one for one in written if one is not None)
    cells = pl.DataFrame([text, kind])
    alike = cells.unique()
    if column.kind is ColumnKind.TEXT and set(kind.unique()) <= PLAIN:
        stripped = alike["text"].str.strip_chars(SPACES).to_list()
        read: list[Read] = [(one, None, {}) for one in stripped]
    else:
        read = [_read(column, one, CellKind(letter), mark) for one, letter in alike.iter_rows()]
    codes = [None if value is None else place for place, (value, _, _) in enumerate(read)]
    which = cells.join(
        alike.with_columns(pl.Series("code", codes, pl.UInt32)).with_row_index("read"),
        on=("text", "kind"),
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    if any(wrong is not None for _, wrong, _ in read):
        for row, number in zip(sheet.rows, which["read"].to_list(), strict=True):
            _, wrong, words = read[number]
            if wrong is not None:
                faults.add(row, column.name, wrong, **words)
    return Values([value for value, _, _ in read], which["code"])


def _read(column: Column, text: str | None, kind: CellKind, mark: str | None) -> Read:
    return (None, None, {}) if text is None else _cell(column, text, kind, mark)


def _cell(column: Column, text: str, kind: CellKind, mark: str | None) -> Read:
    if kind is CellKind.BLANK:
        return None, None, {}
    if kind in UNREADABLE:
        return None, UNREADABLE[kind], {}
    if column.kind is ColumnKind.TEXT:
        lost = kind is CellKind.NUMBER and abs(Decimal(text)) >= INEXACT
        return (None, "CIFRAS_PERDIDAS", {}) if lost else (text.strip(), None, {})
    if column.kind is ColumnKind.DIGITS:
        return _digits(text, kind)
    if column.kind is ColumnKind.DATE:
        day = parse_date(text, kind)
        return day, None if day else "NO_ES_FECHA", {}
    if column.kind is ColumnKind.CODE:
        return _code(column, text)
    return _number(column, text, kind, mark)


def _digits(text: str, kind: CellKind) -> Read:
    marks = "-. \u00a0\t" if kind is CellKind.TEXT else ""  # a date is no document, nor is 1.5
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
        if name := without_code(text, column.table or ""):
            return None, "SIN_CODIGO", {"name": name, "options": shown}
        return None, "NO_ESTA_EN_LA_TABLA", {"options": shown}
    return found, None, {}


def _number(column: Column, text: str, kind: CellKind, mark: str | None) -> Read:
    value = Decimal(text) if kind is CellKind.NUMBER else number(text, mark)
    if isinstance(value, Doubt):
        whole_wanted = column.kind is ColumnKind.INTEGER and value is Doubt.NOT_A_NUMBER
        return None, "NO_ES_ENTERO" if whole_wanted else value.value, {}
    if kind in {CellKind.DATE, CellKind.BOOL}:
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
