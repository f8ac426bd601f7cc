"""The service's tables as its documents give them (api.md 6), apart from those of the client."""

from __future__ import annotations

CLASES = ("FACTURA", "NOTA DE DEBITO", "NOTA DE CREDITO")
FCE = ("FACTURA DE CREDITO", "NOTA DE DEBITO", "NOTA DE CREDITO")
TIPOS = frozenset(
    {
        *(f"{clase} {letter}" for clase in CLASES for letter in "ABCME"),
        *(f"{name} ELECTRONICA MIPYME (FCE) {letter}" for name in FCE for letter in "ABC"),
        "RECIBO C",
        "LIQUIDACIONES A",
        "LIQUIDACIONES B",
        "FACTURA NO VALIDA EN AFIP",
        "NOTA DE CREDITO NO VALIDA EN AFIP",
        "PRESUPUESTO",
        "REMITO",
    }
)
MONEDAS = frozenset(
    {
        "PES", "DOL", "060", "012", "011", "033", "031", "032", "035", "010", "023", "036", "003",
        "004",
    }
)  # fmt: skip
CONDICIONES_PAGO = frozenset(str(code) for code in range(201, 218))
REGIMENES = {1: range(31, 35), 6: range(1, 4), 7: range(4, 29)}  # tipo of tributo: its regimenes
UNIDADES = frozenset(
    {
        *range(1, 12), *range(14, 19), 20, 25, 27, *range(29, 36), 41, *range(47, 55),
        *range(61, 69), *range(95, 99),
    }
)  # fmt: skip
EXPORTS = frozenset(f"{clase} E" for clase in CLASES)
NOTES = ("NOTA DE CREDITO", "NOTA DE DEBITO")
FCE_MARK = "(FCE)"
INCOTERMS = frozenset(
    {
        "EXW", "FCA", "FAS", "FOB", "CFR", "CIF", "CPT", "CIP", "DAP", "DPU", "DDP",
        "DAF", "DAT", "DDU", "DEQ", "DES",
    }
)  # fmt: skip
