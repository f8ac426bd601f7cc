"""What an operation becomes by what the service shows of it: columns, and a person's evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from planilla.dispatch.outcomes import is_of_data
from planilla.dispatch.words import QUEUE_FAILED, QUEUE_FAILED_DATA
from planilla.errors import Unknown
from planilla.ledger.model import Operation, Queue, Reason
from planilla.ledger.rows import dump
from planilla.service.answers import Held, Issued, text

FAILED_STATUS = "CON ERROR"
NO_CAE = "El servicio respondió sin CAE, como lo hace el plan de desarrollo."


def dated_as(operation: Operation, held: Held) -> Operation:
    """An operation on the day that the service shows for it."""
    return operation if held.fecha is None else replace(operation, fecha=held.fecha)


def as_dated(operation: Operation, held: Held) -> dict[str, Any]:
    """The columns of an operation in the queue whose date was changed, by us or elsewhere."""
    dates = {name: held.inner[name] for name in ("fecha", "vencimiento") if name in held.inner}
    comprobante = {**operation.body["comprobante"], **dates}
    body = {**operation.body, "comprobante": comprobante}
    return {"fecha": held.fecha, "body": dump(body)}


def refuse_unfinished(held: Held) -> None:
    """What has no number and is not in the queue is still being worked on: `Unknown`."""
    if not held.number and not held.in_queue:
        raise Unknown("the service shows our comprobante without its number")


def as_shown(operation: Operation, held: Held) -> dict[str, Any]:
    """The columns of a done operation, whether it was issued or is in the queue."""
    if not held.in_queue:
        queued = operation.queue is not Queue.NONE
        return as_issued(held) | {"queue": Queue.ISSUED if queued else Queue.NONE}
    failed = FAILED_STATUS in held.status
    reason = text(held.inner.get("afip_observaciones")) or held.status
    told = QUEUE_FAILED_DATA if is_of_data([reason]) else QUEUE_FAILED
    errors = (told.format(reason=f"{reason.rstrip('.')}."),) if failed else ()
    return {
        "queue": Queue.FAILED if failed else Queue.WAITING,
        "reason": Reason.NONE,
        "errors": errors,
        "refusal": None,
        "ended_at": None,
    }


def as_evidence(held: Held) -> str:
    """What a person has to compare, and what is taken over if it is ours after all."""
    return dump(
        {
            "comprobante": f"{held.tipo} {held.punto_venta or 0:05d}-{held.number or 0:08d}",
            "fecha": held.fecha.isoformat() if held.fecha else None,
            "documento_nro": held.documento_nro,
            "total": held.total,
            "number": held.number,
            "cae": held.cae,
            "vencimiento_cae": held.vencimiento_cae.isoformat() if held.vencimiento_cae else None,
            "pdf_url": held.pdf_url,
        }
    )


def at_arca_evidence(operation: Operation) -> str:
    """What a person has to find at ARCA; it is taken over if it is ours."""
    return dump(
        {
            "at_arca": True,
            "comprobante": operation.comprobante,
            "fecha": operation.fecha.isoformat(),
            "documento_nro": operation.documento_nro,
            "total": operation.total,
            "number": operation.number,
        }
    )


def as_issued(held: Held) -> dict[str, object]:
    """The columns of a done operation, from what the service shows of it."""
    refuse_unfinished(held)
    observations = () if held.cae else (NO_CAE,)
    return {
        "number": held.number,
        "cae": held.cae,
        "vencimiento_cae": held.vencimiento_cae,
        "pdf_url": held.pdf_url,
        "afip_qr": held.afip_qr,
        "errors": (),
        "observations": observations,
        "refusal": None,
        "reason": Reason.NONE,
        "ended_at": None,
    }


def issued_evidence(sent: Operation, issued: Issued) -> str:
    """What a person has to find in the other company's books."""
    number = issued.number or sent.number or 0
    return dump(
        {
            "comprobante": f"{sent.tipo} {sent.punto_venta:05d}-{number:08d}",
            "fecha": sent.fecha.isoformat(),
            "documento_nro": sent.documento_nro,
            "total": sent.total,
            "number": number,
            "cae": issued.cae,
            "vencimiento_cae": issued.vencimiento_cae and issued.vencimiento_cae.isoformat(),
            "pdf_url": issued.pdf_url,
            "afip_qr": issued.afip_qr,
        }
    )
