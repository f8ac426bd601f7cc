"""Rows that had no referencia, and have one and another text since, wait: perhaps the same sale."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from planilla.writing.report import Estado
from tests.double.office import Office, office_of
from tests.helpers import row

ROWS = [row(n, referencia="") for n in (1, 2)]
NAMED = [
    one | {"referencia": f"N-{n}", "descripcion": f"{one['descripcion']} bis"}
    for n, one in enumerate(ROWS)
]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_of(tmp_path) as made:
        yield made


def test_a_mended_row_that_was_given_a_referencia_waits(office: Office) -> None:
    assert office.emit(office.file("ventas.csv", ROWS)).rows == {Estado.EMITIDO: 2}
    assert office.emit(office.file("ventas.csv", NAMED)).rows == {Estado.A_REVISAR: 2}
    assert len(office.double.books.issued) == 2


def test_one_that_agrees_with_none_but_named_ones_goes_on(office: Office) -> None:
    assert office.emit(office.file("ventas.csv", NAMED)).rows == {Estado.EMITIDO: 2}
    others = [
        one | {"referencia": f"O-{n}", "descripcion": f"Otra cosa {n}"}
        for n, one in enumerate(NAMED)
    ]
    assert office.emit(office.file("ventas.csv", others)).rows == {Estado.EMITIDO: 2}


def test_what_was_refused_is_mended_beside_its_like(office: Office) -> None:
    """`Corregir` names a row by what it said before; its like was asked for besides."""
    alike = [row(1, referencia="", descripcion=f"Flete {where}") for where in ("norte", "sur")]
    file = office.file("ventas.csv", alike)
    told = office.emit(file)
    assert told.rows == {Estado.EMITIDO: 2}
    named = row(1, referencia="fila-0123456789abcdef0123-1", descripcion="Flete al sur")
    assert office.emit(office.file("ventas.csv", [named])).rows == {Estado.EMITIDO: 1}
