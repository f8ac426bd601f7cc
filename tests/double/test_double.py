"""The double does what api.md and the contract say."""

from __future__ import annotations

import json
from base64 import b64decode
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from schemas.service import contract
from tests.double import Double, Keys, Point, Switches, problems
from tests.double import bodies as b
from tests.double.documented import answer_faults
from tests.double.totals import exact_total
from tests.double.values import Body, rounded, told

TODAY = date(2026, 12, 3)
P1, P2 = Point(punto_venta=1), Point(punto_venta=2)


@pytest.fixture
def clock() -> b.Clock:
    return b.Clock()


@pytest.fixture
def double(clock: b.Clock) -> Double:
    return Double([P1, P2], now=clock)


def ask(double: Double, path: str, body: Body) -> Any:
    return double.answer(path, body)[1]


def says(double: Double, path: str, body: Body) -> str:
    """The text of a refusal."""
    answer = ask(double, path, body)
    assert answer["error"] == "S"
    return " | ".join(answer["errores"])


def issue(double: Double, body: Body) -> Any:
    answer = ask(double, "facturacion/nuevo", body)
    assert answer["error"] == "N", answer
    return answer


# the contract's own examples and the seeds'


def test_the_contracts_own_invoice_is_issued(clock: b.Clock) -> None:
    keys = Keys("ut-ejemplo", "4321", "at-ejemplo")
    double = Double([Point(punto_venta=12, given=keys)], now=clock)
    answer = issue(double, dict(contract()["facturacion/nuevo"].request_example))
    assert answer["comprobante_nro"] == "00012-00000001"
    assert answer["cae"] == "74000000000001 "
    assert answer["rta"] == (
        "El comprobante FACTURA B 0012-00000001 (EMPRESA) se ha guardado correctamente"
    )
    assert answer["envio_x_mail_direcciones"] == "luz@ejemplo.com"


def test_the_seeds_own_requests_are_understood(double: Double) -> None:
    """With the seeds' forms: points and numbers as texts, with and without zeros."""
    issue(double, b.nuevo(P2, price=1000))
    named = {"tipo": "FACTURA B", "operacion": "V", "punto_venta": "2", "numero": "1"}
    padded = named | {"punto_venta": "00002", "numero": "00000001"}
    keys = P2.keys.body()
    assert ask(double, "facturacion/consulta", keys | {"comprobante": named})["rta"] == "OK"
    assert ask(double, "facturacion/reenviar", keys | {"comprobante": named})["error"] == "N"
    means = [
        {"descripcion": "VISA", "importe": 200},
        {"descripcion": "MercadoPago", "importe": 1000},
    ]
    paid = padded | {"pagos": {"formas_pago": means, "total": 1200}}
    assert ask(double, "facturacion/pagar", keys | {"comprobante": paid})["error"] == "N"
    retried = ask(double, "facturacion/reenviar_encolado", b.in_queue(P2, "mi_ext_rf"))
    assert retried["errores"] == ["No se han encontrado comprobantes."]
    assert not double.refused


# totals: api.md 3


WORKED = {
    "four concepts of 1000, tributos 10 + 20": (
        [b.concept(1000, rate) for rate in (21, -1, -2, 10.5)],
        {"tributos": [10, 20]},
        "4345",
    ),
    "20 % off a concept": ([b.concept(100, bonificacion_porcentaje=20)], {}, "96.80"),
    "20 off the whole": ([b.concept(100)], {"bonificacion": 20}, "96.80"),
    "two at 0": ([b.concept(100, 0), b.concept(10, 0)], {}, "110"),
    "a discount over two rates": (
        [b.concept("100.45"), b.concept(50, "10.5", "1.5"), b.concept(200, 21, 2)],
        {"bonificacion": 120},
        "543.22",
    ),
    "RG 5329": (
        [b.concept(102000, 21, 2), b.concept(1000), b.concept(200300, 10.5)],
        {"tributos": [6120, 3004.5, 20]},
        "478526",
    ),
    "a discount and perceptions": (
        [b.concept(100)],
        {"bonificacion": 10, "tributos": [30]},
        "138.90",
    ),
}


@pytest.mark.parametrize("name", WORKED)
def test_a_worked_total_is_taken_and_two_cents_more_is_refused(name: str) -> None:
    detalle, more, expected = WORKED[name]
    tributos = [
        {"tipo": 6, "regimen": 1, "base_imponible": 1, "alicuota": 1, "total": each}
        for each in more.get("tributos", ())  # type: ignore[attr-defined]
    ]
    made = {"detalle": detalle} | more | {"tributos": tributos}  # type: ignore[operator]
    assert rounded(exact_total(made)) == Decimal(expected)
    double = Double(now=b.Clock())
    beside = float(Decimal(expected) + Decimal("0.02"))
    client = b.RI
    body = b.nuevo(P1, tipo="FACTURA A", cliente=client, total=beside, **made)
    assert "no coincide" in says(double, "facturacion/nuevo", body)
    issue(double, b.nuevo(P1, tipo="FACTURA A", cliente=client, total=expected, **made))


