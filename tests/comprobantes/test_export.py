"""Comprobantes E: their block `fex`, and what the service does not take in them.

The vendor's examples are those of its pages «Factura E», «Nota de crédito E» and «Nota de débito
E»; their permits, which have no form of a permit, and their country 123 are ours.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
import simplejson

from planilla.common.calendar import today
from planilla.common.errors import ServiceError
from planilla.comprobantes.load import load
from planilla.ledger.credit_notes import corrected
from planilla.ledger.likeness import likeness_of
from planilla.model.issuers import Issuer, Issuers
from planilla.reading.loaded import Loaded
from planilla.sandbox.server import Sandbox
from planilla.service.client import Client
from planilla.service.pace import Pace
from planilla.service.tusfacturas import TusFacturas
from planilla.writing.report import Estado
from schemas.countries import COUNTRIES, CUITS, PAISES
from schemas.service import contract
from tests.helpers import Job, row, run, settings_for, write_csv

OWN = "30707070707"
DAY = f"{today():%d/%m/%Y}"
CLIENT = {
    "documento_tipo": "OTRO",
    "documento_nro": "11124445",
    "razon_social": "Southern Trading LLC",
    "condicion_iva": "CDEX",
    "condicion_pago": "211",
}
SERVICES = {
    **CLIENT,
    "tipo": "FACTURA E",
    "moneda": "DOL",
    "cotizacion": "1115,20",
    "idioma": "2",
    "descripcion": "Avena instantánea x 5 kg",
    "precio_unitario_sin_iva": "100",
    "alicuota": "0",
    "fex_tipo_exportacion": "Servicios",
    "fex_pais": "Uruguay",
    "fex_cliente_pais_cuit": "50000000016",
    "fex_forma_pago": "Payment via paypal 30 days",
    "fex_fecha_pago": DAY,
    "fex_incoterms": "FOB",
    "fex_incoterms_nro": "Buenos Aires",
}
PERMITS = {
    "fex_permisos_tiene": "S",
    "fex_permiso_1_despacho": "25001EC01000123A",
    "fex_permiso_1_pais": "Benín",
    "fex_permiso_2_despacho": "25001ec01000124b",
    "fex_permiso_2_pais": "225",
}
GOODS = {**SERVICES, "fex_tipo_exportacion": "1", "fex_fecha_pago": "", **PERMITS}
NOTE = {
    **GOODS,
    "tipo": "NOTA DE CREDITO E",
    "asociado_tipo": "FACTURA E",
    "asociado_punto_venta": "1",
    "asociado_numero": "12313",
}


def _load(tmp_path: Path, *rows: dict[str, Any]) -> Loaded:
    written = [row(n, **one) for n, one in enumerate(rows, 1)]
    return load(write_csv(tmp_path / "a.csv", written), today(), Issuers(Issuer("RI", OWN)))


def _body(tmp_path: Path, changes: dict[str, Any]) -> dict[str, Any]:
    loaded = _load(tmp_path, changes)
    assert loaded.faults == ()
    body: dict[str, Any] = loaded.asked[0].body["comprobante"]
    return body


def _told(tmp_path: Path, changes: dict[str, Any]) -> set[tuple[str, str]]:
    return {(fault.column, fault.code) for fault in _load(tmp_path, changes).faults}


def _contract_says(loaded: Loaded) -> list[str]:
    """What the contract has against the requests that the client makes of them."""
    found: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        said = contract()["facturacion/nuevo"].request_faults(simplejson.loads(request.content))
        found.extend(map(str, said))
        return httpx.Response(200, json={"error": "S", "errores": ["no"]})

    async def ask() -> None:
        transport = httpx.MockTransport(answer)
        tokens = {"usertoken": "u", "apikey": "1", "apitoken": "t"}
        client = Client("https://service.test/api/", tokens, 5, Pace(0), transport=transport)
        for one in loaded.asked:
            with pytest.raises(ServiceError):
                await TusFacturas(client).nuevo(one.body, 1, one.referencia)
        await client.close()

    asyncio.run(ask())
    return found


def test_the_vendors_factura_e_is_sent_as_its_page_has_it(tmp_path: Path) -> None:
    sent = _body(tmp_path, SERVICES)
    assert sent["fex"] == {
        "permisos_tiene": "",
        "fecha_pago": DAY,
        "tipo_exportacion": "2",
        "pais_comprobante_id": "225",
        "forma_pago_leyenda": "Payment via paypal 30 days",
        "cliente_pais_cuit": "50000000016",
        "incoterms_tipo_id": "FOB",
        "incoterms_nro": "Buenos Aires",
    }
    assert (sent["total"], sent["bonificacion"], sent["tributos"]) == (100, 0, [])
    taxes = ("impuestos_internos", "impuestos_internos_base", "impuestos_internos_alicuota")
    assert [sent[name] for name in taxes] == [0, 0, 0]
    assert sent["detalle"][0]["producto"]["alicuota"] == 0


@pytest.mark.parametrize("tipo", ["NOTA DE CREDITO E", "NOTA DE DEBITO E"])
def test_a_note_names_what_it_corrects_within_the_block(tipo: str, tmp_path: Path) -> None:
    sent = _body(tmp_path, NOTE | {"tipo": tipo})
    assert "comprobantes_asociados" not in sent
    assert sent["fex"]["comprobantes_asociados"] == [
        {"tipo_comprobante": "FACTURA E", "punto_venta": 1, "numero": 12313, "cuit": OWN}
    ]
    assert corrected(sent) == "FACTURA E 00001-00012313"
    assert sent["fex"]["permisos_tiene"] == "S"
    assert sent["fex"]["permisos"] == [
        {"codigo_despacho": "25001EC01000123A", "pais_destino_id": "112"},
        {"codigo_despacho": "25001EC01000124B", "pais_destino_id": "225"},
    ]


def test_the_contract_allows_every_form_of_them(tmp_path: Path) -> None:
    forms = [
        SERVICES,
        GOODS,
        NOTE,
        NOTE | {"tipo": "NOTA DE DEBITO E", "asociado_fecha": DAY},
        NOTE | dict.fromkeys((n for n in NOTE if n.startswith("asociado_")), "")
        | {"fex_tipo_exportacion": "Otros"},
        SERVICES | {"fex_incoterms": "", "fex_incoterms_nro": "", "fex_tipo_exportacion": "4"},
        SERVICES | {"documento_tipo": "PASAPORTE", "paga_misma_moneda": "S"},
        SERVICES | {"documento_tipo": "CUIT", "documento_nro": "55000000018"},
        SERVICES | {"documento_nro": "0", "precio_unitario_sin_iva": "90000"},
        SERVICES | {"bonificacion_porcentaje": "10", "impuestos_internos": "0"},
    ]  # fmt: skip
    loaded = _load(tmp_path, *forms)
    assert loaded.faults == ()
    assert len(loaded.asked) == len(forms)
    assert _contract_says(loaded) == []


@pytest.mark.parametrize(
    ("changes", "cuit"),
    [
        ({"fex_cliente_persona": "Persona física"}, "50000000016"),
        ({"fex_cliente_persona": "jurídica"}, "55000000018"),
        ({"fex_cliente_persona": "O"}, "51600000016"),
        ({"fex_cliente_persona": "J", "fex_cliente_pais": "Alemania"}, "55000004382"),
        ({"fex_cliente_persona": "J", "fex_cliente_pais": "212"}, "55000002126"),
        ({"fex_cliente_persona": "J", "fex_cliente_pais": "Islas Caimán"}, "55000006717"),
        ({"fex_cliente_persona": "F", "fex_cliente_pais": "Granada"}, "50000002882"),
        ({"fex_cliente_pais_cuit": "51600004380"}, "51600004380"),
    ],
)
def test_the_cuit_of_a_country_goes_by_the_kind_of_person(
    changes: dict[str, str], cuit: str, tmp_path: Path
) -> None:
    sent = _body(tmp_path, SERVICES | {"fex_cliente_pais_cuit": ""} | changes)
    assert sent["fex"]["cliente_pais_cuit"] == cuit


@pytest.mark.parametrize("written", ["Brasil", "203", "BRASIL", "brasil", "203 - Brasil", "BR"])
def test_a_country_is_known_by_its_name_and_by_its_number(written: str, tmp_path: Path) -> None:
    assert _body(tmp_path, SERVICES | {"fex_pais": written})["fex"]["pais_comprobante_id"] == "203"


def test_the_countries_are_those_of_arca() -> None:
    assert len(PAISES) == 255
    assert len(CUITS) == 3 * 221
    assert {PAISES[n] for n in ("225", "203", "212", "438")} == {
        "Uruguay", "Brasil", "Estados Unidos", "Alemania"
    }  # fmt: skip
    cuits = [cuit for one in COUNTRIES for cuit in one.cuits.values()]
    assert len(set(cuits)) == len(cuits)
    assert {cuit[:2] for cuit in cuits} == {"50", "51", "55"}


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"fex_tipo_exportacion": ""}, "fex_tipo_exportacion", "FEX_FALTA"),
        ({"fex_pais": ""}, "fex_pais", "FEX_FALTA"),
        ({"fex_forma_pago": ""}, "fex_forma_pago", "FEX_FALTA"),
        ({"fex_pais": "Freedonia"}, "fex_pais", "NO_ESTA_EN_LA_TABLA"),
        ({"fex_incoterms": "XYZ"}, "fex_incoterms", "NO_ESTA_EN_LA_TABLA"),
        ({"fex_tipo_exportacion": "3"}, "fex_tipo_exportacion", "NO_ESTA_EN_LA_TABLA"),
        ({"fex_cliente_pais_cuit": ""}, "fex_cliente_persona", "FEX_CUIT"),
        ({"fex_cliente_pais_cuit": "", "fex_cliente_persona": "J", "fex_pais": "280"},
         "fex_cliente_persona", "FEX_CUIT"),
        ({"fex_cliente_pais_cuit": "30712345671"}, "fex_cliente_pais_cuit", "FEX_CUIT_PAIS"),
        ({"fex_cliente_pais_cuit": "50000000017"}, "fex_cliente_pais_cuit", "FEX_CUIT_PAIS"),
        ({"fex_cliente_persona": "J"}, "fex_cliente_pais_cuit", "FEX_CUIT_OTRO"),
        ({"fex_cliente_pais": "Chile"}, "fex_cliente_pais_cuit", "FEX_CUIT_OTRO"),
        ({"fex_fecha_pago": ""}, "fex_fecha_pago", "FEX_FECHA_PAGO"),
        ({"fex_fecha_pago": "", "fex_tipo_exportacion": "4"}, "fex_fecha_pago", "FEX_FECHA_PAGO"),
        ({"fex_incoterms": ""}, "fex_incoterms", "FEX_INCOTERMS"),
        ({"fex_permisos_tiene": "S"}, "fex_permisos_tiene", "FEX_PERMISOS"),
        (PERMITS | {"fex_permisos_tiene": "N"}, "fex_permisos_tiene", "FEX_PERMISOS"),
        (PERMITS | {"fex_permisos_tiene": ""}, "fex_permisos_tiene", "FEX_PERMISOS"),
        (PERMITS | {"fex_permiso_2_pais": ""}, "fex_permiso_2_despacho", "FEX_PERMISO"),
        (PERMITS | {"fex_permiso_1_despacho": "1234567890123456"}, "fex_permiso_1_despacho",
         "FEX_DESPACHO"),
        (PERMITS | {"fex_permiso_1_despacho": "25001EC01"}, "fex_permiso_1_despacho", "CORTO"),
        ({"alicuota": "21"}, "alicuota", "FEX_IVA"),
        ({"alicuota": "Exento"}, "alicuota", "FEX_IVA"),
        ({"bonificacion": "10"}, "bonificacion", "FEX_BONIFICACION"),
        ({"impuestos_internos": "1"}, "impuestos_internos", "FEX_IMPUESTOS"),
        ({"producto_impuestos_internos_alicuota": "5"}, "producto_impuestos_internos_alicuota",
         "FEX_IMPUESTOS"),
        ({"tributo_1_tipo": "7", "tributo_1_regimen": "5", "tributo_1_base_imponible": "100",
          "tributo_1_alicuota": "3", "tributo_1_total": "3"}, "tributo_1_tipo", "FEX_IMPUESTOS"),
        ({"condicion_iva": "CF"}, "condicion_iva", "LETRA_CLIENTE"),
        ({"documento_tipo": "PASAPORTE", "documento_nro": "0"}, "documento_nro", "DOCUMENTO_OTRO"),
        ({"asociado_referencia": "R-1"}, "asociado_referencia", "ASOCIADO_DE_MAS"),
        ({"tipo": "FACTURA B", "condicion_iva": "CF", "documento_nro": "0"}, "fex_pais",
         "FEX_DE_MAS"),
    ],
)  # fmt: skip
def test_what_an_export_lacks_or_does_not_take_is_told_where_it_stands(
    changes: dict[str, str], column: str, code: str, tmp_path: Path
) -> None:
    assert (column, code) in _told(tmp_path, SERVICES | changes)


def test_notes_about_goods_name_one_and_others_none(tmp_path: Path) -> None:
    nothing = dict.fromkeys((name for name in NOTE if name.startswith("asociado_")), "")
    assert ("asociado_referencia", "ASOCIADO") in _told(tmp_path, NOTE | nothing)
    period = nothing | {"asociado_desde": DAY, "asociado_hasta": DAY}
    assert ("asociado_referencia", "ASOCIADO") in _told(tmp_path, NOTE | period)
    of_services = NOTE | {"fex_tipo_exportacion": "2"}
    assert _told(tmp_path, of_services) == {("asociado_referencia", "FEX_ASOCIADO")}
    assert _told(tmp_path, of_services | nothing) == set()
    of_a_b = NOTE | {"asociado_tipo": "FACTURA B"}
    assert ("asociado_tipo", "ASOCIADO_TIPO") in _told(tmp_path, of_a_b)


def test_an_export_is_known_by_its_data_however_they_are_written(tmp_path: Path) -> None:
    written = [
        SERVICES,
        SERVICES | {"fex_pais": "225", "fex_forma_pago": "  payment  VIA paypal 30 days"},
        SERVICES | {"fex_cliente_pais_cuit": "", "fex_cliente_persona": "F"},
        SERVICES | {"fex_pais": "Chile"},
        SERVICES | {"fex_incoterms_nro": "Rosario"},
    ]
    asked = [_load(tmp_path, one).asked[0] for one in written]
    contents, likenesses = [one.content for one in asked], [likeness_of(one) for one in asked]
    assert contents[0] == contents[1] == contents[2]
    assert likenesses[0] == likenesses[1] == likenesses[2]
    assert len(set(contents)) == len(set(likenesses)) == 3


def test_an_export_and_its_note_by_referencia_are_issued_once(tmp_path: Path) -> None:
    nothing = dict.fromkeys((name for name in NOTE if name.startswith("asociado_")), "")
    rows = [
        row(1, **GOODS),
        row(2, **NOTE | nothing | {"asociado_referencia": "R-00001"}),
    ]
    source = write_csv(tmp_path / "a.csv", rows)
    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home")
        first = run(Job((source,), settings))
        again = run(Job((source,), settings))
        held = [one["comprobante"] for one in box.books.held]
    assert first.rows == {Estado.EMITIDO: 2}
    assert again.rows == {Estado.YA_EMITIDO: 2}
    invoice, note = held
    assert note["fex"]["comprobantes_asociados"] == [
        {
            "tipo_comprobante": "FACTURA E",
            "punto_venta": 1,
            "numero": invoice["numero"],
            "cuit": OWN,
        }
    ]
    assert "comprobantes_asociados" not in note
