"""The sandbox refuses what the real service refuses, in its words and shapes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import httpx
import pytest

from planilla.calendar import service_date, today
from planilla.sandbox.faults import Fault
from planilla.sandbox.server import Options, Sandbox
from planilla.sandbox.service import Rehearsal
from planilla.sandbox.validation import problems, total_of


def _request(**changes: Any) -> dict[str, Any]:
    day = service_date(today())
    cliente = {
        "documento_tipo": "DNI", "documento_nro": "12345678", "razon_social": "Ñandú",
        "domicilio": "-", "provincia": "26", "envia_por_mail": "N", "condicion_pago": "201",
        "condicion_iva": "CF", "rg5329": "N",
    }  # fmt: skip
    concept = {"cantidad": 1, "producto": {"precio_unitario_sin_iva": 100, "alicuota": 21,
                                           "descripcion": "Café"}}  # fmt: skip
    comprobante = {
        "fecha": day, "tipo": "FACTURA B", "operacion": "V", "punto_venta": 3, "moneda": "PES",
        "cotizacion": 1, "vencimiento": day, "rubro": "Ventas", "rubro_grupo_contable": "Ventas",
        "total": 121, "external_reference": "a", "detalle": [concept], **changes,
    }  # fmt: skip
    return {**Sandbox.credentials, "cliente": cliente, "comprobante": comprobante}


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox(Options(rehearsal=Rehearsal(latency=0.1))) as started:
        yield started


def _post(box: Sandbox, body: dict[str, Any], method: str = "facturacion/nuevo") -> dict[str, Any]:
    with httpx.Client(base_url=box.url, timeout=5) as client:
        answer: dict[str, Any] = client.post(method, json=body).json()
        return answer


def test_the_answer_has_the_traps_of_the_real_one(box: Sandbox) -> None:
    answer = _post(box, _request())
    assert answer["error"] == "N"
    assert answer["errores"] == [""]
    assert answer["cae"].endswith(" ")
    assert answer["requiere_fec"] == "NO "
    assert answer["comprobante_nro"] == "00003-00000001"


def test_two_at_once_in_a_lane_are_refused_and_counted(box: Sandbox) -> None:
    async def both() -> list[dict[str, Any]]:
        async with httpx.AsyncClient(base_url=box.url) as client:
            posts = [client.post("facturacion/nuevo", json=_request()) for _ in range(2)]
            return [r.json() for r in await asyncio.gather(*posts)]

    answers = asyncio.run(both())
    assert sorted(a["error"] for a in answers) == ["N", "S"]
    assert any("10016" in text for a in answers for text in a["errores"])
    assert box.books.overlaps == 1


def test_a_number_that_is_not_the_next_is_afips_error_without_a_code(box: Sandbox) -> None:
    answer = _post(box, _request(numero=7))
    assert answer["error"] == "S"
    assert "10016" in answer["errores"][0]
    assert answer["error_details"] == []


def test_its_own_validations_carry_codes(box: Sandbox) -> None:
    answer = _post(box, _request(total=120))
    assert answer["error_details"][0]["code"].startswith("TFC-")


def test_a_date_cannot_go_back_within_a_point_of_sale(box: Sandbox) -> None:
    assert _post(box, _request())["error"] == "N"
    answer = _post(box, _request(fecha="01/01/2020", tipo="FACTURA B"))
    assert answer["error"] == "S"


def test_wrong_credentials_are_refused_and_not_repeated(box: Sandbox) -> None:
    answer = _post(box, _request() | {"apitoken": "guess-123456"})
    assert answer["error"] == "S"
    assert "guess-123456" not in str(answer)


@pytest.mark.parametrize(("fault", "held"), [(Fault.LOST, 1), (Fault.RESET, 0)])
def test_a_dead_line_is_a_dead_line(box: Sandbox, fault: Fault, held: int) -> None:
    box.plan.counted = [fault]
    with pytest.raises(httpx.TransportError):
        _post(box, _request())
    assert len(box.books.held) == held


def test_the_worked_totals_of_the_documents() -> None:
    def one(rate: str, price: str = "1000") -> dict[str, Any]:
        return {"cantidad": 1, "producto": {"precio_unitario_sin_iva": price, "alicuota": rate}}

    four = [one("21"), one("-1"), one("-2"), one("10.5")]
    taxes = [{"total": 10}, {"total": 20}]
    body: dict[str, Any] = {"tipo": "FACTURA A", "detalle": four, "tributos": taxes}
    assert total_of(body) == Decimal(4345)
    body = {"tipo": "FACTURA A", "detalle": [one("21", "100")], "bonificacion": "20"}
    assert total_of(body) == Decimal("96.80")


@pytest.mark.parametrize(
    ("cliente", "comprobante", "code"),
    [
        ({"email": "ana@ejemplo", "envia_por_mail": "S"}, {}, "TFC-8006"),
        ({"envia_por_mail": "S"}, {}, "TFC-8006"),
        ({"email": ",".join(["a@b.com"] * 16)}, {}, "TFC-8006"),
        ({}, {"leyenda_gral": "x" * 501}, "TFC-6003"),
        ({}, {"external_reference": "con espacio"}, "TFC-6006"),
        ({}, {"tipo": "FACTURA DE CREDITO ELECTRONICA MiPyME (FCE) B"}, "TFC-6007"),
    ],
)
def test_texts_addresses_and_regimes_are_checked(
    cliente: dict[str, Any], comprobante: dict[str, Any], code: str
) -> None:
    request = _request(**comprobante)
    found = problems({**request["cliente"], **cliente}, request["comprobante"])
    assert code in {told for told, _ in found}