def test_a_c_is_of_those_who_are_not_inscribed_and_bears_no_iva(clock: b.Clock) -> None:
    mono = Point(condicion_iva="M")
    double = Double([mono], now=clock)
    detalle = [b.concept(100, 0), b.concept(10, 0)]
    answer = issue(double, b.nuevo(mono, tipo="FACTURA C", detalle=detalle))
    assert answer["comprobante_tipo"] == "FACTURA C"
    wrong = b.nuevo(mono, tipo="FACTURA C", detalle=[b.concept(100, 21)])
    assert "no es valido" in says(double, "facturacion/nuevo", wrong)
    assert [one.path for one in double.refused] == ["facturacion/nuevo"]
    letter = says(double, "facturacion/nuevo", b.nuevo(mono))
    assert letter.endswith("no se permite realizar comprobantes de tipo B.")


# numbers and dates: api.md 7


def test_numbers_run_without_gaps_by_point_and_tipo(double: Double) -> None:
    one = issue(double, b.nuevo(P1, "a"))
    two = issue(double, b.nuevo(P1, "b"))
    other = issue(double, b.nuevo(P1, "c", tipo="FACTURA A", cliente=b.RI))
    third = issue(double, b.nuevo(P2, "d"))
    told_numbers = [answer["comprobante_nro"] for answer in (one, two, other, third)]
    assert told_numbers == ["00001-00000001", "00001-00000002", "00001-00000001", "00002-00000001"]
    assert len({answer["cae"] for answer in (one, two, other, third)}) == 4
    assert not problems(double)


def test_a_number_that_is_not_the_next_is_refused_with_10016(double: Double) -> None:
    assert "10016" in says(double, "facturacion/nuevo", b.nuevo(P1, numero=2))
    issue(double, b.nuevo(P1, numero=1))
    assert "10016" in says(double, "facturacion/nuevo", b.nuevo(P1, numero="1"))


def test_a_date_never_goes_back_within_a_point_of_sale(double: Double) -> None:
    issue(double, b.nuevo(P1, "a"))
    back = b.nuevo(P1, "b", fecha=TODAY - timedelta(days=1), tipo="FACTURA A", cliente=b.RI)
    assert "10016" in says(double, "facturacion/nuevo", back)
    issue(double, b.nuevo(P2, "c", fecha=TODAY - timedelta(days=1)))


def test_a_date_out_of_arcas_window_is_refused(double: Double) -> None:
    early = b.nuevo(P1, fecha=TODAY - timedelta(days=11))
    assert "N-10" in says(double, "facturacion/nuevo", early)
    goods = {"periodo_facturado_desde": "", "periodo_facturado_hasta": ""}
    five = b.nuevo(P1, fecha=TODAY - timedelta(days=6), **goods)
    assert "N-10" in says(double, "facturacion/nuevo", five)
    issue(double, b.nuevo(P1, fecha=TODAY - timedelta(days=6)))


def test_a_day_that_the_calendar_has_not_is_refused(double: Double) -> None:
    body = b.nuevo(P1)
    body["comprobante"]["fecha"] = "31/02/2026"
    assert "31/02/2026" in says(double, "facturacion/nuevo", body)


def test_a_reference_is_not_unique(double: Double) -> None:
    issue(double, b.nuevo(P1, "R-1"))
    issue(double, b.nuevo(P1, "R-1"))
    found = ask(double, "facturacion/consulta_avanzada", b.by_reference(P1))
    assert found["total"] == 2
    assert problems(double) == [
        "one reference, several comprobantes: R-1: FACTURA B 00001-00000001,"
        " FACTURA B 00001-00000002"
    ]


def test_equal_comprobantes_without_a_reference_are_told(double: Double) -> None:
    issue(double, b.nuevo(P1, ""))
    issue(double, b.nuevo(P1, ""))
    assert problems(double) == [
        "equal comprobantes: FACTURA B 00001-00000001, FACTURA B 00001-00000002"
    ]


# credentials: api.md 1


def test_other_credentials_are_refused_whichever_token_differs(double: Double) -> None:
    for name in ("usertoken", "apikey", "apitoken"):
        wrong = b.nuevo(P1) | {name: "otro"}
        assert "credenciales" in says(double, "facturacion/nuevo", wrong)
    assert not double.books.issued


