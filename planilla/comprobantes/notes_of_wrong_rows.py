"""Notes that name another row's comprobante: they stand or fall with it."""

from __future__ import annotations

from collections.abc import Sequence

from planilla.model.asked import AskedComprobante
from planilla.reading.make_fault import Faults
from planilla.reading.rows import Value
from schemas.linked import Link, without_footing


def drop_notes_without_footing(
    comprobantes: Sequence[AskedComprobante],
    given: Sequence[Value],
    faults: Faults,
) -> list[AskedComprobante]:
    """The comprobantes less the notes whose other one is invalid here, later, or in a circle.

    `given` are the referencias of all rows of the file.
    """
    if all(one.asociado_referencia is None for one in comprobantes):
        return list(comprobantes)
    own = {one.referencia for one in comprobantes}
    wrong = {str(referencia) for referencia in given if referencia} - own
    invalid = {(account, r) for account in {one.account for one in comprobantes} for r in wrong}
    links = [Link(one.name, one.tipo, one.fecha, one.asociado_referencia) for one in comprobantes]
    fallen = without_footing(links, invalid)
    for one in comprobantes:
        for row in one.rows if one.name in fallen else ():
            words = {"value": one.asociado_referencia, "tipo": one.tipo}
            faults.add(row, "asociado_referencia", fallen[one.name], **words)
    return [one for one in comprobantes if one.name not in fallen]
