"""A result as a CSV: as Excel in Argentina opens it, harmless, and read again as it was meant."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planilla.reading.cells.neutral import as_meant, neutral
from planilla.sandbox.server import Sandbox
from planilla.writing.report import Estado
from schemas.columns import RESULT_COLUMNS
from tests.helpers import Job, row, run, settings_for, write_csv

RISKY = ("=1+1", "+54 9 11", "-promo", "@suma", "\tfuera", "'=x", "''@y")


@pytest.mark.parametrize("text", [*RISKY, "-5,00", "+3", "Ana", "'hola", ""])
def test_a_text_is_harmless_and_is_read_again_as_it_was(text: str) -> None:
    import polars as pl

    written = neutral(text)
    assert written[:1] not in set("=@\t")
    assert as_meant(pl.DataFrame({"c0": [written]}))["c0"].to_list() == [text]


@pytest.fixture
def office(tmp_path: Path) -> Any:
    with Sandbox() as box:

        def emit(path: Path, **more: Any) -> Any:
            settings = settings_for(box, tmp_path / "home", budget_seconds=5, **more)
            return run(Job((path,), settings, dry_run=False))

        yield box, emit


def _rows(path: Path) -> list[dict[str, str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_every_row_is_in_it_with_what_became_of_it(office: Any, tmp_path: Path) -> None:
    box, emit = office
    good = row(1, descripcion="=HYPERLINK(1)", precio_unitario_sin_iva="1000.50")
    source = write_csv(tmp_path / "v.csv", [good, row(2, alicuota="22")])
    done = emit(source, result_format="auto")
    (file,) = done.files
    assert file.csv.name == "v.resultado.csv"
    first, second = _rows(file.csv)
    assert list(first)[-len(RESULT_COLUMNS) :] == list(RESULT_COLUMNS)
    assert (first["descripcion"], first["precio_unitario_sin_iva"]) == ("'=HYPERLINK(1)", "1000.50")
    assert (first["estado"], first["numero_emitido"]) == ("EMITIDO", "00001-00000001")
    assert first["cae"].isdigit()
    assert second["estado"] == "INVALIDO"
    assert "alicuota" in second["errores"]
    assert len(box.books.held) == 1


def test_presented_again_it_is_what_it_was(office: Any, tmp_path: Path) -> None:
    box, emit = office
    rows = [row(n, referencia="", descripcion=text) for n, text in enumerate(RISKY[:4], start=1)]
    done = emit(write_csv(tmp_path / "v.csv", rows), result_format="csv")
    assert done.rows == {Estado.EMITIDO: 4}
    again = tmp_path / "otra.csv"
    again.write_bytes(done.files[0].csv.read_bytes())
    assert emit(again).rows == {Estado.YA_EMITIDO: 4}
    assert len(box.books.held) == 4


def test_numbers_and_days_of_a_workbook_are_written_as_people_do(
    office: Any, tmp_path: Path
) -> None:
    _, emit = office
    book = openpyxl.Workbook()
    cells = row(1, precio_unitario_sin_iva=1.234, cantidad=2)
    sheet = book.create_sheet("Ventas")
    sheet.append(list(cells))
    sheet.append(list(cells.values()))
    book.save(tmp_path / "v.xlsx")
    assert emit(tmp_path / "v.xlsx", result_format="auto").files[0].csv is None
    done = emit(tmp_path / "v.xlsx", result_format="csv")
    (only,) = _rows(done.files[0].csv)
    assert (only["precio_unitario_sin_iva"], only["cantidad"]) == ("1,2340", "2")
