"""What a person wrote of withholdings in the last result: new ones, numbers, what is no more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from planilla.ledger.seen_payments import SeenPayments
from planilla.reconcile.closings import WITHHELD, Closing, every, keep
from planilla.reconcile.last_result import LastResult, Row
from planilla.reconcile.learned import YES
from planilla.reconcile.matching.withheld import WORD, certificates, whole, withheld_in
from planilla.reconcile.sources.movements import noted
from schemas.column import Column, ColumnKind, by_name
from schemas.faults import Fault

SHEET = "Retenciones"
BETWEEN = re.compile(r"\s*[;+\n]\s*")
KEPT = by_name(
    (
        Column("retencion_id", ColumnKind.TEXT, "De qué retención se trata.", required=True),
        Column("certificado", ColumnKind.TEXT, "El número del certificado.", required=True),
        Column("anular", ColumnKind.TEXT, "SI, para que no valga más.", required=True),
    )
)
OWED = by_name(
    (
        Column("comprobante", ColumnKind.TEXT, "De qué comprobante se trata.", required=True),
        Column("resta", ColumnKind.TEXT, "Lo que le queda por pagar.", required=True),
        Column("retencion", ColumnKind.TEXT, "Lo que se retuvo, y su certificado.", required=True),
    )
)


def take_written(
    seen: SeenPayments, memory: str, last: LastResult, day: date
) -> list[tuple[Path, Fault]]:
    """Keep what was written, from a day on; what could not be, as faults of the result."""
    known = {one.name: one for one in every(seen, memory)}
    changed = list(_edited(last, known, day))
    faults: list[tuple[Path, Fault]] = []
    told: dict[str, Row] = {}
    for row in last.rows(OWED):
        if row["retencion"] and row["comprobante"]:
            told.setdefault(row["comprobante"], row)
    for comprobante, row in told.items():
        one = _new(row, day)
        if isinstance(one, str):
            value = f"{comprobante}: {row['retencion']}"
            faults.append((last.path, noted("RETENCION_ILEGIBLE", 0, value, why=one)))
        elif not _said_before(one, known.values(), day):
            changed.append(one)
    keep(seen, memory, changed)
    return faults


def _edited(last: LastResult, known: Mapping[str, Closing], day: date) -> Iterator[Closing]:
    for row in last.rows(KEPT, SHEET):
        one = known.get(row["retencion_id"])
        if one is None or one.until:
            continue
        gone = day if row["anular"].upper() in YES else None
        number = row["certificado"] or None
        if gone or number != one.certificado:
            yield replace(one, until=gone, certificado=number)


def _said_before(one: Closing, known: Iterable[Closing], day: date) -> bool:
    """Whether a result that is given once more says what was kept of it, or taken back since."""
    said = (other for other in known if not other.pago and (not other.until or other.until >= day))
    return any((o.comprobante, o.importe) == (one.comprobante, one.importe) for o in said)


def _new(row: Row, day: date) -> Closing | str:
    """What a person says was withheld of what a comprobante still owes; or why it cannot be."""
    left = _cents(row["resta"])
    if left is None or left <= 0:
        return "no se lee cuánto resta."
    parts = [part for part in BETWEEN.split(row["retencion"]) if part]
    if len(parts) == 1 and parts[0].upper() in YES:
        parts = ["retención"]
    parts = [part if WORD.match(part) else f"retención {part}" for part in parts]
    withheld = withheld_in(parts)
    if isinstance(withheld, str):
        return withheld
    amount = whole(withheld, left)
    if not amount:
        return "es más de lo que resta, o no dice cuánto es cada una."
    return Closing(
        comprobante=row["comprobante"],
        importe=Decimal(amount) / 100,
        clase=WITHHELD,
        since=day,
        certificado=certificates(parts),
        said=True,
    )


def _cents(text: str) -> int | None:
    """The cents of a number as the sheet has it."""
    try:
        return int(Decimal(text) * 100)
    except InvalidOperation:
        return None
