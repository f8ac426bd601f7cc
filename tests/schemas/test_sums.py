"""The sums of a frame are those of Python's decimals, to the cent, however the rates mix."""

from __future__ import annotations

from decimal import Decimal, localcontext

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planilla.comprobantes.earlier_totals import Line, subtotals, total
from schemas.columns import BY_NAME
from schemas.comprobantes import Comprobantes
from schemas.context import Context
from schemas.expressions import half_even
from schemas.prepared import prepared
from schemas.totals import GROUP, MOST_PESOS, TENTHS

LINES = st.builds(
    Line,
    st.decimals("0.01", "99999", places=2),
    st.decimals("0", "999999", places=3),
    st.decimals("0", "100", places=2),
    st.sampled_from(list(TENTHS)).map(Decimal),
)
CENTS = st.decimals("0", "9999", places=2)
GROUPS = st.lists(st.tuples(st.lists(LINES, min_size=1, max_size=5), CENTS, CENTS), min_size=1)


def _frame(groups: list[tuple[list[Line], Decimal, Decimal]]) -> tuple[pl.DataFrame, pl.Series]:
    amount = pl.Decimal(30, 6)
    lines = [(n, line, off, taxes) for n, (own, off, taxes) in enumerate(groups) for line in own]
    frame = pl.DataFrame(
        {
            "tipo": ["FACTURA B"] * len(lines),
            "documento_tipo": ["DNI"] * len(lines),
            "documento_nro": ["1234567"] * len(lines),
            "cantidad": pl.Series([line.quantity for _, line, *_ in lines], dtype=amount),
            "precio_unitario_sin_iva": pl.Series([x.price for _, x, *_ in lines], dtype=amount),
            "bonificacion_porcentaje": pl.Series([x.discount for _, x, *_ in lines], dtype=amount),
            "alicuota": [f"{line.rate:f}" for _, line, *_ in lines],
            "bonificacion": pl.Series([one[2] for one in lines], dtype=amount),
            "impuestos_internos": pl.Series([one[3] for one in lines], dtype=amount),
            "cotizacion": pl.Series([Decimal(1)] * len(lines), dtype=amount),
        }
    )
    return frame, pl.Series(GROUP, [one[0] for one in lines], pl.UInt32)


@settings(max_examples=30, deadline=None)
@given(GROUPS)
@pytest.mark.slow
def test_a_frame_comes_to_what_decimals_come_to(
    groups: list[tuple[list[Line], Decimal, Decimal]],
) -> None:
    frame, numbers = _frame(groups)
    ready = prepared(frame, BY_NAME, Context(), numbers).filter(pl.col("_first"))
    for (lines, discount, taxes), cents in zip(groups, ready["_total"], strict=True):
        if discount > sum(subtotals(lines).values(), Decimal(0)):
            assert cents is None
        else:
            assert Decimal(cents) / 100 == total(lines, discount, taxes)


@settings(max_examples=50, deadline=None)
@given(st.integers(-(10**20), 10**20), st.sampled_from([2, 10, 10**7]))
def test_halves_go_to_the_even_one(number: int, unit: int) -> None:
    found = pl.select(half_even(pl.lit(number, pl.Int128), unit)).item()
    assert found == round(Decimal(number) / unit)


GREATEST = Decimal("9999999999999.99")
"""A cell takes no more: ARCA's amounts have 13 digits before the point."""


def test_the_greatest_amounts_are_summed_to_the_cent() -> None:
    line = Line(GREATEST, GREATEST, Decimal(0), Decimal(27))
    frame, numbers = _frame([([line], Decimal(0), GREATEST)])
    (cents,) = prepared(frame, BY_NAME, Context(), numbers)["_total"]
    with localcontext(prec=60):
        assert Decimal(cents) / 100 == total([line], Decimal(0), GREATEST)


def test_what_comes_to_more_than_any_comprobante_is_told_and_not_summed_wrongly() -> None:
    line = Line(GREATEST, GREATEST, Decimal(0), Decimal(27))
    frame, numbers = _frame([([line] * 2000, Decimal(0), Decimal(0))])
    ready = Comprobantes.prepared(frame, Context(), numbers)
    assert ready["_total"].null_count() == 2000
    assert "DEMASIADO_GRANDE" in {code for _, _, code, _ in Comprobantes.told(ready)}


@pytest.mark.parametrize("rate", ["0", "0.001", "1", "9999999999999.999"])
@pytest.mark.parametrize("price", ["0.01", "1000000", "9999999999999.99"])
def test_pesos_are_exact_or_more_than_any_limit(price: str, rate: str) -> None:
    line = Line(GREATEST, Decimal(price), Decimal(0), Decimal(0))
    frame, numbers = _frame([([line], Decimal(0), Decimal(0))])
    own = pl.lit(Decimal(rate)).cast(pl.Decimal(30, 6))
    ready = prepared(frame.with_columns(cotizacion=own), BY_NAME, Context(), numbers)
    with localcontext(prec=60):
        whole = Decimal(ready["_total"][0]) * Decimal(rate) * 1000
    assert ready["_pesos"][0] == (whole if whole <= MOST_PESOS else MOST_PESOS)
