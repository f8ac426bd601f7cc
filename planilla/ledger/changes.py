"""The columns of an operation that a move may change beside its state."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypedDict

from planilla.model.operation import Queue, Reason, Refusal


class Changes(TypedDict, total=False):
    """What is not named stays; `evidence` and `body` are JSON as `rows.dump` writes it."""

    number: int | None
    external_reference: str
    fecha: date | None
    body: str
    cae: str
    vencimiento_cae: date | None
    pdf_url: str
    afip_qr: str
    requiere_fec: str
    errors: tuple[str, ...]
    observations: tuple[str, ...]
    refusal: Refusal | None
    reason: Reason
    queue: Queue
    evidence: str
    ended_at: datetime | None
    done_in_run: str
