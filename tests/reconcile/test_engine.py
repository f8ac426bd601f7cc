"""Payments against documents: each rule, ties that are never guessed, and order that is nothing."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planilla.reconcile.matching.frames import documents, payments
from planilla.reconcile.matching.options import Options
from planilla.reconcile.matching.pair_payments import Matching, match

ANA, LUIS = "30712345671", "27222222228"
DAY = date(2026, 11, 2)
A_NAME = "FACTURA A 00010-00000001"


def doc(number: int, total: str, **more: Any) -> dict[str, Any]:
    """A factura A of point of sale 10 to Ana's company, but for the changes."""
    base = {
        "id": f"d{number}",
        "tipo": "FACTURA A",
        "punto_venta": 10,
        "numero": number,
        "fecha": DAY,
        "documento_nro": ANA,
        "razon_social": "Almacén El Ñandú SRL",
        "total": Decimal(total),
    }
    return base | more


def paid(name: str, importe: str, **more: Any) -> dict[str, Any]:
    """A transfer of Ana's, ten days later, but for the changes."""
    base = {
        "id": name,
        "fecha": DAY + timedelta(days=10),
        "documento_nro": ANA,
        "importe": Decimal(importe),
    }
    return base | more


def run(docs: list[dict[str, Any]], paids: list[dict[str, Any]], **options: Any) -> Matching:
    return match(documents(docs), payments(paids), Options(**options))


def pairs(found: Matching) -> set[tuple[str, str, str]]:
    rows = found.pairs.select("pago", "documento", "importe").iter_rows()
    return {(p, d, f"{i:.2f}") for p, d, i in rows}


def total(column: pl.Series) -> Decimal:
    return sum(column.to_list(), Decimal(0))


def candidates(found: Matching) -> set[tuple[str, str | None]]:
    return set(found.review.select("pago", "documento").iter_rows())


@pytest.mark.parametrize(
    "text",
    [
        "TRANSF FC A 0010-109 GRACIAS",
        "pago factura 10-00000109",
        "FACT. N° 00010-00000109",
        "Fac A 10-109",
        "cancelo comprobante 0010-0109",
    ],
)
def test_a_payment_that_names_the_comprobante_in_free_text_is_for_it(text: str) -> None:
    found = run([doc(109, "1000"), doc(110, "1000")], [paid("p", "1000", texto=text)])
    assert pairs(found) == {("p", "d109", "1000.00")}
    assert "Nombra FACTURA A 00010-00000109" in found.pairs["evidencia"][0]


def test_a_number_alone_needs_the_client_as_a_check() -> None:
    docs = [doc(109, "1000"), doc(109, "1000", id="other", punto_venta=3, documento_nro=LUIS)]
    sure = run(docs, [paid("p", "1000", texto="Factura 109")])
    assert pairs(sure) == {("p", "d109", "1000.00")}
    vague = run(docs, [paid("p", "1000", texto="Factura 109", documento_nro=None)])
    assert pairs(vague) == set()
    assert candidates(vague) == {("p", "d109"), ("p", "other")}


def test_a_name_against_the_client_is_for_a_person() -> None:
    found = run([doc(109, "1000")], [paid("p", "1000", texto="FC A 10-109", documento_nro=LUIS)])
    assert pairs(found) == set()
    assert candidates(found) == {("p", "d109")}


def test_a_reference_is_as_good_as_a_number() -> None:
    docs = [doc(1, "500", referencia="VTA-0007"), doc(2, "500", referencia="VTA-0008")]
    found = run(docs, [paid("p", "500", documento_nro=None, texto="pago VTA-0008 ok")])
    assert pairs(found) == {("p", "d2", "500.00")}


def test_several_named_are_taken_when_they_add_up_and_else_not() -> None:
    docs = [doc(1, "100.10"), doc(2, "200.20"), doc(3, "7")]
    text = "FC A 10-1 y FC A 10-2"
    assert len(pairs(run(docs, [paid("p", "300.30", texto=text)]))) == 2
    wrong = run(docs, [paid("p", "300.31", texto=text)])
    assert pairs(wrong) == set()
    assert candidates(wrong) == {("p", "d1"), ("p", "d2")}


