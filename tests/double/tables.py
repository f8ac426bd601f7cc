"""The service's tables (api.md 6; the vendor's page "Tablas de referencia")."""

from __future__ import annotations

from itertools import chain

TIPOS = {  # with ARCA's code, 0 for what is not fiscal
    "FACTURA A": 1,
    "NOTA DE DEBITO A": 2,
    "NOTA DE CREDITO A": 3,
    "FACTURA B": 6,
    "NOTA DE DEBITO B": 7,
    "NOTA DE CREDITO B": 8,
    "FACTURA C": 11,
    "NOTA DE DEBITO C": 12,
    "NOTA DE CREDITO C": 13,
    "RECIBO C": 15,
    "FACTURA E": 19,
    "NOTA DE DEBITO E": 20,
    "NOTA DE CREDITO E": 21,
    "FACTURA M": 51,
    "NOTA DE DEBITO M": 52,
    "NOTA DE CREDITO M": 53,
    "LIQUIDACIONES A": 63,
    "LIQUIDACIONES B": 64,
    "FACTURA DE CREDITO ELECTRONICA MiPyME (FCE) A": 201,
    "NOTA DE DEBITO ELECTRONICA MiPyME (FCE) A": 202,
    "NOTA DE CREDITO ELECTRONICA MiPyME (FCE) A": 203,
    "FACTURA DE CREDITO ELECTRONICA MiPyME (FCE) B": 206,
    "NOTA DE DEBITO ELECTRONICA MiPyME (FCE) B": 207,
    "NOTA DE CREDITO ELECTRONICA MiPyME (FCE) B": 208,
    "FACTURA DE CREDITO ELECTRONICA MiPyME (FCE) C": 211,
    "NOTA DE DEBITO ELECTRONICA MiPyME (FCE) C": 212,
    "NOTA DE CREDITO ELECTRONICA MiPyME (FCE) C": 213,
    "FACTURA NO VALIDA EN AFIP": 0,
    "NOTA DE CREDITO NO VALIDA EN AFIP": 0,
    "PRESUPUESTO": 0,
    "REMITO": 0,
}
DOCUMENTS = {"CUIT": 80, "CUIL": 86, "CDI": 87, "DNI": 96, "PASAPORTE": 94, "OTRO": 99}
CONDICIONES_PAGO = range(201, 218)
MONEDAS = frozenset(
    [
        "PES",
        "DOL",
        "060",
        "012",
        "011",
        "033",
        "031",
        "032",
        "035",
        "010",
        "023",
        "036",
        "003",
        "004",
    ]
)
UNIDADES = frozenset(
    chain(
        range(1, 12),
        range(14, 19),
        (20, 25, 27),
        range(29, 36),
        (41,),
        range(47, 55),
        range(61, 69),
        range(95, 99),
    )
)
INCOTERMS = (
    *("EXW", "FCA", "FAS", "FOB", "CFR", "CIF", "CPT", "CIP", "DAP", "DPU", "DDP"),
    *("DAF", "DAT", "DDU", "DEQ", "DES"),  # of earlier editions
)
REGIMENES = {1: range(31, 35), 6: range(1, 4), 7: range(4, 29)}


def letter(tipo: str) -> str:
    """A, B, C, E or M; nothing for what is not fiscal."""
    return tipo[-1] if TIPOS.get(tipo) else ""


def is_credit(tipo: str) -> bool:
    return tipo.startswith("NOTA DE CREDITO")


def is_note(tipo: str) -> bool:
    return tipo.startswith("NOTA DE")


def is_fce(tipo: str) -> bool:
    return "(FCE)" in tipo
