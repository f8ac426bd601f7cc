"""What a note's body names as corrected: beside the head, or of an export inside `fex`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

NAMED, FEX = "comprobantes_asociados", "fex"


def associated(comprobante: Mapping[str, Any]) -> Sequence[Any]:
    """The comprobantes that a body names, or an empty list."""
    fex = comprobante.get(FEX)
    within = fex if isinstance(fex, Mapping) and fex.get(NAMED) else comprobante
    found = within.get(NAMED)
    return found if isinstance(found, list | tuple) else []


def associating(comprobante: Mapping[str, Any], named: Sequence[Any]) -> dict[str, Any]:
    """A body that names these instead; of an export without the date, which it does not take."""
    fex = comprobante.get(FEX)
    if not isinstance(fex, Mapping):
        return {**comprobante, NAMED: named}
    undated = [{k: v for k, v in one.items() if k != "comprobante_fecha"} for one in named]
    return {**comprobante, FEX: {**fex, NAMED: undated}}
