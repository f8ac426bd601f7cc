"""What a person chose in the last result, on whichever sheet has a column for it."""

from __future__ import annotations

from planilla.reconcile.last_result import LastResult
from schemas.column import Column, ColumnKind, by_name

COLUMNS = by_name(
    (
        Column("pago_id", ColumnKind.TEXT, "De qué pago se trata.", required=True),
        Column(
            "eleccion",
            ColumnKind.TEXT,
            "El comprobante que se elige, varios separados por punto y coma, o NINGUNO.",
            required=True,
        ),
    )
)


def chosen(result: LastResult) -> dict[str, str]:
    """Each payment and what was chosen for it; nothing when there is no earlier result.

    What is written beside several candidates of one payment is chosen together.
    """
    found: dict[str, dict[str, None]] = {}
    for row in result.rows(COLUMNS):
        if row["pago_id"] and row["eleccion"]:
            found.setdefault(row["pago_id"], {})[row["eleccion"]] = None
    return {payment: "; ".join(choices) for payment, choices in found.items()}
