"""What a person chose in the sheet A revisar of the last result."""

from __future__ import annotations

from pathlib import Path

from planilla.common.errors import InputError
from planilla.reading.typed_rows import each_alone, typed_rows
from schemas.column import Column, ColumnKind, by_name

COLUMNS = by_name(
    (
        Column("pago_id", ColumnKind.TEXT, "De qué pago se trata.", required=True),
        Column(
            "eleccion", ColumnKind.TEXT, "El comprobante que se elige, o NINGUNO.", required=True
        ),
    )
)


def chosen(result: Path) -> dict[str, str]:
    """Each payment and what was chosen for it; nothing when there is no earlier result."""
    if not result.is_file():
        return {}
    try:
        typed = typed_rows(result, COLUMNS, each_alone)
    except InputError:
        return {}
    return {
        str(row["pago_id"]): str(row["eleccion"])
        for row in typed.rows
        if row.get("eleccion") and row.get("pago_id")
    }
