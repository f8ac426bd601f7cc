"""Comprobantes as banks and clients write them, and numbers that are none."""

from __future__ import annotations

import pytest

from tests.reconcile.test_engine import ANA, LUIS, candidates, doc, paid, pairs, run


@pytest.mark.parametrize(
    "text",
    [
        "FC0010-00000734",
        "FAC A 0010/00000734",
        "FCA 0010-00000734",
        "pago A0010-00000734",
        "FACTURA A 00010 00000734",
        "FA 001000000734",
        "F.A. 00010-00000734 GRACIAS",
        "Fra. 10-734",
        "FACTURA NRO. A 0010 - 00000734",
    ],
)
def test_a_comprobante_in_full_is_named_however_it_is_written(text: str) -> None:
    docs = [doc(734, "1000"), doc(735, "1000")]
    found = run(docs, [paid("p", "1000", documento_nro=None, texto=text)])
    assert pairs(found) == {("p", "d734", "1000.00")}


@pytest.mark.parametrize(
    "text", ["FC734", "F/734", "fact.734", "fc nro 734", "FAC. N° 734", "fca 734"]
)
def test_a_number_alone_tells_two_of_one_amount_apart_for_their_client(text: str) -> None:
    found = run([doc(734, "1000"), doc(735, "1000")], [paid("p", "1000", texto=text)])
    assert pairs(found) == {("p", "d734", "1000.00")}


@pytest.mark.parametrize(
    "text",
    [
        "fc 734/735/736",
        "FACT 734, 735 Y 736",
        "FACS 734-735-736",
        "FC A 10-734, 735 y 736",
        "FC 734 735 736 4471",
        "fc 734+735+736",
    ],
)
def test_a_list_of_numbers_names_each(text: str) -> None:
    docs = [doc(734, "100"), doc(735, "200"), doc(736, "300"), doc(737, "600")]
    found = run(docs, [paid("p", "600", texto=text)])
    assert {d for _, d, _ in pairs(found)} == {"d734", "d735", "d736"}


def test_numbers_that_only_blanks_part_say_nothing_unless_they_add_up() -> None:
    docs = [doc(734, "100"), doc(735, "200"), doc(736, "777.70")]
    found = run(docs, [paid("p", "777.70", texto="FC 734 735")])
    assert ("p", "d735", "200.00") not in pairs(found)


def test_a_list_of_another_client_is_not_the_payers() -> None:
    docs = [doc(734, "100.10"), doc(735, "200.20")]
    found = run(docs, [paid("p", "300.30", texto="fc 734/735", documento_nro=LUIS)])
    assert not pairs(found)


@pytest.mark.parametrize(
    "text", ["COMPROBANTE 734", "CBTE 734", "FC 734", "ORDEN DE PAGO 0010-00000734"]
)
def test_a_number_alone_does_not_make_a_payment_of_another_amount_a_part(text: str) -> None:
    found = run([doc(734, "1000"), doc(735, "900")], [paid("p", "433", texto=text)])
    assert not pairs(found)
    assert ("p", "d734") in candidates(found)
    assert "paga 567,00 menos" in found.review.filter(documento="d734")["motivo"][0]


@pytest.mark.parametrize("text", ["FC 11/2026", "FACT 05/11/2026", f"FC {ANA[:2]}-{ANA[2:10]}-1"])
def test_days_and_cuits_are_no_numbers_of_comprobantes(text: str) -> None:
    docs = [doc(5, "1000"), doc(11, "900"), doc(2026, "800"), doc(30, "700")]
    found = run(docs, [paid("p", "433", texto=text)])
    assert not pairs(found)


def test_of_two_of_one_number_the_one_whose_balance_is_paid_is_named() -> None:
    docs = [doc(734, "1000"), doc(734, "2000", id="b", punto_venta=11)]
    found = run(docs, [paid("p", "2000", texto="Factura 734")])
    assert pairs(found) == {("p", "b", "2000.00")}


def test_a_number_the_amount_and_the_name_make_up_for_a_cuit() -> None:
    docs = [doc(734, "1000"), doc(734, "1000", id="b", punto_venta=3, razon_social="Sur SA")]
    sure = paid("p", "1000", documento_nro=None, texto="FACT 734 ALMACEN EL NAND")
    assert pairs(run(docs, [sure])) == {("p", "d734", "1000.00")}
    other = paid("p", "1000", documento_nro=None, texto="FACT 734 TALLER EL OMBU")
    assert not pairs(run(docs, [other]))
