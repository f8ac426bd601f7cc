"""From what people write to the codes of the service's tables."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from schemas.headings import plain
from schemas.tables import TABLES

SPELLINGS: dict[str, dict[str, str]] = {
    "condicion_iva": {
        "responsableinscripto": "RI",
        "respinscripto": "RI",
        "inscripto": "RI",
        "consumidorfinal": "CF",
        "monotributista": "M",
        "responsablemonotributo": "M",
        "ivaexento": "E",
        "noalcanzado": "IVNA",
    },
    "moneda": {
        "pesos": "PES", "peso": "PES", "ars": "PES", "$": "PES",
        "usd": "DOL", "dolar": "DOL", "dolares": "DOL", "uss": "DOL", "us": "DOL",
        "eur": "060", "euros": "060", "reales": "012", "brl": "012",
    },
    "provincia": {
        "caba": "1", "capitalfederal": "1", "ciudaddebuenosaires": "1", "bsas": "2",
        "pba": "2", "provinciadebuenosaires": "2",
    },
    "documento_tipo": {"consumidorfinal": "OTRO", "sinidentificar": "OTRO"},
    "alicuota": {"exento": "-1", "exenta": "-1", "nogravado": "-2", "nogravada": "-2"},
    "unidad_medida": {"unidad": "7", "u": "7", "kg": "1", "m": "2", "l": "5", "lt": "5"},
    "si_no": {"si": "S", "no": "N", "x": "S", "verdadero": "S", "falso": "N", "1": "S", "0": "N"},
}  # fmt: skip
TIPO = re.compile(r"(FACTURA|FACT?|FC?|NOTADEDEBITO|ND|NOTADECREDITO|NC|RECIBO|RC)([ABCME])")
TIPO_NAMES = {"F": "FACTURA", "ND": "NOTA DE DEBITO", "NC": "NOTA DE CREDITO", "R": "RECIBO"}


def code(text: str, table: str) -> str | None:
    """The code that a text means in a table; None when it means none."""
    codes = TABLES[table]
    spelled = plain(text)
    if table == "tipo":
        return tipo(text)
    if table == "alicuota" and (rate := _rate(text)) is not None:
        return rate if rate in codes else None
    for known, name in codes.items():
        if spelled in {plain(known), plain(name)} or spelled == plain(known).lstrip("0"):
            return known
    return SPELLINGS.get(table, {}).get(spelled)


def tipo(text: str) -> str | None:
    """The service's name of a tipo, from its name or a usual short form (FA, NC B, N/C A)."""
    spelled = plain(text)
    for name in TABLES["tipo"]:
        if plain(name) == spelled:
            return name
    found = TIPO.fullmatch(spelled.upper())
    if found is None:
        return None
    kind = found[1]
    short = "ND" if kind in {"ND", "NOTADEDEBITO"} else "NC" if kind.startswith("N") else kind[0]
    name = f"{TIPO_NAMES[short]} {found[2]}"
    return name if name in TABLES["tipo"] else None


def _rate(text: str) -> str | None:
    bare = text.strip().rstrip("%").strip().replace(",", ".")
    try:
        value = Decimal(bare)
    except InvalidOperation:
        return None
    return format(value.normalize(), "f") if value.is_finite() else None