def test_searches_show_the_point_of_the_credentials_only(double: Double) -> None:
    issue(double, b.nuevo(P1))
    mine = ask(double, "facturacion/consulta_avanzada", b.by_reference(P1))
    others = ask(double, "facturacion/consulta_avanzada", b.by_reference(P2))
    assert mine["total"] == 1
    assert others["total"] == 0


def test_two_companies_do_not_see_each_other(clock: b.Clock) -> None:
    other = Point(cuit="30700000112", punto_venta=1, name="OTRA")
    double = Double([P1, other], now=clock)
    issue(double, b.nuevo(P1))
    answer = issue(double, b.nuevo(other))
    assert answer["rta"].startswith("El comprobante FACTURA B 0001-00000001 (OTRA)")
    assert ask(double, "facturacion/consulta_avanzada", b.by_reference(other))["total"] == 1
    assert not problems(double)


def test_the_qr_tells_whose_it_is(double: Double) -> None:
    answer = issue(double, b.nuevo(P1))
    assert answer["afip_qr"].endswith(" ")
    inside = json.loads(b64decode(answer["afip_qr"].strip().split("?p=")[1]))
    assert inside["cuit"] == P1.cuit
    assert inside["codAut"] == answer["cae"].strip()
    found = ask(double, "facturacion/consulta", b.of_number(P1, 1))
    assert found["comprobante"]["afip_qr"] == answer["afip_qr"]


# refusals


def test_a_body_that_the_contract_does_not_allow_is_refused_and_kept(double: Double) -> None:
    flat = P1.keys.body() | {
        "busqueda_tipo": "EXT_REF",
        "external_reference": "R-1",
        "operacion": "V",
        "pagina": 0,
        "limite": 10,
    }
    assert "no es valido" in says(double, "facturacion/consulta_avanzada", flat)
    assert [one.path for one in double.refused] == ["facturacion/consulta_avanzada"]
    assert problems(double)[0].startswith("against the contract: facturacion/consulta_avanzada")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"tipo": "FACTURA X"}, "tipo de comprobante"),
        ({"moneda": "999"}, "moneda"),
        ({"cliente": {"condicion_pago": 299}}, "condicion de pago"),
        ({"tipo": "FACTURA A", "cliente": {"condicion_iva": "RI"}}, "tipo de documento"),
        ({"cliente": {"documento_tipo": "OTRO", "documento_nro": 0}, "price": 9e6}, "tope"),
        ({"bonificacion": 150, "total": 1}, "bonificacion"),
        (
            {"periodo_facturado_desde": "02/11/2026", "periodo_facturado_hasta": "01/11/2026"},
            "FchServDesde",
        ),
        (
            {
                "pagos": {
                    "formas_pago": [{"descripcion": "Cheques", "importe": 1}],
                    "total": 1,
                }
            },
            "Cheques",
        ),
    ],
)
def test_what_the_rules_forbid_is_refused_with_words_about_it(
    double: Double, change: Body, words: str
) -> None:
    assert words in says(double, "facturacion/nuevo", b.nuevo(P1, **change))
    assert not double.refused
    assert not double.books.issued


def test_an_fce_needs_its_optional_data(double: Double) -> None:
    tipo = "FACTURA DE CREDITO ELECTRONICA MiPyME (FCE) A"
    given = [{"id": 2101, "valor": "0" * 22}, {"id": 27, "valor": "SCA"}]
    whole = {"regimen": "FCE", "datos": given}
    half = {"regimen": "FCE", "datos": given[:1]}
    wrong = b.nuevo(P1, tipo=tipo, cliente=b.RI, rg_especiales=half)
    assert "rg_especiales" in says(double, "facturacion/nuevo", wrong)
    issue(double, b.nuevo(P1, tipo=tipo, cliente=b.RI, rg_especiales=whole))


# notes: api.md 3 and 4


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"cuit": "30700000112"}, "CUIT"),
        ({"punto_venta": 2}, "punto de venta"),
        ({"comprobante_fecha": "04/12/2026"}, "fecha"),
        ({"numero": 9}, "10041"),
    ],
)
def test_a_note_of_something_else_is_refused(double: Double, change: Body, words: str) -> None:
    issue(double, b.nuevo(P1))
    body = b.note(P1, ("FACTURA B", 1, TODAY))
    body["comprobante"]["comprobantes_asociados"][0] |= change
    assert words in says(double, "facturacion/nuevo", body)


def test_a_note_without_an_association_is_refused_by_the_contract(double: Double) -> None:
    body = b.nuevo(P1, tipo="NOTA DE CREDITO B")
    assert "no es valido" in says(double, "facturacion/nuevo", body)
    assert double.refused


