"""From what people write to the codes of the service's tables."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from schemas.spelling import OF_CODES, plain
from schemas.spellings import ARCA, SPELLINGS, WITHOUT_CODE
from schemas.tables import TABLES, TIPOS, TIPOS_POR_AFIP, Clase

NOTE = "NOTAS?(?:DE)?"
MIPYME = "(?:DECREDITO)?(?:ELECTRONICAS?)?MIPYMES?(?:FCE)?"
TIPO = re.compile(
    rf"(FACTURAS?(?:ELECTRONICAS?)?|FACT?|FC?|{NOTE}DEBITO|ND|{NOTE}CREDITO|NC|RECIBOS?|RC"
    rf"|LIQUIDACION(?:ES)?)({MIPYME}|FCE)?([ABCME])"
    r"(?:N|NO|NRO|NUM|NUMERO)?"  # of the number that follows: "Factura B N° 3-74"
)
EXPORT = re.compile(
    r"(?i)\s+(?:de|por)\s+(?:exportaci[oó]n|operaciones\s+con\s+el\s+exterior)(?:\s+E)?\s*$"
)  # "FACTURAS DE EXPORTACION", "NOTAS DE CREDITO POR OPERACIONES CON EL EXTERIOR"
FCE = re.compile(r"(FCE)()([ABC])(?:N|NO|NRO|NUM|NUMERO)?")
NUMBERED = re.compile(r"\s*0*(\d{1,3})\s*(?:-\s*(.*))?")  # as ARCA's own listings
CODE_AND_NAME = re.compile(r"\s*(\w[\w.,]*)\s*[-–]\s*(\S.*)")
BY_ARCA = "alicuota_codigo"
CLASES = {
    "F": Clase.FACTURA,
    "R": Clase.RECIBO,
    "L": Clase.LIQUIDACION,
    f"ND|{NOTE}DEBITO": Clase.NOTA_DE_DEBITO,
    "N": Clase.NOTA_DE_CREDITO,
}

# where the codes are what people know; elsewhere lists and messages have the names
BY_CODE = frozenset({"tipo", "documento_tipo", "si_no", "operacion", "incoterms"})


def code(text: str, table: str) -> str | None:
    """The code that a text means in a table; None when it means none.

    It may be the service's code or name, a usual spelling, what ARCA says for it, or a code
    and a name with a dash ("80 - CUIT"); where these two disagree they mean none.
    """
    if table == "tipo":
        return tipo(text)
    if table == BY_ARCA:
        return _alicuota_by_arca(text) or _with_name(text, "alicuota")
    return _one(text, table) or _with_name(text, table)


def _with_name(text: str, table: str) -> str | None:
    both = CODE_AND_NAME.fullmatch(text)
    if both is None or table == "si_no":
        return None
    known = ARCA.get(table, {}).get(both[1].lstrip("0")) or _one(both[1], table)
    return known if known == _one(both[2], table) else None


def _alicuota_by_arca(text: str) -> str | None:
    return ARCA["alicuota"].get(text.strip().lstrip("0")) or SPELLINGS["alicuota"].get(plain(text))


def _one(text: str, table: str) -> str | None:
    if table == "alicuota" and (rate := _rate(text)) is not None:
        return rate if rate in TABLES[table] else None
    spelled = plain(text) or text.strip()  # "$" has no letters
    for known, name in TABLES[table].items():
        if spelled in {plain(known), plain(name)} or spelled == plain(known).lstrip("0"):
            return known
    arca = {} if table == "alicuota" else ARCA.get(table, {})
    return SPELLINGS.get(table, {}).get(spelled) or arca.get(text.strip().lstrip("0"))


def table_of(table: str, heading: str) -> str:
    """The table that the cells under a heading are of: rates, or ARCA's codes of them."""
    coded = table == "alicuota" and OF_CODES.fullmatch(plain(heading))
    return BY_ARCA if coded else table


def without_code(text: str, table: str) -> str | None:
    """ARCA's name of what a text means, if the service has no code for it."""
    number, word = text.strip().rstrip("% ").lstrip("0"), plain(text)
    spelled = {number} if word.rstrip("%").isdecimal() else {word}
    for name, others in WITHOUT_CODE.get(table, {}).items():
        if not spelled.isdisjoint({plain(name), *others}):
            return name
    return None


def tipo(text: str) -> str | None:
    """The service's name of a tipo, from its name, a usual short form, or ARCA's number.

    "FA", "NC B", "N/C A", "FCE A", "6", "6 - Factura B", and ARCA's own names; a number and
    a name that disagree mean none.
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
    if spelled in SPELLINGS["tipo"]:
        return SPELLINGS["tipo"][spelled]
    found = FCE.fullmatch(spelled.upper()) or TIPO.fullmatch(spelled.upper())
    if found is None:
        return None
    kind, fce, letra = found[1], found[1] == "FCE" or bool(found[2]), found[3]
    clase = next(c for start, c in CLASES.items() if re.match(start, kind))
    return next(
        (t.name for t in TIPOS.values() if (t.clase, t.fce, t.letra) == (clase, fce, letra)), None
    )


def tipos_like(text: str) -> list[str]:
    """The tipos that a text means half of: a kind without its letter, or a letter alone."""
    letters = ("A", "B", "C")
    if text.strip().upper() in letters:
        return [f"FACTURA {text.strip().upper()}"]
    found = [tipo(f"{text} {letter}") for letter in letters]
    return [one for one in found if one] if all(found) else []


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

    Of the tipos those of exports are told last; countries by their names.
    """
    if table in {"pais", "cliente_pais"}:
        return sorted(TABLES[table].values(), key=plain)
    if table == "tipo":
        return sorted(TIPOS, key=lambda name: TIPOS[name].letra == "E")
    if table == BY_ARCA:
        numbers = ARCA["alicuota"].items()
        return [f"{number} ({TABLES['alicuota'][rate]})" for number, rate in numbers]
    if table == "alicuota":
        rates = TABLES[table].items()
        return [name if rate.startswith("-") else rate.replace(".", ",") for rate, name in rates]
    return [known if table in BY_CODE else name for known, name in TABLES[table].items()]
