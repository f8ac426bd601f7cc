"""Lots: one answer a request, whatever becomes of the others."""

from __future__ import annotations

from typing import Any

import pytest

from planilla.sandbox.server import Sandbox
from tests.sandbox.helpers import codes, day, lot, post, queueing, request

REJECTED = {"comentario": "RECHAZAR-AFIP"}


def _three(**wrong: Any) -> dict[str, Any]:
    """A lot for the queue whose second request is changed."""
    bodies = [queueing(external_reference=reference) for reference in "abc"]
    bodies[1]["comprobante"] |= wrong
    return lot(*bodies)


def _each(answer: dict[str, Any]) -> dict[str, str]:
    return {one["external_reference"]: one["error"] for one in answer["response"]}


def test_a_lot_for_the_queue_that_is_right_is_answered_in_its_order(quick: Sandbox) -> None:
    answer = post(quick, "lotes_encola", _three())
    assert answer["error"] == "N"
    assert [one["external_reference"] for one in answer["response"]] == ["a", "b", "c"]
    assert {one["cae"] for one in answer["response"]} == {" "}


@pytest.mark.parametrize("wrong", [{"total": 5}, {"idioma": 9}, {"external_reference": "no va"}])
def test_a_lot_for_the_queue_is_taken_in_part_and_says_so_outside(
    quick: Sandbox, wrong: dict[str, Any]
) -> None:
    answer = post(quick, "lotes_encola", _three(**wrong))
    assert answer["error"] == "S"
    assert "se procesara parcialmente" in answer["errores"][0]
    named = wrong.get("external_reference", "b")
    assert _each(answer) == {"c": "N", "a": "N", named: "S"}
    assert [one["external_reference"] for one in answer["response"]] != ["a", named, "c"]
    (refused,) = [one for one in answer["response"] if one["error"] == "S"]
    assert codes(refused)
    assert [one["external_reference"] for one in quick.books.in_queue()] == ["a", "c"]
    told = [(hook["evento"], hook["external_reference"]) for hook in quick.hooks_sent]
    assert told == [("encolado", "a"), ("error", named), ("encolado", "c")]


def test_equal_references_of_a_lot_are_two_comprobantes(quick: Sandbox) -> None:
    answer = post(quick, "lotes_encola", lot(queueing(), queueing()))
    assert [one["error"] for one in answer["response"]] == ["N", "N"]
    assert quick.run_queue() == 2


@pytest.mark.parametrize("silent", [False, True])
def test_a_lot_that_is_all_wrong_may_name_its_requests_or_not(quick: Sandbox, silent: bool) -> None:
    quick.options.rehearsal.silent_lot = silent
    answer = post(quick, "lotes_encola", lot(queueing(total=5)))
    assert answer["error"] == "S"
    assert len(answer["response"]) == (0 if silent else 1)


@pytest.mark.parametrize("requests", [[], [queueing()] * 101])
def test_a_lot_of_none_or_too_many_is_refused_whole(
    quick: Sandbox, requests: list[dict[str, Any]]
) -> None:
    answer = post(quick, "lotes_encola", lot(*requests))
    assert (answer["error"], codes(answer)) == ("S", ["TFC-6002"])
    assert not answer.get("response")
    assert not quick.books.queue


def test_a_lot_issues_up_to_twenty_of_one_tipo(quick: Sandbox) -> None:
    bodies = [request(external_reference=f"r{n}") for n in range(20)]
    answer = post(quick, "lotes", lot(*bodies))
    assert answer["error"] == "N"
    assert [one["comprobante_nro"][-2:] for one in answer["response"]] == [
        f"{n:02d}" for n in range(1, 21)
    ]
    assert codes(post(quick, "lotes", lot(*bodies, request()))) == ["TFC-6002"]
    assert len(quick.books.held) == 20


def test_the_answers_of_a_lot_may_stand_in_a_response_inside_of_response(quick: Sandbox) -> None:
    quick.options.rehearsal.nested_lot = True
    answer = post(quick, "lotes", lot(request()))
    assert answer["response"][0]["response"][0]["error"] == "N"


@pytest.mark.parametrize(
    "wrong",
    [
        {"total": 5},
        {"idioma": 9},
        {"tipo": "FACTURA C"},
        {"fecha": day(-2)},
        {"punto_venta": 4},
        {"tipo": "FACTURA E"},
        {"tipo": "FACTURA DE CREDITO ELECTRONICA MiPyME (FCE) B"},
    ],
)
def test_one_that_is_wrong_stops_the_whole_lot(quick: Sandbox, wrong: dict[str, Any]) -> None:
    bodies = [request(external_reference=reference) for reference in "abc"]
    bodies[1]["comprobante"] |= wrong
    answer = post(quick, "lotes", lot(*bodies))
    assert answer["error"] == "S"
    assert "La fila 1 (comenzando en 0)" in answer["errores"][0]
    assert "response" not in answer
    assert not quick.books.held


def test_one_that_arca_rejects_drags_the_later_ones_with_it(quick: Sandbox) -> None:
    bodies = [request(external_reference=reference) for reference in "abcd"]
    bodies[1]["comprobante"] |= REJECTED
    answer = post(quick, "lotes", lot(*bodies))
    assert (answer["error"], answer["errores"]) == ("S", [])
    assert _each(answer) == {"a": "N", "b": "S", "c": "S", "d": "S"}
    assert {one["cae"] for one in answer["response"][1:]} == {""}
    assert [held["external_reference"] for held in quick.books.held] == ["a"]
