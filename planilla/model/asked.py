"""What a file asks of the service: a comprobante, a payment or an e-mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from planilla.model.issuers import ACCOUNT
from planilla.model.reading_version import READING

Name = tuple[str, str]
"""A company's key, and what it knows a thing asked by."""
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
    """What something was known by before: by an earlier version, or before an answer.

    `until` is the last version that did: what a later one registered by this name or content
    is something else. None where any may have. `otherwise` says that the row was read as
    something else then, not only named otherwise.
    """

    referencia: str
    content: str
    until: int | None = None
    otherwise: bool = field(default=False, repr=False)

    def may_be(self, reading: int) -> bool:
        """Whether an operation that this version of the reading registered may be meant."""
        return self.until is None or reading <= self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One thing asked, fit to be sent.

    `referencia` is the file's, or derived from `content` and the occurrence among equal
    ones; `rows` are the file's row numbers. `numero` is the comprobante's that it is about:
    to issue, only the one that the file insists on. `body` is what is sent, money as
    `Decimal`, without credentials. `content` is a SHA-256 of what it means once parsed;
    `account` is whose credentials it goes with. `earlier` is what earlier versions of the
    reading knew it by, `reading` the version that read it. `reissues` is the operation of its
    referencia that was annulled, and in whose place it is asked for.
    """

    kind: ClassVar[Kind]

    referencia: str
    referencia_given: bool
    rows: tuple[int, ...]
    tipo: str
    punto_venta: int
    numero: int | None
    fecha: date
    documento_tipo: str = ""
    documento_nro: str = ""
    razon_social: str = ""
    moneda: str
    total: Decimal
    body: Mapping[str, Any]
    content: str
    account: str = ACCOUNT
    earlier: tuple[Earlier, ...] = ()
    reading: int = READING
    reissues: int | None = None

    @property
    def identity(self) -> str:
        """What the ledger knows it by: a receipt's referencia may stand for several payments."""
        return self._identity(self.referencia)

    def _identity(self, referencia: str) -> str:
        return f"{self.comprobante}/{referencia}"

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
            one.content == content and one.may_be(reading) and not one.otherwise
            for one in self.earlier
        )

    @property
    def contents(self) -> frozenset[str]:
        """Its content by today's reading and by every one that only names it otherwise."""
        earlier = (one.content for one in self.earlier if not one.otherwise)
        return frozenset((self.content, *earlier))

    @property
    def otherwise(self) -> frozenset[str]:
        """Its content where the same row was read as something else."""
        return frozenset(one.content for one in self.earlier if one.otherwise)

    @property
    def name(self) -> Name:
        """Whose it is, and its identity."""
        return self.account, self.identity

    @property
    def comprobante(self) -> str:
        """The comprobante it is about, as `FACTURA A 00010-00000109`."""
        return f"{self.tipo} {self.punto_venta:05d}-{self.numero or 0:08d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedComprobante(Asked):
    """A comprobante to issue, or with `queued` to leave in the service's queue.

    Its body is `{"cliente": …, "comprobante": …}` without `numero` and `external_reference`.
    `asociado_referencia` is the other row whose number its body still lacks.
    """

    kind = Kind.ISSUE

    asociado_referencia: str | None = None
    queued: bool = False

    def _identity(self, referencia: str) -> str:
        return referencia


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPayment(Asked):
    """A payment to register for a comprobante; its body is `{"pagos": …}`.

    `cobro` is how much came in with the line of a statement that it registers.
    """

    kind = Kind.PAY

    cobro: Decimal | None = None

    @property
    def line(self) -> str | None:
        """The line of a statement that it registers, whole or in part."""
        return self.referencia if self.referencia.startswith(LINE) else None

    @property
    def lines(self) -> frozenset[str]:
        """The line of a statement that it registers, by every name that it has had."""
        names = (self.referencia, *(one.referencia for one in self.earlier))
        return frozenset(name for name in names if name.startswith(LINE))


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedMail(Asked):
    """A comprobante's PDF to send to its client's address; its body is empty."""

    kind = Kind.RESEND