def test_a_withholding_explains_a_difference_and_has_its_own_column() -> None:
    found = run([doc(1, "1000")], [paid("p", "970", texto="FC A 10-1")], charge_cents=0)
    assert found.pairs.select("importe", "diferencia").row(0) == (Decimal("970"), Decimal("30"))
    assert found.documents["resta"][0] == 0
    partial = run([doc(1, "1000")], [paid("p", "900", texto="FC A 10-1")], charge_cents=0)
    assert partial.pairs["diferencia"][0] == 0
    assert partial.documents["resta"][0] == 100


def test_the_same_client_and_the_exact_balance_within_the_window() -> None:
    assert pairs(run([doc(1, "123.45")], [paid("p", "123.45")])) == {("p", "d1", "123.45")}
    late = paid("p", "123.45", fecha=DAY + timedelta(days=400))
    assert pairs(run([doc(1, "123.45")], [late])) == set()


def test_the_cuit_is_found_in_the_text_when_its_digit_is_right() -> None:
    text = "TRF DE 30-71234567-1 VARIOS"
    good = run([doc(1, "99.99")], [paid("p", "99.99", documento_nro=None, texto=text)])
    assert pairs(good) == {("p", "d1", "99.99")}
    bad = paid("p", "99.99", documento_nro=None, texto=text.replace("67-1", "67-2"))
    assert pairs(run([doc(1, "99.99")], [bad])) == set()


def test_two_alike_are_never_told_apart() -> None:
    found = run([doc(1, "100"), doc(2, "100")], [paid("p", "100")])
    assert pairs(found) == set()
    assert candidates(found) == {("p", "d1"), ("p", "d2")}


def monthly(*paid_on: int, months: int = 4) -> tuple[list[Any], list[Any]]:
    """So many comprobantes of one amount, 30 days apart, and payments so many days after DAY."""
    docs = [doc(n, "100", fecha=DAY + timedelta(days=30 * (n - 1))) for n in range(1, months + 1)]
    paids = [paid(f"p{on}", "100", fecha=DAY + timedelta(days=on)) for on in paid_on]
    return docs, paids


def test_what_is_billed_every_month_is_paid_in_its_month() -> None:
    found = run(*monthly(5, 33, 89))
    assert pairs(found) == {(f"p{on}", f"d{n}", "100.00") for n, on in enumerate((5, 33, 89), 1)}


@pytest.mark.parametrize("late", [(35, 62), (5, 61)])
def test_from_the_first_payment_of_another_month_on_nothing_is_told_apart(
    late: tuple[int, ...],
) -> None:
    sure = {("p5", "d1", "100.00")} if late[0] == 5 else set()
    assert pairs(run(*monthly(*late))) == sure


def test_two_payments_of_one_day_and_uneven_times_are_no_subscription() -> None:
    docs, twins = monthly(5, 33)
    found = run(docs, [*twins, paid("q", "100", fecha=DAY + timedelta(days=33))])
    assert pairs(found) == {("p5", "d1", "100.00")}  # the only one that was issued by then
    docs[1]["fecha"] = DAY + timedelta(days=3)
    before = run(docs, [paid("p", "100", fecha=DAY + timedelta(days=2))])
    assert pairs(before) == {("p", "d1", "100.00")}  # again the only one by then
    docs[1]["fecha"] = DAY + timedelta(days=1)
    assert not pairs(run(docs, [paid("p", "100", fecha=DAY + timedelta(days=2))]))


def test_paid_twice_leaves_the_second_without_a_comprobante() -> None:
    later = paid("q", "100", fecha=DAY + timedelta(days=20))
    found = run([doc(1, "100")], [later, paid("p", "100")])
    assert pairs(found) == {("p", "d1", "100.00")}
    assert found.payments.filter(pl.col("id") == "q")["resta"][0] == 100


def test_two_payments_of_one_day_for_one_document_are_for_a_person() -> None:
    found = run([doc(1, "100")], [paid("p", "100"), paid("q", "100")])
    assert pairs(found) == set()
    assert {pid for pid, _ in candidates(found)} == {"p", "q"}


def test_one_payment_for_several_documents_of_a_client() -> None:
    docs = [doc(1, "10453.17"), doc(2, "2771.93"), doc(3, "99120.41")]
    found = run(docs, [paid("p", "101892.34")])
    assert pairs(found) == {("p", "d2", "2771.93"), ("p", "d3", "99120.41")}


def test_several_payments_for_one_document() -> None:
    docs = [doc(1, "10453.17"), doc(2, "555.55")]
    found = run(docs, [paid("p", "4000.11"), paid("q", "6453.06")])
    assert pairs(found) == {("p", "d1", "4000.11"), ("q", "d1", "6453.06")}


