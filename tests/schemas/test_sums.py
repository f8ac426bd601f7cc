"""The sums of a frame are those of Python's decimals, to the cent, however the rates mix."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.ar import cuit

from planilla.comprobantes.totals import Line, subtotals, total
from schemas.columns import BY_NAME
from schemas.context import Context
from schemas.expressions import half_even, valid_cuit
from schemas.prepared import prepared
from schemas.sums import GROUP, TENTHS

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


@settings(max_examples=50, deadline=None)
@given(st.from_regex(r"(20|23|27|30|33|34|99)[0-9]{8,10}", fullmatch=True))
def test_a_cuit_is_one_where_stdnum_says_so(text: str) -> None:
    near = [text[:10] + str(digit) for digit in range(10)]
    found = pl.Series(["", "0", text, *near]).to_frame("n").select(valid_cuit(pl.col("n")))
    assert found.to_series().to_list() == [cuit.is_valid(n) for n in ("", "0", text, *near)]
