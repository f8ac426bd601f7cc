"""What offices and ARCA write in a sheet of comprobantes is understood, or told by its name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from planilla.common.calendar import today
from planilla.comprobantes.load import load
from planilla.model.issuers import Issuers
from planilla.reading.loaded import Loaded
from tests.helpers import row, write_csv


def _load(tmp_path: Path, *rows: dict[str, Any]) -> Loaded:
    return load(write_csv(tmp_path / "a.csv", rows), today(), Issuers())


def test_a_condition_by_arcas_number_is_the_services_code(tmp_path: Path) -> None:
    loaded = _load(tmp_path, row(1, tipo="FACTURA A", condicion_iva="6 - Responsable Monotributo"))
    assert [one.body["cliente"]["condicion_iva"] for one in loaded.asked] == ["M"]


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"condicion_iva": "Sujeto no Categorizado"}, "Sujeto no Categorizado"),
        ({"condicion_iva": "10"}, "IVA Liberado (Ley 19.640)"),
        ({"documento_tipo": "LC"}, "Libreta Cívica"),
        ({"alicuota": "5"}, "5 %"),
    ],
)
def test_what_the_service_has_no_code_for_is_told_by_its_name(
    changes: dict[str, Any], name: str, tmp_path: Path
) -> None:
    (fault,) = _load(tmp_path, row(1, **changes)).faults
    assert fault.code == "SIN_CODIGO"
    assert name in fault.message


def test_a_column_of_arcas_codes_of_the_alicuota_has_rates(tmp_path: Path) -> None:
    rows = [row(n) | {"Cód. IVA": n} for n in (3, 4, 5, 6)]
    for one in rows:
        del one["alicuota"]
    loaded = _load(tmp_path, *rows)
    sent = [one.body["comprobante"]["detalle"][0]["producto"]["alicuota"] for one in loaded.asked]
    assert [str(rate) for rate in sent] == ["0", "10.5", "21", "27"]