def test_sums_that_fit_in_two_ways_are_for_a_person() -> None:
    docs = [doc(n, f"{1000 * n}.37") for n in range(1, 5)]  # 1+4 = 2+3
    found = run(docs, [paid("p", "5000.74")])
    assert pairs(found) == set()


def test_sums_of_round_amounts_prove_nothing() -> None:
    docs = [doc(n, str(1000 * n)) for n in range(1, 9)]
    assert pairs(run(docs, [paid("p", "3000.00", fecha=DAY)])) <= {("p", "d3", "3000.00")}
    assert pairs(run(docs, [paid("p", "17000")])) == set()


def test_on_account_only_if_asked_and_the_oldest_first() -> None:
    docs = [doc(1, "100"), doc(2, "100.50", fecha=DAY + timedelta(days=1))]
    payment = paid("p", "150.25")
    assert pairs(run(docs, [payment])) == set()
    found = run(docs, [payment], on_account=True)
    assert pairs(found) == {("p", "d1", "100.00"), ("p", "d2", "50.25")}


def test_a_name_alike_is_only_a_suggestion() -> None:
    payment = paid("p", "77.10", documento_nro=None, texto="TRANSFERENCIA EL NANDU ALMACEN")
    found = run([doc(1, "77.10")], [payment])
    assert pairs(found) == set()
    assert candidates(found) == {("p", "d1")}


def test_what_a_person_chose_is_honoured_first() -> None:
    docs = [doc(1, "100"), doc(2, "100")]
    chosen = paid("p", "100", eleccion="factura a 00010-00000002")
    assert pairs(run(docs, [chosen])) == {("p", "d2", "100.00")}
    none = run(docs, [paid("p", "100", eleccion="NINGUNO")])
    assert pairs(none) == set()


DEBIT = "NOTA DE DEBITO A"


@pytest.mark.parametrize(
    "said",
    [
        {"comprobante": f"{DEBIT} 00010-00000005"},
        {"comprobante": "NOTA DE CREDITO A 00010-00000005"},
        {"comprobante": "FACTURA DE CREDITO ELECTRONICA MiPyME (FCE) A 00010-00000005"},
        {"texto": "TRF ND A 10-5"},
    ],
)
def test_the_invoice_of_the_same_number_is_not_the_note_that_is_named(said: dict[str, str]) -> None:
    assert not pairs(run([doc(5, "1000")], [paid("p", "600", **said)]))


def test_a_note_of_debit_is_told_from_the_invoice_of_its_number() -> None:
    docs = [doc(5, "1000"), doc(5, "1000", id="note", tipo=DEBIT)]
    by_text = run(docs, [paid("p", "600", texto="ND A 10-5"), paid("q", "300", texto="FC A 10-5")])
    assert pairs(by_text) == {("p", "note", "600.00"), ("q", "d5", "300.00")}
    in_full = run(docs, [paid("p", "600", comprobante="FACTURA A 00010-00000005")])
    assert pairs(in_full) == {("p", "d5", "600.00")}


def test_what_names_a_settled_comprobante_is_not_given_to_another() -> None:
    docs = [doc(5, "1000", saldo=Decimal(0)), doc(6, "1000")]
    for said in ({"comprobante": "FACTURA A 00010-00000005"}, {"texto": "TRF FC A 10-5"}):
        found = run(docs, [paid("p", "1000", **said)])
        assert not pairs(found)
        assert candidates(found) == {("p", "d5")}


@pytest.mark.parametrize("written", ["fc a 10-1", " Factura A 00010-00000001 "])
def test_a_choice_may_be_written_as_people_write_it(written: str) -> None:
    found = run([doc(1, "500"), doc(2, "500")], [paid("p", "500", eleccion=written)])
    assert pairs(found) == {("p", "d1", "500.00")}


def test_a_credit_invoice_can_be_chosen_by_its_whole_name() -> None:
    name = "FACTURA DE CREDITO ELECTRONICA MiPyME (FCE) A"
    chosen = paid("p", "500", eleccion=f"{name} 00010-00000001")
    assert pairs(run([doc(1, "500", tipo=name), doc(2, "500")], [chosen])) == {
        ("p", "d1", "500.00")
    }


