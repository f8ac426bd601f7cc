"""The sheets that are rows: Resultado, Errores and Corregir."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.hyperlink import Hyperlink

from planilla.calendar import BUENOS_AIRES
from planilla.workbook.links import MOST_LINKS, link_target
from planilla.workbook.paper import fitting_width, set_page, set_table, set_widths
from planilla.workbook.plain_text import plain
from planilla.workbook.report import Estado, Report, RowResult
from planilla.workbook.sheet import Kind
from planilla.workbook.styles import (
    ADDED_HEADING,
    ANCHOR,
    DATE,
    DOUBT,
    ESTADO_LOOKS,
    HEADING,
    MONEY,
    PLAIN,
    TEXT,
    TIME,
    WHOLE,
    WRAPPED,
    WRONG,
    Brush,
    Look,
    Value,
)
from schemas.columns import BY_NAME, RESULT_COLUMNS, ColumnKind
from schemas.faults import Fault
from schemas.headings import is_result, match

AMOUNTS = {ColumnKind.MONEY, ColumnKind.DECIMAL}
RESULT_WIDTHS = (14, 17, 17, 13, 22, 30, 60, 40, 11, 30, 9, 17)
FAILED = {Estado.INVALIDO, Estado.RECHAZADO}


class _Input:
    """The input's own columns, as they go into a workbook again."""

    def __init__(self, report: Report) -> None:
        sheet = report.sheet
        self.places = [i for i, h in enumerate(sheet.headings) if not is_result(h)]
        self.headings = [sheet.headings[i] for i in self.places]
        known = match(sheet.headings, BY_NAME).places
        self.referencia = known.get("referencia")
        kinds = {place: BY_NAME[name].kind for name, place in known.items()}
        self._looks = [_amount_look(kinds.get(place)) for place in self.places]
        self._text = [sheet.text[f"c{i}"].to_list() for i in self.places]
        self._kinds = [sheet.kinds[f"c{i}"].to_list() for i in self.places]

    def widths(self) -> list[float]:
        pairs = zip(self.headings, self._text, strict=True)
        return [fitting_width(h, (t or "" for t in texts)) for h, texts in pairs]

    def values(self, position: int) -> list[tuple[Value, Look]]:
        """A row's cells, each with the type it had."""
        columns = zip(self._text, self._kinds, self._looks, strict=True)
        return [_value(t[position], Kind(k[position]), look) for t, k, look in columns]


def _amount_look(kind: ColumnKind | None) -> Look:
    return Look(number_format=MONEY) if kind in AMOUNTS else Look(number_format=WHOLE)


def _value(text: str | None, kind: Kind, number: Look) -> tuple[Value, Look]:
    if text is None:
        return None, PLAIN
    if kind is Kind.NUMBER:
        value = Decimal(text)
        if number.number_format == WHOLE and value != value.to_integral_value():
            return value, PLAIN
        return value, number
    if kind is Kind.DATE:
        moment = datetime.fromisoformat(text)
        return (
            (moment, Look(number_format=TIME))
            if " " in text
            else (
                moment.date(),
                Look(number_format=DATE),
            )
        )
    if kind is Kind.BOOL:
        return text == "VERDADERO", PLAIN
    return text, Look(number_format=TEXT)


def resultado(workbook: Workbook, brush: Brush, report: Report, folder: Path) -> None:
    """All rows as they came, then what became of each."""
    sheet = workbook.create_sheet("Resultado")
    source = _Input(report)
    widths = [*source.widths(), *RESULT_WIDTHS]
    set_widths(sheet, widths)
    set_table(sheet, len(widths), len(report.sheet.text))
    set_page(sheet, widths, heading=True, footer=report.sheet.path.name)
    headings = [brush.cell(sheet, h, HEADING) for h in source.headings]
    sheet.append([*headings, *(brush.cell(sheet, h, ADDED_HEADING) for h in RESULT_COLUMNS)])
    links = 0
    for position, row in enumerate(report.sheet.rows):
        result = report.rows[row]
        cells: list[Any] = [brush.cell(sheet, v, look) for v, look in source.values(position)]
        cells += [brush.cell(sheet, v, look) for v, look in _result_cells(result)]
        pdf = cells[len(source.headings) + RESULT_COLUMNS.index("pdf")]
        if result.pdf is not None and links < MOST_LINKS:
            pdf.row = position + 2  # a write-only cell does not know where it will stand
            pdf._hyperlink = Hyperlink(ref="", target=link_target(result.pdf, folder))
            pdf._hyperlink.ref = f"{_letter(len(source.headings) + 5)}{position + 2}"
            sheet._hyperlinks.append(pdf._hyperlink)
            links += 1
        sheet.append(cells)


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column)


