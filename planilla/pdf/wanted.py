"""A PDF that is to be fetched: so small that a hundred thousand may wait."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from planilla.common.calendar import today
from planilla.model.comprobante_key import Key
from planilla.model.operation import Document, Operation, Scope


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose PDF it is, and the link to it as of `url_day`; None where there is none yet."""

    operation_id: int
    scope: Scope
    account: str
    tipo: str
    punto_venta: int
    number: int | None
    numero_emitido: str
    url: str | None = None
    url_day: date | None = None

    @classmethod
    def of(cls, operation: Operation) -> Self:
        """By a link that its operation got this moment."""
        return cls(
            operation.id,
            operation.scope,
            operation.account,
            operation.tipo,
            operation.punto_venta,
            operation.number,
            operation.numero_emitido,
            operation.pdf_url or None,
            today(),
        )

    def by(self, document: Document) -> Wanted:
        """By the link that the ledger has."""
        return replace(self, url=document.url, url_day=document.url_day)

    @property
    def key(self) -> Key:
        """What the service knows the comprobante by."""
        return Key(self.tipo, self.punto_venta, self.number)