def test_of_two_payments_chosen_for_one_document_the_second_is_not_guessed() -> None:
    name = "FACTURA A 00010-00000001"
    both = [paid("p", "500", eleccion=name), paid("q", "500", eleccion=name)]
    found = run([doc(1, "500"), doc(2, "500")], both)
    assert pairs(found) == {("p", "d1", "500.00")}
    assert candidates(found) == {("q", None)}


@pytest.mark.parametrize("between", [";", " ; ", ", ", " + ", " y ", "\n"])
def test_a_choice_may_name_several_which_are_paid_in_its_order(between: str) -> None:
    docs = [doc(1, "500"), doc(2, "300"), doc(3, "100")]
    chosen = paid("p", "700", eleccion=between.join(["FC A 10-2", "FACTURA A 00010-00000001"]))
    assert pairs(run(docs, [chosen])) == {("p", "d2", "300.00"), ("p", "d1", "400.00")}


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ("FC A 10-1; FC A 10-9", "que no está entre lo que se debe"),
        ("FC A 10-1; NINGUNO", "que no está entre lo que se debe"),
        ("FC A 10-1; FC A 10-2", "el pago no llega a FACTURA A 00010-00000002"),
    ],
)
def test_of_a_choice_that_cannot_be_honoured_whole_nothing_is_made(choice: str, words: str) -> None:
    found = run([doc(1, "500"), doc(2, "300")], [paid("p", "500", eleccion=choice)])
    assert not pairs(found)
    assert words in found.review["motivo"][0]


def test_two_payments_chosen_for_one_document_pay_a_part_each() -> None:
    both = [paid("p", "200", eleccion=A_NAME), paid("q", "300", eleccion=A_NAME)]
    assert pairs(run([doc(1, "500")], both)) == {("p", "d1", "200.00"), ("q", "d1", "300.00")}


def test_a_search_that_meets_its_limit_says_whose_and_leaves_the_others_as_they_were() -> None:
    hers = [doc(n, f"{1000 + n * 37}.{n:02d}") for n in range(1, 10)]
    his = [doc(n, f"{900 + n * 11}.{n:02d}", documento_nro=LUIS) for n in (21, 22)]
    sum_of_hers = sum((one["total"] for one in hers[:2]), Decimal(0))
    sum_of_his = sum((one["total"] for one in his), Decimal(0))
    both = [paid("p", str(sum_of_hers)), paid("q", str(sum_of_his), documento_nro=LUIS)]
    whole, short = run(hers + his, both), run(hers + his, both, most_sums_a_client=10)
    assert {p for p, _, _ in pairs(whole)} == {"p", "q"}
    assert {p for p, _, _ in pairs(short)} == {"q"}
    assert (whole.limited, short.limited) == ((), (ANA,))


def test_a_credit_note_reduces_what_it_corrects() -> None:
    note = doc(5, "30", tipo="NOTA DE CREDITO A", signo=-1, asociado="FACTURA A 00010-00000001")
    found = run([doc(1, "100"), note], [paid("p", "70")])
    assert pairs(found) == {("p", "d1", "70.00")}


def test_money_of_a_sum_with_a_credit_note_is_what_was_paid() -> None:
    note = doc(5, "30.11", tipo="NOTA DE CREDITO A", signo=-1)
    found = run([doc(1, "100.37"), doc(2, "55.19"), note], [paid("p", "125.45")])
    booked = found.bookable.select("documento", "importe").rows()
    assert booked == [("d1", Decimal("70.26")), ("d2", Decimal("55.19"))]
    assert total(found.documents["resta"]) == 0


def test_a_cent_too_much_is_not_booked() -> None:
    found = run([doc(1, "100.00")], [paid("p", "100.01", texto="FC A 10-1")])
    assert found.bookable["importe"].to_list() == [Decimal("100.00")]


def test_another_currency_never_matches() -> None:
    assert pairs(run([doc(1, "100", moneda="DOL")], [paid("p", "100", texto="FC A 10-1")])) == set()


AMOUNTS = st.sampled_from(["100", "100", "250.25", "350.25", "1234.56", "99.99"])


