"""An operation's state in the words of the result workbook."""

from __future__ import annotations

from planilla.model.asked import Kind
from planilla.model.operation import Operation, Queue, Refusal, State
from planilla.writing.report import Estado

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
