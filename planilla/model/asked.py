"""What a file asks of the service, whatever it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from planilla.model.issuers import ACCOUNT
from planilla.model.reading_version import READING

LINE = "conc-"
"""What the referencia of a payment begins with that registers a line of a statement."""


class Kind(StrEnum):
    """What is asked; queueing is issuing by another door, and shares its identity."""

    ISSUE = "issue"
    PAY = "pay"
    RESEND = "resend"

    @property
    def noun(self) -> str:
        """What the person calls one of them."""
        return {Kind.ISSUE: "comprobante", Kind.PAY: "pago", Kind.RESEND: "envío"}[self]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier version of the reading knew something by.

    `until` is the last version that did: what a later one registered by this name or content
    is something else. None where any may have.
    """

    referencia: str
    content: str
    until: int | None = None

    def may_be(self, reading: int) -> bool:
        """Whether an operation that this version of the reading registered may be meant."""
        return self.until is None or reading <= self.until


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked, fit to be sent.

    `referencia` is the file's, or derived from `content` and the occurrence
    among equal ones; `rows` are the file's row numbers. `numero` is, for
    issuing, the one that the file insists on; for the rest, the comprobante's.
    `body` is what is sent, money as `Decimal`, without credentials: for issuing
    `{"cliente": …, "comprobante": …}` without `numero` and `external_reference`.
    `content` is a SHA-256 of what it means once parsed. `queued` asks for the
    service's queue instead of issuing at once; `account` is whose credentials it goes with.
    `cobro` is how much came in with the line of a statement that a payment registers.
    `earlier` is what earlier versions of the reading knew it by, `reading` the version
    that read it.
    """

    kind: Kind
    referencia: str
    referencia_given: bool
    rows: tuple[int, ...]
    tipo: str
    punto_venta: int
    fecha: date
    documento_tipo: str
    documento_nro: str
    razon_social: str
    moneda: str
    total: Decimal
    numero: int | None
    asociado_referencia: str | None
    body: Mapping[str, Any]
    content: str
    queued: bool = False
    account: str = ACCOUNT
    cobro: Decimal | None = None
    earlier: tuple[Earlier, ...] = ()
    reading: int = READING

    @property
    def line(self) -> str | None:
        """The line of a statement that a payment registers, whole or in part."""
        return (
            self.referencia if self.kind is Kind.PAY and self.referencia.startswith(LINE) else None
        )

    @property
    def identity(self) -> str:
        """What the ledger knows it by: a receipt's referencia may stand for several payments."""
        return self._identity(self.referencia)

    def _identity(self, referencia: str) -> str:
        return referencia if self.kind is Kind.ISSUE else f"{self.comprobante}/{referencia}"

    @property
    def identities(self) -> tuple[str, ...]:
        """Every name that the ledger may know it by, today's first."""
        earlier = (self._identity(one.referencia) for one in self.earlier)
        return tuple(dict.fromkeys((self.identity, *earlier)))

    def is_named(self, identity: str, reading: int) -> bool:
        """Whether an operation of this name, registered by that version, may be this."""
        return identity == self.identity or any(
            self._identity(one.referencia) == identity and one.may_be(reading)
            for one in self.earlier
        )

    def means(self, content: str, reading: int) -> bool:
        """Whether an operation of this content, registered by that version, says the same."""
        return content == self.content or any(
            one.content == content and one.may_be(reading) for one in self.earlier
        )

    @property
    def contents(self) -> frozenset[str]:
        """Its content by today's reading and by every earlier one."""
        return frozenset((self.content, *(one.content for one in self.earlier)))

    @property
    def lines(self) -> frozenset[str]:
        """The line of a statement that it registers, by every name that it has had."""
        names = (self.referencia, *(one.referencia for one in self.earlier))
        return frozenset(n for n in names if self.kind is Kind.PAY and n.startswith(LINE))

    @property
    def name(self) -> tuple[str, str]:
        """Whose it is, and its identity."""
        return self.account, self.identity

    @property
    def comprobante(self) -> str:
        """The comprobante it is about, as `FACTURA A 00010-00000109`."""
        return f"{self.tipo} {self.punto_venta:05d}-{self.numero or 0:08d}"
