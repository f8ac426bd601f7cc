"""What an operation becomes by what the service shows of it: columns, and a person's evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planilla.common.errors import Unknown
from planilla.dispatch.messages import QUEUE_FAILED, QUEUE_FAILED_DATA, TOLD_BY_HOOK
from planilla.dispatch.outcome_table import is_of_data
from planilla.ledger.changes import Changes
from planilla.ledger.rows import dump
from planilla.model.operation import Operation, Queue, Reason
from planilla.service.answers import Held, Issued, Stand
from planilla.service.figures import text

NO_CAE = "El servicio respondió sin CAE, como lo hace el plan de desarrollo."


def dated_as(operation: Operation, held: Held) -> Operation:
    """An operation on the day that the service shows for it."""
    return operation if held.fecha is None else replace(operation, fecha=held.fecha)


def as_dated(operation: Operation, held: Held) -> Changes:
    """The columns of an operation in the queue whose date was changed, by us or elsewhere."""
    dates = {name: held.inner[name] for name in ("fecha", "vencimiento") if name in held.inner}
    comprobante = {**operation.body["comprobante"], **dates}
    body = {**operation.body, "comprobante": comprobante}
    return {"fecha": held.fecha, "body": dump(body)}


def refuse_unfinished(held: Held) -> None:
    """What has no number, or is not said to be issued or queued, is worked on: `Unknown`."""
    if not held.number and not held.in_queue:
        status = f" («{held.status}»)" if held.status else ""
        raise Unknown(f"the service shows our comprobante without its number{status}")


def as_shown(operation: Operation, held: Held, why: Sequence[str] = ()) -> Changes:
    """The columns of a done operation, whether it was issued or is in the queue.

    `why` is what a hook said of its failure. What is to be queued and stands with a
    status that nobody knows is in the queue: it is there, and not issued.
    """
    unclear = held.stand is Stand.UNCLEAR and operation.queue is not Queue.NONE
    if not held.in_queue and not unclear:
        queued = operation.queue is not Queue.NONE
        return as_issued(held) | {"queue": Queue.ISSUED if queued else Queue.NONE}
    failed = held.stand is Stand.FAILED
    return {
        "queue": Queue.FAILED if failed else Queue.WAITING,
        "reason": Reason.NONE,
        "errors": (failure(held, why),) if failed else (),
        "refusal": None,
        "ended_at": None,
    }


def failure(held: Held, why: Sequence[str]) -> str:
    """Why the queue could not issue it, and what to do: the search's words and a hook's.

    A hook's `msg` is the only documented place of the reason (api.md 8).
    """
    shown = text(held.inner.get("afip_observaciones"))
    told = QUEUE_FAILED_DATA if is_of_data([shown, *why]) else QUEUE_FAILED
    parts = [shown or ("" if why else held.status)]
    if why:
        parts.append(TOLD_BY_HOOK.format(reason="; ".join(one.strip(" .") for one in why)))
    return told.format(reason=" ".join(f"{part.rstrip('.')}." for part in parts if part))


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


def as_issued(held: Held) -> Changes:
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
