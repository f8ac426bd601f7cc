"""Rows that are not read as they were any more, and were asked for when they were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planilla.ledger.ledger import Ledger
from planilla.model.asked import Kind
from planilla.model.operation import Operation
from planilla.reading.loaded import Loaded
from schemas.faults import Fault

NO_LONGER_READ = (
    "Esta fila ya se pidió cuando se presentó este archivo, y eso vale. Hoy no se aceptaría: "
    "{faults}"
)


def stood(
    ledger: Ledger | None, sha256: str, kind: Kind, loaded: Loaded, faults: Sequence[Fault]
) -> Mapping[int, Operation]:
    """What the rows with faults asked for when the ledger read these very bytes, if anything.

    A row of a comprobante of several is told by their referencia.
    """
    wrong = {fault.row for fault in faults}
    if ledger is None or not wrong:
        return {}
    standing = ledger.files.standing(sha256, kind)
    by_row = {one.first_row: one for one in standing}
    by_name = {one.referencia: one for one in standing if kind is Kind.ISSUE}
    found = {row: by_row.get(row) or by_name.get(loaded.referencias.get(row, "")) for row in wrong}
    return {row: one for row, one in found.items() if one is not None}


def no_longer_read(row: int, faults: Sequence[Fault]) -> str:
    """What is told of such a row beside what became of it."""
    told = " ".join(f"{f.column}: {f.message}" for f in faults if f.row == row)
    return NO_LONGER_READ.format(faults=told)
