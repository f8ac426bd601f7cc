"""The sandbox is held to the contract: what it takes, and what it answers."""

from __future__ import annotations

import copy
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import httpx
import pytest

from planilla.sandbox import faults
from planilla.sandbox.faults import Altered, Fault, Gives, Said
from planilla.sandbox.server import Sandbox
from schemas.service import contract
from schemas.service.tally import ANSWER, REFUSED, REQUEST, UNDOCUMENTED
from tests.contract_tally import aside
from tests.sandbox.helpers import codes, naming, plain, post, queueing, request, searching

Break = Callable[[dict[str, Any]], object]


def _without(room: str, name: str) -> Break:
    return lambda body: body[room].pop(name)


def _with(room: str, **more: Any) -> Break:
    return lambda body: body[room].update(more)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_without("comprobante", "idioma"), "TFC-6001"),
        (_without("cliente", "rg5329"), "TFC-6001"),
        (_without("comprobante", "detalle"), "TFC-6001"),
        (_with("comprobante", fecha="2026-01-31"), "TFC-6002"),
        (_with("comprobante", cotizacion="uno"), "TFC-6002"),
        (_with("comprobante", cotizacion=2), "TFC-6002"),
        (_with("comprobante", inventado=1), "TFC-6002"),
        (_with("comprobante", tributos=[{"tipo": 1}]), "TFC-6001"),
        (_with("comprobante", detalle=[]), "TFC-6002"),
        (_with("cliente", condicion_pago="214"), "TFC-6001"),
        (_with("cliente", provincia="27"), "TFC-6002"),
        (lambda body: body.pop("cliente"), "TFC-6001"),
        (lambda body: body.update(extra=1), "TFC-6002"),
    ],
)
def test_a_body_that_the_contract_does_not_allow_is_refused_and_kept(
    quick: Sandbox, change: Break, code: str
) -> None:
    body = request()
    change(body)
    answer = post(quick, "nuevo", body)
    assert answer["error"] == "S"
    assert set(codes(answer)) == {code}
    assert len(answer["errores"]) == len(answer["error_details"])
    assert not quick.books.held
    assert [one.method for one in quick.tally.refused] == ["facturacion/nuevo"]
    assert "usertoken" not in quick.tally.refused[0].body


def test_the_issuer_of_what_a_note_corrects_is_required(quick: Sandbox) -> None:
    named = {"tipo_comprobante": "FACTURA B", "punto_venta": 3, "numero": 1,
             "comprobante_fecha": "01/02/2026"}  # fmt: skip
    note = request(tipo="NOTA DE CREDITO B", comprobantes_asociados=[named])
    assert "cuit" in post(quick, "nuevo", note)["errores"][0]


def test_a_search_whose_fields_are_not_inside_of_comprobante_is_refused(quick: Sandbox) -> None:
    body = plain(busqueda_tipo="EXT_REF", pagina=0, limite=1, external_reference="a")
    answer = post(quick, "consulta_avanzada", body)
    assert answer["error"] == "S"
    assert "comprobante" in " ".join(answer["errores"])
    assert not any(token in str(answer) for token in Sandbox.credentials.values())


def test_what_is_allowed_is_counted_by_method(quick: Sandbox) -> None:
    post(quick, "nuevo", request())
    post(quick, "nuevo", request(idioma=3))
    post(quick, "consulta", naming())
    assert quick.tally.by_method(REQUEST) == {"facturacion/nuevo": 2, "facturacion/consulta": 1}
    assert quick.tally.by_method(REFUSED) == {"facturacion/nuevo": 1}
    assert quick.tally.by_method(ANSWER) == {"facturacion/nuevo": 2, "facturacion/consulta": 1}
    assert not quick.tally.by_method(UNDOCUMENTED)
    assert not quick.tally.broken


def test_an_undocumented_answer_is_an_error_of_the_sandbox(quick: Sandbox) -> None:
    quick.options.rehearsal.rates["DOL"] = Decimal(-1)  # what a mistake in it would do
    with aside(), httpx.Client(base_url=quick.url) as client:
        assert client.post("tablas_referencia/cotizacion", json=plain()).status_code == 500
    assert [one.method for one in quick.tally.broken] == ["tablas_referencia/cotizacion"]


def test_only_what_stands_in_the_list_of_faults_may_break_the_contract(quick: Sandbox) -> None:
    for fault in Fault:
        quick.plan.counted = [fault]
        with httpx.Client(base_url=quick.url) as client:
            try:
                response = client.post("facturacion/pagar", json=naming(pagos=_paid()))
                answer = response.json() if response.status_code == 200 else None
            except (httpx.TransportError, ValueError):
                answer = None
        documented = answer is not None and not contract()["facturacion/pagar"].answer_faults(
            answer
        )
        assert documented != faults.exempt(fault), fault
        quick.door.service.maintenance_until = 0
    assert not faults.exempt(Said("x"))
    assert faults.exempt(Said("x", status=400))
    assert faults.exempt(Gives({}))
    assert faults.exempt(Altered({}))
    assert not quick.tally.broken


