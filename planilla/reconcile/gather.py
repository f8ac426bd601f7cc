"""Everything that a reconciliation compares, read from wherever it is."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from planilla.common.calendar import today
from planilla.common.errors import InputError
from planilla.dispatch.outage_breaker import Breaker
from planilla.model.issuers import Issuers
from planilla.query.ask_service import Found, Question, ask_all
from planilla.reconcile.ledger_then import LedgerThen
from planilla.reconcile.matching.frames import DOCUMENTS, documents, key
from planilla.reconcile.own_documents import LEDGER, SERVICE, from_ledger, from_service
from planilla.reconcile.rates import ranked
from planilla.reconcile.sources import SourceFrame, is_own, read_own, read_source
from planilla.settings.connection import connector
from planilla.settings.settings import Settings
from schemas.context import Rules
from schemas.faults import Fault
from schemas.sources.declaration import Declaration


@dataclass
class Gathered:
    """Frames of documents by source, statements of payments, and what could not be read.

    `notes` are told beside the faults, and nothing is wrong with them.
    """

    sources: dict[str, pl.DataFrame] = field(default_factory=dict)
    statements: list[SourceFrame] = field(default_factory=list)
    faults: list[tuple[Path, Fault]] = field(default_factory=list)
    unread: list[InputError] = field(default_factory=list)
    notes: list[tuple[Path, Fault]] = field(default_factory=list)

    def add(self, source: SourceFrame) -> None:
        """Take in a file."""
        self.faults += [(source.path, fault) for fault in source.faults]
        self.notes += [(source.path, note) for note in source.notes]
        if source.declaration.yields == "payments":
            self.statements.append(source)
        else:
            self.put(f"{source.declaration.title} ({source.path.name})", source.frame)

    def until(self, day: date) -> None:
        """Leave out what is dated after a day; what has no date stays."""
        for name, frame in self.sources.items():
            self.sources[name] = _until(frame, day)
        self.statements = [
            replace(one, frame=_until(one.frame, day), out=_until_or_none(one.out, day))
            for one in self.statements
        ]

    def put(self, name: str, frame: pl.DataFrame) -> None:
        """Take in documents under a name."""
        if len(frame):
            self.sources[name] = frame


def _until(frame: pl.DataFrame, day: date) -> pl.DataFrame:
    return frame.filter((pl.col("fecha") <= day).fill_null(True))


def _until_or_none(frame: pl.DataFrame | None, day: date) -> pl.DataFrame | None:
    return None if frame is None else _until(frame, day)


@dataclass(frozen=True)
class Known:
    """The office's own declarations: those `given` for these files, and those it keeps."""

    given: tuple[Declaration, ...] = ()
    standing: tuple[Declaration, ...] = ()


def read_files(
    gathered: Gathered,
    invoices: Sequence[Path],
    payments: Sequence[Path],
    known: Known,
    ledger: LedgerThen | None,
    issuers: Issuers,
) -> None:
    """Read every file; one that cannot be used stops only itself."""
    for path in invoices:
        try:
            if is_own(path):
                sheet = own_sheet(path, ledger, issuers, gathered)
                gathered.put(f"Planilla ({path.name})", sheet)
            else:
                gathered.add(read_source(path, known.given, "documents", known.standing))
        except InputError as problem:
            gathered.unread.append(problem)
    for path in payments:
        try:
            gathered.add(read_source(path, known.given, "payments", known.standing))
        except InputError as problem:
            gathered.unread.append(problem)


def own_sheet(
    path: Path, ledger: LedgerThen | None, issuers: Issuers, gathered: Gathered
) -> pl.DataFrame:
    """The comprobantes of our own sheet, with the numbers that the ledger knows."""
    found = read_own(path, today(), issuers, Rules.none())
    gathered.faults += [(path, fault) for fault in found.faults]
    if ledger is None:
        return found.frame
    names = found.frame.filter(pl.col("numero").is_null())["referencia"].drop_nulls().unique()
    issued = [
        (one.referencia, one.tipo, one.punto_venta, one.number)
        for account in issuers.accounts
        for name in names
        if (one := ledger.number_of(account, name)) is not None
    ]
    schema = {n: DOCUMENTS[n] for n in ("referencia", "tipo", "punto_venta", "numero")}
    known = pl.DataFrame(issued, schema=schema, orient="row")
    joined = found.frame.join(
        known, on=["referencia", "tipo", "punto_venta"], how="left", suffix="_issued"
    )
    return joined.with_columns(numero=pl.coalesce("numero", "numero_issued")).drop("numero_issued")


async def read_service(
    gathered: Gathered, settings: Settings, issuers: Issuers, days: tuple[date, date]
) -> str:
    """What the service holds of some days; returns its trouble, if any kept it from answering."""
    first, last = days
    wanted = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    breaker = Breaker(settings.retry_seconds, settings.budget_seconds)
    questions = [Question(s.account, day, (s.name,)) for day in wanted for s in issuers.known]
    found = Found()
    await ask_all(questions, connector(settings), breaker, settings.concurrency, found)
    gathered.put(SERVICE, from_service(shown.held for shown in found.every))
    return found.trouble if found.unasked else ""


async def read_ledger(gathered: Gathered, ledger: LedgerThen, accounts: Set[str]) -> None:
    """What planilla issued for these accounts."""
    gathered.put(LEDGER, await asyncio.to_thread(from_ledger, ledger, accounts))


def merged(sources: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Each document once: the ledger's, then the service's, then as the files were given.

    What the service says is paid is paid, whoever registered it.
    """
    if not sources:
        return documents([])
    frames = [sources[name].with_columns(rank=pl.lit(n)) for n, name in enumerate(ranked(sources))]
    whole = pl.concat(frames).with_columns(
        name=pl.when(pl.col("numero").is_not_null()).then(key()).otherwise("id")
    )
    paid = whole.filter(pl.col("saldo") == 0).select("name", zero=pl.lit(True)).unique()
    filled = (
        whole.sort("name", "rank")
        .with_columns(
            pl.col(column).fill_null(strategy="backward").over("name")
            for column in (
                "saldo",
                "cotizacion",
                "vencimiento",
                "documento_nro",
                "razon_social",
                "asociado",
            )
        )
        .unique("name", keep="first", maintain_order=True)
        .join(paid, on="name", how="left")
    )
    left = pl.when(pl.col("zero").fill_null(False)).then(pl.lit(0)).otherwise("saldo")
    whole = filled.with_columns(saldo=left.cast(pl.Decimal(18, 2)))
    return _notes_used_up(whole).drop("rank", "name", "zero")


def _notes_used_up(documents: pl.DataFrame) -> pl.DataFrame:
    """Nothing is left of a note that paid off by itself what the service says is paid.

    The ledger says nothing of what is left only of such a note and of what it equals.
    """
    unsaid = (pl.col("source") == LEDGER) & pl.col("saldo").is_null() & (pl.col("signo") < 0)
    paid = documents.filter(pl.col("saldo") == 0, pl.col("signo") > 0).select(name=key())["name"]
    used = unsaid & pl.col("asociado").is_in(paid.implode())
    return documents.with_columns(saldo=pl.when(used).then(pl.lit(0)).otherwise("saldo"))
