"""A run's result as a CSV, for programs: every row as it came, then what became of it.

Semicolons and a byte order mark, as Excel in Argentina opens it; decimals after a comma, days
first. It is read again as what it was made of (`reading.cells.neutral`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from planilla.common.atomic_write import write_whole
from planilla.common.calendar import BUENOS_AIRES
from planilla.reading.cells.neutral import neutral
from planilla.reading.cells.numbers import DOUBTFUL
from planilla.reading.cells.sheet import CellKind, Sheet
from planilla.reading.make_fault import shown
from planilla.writing.report import Report, RowResult
from planilla.writing.totals import Totals
from schemas.columns import RESULT_COLUMNS
from schemas.headings import is_result

ENDING = ".csv"
MARK = ";"


def write_csv_result(report: Report, workbook: Path) -> Path:
    """Write the CSV beside a result's workbook, under its name; returns where it went.

    Raises `OutputError`, with nothing left behind, if the disk or the folder does not take it.
    """
    return write_whole(workbook.with_suffix(ENDING), lambda: rendered(report).encode("utf-8-sig"))


def rendered(report: Report) -> str:
    """The CSV's text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=MARK)
    for line in _lines(report):
        writer.writerow([neutral(cell) for cell in line])
    return out.getvalue()


def _lines(report: Report) -> Iterator[Sequence[str]]:
    sheet = report.sheet
    own = [place for place, heading in enumerate(sheet.headings) if not is_result(heading)]
    yield [*(sheet.headings[place] for place in own), *RESULT_COLUMNS]
    totals = Totals(report)
    for position, row in enumerate(sheet.rows):
        cells = [_cell(sheet, position, place) for place in own]
        result = report.rows[row]
        yield [*cells, *_result(result, totals.of(result))]


def _cell(sheet: Sheet, position: int, place: int) -> str:
    name = f"c{place}"
    text, kind = sheet.text[position, name], sheet.kinds[position, name]
    if text is None:
        return ""
    signs = sheet.signs.get(place)
    told = shown(text, kind, "" if signs is None else signs[position] or "")
    thousand = kind == CellKind.NUMBER and DOUBTFUL.fullmatch(told.lstrip("-"))
    return f"{told}0" if thousand else told  # 1,234 alone may be thousands


def _result(row: RowResult, total: Decimal | None) -> Sequence[str]:
    """In the order of `RESULT_COLUMNS`; `total` is told on a comprobante's first row."""
    updated = row.actualizado.astimezone(BUENOS_AIRES) if row.actualizado else None
    told = {
        "estado": row.estado.value,
        "numero_emitido": row.numero_emitido,
        "cae": row.cae.strip(),
        "total_calculado": "" if total is None else f"{total:.2f}".replace(".", ","),
        "pdf": "" if row.pdf is None else str(row.pdf),
        "errores": "\n".join(row.errores),
        "observaciones": "\n".join(row.observaciones),
        "vencimiento_cae": _day(row.vencimiento_cae),
        "requiere_fec": row.requiere_fec.strip(),
        "actualizado": f"{updated:%d/%m/%Y %H:%M}" if updated else "",
        "pdf_url": row.pdf_url,
        "afip_qr": row.afip_qr.strip(),
        "intentos": str(row.intentos),
    }
    return [told[name] for name in RESULT_COLUMNS]


def _day(day: date | None) -> str:
    return "" if day is None else f"{day:%d/%m/%Y}"
