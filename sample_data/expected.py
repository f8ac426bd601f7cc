"""What each sample must give, as text: one line a row, beside the sample.

The text has no dates, so it is the same for a copy moved to any day.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from planilla.comprobantes.load import load
from planilla.model.issuers import Issuer, Issuers

ISSUERS = {
    "ventas.xlsx": Issuers(Issuer("RI", "30-70707070-7")),
    "ventas_monotributo.csv": Issuers(Issuer("M", "27-22222222-8")),
    "exportacion.csv": Issuers(Issuer("RI", "30-70707070-7")),
}
"""Who issues each sample."""


def beside(sample: Path) -> Path:
    """Where a sample's expected result stands."""
    return sample.with_name(f"{sample.stem}.esperado.txt")


def outcome(sample: Path, today: date) -> str:
    """A line a row: number, EMITIDO or INVALIDO, and what of it is issued or wrong.

    EMITIDO is for what a run with no outage ends in; its line has referencia,
    tipo, total of the comprobante and currency. INVALIDO has column and code.
    """
    loaded = load(sample, today, ISSUERS[sample.name])
    lines = {
        row: f"EMITIDO   {c.referencia}  {c.tipo}  {c.total} {c.moneda}"
        for c in loaded.asked
        for row in c.rows
    }
    for fault in loaded.faults:
        more = f"; {lines[fault.row][10:]}" if fault.row in lines else ""
        lines[fault.row] = f"INVALIDO  {fault.column}  {fault.code}{more}"
    return "".join(f"{row:>4}  {lines[row]}\n" for row in sorted(lines))
