"""The sandbox refuses what the real service refuses, in its words and shapes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import httpx
import pytest

from planilla.sandbox.faults import Fault
from planilla.sandbox.server import Options, Sandbox
from planilla.sandbox.service import Rehearsal
from planilla.sandbox.validation import total_of
from tests.sandbox.helpers import COMPANY, associated, codes, concept, day, post, request


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox(Options(rehearsal=Rehearsal(latency=0.1))) as started:
        yield started


def _post(box: Sandbox, body: dict[str, Any], method: str = "facturacion/nuevo") -> dict[str, Any]:
    with httpx.Client(base_url=box.url, timeout=5) as client:
        answer: dict[str, Any] = client.post(method, json=body).json()
        return answer


def test_the_answer_has_the_traps_of_the_real_one(box: Sandbox) -> None:
    answer = _post(box, request())
    assert answer["error"] == "N"
    assert answer["errores"] == [""]
    assert answer["cae"].endswith(" ")
    assert answer["requiere_fec"] == "NO "
    assert answer["comprobante_nro"] == "00003-00000001"


def test_two_at_once_in_a_lane_are_refused_and_counted(box: Sandbox) -> None:
    async def both() -> list[dict[str, Any]]:
        async with httpx.AsyncClient(base_url=box.url) as client:
            posts = [client.post("facturacion/nuevo", json=request()) for _ in range(2)]
            return [r.json() for r in await asyncio.gather(*posts)]

    answers = asyncio.run(both())
    assert sorted(a["error"] for a in answers) == ["N", "S"]
    assert any("10016" in text for a in answers for text in a["errores"])
    assert box.books.overlaps == 1


def test_a_number_that_is_not_the_next_is_afips_error_without_a_code(box: Sandbox) -> None:
    answer = _post(box, request(numero=7))
    assert answer["error"] == "S"
    assert "10016" in answer["errores"][0]
    assert answer["error_details"] == []


def test_its_own_validations_carry_codes(box: Sandbox) -> None:
    answer = _post(box, request(total=120))
    assert answer["error_details"][0]["code"].startswith("TFC-")


def test_a_date_cannot_go_back_within_a_point_of_sale(box: Sandbox) -> None:
    assert _post(box, request())["error"] == "N"
    answer = _post(box, request(fecha="01/01/2020", tipo="FACTURA B"))
    assert answer["error"] == "S"


def test_wrong_credentials_are_refused_and_not_repeated(box: Sandbox) -> None:
    answer = _post(box, request() | {"apitoken": "guess-123456"})
    assert answer["error"] == "S"
    assert "guess-123456" not in str(answer)


@pytest.mark.parametrize(("fault", "held"), [(Fault.LOST, 1), (Fault.RESET, 0)])
def test_a_dead_line_is_a_dead_line(box: Sandbox, fault: Fault, held: int) -> None:
    box.plan.counted = [fault]
    with pytest.raises(httpx.TransportError):
        _post(box, request())
    assert len(box.books.held) == held


@pytest.mark.parametrize(
    ("detalle", "more", "total"),
    [
        (
            [concept(1000, rate) for rate in (21, -1, -2, 10.5)],
            {"tributos": [{"total": 10}, {"total": 20}]},
            "4345",
        ),
        ([concept(bonificacion_porcentaje=20)], {}, "96.80"),
        ([concept()], {"bonificacion": "20"}, "96.80"),
        ([concept(100, 0), concept(10, 0)], {"tipo": "FACTURA C"}, "110"),
        (
            [concept("100.45"), concept(50, 10.5, cantidad=1.5), concept(200, cantidad=2)],
            {"bonificacion": 120},
            "543.22",
        ),
        (
            [concept("100.45"), concept(50, 10.5, cantidad=1.5), concept(200, cantidad=2)],
            {"bonificacion": 120, "tributos": [{"total": 30}]},
            "573.22",
        ),
        ([concept()], {"bonificacion": 10, "tributos": [{"total": 30}]}, "138.90"),
    ],
)
def test_the_worked_totals_of_the_documents(
    detalle: list[dict[str, Any]], more: dict[str, Any], total: str
) -> None:
    assert total_of({"tipo": "FACTURA A", "detalle": detalle, **more}) == Decimal(total)


def test_the_general_discount_is_not_shared_among_the_rates(quick: Sandbox) -> None:
    detalle = [concept(50, 10.5, cantidad=1.5), concept("500.45")]
    mixed: dict[str, Any] = {"detalle": detalle, "bonificacion": 120}
    assert codes(post(quick, "nuevo", request(**mixed, total="545.27"))) == ["TFC-7001"]
    assert post(quick, "nuevo", request(**mixed, total="543.22"))["error"] == "N"


@pytest.mark.parametrize(
    ("cliente", "comprobante", "code"),
    [
        ({"email": "ana@ejemplo", "envia_por_mail": "S"}, {}, "TFC-8006"),
        ({"envia_por_mail": "S"}, {}, "TFC-8006"),
        ({"email": ",".join(["a@b.com"] * 16)}, {}, "TFC-6002"),
        ({"condicion_pago": "999"}, {}, "TFC-8001"),
        ({"documento_tipo": "CUIT", "documento_nro": "30707070701"}, {}, "TFC-8002"),
        ({"condicion_iva": "RI"}, {}, "TFC-8004"),
        ({"documento_tipo": "OTRO", "documento_nro": "0"}, {"total": 121}, ""),
        ({}, {"leyenda_gral": "x" * 501}, "TFC-6002"),
        ({}, {"external_reference": "con espacio"}, "TFC-6002"),
        ({}, {"tipo": "FACTURA X"}, "TFC-8000"),
        ({}, {"moneda": "999", "cotizacion": 2}, "TFC-8005"),
        ({}, {"fecha": "31/02/2026"}, "TFC-6002"),
        ({}, {"punto_venta": "00000"}, "TFC-6002"),
    ],
)
def test_texts_addresses_and_regimes_are_checked(
    quick: Sandbox, cliente: dict[str, Any], comprobante: dict[str, Any], code: str
) -> None:
    told = post(quick, "nuevo", request(cliente=cliente, **comprobante))
    assert codes(told) == [code] if code else told["error"] == "N"


def test_what_an_fce_lacks_is_said_by_arca_and_has_no_code(quick: Sandbox) -> None:
    told = post(quick, "nuevo", request(tipo="FACTURA DE CREDITO ELECTRONICA MiPyME (FCE) B"))
    assert (told["error"], codes(told)) == ("S", [])
    assert "es obligatorio informar opcional" in told["errores"][0]


def test_a_consumer_without_identity_may_not_reach_the_limit(quick: Sandbox) -> None:
    nobody = {"documento_tipo": "OTRO", "documento_nro": "0"}
    quick.options.rehearsal.top_of_consumers = Decimal(121)
    assert codes(post(quick, "nuevo", request(cliente=nobody))) == ["TFC-8009"]
    assert post(quick, "nuevo", request())["error"] == "N"


@pytest.mark.parametrize(
    "named",
    [
        {"numero": 9},
        {"cuit": "30707070702"},
        {"comprobante_fecha": day(1)},
        {"tipo_comprobante": "FACTURA B"},
    ],
)
def test_a_strict_sandbox_holds_a_note_to_what_it_corrects(
    quick: Sandbox, named: dict[str, Any]
) -> None:
    quick.options.rehearsal.strict_notes = True
    mine: dict[str, Any] = {"cliente": COMPANY}
    post(quick, "nuevo", request(**mine, tipo="FACTURA A"))
    note = {**mine, "tipo": "NOTA DE CREDITO A"}
    wrong = request(**note, comprobantes_asociados=associated(**named))
    assert codes(post(quick, "nuevo", wrong)) == ["TFC-8011"]
    right = request(**note, comprobantes_asociados=associated())
    assert post(quick, "nuevo", right)["error"] == "N"
