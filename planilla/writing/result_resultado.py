"""The sheet Resultado: each row's name, what became of it, and the row as it came."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from planilla.common.calendar import BUENOS_AIRES
from planilla.writing.book.book import Book
from planilla.writing.book.formats import Style
from planilla.writing.book.sheet import SheetWriter
from planilla.writing.cell_values import look_with, looks_of
from planilla.writing.file_links import link_target
from planilla.writing.input_columns import InputColumns
from planilla.writing.report import Estado, Report, RowResult
from planilla.writing.result_columns import WIDTHS, Places, places
from planilla.writing.sheet_layout import HEADING_HEIGHT, column_letters, fitting_height
from planilla.writing.styles import (
    ADDED_HEADING,
    ANCHOR,
    DATE,
    ESTADO_LOOKS,
    HEADING,
    MONEY,
    PLAIN,
    TEXT,
    TIME,
    WHOLE,
    WRAPPED,
    Look,
    Value,
)
from planilla.writing.totals import Totals
from planilla.writing.workbook_limits import LONGEST_LINK, MOST_LINKS
from schemas.columns import RESULT_COLUMNS, RESULT_FIRST, RESULT_LAST

WRAPPED_WIDTHS = (WIDTHS["errores"], WIDTHS["observaciones"])
LOOKS = {
    "total_calculado": Look(number_format=MONEY),
    "vencimiento_cae": Look(number_format=DATE),
    "errores": WRAPPED,
    "observaciones": WRAPPED,
    "intentos": Look(number_format=WHOLE),
    "actualizado": Look(number_format=TIME),
}
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


TOO_LONG_LINKS = (
    f"Un enlace admite {LONGEST_LINK} caracteres: donde hacen falta más, la columna pdf dice dónde "
    "está el archivo, sin enlace."
)


def resultado(book: Book, report: Report, folder: Path) -> list[str]:
    """Each row's name, what became of it, then the row as it came; returns notices for Resumen.

    `folder` is where the workbook will stand: its links start there.
    """
    sheet = book.sheet("Resultado", tab="1F3A5F")
    source = InputColumns(report.sheet, report.columns)
    totals, last = Totals(report), len(report.sheet.rows) + 1
    where = places(source, report.rows.values(), totals=totals.told)
    _around(sheet, where, last, report.sheet.path.name)
    _headings(book, sheet, where, source)
    own = [
        {kind: book.style(look) for kind, look in looks_of(numbers).items()}
        for numbers in source.number_formats
    ]
    names, rest = ([own[place] for place in some] for some in (where.names, where.rest))
    stands = where.own()
    added = _Added(book, sheet, where, folder, totals)
    for position, (row, values) in enumerate(zip(report.sheet.rows, source.rows(), strict=True)):
        result = report.rows[row]
        texts = wrapped_texts(result)
        sheet.begin(fitting_height(zip(texts, WRAPPED_WIDTHS, strict=True)))
        sheet.values([values[place] for place in where.names], names)
        sheet.values([values[place] for place in where.rest], rest, where.middle)
        for place, sign in source.signs(position):
            if isinstance(value := values[place], Decimal):
                sheet.number(stands[place], value, book.style(look_with(sign)))
        added.write(result, texts, source.numero_emitido(position))
    return added.notices()


def _around(sheet: SheetWriter, where: Places, last: int, name: str) -> None:
    """Widths, what is folded, what stays in view, the filter, the page, and the colours."""
    many = len(where.widths)
    sheet.folded(where.widths, where.folded)
    sheet.table(many, last - 1, where.frozen)
    sheet.page(where.visible(), heading=True, footer=name)
    sheet.prints(where.middle, last)  # the rest is on paper already, as it came
    if last > 1:
        for state, colour in ROW_TINTS.items():
            # rows that need somebody stand out as far as the first column
            estado = column_letters(where.first)
            sheet.tint(many, last, f'${estado}2="{state.value}"', colour)


def _headings(book: Book, sheet: SheetWriter, where: Places, source: InputColumns) -> None:
    own, added = book.style(HEADING), book.style(ADDED_HEADING)
    names, rest = ([source.headings[place] for place in some] for some in (where.names, where.rest))
    headings = [*names, *RESULT_FIRST, *rest, *RESULT_LAST]
    looks = [
        *[own] * len(names), *[added] * len(RESULT_FIRST),
        *[own] * len(rest), *[added] * len(RESULT_LAST),
    ]  # fmt: skip
    sheet.line(headings, looks, HEADING_HEIGHT)


class _Added:
    """The result columns, in their two places."""

    def __init__(
        self, book: Book, sheet: SheetWriter, where: Places, folder: Path, totals: Totals
    ) -> None:
        self._sheet, self._where, self._folder = sheet, where, folder
        self._styles = {
            estado: {
                name: _alike(book.style(LOOKS.get(name, Look(number_format=TEXT))))
                for name in RESULT_COLUMNS
            }
            | {"estado": _alike(book.style(look)), "pdf": _alike(book.style(PLAIN))}
            for estado, look in ESTADO_LOOKS.items()
        }
        self._anchor, self._plain = book.style(ANCHOR), book.style(PLAIN)
        self._unlinked, self._links = 0, 0
        self._totals = totals

    def write(self, result: RowResult, texts: tuple[str, str], came: str) -> None:
        """Those of the row begun last; `came` is the number that the file itself gave."""
        values = result_values(result, texts, came, self._totals.of(result))
        styles = self._styles[result.estado]
        for names, first in ((RESULT_FIRST, self._where.first), (RESULT_LAST, self._where.last)):
            some = [values[name] for name in names]
            self._sheet.values(some, [styles[name] for name in names], first)
        if result.pdf is not None:
            self._pdf(result.pdf)

    def _pdf(self, pdf: Path) -> None:
        place = self._where.first + RESULT_FIRST.index("pdf")
        target = link_target(pdf, self._folder)
        if self._sheet.link(place, pdf.name, target, self._anchor):
            self._links += 1
        else:
            self._unlinked += 1
            self._sheet.text(place, str(pdf), self._plain)

    def notices(self) -> list[str]:
        """Why some PDFs have no link."""
        if not self._unlinked:
            return []
        return [TOO_MANY_LINKS if self._links == MOST_LINKS else TOO_LONG_LINKS]


def _alike(style: Style) -> dict[type, Style]:
    return dict.fromkeys((str, int, Decimal, date, datetime), style)


def wrapped_texts(result: RowResult) -> tuple[str, str]:
    return "\n".join(result.errores), "\n".join(result.observaciones)


def result_values(
    result: RowResult, texts: tuple[str, str], came: str, total: Decimal | None
) -> dict[str, Value]:
    """By the names of `RESULT_COLUMNS`; the PDF is put in by who knows the folder."""
    errores, observaciones = texts
    updated = result.actualizado
    return {
        "estado": result.estado.value,
        "numero_emitido": result.numero_emitido or came or None,
        "cae": result.cae.strip() or None,
        "total_calculado": total,
        "pdf": None,
        "errores": errores or None,
        "observaciones": observaciones or None,
        "vencimiento_cae": result.vencimiento_cae,
        "requiere_fec": result.requiere_fec.strip() or None,
        "actualizado": updated.astimezone(BUENOS_AIRES).replace(tzinfo=None) if updated else None,
        "pdf_url": result.pdf_url or None,
        "afip_qr": result.afip_qr.strip() or None,
        "intentos": result.intentos,
    }
