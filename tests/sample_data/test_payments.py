"""The samples of payments and of a list, on the comprobantes that the month issues."""

from __future__ import annotations

import asyncio
from pathlib import Path

import openpyxl
import pytest

from planilla.common.calendar import today
from planilla.query.query import Query, ask
from planilla.sandbox.server import Sandbox
from planilla.settings.settings import Settings
from sample_data.shift import shifted_copy
from tests.helpers import Job, run, run_pay, run_resend, settings_for

pytestmark = pytest.mark.slow

SAMPLES = Path(__file__).parents[2] / "sample_data"


def estados(result: Path | None) -> dict[int, str]:
    """The estado of each row of a result, by the input's row number."""
    assert result is not None
    headings, *rows = openpyxl.load_workbook(result)["Resultado"].iter_rows(values_only=True)
    place = list(headings).index("estado")
    return {number: str(cells[place]) for number, cells in enumerate(rows, start=2)}


def expected(name: str) -> dict[int, list[str]]:
    lines = (SAMPLES / name).read_text(encoding="utf-8").splitlines()
    return {int(line.split()[0]): line.split()[1:] for line in lines}


@pytest.fixture
def settings(tmp_path: Path) -> object:
    with Sandbox() as box:
        issuer = {"issuer_cuit": "30-70707070-7", "issuer_condicion_iva": "RI"}
        settings = settings_for(box, tmp_path / "home", **issuer)
        sales = shifted_copy(SAMPLES / "ventas.xlsx", tmp_path / "ventas.xlsx", today())
        run(Job((sales,), settings, tmp_path / "out"))
        yield settings


def test_the_payments_give_what_stands_beside_them(settings: Settings, tmp_path: Path) -> None:
    done = run_pay(Job((SAMPLES / "pagos.csv",), settings, tmp_path / "out"))
    assert done.exit_code == 3
    wanted = {row: words[0] for row, words in expected("pagos.esperado.txt").items()}
    assert estados(done.files[0].result) == wanted


def test_the_list_gives_what_stands_beside_it(settings: Settings, tmp_path: Path) -> None:
    lista, out = SAMPLES / "lista.csv", tmp_path / "out"
    asked = asyncio.run(ask(Query((lista,), out=out), settings))
    seen = estados(asked.files[0].result)
    sent = estados(run_resend(Job((lista,), settings, out)).files[0].result)
    for row, words in expected("lista.esperado.txt").items():
        text = " ".join(words)
        assert f"query {seen[row]} resend {sent[row]}" == text
