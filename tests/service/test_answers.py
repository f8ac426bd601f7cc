"""The service's answers, in the documents' own shapes, read or refused as unknown."""

from __future__ import annotations

import asyncio
import base64
from decimal import Decimal
from typing import Any

import httpx
import pytest
import simplejson

from planilla.common.afip_qr import issuer_of
from planilla.common.errors import Blocked, Misconfigured, NotSent, Refused, ServiceError, Unknown
from planilla.service.answers import Held, Issued
from planilla.service.client import Client
from planilla.service.envelope import read_answer
from planilla.service.pace import Pace

ISSUED = {
    "error": "N",
    "errores": [""],
    "cae": "65301278726386 ",
    "requiere_fec": "NO ",
    "vencimiento_cae": "07/08/2015",
    "comprobante_pdf_url": "https://www.dominio.com/url",
    "afip_qr": "https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIi ",
    "external_reference": "ABC123",
    "comprobante_nro": "0000123",
}


def test_the_documents_answer_is_read_without_its_blanks() -> None:
    issued = Issued.read(ISSUED)
    assert issued.cae == "65301278726386"
    assert issued.number == 123
    assert issued.requiere_fec == "NO"
    assert issued.vencimiento_cae is not None
    assert issued.observaciones == ()
    assert Issued.read(ISSUED | {"comprobante_nro": "00003-00000074"}).number == 74
    assert not Issued.read(ISSUED | {"cae": " ", "vencimiento_cae": ""}).cae


@pytest.mark.parametrize(
    "change",
    [{"cae": "123"}, {"cae": "7040x"}, {"comprobante_nro": ""}, {"vencimiento_cae": "mañana"}],
)
def test_an_answer_that_is_not_what_it_promises_is_unknown(change: dict[str, str]) -> None:
    with pytest.raises(Unknown):
        Issued.read(ISSUED | change)
    with pytest.raises(Unknown):
        Issued.read({k: v for k, v in ISSUED.items() if k != "cae"})


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, "{broken", Unknown),
        (200, '{"error": "N", "errores": [""] "rta": "OK"}', Unknown),
        (200, "[]", Unknown),
        (200, '{"error": "?"}', Unknown),
        (500, "x", Unknown),
        (502, "x", Unknown),
        (524, "x", Unknown),
        (429, "x", Blocked),
        (200, '{"error":"S","mantenimiento":1,"mantenimiento_hasta":"26/07/2030 05:25"}', Blocked),
        (401, "x", Misconfigured),
        (403, "x", Misconfigured),
        (404, "x", Misconfigured),
        (302, "x", Misconfigured),
        (200, '{"error":"S","errores":["El apitoken no es valido"]}', Misconfigured),
        (200, '{"error":"S","errores":["Error 2"]}', Refused),
        (200, '{"error":"S","errores":"Error 2"}', Refused),
        (200, '{"error":"S"}', Refused),
    ],
)
def test_every_kind_of_answer_has_its_error(status: int, body: str, kind: type) -> None:
    with pytest.raises(ServiceError) as raised:
        read_answer(status, body)
    assert type(raised.value) is kind


def test_maintenance_says_until_when() -> None:
    body = {"error": "S", "mantenimiento": 1, "mantenimiento_hasta": "26/07/2030 05:25"}
    with pytest.raises(Blocked) as raised:
        read_answer(200, simplejson.dumps(body))
    assert raised.value.until is not None
    assert raised.value.until.isoformat() == "2030-07-26T05:25:00-03:00"


def test_a_held_comprobante_is_read_with_its_amount_exact() -> None:
    entry: dict[str, Any] = {
        "cliente": {"documento_nro": "1292963535 "},
        "comprobante": {
            "tipo": "NOTA DE DEBITO B", "punto_venta": 2, "numero": 6, "fecha": "28/07/2015",
            "total": Decimal("543.21"), "cae": "65301278726386 ",
        },
    }  # fmt: skip
    held = Held.read(entry)
    assert (held.number, held.total, held.documento_nro) == (6, Decimal("543.21"), "1292963535")
    assert Held.read({**entry["comprobante"], "cliente": entry["cliente"]}) == held


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (httpx.ConnectError("x"), NotSent),
        (httpx.ConnectTimeout("x"), NotSent),
        (httpx.PoolTimeout("x"), NotSent),
        (httpx.ReadTimeout("x"), Unknown),
        (httpx.WriteTimeout("x"), Unknown),
        (httpx.ReadError("x"), Unknown),
        (httpx.WriteError("x"), Unknown),
        (httpx.RemoteProtocolError("x"), Unknown),
    ],
)
def test_only_what_never_left_counts_as_not_sent(error: Exception, kind: type) -> None:
    def fail(_: httpx.Request) -> httpx.Response:
        raise error

    assert type(_ask(httpx.MockTransport(fail))) is kind


def test_amounts_go_out_exactly_and_secrets_stay_out_of_what_is_kept() -> None:
    seen: list[bytes] = []

    def echo(request: httpx.Request) -> httpx.Response:
        seen.append(request.content)
        return httpx.Response(500, content=request.content)

    error = _ask(httpx.MockTransport(echo))
    assert b'"total": 0.10' in seen[0]
    assert b"user-token-1" in seen[0]
    assert isinstance(error, Unknown)
    assert "user-token-1" not in error.raw
    assert '"apikey": "[credencial]"' in error.raw


def _ask(transport: httpx.MockTransport) -> Any:
    secrets = {"usertoken": "user-token-1", "apikey": "9991", "apitoken": "api-token-2"}

    pagos = {
        "formas_pago": [{"descripcion": "Efectivo", "importe": Decimal("0.10")}],
        "total": Decimal("0.10"),
    }
    named = {"tipo": "FACTURA B", "operacion": "V", "punto_venta": 1, "numero": 1}

    async def ask() -> Any:
        client = Client("http://127.0.0.1/", secrets, 1, Pace(0), transport=transport)
        try:
            return await client.post(
                "facturacion/pagar", {"comprobante": {**named, "pagos": pagos}}
            )
        except ServiceError as error:
            return error
        finally:
            await client.close()

    return asyncio.run(ask())


def test_the_qr_says_who_issued_and_what_is_no_qr_says_nobody() -> None:
    data = simplejson.dumps({"ver": 1, "cuit": "30712345671", "ptoVta": "00003"}).encode()
    for coded in (base64.b64encode(data), base64.b64encode(data).rstrip(b"=")):
        assert issuer_of(f"https://www.afip.gob.ar/fe/qr/?p={coded.decode()} ") == "30712345671"
    for nothing in ("", " ", ISSUED["afip_qr"], "https://x/?p=bm8=", "https://x/?p=%%", "?p=W10="):
        assert issuer_of(str(nothing)) == ""
