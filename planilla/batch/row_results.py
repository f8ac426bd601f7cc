"""From the ledger to each row of a file: its state in words, its result workbook, its figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from planilla.admission.known_or_new import Entry
from planilla.admission.no_longer_read import no_longer_read
from planilla.admission.unknown_columns import NOTHING_UNKNOWN, Admitted
from planilla.batch.run_result import FileOutcome
from planilla.batch.waits_behind import WaitsBehind
from planilla.common.calendar import now
from planilla.common.errors import LedgerError, OutputError, PlanillaError
from planilla.common.failpoints import reach
from planilla.common.uncollected import uncollected
from planilla.ledger.chunks import chunks
from planilla.ledger.ledger import Ledger
from planilla.model.asked import Asked, Kind
from planilla.model.issuers import Issuers
from planilla.model.operation import (
    OPEN,
    Document,
    Operation,
    Queue,
    Refusal,
    State,
    place_of,
)
from planilla.reading.headings_read import headings_read
from planilla.reading.loaded import Loaded
from planilla.review.questions import QUESTIONS
from planilla.settings.settings import Settings
from planilla.writing.counts import CREDIT
from planilla.writing.report import Estado, Report, RowResult
from schemas.faults import Fault

ESTADOS = {
    State.PENDING: Estado.PENDIENTE,
    State.SENDING: Estado.PENDIENTE,
    State.UNKNOWN: Estado.PENDIENTE,
    State.REJECTED: Estado.RECHAZADO,
    State.REVIEW: Estado.A_REVISAR,
}
DONE_ESTADOS = {
    Kind.ISSUE: (Estado.EMITIDO, Estado.YA_EMITIDO),
    Kind.PAY: (Estado.PAGADO, Estado.YA_PAGADO),
    Kind.RESEND: (Estado.ENVIADO, Estado.ENVIADO),
}
QUEUE_ESTADOS = {
    Queue.WAITING: Estado.ENCOLADO,
    Queue.FAILED: Estado.RECHAZADO,
    Queue.DROPPED: Estado.RECHAZADO,
}
NO_PDF = "El PDF todavía no se pudo bajar ({problem}). Presente el archivo otra vez."
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


@dataclass
class _Tally:
    comprobantes: Counter[Estado] = field(default_factory=Counter)
    money: dict[Estado, dict[str, Decimal]] = field(default_factory=dict)
    from_other_files: int = 0
    missing_pdfs: int = 0

    def count(self, estado: Estado, asked: Asked) -> None:
        self.comprobantes[estado] += 1
        if asked.kind is Kind.RESEND:
            return
        amounts = self.money.setdefault(estado, {})
        sign = -1 if asked.tipo.startswith(CREDIT) else 1
        before = amounts.get(asked.moneda, Decimal(0))
        amounts[asked.moneda] = before + sign * asked.total


def conclude(
    loaded: Loaded,
    entries: Sequence[Entry],
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
    tally = _Tally()
    rows: dict[int, RowResult] = {}
    problem: PlanillaError | None = None
    try:
        with uncollected():
            _comprobante_rows(rows, entries, ledger, source_id, tally, not_yet)
            _add_notes(rows, loaded)
    except LedgerError as error:
        problem = error
    run = ledger.operations.run if ledger else ""
    for row, operation in (stood or {}).items():
        rows[row] = _stood_row(row, operation, no_longer_read(row, faults), run)
    faults = [fault for fault in faults if fault.row not in (stood or {})]
    _fault_rows(rows, loaded, faults, tally)
    _held_rows(rows, columns, tally)
    for row in loaded.sheet.rows:
        rows.setdefault(row, RowResult(row, Estado.PENDIENTE, loaded.referencias.get(row, "")))
    report = Report(
        loaded.sheet,
        rows,
        tuple(faults),
        loaded.notices,
        now(),
        settings_shown(settings),
        loaded.columns,
        entries[0].asked.kind.noun if entries else "comprobante",
        advice=ADVICE.get(entries[0].asked.kind, {}) if entries else {},
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
    report: Report, outcome: FileOutcome, destination: Path, stands: Path | None
) -> FileOutcome:
    """Write the result, and tell where it is or what kept it from being written.

    `stands` is the folder that it is moved to afterwards, if it is.
    """
    from planilla.writing.result_workbook import write_result  # a dry run writes none

    try:
        reach("before-workbook")
        result = write_result(report, destination, stands)
        reach("after-workbook")
    except OutputError as error:
        return replace(outcome, problem=outcome.problem or error)
    return replace(outcome, result=result)


def _comprobante_rows(
    rows: dict[int, RowResult],
    entries: Sequence[Entry],
    ledger: Ledger | None,
    source_id: int | None,
    tally: _Tally,
    not_yet: str,
) -> None:
    earlier = {e.earlier.file_id for e in entries if e.earlier is not None}
    sources = ledger.files.some(earlier) if ledger and earlier else {}
    run = ledger.operations.run if ledger else ""
    behind = WaitsBehind(ledger.reviews.waiting() if ledger else ())
    for entry, operation, document in _as_they_are(entries, ledger):
        extra: list[str] = []
        if entry.earlier is not None and entry.earlier.file_id != source_id:
            tally.from_other_files += 1
            name = sources[entry.earlier.file_id].name if entry.earlier.file_id in sources else "?"
            extra.append(FROM_ANOTHER.format(name=name, row=entry.earlier.first_row))
        first = behind.told(operation) if operation else ""
        made = _row_result(entry.asked, operation, document, run, extra, first or not_yet)
        if operation and operation.state in OPEN and not _has_credentials(operation, ledger):
            told = NO_CREDENTIALS.format(point=operation.punto_venta)
            made = replace(made, errores=(told,))
        tally.count(made.estado, entry.asked)
        if operation and operation.state is State.DONE and document and made.pdf is None:
            tally.missing_pdfs += 1
        for row in entry.asked.rows:
            rows[row] = _at(made, row)


def _as_they_are(
    entries: Sequence[Entry], ledger: Ledger | None
) -> Iterator[tuple[Entry, Operation | None, Document | None]]:
    """Each with its operation and document, read a thousand at a time."""
    for some in chunks(entries):
        ids = [entry.operation_id for entry in some if entry.operation_id is not None]
        operations = ledger.operations.some(ids) if ledger else {}
        documents = ledger.documents.of(ids) if ledger else {}
        for entry in some:
            own = entry.operation_id or 0
            yield entry, operations.get(own), documents.get(own)


def _held_rows(rows: dict[int, RowResult], columns: Admitted, tally: _Tally) -> None:
    """What waits for an answer about a heading, and was not even written down."""
    for held in columns.held:
        made = _row_result(held.asked, None, None, "", (), "")
        made = replace(made, estado=Estado.A_REVISAR, errores=held.why, observaciones=())
        tally.count(made.estado, held.asked)
        for row in held.asked.rows:
            rows[row] = _at(made, row)


def _add_notes(rows: dict[int, RowResult], loaded: Loaded) -> None:
    for row, notes in loaded.notes.items():
        if row in rows:
            rows[row] = replace(rows[row], observaciones=(*notes, *rows[row].observaciones))


def _has_credentials(operation: Operation, ledger: Ledger | None) -> bool:
    place = place_of(operation.scope)
    return ledger is None or ledger.issuers.asking(*place) is not None


def _row_result(
    asked: Asked,
    operation: Operation | None,
    document: Document | None,
    run: str,
    extra: Sequence[str],
    not_yet: str,
) -> RowResult:
    if operation is None:
        return RowResult(
            asked.rows[0],
            Estado.PENDIENTE,
            _referencia(asked, operation),
            asked.tipo,
            asked.moneda,
            _total(asked),
            observaciones=(*extra, not_yet),
            group="|".join(asked.name),
        )
    base = {
        "row": asked.rows[0],
        "group": "|".join(asked.name),
        "referencia": _referencia(asked, operation),
        "tipo": asked.tipo,
        "moneda": asked.moneda,
        "total": _total(asked),
    }
    pdf = document.path if document and document.path and document.path.is_file() else None
    notes = [*operation.observations, *extra]
    if operation.state is State.PENDING and not operation.errors:
        notes.append(not_yet)
    if operation.state is State.DONE and document is not None and pdf is None:
        notes.append(NO_PDF.format(problem=document.problem or "sin intentar"))
    return RowResult(
        estado=estado_of(operation, run),
        numero_emitido=operation.numero_emitido if operation.state is State.DONE else "",
        cae=operation.cae,
        vencimiento_cae=operation.vencimiento_cae,
        pdf=pdf,
        pdf_url=document.url if document else operation.pdf_url,
        errores=operation.errors or _question(operation),
        observaciones=tuple(notes),
        requiere_fec=operation.requiere_fec,
        afip_qr=operation.afip_qr,
        intentos=operation.attempts,
        actualizado=operation.updated_at,
        **base,  # type: ignore[arg-type]
    )


def _total(asked: Asked) -> Decimal | None:
    return None if asked.kind is Kind.RESEND else asked.total  # an e-mail is no money


def _stood_row(row: int, operation: Operation, told: str, run: str) -> RowResult:
    done = operation.state is State.DONE
    return RowResult(
        row,
        estado_of(operation, run),
        operation.referencia,
        operation.tipo,
        operation.moneda,
        operation.total,
        operation.numero_emitido if done else "",
        operation.cae,
        operation.vencimiento_cae,
        pdf_url=operation.pdf_url,
        errores=operation.errors or _question(operation),
        observaciones=(*operation.observations, told),
        intentos=operation.attempts,
        actualizado=operation.updated_at,
    )


def _referencia(asked: Asked, operation: Operation | None) -> str:
    """What the row goes by from now on: the name under which the ledger has it.

    An earlier reading may have given it another than today's. A resend's is its day,
    which is no referencia of the comprobante.
    """
    if asked.kind is Kind.RESEND:
        return ""
    if operation is None:
        return asked.referencia
    own = operation.referencia
    return own if asked.kind is Kind.ISSUE else own.removeprefix(f"{asked.comprobante}/")


def _question(operation: Operation) -> tuple[str, ...]:
    """What is asked of a person, where nothing else says why it waits."""
    return (QUESTIONS[operation.reason],) if operation.reason in QUESTIONS else ()


def estado_of(operation: Operation, run: str) -> Estado:
    """The state that the person sees; `run` is the one that tells EMITIDO from YA EMITIDO."""
    if operation.state is State.REJECTED and operation.refusal is Refusal.OURS:
        return Estado.INVALIDO
    if operation.state is not State.DONE:
        return ESTADOS[operation.state]
    if operation.queue in QUEUE_ESTADOS:
        return QUEUE_ESTADOS[operation.queue]
    now_done, before = DONE_ESTADOS[operation.kind]
    return now_done if operation.done_in_run == run else before


def _at(made: RowResult, row: int) -> RowResult:
    return made if made.row == row else replace(made, row=row)


def _fault_rows(
    rows: dict[int, RowResult], loaded: Loaded, faults: Sequence[Fault], tally: _Tally
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


def settings_shown(settings: Settings) -> dict[str, str]:
    """The settings that matter to whoever reads the result; no secrets."""
    return {
        "Servicio": settings.service,
        **_who(settings.issuers),
        "Puntos de venta a la vez": str(settings.concurrency),
        "Espera máxima por respuesta": f"{settings.timeout_seconds:g} s",
    }


def _who(issuers: Issuers) -> dict[str, str]:
    if len(issuers.known) == 1:
        (only,) = issuers.known
        return {
            "Condición IVA del emisor": only.condicion_iva or "(sin indicar)",
            "CUIT del emisor": only.cuit or "(sin indicar)",
        }
    return {
        f"Perfil {one.name}": f"CUIT {one.cuit or '(sin indicar)'}, puntos de venta "
        + ", ".join(map(str, sorted(one.puntos_venta or ())))
        for one in issuers.known
    }
