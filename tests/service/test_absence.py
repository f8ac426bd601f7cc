"""How a free question says that there is nothing: learnt from the service, never guessed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from planilla.common.errors import SearchRefused, Unknown
from planilla.model.comprobante_key import Key
from tests.service.wire import Wire, refusal

KEY = Key("FACTURA B", 12, 31)
SENTENCE = "No se han encontrado comprobantes."
ODD = "Sin resultados para los parametros informados"


def nothing_said_as(answer: Any) -> Any:
    return lambda _method, _body: answer


@pytest.mark.parametrize(
    "nothing",
    [
        {"error": "N", "errores": [], "total": 0, "comprobantes": []},
        {"error": "N", "errores": [], "total": 0},
        {"error": "N"},
        refusal(SENTENCE),
        refusal(SENTENCE.upper()),
        refusal(ODD),
    ],
)
def test_every_way_of_saying_nothing_is_absence(nothing: dict[str, Any]) -> None:
    wire = Wire(by=nothing_said_as(nothing))
    assert wire.ask(lambda s: s.by_reference("R-1")) == []
    assert wire.ask(lambda s: s.by_day(date(2026, 11, 20))) == []
    assert wire.ask(lambda s: s.by_numbers(KEY, 1, 9)) == []
    assert wire.ask(lambda s: s.consulta(KEY)) is None


def test_the_documents_sentence_and_an_empty_page_are_believed_without_a_further_question() -> None:
    for nothing in (refusal(SENTENCE), {"error": "N", "total": 0, "comprobantes": []}):
        wire = Wire(nothing)
        assert wire.ask(lambda s: s.by_reference("R-1")) == []
        assert len(wire.asked) == 1


def test_how_a_search_says_nothing_is_learnt_once_from_a_reference_made_up() -> None:
    wire = Wire(by=nothing_said_as(refusal(ODD)))
    asked = ("R-1", "R-2", "R-3")
    wire.ask(*(lambda s, r=r: s.by_reference(r) for r in asked))
    names = [body["comprobante"]["external_reference"] for _, body in wire.asked]
    assert [name for name in names if name in asked] == list(asked)
    (made_up,) = (name for name in names if name not in asked)
    assert made_up.startswith("planilla-")


def test_consulta_learns_from_a_number_that_no_lane_reaches() -> None:
    wire = Wire(by=nothing_said_as(refusal(ODD)))
    assert (
        wire.ask(lambda s: s.consulta(KEY), lambda s: s.consulta(Key("FACTURA B", 12, 7))) is None
    )
    assert [body["comprobante"]["numero"] for _, body in wire.asked] == [31, 99999999, 7]


def test_words_that_repeat_what_was_asked_are_the_same_words() -> None:
    def answer(_method: str, body: dict[str, Any]) -> Any:
        return refusal(f"Nada con {body['comprobante']['external_reference']}")

    assert Wire(by=answer).ask(lambda s: s.by_reference("ABC")) == []


def test_a_search_refused_in_words_of_its_own_stops_with_the_services_text() -> None:
    def answer(_method: str, body: dict[str, Any]) -> Any:
        made_up = body["comprobante"]["external_reference"].startswith("planilla-")
        return refusal(ODD if made_up else "La busqueda no esta disponible para su plan")

    with pytest.raises(SearchRefused, match="no esta disponible para su plan"):
        Wire(by=answer).ask(lambda s: s.by_reference("R-1"))


@pytest.mark.parametrize(
    "said",
    [
        refusal("Falta el campo comprobante"),  # as where the body is not what it takes
        refusal("La busqueda no es valida", code="TFC-6002"),
        (400, "Bad Request"),
        {"error": "S", "errores": []},
    ],
)
def test_a_refusal_of_the_form_or_without_words_is_never_learnt_as_absence(said: Any) -> None:
    """Whatever is asked is refused alike: a probe would only confirm it."""
    for question in (lambda s: s.by_reference("R-1"), lambda s: s.consulta(KEY)):
        with pytest.raises(SearchRefused):
            Wire(by=nothing_said_as(said)).ask(question)


@pytest.mark.parametrize(
    "said", ["javax.ejb.EJBException", "En este momento no se puede establecer la comunicación"]
)
def test_an_outage_is_no_absence_though_it_answers_everything_alike(said: str) -> None:
    for question in (lambda s: s.by_reference("R-1"), lambda s: s.consulta(KEY)):
        with pytest.raises(Unknown):
            Wire(by=nothing_said_as(refusal(said))).ask(question)


@pytest.mark.parametrize(
    "shown", [{"error": "N", "comprobante": {}}, {"error": "N", "comprobante": {"total": 1}}]
)
def test_a_success_that_shows_nothing_is_absence_only_where_nothing_is_said_so(shown: Any) -> None:
    def answer(_method: str, body: dict[str, Any]) -> Any:
        nowhere = body["comprobante"]["numero"] == 99999999
        return refusal(SENTENCE) if nowhere else shown

    with pytest.raises(Unknown):
        Wire(by=answer).ask(lambda s: s.consulta(KEY))


def test_a_search_whose_count_and_page_differ_is_no_absence() -> None:
    with pytest.raises(Unknown):
        Wire({"error": "N", "total": 3}).ask(lambda s: s.by_reference("R-1"))


def test_what_is_shown_under_another_number_or_reference_is_not_what_was_asked() -> None:
    other = {"tipo": "FACTURA A", "punto_venta": 12, "numero": 31, "external_reference": "X-9"}
    shown = {"error": "N", "comprobante": other, "comprobantes": [{"comprobante": other}]}
    with pytest.raises(Unknown):
        Wire(shown).ask(lambda s: s.consulta(KEY))
    with pytest.raises(Unknown):
        Wire(shown).ask(lambda s: s.by_reference("R-1"))
    longer = {"error": "N", "comprobantes": [{**other, "external_reference": "R-10"}]}
    assert Wire(longer).ask(lambda s: s.by_reference("R-1")) == []
    assert Wire(shown).ask(lambda s: s.by_numbers(KEY, 1, 40)) == []


def test_an_account_of_nobody_is_learnt_in_the_same_way() -> None:
    wire = Wire(by=nothing_said_as(refusal("El cliente no registra movimientos")))
    assert wire.ask(lambda s: s.cobros.account("30712293841")) == []
    assert len(wire.asked) == 2
