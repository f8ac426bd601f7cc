"""The sheet Explicación of the template."""

from __future__ import annotations

from dataclasses import replace

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from planilla.workbook.paper import set_height, set_page, set_widths
from planilla.workbook.styles import HEADING, INK, SECTION, TITLE, Brush, Look
from schemas.columns import Column, Scope

WIDTHS = (30, 14, 16, 70, 22, 26)
HEADINGS = ("Columna", "¿Obligatoria?", "Vale para", "Qué escribir", "Si queda vacía", "Ejemplo")
TEXT = Look(wrap=True, lined=True, upright="center")
NAME = replace(TEXT, bold=True)
NEEDED = replace(NAME, fill="1F3A5F", ink="FFFFFF")
STEP = Look(wrap=True, upright="center")
SCOPES = {Scope.COMPROBANTE: "el comprobante", Scope.CONCEPTO: "la fila"}
STEPS = (
    "1. Borre las filas de ejemplo de la hoja Comprobantes: si quedan, se emiten como las demás.",
    "2. Escriba una fila por concepto. Las columnas de encabezado oscuro son obligatorias; las de "
    "encabezado claro pueden quedar vacías o borrarse.",
    "3. Para un comprobante de varios conceptos, repita la misma referencia en sus filas. Los "
    "datos del comprobante alcanza con escribirlos en la primera: las otras los heredan.",
    "4. Una nota de crédito o de débito dice qué comprobante corrige: con asociado_referencia (una "
    "referencia de esta planilla o de otra anterior), con los datos asociado_tipo, "
    "asociado_punto_venta, asociado_numero y asociado_fecha, o con el período asociado_desde y "
    "asociado_hasta.",
    "5. Los precios van sin IVA en los comprobantes A, B y M, y son finales en los C.",
    "6. Para servicios, complete periodo_facturado_desde y periodo_facturado_hasta. ARCA acepta "
    "fechas de hasta 5 días atrás para productos y 10 para servicios.",
    "7. Guarde el archivo y preséntelo. El resultado dice qué pasó con cada fila; lo que haya que "
    "corregir queda en su hoja Corregir.",
    "Puede agregar columnas propias: pasan al resultado tal como están. Las columnas de los "
    "tributos 2 a 7 y de los regímenes especiales están plegadas: ábralas con el + de arriba.",
)


def explicacion(workbook: Workbook, brush: Brush, columns: tuple[Column, ...]) -> None:
    """How to fill the template in, then every column with what it takes."""
    sheet: Worksheet = workbook.create_sheet("Explicación")
    sheet.sheet_view.showGridLines = False
    set_widths(sheet, WIDTHS)
    set_page(sheet, WIDTHS, heading=False, footer="Explicación")
    line = 1
    sheet.row_dimensions[line].height = 30
    sheet.append([brush.cell(sheet, "Cómo llenar la planilla", TITLE)])
    for step in STEPS:
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
    for column in columns:
        line += 1
        set_height(sheet, line, [(column.help, WIDTHS[3]), (column.example, WIDTHS[5])])
        values = _line(column)
        looks = [NEEDED if column.required else replace(NAME, ink=INK), *[TEXT] * 5]
        sheet.append([brush.cell(sheet, v, k) for v, k in zip(values, looks, strict=True)])


def _line(column: Column) -> tuple[str, ...]:
    return (
        column.name,
        "Sí" if column.required else "",
        SCOPES[column.scope],
        column.help,
        column.default or "",
        column.example,
    )
