"""The sheets of what went wrong: Errores says it, Corregir is there to mend it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from planilla.service.refusal_texts import trouble_of
from planilla.writing.book.book import Book
from planilla.writing.book.formats import Style
from planilla.writing.book.sheet import SheetWriter
from planilla.writing.cell_values import look_with, looks_of
from planilla.writing.input_columns import InputColumns
from planilla.writing.plain_text import plain
from planilla.writing.report import Estado, Report
from planilla.writing.sheet_layout import (
    HEADING_HEIGHT,
    MOST_ROWS,
    column_letters,
    fitting_height,
)
from planilla.writing.styles import (
    ANCHOR,
    DOUBT,
    HEADING,
    PLAIN,
    TEXT,
    WHOLE,
    WRAPPED,
    WRONG,
    Look,
    Value,
)
from schemas.faults import Fault

FAILED = frozenset({Estado.INVALIDO, Estado.RECHAZADO})
ANOTHER_ROW = "OTRA_FILA"
MOST_COMMENTS = 5_000  # beyond a few thousand Excel takes minutes to open the file
LONGEST_NOTE = 1_500
TOO_MANY_COMMENTS = (
    f"Las notas sobre las celdas de la hoja Corregir llegan hasta las primeras {MOST_COMMENTS}; "
    "la hoja Errores las tiene todas."
)
TOO_MANY_ERRORS = "Los errores no entran en una hoja: la hoja Errores muestra los primeros."
NO_ERRORS = "No hay errores."

ERROR_HEADINGS = ("Fila", "Columna", "Valor", "Qué está mal", "Qué escribir", "Código")
ERROR_WIDTHS = (8, 24, 26, 56, 56, 24)
ERROR_LOOKS = (
    Look(number_format=WHOLE),
    PLAIN,
    Look(fill=WRONG, wrap=True),
    *[WRAPPED] * 2,
    Look(ink="6B7785", size=9),
)
WHAT_TO_DO = {
    Estado.INVALIDO: "Corrija la fila en la hoja Corregir y presente otra vez el archivo.",
    Estado.RECHAZADO: "Corrija el dato en la hoja Corregir y presente otra vez el archivo.",
    Estado.PENDIENTE: "No corrija nada: presente otra vez el archivo y sigue donde quedó (lo que "
    "espera una respuesta, tras ella).",
    Estado.A_REVISAR: "No corrija nada: lo tiene que decidir una persona (planilla review).",
}

NO_ADVICE: Mapping[Estado, str] = {}
NOT_THE_ROW = "No corrija la fila: avise a quien administra la cuenta."


@dataclass(frozen=True)
class _ErrorLine:
    """One line of Errores."""

    row: int
    column: str
    value: str
    message: str
    fix: str
    code: str


class Mending:
    """Which rows go to Corregir, under which headings.

    That is every row of a comprobante of which some row failed. A column that
    a fault asks for and the file does not have is added, as is `referencia`.
    """

    def __init__(self, report: Report) -> None:
        self.source = InputColumns(report.sheet, report.columns, asked_too=True)
        self.rows = _failed(report)
        asked = [fault.column for fault in report.faults if fault.column in report.columns]
        named = any(report.rows[row].referencia for _, row in self.rows)
        if self.source.referencia is None and named:
            asked.insert(0, "referencia")
        own = set(self.source.headings)
        self.added = [name for name in dict.fromkeys(asked) if name not in own]
        self.headings = [*self.source.headings, *self.added]
        self._line = {row: line for line, (_, row) in enumerate(self.rows, 2)}

    def address(self, row: int, heading: str) -> str | None:
        """Where a cell of the input stands in Corregir."""
        line = self._line.get(row)
        if line is None:
            return None
        column = self.headings.index(heading) if heading in self.headings else 0
        return f"{column_letters(column)}{line}"


def _failed(report: Report) -> list[tuple[int, int]]:
    """Position and number of every row of a comprobante of which some row failed."""
    results = report.rows
    wrong = {r.key for r in results.values() if r.estado in FAILED and r.key}
    return [
        (position, row)
        for position, row in enumerate(report.sheet.rows)
        if results[row].estado in FAILED or results[row].key in wrong
    ]


def errores(book: Book, report: Report, mending: Mending) -> list[str]:
    """One line a fault, then one a message of the service; returns notices for Resumen."""
    sheet = book.sheet("Errores", tab="C0392B")
    lines = _lines(report)
    shown = lines[: MOST_ROWS - 1]
    sheet.widths(ERROR_WIDTHS)
    sheet.table(len(ERROR_WIDTHS), max(len(shown), 1))
    sheet.page(ERROR_WIDTHS, heading=True, footer=report.sheet.path.name)
    sheet.line(ERROR_HEADINGS, [book.style(HEADING)] * len(ERROR_HEADINGS), HEADING_HEIGHT)
    styles = [book.style(look) for look in ERROR_LOOKS]
    linked = book.style(replace(ANCHOR, number_format=WHOLE))
    for line in shown:
        texts = (line.column, line.value, line.message, line.fix)
        values = (line.row or "archivo", *(text or None for text in texts), line.code)
        height = fitting_height(zip(texts, ERROR_WIDTHS[1:5], strict=True))
        sheet.line(values, styles, height)
        address = mending.address(line.row, line.column)
        if address:
            sheet.link_inside(0, line.row, f"Corregir!{address}", linked)
    if not lines:
        sheet.begin()
        sheet.text(1, NO_ERRORS, book.style(PLAIN))
    return [TOO_MANY_ERRORS] if len(shown) < len(lines) else []


def _lines(report: Report) -> list[_ErrorLine]:
    lines = [_ErrorLine(f.row, f.column, f.value, f.message, f.fix, f.code) for f in report.faults]
    explained = {fault.row for fault in report.faults}
    told: set[tuple[str, str]] = set()
    for row in report.sheet.rows:
        result = report.rows[row]
        if result.estado is Estado.INVALIDO and row in explained:
            continue
        for message in result.errores:
            if (result.key, message) not in told or not result.key:
                told.add((result.key, message))
                fix = _what_to_do(result.estado, message, report.advice)
                lines.append(_ErrorLine(row, "", "", message, fix, result.estado.value))
    return sorted(lines, key=lambda line: line.row)


def _what_to_do(estado: Estado, message: str, advice: Mapping[Estado, str] = NO_ADVICE) -> str:
    """No row is to be corrected for what is the account's or ARCA's, whatever became of it."""
    if estado is Estado.RECHAZADO and trouble_of([message]) is not None:
        return NOT_THE_ROW
    return advice.get(estado, WHAT_TO_DO.get(estado, ""))


def corregir(book: Book, report: Report, mending: Mending) -> list[str]:
    """Only what failed, in the input's own form, to be mended and dropped again.

    Wrong cells are coloured, with a note that says what to write. Returns
    notices for Resumen.
    """
    sheet = book.sheet("Corregir", tab="E67E22")
    widths = [*mending.source.widths(), *(max(len(name) + 4.0, 24) for name in mending.added)]
    sheet.widths(widths)
    sheet.table(len(widths), max(len(mending.rows), 1))
    sheet.page(widths, heading=True, footer=report.sheet.path.name)
    sheet.line(mending.headings, [book.style(HEADING)] * len(widths), HEADING_HEIGHT)
    styles = _styles(book, mending)
    faults = _by_row(report)
    notes_written = 0
    cells = mending.source.rows_apart([position for position, _ in mending.rows])
    for (position, row), own in zip(mending.rows, cells, strict=True):
        values = _values(report, mending, own, row)
        signs = dict(mending.source.signs(position))
        sheet.begin()
        for column, fill in enumerate(_fills(len(values), faults.get(row, ()), mending.headings)):
            value = values[column]
            style = styles[fill][column][value.__class__]
            if column in signs and isinstance(value, Decimal):
                style = book.style(look_with(signs[column], fill))
            sheet.value(column, value, style)
        for column, texts in _notes(report, mending.headings, faults.get(row, ()), row).items():
            if notes_written < MOST_COMMENTS:
                _note(sheet, column, texts)
            notes_written += 1
    return [TOO_MANY_COMMENTS] if notes_written > MOST_COMMENTS else []


def _styles(book: Book, mending: Mending) -> dict[str, list[dict[type, Style]]]:
    """By fill, then by column, then by the type of the value."""

    def styles(looks: Mapping[type, Look]) -> dict[type, Style]:
        return {kind: book.style(look) for kind, look in looks.items()}

    made = {}
    for fill in ("", WRONG, DOUBT):
        own = [styles(looks_of(numbers, fill)) for numbers in mending.source.number_formats]
        text = Look(number_format=TEXT, fill=fill)
        of_text = styles({str: text, type(None): text})
        if mending.source.referencia is not None:
            own[mending.source.referencia] |= of_text
        made[fill] = [*own, *[of_text] * len(mending.added)]
    return made


def _by_row(report: Report) -> dict[int, list[Fault]]:
    faults: dict[int, list[Fault]] = {}
    for fault in report.faults:
        faults.setdefault(fault.row, []).append(fault)
    return faults


def _values(report: Report, mending: Mending, own: Sequence[Value], row: int) -> list[Value]:
    """A row of Corregir; its referencia stands in the file's column, or in one of its own."""
    values = [*own, *[None] * len(mending.added)]
    place = mending.source.referencia
    if place is None and "referencia" in mending.headings:
        place = mending.headings.index("referencia")
    if place is not None and values[place] is None:
        values[place] = report.rows[row].referencia or None
    return values


def _fills(count: int, faults: Sequence[Fault], headings: Sequence[str]) -> list[str]:
    """The colours of a row: its wrong cells, or all of it when no cell can be blamed."""
    blamed = {f.column: DOUBT if f.code == ANOTHER_ROW else WRONG for f in faults}
    if not blamed:
        return [DOUBT] * count
    return [blamed.get(heading, "") for heading in headings]


def _notes(
    report: Report, headings: Sequence[str], faults: Sequence[Fault], row: int
) -> dict[int, list[str]]:
    """What to say on which column of a row; on the first, what no cell is to blame for."""
    notes: dict[int, list[str]] = {}
    for fault in faults:
        column = headings.index(fault.column) if fault.column in headings else 0
        notes.setdefault(column, []).append(f"{fault.message}\n{fault.fix}".strip())
    messages = report.rows[row].errores
    if not faults and messages:
        notes[0] = list(messages)
    return notes


def _note(sheet: SheetWriter, column: int, texts: Sequence[str]) -> None:
    text = plain("\n\n".join(texts), LONGEST_NOTE)
    lines = sum(1 + len(line) // 44 for line in text.split("\n"))
    sheet.note(column, text, 320, min(24 + 18 * lines, 400))
