"""No fault code without a row that has it: who adds one adds its case, here or beside its rule."""

from __future__ import annotations

import ast
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from planilla.batch.resend import Resend
from planilla.common.calendar import today
from planilla.comprobantes.load import load
from planilla.model.issuers import Issuer, Issuers
from planilla.payments.load import load_pagos
from planilla.settings.settings import Settings
from schemas.messages import MESSAGES
from tests.helpers import payment, row, write_csv

YESTERDAY = f"{today() - timedelta(days=1):%d/%m/%Y}"
OWN = "30-50001091-2"
NOTE = {"tipo": "NOTA DE CREDITO B"}
TWO_POINTS = frozenset({1, 2})
TESTS = Path(__file__).parents[1]


def _codes(found: Any) -> set[tuple[int, str, str]]:
    return {(fault.row, fault.column, fault.code) for fault in found.faults}


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"bonificacion_porcentaje": "100,01"}, "bonificacion_porcentaje", "PORCENTAJE"),
        ({"operacion": "C"}, "operacion", "OPERACION"),
        ({"cotizacion": "1,01"}, "cotizacion", "COTIZACION"),
        ({"documento_tipo": "CUIT", "documento_nro": OWN}, "documento_nro", "ES_EL_EMISOR"),
        ({"vencimiento": YESTERDAY}, "vencimiento", "VENCE_ANTES"),
        (NOTE | {"fecha": YESTERDAY, "asociado_tipo": "FACTURA B", "asociado_punto_venta": "1",
                 "asociado_numero": "7", "asociado_fecha": f"{today():%d/%m/%Y}"},
         "asociado_fecha", "ASOCIADO_FECHA"),
        (NOTE | {"fecha": YESTERDAY, "asociado_referencia": "R-00001"},
         "asociado_referencia", "ASOCIADO_FECHA"),
        (NOTE | {"asociado_referencia": "R-00002"}, "asociado_referencia", "ASOCIADO_CIRCULO"),
    ],
)  # fmt: skip
def test_a_mistake_of_a_comprobante_is_told_where_it_stands(
    changes: dict[str, Any], column: str, code: str, tmp_path: Path
) -> None:
    rows = (row(1), row(2, asociado_referencia="") | changes)
    loaded = load(write_csv(tmp_path / "a.csv", rows), today(), Issuers(Issuer(None, OWN)))
    assert (3, column, code) in _codes(loaded)
    assert [c.referencia for c in loaded.asked] == ["R-00001"]


def test_a_comprobante_of_more_concepts_than_fit_is_told(tmp_path: Path) -> None:
    rows = [row(1, descripcion=f"Servicio {n}") for n in range(131)]
    loaded = load(write_csv(tmp_path / "a.csv", rows), today(), Issuers())
    assert (2, "referencia", "CONCEPTOS") in _codes(loaded)
    assert not loaded.asked
    assert load(write_csv(tmp_path / "a.csv", rows[1:]), today(), Issuers()).asked


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"numero": "", "tipo": ""}, "comprobante", "SIN_COMPROBANTE"),
        ({"comprobante": "la de ayer"}, "comprobante", "COMPROBANTE_ILEGIBLE"),
        ({"comprobante": "FACTURA A 0001-00000009"}, "comprobante", "COMPROBANTE_DISTINTO"),
        ({"importe": "0,00"}, "importe", "IMPORTE_CERO"),
        ({"descripcion": "Cheque"}, "descripcion", "MEDIO_RECHAZADO"),
        ({"total": "10,01"}, "total", "TOTAL_PAGO"),
    ],
)  # fmt: skip
def test_a_mistake_of_a_payment_is_told_where_it_stands(
    changes: dict[str, Any], column: str, code: str, tmp_path: Path
) -> None:
    rows = (payment(1, "10,00"), payment(2, "10,00") | changes)
    loaded = load_pagos(write_csv(tmp_path / "p.csv", rows), today(), Issuers())
    assert (3, column, code) in _codes(loaded)
    assert [asked.numero for asked in loaded.asked] == [1]


def test_a_row_of_a_receipt_waits_for_another_that_names_no_comprobante(tmp_path: Path) -> None:
    rows = (
        payment(1, "10,00", referencia="REC-1"),
        payment(2, "5,00", referencia="REC-1", tipo="", numero=""),
    )
    loaded = load_pagos(write_csv(tmp_path / "p.csv", rows), today(), Issuers())
    assert (2, "referencia", "OTRA_FILA_PAGO") in _codes(loaded)
    assert not loaded.asked


def test_a_list_that_names_what_was_never_issued_is_told(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "l.csv", [{"referencia": "R-00009"}])
    loaded = Resend().load(path, Settings(_env_file=None, home=tmp_path / "home"), None)  # type: ignore[call-arg]
    assert _codes(loaded) == {(2, "referencia", "REFERENCIA_DESCONOCIDA")}
    assert not loaded.asked


@pytest.mark.parametrize(
    ("known", "point", "cuit", "column", "code"),
    [
        ([Issuer(puntos_venta=frozenset({1}))], 3, "", "punto_venta", "OTRO_PUNTO"),
        ([Issuer(puntos_venta=TWO_POINTS)], 3, "", "punto_venta", "VARIOS_PUNTOS"),
        ([Issuer(puntos_venta=frozenset({1}), name="a")], 3, "", "punto_venta", "SIN_PERFIL"),
        ([Issuer(puntos_venta=TWO_POINTS, name="a", several=False)], 1, "", "punto_venta",
         "PERFIL_DE_VARIOS"),
        ([Issuer(None, OWN, name="a")], 1, "30712345671", "emisor_cuit", "EMISOR_DESCONOCIDO"),
        ([Issuer(None, OWN, "a", name="a"), Issuer(None, "30712345671", "b", name="b")], 1, "",
         "emisor_cuit", "EMISOR_AMBIGUO"),
    ],
)  # fmt: skip
def test_a_row_that_nobody_can_issue_is_told_why(
    known: list[Issuer], point: int, cuit: str, column: str, code: str, tmp_path: Path
) -> None:
    rows = [row(1, punto_venta=point, emisor_cuit=cuit)]
    loaded = load(write_csv(tmp_path / "a.csv", rows), today(), Issuers(*known))
    assert _codes(loaded) == {(2, column, code)}


@pytest.mark.slow
def test_every_fault_code_is_named_by_a_test() -> None:
    told = {
        node.value
        for path in TESTS.rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(MESSAGES) - told == set()
