"""Cells read a column at a time mean what they mean one at a time."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planilla.common.money import written
from planilla.payments.named_comprobante import in_one_cell as one_cell
from planilla.reading.cells.dates import parse_date
from planilla.reading.cells.numbers import Doubt, convention, number
from planilla.reading.cells.sheet import CellKind
from planilla.reading.formats.read_csv import text_grid
from planilla.reconcile.matching.comprobante_names import in_one_cell
from planilla.reconcile.sources.amounts import amounts
from planilla.reconcile.sources.days import days
from planilla.reconcile.sources.table import Book

CENTS = st.decimals(
    min_value=-(10**12), max_value=10**12, places=2, allow_nan=False, allow_infinity=False
)
SPELT = st.one_of(
    CENTS.map(written),
    CENTS.map(str),
    CENTS.map(lambda value: f"{value:,.2f}"),
    CENTS.map(lambda value: f"$ {written(value)}"),
    st.integers(-5000, 5000).map(str),
    st.from_regex(r"\A[-(]?\$? ?[0-9]{1,4}([.,][0-9]{1,4}){0,2}[-)%]?\Z"),
    st.text("0123456789.,-$ ()%aU", min_size=1, max_size=9).filter(lambda text: text.strip()),
)


def cells(*texts: str | None, kind: CellKind = CellKind.TEXT) -> pl.DataFrame:
    kinds = [kind.value if text is not None else CellKind.BLANK.value for text in texts]
    schema = {"text": pl.String, "kind": pl.String}
    return pl.DataFrame({"text": list(texts), "kind": kinds}, schema=schema)


@given(st.lists(CENTS, min_size=1, max_size=20))
def test_an_amount_written_as_here_comes_back_to_the_cent(values: list[Decimal]) -> None:
    read = amounts(cells(*map(written, values)), None, exact=True)
    assert read["value"].to_list() == values
    assert read["code"].null_count() == len(values)


@given(st.lists(SPELT, min_size=1, max_size=12))
def test_amounts_agree_with_the_reader_of_single_cells(texts: list[str]) -> None:
    mark = convention(texts)
    read = amounts(cells(*texts), None, exact=False)
    for text, value, code in zip(texts, read["value"], read["code"], strict=True):
        alone = number(text, mark)
        if "%" in text or isinstance(alone, Doubt):
            doubt = alone.value if isinstance(alone, Doubt) else "NO_ES_NUMERO"
            assert (value, code) in {(None, doubt), (None, "NO_ES_NUMERO")}
        else:
            assert (value, code) == (round(alone, 2), None)


@given(st.lists(CENTS, min_size=1, max_size=8))
def test_numbers_of_a_workbook_are_taken_as_they_are(values: list[Decimal]) -> None:
    read = amounts(cells(*map(str, values), kind=CellKind.NUMBER), ",", exact=True)
    assert read["value"].to_list() == values


@pytest.mark.parametrize(
    ("text", "declared", "value", "code"),
    [
        ("1.234", ",", Decimal(1234), None),
        ("1.234", ".", None, "DECIMALES"),
        ("1.234", None, None, "AMBIGUO"),
        ("12.50", ",", None, "NO_ES_NUMERO"),
        ("12.50", ".", Decimal("12.50"), None),
        ("10,005", ",", None, "DECIMALES"),
        ("99999999999999", None, None, "DEMASIADO_GRANDE"),
        (",5", None, Decimal("0.50"), None),
        ("(1.210,00)", ",", Decimal(-1210), None),
        ("-$ 7,10", None, Decimal("-7.10"), None),
        (None, ",", None, None),
    ],
)
def test_a_declared_mark_decides_and_is_never_contradicted(
    text: str | None, declared: str | None, value: Decimal | None, code: str | None
) -> None:
    read = amounts(cells(text), declared, exact=True)
    assert read.row(0) == (value, code)


@given(
    st.dates(date(2000, 1, 1), date(2069, 12, 31)),
    st.sampled_from(["%d/%m/%Y", "%d-%m-%y", "%Y-%m-%d", "%Y/%m/%d 10:30", "%d/%m/%Y 9:05 hs"]),
)
def test_days_agree_with_the_reader_of_single_cells(day: date, form: str) -> None:
    text = day.strftime(form)
    assert days(cells(text), "dmy")["value"][0] == parse_date(text, CellKind.TEXT) == day


def test_months_stand_first_where_it_is_declared_and_iso_is_always_known() -> None:
    read = days(cells("11/02/2026", "2026-11-02", "31/12/2026", None), "mdy")
    assert read["value"].to_list() == [date(2026, 11, 2), date(2026, 11, 2), None, None]
    assert read["code"].to_list() == [None, None, "NO_ES_FECHA", None]


def test_an_excel_serial_is_a_day() -> None:
    serial = (date(2026, 11, 20) - date(1899, 12, 30)) // timedelta(days=1)
    assert days(cells(str(serial), kind=CellKind.NUMBER), "mdy")["value"][0] == date(2026, 11, 20)


NAMES = (
    r"\A(FC|Factura|NC|N/C|nota de credito|X) ?[ABC]? ?(n|Nro)?[°º.:]? ?"
    r"0*[0-9]{1,4}[-/ ]+[0-9]{1,8}\Z"
)


@given(st.lists(st.one_of(st.from_regex(NAMES), st.text(max_size=12)), min_size=1, max_size=8))
def test_names_of_comprobantes_agree_with_the_reader_of_single_cells(texts: list[str]) -> None:
    for text, named in zip(texts, in_one_cell(pl.Series(texts, dtype=pl.String)), strict=True):
        alone = one_cell(text)
        assert named == (f"{alone[0]} {alone[1]:05d}-{alone[2]:08d}" if alone else text)


RECORDS = st.lists(
    st.lists(st.sampled_from(["", " ", "a", "1,5", "ñ", "-"]), min_size=1, max_size=5), max_size=8
)


@given(RECORDS, st.sampled_from(["\n", "\r\n", "\r"]))
def test_a_csv_is_read_alike_with_and_without_quotes(records: list[list[str]], end: str) -> None:
    headings = ["x", "y", "z"]
    plain = end.join(";".join(one) for one in [headings, *records]) + end
    quoted = end.join(";".join(f'"{cell}"' for cell in one) for one in [headings, *records]) + end
    path = Path("a.csv")
    books = [Book(path, [text_grid(path, text, ";")]) for text in (plain, quoted)]
    one, two = (book.table(0, 0, [0, 2]) for book in books)
    assert one.text.equals(two.text)
    assert one.kinds.equals(two.kinds)
    assert one.uneven == two.uneven


@pytest.mark.parametrize("told", ["N° ", "Nº", " nro. ", " N°: ", " Número ", " # ", " "])
def test_a_comprobante_is_known_with_and_without_a_word_for_its_number(told: str) -> None:
    assert one_cell(f"Factura B{told}0003-00000074") == ("FACTURA B", 3, 74)
