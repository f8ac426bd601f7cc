"""What a request's JSON names, whatever its shape: never an exception."""

from __future__ import annotations

from typing import Any

Lane = tuple[int, str]


def part(body: Any, name: str) -> dict[str, Any]:
    """An object inside of a request; an empty one if it is missing or something else."""
    found = body.get(name) if isinstance(body, dict) else None
    return found if isinstance(found, dict) else {}


def whole(value: object, otherwise: int = 0) -> int:
    """A whole number, or a text of digits with or without leading zeros."""
    text = str(value).strip()
    plain = text.isascii() and text.isdigit() and not isinstance(value, bool)
    return int(text) if plain else otherwise


def lane_named(comprobante: dict[str, Any]) -> Lane:
    """The point of sale and tipo that a comprobante names."""
    return whole(comprobante.get("punto_venta")), str(comprobante.get("tipo", "")).upper()


def title(punto_venta: int, tipo: str, numero: int) -> str:
    """A comprobante's name, as `FACTURA A 00003-00000074`."""
    return f"{tipo} {punto_venta:05d}-{numero:08d}"


def references(method: str, body: dict[str, Any]) -> list[str]:
    """Under which names a fault may be planned for this request (`Plan.named`)."""
    if method in {"facturacion/pagar", "facturacion/reenviar"}:
        comprobante = part(body, "comprobante")
        return [title(*lane_named(comprobante), whole(comprobante.get("numero")))]
    if method in {"facturacion/lotes", "facturacion/lotes_encola"}:
        requests = body.get("requests")
        listed = requests if isinstance(requests, list) else []
        return [str(part(r, "comprobante").get("external_reference", "")) for r in listed]
    holder = part(body, "comprobante") or body
    return [str(holder.get("external_reference", ""))]
