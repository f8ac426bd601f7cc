"""Our own sheet of comprobantes, a row a concept, and the result workbook made of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from planilla.common.money import PESOS, rate
from planilla.comprobantes.load import judged, read
from planilla.model.asked import Asked
from planilla.model.issuers import Issuers
from planilla.reading.cells.sheet import Sheet
from planilla.reading.process.read_file import open_grids
from planilla.reconcile.matching.frames import documents
from planilla.reconcile.sources.model import SourceFrame
from schemas.columns import BY_NAME
from schemas.context import Rules
from schemas.headings import match
from schemas.sources.declaration import Declaration
from schemas.spelling import plain
from schemas.tables import TIPOS, Clase

ISSUED = re.compile(r"(\d{1,5})-(\d{1,8})")
TOLD = ("estado", "numero_emitido", "cae")
COLUMNS: dict[str, tuple[str, ...]] = {
    "fecha": ("fecha",),
    "tipo": ("tipo",),
    "total": ("precio_unitario_sin_iva",),
}
OWN = Declaration(title="Planilla", yields="documents", columns=COLUMNS)


def is_own(path: Path) -> bool:
    """Whether a file has every column that a sheet of comprobantes must have."""
    rows = (cells for grid in open_grids(path) for cells in grid.top())
    return any(not match(cells, BY_NAME).missing for cells in rows)


def read_own(path: Path, today: date, issuers: Issuers, rules: Rules) -> SourceFrame:
    """The comprobantes of our own sheet, each once, with totals as they would be issued.

    A result workbook tells `numero`, `cae` and `estado`, too; its `Corregir`, which holds
    only the rows that were not issued, is passed over. Raises
    `InputError` kinds when the file as a whole cannot be used.
    """
    found = judged(read(path, whole=True), today, issuers.open(), rules)
    told = _told(found.sheet)
    rows = [_document(path, asked, told.get(asked.rows[0], {})) for asked in found.asked]
    return SourceFrame(path, OWN, documents(rows), found.faults)


def _told(sheet: Sheet) -> dict[int, Mapping[str, str]]:
    """What the result's own columns say, by row."""
    places = {plain(heading): place for place, heading in enumerate(sheet.headings)}
    wanted = {name: f"c{places[plain(name)]}" for name in TOLD if plain(name) in places}
    cells = sheet.text.select("row", *(sheet.text[c].alias(n) for n, c in wanted.items()))
    return {one.pop("row"): one for one in cells.iter_rows(named=True)}


def _document(path: Path, asked: Asked, told: Mapping[str, str | None]) -> dict[str, Any]:
    issued = ISSUED.fullmatch(told.get("numero_emitido") or "")
    cotizacion = asked.body["comprobante"].get("cotizacion")
    credit = TIPOS[asked.tipo].clase is Clase.NOTA_DE_CREDITO
    return {
        "id": f"{path.name}:{asked.rows[0]}",
        "source": path.name,
        "documento_nro": asked.documento_nro.lstrip("0") or None,
        "razon_social": asked.razon_social,
        "tipo": asked.tipo,
        "punto_venta": asked.punto_venta,
        "numero": int(issued[2]) if issued else None,
        "fecha": asked.fecha,
        "moneda": asked.moneda,
        "cotizacion": None if asked.moneda == PESOS else rate(cotizacion),
        "total": asked.total,
        "signo": -1 if credit else 1,
        "cae": told.get("cae"),
        "referencia": asked.referencia,
        "estado": told.get("estado"),
    }
