"""From what people write to the codes of the service's tables."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from schemas.spelling import plain
from schemas.tables import TABLES, TIPOS, TIPOS_POR_AFIP, Clase
from schemas.units import AS_THE_VENDOR_SPELLS

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
        "pesos": "PES", "peso": "PES", "ars": "PES", "$": "PES", "$ars": "PES",
        "usd": "DOL", "dolar": "DOL", "dolares": "DOL", "uss": "DOL", "us": "DOL",
        "eur": "060", "euros": "060", "reales": "012", "brl": "012",
    },
    "provincia": {
        "caba": "1", "capitalfederal": "1", "ciudaddebuenosaires": "1", "bsas": "2",
        "pba": "2", "provinciadebuenosaires": "2",
    },
    "documento_tipo": {"consumidorfinal": "OTRO", "sinidentificar": "OTRO"},
    "alicuota": {"exento": "-1", "exenta": "-1", "nogravado": "-2", "nogravada": "-2"},
    "unidad_medida": {
        "unidad": "7", "u": "7", "kg": "1", "m": "2", "l": "5", "lt": "5",
        **{plain(name): code for name, code in AS_THE_VENDOR_SPELLS.items()},
    },
    "tributo_tipo": {"impuestosnacionales": "1"},
    "si_no": {"si": "S", "no": "N", "x": "S", "verdadero": "S", "falso": "N", "1": "S", "0": "N"},
}  # fmt: skip
NOTE = "NOTAS?(?:DE)?"
TIPO = re.compile(
    rf"(FACTURAS?|FACT?|FC?|{NOTE}DEBITO|ND|{NOTE}CREDITO|NC|RECIBOS?|RC|LIQUIDACION(?:ES)?)"
    # ARCA: "FACTURA DE CREDITO ELECTRONICA MiPyMEs (FCE) A", "NOTA DE DEBITO ELECTRONICA MiPyMEs…"
    r"(?:ELECTRONICAS?)?((?:DECREDITO)?(?:ELECTRONICAS?)?(?:MIPYMES?(?:FCE)?|FCE))?([ABCME])"
    r"(?:N|NO|NRO|NUM|NUMERO)?"  # of the number that follows: "Factura B N° 3-74"
)
EXPORT = re.compile(
    r"(?i)\s+(?:de|por)\s+(?:exportaci[oó]n|operaciones\s+con\s+el\s+exterior)(?:\s+E)?\s*$"
)  # "FACTURAS DE EXPORTACION", "NOTAS DE CREDITO POR OPERACIONES CON EL EXTERIOR"
FCE = re.compile(r"(FCE)()([ABC])(?:N|NO|NRO|NUM|NUMERO)?")
NUMBERED = re.compile(r"\s*0*(\d{1,3})\s*(?:-\s*(.*))?")  # as ARCA's own listings
CLASES = {
    "F": Clase.FACTURA,
    "R": Clase.RECIBO,
    "L": Clase.LIQUIDACION,
    f"ND|{NOTE}DEBITO": Clase.NOTA_DE_DEBITO,
    "N": Clase.NOTA_DE_CREDITO,
}

# where the codes are what people know; elsewhere lists and messages have the names
BY_CODE = frozenset({"tipo", "documento_tipo", "si_no", "operacion"})


def code(text: str, table: str) -> str | None:
    """The code that a text means in a table; None when it means none."""
    codes = TABLES[table]
    spelled = plain(text) or text.strip()  # "$" has no letters
    if table == "tipo":
        return tipo(text)
    if table == "alicuota" and (rate := _rate(text)) is not None:
        return rate if rate in codes else None
    for known, name in codes.items():
        if spelled in {plain(known), plain(name)} or spelled == plain(known).lstrip("0"):
            return known
    return SPELLINGS.get(table, {}).get(spelled)


def tipo(text: str) -> str | None:
    """The service's name of a tipo, from its name, a usual short form, or ARCA's number.

    "FA", "NC B", "N/C A", "FCE A", "6", "6 - Factura B"; a number and a name
    that disagree mean none.
    """
    if numbered := NUMBERED.fullmatch(text):
        known = TIPOS_POR_AFIP.get(int(numbered[1]))
        agrees = known and (not numbered[2] or tipo(numbered[2]) == known.name)
        return known.name if known and agrees else None
    text = EXPORT.sub(" E", text)
    spelled = plain(text)
    for name in TABLES["tipo"]:
        if plain(name) == spelled:
            return name
    found = FCE.fullmatch(spelled.upper()) or TIPO.fullmatch(spelled.upper())
    if found is None:
        return None
    kind, fce, letra = found[1], found[1] == "FCE" or bool(found[2]), found[3]
    clase = next(c for start, c in CLASES.items() if re.match(start, kind))
    return next(
        (t.name for t in TIPOS.values() if (t.clase, t.fce, t.letra) == (clase, fce, letra)), None
    )


def as_percentage(text: str) -> str | None:
    """What to write for a rate given as a fraction (0.21): "21"; None when it is none."""
    rate = _rate(text)
    if rate is None or not 0 < Decimal(rate) < 1:
        return None
    whole = format((Decimal(rate) * 100).normalize(), "f")
    return whole if whole in TABLES["alicuota"] else None


def _rate(text: str) -> str | None:
    bare = text.strip().rstrip("%").strip().replace(",", ".")
    try:
        value = Decimal(bare)
    except InvalidOperation:
        return None
    return format(value.normalize(), "f") if value.is_finite() else None


def offered(table: str) -> list[str]:
    """What a person may write for a table, as a message tells it: the words that the lists have.

    Tipos E are left out: there are no columns for their export data.
    """
    if table == "tipo":
        return [name for name, one in TIPOS.items() if one.letra != "E"]
    if table == "alicuota":
        rates = TABLES[table].items()
        return [name if rate.startswith("-") else rate.replace(".", ",") for rate, name in rates]
    return [known if table in BY_CODE else name for known, name in TABLES[table].items()]
