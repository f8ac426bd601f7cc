"""What an earlier release read and issued is known by the same content, and read the same."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from planilla.comprobantes.load import judged, load, read
from planilla.model.issuers import Issuer, Issuers
from planilla.reading.loaded import Loaded
from planilla.reconcile.gather import Gathered, own_sheet
from schemas.context import Rules
from tests.helpers import row, write_csv

DAY = date(2026, 11, 25)
ISSUERS = Issuers(Issuer(None, "30-50001091-2"))
FIXED = {"fecha": "25/11/2026", "referencia": ""}
SHARED = FIXED | {"referencia": "B-1", "bonificacion": "120"}


def _mixed(**changes: Any) -> list[dict[str, Any]]:
    return [
        row(1, **SHARED, precio_unitario_sin_iva="100,45") | changes,
        row(1, **SHARED, precio_unitario_sin_iva="50", alicuota="10,5", cantidad="1,5")
        | {"descripcion": "Manual", **changes},
        row(1, **SHARED, precio_unitario_sin_iva="200", cantidad="2")
        | {"descripcion": "Clase", **changes},
    ]


def _earlier(tmp_path: Path, rows: list[dict[str, Any]]) -> Loaded:
    return judged(read(write_csv(tmp_path / "a.csv", rows)), DAY, ISSUERS, Rules.none())


PINNED = [
    (
        _mixed(),
        "bc0b7ab8d59f705d8bff9923ffd7e4fb433be97aa351dbf967a85c279d59215c",
        "544.86",
    ),
    (
        [row(1, **FIXED)],
        "700c37eeb767aacd9b88b1af5a1a52d0619d64bce99a358bedfb0add481ba14e",
        "122.82",
    ),
    (
        [
            row(2, **FIXED, bonificacion="10", bonificacion_porcentaje="5")
            | {"impuestos_internos": "3,50", "moneda": "DOL", "cotizacion": "1045,125"}
        ],
        "0f1557b232f3f26137b35e5b62b9c01ad3a8a4ca9bcd2fe355928add9c3f2ee7",
        "109.23",
    ),
    (
        [
            row(3, **FIXED, tipo="NOTA DE CREDITO B", asociado_tipo="FACTURA B")
            | {"asociado_punto_venta": "1", "asociado_numero": "5"}
            | {"asociado_fecha": "24/11/2026", "tributo_1_tipo": "7", "tributo_1_regimen": "5"}
            | {"tributo_1_base_imponible": "100", "tributo_1_alicuota": "3"}
            | {"tributo_1_total": "3"}
        ],
        "bf735157018b6880d2ccb096da07b0e7bf21caa9503a84600e14d6325734dbc3",
        "128.24",
    ),
    (
        [
            row(4, **FIXED, codigo="x" * 30, periodo_facturado_desde="01/11/2026")
            | {"periodo_facturado_hasta": "30/11/2026"}
        ],
        "b54f33d779501916f4154d3fb10afcafd80284aa513857b1d5782544c70d8e9d",
        "126.44",
    ),
]
"""Rows with the content and the total that the release before this reading gave them."""


@pytest.mark.parametrize(("rows", "content", "total"), PINNED)
def test_a_row_keeps_the_content_and_the_total_that_it_was_issued_with(
    rows: list[dict[str, Any]], content: str, total: str, tmp_path: Path
) -> None:
    (asked,) = _earlier(tmp_path, rows).asked
    assert (asked.earlier[0].content, str(asked.total)) == (content, total)


def test_the_content_does_not_say_by_which_sum_the_discount_was_taken(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", _mixed(total="543,22"))
    (asked,) = load(path, DAY, ISSUERS).asked
    assert (asked.earlier[0].content, str(asked.total)) == (PINNED[0][1], "543.22")


@pytest.mark.parametrize(("total", "read_as"), [("544,86", "544.86"), ("543,22", "543.22")])
def test_an_earlier_total_is_believed_by_either_sum(
    total: str, read_as: str, tmp_path: Path
) -> None:
    (asked,) = _earlier(tmp_path, _mixed(total=total)).asked
    assert str(asked.total) == read_as


@pytest.mark.parametrize(
    "changes",
    [
        {"codigo": "x" * 50},
        {"cliente_codigo": "x" * 50},
        {"documento_tipo": "PASAPORTE", "documento_nro": "123456789012345"},
        {"leyenda_gral": "%" * 500},
        {"tags": "x" * 300},
        {"rg_1_id": "17", "rg_1_valor": "2"},
        {"tributo_1_tipo": "7", "tributo_1_regimen": "5", "tributo_1_base_imponible": "100",
         "tributo_1_alicuota": "0,125", "tributo_1_total": "3,13"},
    ],
)  # fmt: skip
def test_what_only_a_newer_rule_refuses_was_taken_before(
    changes: dict[str, str], tmp_path: Path
) -> None:
    rows = [row(1, **FIXED) | changes]
    assert not _earlier(tmp_path, rows).faults
    assert load(write_csv(tmp_path / "b.csv", rows), DAY, ISSUERS).faults


def test_a_reconciliation_compares_our_sheet_whatever_newer_rules_say_of_it(tmp_path: Path) -> None:
    path, gathered = write_csv(tmp_path / "a.csv", _mixed()), Gathered()
    (total,) = own_sheet(path, None, Issuers(), gathered)["total"]
    assert (str(total.quantize(Decimal("0.01"))), gathered.faults) == ("544.86", [])
