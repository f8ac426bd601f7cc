"""Blocks of a body that are there where the row says anything of them (api.md 3 and 4)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from planilla.reading.rows import Row
from schemas.fields.regimes import RG_DATOS_MAX
from schemas.fields.tributos import TRIBUTOS_MAX
from schemas.rules.payments import AMOUNTS, MEANS


def tributos(head: Row) -> dict[str, Any]:
    """Taxes beside IVA, if there are any."""
    found = [
        {
            "tipo": head[f"tributo_{n}_tipo"],
            "regimen": head[f"tributo_{n}_regimen"],
            "base_imponible": head.get(f"tributo_{n}_base_imponible") or Decimal(0),
            "alicuota": head.get(f"tributo_{n}_alicuota") or Decimal(0),
            "total": head[f"tributo_{n}_total"],
        }
        for n in range(1, TRIBUTOS_MAX + 1)
        if head.get(f"tributo_{n}_tipo") is not None
    ]
    return {"tributos": found} if found else {}


def payment(head: Row) -> dict[str, Any]:
    """Every means with its amount, the one without a number first."""
    found = [
        {"descripcion": head[means], "importe": head[amount]}
        for means, amount in zip(MEANS, AMOUNTS, strict=True)
        if head.get(means) is not None and head.get(amount) is not None
    ]
    total = sum((Decimal(str(one["importe"])) for one in found), Decimal(0))
    return {"pagos": {"formas_pago": found, "total": total}} if found else {}


def special(head: Row) -> dict[str, Any]:
    """What a special regime wants to know, if there is one."""
    if not head.get("rg_regimen"):
        return {}
    data = [
        {"id": head[f"rg_{n}_id"], "valor": head.get(f"rg_{n}_valor") or ""}
        for n in range(1, RG_DATOS_MAX + 1)
        if head.get(f"rg_{n}_id")
    ]
    return {"rg_especiales": {"regimen": head["rg_regimen"], "datos": data}}
