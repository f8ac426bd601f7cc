"""What a run keeps of each thing asked once it is written down: enough to tell what became of it.

What is sent stands in the ledger by then, which gives it back when its turn comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from planilla.admission.known_or_new import Entry, Verdict
from planilla.model.asked import Asked, Kind, Name


@dataclass(frozen=True, slots=True)
class Followed:
    """One thing asked, by its rows, and where the ledger has it.

    `operation_id` is None for what was not written down. `earlier` is the file and the row
    that asked for it first, if that was before. `comprobante` is what a payment or an e-mail
    is about; a blank for what is to be issued.
    """

    rows: tuple[int, ...]
    kind: Kind
    name: Name
    referencia: str
    comprobante: str
    tipo: str
    moneda: str
    total: Decimal
    verdict: Verdict
    operation_id: int | None
    earlier: tuple[int, int] | None


def followed(entry: Entry) -> Followed:
    """What is kept of an entry."""
    earlier = entry.earlier
    return _of(
        entry.asked,
        entry.verdict,
        entry.operation_id,
        None if earlier is None else (earlier.file_id, earlier.first_row),
    )


def unwritten(asked: Asked) -> Followed:
    """What is kept of something asked that the ledger was not told of."""
    return _of(asked, Verdict.NEW, None, None)


def _of(
    asked: Asked, verdict: Verdict, operation_id: int | None, earlier: tuple[int, int] | None
) -> Followed:
    return Followed(
        asked.rows,
        asked.kind,
        asked.name,
        asked.referencia,
        "" if asked.kind is Kind.ISSUE else asked.comprobante,
        asked.tipo,
        asked.moneda,
        asked.total,
        verdict,
        operation_id,
        earlier,
    )
