"""The sheet Resultado: every row as it came, then what became of it."""

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
from planilla.writing.sheet_layout import HEADING_HEIGHT, column_letters, fitting_height
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
    Look,
    Value,
)
from planilla.writing.workbook_limits import LONGEST_LINK, MOST_LINKS
from schemas.columns import RESULT_COLUMNS

RESULT_WIDTHS = (14, 19, 18, 20, 22, 30, 60, 40, 16, 30, 11, 18)
PDF = RESULT_COLUMNS.index("pdf")
WRAPPED_WIDTHS = (60, 40)
RESULT_LOOKS = (  # in the order of `RESULT_COLUMNS`
    PLAIN,  # the estado's own
    *[Look(number_format=TEXT)] * 2,
    Look(number_format=DATE),
    PLAIN,  # the PDF's own
    Look(number_format=TEXT),
    *[WRAPPED] * 2,
    *[Look(number_format=TEXT)] * 2,
    Look(number_format=WHOLE),
    Look(number_format=TIME),
)
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
    """All rows as they came and the result columns; returns notices for Resumen.

    `folder` is where the workbook will stand: its links start there.
    """
    sheet = book.sheet("Resultado", tab="1F3A5F")
    source = InputColumns(report.sheet, report.columns)
    own, last = len(source.headings), len(report.sheet.rows) + 1
    widths = [*source.widths(), *RESULT_WIDTHS]
    sheet.widths(widths)
    sheet.table(len(widths), last - 1)
    sheet.page(widths, heading=True, footer=report.sheet.path.name)
    if last > 1:
        for state, colour in ROW_TINTS.items():
            # rows that need somebody stand out as far as the first column
            sheet.tint(len(widths), last, f'${column_letters(own)}2="{state.value}"', colour)
    looks = [*[HEADING] * own, *[ADDED_HEADING] * len(RESULT_COLUMNS)]
    headings = [*source.headings, *RESULT_COLUMNS]
    sheet.line(headings, [book.style(look) for look in looks], HEADING_HEIGHT)
    styles = [
        {kind: book.style(look) for kind, look in looks_of(numbers).items()}
        for numbers in source.number_formats
    ]
    added = _Added(book, sheet, own, folder)
    for position, (row, values) in enumerate(zip(report.sheet.rows, source.rows(), strict=True)):
        result = report.rows[row]
        texts = wrapped_texts(result)
        sheet.begin(fitting_height(zip(texts, WRAPPED_WIDTHS, strict=True)))
        sheet.values(values, styles)
        for place, sign in source.signs(position):
            if isinstance(value := values[place], Decimal):
                sheet.number(place, value, book.style(look_with(sign)))
        added.write(result, texts, source.numero_emitido(position))
    return added.notices()


class _Added:
    """The result columns, right of the file's own."""

    def __init__(self, book: Book, sheet: SheetWriter, first: int, folder: Path) -> None:
        self._sheet, self._first, self._folder = sheet, first, folder
        self._styles = {
            estado: [_alike(book.style(look)) for look in (of_estado, *RESULT_LOOKS[1:])]
            for estado, of_estado in ESTADO_LOOKS.items()
        }
        self._anchor, self._plain = book.style(ANCHOR), book.style(PLAIN)
        self._unlinked, self._links = 0, 0

    def write(self, result: RowResult, texts: tuple[str, str], came: str) -> None:
        """Those of the row begun last; `came` is the number that the file itself gave."""
        values = result_values(result, texts, came)
        self._sheet.values(values, self._styles[result.estado], self._first)
        if result.pdf is not None:
            self._pdf(result.pdf)

    def _pdf(self, pdf: Path) -> None:
        place, target = self._first + PDF, link_target(pdf, self._folder)
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
    return dict.fromkeys((str, int, date, datetime), style)


def wrapped_texts(result: RowResult) -> tuple[str, str]:
    return "\n".join(result.errores), "\n".join(result.observaciones)


def result_values(result: RowResult, texts: tuple[str, str], came: str) -> tuple[Value, ...]:
    """In the order of `RESULT_COLUMNS`; the PDF is put in by who knows the folder."""
    errores, observaciones = texts
    updated = result.actualizado
    return (
        result.estado.value,
        result.numero_emitido or came or None,
        result.cae.strip() or None,
        result.vencimiento_cae,
        None,
        result.pdf_url or None,
        errores or None,
        observaciones or None,
        result.requiere_fec.strip() or None,
        result.afip_qr.strip() or None,
        result.intentos,
        updated.astimezone(BUENOS_AIRES).replace(tzinfo=None) if updated else None,
    )
