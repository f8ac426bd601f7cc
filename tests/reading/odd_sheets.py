"""Sheets of comprobantes as nobody would write them, the same ones each time."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from pathlib import Path

from schemas.column import Column, ColumnKind, Scope
from schemas.columns import COMPROBANTES
from schemas.declare import columns_of
from schemas.fields.export import Export
from schemas.fields.regimes import PAGOS_MAX
from schemas.tables import TABLES

NUMBERS = (
    *("1", "12,5", "12.50", "1.234,56", "1,234.56", "1.234", "0", "-5", "(5)", "$ 100", "U$S 5"),
    *("21%", "1 234,50", "abc", "1e5", "99999999999999", "0,001", "−3", "00012", "1.2.3", " 7 "),
    *("0.125", "0,1255", "NaN", "100", "1500,5", "20", "6000000,00", "VERDADERO"),
)
DATES = (
    *("26/11/2026", "25-11-2026", "26.11.26", "2026-11-26", "31/02/2026", "26/11/2026 10:30"),
    *("1/1/26", "hoy", "46352", "9999-12-31", "20/11/2026", "30/11/2026", "01/12/2026"),
)
TEXTS = (
    *("Juan", " Juan ", "Ñandú S.A.", "a" * 256, "x\ny", "50% off", "%" * 100, "ab", "00123"),
    *("é", "=1+1", "línea\r\notra", "Servicio mensual", "«»", "🙂🙂🙂🙂", "a@b.com, c@d.com"),
)
DOCUMENTS = (
    *("30-71234567-1", "30712345671", "20.123.456-3", "12345678", "0", "30707070707", "1234"),
    *("123456789012", "AB123", "1.5", "20-40937847-2", "33-69345023-9"),
)
TIPOS = ("FACTURA B", "FACTURA A", "FA", "FACTURA C", "NC B", "6", "FCE A", "NC FCE A", "REMITO")
LIKELY: dict[str, tuple[str, ...]] = {
    "tipo": TIPOS,
    "fecha": ("26/11/2026", "25/11/2026"),
    "punto_venta": ("1", "2", "0003"),
    "documento_tipo": ("CUIT", "DNI", "OTRO"),
    "documento_nro": ("30-71234567-1", "12345678", "0"),
    "condicion_iva": ("RI", "CF", "M"),
    "razon_social": ("Juan", "Ñandú S.A."),
    "alicuota": ("21", "10,5", "0", "Exento"),
    "descripcion": ("Servicio mensual", "Caja", "Producto %"),
    "precio_unitario_sin_iva": ("100", "1.234,50", "0,125", "6000000"),
    "total": ("", "", "121", "100"),
    "bonificacion": ("", "", "5", "10,01"),
}
CLEAN = (
    {"tipo": "FACTURA B", "documento_tipo": "DNI", "documento_nro": "12345678"},
    {"tipo": "FA", "documento_tipo": "CUIT", "documento_nro": "30-71234567-1"},
)
SPELLINGS: dict[str, tuple[str, ...]] = {
    "condicion_iva": (
        *("responsableinscripto", "respinscripto", "inscripto", "consumidorfinal"),
        *("monotributista", "responsablemonotributo", "ivaexento", "noalcanzado"),
    ),
    "moneda": (
        *("pesos", "peso", "ars", "$", "$ars", "usd", "dolar", "dolares", "uss", "us"),
        *("eur", "euros", "reales", "brl"),
    ),
    "provincia": (
        *("caba", "capitalfederal", "ciudaddebuenosaires", "bsas", "pba"),
        "provinciadebuenosaires",
    ),
    "documento_tipo": ("consumidorfinal", "sinidentificar"),
    "alicuota": ("exento", "exenta", "nogravado", "nogravada"),
    "unidad_medida": (
        *("unidad", "u", "kg", "m", "l", "lt", "anulaciondevolucion", "cmcubicos", "damcubicos"),
        *("hmcubicos", "jgopqtmazonaipes", "kgactivo", "kgbase", "kgbruto", "kmcubicos"),
        *("mmcubicos", "senaanticipo"),
    ),
    "tributo_tipo": ("impuestosnacionales",),
    "si_no": ("si", "no", "x", "verdadero", "falso", "1", "0"),
}
"""The words and headings are those of an earlier release, so that the sheets stay the same."""
ALIASES = {"alicuota": 6}
LATER = {
    "precio_unitario_con_iva",
    *("paga_misma_moneda", "reclama_deuda_dias", "reclama_deuda_repite_dias"),
    *("impuestos_internos_base", "impuestos_internos_alicuota"),
    "producto_impuestos_internos_alicuota",
    *(f"pago_{n}_{part}" for n in range(1, PAGOS_MAX + 1) for part in ("descripcion", "importe")),
    *(column.name for column in columns_of(Export)),
}
"""Columns that came after the sheets were first made."""
THEN = [c for c in COMPROBANTES if c.name not in LATER]
REQUIRED = {c.name for c in COMPROBANTES if c.required} | {"documento_tipo"}
STYLES = ("none", "unique", "groups", "scattered")


def write_odd_sheet(folder: Path, seed: int) -> Path:
    """One of the sheets: more or less odd, its columns in any order."""
    rng = random.Random(seed)
    oddness = rng.choice((0.0, 0.03, 0.15))
    required = [c for c in THEN if c.name in REQUIRED]
    share = rng.choice((0.0, 0.15, 0.4, 1.0))
    optional = [c for c in THEN if c.name not in REQUIRED | {"referencia"}]
    columns = required + [c for c in optional if rng.random() < share]
    rng.shuffle(columns)
    names = _referencias(rng, rng.choice((3, 8, 20)), rng.choice(STYLES))
    path = folder / f"rara_{seed:03d}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=rng.choice(";,\t"))
        headings = [rng.choice((c.name, *c.aliases[: ALIASES.get(c.name)])) for c in columns]
        writer.writerow(["referencia", *headings])
        before: Sequence[str] = ()
        for place, name in enumerate(names):
            clean = {} if oddness else rng.choice(CLEAN) | {"fecha": "26/11/2026", "total": ""}
            if clean:
                clean["condicion_iva"] = "CF" if clean["documento_tipo"] == "DNI" else "RI"
            cells = [
                clean[column.name] if column.name in clean else _cell(rng, column, oddness)
                for column in columns
            ]
            if place and name and name == names[place - 1]:
                pairs = zip(columns, cells, before, strict=True)
                cells = [old if c.scope is Scope.COMPROBANTE else new for c, new, old in pairs]
            writer.writerow([name, *cells])
            before = cells
    return path


def _referencias(rng: random.Random, count: int, style: str) -> list[str]:
    if style == "none":
        return [""] * count
    if style == "unique":
        return [f"R-{n}" for n in range(count)]
    if style == "groups":
        return [f"R-{n // 2}" for n in range(count)]
    return [rng.choice(("R-1", "R-2", " R-1", "", "Año/ñ %")) for _ in range(count)]


def _cell(rng: random.Random, column: Column, oddness: float) -> str:
    pools = {
        ColumnKind.TEXT: TEXTS,
        ColumnKind.DIGITS: DOCUMENTS,
        ColumnKind.DATE: DATES,
        ColumnKind.CODE: (
            *TABLES.get(column.table or "", ()),
            *SPELLINGS.get(column.table or "", ()),
        ),
    }
    pool = pools.get(column.kind, NUMBERS)
    if rng.random() < oddness:
        return rng.choice((*TEXTS, *NUMBERS, *DATES, *DOCUMENTS, ""))
    if column.name in LIKELY:
        return rng.choice(LIKELY[column.name])
    return rng.choice(pool) if oddness and rng.random() < 0.2 else ""
