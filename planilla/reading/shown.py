"""What cells show beside their value, against the rest of the row: a currency, more decimals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planilla.reading.cells.signs import PESOS, name
from planilla.reading.make_fault import Faults
from planilla.reading.rows import Rows
from schemas.column import Column
from schemas.fields.regimes import PAGOS_MAX
from schemas.tables import MONEDAS

MONEDA = "moneda"
IN_PESOS = frozenset({"pago_importe", *(f"pago_{n}_importe" for n in range(1, PAGOS_MAX + 1))})
"""What is in pesos whatever the comprobante is in (api.md 4)."""
ROUNDED = (
    "{column}: {value} se redondeó a {rounded}, porque el servicio toma hasta {decimals} decimales."
)


def currencies_agree(
    currencies: Mapping[str, Mapping[int, str]],
    rows: Rows,
    numbers: Sequence[int],
    columns: Mapping[str, Column],
    faults: Faults,
) -> None:
    """An amount that is shown in a currency is in the row's; where there is none, in pesos."""
    for column, shown in currencies.items():
        of_row = MONEDA in columns and column not in IN_PESOS
        own = rows.column(MONEDA) if of_row else None
        for position, one in shown.items():
            moneda, number = str(own[position]) if own else PESOS, numbers[position]
            if one == moneda or (of_row and faults.told(number, MONEDA)):
                continue
            words = {"shown": name(one), "moneda": name(moneda)}
            faults.add(number, column, _code(one, of_row=of_row), **words)


def _code(shown: str, *, of_row: bool) -> str:
    if not of_row:
        return "SOLO_PESOS"
    return "OTRA_MONEDA" if shown in MONEDAS else "MONEDA_SIN_CODIGO"


def rounded_aloud(
    rounded: Mapping[str, Sequence[int]],
    rows: Rows,
    numbers: Sequence[int],
    columns: Mapping[str, Column],
    faults: Faults,
) -> Mapping[int, Sequence[str]]:
    """What rows say of their cells that were rounded, by the number of the row."""
    notes: dict[int, list[str]] = {}
    for column, positions in rounded.items():
        values = rows.column(column)
        for position in positions:
            number = numbers[position]
            words = {
                "column": faults.heading(column),
                "value": faults.shown(number, column),
                "rounded": f"{values[position]:f}".replace(".", ","),
                "decimals": columns[column].decimals,
            }
            notes.setdefault(number, []).append(ROUNDED.format(**words))
    return notes
