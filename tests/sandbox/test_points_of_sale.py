"""A set of credentials is of one CUIT and one point of sale."""

from __future__ import annotations

from typing import Any

import pytest

from planilla.sandbox.rehearsal import AnotherPoint
from planilla.sandbox.server import Options, Sandbox, credentials_of, one_set_of
from tests.sandbox.helpers import day, lot, naming, post, queueing, request, searching

THREE, FOUR = credentials_of(3), credentials_of(4)
OTHER = "30700000148"


def _search(box: Sandbox, credentials: dict[str, str], kind: str, **fields: Any) -> int:
    body = searching(kind, **fields) | credentials
    return int(post(box, "consulta_avanzada", body)["total"])


def test_there_is_one_apikey_and_apitoken_with_a_usertoken_a_point() -> None:
    assert {name: THREE[name] == FOUR[name] for name in THREE} == {
        "usertoken": False, "apikey": True, "apitoken": True
    }  # fmt: skip


def test_any_point_of_sale_has_its_set(quick: Sandbox) -> None:
    for point in (1, 3, 99_999):
        body = request(credentials=credentials_of(point), punto_venta=point)
        assert post(quick, "nuevo", body)["error"] == "N"
    strange = credentials_of(3) | {"usertoken": credentials_of(3)["usertoken"] + "x"}
    assert post(quick, "nuevo", request(credentials=strange))["error"] == "S"


def test_searches_show_the_point_of_sale_of_the_credentials_only(quick: Sandbox) -> None:
    post(quick, "nuevo", request(credentials=THREE))
    post(quick, "nuevo_encola", queueing(credentials=FOUR, punto_venta=4))
    for kind, fields in (("EXT_REF", {"external_reference": "a"}), ("F", {"fecha": day()})):
        assert _search(quick, THREE, kind, **fields) == 1
        assert _search(quick, FOUR, kind, **fields) == 1
        assert _search(quick, Sandbox.credentials, kind, **fields) == 2


def test_searches_of_a_set_that_serves_several_may_still_show_one_point(quick: Sandbox) -> None:
    quick.options.rehearsal.one_set_shows = 4
    post(quick, "nuevo", request())
    assert _search(quick, Sandbox.credentials, "EXT_REF", external_reference="a") == 0
    assert post(quick, "consulta", naming(1))["error"] == "S"


@pytest.mark.parametrize("method", ["nuevo", "nuevo_encola", "pagar", "consulta", "numeracion"])
def test_a_body_that_names_another_point_of_sale_is_refused(quick: Sandbox, method: str) -> None:
    post(quick, "nuevo", request())
    bodies = {
        "nuevo": request(),
        "nuevo_encola": queueing(),
        "pagar": naming(pagos={"formas_pago": [{"descripcion": "x", "importe": 1}], "total": 1}),
        "consulta": naming(),
        "numeracion": naming(),
    }
    if method == "numeracion":
        del bodies[method]["comprobante"]["numero"]
    answer = post(quick, method, bodies[method] | FOUR)
    assert "punto de venta no es el de las credenciales" in answer["errores"][0]
    assert len(quick.books.held) == 1
    assert not quick.books.queue


def test_one_of_a_lot_that_names_another_point_is_left_out(quick: Sandbox) -> None:
    both = lot(queueing(external_reference="b", punto_venta=4), queueing(), credentials=THREE)
    answer = post(quick, "lotes_encola", both)
    assert {one["external_reference"]: one["error"] for one in answer["response"]} == {
        "a": "N", "b": "S"
    }  # fmt: skip


def test_another_point_of_sale_may_be_taken_for_the_own_one(quick: Sandbox) -> None:
    quick.options.rehearsal.another_point = AnotherPoint.OWN
    assert post(quick, "nuevo", request(credentials=FOUR))["comprobante_nro"] == "00004-00000001"
    answer = post(quick, "lotes_encola", lot(queueing(), credentials=FOUR))
    assert answer["response"][0]["comprobante_nro"] == "00004-00000000"


def test_another_point_of_sale_may_be_served(quick: Sandbox) -> None:
    quick.options.rehearsal.another_point = AnotherPoint.SERVED
    assert post(quick, "nuevo", request(credentials=FOUR))["comprobante_nro"] == "00003-00000001"


def test_the_queue_of_another_point_of_sale_is_not_touched(quick: Sandbox) -> None:
    post(quick, "nuevo_encola", queueing())
    dropping = {**FOUR, "external_reference": "a", "fecha": day()}
    assert post(quick, "eliminar_encolado", dropping)["error"] == "S"
    assert post(quick, "eliminar_encolado", dropping | THREE)["error"] == "N"


def test_without_the_option_there_is_no_set_for_all(quick: Sandbox) -> None:
    quick.options.rehearsal.one_set_serves_all = False
    assert "credenciales" in post(quick, "nuevo", request())["errores"][0]
    assert post(quick, "nuevo", request(credentials=THREE))["error"] == "N"


def test_each_company_has_sets_and_books_of_its_own() -> None:
    with Sandbox(Options(companies=(OTHER,))) as box:
        theirs = credentials_of(3, OTHER)
        assert post(box, "nuevo", request(credentials=theirs))["error"] == "N"
        assert post(box, "nuevo", request(credentials=one_set_of(OTHER)))["error"] == "N"
        assert (len(box.books.held), len(box.books_of(OTHER).held)) == (0, 2)
        mixed = theirs | {"usertoken": THREE["usertoken"]}
        assert post(box, "nuevo", request(credentials=mixed))["error"] == "S"