def _result_cells(result: RowResult) -> list[tuple[Value, Look]]:
    text = Look(number_format=TEXT)
    updated = result.actualizado
    local = updated.astimezone(BUENOS_AIRES).replace(tzinfo=None) if updated else None
    due: date | None = result.vencimiento_cae
    return [
        (result.estado.value, ESTADO_LOOKS[result.estado]),
        (result.numero_emitido or None, text),
        (result.cae or None, text),
        (due, Look(number_format=DATE)),
        (result.pdf.name if result.pdf else None, ANCHOR),
        (result.pdf_url or None, PLAIN),
        ("\n".join(result.errores) or None, WRAPPED),
        ("\n".join(result.observaciones) or None, WRAPPED),
        (result.requiere_fec or None, PLAIN),
        (result.afip_qr or None, PLAIN),
        (result.intentos, Look(number_format=WHOLE)),
        (local, Look(number_format=TIME)),
    ]


def errores(workbook: Workbook, brush: Brush, report: Report) -> None:
    """One line a fault, then one a refusal of the service."""
    sheet = workbook.create_sheet("Errores")
    headings = ("Fila", "Columna", "Valor", "Qué está mal", "Qué escribir", "Código")
    widths = (8, 24, 30, 60, 60, 22)
    lines: list[Sequence[Value]] = [
        (f.row, f.column, f.value, f.message, f.fix, f.code) for f in report.faults
    ]
    for row in report.sheet.rows:
        result = report.rows[row]
        if result.estado is not Estado.INVALIDO:
            code = result.estado.value
            lines += [(row, "", "", message, "", code) for message in result.errores]
    set_widths(sheet, widths)
    set_table(sheet, len(widths), max(len(lines), 1))
    set_page(sheet, widths, heading=True, footer=report.sheet.path.name)
    sheet.append([brush.cell(sheet, h, HEADING) for h in headings])
    looks = (Look(number_format=WHOLE), PLAIN, Look(fill=WRONG), WRAPPED, WRAPPED, PLAIN)
    for line in lines:
        sheet.append([brush.cell(sheet, v, k) for v, k in zip(line, looks, strict=True)])
    if not lines:
        sheet.append([None, brush.cell(sheet, "No hay errores.")])


def corregir(workbook: Workbook, brush: Brush, report: Report) -> None:
    """Only what failed, in the input's own form, to be mended and dropped again."""
    sheet = workbook.create_sheet("Corregir")
    source = _Input(report)
    added = source.referencia is None
    widths = [*source.widths(), *([30.0] if added else [])]
    failed = _failed(report)
    set_widths(sheet, widths)
    set_table(sheet, len(widths), max(len(failed), 1))
    set_page(sheet, widths, heading=True, footer=report.sheet.path.name)
    headings = [*source.headings, *(["referencia"] if added else [])]
    sheet.append([brush.cell(sheet, h, HEADING) for h in headings])
    faults: dict[int, dict[str, Fault]] = {}
    for fault in report.faults:
        faults.setdefault(fault.row, {}).setdefault(fault.column, fault)
    for position, row in failed:
        values = source.values(position)
        referencia = report.rows[row].referencia or None
        if added:
            values.append((referencia, Look(number_format=TEXT)))
        mine = faults.get(row, {})
        cells = []
        for heading, (value, look) in zip(headings, values, strict=True):
            own = mine.get(heading)
            fill = WRONG if own else "" if mine else DOUBT
            cell = brush.cell(sheet, value, replace(look, fill=fill))
            if own is not None:
                cell.comment = _comment(own)
            cells.append(cell)
        sheet.append(cells)


def _comment(fault: Fault) -> Comment:
    comment = Comment(plain(f"{fault.message} {fault.fix}", 1000), "planilla")
    comment.width, comment.height = 320, 110
    return comment


def _failed(report: Report) -> list[tuple[int, int]]:
    """Position and number of every row of a comprobante of which some row failed."""
    wrong = {r.referencia for r in report.rows.values() if r.estado in FAILED and r.referencia}
    return [
        (position, row)
        for position, row in enumerate(report.sheet.rows)
        if report.rows[row].estado in FAILED or report.rows[row].referencia in wrong
    ]
