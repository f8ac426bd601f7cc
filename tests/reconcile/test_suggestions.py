"""What no rule decides: candidates with their reasons, and never a pair."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from planilla.reconcile.matching.pair_payments import Matching
from tests.reconcile.test_engine import DAY, LUIS, candidates, doc, paid, pairs, run

MILL: dict[str, Any] = {"razon_social": "Molinos Hermanos Güemes del Litoral S.A."}


def why(found: Matching, document: str) -> str:
    """The only motive of a candidate."""
    return str(found.review.filter(documento=document)["motivo"].item())


@pytest.mark.parametrize(
    "text",
    [
        "TRF INTERBANCARIA MOLINOS HERMANOS GUEMES",
        "CR.TRANSF. LITORAL GUEMES MOLINOS HERMANOS",
        "MOLINOS HNOS GUEMES LITORAL SOCIEDAD ANONIMA",
        "TRANSF RECIBIDA MOL. HNOS. GUEMES 4471",
        "MOLINOS HERMANOS GUEMEZ",
    ],
)
def test_a_name_as_banks_write_it_and_the_balance_is_a_candidate(text: str) -> None:
    docs = [doc(1, "8431.22", **MILL), doc(2, "8431.22", documento_nro=LUIS)]
    found = run(docs, [paid("p", "8431.22", documento_nro=None, texto=text)])
    assert not pairs(found)
    assert candidates(found) == {("p", "d1")}
    assert "Nombre parecido" in why(found, "d1")


def test_a_surname_alone_is_no_name() -> None:
    docs = [doc(1, "8431.22", razon_social="Paz, Inés"), doc(2, "500", **MILL)]
    found = run(docs, [paid("p", "500.90", documento_nro=None, texto="TRF PAZ")])
    assert not candidates(found)


@pytest.mark.parametrize(
    ("importe", "said"),
    [
        ("97530.00", "falta 2470,00: ¿retención, comisión?"),
        ("98000.00", "falta 2000,00 (2 % del total): ¿retención?"),
        ("98347.11", "falta 1652,89 (2 % del neto al 21 %): ¿retención?"),
        ("98250.00", "(1,75 % del total)"),
        ("99731.40", "falta 268,60: ¿retención, comisión?"),
    ],
)
def test_a_difference_is_told_and_what_it_may_be(importe: str, said: str) -> None:
    docs = [doc(1, "100000"), doc(2, "345678.91")]
    found = run(docs, [paid("p", importe)])
    assert not pairs(found)
    assert candidates(found) == {("p", "d1")}
    assert said in why(found, "d1")


def test_the_only_balance_is_paid_by_a_round_withholding_and_by_no_other_difference() -> None:
    assert pairs(run([doc(1, "100000")], [paid("p", "98000")])) == {("p", "d1", "98000.00")}
    found = run([doc(1, "100000")], [paid("p", "97531.47")])
    assert not pairs(found)
    assert candidates(found) == {("p", "d1")}


def test_a_sum_that_is_a_cent_apart_is_for_a_person() -> None:
    docs = [doc(1, "1234.56"), doc(2, "4321.65"), doc(3, "999.99")]
    found = run(docs, [paid("p", "5556.22")])
    assert not pairs(found)
    assert candidates(found) == {("p", "d1"), ("p", "d2")}
    assert "y sobra 0,01" in why(found, "d1")


def test_a_sum_less_its_withholding_is_for_a_person() -> None:
    docs = [doc(1, "12345.60"), doc(2, "43210.40"), doc(3, "999.99")]
    found = run(docs, [paid("p", "54444.88")])  # 2 % of 55556.00 less
    assert not pairs(found)
    assert candidates(found) == {("p", "d1"), ("p", "d2")}
    assert "falta 1111,12" in why(found, "d1")


def test_a_sum_of_who_is_known_by_name_is_for_a_person() -> None:
    docs = [doc(1, "1234.56", **MILL), doc(2, "4321.65", **MILL)]
    text = "MOLINOS HERMANOS GUEMES"
    found = run(docs, [paid("p", "5556.21", documento_nro=None, texto=text)])
    assert not pairs(found)
    assert candidates(found) == {("p", "d1"), ("p", "d2")}


@pytest.mark.parametrize("who", [{"documento_nro": LUIS}, {"documento_nro": None, "nombre": "Paz"}])
def test_somebody_else_who_pays_a_balance_to_the_cent_is_for_a_person(who: dict[str, Any]) -> None:
    found = run([doc(1, "1234.56"), doc(2, "700")], [paid("p", "1234.56", **who)])
    assert not pairs(found)
    assert candidates(found) == {("p", "d1")}
    assert "paga otro" in why(found, "d1")


def test_a_balance_that_many_owe_tells_nobody() -> None:
    docs = [doc(n, "1000", documento_nro=str(20_000_000 + n)) for n in range(1, 9)]
    assert not candidates(run(docs, [paid("p", "1000", documento_nro=LUIS)]))


def test_a_part_of_what_a_client_owes_is_offered_for_the_oldest() -> None:
    docs = [doc(n, f"{n}000.5", fecha=DAY + timedelta(days=n)) for n in range(1, 8)]
    found = run(docs, [paid("p", "333.33")])
    assert not pairs(found)
    assert candidates(found) == {("p", f"d{n}") for n in range(1, 6)}
    assert "una parte de FACTURA A 00010-00000001" in why(found, "d1")


def test_what_was_paid_already_is_told_and_not_paid_again() -> None:
    later = paid("q", "1234.56", fecha=DAY + timedelta(days=30))
    found = run([doc(1, "1234.56"), doc(2, "980.15")], [paid("p", "1234.56"), later])
    assert pairs(found) == {("p", "d1", "1234.56")}
    assert candidates(found) == {("q", "d1")}
    assert "¿pagó dos veces, o aquél volvió?" in why(found, "d1")


def test_a_candidate_takes_nothing_from_a_payment_that_is_certain() -> None:
    docs = [doc(1, "1234.56"), doc(2, "55.10")]
    other = paid("other", "1234.56", documento_nro=LUIS)
    found = run(docs, [paid("p", "1234.56"), other])
    assert pairs(found) == {("p", "d1", "1234.56")}
    assert not candidates(found)