@st.composite
def offices(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A few documents and payments of two clients, many of them alike."""
    docs = [
        doc(
            n,
            draw(AMOUNTS),
            documento_nro=draw(st.sampled_from([ANA, LUIS])),
            signo=draw(st.sampled_from([1, 1, 1, -1])),
        )
        for n in range(1, draw(st.integers(1, 7)))
    ]
    paids = [
        paid(
            f"p{n}",
            draw(AMOUNTS),
            documento_nro=draw(st.sampled_from([ANA, LUIS, None])),
            texto=draw(st.sampled_from([None, "FC A 10-1", "Factura 2", "varios"])),
            fecha=DAY + timedelta(days=draw(st.integers(0, 3))),
        )
        for n in range(1, draw(st.integers(1, 7)))
    ]
    return docs, paids


@given(offices(), st.randoms(), st.booleans())
@pytest.mark.slow
def test_the_order_of_the_rows_is_nothing(
    office: tuple[list[dict[str, Any]], list[dict[str, Any]]], dice: Any, account: bool
) -> None:
    docs, paids = office
    first = run(docs, paids, on_account=account)
    shuffled_docs, shuffled_paids = list(docs), list(paids)
    dice.shuffle(shuffled_docs)
    dice.shuffle(shuffled_paids)
    second = run(shuffled_docs, shuffled_paids, on_account=account)
    assert first.pairs.equals(second.pairs)
    assert first.review.equals(second.review)


@given(offices(), st.booleans())
@pytest.mark.slow
def test_money_in_equals_money_out(
    office: tuple[list[dict[str, Any]], list[dict[str, Any]]], account: bool
) -> None:
    docs, paids = office
    found = run(docs, paids, on_account=account)
    applied, explained = total(found.pairs["importe"]), total(found.pairs["diferencia"])
    received = sum((one["importe"] for one in paids), Decimal(0))
    owed = sum((one["total"] * one["signo"] for one in docs), Decimal(0))
    assert received == applied + total(found.payments["resta"])
    assert owed == applied + explained + total(found.documents["resta"])
    assert (found.payments["resta"] >= 0).all()


@given(offices(), st.booleans())
@pytest.mark.slow
def test_no_more_is_booked_than_was_paid_or_is_owed(
    office: tuple[list[dict[str, Any]], list[dict[str, Any]]], account: bool
) -> None:
    docs, paids = office
    booked = run(docs, paids, on_account=account).bookable
    for one in docs:
        of_document = booked.filter(documento=one["id"])["importe"]
        assert total(of_document) <= max(one["total"] * one["signo"], Decimal(0))
    for one in paids:
        assert total(booked.filter(pago=one["id"])["importe"]) <= one["importe"]


DOLLARS = {"moneda": "DOL", "cotizacion": Decimal("1045.5")}


def test_a_document_in_dollars_is_owed_and_matched_in_pesos_at_its_rate() -> None:
    found = run([doc(1, "121", **DOLLARS)], [paid("p", "126505.50"), paid("q", "121")])
    assert pairs(found) == {("p", "d1", "126505.50")}
    (whole,) = found.documents.select("emitido_en", "moneda", "total", "balance").rows()
    assert whole == ("DOL", "PES", Decimal("121.00"), Decimal("126505.50"))


def test_what_is_left_of_a_document_in_dollars_is_in_pesos() -> None:
    saldo = Decimal("26505.50")
    found = run([doc(1, "121", saldo=saldo, **DOLLARS)], [paid("p", "26505.50")])
    assert pairs(found) == {("p", "d1", "26505.50")}
    assert total(found.documents["resta"]) == 0


@pytest.mark.parametrize(("rate", "pesos"), [("1045.35", "104.54"), ("1045.45", "104.54")])
def test_pesos_are_rounded_to_the_cent_half_to_even(rate: str, pesos: str) -> None:
    found = run([doc(1, "0.10", moneda="DOL", cotizacion=Decimal(rate))], [])
    assert found.documents["balance"].to_list() == [Decimal(pesos)]


def test_a_note_in_dollars_reduces_its_invoice_in_dollars_in_pesos() -> None:
    note = doc(2, "21", tipo="NOTA DE CREDITO A", signo=-1, asociado=A_NAME, **DOLLARS)
    found = run([doc(1, "121", **DOLLARS), note], [paid("p", "104550")])
    assert pairs(found) == {("p", "d1", "104550.00")}


def test_a_choice_of_a_payment_in_dollars_says_that_what_is_owed_is_in_pesos() -> None:
    chosen = paid("p", "121", moneda="DOL", eleccion=A_NAME)
    found = run([doc(1, "121", **DOLLARS)], [chosen])
    assert not pairs(found)
    assert "vino en DOL" in found.review["motivo"][0]
