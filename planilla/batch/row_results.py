"""From the ledger to each row of a file: its state in words, its result workbook, its figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from planilla.admission.no_longer_read import no_longer_read
from planilla.admission.unknown_columns import NOTHING_UNKNOWN, Admitted
from planilla.batch.followed import Followed, unwritten
from planilla.batch.one_row import of_asked, of_standing
from planilla.batch.run_result import FileOutcome
from planilla.batch.settings_shown import settings_shown
from planilla.batch.tally import Tally
from planilla.batch.waits_behind import WaitsBehind
from planilla.common.calendar import now
from planilla.common.errors import LedgerError, OutputError, PlanillaError
from planilla.common.failpoints import reach
from planilla.common.uncollected import uncollected
from planilla.ledger.chunks import chunks
from planilla.ledger.ledger import Ledger
from planilla.model.asked import Kind
from planilla.model.operation import OPEN, Document, Operation, State, place_of
from planilla.reading.headings_read import headings_read
from planilla.reading.loaded import Loaded
from planilla.settings.settings import Settings
from planilla.writing.report import Estado, Report, RowResult
from schemas.faults import Fault

NOT_YET = "Todavía no se envió. Presente el archivo otra vez para continuar."
NO_CREDENTIALS = (
    "No hay credenciales para el punto de venta {point}: no se envió nada. Agregue en "
    "planilla.toml un perfil con ese punto de venta y sus credenciales ([profiles.punto_{point}], "
    "puntos_venta = [{point}]), y presente el archivo otra vez."
)
ADVICE = {
    Kind.RESEND: {
        Estado.RECHAZADO: "El correo no salió. Si el comprobante se emitió sin envío por correo, "
        "no hay nada que corregir: baje el PDF (planilla query) y mándelo usted. Si el servicio no "
        "lo encontró, revise tipo, punto_venta y numero, y presente otra vez la lista."
    }
}
FROM_ANOTHER = "Ya estaba en otro archivo: {name}, fila {row}."


def conclude(
    loaded: Loaded,
    entries: Sequence[Followed],
    faults: Sequence[Fault],
    ledger: Ledger | None,
    settings: Settings,
    source_id: int | None,
    stood: Mapping[int, Operation] | None = None,
    columns: Admitted = NOTHING_UNKNOWN,
    *,
    asks_anew: bool = False,
    not_yet: str = NOT_YET,
) -> tuple[Report, FileOutcome]:
    """Work out each row's state from the ledger: what the result is to show, and the figures.

    `stood` are rows with faults that were asked for before they had any: what became of
    them is told, and they are not to be mended. `columns` says what waits because a heading
    is not understood, `not_yet` what is said of what was not sent.
    """
    tally = Tally()
    rows: dict[int, RowResult] = {}
    problem: PlanillaError | None = None
    try:
        with uncollected():
            _comprobante_rows(rows, entries, ledger, source_id, tally, not_yet)
    except LedgerError as error:
        problem = error
    run = ledger.operations.run if ledger else ""
    for row, operation in (stood or {}).items():
        rows[row] = of_standing(row, operation, no_longer_read(row, faults), run)
    faults = [fault for fault in faults if fault.row not in (stood or {})]
    _fault_rows(rows, loaded, faults, tally)
    _held_rows(rows, columns, tally)
    for row in loaded.sheet.rows:
        rows.setdefault(row, RowResult(row, Estado.PENDIENTE, loaded.referencias.get(row, "")))
    _add_notes(rows, loaded)
    report = Report(
        loaded.sheet,
        rows,
        tuple(faults),
        loaded.notices,
        now(),
        settings_shown(settings),
        loaded.columns,
        entries[0].kind.noun if entries else "comprobante",
        advice=ADVICE.get(entries[0].kind, {}) if entries else {},
        read_as=headings_read(
            loaded.sheet, loaded.places, loaded.answered, {one.heading for one in columns.questions}
        ),
    )
    return report, FileOutcome(
        loaded.sheet.path,
        None,
        Counter(row.estado for row in rows.values()),
        tally.comprobantes,
        tally.money,
        tally.from_other_files,
        tally.missing_pdfs,
        problem,
        columns.questions,
        asks_anew,
    )


def write(
    report: Report,
    outcome: FileOutcome,
    destination: Path,
    stands: Path | None,
    *,
    as_csv: bool = False,
) -> FileOutcome:
    """Write the result, and tell where it is or what kept it from being written.

    `stands` is the folder that it is moved to afterwards, if it is; its PDFs are put there. With
    `as_csv` a CSV stands beside it.
    """
    from planilla.pdf.beside_result import beside
    from planilla.writing.result_csv import write_csv_result
    from planilla.writing.result_workbook import write_result  # a dry run writes none

    try:
        reach("before-workbook")
        report = beside(report, stands or destination.parent)
        result = write_result(report, destination, stands)
        reach("after-workbook")
    except OutputError as error:
        return replace(outcome, problem=outcome.problem or error)
    outcome = replace(outcome, result=result)
    try:
        return replace(outcome, csv=write_csv_result(report, result)) if as_csv else outcome
    except OutputError as error:
        return replace(outcome, problem=outcome.problem or error)


def _comprobante_rows(
    rows: dict[int, RowResult],
    entries: Sequence[Followed],
    ledger: Ledger | None,
    source_id: int | None,
    tally: Tally,
    not_yet: str,
) -> None:
    earlier = {e.earlier[0] for e in entries if e.earlier is not None}
    sources = ledger.files.some(earlier) if ledger and earlier else {}
    run = ledger.operations.run if ledger else ""
    behind = WaitsBehind(ledger.reviews.waiting() if ledger else ())
    for entry, operation, document in _as_they_are(entries, ledger):
        extra: list[str] = []
        if entry.earlier is not None and entry.earlier[0] != source_id:
            tally.from_other_files += 1
            file_id, row = entry.earlier
            name = sources[file_id].name if file_id in sources else "?"
            extra.append(FROM_ANOTHER.format(name=name, row=row))
        first = behind.told(operation) if operation else ""
        made = of_asked(entry, operation, document, run, extra, first or not_yet)
        if operation and operation.state in OPEN and not _has_credentials(operation, ledger):
            told = NO_CREDENTIALS.format(point=operation.punto_venta)
            made = replace(made, errores=(told,))
        tally.count(made.estado, entry)
        if operation and operation.state is State.DONE and document and made.pdf is None:
            tally.missing_pdfs += 1
        for row in entry.rows:
            rows[row] = _at(made, row)


def _as_they_are(
    entries: Sequence[Followed], ledger: Ledger | None
) -> Iterator[tuple[Followed, Operation | None, Document | None]]:
    """Each with its operation and document, read a thousand at a time."""
    for some in chunks(entries):
        ids = [entry.operation_id for entry in some if entry.operation_id is not None]
        operations = ledger.operations.some(ids) if ledger else {}
        documents = ledger.documents.of(ids) if ledger else {}
        for entry in some:
            own = entry.operation_id or 0
            yield entry, operations.get(own), documents.get(own)


def _held_rows(rows: dict[int, RowResult], columns: Admitted, tally: Tally) -> None:
    """What waits for an answer about a heading, and was not even written down."""
    for held in columns.held:
        waiting = unwritten(held.asked)
        made = of_asked(waiting, None, None, "", (), "")
        made = replace(made, estado=Estado.A_REVISAR, errores=held.why, observaciones=())
        tally.count(made.estado, waiting)
        for row in waiting.rows:
            rows[row] = _at(made, row)


def _add_notes(rows: dict[int, RowResult], loaded: Loaded) -> None:
    for row, notes in loaded.notes.items():
        if row in rows:
            rows[row] = replace(rows[row], observaciones=(*notes, *rows[row].observaciones))


def _has_credentials(operation: Operation, ledger: Ledger | None) -> bool:
    place = place_of(operation.scope)
    return ledger is None or ledger.issuers.asking(*place) is not None


def _at(made: RowResult, row: int) -> RowResult:
    return made if made.row == row else replace(made, row=row)


def _fault_rows(
    rows: dict[int, RowResult], loaded: Loaded, faults: Sequence[Fault], tally: Tally
) -> None:
    by_row: dict[int, list[str]] = {}
    for fault in faults:
        by_row.setdefault(fault.row, []).append(f"{fault.column}: {fault.message} {fault.fix}")
    invalid: set[str] = set()
    for row, texts in by_row.items():
        referencia = loaded.referencias.get(row, "")
        rows[row] = RowResult(
            row,
            Estado.INVALIDO,
            referencia,
            group=referencia,
            tipo=loaded.tipos.get(row, ""),
            errores=tuple(texts),
        )
        invalid.add(referencia or f"row {row}")
    tally.comprobantes[Estado.INVALIDO] += len(invalid)
    if not invalid:
        del tally.comprobantes[Estado.INVALIDO]
