"""The brake: what is too much to issue without somebody's approval."""

from __future__ import annotations

from collections.abc import Sequence, Set
from decimal import Decimal

from planilla.admission.known_or_new import Entry
from planilla.admission.registration import Brake
from planilla.model.asked import Name


def limits(max_comprobante: Decimal | None, max_file: Decimal | None) -> Brake:
    """Holds back a comprobante above its limit, and all of a file above the file's; in pesos."""

    def brake(entries: Sequence[Entry]) -> Set[Name]:
        amounts = {entry.asked.name: _pesos(entry) for entry in entries}
        if max_file is not None and sum(amounts.values(), Decimal(0)) > max_file:
            return set(amounts)
        if max_comprobante is None:
            return set()
        return {name for name, pesos in amounts.items() if pesos > max_comprobante}

    return brake


def _pesos(entry: Entry) -> Decimal:
    rate = entry.asked.body["comprobante"].get("cotizacion", 1)
    return entry.asked.total * Decimal(str(rate))
