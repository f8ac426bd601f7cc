"""What the result shows of one comprobante, payment or e-mail, from what the ledger has of it."""

from __future__ import annotations

from collections.abc import Sequence

from planilla.batch.estados import estado_of
from planilla.batch.followed import Followed
from planilla.model.asked import Kind
from planilla.model.operation import Document, Operation, State
from planilla.review.questions import QUESTIONS
from planilla.writing.report import Estado, RowResult

NO_PDF = "El PDF todavía no se pudo bajar ({problem}). Presente el archivo otra vez."


def of_asked(
    one: Followed,
    operation: Operation | None,
    document: Document | None,
    run: str,
    extra: Sequence[str],
    not_yet: str,
) -> RowResult:
    """For the first of its rows; `extra` is told beside, `not_yet` of what was not sent."""
    group, total = "|".join(one.name), None if one.kind is Kind.RESEND else one.total
    if operation is None:
        return RowResult(
            one.rows[0],
            Estado.PENDIENTE,
            _referencia(one, operation),
            one.tipo,
            one.moneda,
            total,
            observaciones=(*extra, not_yet),
            group=group,
        )
    pdf = document.path if document and document.path and document.path.is_file() else None
    notes = [*operation.observations, *extra]
    if operation.state is State.PENDING and not operation.errors:
        notes.append(not_yet)
    if operation.state is State.DONE and document is not None and pdf is None:
        notes.append(NO_PDF.format(problem=document.problem or "sin intentar"))
    return RowResult(
        one.rows[0],
        estado_of(operation, run),
        _referencia(one, operation),
        one.tipo,
        one.moneda,
        total,
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
        group=group,
    )


def of_standing(row: int, operation: Operation, told: str, run: str) -> RowResult:
    """For a row with faults that was asked for before it had any; `told` says so."""
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


def _referencia(one: Followed, operation: Operation | None) -> str:
    """What the row goes by from now on: the name under which the ledger has it.

    An earlier reading may have given it another than today's. A resend's is its day,
    which is no referencia of the comprobante.
    """
    if one.kind is Kind.RESEND:
        return ""
    if operation is None:
        return one.referencia
    own = operation.referencia
    return own if one.kind is Kind.ISSUE else own.removeprefix(f"{one.comprobante}/")


def _question(operation: Operation) -> tuple[str, ...]:
    """What is asked of a person, where nothing else says why it waits."""
    return (QUESTIONS[operation.reason],) if operation.reason in QUESTIONS else ()
