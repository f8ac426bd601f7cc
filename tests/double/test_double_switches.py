"""Each point that the documents leave open, read in each way, and in every pair of ways."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product
from typing import Any

import pytest

from schemas.service import contract
from tests.double import (
    DOUBTS,
    Double,
    Point,
    Switches,
    Window,
    covering,
    every,
    pairwise,
    problems,
    trial,
    values,
)
from tests.double import bodies as b
from tests.double.values import Body, told

TODAY = date(2026, 12, 3)
TOMORROW = TODAY + timedelta(days=1)
P1, P2 = Point(punto_venta=1), Point(punto_venta=2)
COVERING = list(pairwise())
SEARCH = "facturacion/consulta_avanzada"


class Asked:
    """A double with some switches, and short ways to ask it."""

    def __init__(self, **switches: Any) -> None:
        self.clock = b.Clock()
        self.double = Double([P1, P2], Switches(**switches), now=self.clock)

    def __call__(self, path: str, body: Body) -> Any:
        return self.double.answer(path, body)[1]

    def issue(self, body: Body) -> Any:
        answer = self("facturacion/nuevo", body)
        assert answer["error"] == "N", answer
        return answer

    def text(self, path: str, body: Body) -> str:
        answer = self(path, body)
        assert answer["error"] == "S"
        return " | ".join(answer["errores"])


def test_every_doubt_is_documented_with_where_it_comes_from() -> None:
    for name, one in DOUBTS.items():
        place = one.metadata["note"].split(":")[0]
        known = place in contract() or place in ("webhook",) or "api.md" in one.metadata["note"]
        assert known, name
        assert len(set(values(name))) > 1, name
        assert values(name)[0] == getattr(Switches(), name)


def test_few_combinations_hold_every_pair_of_two_readings() -> None:
    whole = list(pairwise())
    assert len(whole) < 40
    names = list(DOUBTS)
    for place, one in enumerate(names):
        for two in names[place + 1 :]:
            seen = {(getattr(each, one), getattr(each, two)) for each in whole}
            assert seen == {(x, y) for x in values(one) for y in values(two)}


def test_few_combinations_hold_every_triple_of_named_readings() -> None:
    few = ("nothing", "repeats", "alert", "numeracion", "search_lag")
    whole = list(covering(3, *few))
    assert len(whole) < 4 * 4 * 3 * 2 * 2
    for names in combinations(few, 3):
        seen = {tuple(getattr(each, name) for name in names) for each in whole}
        assert seen == set(product(*map(values, names)))


def test_all_combinations_of_named_doubts_can_be_had() -> None:
    made = list(every("numeracion", "nothing", cupo=5))
    assert len({(one.numeracion, one.nothing) for one in made}) == len(made) == 8
    assert {one.cupo for one in made} == {5}


@pytest.mark.parametrize("switches", COVERING, ids=range(len(COVERING)))
def test_in_every_pair_of_readings_all_answers_are_documented(switches: Switches) -> None:
    """A day of work, all methods: each answer is checked by the double itself."""
    clock = b.Clock()
    double = Double([P1, P2], switches, now=clock)
    client = {"tipo": "FACTURA A", "cliente": b.RI}
    day = {"fecha": told(TOMORROW), "vencimiento": told(TOMORROW)}
    asked: list[tuple[str, Body]] = [
        ("facturacion/nuevo", b.nuevo(P1, "a", **client)),
        ("facturacion/nuevo", b.nuevo(P1, "b", **client)),
        ("facturacion/nuevo", b.nuevo(P1, "c") | {"usertoken": "x"}),
        ("facturacion/lotes", b.lot(P1, b.sale(P1, "d"), b.sale(P1, "no"), b.sale(P1, "e"))),
        ("facturacion/pagar", b.pay(P1, 1, 121, tipo="FACTURA A")),
        ("facturacion/nuevo", b.note(P1, ("FACTURA A", 2, TODAY), cliente=b.RI)),
        ("clientes/cuenta-corriente", b.account(P1)),
        ("facturacion/consulta", b.of_number(P1, 1, "FACTURA A")),
        ("facturacion/consulta", b.of_number(P1, 99_999_999)),
        ("facturacion/numeracion", b.lane(P1)),
        ("facturacion/numeracion", b.lane(P1) | {"comprobante": b.lane(P2)["comprobante"]}),
        ("facturacion/reenviar", b.of_number(P1, 1, "FACTURA A")),
        ("facturacion/regenerar_pdf", b.of_number(P1, 1, "FACTURA A")),
        ("facturacion/nuevo_encola", b.queued(P1, "q1", fecha=TOMORROW)),
        ("facturacion/nuevo_encola", b.queued(P1, "no")),
        ("facturacion/reenviar_encolado", b.in_queue(P1, "no")),
        ("facturacion/cambiar_fecha_encolado", b.in_queue(P1, "q1", **day)),
        ("facturacion/eliminar_encolado", b.in_queue(P1, "no", fecha=told(TODAY))),
        (
            "facturacion/lotes_encola",
            b.lot(P2, b.sale(P2, "q2", numero=0), b.sale(P2, "q3", numero=0, total=1)),
        ),
        (SEARCH, b.by_reference(P1, "a")),
        (SEARCH, b.by_reference(P1, "q1")),
        (SEARCH, b.by_reference(P1, "nada")),
        (SEARCH, b.search(P1, "F", fecha=told(TODAY))),
        ("estado_servicios/alertas", P1.keys.body()),
        ("micuenta/consumo", P1.keys.body()),
        ("facturacion/topecf", P1.keys.body()),
        ("clientes/afip-info", b.account(P1)),
    ]
    double.rejects["no"] = "Cod: 10036"
    for path, body in asked:
        double.answer(path, body)
    clock.go(days=1)
    assert not problems(double)


# numbers


@pytest.mark.parametrize(("reading", "numbers"), [("next", [1, 2]), ("last", [0, 1])])
def test_numeracion_tells_the_next_or_the_last(reading: str, numbers: list[int]) -> None:
    ask = Asked(numeracion=reading)
    told_numbers = [ask("facturacion/numeracion", b.lane(P1))["comprobante"]["numero"]]
    ask.issue(b.nuevo(P1))
    told_numbers.append(ask("facturacion/numeracion", b.lane(P1))["comprobante"]["numero"])
    assert told_numbers == numbers


def test_numeracion_counts_or_not() -> None:
    for counts in (True, False):
        ask = Asked(numeracion_counts=counts)
        ask("facturacion/numeracion", b.lane(P1))
        assert ask.double.spent["facturacion/numeracion"] == counts


def test_a_number_comes_with_its_point_or_without() -> None:
    assert Asked(nro_with_point=True).issue(b.nuevo(P1))["comprobante_nro"] == "00001-00000001"
    assert Asked(nro_with_point=False).issue(b.nuevo(P1))["comprobante_nro"] == "0000001"


# credentials


def other_point() -> Body:
    """The credentials of point 1 and a body that names point 2."""
    return b.nuevo(P2) | P1.keys.body()


def test_a_body_that_names_another_point_is_refused() -> None:
    ask = Asked(other_point="refused")
    assert "punto de venta" in ask.text("facturacion/nuevo", other_point())
    elsewhere = b.of_number(P2, 1) | P1.keys.body()
    for path in ("facturacion/consulta", "facturacion/reenviar"):
        assert "punto de venta" in ask.text(path, elsewhere)
    assert not ask.double.books.issued


def test_or_issued_at_that_point_where_its_searches_do_not_show_it() -> None:
    ask = Asked(other_point="issued")
    assert ask.issue(other_point())["comprobante_nro"] == "00002-00000001"
    assert ask(SEARCH, b.by_reference(P1))["comprobantes"] == []
    assert ask(SEARCH, b.by_reference(P2))["total"] == 1
    elsewhere = b.of_number(P2, 1) | P1.keys.body()
    assert "No se han encontrado" in ask.text("facturacion/consulta", elsewhere)


def test_or_issued_at_the_point_of_the_credentials() -> None:
    ask = Asked(other_point="own")
    assert ask.issue(other_point())["comprobante_nro"] == "00001-00000001"
    assert ask(SEARCH, b.by_reference(P1))["total"] == 1
    assert ask(SEARCH, b.by_reference(P2))["total"] == 0


def test_wrong_credentials_are_told_in_the_body_or_by_the_status() -> None:
    wrong = b.nuevo(P1) | {"apitoken": "x"}
    for status in (200, 401):
        ask = Asked(wrong_keys_status=status)
        assert ask.double.answer("facturacion/nuevo", wrong)[0] == status
        assert ask.double.answer("facturacion/nuevo", b.nuevo(P1))[0] == 200


# searches


def test_nothing_found_has_four_forms() -> None:
    told_forms = {
        form: Asked(nothing=form)(SEARCH, b.by_reference(P1)) for form in values("nothing")
    }
    assert told_forms["empty"]["comprobantes"] == []
    assert told_forms["missing"]["error"] == "N"
    assert "comprobantes" not in told_forms["missing"]
    assert told_forms["sentence"]["errores"] == ["No se han encontrado comprobantes."]
    assert told_forms["words"]["errores"] == ["Sin resultados para los parametros informados"]


def test_other_words_for_nothing_are_the_same_each_time_and_in_consulta_too() -> None:
    ask = Asked(nothing="words", nothing_words="Nada por aqui")
    texts = {
        ask.text(SEARCH, b.by_reference(P1, "azar-1")),
        ask.text(SEARCH, b.search(P1, "F", fecha="01/12/2026")),
        ask.text("facturacion/consulta", b.of_number(P1, 99_999_999)),
    }
    assert texts == {"Nada por aqui"}


def test_a_search_shows_a_comprobante_only_after_a_while() -> None:
    ask = Asked(search_lag=20.0)
    ask.issue(b.nuevo(P1))
    assert ask(SEARCH, b.by_reference(P1))["total"] == 0
    assert ask("facturacion/consulta", b.of_number(P1, 1))["error"] == "N"
    ask.clock.go(seconds=20)
    assert ask(SEARCH, b.by_reference(P1))["total"] == 1


def test_consulta_may_lag_too() -> None:
    ask = Asked(consulta_lag=20.0)
    ask.issue(b.nuevo(P1))
    assert ask("facturacion/consulta", b.of_number(P1, 1))["error"] == "S"
    assert ask("facturacion/numeracion", b.lane(P1))["comprobante"]["numero"] == 2
    ask.clock.go(seconds=20)
    assert ask("facturacion/consulta", b.of_number(P1, 1))["error"] == "N"


@pytest.mark.parametrize(
    ("reading", "first"),
    [
        ("same", "EMITIDO"),
        ("failed", "ENVIADO A PROCESAR - CON ERROR"),
        ("queued", "APROBADO Y EN COLA. SE EMITE EL 03/12/2026"),
    ],
)
def test_a_search_repeats_one_reference_in_several_entries(reading: str, first: str) -> None:
    ask = Asked(repeats=reading)
    ask.issue(b.nuevo(P1))
    found = ask(SEARCH, b.by_reference(P1))["comprobantes"]
    assert [one["comprobante"]["status"] for one in found] == [first, "EMITIDO"]


def test_a_queued_one_may_show_a_number_that_is_not_fiscal() -> None:
    ask = Asked(queued_number=True, queued_vencimiento_cae="01/01/2000")
    ask("facturacion/nuevo_encola", b.queued(P1, fecha=TOMORROW))
    shown = ask(SEARCH, b.by_reference(P1))["comprobantes"][0]["comprobante"]
    assert (shown["numero"], shown["cae"]) == (1, " ")
    assert shown["vencimiento_cae"] == "01/01/2000"
    assert shown["status"].startswith("APROBADO Y EN COLA")
    assert ask("facturacion/numeracion", b.lane(P1))["comprobante"]["numero"] == 1
    by_number = ask("facturacion/consulta", b.of_number(P1, 1))
    assert by_number["comprobante"]["status"].startswith("APROBADO Y EN COLA")
    for other in (b.of_number(P1, 2), b.of_number(P1, 1, "FACTURA A")):
        assert ask("facturacion/consulta", other)["error"] == "S"


# lots


def test_the_response_of_a_lot_may_hold_another_response() -> None:
    ask = Asked(lot_nested=True)
    ask.double.rejects["b"] = "Cod: 10036"
    answer = ask("facturacion/lotes", b.lot(P1, *(b.sale(P1, one) for one in "abc")))
    (inner,) = answer["response"]
    assert [one["error"] for one in inner["response"]] == ["N", "S", "S"]


def test_a_partial_lot_answers_in_another_order() -> None:
    orders = {}
    for order in values("lot_order"):
        ask = Asked(lot_order=order)
        sales = [b.sale(P1, f"R-{place}", numero=0) for place in range(6)]
        sales[2]["comprobante"]["total"] = 1
        answer = ask("facturacion/lotes_encola", b.lot(P1, *sales))
        orders[order] = [one["external_reference"] for one in answer["response"]]
    plain = [f"R-{place}" for place in range(6)]
    assert orders["same"] == plain
    assert orders["reversed"] == plain[::-1]
    assert orders["shuffled"] not in (plain, plain[::-1])
    assert sorted(orders["shuffled"]) == plain


# the queue


def test_a_failed_one_in_the_queue_blocks_instant_issuing_or_not() -> None:
    for blocks in (True, False):
        ask = Asked(failed_block=blocks)
        ask.double.rejects["q"] = "Cod: 10036"
        ask("facturacion/nuevo_encola", b.queued(P1, "q"))
        assert (ask("facturacion/nuevo", b.nuevo(P1))["error"] == "S") == blocks


def test_a_change_of_date_sends_a_failed_one_again_or_not() -> None:
    for again in (True, False):
        ask = Asked(date_change_requeues=again)
        ask.double.rejects["q"] = "Cod: 10036"
        ask("facturacion/nuevo_encola", b.queued(P1, "q"))
        ask.double.settle()
        ask.double.rejects.clear()
        body = b.in_queue(P1, "q", fecha=told(TODAY), vencimiento=told(TODAY))
        ask("facturacion/cambiar_fecha_encolado", body)
        assert len(ask.double.issued("q")) == again


def test_dropping_goes_by_the_date_too_or_not() -> None:
    for by_date in (True, False):
        ask = Asked(drop_by_date=by_date)
        ask("facturacion/nuevo_encola", b.queued(P1, fecha=TOMORROW))
        body = b.in_queue(P1, fecha=told(TODAY))
        dropped = ask("facturacion/eliminar_encolado", body)["procesados_cant"]
        assert dropped == (0 if by_date else 1)


def test_an_entry_may_wait_for_approval() -> None:
    ask = Asked(queue_approval=True)
    ask("facturacion/nuevo_encola", b.queued(P1))
    found = ask(SEARCH, b.by_reference(P1))["comprobantes"]
    assert found[0]["comprobante"]["status"] == "EN COLA, ESPERANDO APROBACION"
    ask.double.approve()
    assert len(ask.double.issued("R-1")) == 1


def test_the_queue_takes_its_time() -> None:
    ask = Asked(queue_takes=60.0)
    ask("facturacion/nuevo_encola", b.queued(P1))
    ask.clock.go(seconds=59)
    assert not ask.double.issued("R-1")
    ask.clock.go(seconds=1)
    (one,) = ask.double.issued("R-1")
    assert one.at == ask.clock.now


def test_an_fce_may_be_queued_or_not() -> None:
    tipo = "FACTURA DE CREDITO ELECTRONICA MiPyME (FCE) A"
    given = [{"id": 2101, "valor": "0" * 22}, {"id": 27, "valor": "SCA"}]
    whole = {"regimen": "FCE", "datos": given}
    for can in (True, False):
        body = b.queued(P1, tipo=tipo, cliente=b.RI, rg_especiales=whole)
        answer = Asked(fce_queueable=can)("facturacion/nuevo_encola", body)
        assert (answer["error"] == "N") == can


def test_the_ids_of_a_hook_may_be_numbers_and_a_test_may_have_none() -> None:
    ask = Asked(hook_numbers=True)
    ask("facturacion/nuevo_encola", b.queued(P1, "1234"))
    hook = ask.double.take_hooks()[0]
    assert (hook.body["external_reference"], hook.body["hook_id"]) == (1234, 1)
    test = trial(ask.double, P1)
    assert test.body == {"evento": "test", "recurso": "test"}
    for one in (hook, test):
        assert not contract().hook.request_faults(one.body)


# accounts


def test_the_accounts_rows_come_bare_or_wrapped_with_a_rest_or_without() -> None:
    for wrapped in ("", "movimientos"):
        ask = Asked(account_wrapped_as=wrapped, account_rest=not wrapped)
        ask.issue(b.nuevo(P1, tipo="FACTURA A", cliente=b.RI))
        answer = ask("clientes/cuenta-corriente", b.account(P1))
        (row,) = answer[wrapped] if wrapped else answer
        assert row["saldo"] == 121
        assert ("resta_abonar_de_este_comprobante" in row) != bool(wrapped)


def test_a_note_that_credits_by_itself_is_shown_as_note_or_as_receipt() -> None:
    for reading, words in (("note", "NOTA DE CREDITO A"), ("receipt", "RECIBO")):
        ask = Asked(note_rows=reading)
        ask.issue(b.nuevo(P1, tipo="FACTURA A", cliente=b.RI))
        ask.issue(b.note(P1, ("FACTURA A", 1, TODAY), cliente=b.RI))
        invoice, credit = ask("clientes/cuenta-corriente", b.account(P1))
        assert credit["concepto"].startswith(words)
        assert (invoice["resta_abonar_de_este_comprobante"], credit["saldo"]) == (0, 0)


def test_several_payments_may_come_to_too_much_but_never_one() -> None:
    for refused in (True, False):
        ask = Asked(overpaid_refused=refused)
        ask.issue(b.nuevo(P1))
        ask("facturacion/pagar", b.pay(P1, 1, 100))
        assert "supera" in ask.text("facturacion/pagar", b.pay(P1, 1, 122))
        assert (ask("facturacion/pagar", b.pay(P1, 1, 22))["error"] == "S") == refused
        told_problems = problems(ask.double)
        assert told_problems == (
            [] if refused else ["paid too much: FACTURA B 00001-00000001: 122 paid of 121.00"]
        )


# answers


def test_the_development_plan_answers_with_an_empty_cae() -> None:
    ask = Asked(development=True)
    answer = ask.issue(b.nuevo(P1))
    assert (answer["cae"], answer["vencimiento_cae"]) == ("", "")
    assert answer["comprobante_nro"] == "00001-00000001"
    assert not problems(ask.double)


def test_a_success_may_be_bare_and_its_errores_empty_and_observed() -> None:
    ask = Asked(bare_success=True, errores_blank=False, observaciones="Observacion: 10063")
    answer = ask.issue(b.nuevo(P1))
    assert answer["errores"] == []
    assert answer["observaciones"] == "Observacion: 10063"
    assert ask("facturacion/reenviar", b.of_number(P1, 1)) == {"error": "N"}


# the state of the services


def test_an_alert_of_afip_has_its_text_in_facturacion_and_empty_errores() -> None:
    ask = Asked(alert="afip", alert_text="ARCA con errores")
    answer = ask("estado_servicios/alertas", P1.keys.body())
    assert (answer["error"], answer["errores"]) == ("S", [])
    assert answer["facturacion"] == "ARCA con errores"
    refused = Asked(alert="refused", alert_text="Dato no valido")
    assert refused.text("estado_servicios/alertas", P1.keys.body()) == "Dato no valido"


def test_while_arca_is_down_only_queueing_goes_on() -> None:
    ask = Asked(arca_down=True)
    assert "ARCA" in ask.text("facturacion/nuevo", b.nuevo(P1))
    assert ask("estado_servicios/alertas", P1.keys.body())["error"] == "S"
    assert ask("facturacion/nuevo_encola", b.queued(P1))["error"] == "N"
    ask.clock.go(hours=1)
    assert not ask.double.issued("R-1")
    ask.double.switches = replace(ask.double.switches, arca_down=False)
    assert len(ask.double.issued("R-1")) == 1


def test_an_announced_maintenance_is_told_before_and_refuses_every_call_in_it() -> None:
    clock = b.Clock()
    begins, ends = clock.now + timedelta(hours=1), clock.now + timedelta(hours=2)
    ask = Asked(windows=(Window(begins, ends), Window(begins, ends, announced=False)))
    told_ones = ask("estado_servicios/alertas", P1.keys.body())["prox_mantenimientos_programados"]
    assert [(one["desde"], one["hasta"]) for one in told_ones] == [
        ("03/12/2026 11:00", "03/12/2026 12:00")
    ]
    ask.issue(b.nuevo(P1))
    ask.clock.go(hours=1)
    for path, body in (("facturacion/topecf", P1.keys.body()), (SEARCH, b.by_reference(P1))):
        answer = ask(path, body)
        assert answer["mantenimiento_hasta"] == "03/12/2026 12:00"
    ask.clock.go(hours=1)
    assert ask(SEARCH, b.by_reference(P1))["total"] == 1


def test_a_maintenance_of_arca_refuses_instant_issuing_only() -> None:
    clock = b.Clock()
    window = Window(clock.now, clock.now + timedelta(hours=1), whose="arca")
    ask = Asked(windows=(window,))
    assert "ARCA" in ask.text("facturacion/nuevo", b.nuevo(P1))
    assert ask("facturacion/nuevo_encola", b.queued(P1))["error"] == "N"
    ask.clock.go(hours=1)
    assert len(ask.double.issued("R-1")) == 1


# rules


def test_the_general_discount_is_taken_from_21_or_from_the_first_rate() -> None:
    detalle = [b.concept(50, "10.5", "1.5"), b.concept("500.45")]
    sent = b.nuevo(P1, detalle=detalle, bonificacion=60, total="615.82")
    assert Asked(discount_on="21")("facturacion/nuevo", sent)["error"] == "N"
    assert "no coincide" in Asked(discount_on="first").text("facturacion/nuevo", sent)
    sent["comprobante"]["total"] = "622.12"
    assert Asked(discount_on="first")("facturacion/nuevo", sent)["error"] == "N"


def test_a_note_to_an_old_one_is_taken_or_not() -> None:
    for strict in (True, False):
        ask = Asked(notes_within_15_days=strict)
        ask.issue(b.nuevo(P1))
        ask.clock.go(days=16)
        body = b.note(P1, ("FACTURA B", 1, TODAY), fecha=TODAY + timedelta(days=16))
        assert (ask("facturacion/nuevo", body)["error"] == "S") == strict


def test_a_note_to_one_that_is_not_in_the_books_is_taken_by_a_switch() -> None:
    body = b.note(P1, ("FACTURA B", 7, TODAY))
    assert "10041" in Asked().text("facturacion/nuevo", body)
    Asked(asociados_must_exist=False).issue(body)
