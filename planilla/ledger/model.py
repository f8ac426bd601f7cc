"""What the ledger holds of an operation, as frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any


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


class Refusal(StrEnum):
    """Who said `error: S` last: the service before AFIP, AFIP with a code, or nobody knows."""

    SERVICE = "service"
    AFIP = "afip"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work a scope; `fence` grows each time it changes hands."""

    scope: str
    owner: str
    fence: int


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing asked of the service, and what became of it."""

    id: int
    kind: str
    account: str
    referencia: str
    revision: int
    external_reference: str
    content: str
    scope: str
    lane: str
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
    done_in_run: str | None
    updated_at: datetime

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


def scope_of(account: str, punto_venta: int) -> str:
    """What a process leases: a point of sale of one credential."""
    return f"{account}|{punto_venta}"


def lane_of(account: str, punto_venta: int, tipo: str) -> str:
    """What must be neither reordered nor overlapped."""
    return f"{account}|{punto_venta}|{tipo}"
