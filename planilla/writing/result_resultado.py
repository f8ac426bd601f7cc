"""The sheet Resultado: every row as it came, then what became of it."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from planilla.common.calendar import BUENOS_AIRES
from planilla.writing.file_links import MOST_LINKS, link_target
from planilla.writing.input_columns import InputColumns
from planilla.writing.report import Estado, Report, RowResult
from planilla.writing.sheet_layout import set_height, set_page, set_table, set_widths
from planilla.writing.styles import (
    ADDED_HEADING,
    ANCHOR,
    DATE,
    ESTADO_LOOKS,
    HEADING,
    PLAIN,
    TEXT,
    TIME,
    WHOLE,
    WRAPPED,
    Brush,
    Look,
    Value,
)
from schemas.columns import RESULT_COLUMNS

RESULT_WIDTHS = (14, 19, 18, 20, 22, 30, 60, 40, 16, 30, 11, 18)
PDF = RESULT_COLUMNS.index("pdf")
WRAPPED_WIDTHS = (60, 40)
TEXT_LOOK, DATE_LOOK = Look(number_format=TEXT), Look(number_format=DATE)
TIME_LOOK, WHOLE_LOOK = Look(number_format=TIME), Look(number_format=WHOLE)
ROW_TINTS = {
    Estado.INVALIDO: "FFF4EE",
    Estado.RECHAZADO: "FFF0EE",
    Estado.PENDIENTE: "FFFBEB",
    Estado.A_REVISAR: "F7F2FC",
}
TOO_MANY_LINKS = (
    f"Una hoja admite {MOST_LINKS} enlaces: de ahí en adelante la columna pdf dice dónde está el "
    "archivo, sin enlace."
)


def resultado(workbook: Workbook, brush: Brush, report: Report, folder: Path) -> list[str]:
    """All rows as they came and the result columns; returns notices for Resumen.

    `folder` is where the workbook will stand: its links start there.
    """
    sheet: Worksheet = workbook.create_sheet("Resultado")
    sheet.sheet_properties.tabColor = "1F3A5F"
    source = InputColumns(report.sheet, report.columns)
    widths = [*source.widths(), *RESULT_WIDTHS]
    set_widths(sheet, widths)
    set_table(sheet, len(widths), len(report.sheet.rows))
    set_page(sheet, widths, heading=True, footer=report.sheet.path.name)
    _tint(sheet, len(source.headings) + 1, len(widths), len(report.sheet.rows) + 1)
    headings = [brush.cell(sheet, heading, HEADING) for heading in source.headings]
    sheet.append([*headings, *(brush.cell(sheet, h, ADDED_HEADING) for h in RESULT_COLUMNS)])
    links = 0
    for position, row in enumerate(report.sheet.rows):
        result = report.rows[row]
        cells = brush.row(sheet, source.cells(position))
        added = brush.row(sheet, _result_cells(result, source.numero_emitido(position)))
        if result.pdf is not None:
            links += 1
            added[PDF] = _pdf(sheet, brush, result.pdf, folder, linked=links <= MOST_LINKS)
        texts = zip(_wrapped_texts(result), WRAPPED_WIDTHS, strict=True)
        set_height(sheet, position + 2, texts)
        sheet.append([*cells, *added])
    return [TOO_MANY_LINKS] if links > MOST_LINKS else []


def _tint(sheet: Worksheet, estado: int, columns: int, last: int) -> None:
    """Rows that need somebody stand out as far as the first column."""
    if last < 2:
        return
    for state, colour in ROW_TINTS.items():
        look = DifferentialStyle(fill=PatternFill("solid", bgColor=colour))
        formula = f'${get_column_letter(estado)}2="{state.value}"'
        rule = Rule(type="expression", dxf=look, formula=[formula])
        sheet.conditional_formatting.add(f"A2:{get_column_letter(columns)}{last}", rule)


def _pdf(sheet: Worksheet, brush: Brush, pdf: Path, folder: Path, *, linked: bool) -> Cell:
    if not linked:
        return brush.cell(sheet, str(pdf), PLAIN)
    cell = brush.cell(sheet, pdf.name, ANCHOR)
    cell.hyperlink = link_target(pdf, folder)
    return cell


def _wrapped_texts(result: RowResult) -> tuple[str, str]:
    return "\n".join(result.errores), "\n".join(result.observaciones)


def _result_cells(result: RowResult, came: str) -> list[tuple[Value, Look]]:
    """In the order of `RESULT_COLUMNS`; the PDF is put in by who knows the folder.

    `came` is the number that the file itself gave, kept where there is no other.
    """
    errores, observaciones = _wrapped_texts(result)
    updated = result.actualizado
    local = updated.astimezone(BUENOS_AIRES).replace(tzinfo=None) if updated else None
    return [
        (result.estado.value, ESTADO_LOOKS[result.estado]),
        (result.numero_emitido or came or None, TEXT_LOOK),
        (result.cae.strip() or None, TEXT_LOOK),
        (result.vencimiento_cae, DATE_LOOK),
        (None, PLAIN),
        (result.pdf_url or None, TEXT_LOOK),
        (errores or None, WRAPPED),
        (observaciones or None, WRAPPED),
        (result.requiere_fec.strip() or None, TEXT_LOOK),
        (result.afip_qr.strip() or None, TEXT_LOOK),
        (result.intentos, WHOLE_LOOK),
        (local, TIME_LOOK),
    ]
