"""What ARCA asks of an FCE: the service hands `rg_especiales` on without looking at it.

The vendor's page of FCE has the table; its page of ARCA's errors has the sentences.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping
from typing import Any

from tests.double import tables
from tests.double.values import number

MISSING = (
    "Si informa comprobante MiPyMEs (FCE), es obligatorio informar opcional en rg_especiales: "
)
IN_ALIAS = frozenset(string.ascii_letters + string.digits + ".-")

# id: whether a value is right, the blank ones left out before
VALUES: Mapping[int, Callable[[str], bool]] = {
    2101: lambda value: value.isdigit() and len(value) == 22,
    2102: lambda value: 6 <= len(value) <= 20 and set(value) <= IN_ALIAS,
    27: lambda value: value in ("SCA", "ADC"),
    22: lambda value: value in ("S", "N"),
}


def fce_says(comprobante: Mapping[str, Any]) -> str:
    """ARCA's sentence against it; empty when it has none, or it is no FCE."""
    tipo = str(comprobante["tipo"])
    if not tables.is_fce(tipo):
        return ""
    given = {
        number(one["id"]): one["valor"].strip()
        for one in comprobante.get("rg_especiales", {}).get("datos", ())
        if one["valor"].strip()
    }
    wrong = [one for one, right in VALUES.items() if one in given and not right(given[one])]
    if wrong:
        return f"El valor del opcional {wrong[0]} no es correcto"
    return _note_says(comprobante, given) if tables.is_note(tipo) else _invoice_says(given)


def _invoice_says(given: Mapping[int, str]) -> str:
    if 2101 not in given and 2102 not in given:
        return MISSING + "2101 o 2102"
    if 27 not in given:
        return MISSING + "27"
    return "El opcional 22 solo se informa en notas" if 22 in given else ""


def _note_says(comprobante: Mapping[str, Any], given: Mapping[int, str]) -> str:
    if 22 not in given:
        return MISSING + "22"
    named = comprobante.get("comprobantes_asociados", ())
    if all(tables.is_fce(str(one["tipo_comprobante"])) for one in named):
        return ""
    return "Campo CbtesAsoc con tipo invalido"