def status(double: Double, numero: int, tipo: str) -> str:
    answer = ask(double, "facturacion/consulta", b.of_number(P1, numero, tipo))
    return str(answer["comprobante"]["ctacte_status"])


def test_an_equal_note_of_one_wholly_unpaid_credits_it_by_itself(double: Double) -> None:
    issue(double, b.nuevo(P1))
    issue(double, b.note(P1, ("FACTURA B", 1, TODAY)))
    assert status(double, 1, "FACTURA B") == "PAGADA"
    assert [one.by for one in double.books.payments] == ["nota", "nota"]


def test_a_note_of_a_part_or_of_one_partly_paid_credits_nothing_by_itself(double: Double) -> None:
    issue(double, b.nuevo(P1, "a"))
    issue(double, b.note(P1, ("FACTURA B", 1, TODAY), "n1", price=50))
    assert status(double, 1, "FACTURA B") == "IMPAGA"
    ask(double, "facturacion/pagar", b.pay(P1, 1, 21))
    issue(double, b.note(P1, ("FACTURA B", 1, TODAY), "n2"))
    assert status(double, 1, "FACTURA B") == "PAGO PARCIAL"


# payments and accounts: api.md 4


def test_the_same_payment_twice_is_two_payments(double: Double) -> None:
    issue(double, b.nuevo(P1))
    for _ in range(2):
        assert ask(double, "facturacion/pagar", b.pay(P1, 1, 40, 10))["error"] == "N"
    assert [one.amount for one in double.books.payments] == [50, 50]
    assert status(double, 1, "FACTURA B") == "PAGO PARCIAL"
    assert problems(double) == ["equal payments: FACTURA B 00001-00000001: 2 payments of 50"]
    assert not problems(double, but=["equal payments"])


def test_a_payment_that_is_not_the_sum_or_too_much_or_a_cheque_is_refused(double: Double) -> None:
    issue(double, b.nuevo(P1))
    wrong = b.pay(P1, 1, 40)
    wrong["comprobante"]["pagos"]["total"] = 41
    assert "sumatoria" in says(double, "facturacion/pagar", wrong)
    assert "supera" in says(double, "facturacion/pagar", b.pay(P1, 1, 121.01))
    cheque = b.pay(P1, 1, 40)
    cheque["comprobante"]["pagos"]["formas_pago"][0]["descripcion"] = "Retenciones IVA"
    assert "no esta permitido" in says(double, "facturacion/pagar", cheque)
    assert "No se han encontrado" in says(double, "facturacion/pagar", b.pay(P1, 2, 40))
    assert not double.books.payments


def test_accounts_are_in_pesos(double: Double) -> None:
    dollars: Body = {"moneda": "DOL", "cotizacion": "1000.5", "tipo": "FACTURA A", "cliente": b.RI}
    issue(double, b.nuevo(P1, **dollars))
    rows = ask(double, "clientes/cuenta-corriente", b.account(P1))
    assert rows == [
        {
            "fecha": "03/12/2026",
            "concepto": "FACTURA A 0001-00000001 (EMPRESA)",
            "debe": 121060.5,
            "haber": 0,
            "resta_abonar_de_este_comprobante": 121060.5,
            "saldo": 121060.5,
        }
    ]
    body = b.pay(P1, 1, 121060.5, tipo="FACTURA A")
    assert ask(double, "facturacion/pagar", body)["error"] == "N"
    assert ask(double, "clientes/cuenta-corriente", b.account(P1))[-1]["saldo"] == 0


def test_the_pagos_block_of_an_invoice_is_a_payment(double: Double) -> None:
    means = [{"descripcion": "Efectivo", "importe": "100.50"}]
    issue(double, b.nuevo(P1, pagos={"formas_pago": means, "total": "100.50"}))
    assert [(one.by, one.amount) for one in double.books.payments] == [("pagos", Decimal("100.5"))]
    assert status(double, 1, "FACTURA B") == "PAGO PARCIAL"


def test_an_account_is_of_the_client_over_all_points(double: Double) -> None:
    for point in (P1, P2):
        issue(double, b.nuevo(point, f"R-{point.punto_venta}", tipo="FACTURA A", cliente=b.RI))
    assert len(ask(double, "clientes/cuenta-corriente", b.account(P2))) == 2
    assert ask(double, "clientes/cuenta-corriente", b.account(P2, "30700000112")) == []


# lots: api.md 5


def test_a_lot_is_issued_in_its_order(double: Double) -> None:
    body = b.lot(P1, *(b.sale(P1, f"R-{i}") for i in range(3)))
    answer = ask(double, "facturacion/lotes", body)
    assert answer["error"] == "N"
    shown = [(one["external_reference"], one["comprobante_nro"][-1]) for one in answer["response"]]
    assert shown == [("R-0", "1"), ("R-1", "2"), ("R-2", "3")]


