"""Prices with IVA: the total is the person's to the cent, and what is sent is the net price."""

from __future__ import annotations

import itertools
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandera.errors import SchemaErrors

from planilla.common.calendar import today
from planilla.common.money import cents
from planilla.comprobantes.earlier_totals import Line, total
from planilla.comprobantes.load import judged, load, read, read_by
from planilla.model.column_answers import ColumnAnswers
from planilla.model.issuers import Issuers
from planilla.reading.loaded import Loaded
from schemas.column import IGNORE, REOPEN
from schemas.columns import BY_NAME
from schemas.comprobantes import Comprobantes
from schemas.context import Context, Rules
from schemas.net_price import Priced, Sum, nets, ways
from schemas.rows import frame_of
from schemas.spelling import plain
from tests.helpers import row, write_csv

NET, GROSS = "precio_unitario_sin_iva", "precio_unitario_con_iva"
CON = "Precio con IVA"


def _gross(number: int = 1, price: str = "1210,00", **changes: Any) -> dict[str, Any]:
    """A row that says its price with IVA alone."""
    one = row(number, **changes)
    del one[NET]
    return one | {CON: price}


def _load(tmp_path: Path, *rows: dict[str, Any], name: str = "a.csv") -> Loaded:
    return load(write_csv(tmp_path / name, rows), today(), Issuers())


def _prices(loaded: Loaded) -> list[str]:
    return [
        str(concept["producto"][NET])
        for asked in loaded.asked
        for concept in asked.body["comprobante"]["detalle"]
    ]


def _codes(loaded: Loaded) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column, fault.code) for fault in loaded.faults]


@pytest.mark.parametrize(
    "heading",
    ["precio_unitario_con_iva", "Precio con IVA", "Precio unitario con IVA", "Precio c/IVA",
     "P. Unit. c/IVA", "Precio final", "PRECIO AL PUBLICO", "Precio unitario IVA incluido"],
)  # fmt: skip
def test_a_heading_of_prices_with_iva_is_known(heading: str, tmp_path: Path) -> None:
    one = _gross()
    one[heading] = one.pop(CON)
    found = _load(tmp_path, one)
    assert _prices(found) == ["1000.000"]
    assert [str(asked.total) for asked in found.asked] == ["1210.00"]


@pytest.mark.parametrize(
    ("price", "changes", "net", "comes"),
    [
        ("1000,00", {}, "826.446", "1000.00"),
        ("99,99", {"cantidad": "3"}, "82.636", "299.97"),
        ("110,50", {"alicuota": "10,5"}, "100.000", "110.50"),
        ("127,00", {"alicuota": "27"}, "100.000", "127.00"),
        ("100,00", {"alicuota": "0"}, "100.000", "100.00"),
        ("100,00", {"alicuota": "Exento"}, "100.000", "100.00"),
        ("100,00", {"alicuota": "No gravado"}, "100.000", "100.00"),
        ("1000,00", {"bonificacion_porcentaje": "10"}, "826.446", "900.00"),
        ("1210,00", {"bonificacion": "100"}, "1000.000", "1089.00"),
        ("1210,00", {"impuestos_internos": "5,25"}, "1000.000", "1215.25"),
        ("1210,00", {"impuestos_internos": "5,25", "total": "1215,25"}, "1000.000", "1215.25"),
    ],
)
def test_the_net_price_is_worked_out(
    price: str, changes: dict[str, Any], net: str, comes: str, tmp_path: Path
) -> None:
    found = _load(tmp_path, _gross(price=price, **changes))
    assert _codes(found) == []
    assert _prices(found) == [net]
    assert [str(asked.total) for asked in found.asked] == [comes]


def test_a_price_moves_by_thousandths_where_rounding_alone_misses_a_cent(tmp_path: Path) -> None:
    found = _load(tmp_path, *(_gross(referencia="V1", price=p) for p in ("5,27", "0,15", "0,36")))
    plain = [(Decimal(p) / Decimal("1.21")).quantize(Decimal("0.001")) for p in ("5.27",)]
    assert [str(asked.total) for asked in found.asked] == ["5.78"]
    assert abs(Decimal(_prices(found)[0]) - plain[0]) < Decimal("0.009")


def test_the_price_of_a_c_is_final_as_it_is(tmp_path: Path) -> None:
    one = _gross(price="1210,555", tipo="FACTURA C", alicuota="0")
    found = _load(tmp_path, one)
    assert _prices(found) == ["1210.555"]
    assert found.notes == {}


def test_several_rates_make_one_total(tmp_path: Path) -> None:
    rates = {"21": "999,99", "10,5": "333,33", "0": "50,01", "Exento": "7,77"}
    rows = [_gross(referencia="V1", price=p, alicuota=rate) for rate, p in rates.items()]
    (asked,) = _load(tmp_path, *rows).asked
    assert str(asked.total) == "1391.10"


def test_a_row_that_says_the_same_without_iva_is_the_same_comprobante(tmp_path: Path) -> None:
    (one,) = _load(tmp_path, _gross(price="1000,00")).asked
    (other,) = _load(tmp_path, row(1, **{NET: "826,4460"}), name="b.csv").asked
    assert one.content == other.content
    assert dict(one.body) == dict(other.body)
    assert repr(dict(one.body)) == repr(dict(other.body))


