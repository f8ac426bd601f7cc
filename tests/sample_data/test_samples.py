"""The samples: what they must give, on any day, and that nothing overwrites them by itself."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from planilla.comprobantes.load import load
from planilla.model.asked import AskedComprobante
from planilla.reading.find_headings import read_sheet
from sample_data.expected import ISSUERS, beside, outcome
from sample_data.make import NEWEST
from sample_data.shift import shifted_copy
from schemas.columns import BY_NAME

SAMPLES = Path(__file__).parents[2] / "sample_data"
DAYS = [
    *(date(2026, 1, 1), date(2026, 12, 31), date(2027, 3, 1), date(2027, 3, 15)),
    *(date(2028, 2, 29), date(2028, 3, 1), date(2030, 7, 31)),
]


@pytest.mark.parametrize("name", ISSUERS)
def test_a_sample_gives_what_stands_beside_it(name: str) -> None:
    sample = SAMPLES / name
    assert outcome(sample, NEWEST) == beside(sample).read_text(encoding="utf-8")


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("name", ISSUERS)
@pytest.mark.slow
def test_a_shifted_copy_gives_the_same_on_any_day(tmp_path: Path, name: str, day: date) -> None:
    copy = shifted_copy(SAMPLES / name, tmp_path / "copies" / name, day)
    assert outcome(copy, day) == beside(SAMPLES / name).read_text(encoding="utf-8")
    made = load(copy, day, ISSUERS[name]).asked
    assert max(comprobante.fecha for comprobante in made) == day


@pytest.mark.parametrize("name", ISSUERS)
def test_a_shifted_copy_keeps_every_cell_that_is_not_a_date(tmp_path: Path, name: str) -> None:
    copy = shifted_copy(SAMPLES / name, tmp_path / name, NEWEST)
    before, _ = read_sheet(SAMPLES / name, BY_NAME)
    after, _ = read_sheet(copy, BY_NAME)
    assert after.headings == before.headings
    assert after.text.equals(before.text)
    assert after.kinds.equals(before.kinds)


def test_the_month_has_what_an_office_meets() -> None:
    made = load(SAMPLES / "ventas.xlsx", NEWEST, ISSUERS["ventas.xlsx"]).asked
    assert {c.punto_venta for c in made} == {1, 3, 10}
    assert {c.tipo for c in made} > {"FACTURA A", "FACTURA B", "NOTA DE CREDITO B"}
    assert {c.moneda for c in made} == {"PES", "DOL"}
    assert any(isinstance(c, AskedComprobante) and c.asociado_referencia for c in made)
    assert any("comprobantes_asociados" in c.body["comprobante"] for c in made)
    assert any(len(c.rows) > 1 for c in made)
    assert any(c.razon_social.startswith("=") for c in made)


@pytest.mark.slow
def test_the_samples_are_not_written_over_unless_told() -> None:
    before = {path: path.read_bytes() for path in SAMPLES.iterdir() if path.is_file()}
    words = [sys.executable, "-m", "sample_data.make"]
    done = subprocess.run(words, cwd=SAMPLES.parent, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "--force" in done.stderr
    assert {path: path.read_bytes() for path in SAMPLES.iterdir() if path.is_file()} == before
