"""A `pagos` block: what the service finds wrong with it (api.md 4)."""

from __future__ import annotations

import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

CENT = Decimal("0.01")
REFUSED = ("cheque", "echeq", "e-cheq", "retencion")
OVERPAID = "El total de los pagos supera el saldo del comprobante."


def block_problems(block: Any) -> list[tuple[str, str]]:
    """Codes and texts; none if the block can be registered."""
    listed = block.get("formas_pago") if isinstance(block, dict) else None
    if not isinstance(listed, list) or not listed:
        return [("TFC-7101", "El bloque de pagos requiere al menos una forma de pago.")]
    total = amount(block.get("total"))
    if total is None:
        return [("TFC-7102", "El total de los pagos debe ser mayor a cero, con 2 decimales.")]
    found = [problem for means in listed for problem in _means_problems(means)]
    if not found and sum(_amounts(listed), Decimal(0)) != total:
        found.append(("TFC-7105", "La suma de las formas de pago no coincide con el total."))
    return found


def amount(value: object) -> Decimal | None:
    """More than zero, at most two decimals, a point if any; None for anything else."""
    if isinstance(value, bool):
        return None
    try:
        given = Decimal(str(value))
        fits = given > 0 and given == given.quantize(CENT)
    except InvalidOperation:
        return None
    return given if fits else None


def registered(block: dict[str, Any]) -> tuple[Decimal, list[dict[str, Any]]]:
    """The total and the means of a block without problems."""
    listed = block["formas_pago"]
    names = [str(means["descripcion"]) for means in listed]
    pairs = zip(names, _amounts(listed), strict=True)
    return Decimal(str(block["total"])), [{"descripcion": n, "importe": a} for n, a in pairs]


def _means_problems(means: Any) -> list[tuple[str, str]]:
    if not isinstance(means, dict) or amount(means.get("importe")) is None:
        return [("TFC-7102", "El importe de un pago debe ser mayor a cero, con 2 decimales.")]
    name = str(means.get("descripcion") or "").strip()
    if not 1 <= len(name) <= 255:
        return [("TFC-7103", "La descripcion de un pago debe tener de 1 a 255 caracteres.")]
    plain = unicodedata.normalize("NFKD", name.lower())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    if plain.startswith("ret.") or any(word in plain for word in REFUSED):
        return [("TFC-7104", "No se aceptan cheques ni retenciones como forma de pago.")]
    return []


def _amounts(listed: list[dict[str, Any]]) -> list[Decimal]:
    return [Decimal(str(means["importe"])) for means in listed]