def test_one_fault_of_the_services_own_validation_stops_the_whole_lot(double: Double) -> None:
    other = b.sale(P1, "b", tipo="FACTURA A", cliente=b.RI)
    assert "fila 1" in says(double, "facturacion/lotes", b.lot(P1, b.sale(P1, "a"), other))
    dear = b.sale(P1, "b", total=1)
    assert "no coincide" in says(double, "facturacion/lotes", b.lot(P1, b.sale(P1, "a"), dear))
    later = b.sale(P1, "a", fecha=TODAY)
    early = b.sale(P1, "b", fecha=TODAY - timedelta(days=1))
    assert "ordenado" in says(double, "facturacion/lotes", b.lot(P1, later, early))
    assert not double.books.issued


def test_one_that_arca_rejects_drags_the_later_ones_of_its_lot(double: Double) -> None:
    double.rejects["R-1"] = "Cod: 10036"
    body = b.lot(P1, *(b.sale(P1, f"R-{i}") for i in range(3)))
    answer = ask(double, "facturacion/lotes", body)
    assert answer["error"] == "S"
    assert [one["error"] for one in answer["response"]] == ["N", "S", "S"]
    assert "10036" in answer["response"][1]["errores"][0]
    assert "10036" not in answer["response"][2]["errores"][0]
    assert answer["response"][2]["comprobante_nro"] == "00001-00000004"  # it has none of it
    assert [one.reference for one in double.books.issued] == ["R-0"]


# the queue: api.md 8


def encola(double: Double, body: Body) -> Any:
    answer = ask(double, "facturacion/nuevo_encola", body)
    assert answer["error"] == "N", answer
    return answer


def entries(double: Double, point: Point = P1, reference: str = "R-1") -> list[Any]:
    body = b.by_reference(point, reference)
    found = ask(double, "facturacion/consulta_avanzada", body)["comprobantes"]
    return [one["comprobante"] for one in found]


def test_a_queued_one_is_issued_on_its_day(double: Double, clock: b.Clock) -> None:
    tomorrow = TODAY + timedelta(days=1)
    answer = encola(double, b.queued(P1, fecha=tomorrow))
    assert (answer["cae"], answer["vencimiento_cae"]) == (" ", "01/01/2000")
    assert answer["comprobante_nro"] == "00001-00000000"
    (entry,) = entries(double)
    assert entry["status"] == "APROBADO Y EN COLA. SE EMITE EL 04/12/2026"
    assert (entry["numero"], entry["cae"], entry["afip_qr"]) == (0, " ", "")
    clock.go(hours=14)
    (entry,) = entries(double)
    assert (entry["status"], entry["numero"]) == ("EMITIDO", 1)
    assert [hook.body["evento"] for hook in double.take_hooks()] == ["encolado", "emitido"]
    assert double.take_hooks() == []
    assert not problems(double)


def test_what_waits_in_the_queue_blocks_instant_issuing_at_that_point(
    double: Double, clock: b.Clock
) -> None:
    encola(double, b.queued(P1, fecha=TODAY + timedelta(days=1)))
    assert "en cola" in says(double, "facturacion/nuevo", b.nuevo(P1, "b"))
    issue(double, b.nuevo(P2, "c"))
    clock.go(days=1)
    issue(double, b.nuevo(P1, "b", fecha=TODAY + timedelta(days=1)))


def test_queueing_needs_a_webhook_address(clock: b.Clock) -> None:
    bare = Point(webhook=False)
    double = Double([bare], now=clock)
    assert "webhook" in says(double, "facturacion/nuevo_encola", b.queued(bare))
    assert not double.hooks


def test_one_that_arca_rejects_fails_at_once_with_its_reason_in_the_hook(double: Double) -> None:
    double.rejects["R-1"] = "Rechazado. Cod: 10036"
    encola(double, b.queued(P1))
    (entry,) = entries(double)
    assert entry["status"] == "ENVIADO A PROCESAR - CON ERROR"
    hook = double.take_hooks()[-1]
    assert hook.body["evento"] == "error"
    assert "10036" in hook.body["msg"][0]
    assert hook.headers["TF-WebhookToken"] == P1.webhook_token
    assert not contract().hook.request_faults(hook.body)