def test_a_row_says_which_net_price_is_sent(tmp_path: Path) -> None:
    found = _load(tmp_path, _gross(price="1000,00"), row(2))
    told = f"{CON}: 1000,00 es 826,446 sin IVA, que es el precio que se envía."
    assert {number: list(notes) for number, notes in found.notes.items()} == {2: [told]}
    assert not any("redondearon" in notice for notice in found.notices)


def test_what_cannot_be_reached_says_by_how_much_and_what_would(tmp_path: Path) -> None:
    found = _load(tmp_path, _gross(price="10,00", cantidad="1000"))
    (fault,) = found.faults
    assert (fault.row, fault.column, fault.code) == (2, CON, "PRECIO_CON_IVA")
    for part in ("10000,00", "9999,44", "0,56"):
        assert part in fault.message
    for part in ("cantidad 1 y precio 10000,00", "el precio 9,68", "la columna total"):
        assert part in fault.fix
    assert found.asked == ()
    for change in ({CON: "10000,00", "cantidad": "1"}, {CON: "9,68"}, {"total": "9999,44"}):
        mended = _gross(price="10,00", cantidad="1000") | change
        (asked,) = _load(tmp_path, mended, name="b.csv").asked
        assert str(asked.total) in {"10000.00", "9680.00", "9999.44"}


def test_a_total_that_is_told_must_agree(tmp_path: Path) -> None:
    (fault,) = _load(tmp_path, _gross(price="1210,00", total="1300,00")).faults
    assert fault.code == "TOTAL"
    assert "1210,00" in fault.message
    assert "precio 1" not in fault.fix


def test_of_two_prices_that_agree_the_net_one_is_sent(tmp_path: Path) -> None:
    found = _load(tmp_path, row(1, **{NET: "826,45"}) | {CON: "1000,00"})
    assert _prices(found) == ["826.450"]
    assert found.notes == {}


def test_two_prices_that_disagree_say_which_to_delete(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [row(1, **{NET: "900,00"}) | {CON: "1000,00"}])
    (fault,) = load(path, today(), Issuers()).faults
    assert (fault.column, fault.code) == (CON, "PRECIOS_DISTINTOS")
    assert f"borre 1000,00 de {CON}" in fault.fix
    assert f"borre 900,000 de {NET}" in fault.fix
    (asked,) = judged(read(path), today(), Issuers(), Rules.none()).asked
    assert str(asked.total) == "1089.00"  # as an earlier release read it


def test_a_row_without_any_price_is_told_where_the_file_has_them(tmp_path: Path) -> None:
    assert _codes(_load(tmp_path, _gross(price=""))) == [(2, CON, "FALTA")]
    both = [row(1, **{NET: ""}) | {CON: ""}, row(2, **{NET: ""}) | {CON: "121,00"}, row(3)]
    assert _codes(_load(tmp_path, *both)) == [(2, NET, "FALTA")]


def test_a_wrong_price_with_iva_is_told_once(tmp_path: Path) -> None:
    for wrong, code in (("mil", "NO_ES_NUMERO"), ("-5,00", "NEGATIVO")):
        assert _codes(_load(tmp_path, _gross(price=wrong))) == [(2, CON, code)]


def test_nothing_is_worked_out_of_a_comprobante_with_a_wrong_cell(tmp_path: Path) -> None:
    found = _load(tmp_path, _gross(price="10,00", cantidad="1000", alicuota="22"))
    assert [code for _, _, code in _codes(found)] == ["NO_ESTA_EN_LA_TABLA"]
    assert found.notes == {}


def test_rows_with_iva_and_without_stand_in_one_comprobante(tmp_path: Path) -> None:
    both = [_gross(referencia="V1", price="121,00"), row(1, referencia="V1", **{NET: "100,00"})]
    (asked,) = _load(tmp_path, *both).asked
    assert str(asked.total) == "242.00"


def test_a_frame_of_another_program_may_say_prices_with_iva(tmp_path: Path) -> None:
    typed = read(write_csv(tmp_path / "a.csv", [_gross(price="1000,00")]))
    frame = frame_of(list(typed.rows), BY_NAME).drop(NET)
    assert Comprobantes.validate(frame, lazy=True).columns == frame.columns


