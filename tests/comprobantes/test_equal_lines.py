"""Rows of one comprobante that are equal are taken as they are, and told by their numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from planilla.common.calendar import today
from planilla.comprobantes.load import load
from planilla.model.issuers import Issuer, Issuers
from planilla.reading.loaded import Loaded
from planilla.sandbox.server import Sandbox
from tests.helpers import Job, row, run, settings_for, write_csv
from tests.writing.reports import sheets, table


def _load(folder: Path, *rows: dict[str, Any]) -> Loaded:
    return load(write_csv(folder / "a.csv", rows), today(), Issuers(Issuer()))


def _told(found: Loaded) -> list[str]:
    return [notice for notice in found.notices if "iguales" in notice]


def test_equal_rows_of_a_referencia_are_two_concepts_and_told_by_their_numbers(
    tmp_path: Path,
) -> None:
    found = _load(tmp_path, row(1), row(2), row(3), row(3))
    assert [one.rows for one in found.asked] == [(2,), (3,), (4, 5)]
    (told,) = _told(found)
    assert "filas 4 y 5 son iguales" in told
    assert "R-00003" in told
    assert "dos conceptos" in told
    assert "fila 4" in found.notes[5][0]
    assert 4 not in found.notes


def test_three_apart_are_told_together_and_a_row_that_leaves_the_whole_blank_too(
    tmp_path: Path,
) -> None:
    whole = {"fecha": "", "tipo": "", "razon_social": "", "punto_venta": ""}
    found = _load(tmp_path, row(1), row(2), row(1) | whole, row(3), row(1, cantidad="1,00"))
    (told,) = _told(found)
    assert "filas 2, 4 y 6 son iguales" in told
    assert "tres conceptos" in told


def test_rows_that_differ_in_anything_are_not_equal(tmp_path: Path) -> None:
    assert not _told(_load(tmp_path, row(1), row(1, cantidad="2")))
    assert not _told(_load(tmp_path, row(1, talle="S"), row(1, talle="M")))
    assert not _told(_load(tmp_path, row(1), row(1, descripcion="Servicio 1 bis")))


def test_rows_without_referencia_are_a_comprobante_each_and_those_that_are_wrong_are_none(
    tmp_path: Path,
) -> None:
    assert not _told(_load(tmp_path, row(1, referencia=""), row(1, referencia="")))
    assert not _told(_load(tmp_path, row(1, fecha="ayer"), row(1, fecha="ayer")))


def test_many_are_told_by_the_first_few_and_a_count(tmp_path: Path) -> None:
    found = _load(tmp_path, *(row(n) for n in range(1, 14) for _ in "ab"))
    assert len([one for one in _told(found) if one.startswith("Las filas")]) == 10
    assert "3 comprobantes más" in _told(found)[-1]


def test_the_result_says_it_in_resumen_and_in_the_row(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "a.csv", [row(1), row(1)])
    with Sandbox() as box:
        done = run(Job((source,), settings_for(box, tmp_path / "home")))
    made = sheets(done.files[0].result or Path())
    assert any("filas 2 y 3 son iguales" in str(r[0].value) for r in made["Resumen"].rows)
    assert "Igual a la fila 2" in table(made["Resultado"])[1]["observaciones"]
