"""Each file gives the comprobantes of its sheet to the cent, or faults where the sheet has them."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planilla.comprobantes.load import load
from planilla.model.issuers import Issuer, Issuers

HERE = Path(__file__).parent
FILES = sorted((HERE / "files").iterdir())
SHEETS: dict[str, dict[str, Any]] = json.loads((HERE / "sheets.json").read_text("utf-8"))
OTHERWISE: dict[str, dict[str, Any]] = {
    # it loses the format: 0.21 is no rate, and nobody knows that it showed 21 %
    "por_ciento.sheetjs.ods": {"comprobantes": [], "faltas": [[2, "alicuota"], [3, "alicuota"]]},
}
TODAY = date(2026, 11, 21)
ISSUER = Issuers(Issuer("RI", "30-70707070-7"))


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_a_file_gives_what_its_sheet_says(path: Path) -> None:
    expected = OTHERWISE.get(path.name, SHEETS[path.name.split(".")[0]])
    found = load(path, TODAY, ISSUER)
    asked = Counter(
        (
            one.tipo,
            one.punto_venta,
            one.documento_nro,
            one.moneda,
            f"{one.total:.2f}",
            len(one.body["comprobante"]["detalle"]),
        )
        for one in found.asked
    )
    names = ("tipo", "punto_venta", "documento_nro", "moneda", "total", "conceptos")
    assert asked == Counter(tuple(one[n] for n in names) for one in expected["comprobantes"])
    faults = {(one.row, one.column) for one in found.faults}
    assert faults == {(row, column) for row, column in expected["faltas"]}


def test_there_are_as_many_programs_and_files_as_are_told() -> None:
    programs = {path.name.split(".")[1].split("-")[0] for path in FILES}
    assert len(FILES) >= 100
    assert len(programs) >= 14
    assert {path.name.split(".")[0] for path in FILES} == set(SHEETS)
