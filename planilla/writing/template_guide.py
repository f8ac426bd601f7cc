"""The sheet Explicación of the template."""

from __future__ import annotations

from dataclasses import replace

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from planilla.writing.form_cells import Brush
from planilla.writing.form_layout import set_height, set_page, set_widths
from planilla.writing.styles import HEADING, INK, SECTION, TITLE, Look
from planilla.writing.template_kinds import TemplateKind
from schemas.column import Column, Scope

WIDTHS = (30, 14, 16, 70, 22, 26)
HEADINGS = ("Columna", "¿Obligatoria?", "Vale para", "Qué escribir", "Si queda vacía", "Ejemplo")
TEXT = Look(wrap=True, lined=True, upright="center")
NAME = replace(TEXT, bold=True)
NEEDED = replace(NAME, fill="1F3A5F", ink="FFFFFF")
STEP = Look(wrap=True, upright="center")
GROUP = Look(fill="DCE6F0", ink=INK, bold=True, upright="center")


def explicacion(workbook: Workbook, brush: Brush, kind: TemplateKind) -> None:
    """How to fill the template in, then every column with what it takes."""
    sheet: Worksheet = workbook.create_sheet("Explicación")
    sheet.sheet_view.showGridLines = False
    set_widths(sheet, WIDTHS)
    set_page(sheet, WIDTHS, heading=False, footer="Explicación")
    line = 1
    sheet.row_dimensions[line].height = 30
    sheet.append([brush.cell(sheet, "Cómo llenar la planilla", TITLE)])
    for step in kind.steps:
        line += 1
        set_height(sheet, line, [(step, sum(WIDTHS))])
        sheet.append([brush.cell(sheet, step, STEP)])
        sheet.merged_cells.add(f"A{line}:F{line}")
    sheet.append([])
    sheet.append([brush.cell(sheet, "Las columnas", SECTION)])
    sheet.append(
        [brush.cell(sheet, heading, replace(HEADING, ink="FFFFFF")) for heading in HEADINGS]
    )
    line += 3
    begin = {columns[0].name: name for name, columns in kind.groups.items()}
    for column in kind.every_column:
        if column.name in begin:
            line += 1
            sheet.append([brush.cell(sheet, begin[column.name], GROUP), *_blank(sheet, brush)])
        line += 1
        set_height(sheet, line, [(column.help, WIDTHS[3]), (column.example, WIDTHS[5])])
        values = _line(column, kind)
        looks = [NEEDED if column.required else replace(NAME, ink=INK), *[TEXT] * 5]
        sheet.append([brush.cell(sheet, v, k) for v, k in zip(values, looks, strict=True)])


def _blank(sheet: Worksheet, brush: Brush) -> list[Cell]:
    return [brush.cell(sheet, None, GROUP) for _ in WIDTHS[1:]]


def _line(column: Column, kind: TemplateKind) -> tuple[str, ...]:
    return (
        column.name,
        "Sí" if column.required else "",
        kind.whole if column.scope is Scope.COMPROBANTE else "la fila",
        column.help,
        column.default or "",
        column.example,
    )
