"""What goes beyond, is less a credit note, or came at another rate: paired only where certain."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from planilla.sandbox.server import Sandbox
from planilla.writing.report import Estado
from tests.helpers import Job, paid_at, row, run_pay, write_csv
from tests.helpers import run as run_emit
from tests.reconcile.test_engine import ANA, DAY, LUIS, candidates, doc, paid, pairs, run
from tests.reconcile.test_month import ANA as CLIENT
from tests.reconcile.test_month import Office, choose, sheet


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Sandbox() as box:
        yield Office(box, tmp_path)


def note(number: int, total: str, **more: Any) -> dict[str, Any]:
    base = {"id": f"n{number}", "tipo": "NOTA DE CREDITO A", "signo": -1}
    return doc(number, total, **base | more)


def dollars(number: int, total: str, rate: str, **more: Any) -> dict[str, Any]:
    return doc(number, total, moneda="DOL", cotizacion=Decimal(rate), **more)


def test_who_names_one_and_lacks_the_note_that_details_it_pays_both_out() -> None:
    docs = [
        doc(1, "1000", saldo=Decimal(1000)),
        note(7, "120.50", asociado="FACTURA A 00010-00000001"),
    ]
    found = run(docs, [paid("p", "879.50", texto="FC A 10-1")])
    assert pairs(found) == {("p", "d1", "879.50"), ("p", "n7", "0.00")}
    assert found.documents["resta"].to_list() == [0, 0]
    assert found.bookable["importe"].to_list() == [Decimal("879.50")]
    assert "es menos NOTA DE CREDITO A 00010-00000007" in found.pairs["evidencia"][0]


@pytest.mark.parametrize(
    "more",
    [
        {"documento_nro": LUIS},
        {"asociado": "FACTURA A 00010-00000099"},
        {"of": "30"},  # 3 % may have been withheld
    ],
    ids=["of another client", "of another comprobante", "as much as a withholding"],
)
def test_a_note_that_may_be_another_is_left_alone(more: dict[str, Any]) -> None:
    amount = more.pop("of", "120.50")
    docs = [doc(1, "1000"), note(7, amount, **more)]
    found = run(docs, [paid("p", f"{1000 - Decimal(amount)}", texto="FC A 10-1")])
    assert "n7" not in {document for _, document, _ in pairs(found)}


def test_one_note_for_two_payments_is_nobodys() -> None:
    docs = [doc(1, "1000"), doc(2, "2000"), note(7, "120.50")]
    texts = {"p": ("879.50", "FC A 10-1"), "q": ("1879.50", "FC A 10-2")}
    found = run(docs, [paid(name, amount, texto=text) for name, (amount, text) in texts.items()])
    assert "n7" not in {document for _, document, _ in pairs(found)}


def test_who_pays_more_than_is_named_is_asked_and_told_how_much_more() -> None:
    found = run([doc(1, "1000")], [paid("p", "1500", texto="FC A 10-1")])
    assert not pairs(found)
    assert "paga 500,00 más de lo que resta" in found.review["motivo"][0]


def test_who_pays_more_than_everything_is_asked_and_told_how_much_more() -> None:
    found = run([doc(1, "1000"), doc(2, "700")], [paid("p", "1900")])
    assert not pairs(found)
    assert "paga 200,00 más de lo que debe" in found.review["motivo"][0]


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        ("106000", "son DOL 100,00 a 1.060,00, y FACTURA A 00010-00000001 es a 1.000,00: ¿sobra"),
        ("104500", "son DOL 100,00 a 1.045,00"),
        ("130000", None),
    ],
)
def test_dollars_at_the_rate_of_the_day_are_for_a_person(amount: str, told: str | None) -> None:
    """Another client's comprobante of those days says what the rate was."""
    later = {"documento_nro": LUIS, "razon_social": "Luisa", "fecha": DAY + timedelta(days=60)}
    docs = [dollars(1, "100", "1000"), dollars(2, "77", "1055", **later)]
    found = run(docs, [paid("p", amount, fecha=DAY + timedelta(days=63))])
    assert not pairs(found)
    motives = [one for one in found.review["motivo"] if told and told in one]
    assert bool(motives) == (told is not None)
    assert told is None or candidates(found) == {("p", "d1")}


def test_dollars_without_a_rate_of_the_day_are_told_if_near(  # ten per cent of their own
) -> None:
    docs = [dollars(1, "100", "1000", documento_nro=ANA)]
    paid_later = paid("p", "108000", fecha=DAY + timedelta(days=90))
    assert "a 1.080,00" in run(docs, [paid_later]).review["motivo"][0]


def test_a_payment_may_be_left_in_favour_of_its_client() -> None:
    found = run([doc(1, "1000")], [paid("p", "1500", eleccion="a favor")])
    assert not pairs(found)
    assert found.review["motivo"].to_list() == ["Una persona eligió que queda a favor del cliente."]


@pytest.mark.slow
def test_what_goes_beyond_is_shown_as_the_clients_credit_until_it_is_used(office: Office) -> None:
    bank = office.bank({"monto": office.total(1) + 500, "texto": f"{CLIENT} FC A 1-1"})
    choose(office.reconcile(payments=(bank,)), "FACTURA A 00001-00000001")
    for _ in range(2):
        done = office.reconcile(payments=(bank,))
        (beyond,) = sheet(done, "A favor")
        told = (beyond["a_favor"], beyond["importe"], beyond["pagó"], beyond["cliente"])
        assert told == (500, float(office.total(1) + 500), "FACTURA A 00001-00000001", "El Ñandú")
        assert done.reconciled.closes
        if done.to_pay is not None:
            assert run_pay(Job((done.to_pay,), office.settings)).exit_code == 0
    choose(done, "FACTURA A 00001-00000002")
    (less,) = sheet(office.reconcile(payments=(bank,)), "A favor")
    assert less["a_favor"] == float(500 - office.total(2))


@pytest.mark.slow
def test_a_note_that_a_payment_used_up_is_used_up_for_later_runs(office: Office) -> None:
    of_one = {"documento_nro": CLIENT, "razon_social": "El Ñandú", "asociado_referencia": "R-00001"}
    receiver = {"documento_tipo": "CUIT", "condicion_iva": "RI", **of_one}
    note_row = {"tipo": "NOTA DE CREDITO A", "precio_unitario_sin_iva": "10", **receiver}
    path = write_csv(office.folder / "nc.csv", [row(9, **note_row)])
    assert run_emit(Job((path,), office.settings)).exit_code == 0
    less = Decimal("12.10")
    bank = office.bank({"monto": office.total(1) - less, "texto": f"{CLIENT} FC A 1-1"})
    for _ in range(2):
        done = office.reconcile(payments=(bank,))
        assert done.reconciled.closes
        assert not [one for one in sheet(done, "Sin pago") if one["comprobante"].endswith("0001")]
        assert {one["clase"] for one in sheet(done, "Retenciones")} == {"nota de crédito"}
        assert not sheet(done, "A favor")
        if done.to_pay is not None:
            assert run_pay(Job((done.to_pay,), office.settings)).rows == {Estado.PAGADO: 1}
    assert paid_at(office.box)["FACTURA A 00001-00000001"] == office.total(1) - less