def test_a_failed_one_is_tried_again_on_request(double: Double) -> None:
    double.rejects["R-1"] = "sin enlace"
    encola(double, b.queued(P1))
    again = b.in_queue(P1)
    assert entries(double)
    assert ask(double, "facturacion/reenviar_encolado", again)["error"] == "N"
    assert entries(double)[0]["status"] == "ENVIADO A PROCESAR - CON ERROR"
    double.rejects.clear()
    ask(double, "facturacion/reenviar_encolado", again)
    assert entries(double)[0]["status"] == "EMITIDO"
    told_hooks = [(hook.body["evento"], hook.body["intento"]) for hook in double.take_hooks()]
    assert told_hooks == [
        ("encolado", 1),
        ("error", 1),
        ("encolado", 2),
        ("error", 2),
        ("encolado", 3),
        ("emitido", 3),
    ]
    assert says(double, "facturacion/reenviar_encolado", again).startswith("No se han encontrado")


def test_a_later_date_keeps_it_waiting(double: Double, clock: b.Clock) -> None:
    encola(double, b.queued(P1, fecha=TODAY + timedelta(days=1)))
    later = told(TODAY + timedelta(days=3))
    body = b.in_queue(P1, fecha=later, vencimiento=later)
    assert ask(double, "facturacion/cambiar_fecha_encolado", body)["error"] == "N"
    clock.go(days=2)
    assert entries(double)[0]["status"].endswith(later)
    clock.go(days=1)
    assert entries(double)[0]["fecha"] == later


def test_dropping_tries_each_of_the_reference_and_says_partial(double: Double) -> None:
    for _ in range(2):
        encola(double, b.queued(P1, fecha=TODAY + timedelta(days=1)))
    double.stuck.add(2)
    body = b.in_queue(P1, fecha="04/12/2026")
    answer = ask(double, "facturacion/eliminar_encolado", body)
    assert (answer["error"], answer["procesados_cant"]) == ("PARCIAL", 1)
    assert ask(double, "facturacion/eliminar_encolado", body)["error"] == "S"
    double.stuck.clear()
    answer = ask(double, "facturacion/eliminar_encolado", body)
    assert (answer["error"], answer["procesados_cant"]) == ("N", 1)
    answer = ask(double, "facturacion/eliminar_encolado", body)
    assert (answer["error"], answer["procesados"]) == ("S", [])


def test_equal_references_in_the_queue_are_both_issued(double: Double) -> None:
    encola(double, b.queued(P1))
    encola(double, b.queued(P1))
    assert len(double.issued("R-1")) == 2


def test_a_queued_lot_is_taken_in_part(double: Double) -> None:
    good = b.sale(P1, "a", numero=0), b.sale(P1, "c", numero=0)
    bad = b.sale(P1, "b", numero=0, total=1)
    body = b.lot(P1, good[0], bad, good[1])
    answer = ask(double, "facturacion/lotes_encola", body)
    assert answer["error"] == "S"
    assert answer["errores"] == ["El lote se procesa parcialmente: 3 enviados, 2 aceptados."]
    assert [one["external_reference"] for one in answer["response"]] == ["c", "b", "a"]
    assert "no coincide" in answer["response"][1]["errores"][0]
    assert ask(double, "facturacion/lotes_encola", b.lot(P1, *good))["error"] == "N"
    nothing = ask(double, "facturacion/lotes_encola", b.lot(P1, bad))
    assert (nothing["error"], nothing["response"]) == ("S", [])


def test_the_order_of_dates_holds_for_the_queue_too(double: Double) -> None:
    encola(double, b.queued(P1, "a"))
    encola(double, b.queued(P1, "b", fecha=TODAY - timedelta(days=1)))
    assert entries(double, P1, "b")[0]["status"] == "ENVIADO A PROCESAR - CON ERROR"
    assert "10016" in double.take_hooks()[-1].body["msg"][0]


# searches


def test_a_search_by_date_is_paged_with_the_newest_first(double: Double) -> None:
    for place in range(3):
        issue(double, b.nuevo(P1, f"R-{place}"))
    encola(double, b.queued(P1, "R-3"))
    path, day = "facturacion/consulta_avanzada", "03/12/2026"
    first = ask(double, path, b.search(P1, "F", fecha=day) | {"limite": 3})
    second = ask(double, path, b.search(P1, "F", fecha=day) | {"limite": 3, "pagina": 1})
    third = ask(double, path, b.search(P1, "F", fecha=day) | {"limite": 3, "pagina": 2})
    assert (first["total"], second["total"], third["total"]) == (4, 4, 4)
    shown = [one["comprobante"]["external_reference"] for one in first["comprobantes"]]
    assert shown == ["R-3", "R-2", "R-1"]
    assert len(second["comprobantes"]) == 1
    assert third["comprobantes"] == []


