"""What a file asks of the service, whatever it is, and what a file was read into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from planilla.issuers import ACCOUNT
from planilla.rows.reading import READING
from planilla.rows.typed import Typed
from planilla.workbook.sheet import Sheet
from schemas.column import Column
from schemas.faults import Fault

FEW = 10
HIDDEN = (
    "Filas ocultas o filtradas en el archivo: {rows}. Se tomaron como las demás: si no las quiere, "
    "bórrelas."
)
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
    """What an earlier version of the reading knew something by."""

    referencia: str
    content: str


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


@dataclass(frozen=True)
class Loaded:
    """A file, read and judged: every row is asked for or has a fault.

    `referencias` gives each row the referencia (given or derived) that
    `Corregir` carries; `notices` are sentences in Spanish about the file as a
    whole, such as rules that were skipped; `columns` are those it was read by.
    """

    sheet: Sheet
    columns: Mapping[str, Column]
    faults: tuple[Fault, ...]
    asked: tuple[Asked, ...]
    referencias: Mapping[int, str]
    notices: tuple[str, ...]
    tipos: Mapping[int, str] = field(default_factory=dict)


def loaded(
    typed: Typed,
    columns: Mapping[str, Column],
    asked: list[Asked],
    notices: tuple[str, ...] = (),
) -> Loaded:
    """Gather what a file was read into; its faults in the order of the rows."""
    referencias = {row: one.referencia for one in asked for row in one.rows}
    for number, row in zip(typed.numbers, typed.rows, strict=True):
        referencias.setdefault(number, str(row.get("referencia") or ""))
    ordered = sorted(typed.faults.found, key=lambda fault: fault.row)
    pairs = zip(typed.numbers, typed.rows, strict=True)
    tipos = {number: str(row.get("tipo") or "") for number, row in pairs}
    notices = (*notices, *_of_hidden(typed.sheet))
    return Loaded(typed.sheet, columns, tuple(ordered), tuple(asked), referencias, notices, tipos)


def _of_hidden(sheet: Sheet) -> list[str]:
    rows = [str(number) for number in sheet.hidden]
    more = f" y {len(rows) - FEW} más" if len(rows) > FEW else ""
    return [HIDDEN.format(rows=", ".join(rows[:FEW]) + more)] if rows else []
