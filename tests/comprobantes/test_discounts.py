"""The general discount over concepts of several rates (api.md 3)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from planilla.common.calendar import today
from planilla.comprobantes.load import load
from planilla.model.issuers import Issuer, Issuers
from planilla.reading.loaded import Loaded
from tests.helpers import row, write_csv

CONCEPTS: tuple[dict[str, Any], ...] = (
    {"precio_unitario_sin_iva": "100,45", "alicuota": "21", "cantidad": "1"},
    {"precio_unitario_sin_iva": "50", "alicuota": "10,5", "cantidad": "1,5"},
    {"precio_unitario_sin_iva": "200", "alicuota": "21", "cantidad": "2"},
)
TAXES = {
    "tributo_1_tipo": "7",
    "tributo_1_regimen": "5",
    "tributo_1_base_imponible": "1000",
    "tributo_1_alicuota": "3",
    "tributo_1_total": "30",
}


def _load(tmp_path: Path, *concepts: dict[str, Any], **changes: Any) -> Loaded:
    rows = [row(1, bonificacion="120", **changes) | one for one in concepts or CONCEPTS]
    issuers = Issuers(Issuer("RI", "30-50001091-2"))
    return load(write_csv(tmp_path / "a.csv", rows), today(), issuers)


@pytest.mark.parametrize(("more", "total"), [({}, "543,22"), (TAXES, "573,22")])
def test_a_general_discount_over_several_rates_is_taken_from_the_subtotal_at_21(
    more: dict[str, str], total: str, tmp_path: Path
) -> None:
    loaded = _load(tmp_path, total=total, **more)
    assert not loaded.faults
    assert str(loaded.asked[0].total) == total.replace(",", ".")
    assert str(loaded.asked[0].body["comprobante"]["bonificacion"]) == "120.00"


@pytest.mark.parametrize("total", ["", "543,21", "544,86"])
def test_over_several_rates_the_total_must_be_given_and_agree_or_the_concepts_be_discounted(
    total: str, tmp_path: Path
) -> None:
    loaded = _load(tmp_path, total=total)
    first = loaded.faults[0]
    assert (first.row, first.column, first.code) == (2, "total", "BONIFICACION_MIXTA")
    assert "al 21 %" in first.message
    assert "543,22" in first.fix
    assert "bonificacion_porcentaje" in first.fix
    assert not loaded.asked


def test_a_concept_that_bears_no_iva_makes_a_second_rate(tmp_path: Path) -> None:
    exempt = {"precio_unitario_sin_iva": "500", "alicuota": "Exento"}
    loaded = _load(tmp_path, CONCEPTS[2], exempt)
    assert loaded.faults[0].code == "BONIFICACION_MIXTA"
    assert not _load(tmp_path, CONCEPTS[2], exempt, total="838,80").faults


def test_a_discount_beyond_the_one_subtotal_is_told_whatever_the_total(tmp_path: Path) -> None:
    small = {"precio_unitario_sin_iva": "100", "alicuota": "21"}
    big = {"precio_unitario_sin_iva": "500", "alicuota": "10,5"}
    loaded = _load(tmp_path, small, big, total="528,30")
    assert (loaded.faults[0].column, loaded.faults[0].code) == (
        "bonificacion",
        "BONIFICACION_SUBTOTAL",
    )
    assert "bonificacion_porcentaje" in loaded.faults[0].fix


def test_over_one_rate_the_total_is_worked_out(tmp_path: Path) -> None:
    loaded = _load(tmp_path, CONCEPTS[0], CONCEPTS[2])
    assert not loaded.faults
    assert str(loaded.asked[0].total) == "460.34"
