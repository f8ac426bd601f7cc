"""Notes that name another row's comprobante: they stand or fall with it."""

from __future__ import annotations

from collections.abc import Sequence

from planilla.model.asked import Asked
from planilla.reading.cast import Row
from planilla.reading.make_fault import Faults
from schemas.linked import Link, without_footing


def drop_notes_without_footing(
    comprobantes: Sequence[Asked],
    rows: Sequence[Row],
    faults: Faults,
) -> list[Asked]:
    """The comprobantes less the notes whose other one is invalid here, later, or in a circle."""
    if all(one.asociado_referencia is None for one in comprobantes):
        return list(comprobantes)
    own = {one.referencia for one in comprobantes}
    wrong = {str(row["referencia"]) for row in rows if row.get("referencia")} - own
    invalid = {(account, r) for account in {one.account for one in comprobantes} for r in wrong}
    links = [Link(one.name, one.tipo, one.fecha, one.asociado_referencia) for one in comprobantes]
    fallen = without_footing(links, invalid)
    for one in comprobantes:
        for row in one.rows if one.name in fallen else ():
            words = {"value": one.asociado_referencia, "tipo": one.tipo}
            faults.add(row, "asociado_referencia", fallen[one.name], **words)
    return [one for one in comprobantes if one.name not in fallen]
