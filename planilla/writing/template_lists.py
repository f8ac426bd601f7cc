"""The drop-down lists of the template, and the sheet Listas that holds their values."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import zip_longest

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from planilla.writing.form_cells import Brush
from planilla.writing.form_layout import set_page, set_widths
from planilla.writing.sheet_layout import fitting_width
from planilla.writing.styles import HEADING, PLAIN, Value
from schemas.codes import offered
from schemas.columns import Column, ColumnKind
from schemas.tables import TABLES

SHEET = "Listas"
LAST_ROW = 1_048_576
ONLY_SALES = ("V",)


def choices(table: str) -> list[Value]:
    """What a person may pick for a table, as the reader takes it.

    Rates are numbers, since a list's "21 %" would be typed into the cell as
    0,21.
    """
    if table == "operacion":
        return list(ONLY_SALES)
    if table == "alicuota":
        rates = TABLES[table].items()
        return [Decimal(code) if Decimal(code) >= 0 else name for code, name in rates]
    return list(offered(table))


class Lists:
    """One list a table, each in a column of Listas, in the order in which columns use them."""

    def __init__(self, columns: tuple[Column, ...]) -> None:
        tables = dict.fromkeys(column.table for column in columns if column.table is not None)
        self._choices: Mapping[str, list[Value]] = {table: choices(table) for table in tables}
        self._places = {table: place for place, table in enumerate(self._choices, 1)}
        self._made: dict[tuple[object, ...], DataValidation] = {}

    def restrict(self, sheet: Worksheet, column: Column, place: int, first: int = 2) -> None:
        """Have the cells of a column, from a row on, take only what it can be read from."""
        key = (sheet.title, *_key(column))
        rule = self._made.get(key)
        if rule is None:
            rule = self._made[key] = self._rule(column)
            sheet.data_validations.append(rule)
        letter = get_column_letter(place)
        rule.add(f"{letter}{first}:{letter}{LAST_ROW}")

    def write(self, workbook: Workbook, brush: Brush) -> None:
        """The sheet Listas, one table a column."""
        sheet: Worksheet = workbook.create_sheet(SHEET)
        headings = {table: f"Lista {table}" for table in self._choices}
        widths = [
            max(fitting_width(headings[t], map(str, v), most=60), len(headings[t]) + 4.0)
            for t, v in self._choices.items()
        ]
        set_widths(sheet, widths)
        sheet.freeze_panes = "A2"
        set_page(sheet, widths, heading=True, footer=SHEET)
        sheet.append([brush.cell(sheet, heading, HEADING) for heading in headings.values()])
        for row in zip_longest(*self._choices.values()):
            sheet.append([brush.cell(sheet, value, PLAIN) for value in row])

    def _rule(self, column: Column) -> DataValidation:
        if column.table is not None:
            letter = get_column_letter(self._places[column.table])
            last = len(self._choices[column.table]) + 1
            source = f"{SHEET}!${letter}$2:${letter}${last}"
            # a warning, not a refusal: the reader knows codes and other spellings too
            return _told(
                DataValidation("list", formula1=source, errorStyle="warning"),
                "Elija un valor de la lista, o escriba su código.",
            )
        return _told(*_plain_rule(column))


def _key(column: Column) -> tuple[object, ...]:
    if column.table is not None:
        return (column.table,)
    return (column.kind, column.max_length, column.decimals)


def _plain_rule(column: Column) -> tuple[DataValidation, str]:
    if column.kind is ColumnKind.DATE:
        rule = DataValidation("date", operator="greaterThan", formula1="36526")  # 1/1/2000
        return rule, "Escriba una fecha: día/mes/año."
    if column.kind is ColumnKind.INTEGER:
        largest = 10 ** (column.max_length or 9) - 1
        rule = DataValidation("whole", operator="between", formula1="0", formula2=str(largest))
        return rule, f"Escriba un número entero, hasta {largest}."
    if column.kind in {ColumnKind.MONEY, ColumnKind.DECIMAL}:
        rule = DataValidation("decimal", operator="greaterThanOrEqual", formula1="0")
        return rule, f"Escriba un número sin signo, con hasta {column.decimals} decimales."
    longest = column.max_length or 255
    rule = DataValidation("textLength", operator="lessThanOrEqual", formula1=str(longest))
    if column.kind is ColumnKind.DIGITS:
        rule.formula1 = str(longest + 5)  # dashes and points are dropped
        return rule, f"Escriba hasta {longest} dígitos, con guiones o sin ellos."
    return rule, f"Escriba hasta {longest} letras."


def _told(rule: DataValidation, message: str) -> DataValidation:
    rule.allow_blank = True
    rule.showErrorMessage = True
    rule.errorTitle = "Revise la celda"
    rule.error = message
    return rule
