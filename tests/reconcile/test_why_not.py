"""What was left says why: by field, what the nearest candidate lacked."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from planilla.reconcile.matching.frames import documents, payments
from planilla.reconcile.matching.options import Options
from planilla.reconcile.matching.pair_payments import match
from planilla.reconcile.matching.why_not import why_no_document, why_no_payment

ANA, LUIS = "30712345671", "27222222228"
DAY = date(2026, 11, 2)
LIMITS = Options()


def doc(number: int, total: str, **more: Any) -> dict[str, Any]:
    base = {"id": f"d{number}", "tipo": "FACTURA A", "punto_venta": 10, "numero": number}
    client = {"fecha": DAY, "documento_nro": ANA, "razon_social": "El Ñandú SRL"}
    return base | client | {"total": Decimal(total)} | more


def paid(importe: str, **more: Any) -> dict[str, Any]:
    base = {"id": "p", "fecha": DAY + timedelta(days=10), "importe": Decimal(importe)}
    return base | more


def of_payment(docs: list[dict[str, Any]], *paids: dict[str, Any]) -> str:
    found = match(documents(docs), payments(paids), LIMITS)
    told = dict(why_no_document(found, LIMITS).iter_rows())
    return str(told["p"])


def of_document(docs: list[dict[str, Any]], *paids: dict[str, Any]) -> str:
    found = match(documents(docs), payments(paids), LIMITS)
    return str(dict(why_no_payment(found, LIMITS).iter_rows())["d1"])


@pytest.mark.parametrize(
    ("docs", "payment", "said"),
    [
        (
            [doc(1, "500")],
            paid("480"),
            "Cliente: no trae un CUIT, ni un nombre que se parezca a los de los comprobantes. "
            "Importe: de todo lo que se debe lo más cercano es FACTURA A 00010-00000001 "
            "(500,00, a 20,00 de distancia).",
        ),
        (
            [doc(1, "500")],
            paid("90", documento_nro=LUIS),
            "Cliente: ningún comprobante es del CUIT 27222222228. Importe: de todo lo que se debe "
            "lo más cercano es FACTURA A 00010-00000001 (500,00, a 410,00 de distancia).",
        ),
        (
            [doc(1, "500")],
            paid("500", documento_nro=ANA, fecha=DAY + timedelta(days=400)),
            "Cliente: El Ñandú SRL debe 1 comprobante. Importe: de lo suyo lo más cercano es "
            "FACTURA A 00010-00000001 (500,00, igual). Fecha: se pagó 400 días después.",
        ),
        (
            [doc(1, "500", saldo=Decimal(0)), doc(2, "70", documento_nro=LUIS)],
            paid("90", documento_nro=ANA),
            "Cliente: El Ñandú SRL no debe nada. Importe: de todo lo que se debe lo más cercano "
            "es FACTURA A 00010-00000002 (70,00, a 20,00 de distancia).",
        ),
        (
            [doc(1, "500")],
            paid("500", documento_nro=ANA, moneda="DOL"),
            "Cliente: El Ñandú SRL no debe nada en DOL. Importe: nada se debe.",
        ),
    ],
)
def test_a_payment_that_was_left_says_what_the_nearest_lacked(
    docs: list[dict[str, Any]], payment: dict[str, Any], said: str
) -> None:
    assert of_payment(docs, payment) == said


def test_a_document_that_was_left_says_which_payments_there_are() -> None:
    nobody = of_document([doc(1, "500")], paid("80"))
    assert nobody == (
        "Cliente: ningún cobro es de este CUIT. Importe: de los cobros sin comprobante el más "
        "cercano es el del 12/11/2026 (80,00, a 420,00 de distancia)."
    )
    other = doc(2, "300")
    of_another = of_document([doc(1, "500"), other], paid("300", documento_nro=ANA))
    assert of_another == (
        "Cliente: 1 cobro de este CUIT. Importe: de los suyos el más cercano es el del 12/11/2026, "
        "que paga FACTURA A 00010-00000002, (300,00, a 200,00 de distancia)."
    )


def test_a_document_that_is_a_candidate_says_that_somebody_has_to_choose() -> None:
    asked = of_document([doc(1, "500")], paid("123", documento_nro=ANA))
    assert asked == "Es candidato de un cobro que está en A revisar."


def test_nothing_to_compare_with_is_told_too() -> None:
    assert of_payment([], paid("5")).endswith("Importe: nada se debe.")
    assert of_document([doc(1, "5")]).endswith("no queda ningún cobro sin comprobante.")