def _paid() -> dict[str, Any]:
    return {"formas_pago": [{"descripcion": "Efectivo", "importe": 1}], "total": 1}


@pytest.mark.parametrize("text", [*faults.TRANSIENT, *faults.ACCOUNTS, faults.EXISTS_AT_ARCA])
def test_the_texts_of_the_account_and_of_arca_come_as_faults(quick: Sandbox, text: str) -> None:
    quick.plan.named["a"] = [Said(text), Said(text, done=True)]
    answer = post(quick, "nuevo", request())
    assert (answer["errores"], codes(answer)) == ([text], [])
    assert not quick.books.held
    post(quick, "nuevo", request())
    assert len(quick.books.held) == 1


def test_a_400_comes_with_a_text(quick: Sandbox) -> None:
    quick.plan.counted = [Said("El formato no es valido", status=400)]
    with httpx.Client(base_url=quick.url) as client:
        answer = client.post("facturacion/nuevo", json=request())
    assert (answer.status_code, answer.json()["errores"]) == (400, ["El formato no es valido"])


def test_a_method_that_changes_nothing_has_the_fault_of_its_name(quick: Sandbox) -> None:
    quick.plan.named["facturacion/consulta"] = [Said("javax.ejb.X")]
    quick.plan.counted = [Fault.RESET]
    assert post(quick, "consulta", naming())["errores"] == ["javax.ejb.X"]
    assert quick.plan.counted == [Fault.RESET]


def test_faults_with_a_text_are_planned_over_http(quick: Sandbox) -> None:
    root = quick.url.removesuffix("/app/api/v2/")
    wanted = {"named": {"a": [{"said": "Computador no autorizado", "done": True}, "lost"]}}
    httpx.post(f"{root}/sandbox/faults", json=wanted)
    assert quick.plan.named["a"] == [Said("Computador no autorizado", done=True), Fault.LOST]
    post(quick, "nuevo", request(idioma=7))
    state = httpx.get(f"{root}/sandbox/state").json()
    assert state["contract"]["refused"][0]["method"] == "facturacion/nuevo"
    assert state["contract"]["broken"] == []


def test_what_is_shown_may_be_altered_on_purpose_each_time(quick: Sandbox) -> None:
    post(quick, "nuevo", request())
    altered = Altered({"total": None, "numero": "", "cliente": None})
    for method, body in (
        ("consulta", naming()),
        ("consulta_avanzada", searching("EXT_REF", external_reference="a")),
    ):
        quick.plan.always[f"facturacion/{method}"] = altered
        for _ in range(2):
            answer = post(quick, method, body)
            (shown,) = answer.get("comprobantes", [answer])
            assert "cliente" not in shown
            assert shown["comprobante"]["numero"] == ""
            assert "total" not in shown["comprobante"]
    assert not quick.tally.broken


@pytest.mark.slow
def test_every_answer_of_a_busy_day_is_a_documented_one(quick: Sandbox) -> None:
    quick.options.rehearsal.fce_receivers = {"30707070702": 1}
    nobody = {"documento_tipo": "CUIT", "documento_nro": 1}
    bodies: list[tuple[str, dict[str, Any]]] = [
        ("facturacion/nuevo", request(external_reference="1")),
        ("facturacion/nuevo", request(total=1)),
        ("facturacion/numeracion", _named(numero=None)),
        ("facturacion/consulta", naming(1)),
        ("facturacion/consulta", naming(9)),
        ("facturacion/consulta_avanzada", searching("EXT_REF", external_reference="1")),
        ("facturacion/consulta_avanzada", searching("EXT_REF", external_reference="none")),
        ("facturacion/pagar", naming(pagos=_paid())),
        ("facturacion/reenviar", naming(1)),
        ("facturacion/regenerar_pdf", naming(1)),
        ("facturacion/nuevo_encola", queueing(external_reference="q")),
        ("facturacion/reenviar_encolado", plain(external_reference="q")),
        ("facturacion/topecf", plain()),
        ("facturacion/requiere_fec", plain(cuit=30707070702, fecha="03/12/2026")),
        ("facturacion/requiere_fec", plain(cuit="1", fecha="03/12/2026")),
        ("clientes/afip-info", plain(cliente=nobody)),
        (
            "clientes/cuenta-corriente",
            plain(cliente={"documento_tipo": "CUIT", "documento_nro": 1}),
        ),
        ("tablas_referencia/cotizacion", plain()),
        ("estado_servicios/alertas", plain()),
        ("micuenta/consumo", plain()),
    ]
    for strict in (False, True):
        quick.options.rehearsal.strict_search = strict
        for method, body in copy.deepcopy(bodies):
            post(quick, method, body)
    assert not quick.tally.refused
    assert not quick.tally.broken
    assert sum(quick.tally.by_method(ANSWER).values()) == 2 * len(bodies)


def _named(**changes: Any) -> dict[str, Any]:
    body = naming(**changes)
    del body["comprobante"]["numero"]
    return body
