"""The files of a world: rows as an office writes them, each sale known by what it is for."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import openpyxl

from tests.helpers import row
from tests.simulation.plan import Row

FIRST_DAY = date(2026, 12, 9)
ACCOUNTS = ("30-71234567-1", "30-50001091-2")
FORMATS = ("csv", "semicolon", "xlsx")
SALE = re.compile(r"Servicio (\d+)")


def sale(number: int, dice: Random, points: int, day: date) -> Row:
    """One sale of a day, with a referencia or without."""
    changes: dict[str, Any] = {
        "punto_venta": dice.randint(1, points),
        "fecha": f"{day:%d/%m/%Y}",
    }
    if dice.random() < 0.4:
        changes |= {"tipo": "FACTURA A", "documento_nro": dice.choice(ACCOUNTS)}
        changes |= {"documento_tipo": "CUIT", "condicion_iva": "RI"}
    if dice.random() < 0.3:
        changes["referencia"] = ""
    return row(number, **changes)


def sale_of(text: object) -> int | None:
    """Which sale a description is of."""
    found = SALE.search(str(text))
    return int(found[1]) if found else None


def write(path: Path, rows: Sequence[Row], form: str) -> Path:
    """The file of these rows; a format gives it its ending."""
    headings = list(dict.fromkeys(name for one in rows for name in one))
    table = [headings, *([one.get(name, "") for name in headings] for one in rows)]
    if form == "xlsx":
        path = path.with_suffix(".xlsx")
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("Hoja1")
        for line in table:
            sheet.append(line)
        book.save(path)
        return path
    path = path.with_suffix(".csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";" if form == "semicolon" else ",").writerows(table)
    return path
