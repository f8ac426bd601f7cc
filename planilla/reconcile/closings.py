"""What closes a comprobante and is no money: withholdings, charges, cents, and credit notes.

The service takes none of it, and believes that so much is owed. It is kept apart from the
payments that were sent, which alone the balance at the service is compared with, so that a
later run does not call unpaid what is closed. What a payment's difference was taken for holds
once that payment is registered; what a person says of a comprobante, at once. Each has the day
from which it holds and, once a person took it back, the day until which it did.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import simplejson

from planilla.ledger.seen_payments import SeenPayments
from planilla.model.operation import Operation, State
from planilla.reconcile.already_registered import is_line, referencia_of
from planilla.reconcile.matching.chosen import CHOSEN
from planilla.reconcile.matching.differences import is_withheld
from planilla.reconcile.matching.frames import DOCUMENTS, MONEY, cents, key
from planilla.reconcile.matching.naming import NAMED, REFERENCE
from planilla.reconcile.matching.options import Options
from planilla.reconcile.matching.pair_payments import Matching
from planilla.reconcile.matching.same_balance import EXACT
from planilla.reconcile.matching.withheld import OF_THE_RATE, certificates, without

MEMORY = "cierres/{memory}"
WITHHELD, CENTS, NOTE = "retención", "redondeo", "nota de crédito"
RATE = "diferencia de cambio"
CERTAIN = (NAMED, REFERENCE, EXACT)
WITHHELD_OR_CHARGED = "retención o gasto"
Line = tuple[str, str]
"""The name of a statement's line, and a comprobante that it pays."""


@dataclass(frozen=True, slots=True)
class Closing:
    """So much of a comprobante is closed, in the currency of its balance; below zero for a note.

    It holds by the payment of the line `pago` for the comprobante `con`; where both are blank,
    because a person said so.
    """

    comprobante: str
    importe: Decimal
    clase: str
    since: date
    pago: str = ""
    con: str = ""
    certificado: str | None = None
    until: date | None = None
    said: bool = False  # by a person

    @property
    def name(self) -> str:
        """Under which it is kept: one a line and comprobante; of a person's, a day and amount."""
        return f"{self.pago or f'{self.since} {self.importe}'}/{self.comprobante}"

    @property
    def by(self) -> Line | None:
        """The payment by which it holds."""
        return (self.pago, self.con) if self.pago else None

    def holds(self, day: date, paid: Collection[Line]) -> bool:
        """Whether it held at the end of a day, given what had been registered by then."""
        known = self.since <= day and (self.until is None or day < self.until)
        return known and (self.by is None or self.by in paid)


def every(seen: SeenPayments, memory: str) -> list[Closing]:
    """All that was ever kept, what was taken back included."""
    lines = seen.of(MEMORY.format(memory=memory)).values()
    return sorted(map(_read, lines), key=lambda one: (one.comprobante, one.since, one.pago))


def then(closings: Iterable[Closing], day: date) -> list[Closing]:
    """As it was known by the end of a day."""
    return [
        one if one.until is None or one.until <= day else replace(one, until=None)
        for one in closings
        if one.since <= day
    ]


def lines_paid(registered: Iterable[Operation]) -> set[Line]:
    """The lines of statements whose payment the service has, each with its comprobante."""
    done = (one for one in registered if one.state is State.DONE and is_line(one))
    return {(referencia_of(one), one.comprobante) for one in done}


def less_closed(
    documents: pl.DataFrame, closings: Iterable[Closing], registered: Sequence[Operation], day: date
) -> pl.DataFrame:
    """The documents with what planilla knows of them beside what the sources say (`menos`).

    Where no source says what is left, that is also what was registered as paid, in pesos.
    """
    paid = lines_paid(registered)
    less: dict[str, Decimal] = {}
    for one in closings:
        if one.holds(day, paid):
            less[one.comprobante] = less.get(one.comprobante, Decimal(0)) + abs(one.importe)
    sent: dict[str, Decimal] = {}
    for payment in registered:
        if payment.state is State.DONE:
            name = payment.comprobante
            sent[name] = sent.get(name, Decimal(0)) + payment.total
    unsaid = pl.col("saldo").is_null() & ((pl.col("moneda") == "PES") | _rated())
    both = documents.with_columns(key=key()).with_columns(
        closed=_looked_up(less), sent=pl.when(unsaid).then(_looked_up(sent)).otherwise(0)
    )
    menos = (pl.col("closed") + pl.col("sent")).cast(MONEY)
    return both.with_columns(menos=menos).select(list(DOCUMENTS))


def _rated() -> pl.Expr:
    return pl.col("cotizacion").is_not_null()


def _looked_up(sums: Mapping[str, Decimal]) -> pl.Expr:
    if not sums:
        return pl.lit(Decimal(0), dtype=MONEY)
    return pl.col("key").replace_strict(sums, default=Decimal(0), return_dtype=MONEY)


