"""What a person chose in the last result, on whichever sheet has a column for it."""

from __future__ import annotations

from pathlib import Path

from planilla.common.errors import InputError
from planilla.reading.cells.grid import Grid
from planilla.reading.find_headings import choose
from planilla.reading.process.read_file import open_grids
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


def chosen(result: Path) -> dict[str, str]:
    """Each payment and what was chosen for it; nothing when there is no earlier result.

    What is written beside several candidates of one payment is chosen together.
    """
    if not result.is_file():
        return {}
    try:
        grids = open_grids(result)
    except InputError:
        return {}
    found: dict[str, dict[str, None]] = {}
    for payment, choice in (pair for grid in grids for pair in _pairs(result, grid)):
        found.setdefault(payment, {})[choice] = None
    return {payment: "; ".join(choices) for payment, choices in found.items()}


def _pairs(result: Path, grid: Grid) -> list[tuple[str, str]]:
    """What one sheet says, where it has both columns."""
    try:
        sheet, match = choose(result, [grid], COLUMNS)
    except InputError:
        return []
    cells = (sheet.text[f"c{match.places[name]}"] for name in ("pago_id", "eleccion"))
    rows = zip(*(column.fill_null("").str.strip_chars() for column in cells), strict=True)
    return [(payment, choice) for payment, choice in rows if payment and choice]
