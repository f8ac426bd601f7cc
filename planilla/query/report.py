"""From what the service showed to the rows and tables of a result workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import polars as pl

from planilla.batch.run_result import FileOutcome
from planilla.batch.settings_shown import settings_shown
from planilla.common.calendar import now
from planilla.query.all_fields import tables
from planilla.query.ask_service import Shown
from planilla.query.row_answers import Answers, distinct
from planilla.reading.cells.sheet import CellKind, Sheet
from planilla.reading.headings_read import headings_read
from planilla.reading.loaded import of_aside
from planilla.reading.typed_rows import Typed
from planilla.service.answers import Held, Stand
from planilla.settings.settings import Settings
from planilla.writing.counts import summarize
from planilla.writing.report import Estado, Report, RowResult
from schemas.pagos import LISTA_BY_NAME

NOT_THERE = "El servicio no lo tiene."
NOT_ASKED = "No se pudo preguntar. Presente el archivo otra vez."
SEVERAL = "El servicio tiene {count} comprobantes con esta referencia: {names}."
UNCLEAR = "No está emitido, que se sepa: planilla no conoce el estado que muestra el servicio."
NO_STATUS = "sin estado"
NOUN = "comprobante"
ESTADOS = {
    Stand.ISSUED: Estado.YA_EMITIDO,
    Stand.WAITING: Estado.ENCOLADO,
    Stand.FAILED: Estado.RECHAZADO,
    Stand.UNCLEAR: Estado.A_REVISAR,
}
Pdfs = Mapping[tuple[str, str], Path]
"""By account and comprobante."""
ADVICE = {
    Estado.RECHAZADO: "La cola del servicio no lo pudo emitir (vea observaciones). En esta lista "
    "no hay nada que corregir; para mandarlo otra vez: planilla requeue.",
}
HEADINGS = ("tipo", "punto_venta", "numero", "referencia")


def of_list(
    typed: Typed,
    answers: Answers,
    pdfs: Pdfs,
    settings: Settings,
) -> Report:
    """The report of a list: each row with what the service holds of it."""
    rows: dict[int, RowResult] = {}
    faults: dict[int, list[str]] = {}
    for fault in typed.faults.found:
        faults.setdefault(fault.row, []).append(f"{fault.column}: {fault.message} {fault.fix}")
    for number in typed.numbers:
        if number in faults:
            rows[number] = RowResult(number, Estado.INVALIDO, "", errores=tuple(faults[number]))
        else:
            rows[number] = _row(number, answers.get(number), pdfs)
    whole = [shown for answer in answers.values() for shown in answer or ()]
    once = [shown.held for shown in distinct(whole)]
    return Report(
        typed.sheet,
        rows,
        tuple(sorted(typed.faults.found, key=lambda fault: fault.row)),
        tuple(of_aside(typed.aside)),
        now(),
        settings_shown(settings),
        LISTA_BY_NAME,
        NOUN,
        tuple(tables(once)),
        ADVICE,
        headings_read(typed.sheet, typed.faults.places),
    )


def by_days(name: Path, shown: Sequence[Shown], pdfs: Pdfs, settings: Settings) -> Report:
    """The report of what the service holds of some days, a row a comprobante."""
    rows = {n: _row(n, (one,), pdfs) for n, one in enumerate(shown, start=2)}
    held = [one.held for one in shown]
    sheet = _sheet(name, held)
    extra = tuple(tables(held))
    shown_with = settings_shown(settings)
    return Report(sheet, rows, (), (), now(), shown_with, LISTA_BY_NAME, NOUN, extra, ADVICE)


def _sheet(name: Path, shown: Sequence[Held]) -> Sheet:
    """The rows that a person would have written to ask for each."""
    cells = [
        (h.tipo, str(h.punto_venta or ""), str(h.number or ""), h.external_reference) for h in shown
    ]
    numbers = pl.Series("row", list(range(2, len(cells) + 2)), dtype=pl.Int64)
    schema = {f"c{i}": pl.String for i in range(len(HEADINGS))}
    text = {f"c{i}": [cell[i] or None for cell in cells] for i in range(len(HEADINGS))}
    kinds = {
        column: [CellKind.BLANK.value if v is None else CellKind.TEXT.value for v in values]
        for column, values in text.items()
    }
    return Sheet(
        name,
        name.name,
        HEADINGS,
        1,
        pl.DataFrame(text, schema=schema).insert_column(0, numbers),
        pl.DataFrame(kinds, schema=schema).insert_column(0, numbers),
    )


def _row(number: int, found: Sequence[Shown] | None, pdfs: Pdfs) -> RowResult:
    if found is None:
        return RowResult(number, Estado.PENDIENTE, "", errores=(NOT_ASKED,))
    if not found:
        return RowResult(number, Estado.INVALIDO, "", errores=(NOT_THERE,))
    shown = found[0]
    held = shown.held
    notes = [note for note in (held.status, held.ctacte_status) if note]
    if held.stand is Stand.UNCLEAR:
        notes.append(UNCLEAR)
    if len(found) > 1:
        names = ", ".join(_named(one.held) for one in found)
        notes.append(SEVERAL.format(count=len(found), names=names))
    return RowResult(
        number,
        ESTADOS[held.stand],
        held.external_reference,
        tipo=held.tipo,
        moneda=str(held.inner.get("moneda") or "PES"),
        total=held.total if held.total is not None else Decimal(0),
        numero_emitido=held.numero_emitido,
        cae=held.cae,
        vencimiento_cae=held.vencimiento_cae,
        pdf=pdfs.get(shown.name),
        pdf_url=held.pdf_url,
        observaciones=tuple(notes),
        afip_qr=held.afip_qr,
        group=" ".join((*shown.name, held.external_reference)).strip(),
    )


def _named(held: Held) -> str:
    """As it is told from others of its reference: by its number, or by where it stands."""
    return held.comprobante if held.issued else f"{held.comprobante} ({held.status or NO_STATUS})"


def counted(report: Report, missing: int) -> FileOutcome:
    """A report, counted for the command's summary; not yet written."""
    summary = summarize(report)
    return FileOutcome(
        path=report.sheet.path,
        result=None,
        rows=Counter(row.estado for row in report.rows.values()),
        comprobantes={Estado(line.label): line.comprobantes for line in summary.by_estado},
        money={Estado(line.label): line.amounts for line in summary.by_estado},
        from_other_files=0,
        missing_pdfs=missing,
    )