@pytest.mark.parametrize(
    "changes",
    [
        {GROSS: "1210,00"},
        {GROSS: "10,00", "cantidad": "1000"},
        {GROSS: "10,00", "cantidad": "1000", "total": "9999,44"},
        {GROSS: "1210,00", "total": "1300,00"},
        {GROSS: "1000,00", NET: "900,00"},
        {GROSS: "-5,00"},
        {GROSS: "10,00", "cantidad": "0"},
        {GROSS: "121,00", "bonificacion": "200"},
        {},
    ],
)
def test_a_frame_is_told_of_prices_with_iva_what_a_file_is_told(
    changes: dict[str, str], tmp_path: Path
) -> None:
    rows = [row(1, referencia="V1", **{NET: ""}) | {GROSS: ""} | changes, row(2) | {GROSS: ""}]
    path = write_csv(tmp_path / "a.csv", [rows[0] | {"total": ""} | changes, rows[1]])
    said = {
        (fault.row - 2, fault.column, fault.code) for fault in load(path, today(), Issuers()).faults
    }
    typed = read(path)
    net = [typed.rows[n][NET] if rows[n][NET] else None for n in range(2)]
    frame = frame_of([{**typed.rows[n], NET: net[n]} for n in range(2)], BY_NAME)
    cases: set[Any] = set()
    try:
        Comprobantes.validate(frame, lazy=True, context=Context(today()))
    except SchemaErrors as errors:
        cases = set(errors.failure_cases.select("index", "column", "check").iter_rows())
    assert cases == said


PRICES = st.decimals("0.01", "500000", places=2)
LINES = st.builds(
    Priced,
    st.one_of(st.integers(1, 40).map(Decimal), st.decimals("0.01", "99.99", places=2)),
    PRICES,
    st.sampled_from([Decimal(0), Decimal(0), Decimal(10), Decimal("33.33")]),
    st.sampled_from([Decimal(one) for one in ("21", "10.5", "27", "0", "-1", "-2")]),
)


def _service(lines: tuple[Priced, ...], prices: tuple[Decimal, ...]) -> Decimal:
    own = [Line(x.quantity, p, x.discount, x.rate) for x, p in zip(lines, prices, strict=True)]
    return total(own, Decimal(0), Decimal(0))


@given(st.lists(LINES, min_size=1, max_size=6).map(tuple))
def test_the_total_is_the_persons_or_it_is_told_what_reaches_it(lines: tuple[Priced, ...]) -> None:
    asked = Sum(lines)
    found = nets(asked)
    exact = sum((x.units * x.price for x in lines), Decimal(0))
    assert abs(found.wanted - exact) <= Decimal("0.005") * 4  # each rate without IVA is rounded
    assert _service(lines, found.prices) == found.comes
    for line, price in zip(lines, found.prices, strict=True):
        assert price == price.quantize(Decimal("0.001"), ROUND_HALF_EVEN)
        assert abs(price * line.factor - line.price) < Decimal("0.0111")
    if found.comes == found.wanted:
        return
    way = ways(asked)
    assert lines[way.place].moves
    as_it_comes = nets(Sum(lines, total=found.comes))
    assert as_it_comes.comes == as_it_comes.wanted == found.comes


@given(PRICES, st.sampled_from(["21", "10.5", "27"]))
def test_of_one_unit_only_a_total_that_no_net_price_has_is_missed(
    price: Decimal, rate: str
) -> None:
    line = Priced(Decimal(1), price, Decimal(0), Decimal(rate))
    found = nets(Sum((line,)))
    about = cents(price / line.factor)
    near = (about + Decimal(step) / 1000 for step in range(-30, 31))
    reached = any(_service((line,), (net,)) == price for net in near if net > 0)
    assert (found.comes == found.wanted == price) is reached


def test_a_total_of_line_amounts_that_were_each_rounded_is_reached(tmp_path: Path) -> None:
    rows = [_gross(referencia="V1", price="9,99", cantidad="0,33") for _ in range(3)]
    for one, other in itertools.pairwise(("9,89", "9,90")):
        assert str(_load(tmp_path, *(r | {"total": one} for r in rows)).asked[0].total) == "9.89"
        told = _load(tmp_path, *(r | {"total": other} for r in rows), name="b.csv")
        assert [str(asked.total) for asked in told.asked] == ["9.90"]


def _answered(tmp_path: Path, answer: str, *rows: dict[str, Any]) -> Loaded:
    path, said = write_csv(tmp_path / "a.csv", rows), {("default", plain(CON)): (answer,)}
    readings = read_by(path, ColumnAnswers({}, said), Issuers())
    return judged(readings.typed, today(), Issuers())


def test_what_was_said_of_the_heading_before_it_was_a_column_holds(tmp_path: Path) -> None:
    ignored = _answered(tmp_path, IGNORE, row(1, **{NET: "900,00"}) | {CON: "1000,00"})
    assert _prices(ignored) == ["900.000"]
    as_net = _answered(tmp_path, NET, row(1, **{NET: ""}) | {CON: "1000,00"})
    assert _prices(as_net) == ["1000.000"]
    assert _codes(_answered(tmp_path, REOPEN, row(1, **{NET: "900,00"}) | {CON: "1000,00"}))
    assert _prices(_answered(tmp_path, IGNORE, _gross())) == ["1000.000"]


def test_of_many_concepts_of_great_quantities_one_is_named() -> None:
    sizes = range(99_000, 99_130)
    lines = tuple(
        Priced(Decimal(n), Decimal(n * 7 % 9_001 + 1) / 100, Decimal(0), Decimal(21)) for n in sizes
    )
    found = nets(Sum(lines))
    assert found.comes != found.wanted
    assert lines[ways(Sum(lines)).place].moves