def perhaps_paid(
    closings: Iterable[Closing], payments: pl.DataFrame, paid: Collection[Line], day: date
) -> list[Closing]:
    """Those that a rule made, and of which just so much came in meanwhile: it may be the rest."""
    came = set(payments["importe"])
    return [
        one
        for one in closings
        if one.by in paid and not one.said and one.holds(day, paid) and one.importe in came
    ]


def paid_after_all(perhaps: Iterable[Closing], matching: Matching) -> list[Closing]:
    """Those of these whose rest a payment is certainly for: it names it, or is of its client."""
    docs = matching.documents.select("key", documento="id")
    sure = matching.pairs.filter(pl.col("diferencia") == 0, pl.col("regla").is_in(CERTAIN))
    pairs = set(sure.join(docs, on="documento").select("key", "importe").iter_rows())
    return [one for one in perhaps if (one.comprobante, one.importe) in pairs]


def found_in(matching: Matching, options: Options, day: date) -> list[Closing]:
    """What this matching closes beside the money of its payments."""
    docs = matching.documents.select("key", "signo", documento="id", left_doc=cents("balance"))
    paid = matching.payments.select(pago="id", eleccion="eleccion")
    pairs = matching.pairs.join(docs, on="documento").join(paid, on="pago")
    first = (
        pairs.filter(pl.col("importe") > 0, pl.col("signo") > 0)
        .sort("pago", "importe", "key", descending=[False, True, False])
        .unique("pago", keep="first", maintain_order=True)
        .select("pago", first="key")
    )
    pairs = pairs.with_columns(noted=(pl.col("signo") < 0).any().over("pago"))
    closed = pairs.filter(pl.col("diferencia") * pl.col("signo") > 0).join(first, on="pago")
    closed = closed.with_columns(short=cents("diferencia"))
    closed = closed.with_columns(clase=_kind(options))
    return [_closing(row, day) for row in closed.sort("pago", "key").iter_rows(named=True)]


def _kind(options: Options) -> pl.Expr:
    """What a difference is, as far as its amount tells."""
    withheld = (pl.col("regla") == CHOSEN) | is_withheld(options)
    return (
        pl.when("noted")
        .then(pl.lit(NOTE))
        .when(withheld)
        .then(pl.lit(WITHHELD))
        .when(pl.col("short") <= options.rounding_cents)
        .then(pl.lit(CENTS))
        .otherwise(pl.lit(WITHHELD_OR_CHARGED))
    )


def _closing(row: Mapping[str, Any], day: date) -> Closing:
    told = without(row["eleccion"])[1] if row["regla"] == CHOSEN else []
    return Closing(
        comprobante=row["key"],
        importe=row["diferencia"],
        clase=RATE if told and all(map(OF_THE_RATE.match, told)) else row["clase"],
        since=day,
        pago=row["pago"],
        con=row["key"] if row["importe"] > 0 else row["first"],
        certificado=certificates(told),
        said=row["regla"] == CHOSEN,
    )


def keep_found(
    seen: SeenPayments,
    memory: str,
    fresh: Iterable[Closing],
    payments: Collection[str],
    paid: Collection[Line],
) -> list[Closing]:
    """Keep what a matching closes, in place of what was thought of its `payments` before.

    What holds already, by those that are `paid`, stays, and so does what a person took back,
    and the number of a certificate that they wrote. Gives all that is kept then.
    """
    before = {one.name: one for one in every(seen, memory)}
    found = {}
    for one in fresh:
        old = before.get(one.name)
        if one.by in paid or (old is not None and (old.by in paid or old.until)):
            continue
        if old is not None:
            same = (old.importe, old.clase) == (one.importe, one.clase)
            number = one.certificado or old.certificado
            since = old.since if same else one.since
            found[one.name] = replace(one, since=since, certificado=number)
        else:
            found[one.name] = one
    gone = {
        name
        for name, one in before.items()
        if one.pago in payments and one.by not in paid and not one.until and name not in found
    }
    keep(seen, memory, (one for name, one in found.items() if before.get(name) != one), gone)
    return every(seen, memory)


def keep(
    seen: SeenPayments, memory: str, closings: Iterable[Closing], gone: Collection[str] = ()
) -> None:
    """Keep each in place of the one of its name, and let `gone` go."""
    seen.keep(MEMORY.format(memory=memory), {one.name: _written(one) for one in closings}, gone)


def _written(one: Closing) -> str:
    days = {"since": one.since.isoformat(), "until": one.until.isoformat() if one.until else None}
    return simplejson.dumps(asdict(one) | days | {"importe": f"{one.importe:.2f}"})


def _read(line: str) -> Closing:
    told = simplejson.loads(line)
    told["importe"] = Decimal(told["importe"])
    told["since"] = date.fromisoformat(told["since"])
    told["until"] = date.fromisoformat(told["until"]) if told["until"] else None
    return Closing(**told)
