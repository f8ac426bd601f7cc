"""One fault of a row does not hide the others, nor makes any that is none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from planilla.common.calendar import today
from planilla.comprobantes.load import load
from planilla.model.issuers import Issuer, Issuers
from tests.helpers import row, write_csv

NOTE = {"tipo": "NOTA DE CREDITO B", "asociado_tipo": "FACTURA B", "asociado_punto_venta": "1"}


def _codes(folder: Path, *rows: dict[str, Any]) -> set[tuple[int, str, str]]:
    path = write_csv(folder / "a.csv", rows)
    found = load(path, today(), Issuers(Issuer("RI", "30707070707")))
    return {(fault.row, fault.column, fault.code) for fault in found.faults}


@pytest.mark.parametrize(
    ("changes", "others"),
    [
        ({"fecha": "01/01/2020"}, {("fecha", "FECHA_FUERA")}),
        ({"tipo": "FACTURA A", "documento_nro": "30-71234567-2", "condicion_iva": "CF"},
         {("documento_nro", "CUIT"), ("condicion_iva", "LETRA_CLIENTE")}),
        ({"email": "nobody"}, {("email", "EMAIL")}),
        (NOTE | {"asociado_numero": "7"}, {("asociado_fecha", "ASOCIADO_SIN_FECHA")}),
        ({}, set()),
        ({"total": "1,00"}, set()),  # what it comes to is not known
        ({"bonificacion": "999999,00"}, set()),
    ],
)  # fmt: skip
def test_beside_a_cell_that_cannot_be_read_the_rest_is_judged(
    tmp_path: Path, changes: dict[str, str], others: set[tuple[str, str]]
) -> None:
    told = _codes(tmp_path, row(1, precio_unitario_sin_iva="mil", **changes))
    assert told == {(2, "precio_unitario_sin_iva", "NO_ES_NUMERO")} | {(2, *o) for o in others}


@pytest.mark.parametrize(
    "changes",
    [
        NOTE | {"asociado_numero": "siete", "asociado_fecha": f"{today():%d/%m/%Y}"},
        {"tipo": "FACTURA Z"},
        {"moneda": "DOL", "cotizacion": "mucho"},
        {"documento_tipo": "LIBRETA"},
        {"fecha": "ayer"},
        {"alicuota": "22"},
        {"envia_por_mail": "quizás"},
    ],
)
def test_a_cell_that_cannot_be_read_makes_no_other_fault(
    tmp_path: Path, changes: dict[str, str]
) -> None:
    assert len(_codes(tmp_path, row(1, **changes))) == 1


def test_other_rows_of_the_same_comprobante_are_judged_too(tmp_path: Path) -> None:
    rows = row(1, descripcion="abc"), row(1, email="nobody", referencia="R-00001")
    told = _codes(tmp_path, rows[0] | {"email": "nobody"}, rows[1])
    assert {(2, "descripcion", "CORTO"), (2, "email", "EMAIL")} <= told
