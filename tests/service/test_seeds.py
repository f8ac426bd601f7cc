"""Every example of the five documents that the project was created from, asked and read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import date
from decimal import Decimal
from typing import Any

import httpx
import pytest
import simplejson

from planilla.common.errors import Refused, ServiceError, Unknown
from planilla.model.comprobante_key import Key
from planilla.service.answers import Held, Issued
from planilla.service.client import Client
from planilla.service.envelope import read_answer
from planilla.service.pace import Pace
from planilla.service.tusfacturas import TusFacturas

CREDENTIALS = {
    "usertoken": "jajajja8c8bf67c884e1405e26c03c85",
    "apikey": "9991",
    "apitoken": "kkakak208a17cdfc4e4741437baddaa6",
}
NOTE = Key("NOTA DE DEBITO B", 2, 6)
PAYMENT = {
    "formas_pago": [
        {"descripcion": "VISA", "importe": Decimal(200)},
        {"descripcion": "MercadoPago", "importe": Decimal(1000)},
    ],
    "total": Decimal(1200),
}
CENTS = {
    "formas_pago": [
        {"descripcion": "VISA DB", "importe": Decimal("0.6")},
        {"descripcion": "MercadoPago", "importe": Decimal(50)},
    ],
    "total": Decimal("50.6"),
}
HOOK = {
    "creado": "18/03/2022 15:58:11",
    "evento": "encolado",
    "recurso": "facturacion",
    "external_reference": "mi_extref",
    "intento": 1,
    "msg": [],
    "hook_id": "xxxxx",
}
ISSUED = {
    "error": "N",
    "errores": [""],
    "rta": "El comprobante NOTA DE DEBITO B 0002-00000006 (MI CUIT) se ha guardado correctamente",
    "cae": "65301278726386 ",
    "requiere_fec": "NO ",
    "vencimiento_cae": "07/08/2015",
    "vencimiento_pago": "27/08/2015",
    "comprobante_pdf_url": "https://www.dominio.com/url",
    "afip_qr": "https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOjEsImZlY2hhIjoiMjAyMC0xMS0xNSJ9 ",
    "afip_codigo_barras": "12121212121006000300000000000000201811052 ",
    "envio_x_mail": "S",
    "external_reference": "ABC123",
    "comprobante_nro": "0000123",
    "comprobante_tipo": "NOTA DE DEBITO B",
    "micrositios": {"cliente": "url-del-micrositio", "descarga": "url-del-micrositio"},
    "envio_x_mail_direcciones": "direccion1@sudominio.com,direccion2@sudominio.com",
}
REFUSED = {
    "error": "S",
    "errores": [
        "El tipo de documento enviado no es valido",
        "Para la condicion de IVA seleccionada no se permite realizar comprobantes de tipo B.",
    ],
    "external_reference": "ABC123",
    "error_cod": [],
    "error_details": [
        {
            "code": "TFC-8004",
            "text": "Para la condicion de IVA seleccionada no se permite realizar comprobantes de "
            "tipo B.",
        }
    ],
}
CONCEPTS = """[
  {"cantidad": 1, "producto": {"descripcion": "PAPAS", "precio_unitario": 121.54, "alicuota": 21,
   "unidad_medida": 7, "precio_total": 121.54}, "leyenda": "blanca, cepillada"},
  {"cantidad": 1.5, "producto": {"descripcion": "HUEVOS", "precio_unitario": 60.50, "alicuota": 21,
   "unidad_medida": 7, "precio_total": 90.75}, "leyenda": ""},
  {"cantidad": 2, "producto": {"descripcion": "ZANAHORIA", "precio_unitario": 242, "alicuota": 21,
   "unidad_medida": 7, "precio_total": 484}, "leyenda": ""}%s]"""
# as the document has it: a comma missing after errores, and one too many in two places
CONSULTA = """{"error": "N", "errores": [""]%s "rta": "OK",
 "cliente": {"documento_tipo": "DNI", "documento_nro": "1292963535 ", "razon_social": "Pirulo",
  "email": "test@test.com", "domicilio": "Av Sta Fe 123"},
 "comprobante": {"fecha": "28\\/07\\/2015", "tipo": "NOTA DE DEBITO B", "moneda": "PES",
  "idioma": 1,
  "cotizacion": 1, "operacion": "V", "punto_venta": 2, "numero": 6,
  "periodo_facturado_desde": "27\\/07\\/2015", "periodo_facturado_hasta": "30\\/07\\/2015",
  "rubro": "Servicios web", "rubro_grupo_contable": "servicios", "detalle": %s,
  "bonificacion": 120, "subtotal_1": 380.45, "iva_alicuota": 21, "subtotal_2": 75,
  "iva_alicuota_2": 10.5, "leyenda_gral": "bla bla bla", "percepciones_iibb": "0",
  "exentos": "0", "nogravados": "0", "impuestos_internos": "0", "nogravados": 0, "total": 543.21,
  "cae": "65301278726386 ", "afip_codigo_barras": "12121212121006000300000000000000201811052 ",
  "vencimiento_cae": "07\\/08\\/2015", "vencimiento_pago": "27\\/08\\/2015",
  "comprobante_pdf_url": "https://www.dominio.com/00000006.pdf"%s}}"""
AS_WRITTEN = CONSULTA % ("", CONCEPTS % ",", ",")
MENDED = CONSULTA % (",", CONCEPTS % "", "")


class Wire:
    """Keeps what was sent and answers with a text."""

    def __init__(self, answer: str = '{"error": "N"}') -> None:
        self.answer = answer
        self.sent: list[tuple[str, dict[str, Any]]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        body = simplejson.loads(request.content, use_decimal=True)
        self.sent.append((request.url.path, body))
        return httpx.Response(200, text=self.answer)

    def ask(self, question: Callable[[TusFacturas], Coroutine[Any, Any, Any]]) -> Any:
        """Ask one thing of the service over this wire."""

        async def whole() -> Any:
            client = Client(
                "https://www.tusfacturas.app/app/api/v2/",
                CREDENTIALS,
                5,
                Pace(0),
                transport=httpx.MockTransport(self),
            )
            try:
                return await question(TusFacturas(client))
            finally:
                await client.close()

        return asyncio.run(whole())


# What is asked; the documents write numbers as text with zeros before them: the same numbers.


@pytest.mark.parametrize(
    ("method", "question"),
    [
        ("reenviar", lambda service: service.reenviar(NOTE)),
        ("consulta", lambda service: service.consulta(NOTE)),
    ],
)
def test_a_comprobante_is_named_as_the_documents_name_it(method: str, question: Any) -> None:
    wire = Wire()
    wire.ask(question)
    named = {"tipo": "NOTA DE DEBITO B", "operacion": "V", "punto_venta": 2, "numero": 6}
    assert wire.sent[0] == (
        f"/app/api/v2/facturacion/{method}",
        {**CREDENTIALS, "comprobante": named},
    )


@pytest.mark.parametrize("block", [PAYMENT, CENTS])
def test_a_payment_is_sent_as_the_documents_write_it(block: dict[str, Any]) -> None:
    wire = Wire()
    wire.ask(lambda service: service.cobros.pagar(Key("FACTURA A", 10, 109), block))
    ((path, body),) = wire.sent
    assert path.endswith("facturacion/pagar")
    assert body["comprobante"] == {
        "tipo": "FACTURA A",
        "operacion": "V",
        "punto_venta": int("00010"),
        "numero": int("00000109"),
        "pagos": block,
    }


def test_a_failure_of_the_queue_is_sent_again_by_its_reference_alone() -> None:
    wire = Wire('{"error": "N", "errores": []}')
    wire.ask(lambda service: service.cola.reenviar_encolado("mi_ext_rf"))
    assert wire.sent == [
        (
            "/app/api/v2/facturacion/reenviar_encolado",
            {**CREDENTIALS, "external_reference": "mi_ext_rf"},
        )
    ]


# What is answered


def test_the_answer_of_nuevo_is_read_in_full() -> None:
    answer = read_answer(200, simplejson.dumps(ISSUED).replace("/", "\\/"))
    issued = Issued.read(answer)
    assert (issued.number, issued.cae) == (123, "65301278726386")
    assert issued.vencimiento_cae == date(2015, 8, 7)
    assert (issued.requiere_fec, issued.external_reference) == ("NO", "ABC123")
    assert issued.afip_qr.endswith("J9")


def test_the_answer_of_nuevo_as_it_is_written_misses_a_comma_and_is_unknown() -> None:
    """After `afip_qr` the document has no comma: nothing of it may be believed."""
    text = simplejson.dumps(ISSUED).replace('J9 ", ', 'J9 " ')
    with pytest.raises(Unknown):
        read_answer(200, text)


def test_a_refusal_keeps_every_message_and_its_code() -> None:
    with pytest.raises(Refused) as caught:
        read_answer(200, simplejson.dumps(REFUSED))
    assert list(caught.value.messages) == REFUSED["errores"]
    assert [detail.code for detail in caught.value.details] == ["TFC-8004"]


def test_the_answer_of_consulta_as_it_is_written_is_unknown() -> None:
    with pytest.raises(Unknown):
        read_answer(200, AS_WRITTEN)


def test_the_answer_of_consulta_with_its_commas_mended_is_read_in_full() -> None:
    held = Held.read(read_answer(200, MENDED))
    assert (held.tipo, held.punto_venta, held.number) == ("NOTA DE DEBITO B", 2, 6)
    assert (held.documento_tipo, held.documento_nro) == ("DNI", "1292963535")
    assert held.total == Decimal("543.21")
    assert held.cae == "65301278726386"
    assert (held.fecha, held.vencimiento_cae) == (date(2015, 7, 28), date(2015, 8, 7))
    assert held.pdf_url == "https://www.dominio.com/00000006.pdf"
    assert [line["cantidad"] for line in held.inner["detalle"]] == [1, Decimal("1.5"), 2]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ('{"error": "N"}', None),  # reenviar
        ('{"error": "N", "errores": []}', None),  # reenviar_encolado
        ('{"error": "N", "errores": [""],}', Unknown),  # pagar, with a comma too many
        ('{"error": "S", "errores": "Error 2"],}', Unknown),  # pagar, with no bracket
        ('{"error": "S", "errores": ["No se han encontrado comprobantes."]}', Refused),
    ],
)
def test_the_short_answers_are_read_or_refused(text: str, error: type[ServiceError] | None) -> None:
    if error is None:
        assert read_answer(200, text)["error"] == "N"
        return
    with pytest.raises(error):
        read_answer(200, text)


def test_nothing_found_is_not_an_error_of_consulta() -> None:
    wire = Wire('{"error": "S", "errores": ["No se han encontrado comprobantes."]}')
    assert wire.ask(lambda service: service.consulta(NOTE)) is None


def test_the_webhook_of_the_document_is_kept(tmp_path: Any) -> None:
    from planilla.queue.webhooks import Receiver
    from planilla.settings.open_ledger import open_ledger
    from planilla.settings.settings import Settings

    settings = Settings(_env_file=None, home=tmp_path)  # type: ignore[call-arg]
    with open_ledger(settings) as ledger:
        door = httpx.ASGITransport(Receiver(settings, ledger, ask=False).app())

        async def twice() -> list[int]:
            async with httpx.AsyncClient(transport=door, base_url="http://here") as client:
                answers = [await client.post("/", json=HOOK) for _ in range(2)]
            return [answer.status_code for answer in answers]

        assert asyncio.run(twice()) == [200, 200]
        (kept,) = ledger.hooks.unasked()
    assert (kept.hook_id, kept.evento, kept.external_reference) == (
        "xxxxx",
        "encolado",
        "mi_extref",
    )


def test_the_account_is_a_bare_list() -> None:
    row = {
        "fecha": "11/05/2017",
        "concepto": "FACTURA A 0002-00000002 (CUIT DE PRUEBA)",
        "debe": Decimal("112.1"),
        "haber": 0,
        "resta_abonar_de_este_comprobante": Decimal("112.1"),
        "saldo": Decimal("224.2"),
    }
    wire = Wire(simplejson.dumps([row], use_decimal=True))
    (read,) = wire.ask(lambda service: service.cobros.account("30712293841"))
    assert read.remaining == Decimal("112.1")
    assert wire.sent[0][1]["cliente"] == {"documento_tipo": "CUIT", "documento_nro": "30712293841"}


def test_what_a_search_by_reference_shows_has_it_though_the_answer_does_not_repeat_it() -> None:
    held = '{"comprobante": {"numero": 6, "status": "EMITIDO"}}'
    shown = f'{{"error": "N", "total": 1, "comprobantes": [{held}]}}'
    (read,) = Wire(shown).ask(lambda service: service.by_reference("ABC123"))
    assert (read.number, read.external_reference) == (6, "ABC123")