def test_a_search_by_numbers_shows_the_range(double: Double) -> None:
    for place in range(4):
        issue(double, b.nuevo(P1, f"R-{place}"))
    asked: Body = {
        "tipo": "FACTURA B",
        "punto_venta": "00001",
        "numero_desde": "2",
        "numero_hasta": 3,
    }
    answer = ask(double, "facturacion/consulta_avanzada", b.search(P1, "TN", **asked))
    assert [one["comprobante"]["numero"] for one in answer["comprobantes"]] == [3, 2]


def test_a_found_one_shows_what_was_sent_with_numbers_as_numbers(double: Double) -> None:
    issue(double, b.nuevo(P1, detalle=[b.concept("150.25", "21", "2")]))
    found = ask(double, "facturacion/consulta", b.of_number(P1, 1))
    one = found["comprobante"]
    assert (one["numero"], one["punto_venta"], one["total"]) == (1, 1, 363.6)
    assert one["detalle"][0]["producto"]["precio_unitario"] == 181.8  # a B's holds the IVA
    assert found["cliente"]["documento_nro"] == "31222333 "
    assert one["cae"] == "74000000000001 "


# the rest


def test_a_link_is_good_on_its_day_only(double: Double, clock: b.Clock) -> None:
    url = issue(double, b.nuevo(P1))["comprobante_pdf_url"]
    content = double.links.get(url)
    assert content is not None
    assert content.startswith(b"%PDF-")
    clock.go(days=1)
    assert double.links.get(url) is None
    again = ask(double, "facturacion/regenerar_pdf", b.of_number(P1, 1))["comprobante_pdf_url"]
    assert again != url
    assert double.links.get(again) is not None


def test_only_what_was_issued_with_mail_is_mailed_again(double: Double) -> None:
    issue(double, b.nuevo(P1, "a"))
    issue(double, b.nuevo(P1, "b", cliente={"envia_por_mail": "N"}))
    assert ask(double, "facturacion/reenviar", b.of_number(P1, 1))["error"] == "N"
    assert "e-mail" in says(double, "facturacion/reenviar", b.of_number(P1, 2))
    assert [(one.issued.reference, one.by) for one in double.books.emails] == [
        ("a", "facturacion/nuevo"),
        ("a", "facturacion/reenviar"),
    ]


def test_the_quota_is_told_and_its_end_refuses(clock: b.Clock) -> None:
    double = Double([P1], Switches(cupo=3, abonos_pendientes=1), now=clock)
    issue(double, b.nuevo(P1, "a"))
    told_quota = ask(double, "micuenta/consumo", P1.keys.body())
    assert told_quota["comprobantes_cupo"] == 3
    assert told_quota["comprobantes_generados"] == 1
    assert told_quota["comprobantes_disponibles"] == 1
    encola(double, b.queued(P1, "b"))
    assert "ha superado el cupo" in says(double, "facturacion/nuevo", b.nuevo(P1, "c"))
    assert "ha superado el cupo" in says(double, "facturacion/nuevo_encola", b.queued(P1, "c"))
    assert double.spent["micuenta/consumo"] == 1


def test_the_lookups_answer(double: Double) -> None:
    keys = P1.keys.body()
    assert ask(double, "facturacion/topecf", keys)["monto"] == 10_000_000
    assert ask(double, "tablas_referencia/cotizacion", keys)["cotizacion"] == "1432.50"
    old = keys | {"moneda": "DOL", "fecha": "01/01/2026"}
    assert "dos meses" in says(double, "tablas_referencia/cotizacion", old)
    double.obliged_fce.add("30712293841")
    asked = keys | {"cuit": 30712293841, "fecha": "03/12/2026"}
    assert ask(double, "facturacion/requiere_fec", asked)["esta_obligado"] == "S"
    other = asked | {"cuit": "30700000112"}
    assert ask(double, "facturacion/requiere_fec", other)["esta_obligado"] == "N"
    assert ask(double, "estado_servicios/alertas", keys)["facturacion"] == "OK"


def test_arcas_registration_has_three_forms(double: Double) -> None:
    body = b.account(P1)
    known = {"razon_social": "X SA", "condicion_impositiva": "RESPONSABLE INSCRIPTO"}
    double.taxpayers["30712293841"] = known
    assert ask(double, "clientes/afip-info", body)["razon_social"] == "X SA"
    double.taxpayers["30712293841"] = known | {"condicion_impositiva": ""}
    without = ask(double, "clientes/afip-info", body)
    assert (without["error"], without["razon_social"]) == ("S", "X SA")
    double.blocked.add("30712293841")
    assert ask(double, "clientes/afip-info", body)["errores"] == [["Bloqueado en ARCA"]]


