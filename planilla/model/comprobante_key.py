"""What names a comprobante at the service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Key:
    """What names a comprobante at the service."""

    tipo: str
    punto_venta: int
    number: int | None = None

    def body(self) -> dict[str, Any]:
        """The `comprobante` of a request that names one."""
        named: dict[str, Any] = {
            "tipo": self.tipo,
            "operacion": "V",
            "punto_venta": self.punto_venta,
        }
        return named if self.number is None else named | {"numero": self.number}
