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
TRIBUTOS = frozenset({"1", "6", "7"})
