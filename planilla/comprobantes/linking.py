"""Notes that name another row's comprobante: they stand or fall with it."""

from __future__ import annotations

from collections.abc import Sequence

from planilla.comprobantes.blocks import corrects
from planilla.rows.asked import Asked
from planilla.rows.cast import Row
from planilla.rows.faulting import Faults
from schemas.tables import TIPOS


def drop_notes_without_footing(
    comprobantes: Sequence[Asked],
    rows: Sequence[Row],
    faults: Faults,
) -> list[Asked]:
    """The comprobantes less the notes whose other one is invalid here, later, or in a circle."""
    standing = {c.referencia: c for c in comprobantes}
    invalid = {str(r["referencia"]) for r in rows if r.get("referencia")} - set(standing)
    while True:
        fallen = [(c, code) for c in standing.values() if (code := _why_not(c, standing, invalid))]
        if not fallen:
            return [c for c in comprobantes if c.referencia in standing]
        for comprobante, code in fallen:
            for row in comprobante.rows:
                words = {"value": comprobante.asociado_referencia, "tipo": comprobante.tipo}
                faults.add(row, "asociado_referencia", code, **words)
            del standing[comprobante.referencia]
            invalid.add(comprobante.referencia)


def _why_not(comprobante: Asked, standing: dict[str, Asked], invalid: set[str]) -> str | None:
    wanted = comprobante.asociado_referencia
    if wanted is None:
        return None
    if wanted in invalid:
        return "ASOCIADO_INVALIDO"
    other = standing.get(wanted)
    if other is not None and not corrects(TIPOS[comprobante.tipo], TIPOS[other.tipo]):
        return "ASOCIADO_TIPO"
    if other is not None and other.fecha > comprobante.fecha:
        return "ASOCIADO_FECHA"
    passed = {comprobante.referencia}
    while other is not None:
        if other.referencia in passed:
            return "ASOCIADO_CIRCULO"
        passed.add(other.referencia)
        other = standing.get(other.asociado_referencia or "")
    return None
