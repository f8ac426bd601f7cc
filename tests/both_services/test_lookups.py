"""What an account may ask beside its comprobantes: both services answer, and are as strict."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from planilla.common.calendar import today as sandbox_today
from planilla.sandbox.server import Sandbox
from schemas.service import contract
from schemas.service.contract import CREDENTIALS
from tests.both_services.documents import by_name
from tests.double import Double, Point, Switches
from tests.double.bodies import Clock
from tests.double.values import told
from tests.sandbox.helpers import post

CUIT = "30707070702"
Ask = Callable[..., Any]
LOOKUPS = (
    "tablas_referencia/cotizacion",
    "clientes/afip-info",
    "padrones/apoc",
    "facturacion/requiere_fec",
    "facturacion/topecf",
    "micuenta/consumo",
    "estado_servicios/alertas",
)


@pytest.fixture(params=["sandbox", "double"])
def ask(request: pytest.FixtureRequest) -> Iterator[Ask]:
    """Asks one of the two; what ARCA knows is the same in both."""
    yield from (_sandbox if request.param == "sandbox" else _double)()


def _sandbox() -> Iterator[Ask]:
    with Sandbox() as box:
        rehearsal = box.options.rehearsal
        rehearsal.rates["060"] = Decimal("1650.25")
        rehearsal.apocryphal = {CUIT: "04/12/2007"}
        rehearsal.fce_receivers = {CUIT: 5_000_000}
        rehearsal.top_of_consumers, rehearsal.quota = Decimal(10_000_000), 1500
        day = told(sandbox_today())
        yield lambda method, **body: post(box, method, _dated(box.credentials | body, day))


def _double() -> Iterator[Ask]:
    switches = Switches(fce_from=Decimal(5_000_000), topecf=Decimal(10_000_000), cupo=1500)
    double = Double([Point()], switches, now=Clock())
    double.apocryphal = {CUIT: "04/12/2007"}
    double.obliged_fce = {CUIT}
    double.taxpayers[CUIT] = {
        "razon_social": f"EMPRESA {CUIT}",
        "condicion_impositiva": "RESPONSABLE INSCRIPTO",
    }
    keys, day = Point().keys.body(), told(double.today)
    yield lambda method, **body: double.answer(method, _dated(keys | body, day))[1]


def _dated(body: dict[str, Any], day: str) -> dict[str, Any]:
    """With the day of whom is asked in place of the word."""
    told_of = {name: _dated(one, day) for name, one in body.items() if isinstance(one, dict)}
    return {name: day if value == "today" else value for name, value in body.items()} | told_of


@pytest.mark.parametrize("method", LOOKUPS)
def test_each_is_answered_as_the_contract_says_and_takes_nothing_more(
    ask: Ask, method: str
) -> None:
    body = copy.deepcopy(dict(contract()[method].request_example))
    body = {name: value for name, value in body.items() if name not in CREDENTIALS}
    answer = ask(method, **body)
    assert answer["error"] in ("N", "S")
    assert not contract()[method].answer_faults(answer)
    assert ask(method, **body, inventado=1)["error"] == "S"


@pytest.mark.parametrize(
    ("asked", "rate"),
    [
        ({}, "1432.50"),
        ({"moneda": "DOL"}, "1432.50"),
        ({"moneda": "060", "fecha": "today"}, "1650.25"),
        ({"moneda": "PES"}, None),
        ({"moneda": "EUR"}, None),
        ({"moneda": "DOL", "fecha": "01/02/2026"}, None),
        ({"moneda": "DOL", "fecha": "31/02/2026"}, None),
        ({"moneda": "DOL", "fecha": "2026-12-03"}, None),
    ],
)
def test_a_rate_is_a_text_of_two_months_at_most(
    ask: Ask, asked: dict[str, str], rate: str | None
) -> None:
    assert ask("tablas_referencia/cotizacion", **asked).get("cotizacion") == rate


def test_who_is_in_the_list_of_false_invoices_is_told_with_two_days_more(ask: Ask) -> None:
    listed = ask("padrones/apoc", cuit=int(CUIT))
    assert (listed["existe_padron"], listed["cuit"]) == ("S", int(CUIT))
    assert listed["fecha_condicion_apocrifo"] == listed["fecha_publicacion"] == "04/12/2007"
    other = ask("padrones/apoc", cuit="30712293841")
    assert other["existe_padron"] == "N"
    assert not {"fecha_condicion_apocrifo", "fecha_publicacion"} & set(other)
    assert "(0) es invalido" in ask("padrones/apoc", cuit=0)["errores"][0]


def test_arcas_registration_names_the_condition_and_the_list(ask: Ask) -> None:
    client = {"documento_tipo": "CUIT", "documento_nro": CUIT}
    known = ask("clientes/afip-info", cliente=client)
    assert known["condicion_impositiva"] == "RESPONSABLE INSCRIPTO"
    assert (known["apoc_existe"], known["estado"]) == ("SI", "ACTIVO")
    assert ask("clientes/afip-info", cliente=client | {"documento_tipo": "DNI"})["error"] == "S"
    nobody = client | {"documento_nro": "30707070701"}
    assert ask("clientes/afip-info", cliente=nobody)["error"] == "S"


def test_who_must_get_an_fce_is_told_with_the_amount(ask: Ask) -> None:
    asked = {"cuit": int(CUIT), "fecha": "today"}
    obliged = ask("facturacion/requiere_fec", **asked)
    assert (obliged["esta_obligado"], obliged["importe_desde"]) == ("S", 5_000_000)
    other = asked | {"cuit": 30712293841}
    assert ask("facturacion/requiere_fec", **other)["esta_obligado"] == "N"
    assert ask("facturacion/requiere_fec", cuit=int(CUIT))["error"] == "S"
    assert ask("facturacion/requiere_fec", cuit=1, fecha="today")["error"] == "S"
    assert ask("facturacion/requiere_fec", cuit=int(CUIT), fecha="31/02/2026")["error"] == "S"


@pytest.mark.parametrize(("price", "told_so"), [(5_000_000, "SI"), (4_999_999, "NO")])
def test_a_common_invoice_to_who_must_get_an_fce_says_so_from_the_amount_on(
    ask: Ask, price: int, told_so: str
) -> None:
    invoice = by_name("an A in dollars").body(date(2026, 12, 3))
    comprobante = invoice["comprobante"] | {"moneda": "PES", "cotizacion": 1, "total": price}
    comprobante |= {"fecha": "today", "vencimiento": "today", "punto_venta": 1}
    comprobante["detalle"][0]["producto"] |= {"precio_unitario_sin_iva": price, "alicuota": 0}
    issued = ask("facturacion/nuevo", cliente=invoice["cliente"], comprobante=comprobante)
    assert issued["requiere_fec"].strip() == told_so


def test_the_quota_and_the_limit_are_numbers(ask: Ask) -> None:
    quota = ask("micuenta/consumo")
    assert (quota["comprobantes_cupo"], quota["comprobantes_disponibles"]) == (1500, 1500)
    assert ask("facturacion/topecf")["monto"] == 10_000_000
