"""Notes that name another row's comprobante: they stand or fall with it."""

from __future__ import annotations

from collections.abc import Sequence

from planilla.model.asked import Asked
from planilla.reading.cast import Row
from planilla.reading.make_fault import Faults
from schemas.tables import TIPOS, Tipo

Name = tuple[str, str]  # account and referencia


def drop_notes_without_footing(
    comprobantes: Sequence[Asked],
    rows: Sequence[Row],
    faults: Faults,
) -> list[Asked]:
    """The comprobantes less the notes whose other one is invalid here, later, or in a circle."""
    standing = {c.name: c for c in comprobantes}
    own = {c.referencia for c in comprobantes}
    wrong = {str(r["referencia"]) for r in rows if r.get("referencia")} - own
    invalid = {(account, r) for account in {c.account for c in comprobantes} for r in wrong}
    while True:
        fallen = [(c, code) for c in standing.values() if (code := _why_not(c, standing, invalid))]
        if not fallen:
            return [c for c in comprobantes if c.name in standing]
        for comprobante, code in fallen:
            for row in comprobante.rows:
                words = {"value": comprobante.asociado_referencia, "tipo": comprobante.tipo}
                faults.add(row, "asociado_referencia", code, **words)
            del standing[comprobante.name]
            invalid.add(comprobante.name)


def _why_not(comprobante: Asked, standing: dict[Name, Asked], invalid: set[Name]) -> str | None:
    if comprobante.asociado_referencia is None:
        return None
    wanted = comprobante.account, comprobante.asociado_referencia
    if wanted in invalid:
        return "ASOCIADO_INVALIDO"
    other = standing.get(wanted)
    if other is not None and not corrects(TIPOS[comprobante.tipo], TIPOS[other.tipo]):
        return "ASOCIADO_TIPO"
    if other is not None and other.fecha > comprobante.fecha:
        return "ASOCIADO_FECHA"
    passed = {comprobante.name}
    while other is not None:
        if other.name in passed:
            return "ASOCIADO_CIRCULO"
        passed.add(other.name)
        other = standing.get((other.account, other.asociado_referencia or ""))
    return None


def corrects(note: Tipo, other: Tipo) -> bool:
    """Whether a note can correct a comprobante of that tipo: same letter, same regime."""
    return other.is_fiscal and (note.letra, note.fce) == (other.letra, other.fce)
