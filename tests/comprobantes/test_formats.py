"""The same data in every format gives the same comprobantes, to the cent."""

from __future__ import annotations

from pathlib import Path

import pytest

from planilla.comprobantes.load import load
from planilla.model.issuers import Issuers
from sample_data.make import NEWEST

FORMATS = Path(__file__).parents[1] / "data" / "formatos"


@pytest.mark.parametrize("ending", ["csv", "xls", "ods"])
def test_each_format_gives_what_the_xlsx_gives(ending: str) -> None:
    expected = load(FORMATS / "ventas.xlsx", NEWEST, Issuers())
    found = load(FORMATS / f"ventas.{ending}", NEWEST, Issuers())
    assert not expected.faults
    assert not found.faults
    assert len(found.asked) > 20
    assert found.asked == expected.asked
