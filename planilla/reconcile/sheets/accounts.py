"""What each client was asked for and paid, row by row: the movements of a statement of account.

Of what is still open, and of what a payment that is known here touched: what was settled
before is left out. The running balance ends at what the client owes, less what is in favour.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from planilla.reconcile.sheets.credit import credit
from planilla.reconcile.sheets.findings import Reconciled

ZERO = Decimal(0)
PAID, PROPOSED, BEFORE = "Cobro", "Cobro, por registrar", "Pagado o acreditado antes"
APART = "Retención, gasto o nota, por registrar"
RECEIVED = "Cobro recibido, todavía sin aplicar"
FAVOUR = "Cobrado de más, a favor"


@dataclass(frozen=True, slots=True)
class Movement:
    """A row: what the client owes more (`debe`) or less (`haber`)."""

    fecha: date | None
    what: str
    due: date | None = None
    debe: Decimal = ZERO
    haber: Decimal = ZERO


@dataclass
class Account:
    """A client's movements in one currency, by date."""

    client: str
    cuit: str
    moneda: str
    movements: list[Movement] = field(default_factory=list)
    overdue: Decimal = ZERO

    @property
    def balance(self) -> Decimal:
        """What is owed; below zero, in the client's favour."""
        return sum((one.debe - one.haber for one in self.movements), ZERO)


def accounts(found: Reconciled) -> list[Account]:
    """One a client and currency that has a movement to show, by name."""
    every: dict[tuple[str, str], Account] = {}
    less = _less(found)
    for row in found.matching.documents.iter_rows(named=True):
        lines = less.get(row["id"], [])
        if not row["resta"] and not lines:
            continue
        account = _of(every, row["razon_social"], row["documento_nro"], row["moneda"])
        account.movements += _movements(row, lines)
        if row["resta"] > 0 and (row["vencimiento"] or row["fecha"] or found.day) < found.day:
            account.overdue += row["resta"]
    for row in credit(found).filter(pl.col("de") == "cobro").iter_rows(named=True):
        account = _of(every, row["cliente"], row["CUIT"], row["moneda"])
        account.movements.append(Movement(row["fecha"], FAVOUR, haber=row["a_favor"]))
    for row in _not_applied(found).iter_rows(named=True):
        who = (row["cuit"], row["moneda"])
        if who in every:
            every[who].movements.append(_off(row["fecha"], RECEIVED, row["resta"]))
    for account in every.values():
        account.movements.sort(key=lambda one: (one.fecha or date.min, not one.debe))
    return sorted(every.values(), key=lambda one: (one.client.casefold(), one.cuit, one.moneda))


def _not_applied(found: Reconciled) -> pl.DataFrame:
    """What came from a client and no comprobante has taken yet, but for what is in favour."""
    rest = found.matching.payments.filter(pl.col("resta") > 0, pl.col("cuit").is_not_null())
    return rest.join(credit(found).select(id="pago_id").drop_nulls(), on="id", how="anti")


def _of(
    every: dict[tuple[str, str], Account], name: str | None, cuit: str | None, moneda: str
) -> Account:
    who = cuit or name or ""
    told = Account(name or cuit or "(sin nombre)", cuit or "", moneda)
    return every.setdefault((who, moneda), told)


def _movements(row: dict[str, Any], lines: list[Movement]) -> Iterator[Movement]:
    """The document's own row, what was taken off it, and what nobody here knows more of."""
    owed = row["debe"] * row["signo"]
    due = row["vencimiento"] if row["signo"] > 0 else None
    sides = {"debe": max(owed, ZERO), "haber": max(-owed, ZERO)}
    yield Movement(row["fecha"], row["key"] or row["tipo"], due, **sides)
    yield from lines
    before = owed - row["resta"] - sum((one.haber - one.debe for one in lines), ZERO)
    if before:
        yield _off(row["fecha"], f"{BEFORE}: {row['key']}", before)


def _off(fecha: date | None, what: str, amount: Decimal) -> Movement:
    """What takes an amount off; below zero, what puts it on."""
    return Movement(fecha, what, debe=max(-amount, ZERO), haber=max(amount, ZERO))


def _less(found: Reconciled) -> dict[str, list[Movement]]:
    """What was taken off each document: registered payments, pairs, and what was no money."""
    ids = {key: one for one, key in found.matching.documents.select("id", "key").iter_rows()}
    days = dict(found.payments.select("id", "fecha").iter_rows())
    every: dict[str, list[Movement]] = {}

    def add(document: str | None, fecha: date | None, what: str, amount: Decimal) -> None:
        if document is not None and amount:
            every.setdefault(document, []).append(_off(fecha, what, amount))

    for pago, name, amount in found.registered.select("pago", "comprobante", "importe").iter_rows():
        if (pago, name) in found.paid:
            add(ids.get(name), days.get(pago), f"{PAID}: {name}", amount)
    for one in found.closings:
        if one.holds(found.day, found.paid):
            number = f", certificado {one.certificado}" if one.certificado else ""
            what = f"{one.clase.capitalize()}{number}: {one.comprobante}"
            add(ids.get(one.comprobante), days.get(one.pago) or one.since, what, one.importe)
    names = {one: key for key, one in ids.items()}
    columns = ("pago", "documento", "importe", "diferencia")
    for pago, document, amount, apart in found.matching.pairs.select(columns).iter_rows():
        name, day = names.get(document, ""), days.get(pago)
        # of a note nothing is paid, and a cent too much pays nothing
        money, rest = (amount + min(apart, ZERO), max(apart, ZERO)) if amount else (ZERO, apart)
        add(document, day, f"{PROPOSED}: {name}", money)
        add(document, day, f"{APART}: {name}", rest)
    return every
