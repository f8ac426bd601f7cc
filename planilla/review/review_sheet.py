"""The review workbook: every question with what was seen, to be filled in and dropped back."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from planilla.common.atomic_write import write_whole
from planilla.common.calendar import BUENOS_AIRES
from planilla.model.column_answers import WaitingHeading
from planilla.model.operation import Operation
from planilla.reading.typed_rows import each_alone, typed_rows
from planilla.review.heading_questions import QUESTION, SEEN, WHAT, WORDS, likely, options
from planilla.review.questions import ANSWERS, QUESTIONS
from planilla.writing.form_cells import Brush
from planilla.writing.form_layout import set_height, set_page, set_table, set_widths
from planilla.writing.styles import (
    DATE,
    HEADING,
    MONEY,
    TIME,
    WHOLE,
    WRAPPED,
    Look,
    Value,
)
from schemas.review import REVISION, REVISION_BY_NAME

FILL_IN = Look(fill="FFF7DF", wrap=True, upright="top")
FILL_HEADING = replace(HEADING, fill="B9770E")
TO_FILL = {"respuesta", "quien", "nota", "pagado_por_otro_lado"}
WIDTHS = (17, 34, 26, 30, 13, 16, 60, 34, 20, 18, 30, 22, 18)
NOTHING = "No hay nada que revisar."
# as a workbook holds it, and as a CSV made of one shows it
WRITTEN = ("%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M")
ACTS = {"issue": "emitir", "pay": "pagar", "resend": "reenviar"}


def write_reviews(
    waiting: Sequence[Operation], destination: Path, headings: Sequence[WaitingHeading] = ()
) -> Path:
    """Write the questions; returns where the workbook really went. Raises `OutputError`."""
    return write_whole(destination, lambda: _render(waiting, headings))


def _render(waiting: Sequence[Operation], headings: Sequence[WaitingHeading]) -> bytes:
    workbook = Workbook(write_only=True)
    brush = Brush(workbook)
    sheet: Worksheet = workbook.create_sheet("Revisar")
    set_widths(sheet, WIDTHS)
    set_table(sheet, len(REVISION), max(len(waiting) + len(headings), 1))
    set_page(sheet, WIDTHS, heading=True, footer="planilla review")
    names = [column.name for column in REVISION]
    sheet.append([brush.cell(sheet, n, FILL_HEADING if n in TO_FILL else HEADING) for n in names])
    place = names.index("respuesta")
    asked = [
        *((_of_heading(one), [*WORDS, *likely(one)], False) for one in headings),
        *((_cells(one), [a.palabra for a in ANSWERS.get(one.reason, ())], True) for one in waiting),
    ]
    for line, (cells, words, only) in enumerate(asked, start=2):
        choice = DataValidation("list", formula1=f'"{",".join(words)}"', allow_blank=True)
        choice.showErrorMessage = only  # any column's name may be written, too
        choice.add(f"{chr(ord('A') + place)}{line}")
        sheet.data_validations.append(choice)
        texts = [(str(value or ""), width) for (value, _), width in zip(cells, WIDTHS, strict=True)]
        set_height(sheet, line, texts[6:8])
        sheet.append([brush.cell(sheet, value, look) for value, look in cells])
    if not asked:
        sheet.append([None, brush.cell(sheet, NOTHING)])
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _cells(operation: Operation) -> list[tuple[Value, Look]]:
    """A question, in the order of `REVISION`."""
    options = "\n".join(f"{a.palabra}: {a.means}" for a in ANSWERS.get(operation.reason, ()))
    what = f"{ACTS[operation.kind]} {operation.comprobante}".strip()
    return [
        (operation.id, Look(number_format=WHOLE)),
        (QUESTIONS.get(operation.reason, ""), WRAPPED),
        (what, WRAPPED),
        (operation.referencia, WRAPPED),
        (operation.fecha, Look(number_format=DATE)),
        (operation.total, Look(number_format=MONEY)),
        ("\n".join(operation.errors) or None, WRAPPED),
        (options, WRAPPED),
        (None, FILL_IN),
        (None, FILL_IN),
        (None, FILL_IN),
        (None, replace(FILL_IN, number_format=MONEY)),
        (_since(operation), Look(number_format=TIME)),
    ]


def _of_heading(one: WaitingHeading) -> list[tuple[Value, Look]]:
    """A question about a heading, in the order of `REVISION`."""
    about = one.about
    since = one.asked_at.astimezone(BUENOS_AIRES).replace(tzinfo=None, microsecond=0)
    return [
        (one.name, WRAPPED),
        (QUESTION.format(heading=about.written), WRAPPED),
        (WHAT.format(nouns=f"{about.kind.noun}s"), WRAPPED),
        (about.written, WRAPPED),
        (None, WRAPPED),
        (None, WRAPPED),
        (SEEN.format(file=one.file, seen=about.seen), WRAPPED),
        (options(one), WRAPPED),
        (None, FILL_IN),
        (None, FILL_IN),
        (None, FILL_IN),
        (None, FILL_IN),
        (since, Look(number_format=TIME)),
    ]


def _since(operation: Operation) -> datetime:
    """Since when it waits, to the second: a cell holds no more."""
    return operation.updated_at.astimezone(BUENOS_AIRES).replace(tzinfo=None, microsecond=0)


def answers_another(cells: Mapping[str, object], operation: Operation) -> bool:
    """Whether a row answers an earlier question about its operation than the one that waits.

    "It was not applied", dropped a second time after the payment was sent again, would
    send it a third time. A row that does not say since when it waits is taken as it is.
    """
    told = str(cells.get("desde") or "").replace("T", " ")
    since = _since(operation)
    as_told = {f"{since:{form}}" for form in WRITTEN}
    return bool(told) and told.partition(".")[0] not in as_told


def number_of(cells: Mapping[str, object]) -> int:
    """The operation that a row is about; 0 for none."""
    text = str(cells.get("operacion_id") or "").strip()
    return int(text) if text.isdecimal() else 0


def heading_of(cells: Mapping[str, object]) -> str:
    """The name of the question about a heading that a row answers; a blank for none."""
    text = str(cells.get("operacion_id") or "").strip()
    return text if text[:1] in {"c", "C"} and text[1:].isdecimal() else ""


def read_reviews(path: Path) -> list[tuple[int, dict[str, object]]]:
    """The answered rows of a filled-in workbook, by the file's row number.

    Raises `InputError` kinds when it is no review workbook.
    """
    typed = typed_rows(path, REVISION_BY_NAME, each_alone)
    pairs = zip(typed.numbers, typed.rows, strict=True)
    return [(number, dict(row)) for number, row in pairs if row.get("respuesta")]
