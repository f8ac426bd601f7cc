"""The vendor's worked examples (`tests/data/worked_examples.json`), as rows and as bodies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from tests.both_services.documents import dated
from tests.double.values import told

DATA = Path(__file__).parents[1] / "data" / "worked_examples.json"
TAXES = ("impuestos_internos", "impuestos_internos_base", "impuestos_internos_alicuota")
MOST_TAXES = 7
IN_A_SHEET = {
    "pais_comprobante_id": "pais",
    "forma_pago_leyenda": "forma_pago",
    "incoterms_tipo_id": "incoterms",
}
"""What a sheet calls some of the block of exports."""
Row = dict[str, str]


@dataclass(frozen=True)
class Example:
    """One of them."""

    name: str
    total: Decimal
    _facts: Mapping[str, Any]

    @property
    def reference(self) -> str:
        return "W-" + "".join(c if c.isascii() and c.isalnum() else "-" for c in self.name)

    def rows(self, today: date) -> list[Row]:
        """One a concept, under the spreadsheet's headings; the first holds the comprobante."""
        head: Row = {"referencia": self.reference, "fecha": told(today), "punto_venta": "1"}
        head |= {"razon_social": f"Cliente de {self.name}"}
        head |= dated(self._facts["comprobante"], today)
        if self._has_mixed_discount:
            head["total"] = str(self.total)
        head |= _means(self._facts.get("pagos", ()))
        fex: Row = dated(self._facts.get("fex", {}), today)
        head |= {f"fex_{IN_A_SHEET.get(name, name)}": value for name, value in fex.items()}
        first, *others = self._facts["conceptos"]
        return [head | first, *({"referencia": self.reference} | one for one in others)]

    @property
    def _has_mixed_discount(self) -> bool:
        """A discount of the whole over several rates: planilla wants the total said, too."""
        rates = {one["alicuota"] for one in self._facts["conceptos"]}
        return "bonificacion" in self._facts["comprobante"] and len(rates) > 1

    def body(self) -> dict[str, Any]:
        """What of it counts for a total, as the service's `comprobante` has it."""
        told_of = self._facts["comprobante"]
        names = [f"tributo_{n}_total" for n in range(1, MOST_TAXES + 1)]
        return {
            "tipo": told_of["tipo"],
            "detalle": [_entry(one) for one in self._facts["conceptos"]],
            "bonificacion": told_of.get("bonificacion", "0"),
            "tributos": [{"total": told_of[name]} for name in names if name in told_of],
            **{name: told_of[name] for name in TAXES if name in told_of},
        }


@cache
def examples() -> tuple[Example, ...]:
    """All of them."""
    data = json.loads(DATA.read_text(encoding="utf-8"))
    return tuple(Example(one["name"], Decimal(one["total"]), one) for one in data["examples"])


def _means(pagos: Any) -> Row:
    """One means has columns of its own; several are numbered."""
    if len(pagos) == 1:
        return {f"pago_{name}": value for name, value in pagos[0].items()}
    return {
        f"pago_{n}_{name}": value
        for n, one in enumerate(pagos, start=1)
        for name, value in one.items()
    }


def _entry(concept: Mapping[str, str]) -> dict[str, Any]:
    product = {name: concept[name] for name in ("precio_unitario_sin_iva", "alicuota")}
    return {
        "cantidad": concept.get("cantidad", "1"),
        "bonificacion_porcentaje": concept.get("bonificacion_porcentaje", "0"),
        "producto": product,
    }
