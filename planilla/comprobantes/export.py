"""The block `fex` of an export, from typed rows (api.md 9).

Source: the vendor's page «Comprobantes de exportación de tipo E».
"""

from __future__ import annotations

from typing import Any

from planilla.common.calendar import service_date
from planilla.reading.rows import Row, day, text
from schemas.countries import CLIENTE_DE, CUITS
from schemas.fields.export import PERMISOS_MAX

UNTAXED: dict[str, Any] = {
    "tributos": [],
    "impuestos_internos": 0,
    "impuestos_internos_base": 0,
    "impuestos_internos_alicuota": 0,
}
"""What an export says of taxes: that it bears none."""


def fex(head: Row) -> dict[str, Any]:
    """The block, but for what a note corrects; `head` is the first row of a comprobante E."""
    country = text(head, "fex_cliente_pais") or CLIENTE_DE.get(text(head, "fex_pais"), "")
    known = CUITS.get((country, text(head, "fex_cliente_persona")), "")
    paid = day(head, "fex_fecha_pago")
    block: dict[str, Any] = {
        "tipo_exportacion": head.get("fex_tipo_exportacion"),
        "permisos_tiene": head.get("fex_permisos_tiene") or "",
        "pais_comprobante_id": head.get("fex_pais"),
        "forma_pago_leyenda": head.get("fex_forma_pago"),
        "cliente_pais_cuit": head.get("fex_cliente_pais_cuit") or known,
    }
    given = {
        "fecha_pago": service_date(paid) if paid else None,
        "incoterms_tipo_id": head.get("fex_incoterms"),
        "incoterms_nro": head.get("fex_incoterms_nro"),
        "permisos": _permisos(head),
    }
    return block | {name: value for name, value in given.items() if value}


def _permisos(head: Row) -> list[dict[str, Any]]:
    return [
        {
            "codigo_despacho": text(head, f"fex_permiso_{n}_despacho").upper(),
            "pais_destino_id": head.get(f"fex_permiso_{n}_pais"),
        }
        for n in range(1, PERMISOS_MAX + 1)
        if head.get(f"fex_permiso_{n}_despacho")
    ]
