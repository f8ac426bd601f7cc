"""Rows kept as columns are what they would be as dicts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planilla.comprobantes.load import load
from planilla.model.issuers import Issuers
from planilla.reading.rows import Row, Rows, Value, Values
from tests.helpers import row, write_csv

TODAY = date(2026, 11, 27)
CONTENT = "ad0bfcd9c90be8b111b17d75ee0b6e9a8b1e8f66d2f0e4aeb0d2e460fd27d82c"
cells = st.one_of(
    st.none(), st.text(max_size=3), st.integers(0, 3), st.decimals(0, 2, places=2), st.dates()
)


@given(st.lists(st.tuples(cells, cells), max_size=6), cells)
def test_rows_are_the_values_of_their_columns_and_what_blanks_stand_for(
    pairs: list[tuple[Value, Value]], blank: Value
) -> None:
    names = ("a", "b")
    columns = {n: Values.of([pair[i] for pair in pairs]) for i, n in enumerate(names)}
    rows = Rows(columns, {"b": blank, "c": blank})
    wanted: list[Row] = [{"a": a, "b": blank if b is None else b, "c": blank} for a, b in pairs]
    assert list(rows) == wanted
    assert [rows[place] for place in range(len(pairs))] == wanted
    assert rows[:2] == wanted[:2]
    assert rows.column("b") == [one["b"] for one in wanted]
    assert rows.mapped("b", repr).to_list() == [repr(one["b"]) for one in wanted]
    assert rows.column("nowhere") == [None] * len(pairs)


def test_other_values_in_a_column_leave_the_rows_they_came_from() -> None:
    rows = Rows({"a": Values.of([1, 2])}, {})
    assert list(rows.replaced({"a": [3, None]})) == [{"a": 3}, {"a": None}]
    assert list(rows) == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize("bonificacion", ["", "0", "-0"])
def test_what_was_issued_is_known_by_the_content_that_it_had(
    bonificacion: str, tmp_path: Path
) -> None:
    """Written down before rows were kept as columns."""
    told = row(1, referencia="", fecha="26/11/2026", bonificacion=bonificacion)
    (asked,) = load(write_csv(tmp_path / "a.csv", [told]), TODAY, Issuers()).asked
    assert asked.content == CONTENT


def test_an_amount_is_sent_as_it_was_rounded_and_a_default_as_it_is_declared(
    tmp_path: Path,
) -> None:
    file = write_csv(tmp_path / "a.csv", [row(1, fecha="26/11/2026", precio_unitario_sin_iva="7")])
    (asked,) = load(file, TODAY, Issuers()).asked
    concept = asked.body["comprobante"]["detalle"][0]
    assert str(concept["producto"]["precio_unitario_sin_iva"]) == "7.000"
    assert str(asked.body["comprobante"]["cotizacion"]) == "1"
    assert concept["cantidad"] == Decimal(1)
