"""What the ledger holds of an operation, as frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, NewType

from planilla.model.asked import Asked, AskedComprobante, Kind, Name

Scope = NewType("Scope", str)
"""What a process leases: a point of sale of a company, or what is paid or mailed."""
Lane = NewType("Lane", str)
"""What must be neither reordered nor overlapped; it is of one scope."""


class State(StrEnum):
    """Where an operation stands (docs/design.md draws the moves)."""

    PENDING = "pending"
    SENDING = "sending"
    UNKNOWN = "unknown"
    DONE = "done"
    REJECTED = "rejected"
    REVIEW = "review"


OPEN = frozenset({State.PENDING, State.SENDING, State.UNKNOWN})
SETTLED = frozenset({State.DONE, State.REJECTED})
COLA = "cola"  # the lane of what is queued, whatever its tipo


class Refusal(StrEnum):
    """Who said no last: the service before AFIP, AFIP with a code, nobody knows, we, a person."""

    SERVICE = "service"
    AFIP = "afip"
    UNCLEAR = "unclear"
    OURS = "ours"  # the row is INVALIDO against what the service holds: nothing was sent
    PERSON = "person"  # somebody said that this payment, or this file again, is not to be sent


class Queue(StrEnum):
    """What the service's queue has to do with an operation; a field beside its state."""

    NONE = ""
    WANTED = "wanted"  # to be queued rather than issued at once
    WAITING = "waiting"
    FAILED = "failed"
    ISSUED = "issued"
    DROPPED = "dropped"


IN_QUEUE = (Queue.WAITING, Queue.FAILED)


class Reason(StrEnum):
    """Why an operation is for review: what a person has to tell."""

    NONE = ""
    BRAKE = "brake"  # approve or refuse
    BALANCE = "balance"  # accept what was paid elsewhere, or refuse
    EXCESS = "excess"  # a payment of more than seems to be left: send it all the same, or refuse
    PAYMENT = "payment"  # it was applied, or it was not
    CONTENT = "content"  # our reference with other content: it is ours, or it is not
    QUEUE = "queue"  # it is in the queue, or it is not
    MAIL = "mail"  # it was sent, or it was not
    CHANGED = "changed"  # it is to be sent as it was, or a mended row replaces it
    TWIN = "twin"  # it is another sale, or the same under another referencia
    MENDED = "mended"  # it is another sale, or one asked before whose row was mended
    AGAIN = "again"  # its file asks for other things, or once more for those of an earlier one
    DUPLICATE = "duplicate"  # another in the queue with its reference: somebody has seen it
    READING = "reading"  # what the row says now is asked for too, or what it said before stands
    CREDIT = "credit"  # a note that credits more than is left: send it all the same, or refuse
    LINE = "line"  # other money than what is registered of the same line, or the same


LOT = "lot"
"""In the evidence of what went in a lot: its first and its last number."""
ACCEPTED, APPROVED, ANOTHER = "accept", "approve", "another"
"""Answers on which more hangs than the state that they lead to (`review.questions`)."""
UNDONE = "undone"
"""What is said of a payment that was registered, and was annulled at the service since."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work a scope; `fence` grows each time it changes hands."""

    scope: Scope
    owner: str
    fence: int


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing asked of the service, and what became of it.

    `account` is the company whose scope it is in: the key that leads its others. `former`
    is the reference that an earlier version of the reading would have sent it with, if another.
    """

    id: int
    kind: Kind
    account: str
    referencia: str
    revision: int
    external_reference: str
    content: str
    scope: Scope
    lane: Lane
    tipo: str
    punto_venta: int
    fecha: date
    documento_tipo: str
    documento_nro: str
    moneda: str
    total: Decimal
    body: Mapping[str, Any]
    asked_number: int | None
    depends_on: str | None
    file_id: int
    first_row: int
    state: State
    number: int | None
    attempts: int
    sent_at: datetime | None
    ended_at: datetime | None
    refusal: Refusal | None
    errors: tuple[str, ...]
    observations: tuple[str, ...]
    cae: str
    vencimiento_cae: date | None
    pdf_url: str
    afip_qr: str
    requiere_fec: str
    queue: Queue
    reason: Reason
    evidence: Mapping[str, Any]
    done_in_run: str | None
    reading: int
    former: str
    updated_at: datetime

    @property
    def lot(self) -> range:
        """The numbers of the lot that it was sent in; empty when it went alone."""
        found = self.evidence.get(LOT) or (1, 0)
        return range(int(found[0]), int(found[1]) + 1)

    @property
    def name(self) -> Name:
        """Whose it is, and its identity."""
        return self.account, self.referencia

    @property
    def comprobante(self) -> str:
        """The comprobante it is or is about, as `FACTURA A 00010-00000109`."""
        return f"{self.tipo} {self.numero_emitido}".strip()

    @property
    def numero_emitido(self) -> str:
        """00003-00000074, or a blank before there is a number."""
        if self.number is None:
            return ""
        return f"{self.punto_venta:05d}-{self.number:08d}"


@dataclass(frozen=True, slots=True)
class Document:
    """The PDF of an operation: where it came from and where it is."""

    operation_id: int
    url: str
    url_day: date
    path: Path | None
    problem: str


@dataclass(frozen=True, slots=True)
class Source:
    """A file that the ledger has seen."""

    id: int
    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Review:
    """What a person answered about an operation."""

    operation_id: int
    at: datetime
    who: str
    reason: Reason
    answer: str
    note: str


def scope_of(asked: Asked, account: str) -> Scope:
    """What a process leases: a point of sale of a company, or one comprobante.

    `account` is the key that leads the company's others.
    """
    if asked.kind is Kind.ISSUE:
        return Scope(f"{account}|{asked.punto_venta}")
    return Scope(f"{account}|{asked.kind}|{asked.comprobante}")


def account_of(scope: Scope) -> str:
    """Whose a scope is: a company's key."""
    return scope.split("|", 1)[0]


def place_of(scope: Scope) -> tuple[str, int]:
    """The company and the point of sale of a scope: what says with which credentials to ask."""
    account, *rest = scope.split("|")
    point = rest[-1] if len(rest) == 1 else rest[-1].rpartition(" ")[2].partition("-")[0]
    return account, int(point)


def lane_of(asked: Asked, account: str) -> Lane:
    """What must be neither reordered nor overlapped; a point of sale has one queue."""
    if not isinstance(asked, AskedComprobante):
        return Lane(scope_of(asked, account))
    return Lane(f"{account}|{asked.punto_venta}|{COLA if asked.queued else asked.tipo}")


def is_of_queue(lane: Lane) -> bool:
    """Whether a lane is that of a point of sale's queue."""
    return lane.endswith(f"|{COLA}")
