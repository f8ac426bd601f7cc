"""Who paid: CUITs in any spelling, our own beside them, and DNIs for CUILs."""

from __future__ import annotations

import pytest

from tests.reconcile.test_engine import ANA, candidates, doc, paid, pairs, run

BELEN = "27274568920"  # her DNI is 27.456.892
OURS = "30500001235"


@pytest.mark.parametrize(
    "text",
    ["DE 30 71234567 1", "30.71234567.1 ALMACEN", "CUIT30712345671/", "ORD 00030712345671 VAR"],
)
def test_a_cuit_is_the_payers_however_it_is_spelled(text: str) -> None:
    found = run([doc(1, "99.99")], [paid("p", "99.99", documento_nro=None, texto=text)])
    assert pairs(found) == {("p", "d1", "99.99")}


def test_our_own_cuit_is_not_the_payers() -> None:
    text = f"DEST {OURS} ORIG {ANA}"
    payment = paid("p", "99.99", documento_nro=None, texto=text)
    assert pairs(run([doc(1, "99.99", emisor_cuit=OURS)], [payment])) == {("p", "d1", "99.99")}
    column = paid("p", "99.99", documento_nro=OURS, texto="VARIOS")
    assert not pairs(run([doc(1, "99.99", emisor_cuit=OURS)], [column]))


def test_two_clients_in_one_text_are_nobody_certain() -> None:
    docs = [doc(1, "99.99"), doc(2, "55.55", documento_nro=BELEN)]
    both = paid("p", "99.99", documento_nro=None, texto=f"{ANA} {BELEN}")
    found = run(docs, [both])
    assert not pairs(found)
    assert candidates(found) == {("p", "d1")}


def test_a_cuil_pays_what_was_issued_to_its_dni() -> None:
    docs = [doc(1, "321.10", documento_nro="27456892", razon_social="Funes, Belén")]
    text = "CR TRANSF 27-27456892-0"
    found = run(docs, [paid("p", "321.10", documento_nro=None, texto=text)])
    assert pairs(found) == {("p", "d1", "321.10")}
    named = run(docs, [paid("p", "321.10", documento_nro=BELEN, texto="FC A 10-1")])
    assert pairs(named) == {("p", "d1", "321.10")}


@pytest.mark.parametrize("text", ["DNI 27.456.892", "D.N.I. 27456892 BELEN", "DOC: 27456892"])
def test_a_dni_in_the_text_is_the_client_whose_cuil_has_it(text: str) -> None:
    docs = [doc(1, "321.10", documento_nro=BELEN)]
    found = run(docs, [paid("p", "321.10", documento_nro=None, texto=text)])
    assert pairs(found) == {("p", "d1", "321.10")}


def test_a_dni_of_two_clients_is_nobodys() -> None:
    docs = [doc(1, "321.10", documento_nro=BELEN), doc(2, "7", documento_nro="20274568926")]
    payment = paid("p", "321.10", documento_nro=None, texto="DNI 27456892")
    assert not pairs(run(docs, [payment]))


def test_one_client_by_dni_in_one_document_and_by_cuil_in_another_is_one() -> None:
    docs = [doc(1, "321.17", documento_nro="27456892"), doc(2, "54.38", documento_nro=BELEN)]
    found = run(docs, [paid("p", "375.55", documento_nro=BELEN)])
    assert pairs(found) == {("p", "d1", "321.17"), ("p", "d2", "54.38")}