def test_a_codigo_for_two_clients_is_told(double: Double) -> None:
    issue(double, b.nuevo(P1, "a", cliente={"codigo": "C1"}))
    issue(double, b.nuevo(P1, "b", cliente={"codigo": "C1", "documento_nro": "20111222"}))
    assert problems(double) == ["a shared codigo: codigo C1: 20111222, 31222333"]


def test_every_method_that_it_has_is_one_of_the_contract_and_tallied(double: Double) -> None:
    issue(double, b.nuevo(P1))
    says(double, "facturacion/nuevo", b.nuevo(P1, numero=7))
    assert double.traffic.requests["facturacion/nuevo"] == 2
    assert double.traffic.answers["facturacion/nuevo"] == {"N": 1, "S": 1}
    assert double.answer("facturacion/inventado", {})[0] == 404


def test_a_reference_that_is_in_the_queue_twice_or_issued_besides_is_told(double: Double) -> None:
    issue(double, b.nuevo(P1, "a"))
    encola(double, b.queued(P1, "a", fecha=TODAY + timedelta(days=1)))
    assert problems(double) == ["in the queue twice: a"]
    for _ in range(2):
        encola(double, b.queued(P2, "b", fecha=TODAY + timedelta(days=1)))
    assert problems(double) == ["in the queue twice: a", "in the queue twice: b"]


def test_internal_taxes_and_exempt_amounts_are_added_and_bear_no_iva(double: Double) -> None:
    taxed = b.concept(100)
    taxed["producto"]["impuestos_internos_alicuota"] = 5
    head = {"impuestos_internos_base": 100, "impuestos_internos_alicuota": 5}
    issue(double, b.nuevo(P1, "a", detalle=[taxed], impuestos_internos=5, **head, total=126))
    issue(double, b.nuevo(P1, "b", impuestos_internos="7.50", total="128.50"))
    issue(double, b.nuevo(P1, "c", exentos=10, total=131))
    untold = b.nuevo(P1, "d", detalle=[taxed], total=126)
    assert "Faltan los impuestos internos" in says(double, "facturacion/nuevo", untold)


def test_an_export_invoice_is_for_a_client_abroad_without_iva(double: Double) -> None:
    fex = {
        "tipo_exportacion": 1,
        "pais_comprobante_id": 203,
        "forma_pago_leyenda": "Contado",
        "cliente_pais_cuit": "50000000016",
    }
    abroad = {"condicion_iva": "CDEX", "documento_tipo": "OTRO", "documento_nro": "5"}
    export: Body = {"tipo": "FACTURA E", "fex": fex, "tributos": []}
    good = b.nuevo(P1, detalle=[b.concept(100, 0)], cliente=abroad, **export)
    wrong = b.nuevo(P1, detalle=[b.concept(100, 21)], cliente=abroad, **export)
    assert "alicuota 0" in says(double, "facturacion/nuevo", wrong)
    here = b.nuevo(P1, detalle=[b.concept(100, 0)], **export)
    assert "cliente del exterior" in says(double, "facturacion/nuevo", here)
    assert issue(double, good)["comprobante_tipo"] == "FACTURA E"
    assert "no es valido" in says(double, "facturacion/nuevo_encola", b.queued(P1, **export))


def test_what_is_not_fiscal_has_no_cae_and_is_in_no_account(double: Double) -> None:
    answer = issue(double, b.nuevo(P1, tipo="PRESUPUESTO", cliente=b.RI))
    assert (answer["cae"], answer["afip_qr"]) == ("", "")
    assert ask(double, "clientes/cuenta-corriente", b.account(P1)) == []


@pytest.mark.parametrize("path", ["facturacion/nuevo", "facturacion/lotes"])
def test_an_answer_that_is_in_no_document_stops_the_test(double: Double, path: str) -> None:
    double.switches = Switches(observaciones=7)  # type: ignore[arg-type]
    body = b.nuevo(P1) if path == "facturacion/nuevo" else b.lot(P1, b.sale(P1))
    with pytest.raises(AssertionError, match="7 is not of type"):
        double.answer(path, body)
    assert problems(double)[0].startswith(f"an answer in no document: {path}")


def test_what_would_hold_for_any_object_is_no_documented_answer() -> None:
    bare = {"error": "N"}
    assert answer_faults("facturacion/nuevo", bare)
    assert answer_faults("facturacion/consulta_avanzada", bare | {"comprobantes": [{}]})
    refused = {"error": "S", "errores": [], "comprobantes": [{}]}
    assert answer_faults("facturacion/consulta_avanzada", refused)
    assert not answer_faults("facturacion/consulta_avanzada", bare)
    for path in contract():
        for one in contract()[path].answers:
            if path != "facturacion/nuevo" or "cae" in (one.example or {}):
                assert not answer_faults(path, one.example), (path, one.when)
