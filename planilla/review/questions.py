"""What a person can answer to each question: in English for the command, Spanish for Excel."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from planilla.model import operation
from planilla.model.operation import Queue, Reason, State


@dataclass(frozen=True, slots=True)
class Answer:
    """One possible answer: its word on the command line, in the workbook, and where it leads."""

    word: str
    palabra: str
    means: str
    target: State
    queue: Queue | None = None


APPROVE = Answer(operation.APPROVED, "aprobar", "se emite en la próxima corrida", State.PENDING)
REFUSE = Answer("refuse", "rechazar", "no se envía", State.REJECTED)
SEND = Answer(operation.APPROVED, "aprobar", "se envía: el servicio dirá si entra", State.PENDING)
ACCEPT = Answer(
    operation.ACCEPTED, "aceptar", "lo pagado por otro lado está bien: se sigue", State.PENDING
)
APPLIED = Answer(
    "applied", "se aplicó", "el pago está en la cuenta: no se envía otra vez", State.DONE
)
NOT_APPLIED = Answer(
    "not-applied", "no se aplicó", "el pago no está: se envía otra vez", State.PENDING
)
OURS = Answer("ours", "es el nuestro", "vale el comprobante que tiene el servicio", State.DONE)
NOT_OURS = Answer(
    "not-ours", "no es el nuestro", "no se envía: use otra referencia", State.REJECTED
)
QUEUED = Answer("queued", "está en la cola", "espera a que se emita", State.DONE, Queue.WAITING)
NOT_QUEUED = Answer(
    "not-queued", "no está", "se manda otra vez a la cola", State.PENDING, Queue.WANTED
)
DROPPED = Answer("dropped", "se eliminó", "no se manda otra vez", State.REJECTED, Queue.DROPPED)
SENT = Answer("sent", "salió", "no se manda otra vez", State.DONE)
NOT_SENT = Answer("not-sent", "no salió", "se manda otra vez", State.PENDING)
OTHER_MONEY = Answer("other-money", "es otro cobro", "se registra también", State.PENDING)
SAME_MONEY = Answer("same-money", "es el mismo", "no se registra otra vez", State.REJECTED)
SEEN = Answer("seen", "visto", "queda como está", State.DONE)

ALL_AGAIN = Answer(operation.APPROVED, "aprobar", "se hace todo lo del archivo", State.PENDING)
NONE_AGAIN = Answer("refuse", "rechazar", "no se envía nada del archivo", State.REJECTED)

KEEP = Answer("keep", "vale lo de antes", "no se envía: la fila ya se pidió", State.REJECTED)
ANOTHER = Answer(
    operation.ANOTHER, "es otro", "se hace también, en la próxima corrida", State.PENDING
)

ANSWERS: dict[Reason, tuple[Answer, ...]] = {
    Reason.BRAKE: (APPROVE, REFUSE),
    Reason.BALANCE: (ACCEPT, REFUSE),
    Reason.EXCESS: (SEND, REFUSE),
    Reason.PAYMENT: (APPLIED, NOT_APPLIED),
    Reason.CONTENT: (OURS, NOT_OURS),
    Reason.QUEUE: (QUEUED, NOT_QUEUED, DROPPED),
    Reason.MAIL: (SENT, NOT_SENT),
    Reason.CHANGED: (APPROVE, REFUSE),
    Reason.TWIN: (APPROVE, REFUSE),
    Reason.MENDED: (APPROVE, REFUSE),
    Reason.AGAIN: (ALL_AGAIN, NONE_AGAIN),
    Reason.CREDIT: (APPROVE, REFUSE),
    Reason.READING: (KEEP, ANOTHER),
    Reason.LINE: (OTHER_MONEY, SAME_MONEY),
    Reason.DUPLICATE: (SEEN,),
}
QUESTIONS: dict[Reason, str] = {
    Reason.BRAKE: "Supera el límite: ¿se aprueba?",
    Reason.BALANCE: "El saldo en el servicio es otro: ¿se acepta?",
    Reason.EXCESS: "El pago parece mayor que lo que resta: ¿se envía igual?",
    Reason.PAYMENT: "¿Se aplicó el pago?",
    Reason.CONTENT: "¿Es el nuestro el comprobante que tiene el servicio?",
    Reason.QUEUE: "¿Está en la cola?",
    Reason.MAIL: "¿Salió el correo?",
    Reason.CHANGED: "El archivo cambió antes de que se enviara: ¿se envía como estaba?",
    Reason.TWIN: "Hay uno igual con otra referencia: ¿es otra venta?",
    Reason.MENDED: "Ya se pidió con otro texto: ¿es otra venta?",
    Reason.AGAIN: "Es todo un archivo otra vez: ¿se hace?",
    Reason.CREDIT: "Lo acreditado pasaría del total del comprobante: ¿se emite igual?",
    Reason.DUPLICATE: "Hay otro en la cola con la misma referencia: ¿lo vio?",
    Reason.READING: "La fila se lee de otra manera que antes: ¿vale lo de antes?",
    Reason.LINE: "El cobro ya se registró: ¿es otro?",
}


def find(reason: Reason, word: str) -> Answer | None:
    """The answer that a word means for a reason, in either language, case and accents aside."""
    wanted = _plain(word)
    for answer in ANSWERS.get(reason, ()):
        if wanted in {_plain(answer.word), _plain(answer.palabra)}:
            return answer
    return None


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in decomposed if c.isalnum())
