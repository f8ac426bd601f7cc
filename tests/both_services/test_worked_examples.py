"""The vendor's worked examples come to the totals that its pages print."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from planilla.cli import app
from planilla.common.calendar import today
from planilla.sandbox.server import Sandbox
from planilla.sandbox.validation import total_of
from tests.both_services.worked import Example, examples
from tests.double.totals import exact_total
from tests.double.values import rounded
from tests.helpers import Job, run, settings_for, write_csv

NAMES = [one.name for one in examples()]
COLUMN = re.compile(r"[a-z0-9_]+")
BELOW_FCE = "the example is of 100 pesos or dollars: planilla keeps to the least amount of an FCE"
NEGATIVE = "the newest page takes off by a concept with a negative price: no sheet may hold one"
NOT_SO_HERE = {
    "an FCE A in dollars": BELOW_FCE,
    "an FCE B": BELOW_FCE,
    "a concept that takes an amount off": NEGATIVE,
}
"""Where planilla and the page differ, and why."""


@pytest.mark.parametrize("example", examples(), ids=NAMES)
def test_both_services_come_to_the_total_of_the_page(example: Example) -> None:
    assert total_of(example.body()) == example.total
    assert rounded(exact_total(example.body())) == example.total


@pytest.fixture(scope="module")
def columns(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """What a sheet may have, as the template tells."""
    path = tmp_path_factory.mktemp("template") / "comprobantes.xlsx"
    assert CliRunner().invoke(app, ["template", "comprobantes", str(path)]).exit_code == 0
    cells = (cell for sheet in openpyxl.load_workbook(path) for row in sheet.values for cell in row)
    return frozenset(cell for cell in cells if isinstance(cell, str) and COLUMN.fullmatch(cell))


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Decimal]:
    """A file an example, through planilla into the sandbox: the totals by reference."""
    folder = tmp_path_factory.mktemp("worked")
    files = [_file(folder, one) for one in examples()]
    with Sandbox() as box:
        run(Job(tuple(files), settings_for(box, folder / "home")))
        return {one["external_reference"]: Decimal(str(one["total"])) for one in box.books.held}


def _file(folder: Path, example: Example) -> Path:
    return write_csv(folder / f"{example.reference}.csv", example.rows(today()))


def _each() -> list[Any]:
    return [
        pytest.param(
            one,
            id=one.name,
            marks=[pytest.mark.xfail(strict=True, reason=NOT_SO_HERE[one.name])]
            if NOT_SO_HERE.get(one.name)
            else [],
        )
        for one in examples()
    ]


@pytest.mark.slow
@pytest.mark.parametrize("example", _each())
def test_planilla_issues_each_with_the_total_of_the_page(
    issued: Mapping[str, Decimal], columns: frozenset[str], example: Example
) -> None:
    missing = {name for row in example.rows(today()) for name in row} - columns
    if missing:
        pytest.xfail(f"no sheet has the columns {', '.join(sorted(missing))}")
    assert issued.get(example.reference) == example.total
