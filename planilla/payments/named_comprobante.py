"""Which comprobante a row is about: in three columns, in one cell, or by its issued number."""

from __future__ import annotations

import re

from planilla.reading.make_fault import Faults
from planilla.reading.rows import Row, text
from schemas.codes import code
from schemas.tables import TIPOS

NUMBER = re.compile(r"(\d{1,5})\s*[-/ ]\s*(\d{1,8})")
ONE_CELL = re.compile(r"(?P<tipo>.*?[^\d\s-])[\s:]*(?P<pv>\d{1,5})\s*[-/ ]\s*(?P<number>\d{1,8})")
NAMES = ("tipo", "punto_venta", "numero")
Named = tuple[str, int, int]
"""Of those names."""


def named_or_fault(row: Row, number: int, faults: Faults) -> Named | None:
    """The comprobante that a row names; one that names none, or two, has a fault."""
    found = named(row)
    if found is None:
        column = next((c for c in ("comprobante", "numero_emitido") if row.get(c)), None)
        code_ = "SIN_COMPROBANTE" if column is None else "COMPROBANTE_ILEGIBLE"
        faults.add(number, column or "comprobante", code_)
        return None
    told = (row.get("tipo"), row.get("punto_venta"), row.get("numero"))
    if any(t is not None and t != f for t, f in zip(told, found, strict=True)):
        words = f"{found[0]} {found[1]:05d}-{found[2]:08d}"
        faults.add(number, "comprobante", "COMPROBANTE_DISTINTO", found=words)
        return None
    return found


def named(row: Row) -> Named | None:
    """The comprobante that a row names, if it does: one cell, an issued number, or three cells."""
    if row.get("comprobante"):
        return in_one_cell(text(row, "comprobante"))
    tipo, point, number = row.get("tipo"), row.get("punto_venta"), row.get("numero")
    if row.get("numero_emitido") and tipo is not None:
        found = NUMBER.fullmatch(text(row, "numero_emitido").strip())
        return (str(tipo), int(found[1]), int(found[2])) if found else None
    if tipo is None or not isinstance(point, int) or not isinstance(number, int):
        return None
    return str(tipo), point, number


def in_one_cell(cell: str) -> Named | None:
    """`FACTURA A 00010-00000109`, with any spelling of the tipo that the tables know."""
    found = ONE_CELL.fullmatch(" ".join(cell.split()))
    if found is None:
        return None
    tipo = code(found["tipo"].strip(" .:#°º-"), "tipo")
    if tipo is None or tipo not in TIPOS or not int(found["number"]) or not int(found["pv"]):
        return None
    return tipo, int(found["pv"]), int(found["number"])
