"""Every body that is built of a valid row is one that the contract allows."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Hashable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
import simplejson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planilla.common.calendar import today
from planilla.common.errors import ServiceError
from planilla.comprobantes.load import load
from planilla.model.asked import Asked
from planilla.model.comprobante_key import Key
from planilla.model.external_reference import external_reference
from planilla.model.issuers import Issuer, Issuers
from planilla.service.client import Client
from planilla.service.pace import Pace
from planilla.service.tusfacturas import TusFacturas
from schemas.service import contract
from schemas.tables import (
    ALICUOTAS,
    CONDICIONES_PAGO,
    MONEDAS,
    PROVINCIAS,
    TIPOS,
    TRIBUTO_REGIMENES,
    Tipo,
)
from schemas.units import UNIDADES_MEDIDA
from tests.covering import covering
from tests.helpers import row, write_csv

CREDENTIALS = {"usertoken": "ut-ejemplo", "apikey": "4321", "apitoken": "at-ejemplo"}
CUIT = "30-50001091-2"
DAY = f"{today():%d/%m/%Y}"
COMPANY = {"documento_tipo": "CUIT", "documento_nro": "30-71234567-1"}
RECEIVERS: Mapping[str, Mapping[str, str]] = {
    "A": {**COMPANY, "condicion_iva": "RI"},
    "M": {**COMPANY, "condicion_iva": "RI"},
    "B": {"documento_tipo": "DNI", "documento_nro": "12.345.678", "condicion_iva": "CF"},
    "C": {**COMPANY, "condicion_iva": "RI", "alicuota": "0"},
    "": {"documento_tipo": "DNI", "documento_nro": "12345678", "condicion_iva": "CF"},
}
FCE_INVOICE = {
    "precio_unitario_sin_iva": "9000000,50",
    "rg_regimen": "Factura de Crédito Electrónica MiPyMEs (FCE)",
    "rg_1_id": "2101",
    "rg_1_valor": "2850590940090418135201",
    "rg_2_id": "27",
    "rg_2_valor": "SCA",
}
FCE_NOTE = {
    "rg_regimen": "Factura de Crédito Electrónica MiPyMEs (FCE)",
    "rg_1_id": "22",
    "rg_1_valor": "N",
}
PERIOD = {"asociado_desde": DAY, "asociado_hasta": DAY}
TRIBUTO = {"base_imponible": "100,00", "alicuota": "3,5", "total": "3,50"}
Changes = Mapping[str, str]
Variation = Changes | tuple[Changes, ...]  # of the whole, or of each of its rows


def _tributos(*kinds: tuple[str, str]) -> Changes:
    return {
        f"tributo_{n}_{part}": value
        for n, (tipo, regimen) in enumerate(kinds, 1)
        for part, value in {"tipo": tipo, "regimen": regimen, **TRIBUTO}.items()
    }


def _one_each(column: str, values: Iterable[str], **beside: str) -> list[Variation]:
    return [{column: value, **beside} for value in values]


VARIATIONS: list[Variation] = [
    {},
    {"numero": "7", "referencia": ""},
    {"periodo_facturado_desde": DAY, "periodo_facturado_hasta": DAY},
    {"vencimiento": DAY, "idioma": "2", "rubro": "Clases", "rubro_grupo_contable": "Docencia"},
    {"condicion_pago": "214", "condicion_pago_otra": "Mitad ahora, 50 % después"},
    {"email": "uno@ejemplo.com", "envia_por_mail": "N"},
    {"email": "uno@ejemplo.com; dos@ejemplo.com;", "envia_por_mail": "S"},
    {"email": ",".join(f"c{n}@ejemplo.com" for n in range(15))},
    {"cliente_codigo": "C-042", "codigo": "MANT-01", "nombre_fantasia": "El Ñandú"},
    {"domicilio": "Av. Santa Fe 123", "reclama_deuda": "S", "condicion_iva_operacion": ""},
    {"tags": "mostrador, marzo,, "},
    {"leyenda": "10 %\nde descuento", "leyenda_gral": "Oferta\r\n20 %", "comentario": "30 %\nsí"},
    {"descripcion": "Promo 20 % OFF", "cantidad": "1,25", "bonificacion_porcentaje": "33,33"},
    {"descripcion": "x" * 255, "leyenda": "x" * 1000, "leyenda_gral": "x" * 500},
    {"descripcion": "%" * 255, "leyenda": "%" * 1000, "leyenda_gral": "%" * 500},
    {"descripcion": "%" * 85, "leyenda": "%" * 333, "leyenda_gral": "%" * 166},
    {"comentario": "%" * 255, "tags": ",".join(f"t{n}" for n in range(50))},
    {"tags": ",".join(f"t{n}" for n in range(51))},
    {"tags": "x" * 256},
    {"codigo": "x" * 20, "cliente_codigo": "x" * 20},
    {"codigo": "x" * 21},
    {"cliente_codigo": "x" * 21},
    {"documento_tipo": "PASAPORTE", "documento_nro": "12345678901"},
    {"documento_tipo": "PASAPORTE", "documento_nro": "123456789012"},
    {"documento_tipo": "OTRO", "documento_nro": "0"},
    {"documento_tipo": "OTRO", "documento_nro": "0", "condicion_iva": "CDEX"},
    {"documento_tipo": "CUIL", "documento_nro": "20-12345678-6"},
    {"documento_tipo": "CDI", "documento_nro": "20-12345678-6"},
    {"condicion_iva": "E"},
    {"condicion_iva": "IVNA", "condicion_iva_operacion": "E"},
    {"condicion_iva": "M"},
    {"afecta_stock": "S", "actualiza_precio": "S", "rg5329": "S", "unidad_bulto": "12"},
    {"bonificacion": "10,50"},
    {"impuestos_internos": "12,30"},
    {"impuestos_internos": "0"},
    {"pago_descripcion": "Transferencia", "pago_importe": "10,50"},
    {"rg_regimen": "RG 4004-E", "rg_1_id": "17", "rg_1_valor": "2"},
    {"rg_1_id": "17", "rg_1_valor": "2"},
    {"rg_regimen": "RG 4004-E"},
    {"rg_regimen": "RG 4004-E", "rg_1_id": "dato", "rg_1_valor": "2"},
    {"rg_regimen": "RG 4004-E", "rg_1_id": "17"},
    {"rg_1_id": "2102", "rg_1_valor": "MI.ALIAS-CBU"},
    _tributos(("6", "1"), ("6", "2"), ("6", "3"), ("7", "28"), ("1", "31")),
    _tributos(("1", "34")),
    {**_tributos(("7", "5")), "tributo_1_alicuota": "0,125"},
    {"asociado_cuit": CUIT},
    {"asociado_desde": "", "asociado_hasta": "", "asociado_numero": "5",
     "asociado_punto_venta": "1", "asociado_fecha": DAY},
    {"precio_unitario_sin_iva": "0,125", "cantidad": "1000"},
    {"precio_unitario_sin_iva": "1234567890,125"},
    ({"alicuota": "21"}, {"alicuota": "10,5"}, {"alicuota": "27"}, {"alicuota": "0"},
     {"alicuota": "Exento"}, {"alicuota": "No gravado"}),
    tuple({"descripcion": f"Concepto {n}"} for n in range(130)),
    ({"bonificacion": "5", "alicuota": "21"}, {"bonificacion": "5", "alicuota": "10,5"}),
    *_one_each("alicuota", [code.replace(".", ",") for code in ALICUOTAS]),
    *_one_each("condicion_pago", CONDICIONES_PAGO, condicion_pago_otra="A convenir"),
    *_one_each("moneda", [code for code in MONEDAS if code != "PES"], cotizacion="1045,125"),
    *_one_each("provincia", PROVINCIAS),
    *_one_each("unidad_medida", UNIDADES_MEDIDA),
    *[_tributos((tipo, regimen)) for tipo, all_ in TRIBUTO_REGIMENES.items() for regimen in all_],
]  # fmt: skip


def _base(tipo: Tipo) -> dict[str, str]:
    """What a valid row of a tipo holds, but for what every row does."""
    found = {"tipo": tipo.name, **RECEIVERS[tipo.letra]}
    if tipo.fce:
        found |= FCE_NOTE if tipo.is_note else FCE_INVOICE
    if tipo.is_note and tipo.is_fiscal:
        another = tipo.name.replace("NOTA DE DEBITO", "NOTA DE CREDITO")
        numbered = {
            "asociado_tipo": another,
            "asociado_punto_venta": "1",
            "asociado_numero": "5",
            "asociado_fecha": DAY,
        }
        found |= numbered if tipo.fce else PERIOD
    return found


def _rows(tipo: Tipo, variations: Iterable[Variation]) -> list[dict[str, Any]]:
    made = []
    for number, variation in enumerate(variations, 1):
        for changes in variation if isinstance(variation, tuple) else (variation,):
            own = {**_base(tipo), **changes}
            if "asociado_numero" in own:
                own.setdefault("asociado_tipo", tipo.name)
            made.append(row(number, **own))
    return made


def _asked(path: Path, rows: Iterable[Mapping[str, Any]], tipo: Tipo) -> tuple[Asked, ...]:
    condition = "M" if tipo.letra == "C" else "RI"
    return load(write_csv(path, rows), today(), Issuers(Issuer(condition, CUIT))).asked


Request = Callable[[TusFacturas], Awaitable[object]]


def _faults(*requests: Request) -> list[str]:
    """What the contract says against whatever the client sends."""
    found: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        method = request.url.path.removeprefix("/api/")
        body = simplejson.loads(request.content)
        found.extend(f"{method} {fault}" for fault in contract()[method].request_faults(body))
        return httpx.Response(200, json={"error": "S", "errores": ["no"]})

    async def ask() -> None:
        client = Client(
            "https://service.test/api/",
            CREDENTIALS,
            5,
            Pace(0),
            transport=httpx.MockTransport(answer),
        )
        for request in requests:
            try:
                await request(TusFacturas(client))
            except ServiceError:
                continue
        await client.close()

    asyncio.run(ask())
    return sorted(set(found))


def _issuing(asked: Asked) -> list[Request]:
    """What is sent of one: issuing, and where the queue takes it queueing, alone and in a lot."""
    reference = external_reference(asked.referencia, 0)
    requests: list[Request] = [lambda service: service.nuevo(asked.body, 99_999_999, reference)]
    if TIPOS[asked.tipo].queueable:
        requests += [
            lambda service: service.cola.nuevo_encola(asked.body, reference),
            lambda service: service.cola.lotes_encola([(asked.body, reference)]),
        ]
    return requests


def _shapes(name: str) -> Iterable[Hashable]:
    """What shapes the body of a tipo."""
    tipo = TIPOS[name]
    note = tipo.is_note and tipo.is_fiscal
    return [tipo.letra, (tipo.fce, note), (tipo.is_fiscal, tipo.queueable)]


@covering(_shapes, name=[name for name, tipo in TIPOS.items() if tipo.letra != "E"])
def test_every_body_built_of_a_valid_row_is_one_that_the_contract_allows(
    name: str, tmp_path: Path
) -> None:
    asked = _asked(tmp_path / "a.csv", _rows(TIPOS[name], VARIATIONS), TIPOS[name])
    assert len(asked) > len(VARIATIONS) // 2
    assert _faults(*itertools.chain.from_iterable(map(_issuing, asked))) == []


@pytest.mark.parametrize("name", [name for name, tipo in TIPOS.items() if tipo.letra != "E"])
def test_each_tipo_in_its_plainest_form_is_one_that_the_contract_allows(
    name: str, tmp_path: Path
) -> None:
    (asked,) = _asked(tmp_path / "a.csv", _rows(TIPOS[name], VARIATIONS[:1]), TIPOS[name])
    assert _faults(*_issuing(asked)) == []


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40)
WRITTEN = {
    **dict.fromkeys(("descripcion", "razon_social", "rubro", "lista_precios"), TEXTS),
    **dict.fromkeys(("leyenda", "leyenda_gral", "comentario", "domicilio", "tags"), TEXTS),
    **dict.fromkeys(("codigo", "cliente_codigo", "condicion_pago_otra", "email"), TEXTS),
    **dict.fromkeys(("rg_regimen", "rg_1_id", "rg_1_valor", "referencia"), TEXTS),
    **dict.fromkeys(
        ("cantidad", "bonificacion", "bonificacion_porcentaje", "impuestos_internos"),
        st.decimals(0, 10**6, places=2).map(str),
    ),
    "precio_unitario_sin_iva": st.decimals(0, 10**9, places=3).map(str),
    "documento_nro": st.integers(0, 10**16).map(str),
}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.fixed_dictionaries({}, optional=WRITTEN), min_size=1, max_size=8))
@pytest.mark.slow
def test_whatever_is_written_in_the_cells_a_body_is_allowed_or_not_built(
    tmp_path: Path, changes: list[dict[str, str]]
) -> None:
    rows = [row(n) | one for n, one in enumerate(changes)]
    asked = _asked(tmp_path / "a.csv", rows, TIPOS["FACTURA B"])
    assert _faults(*itertools.chain.from_iterable(map(_issuing, asked))) == []


LANE, ONE = Key("FACTURA B", 12), Key("FACTURA B", 12, 31)
PAGOS = {
    "formas_pago": [{"descripcion": "Transferencia", "importe": Decimal("100.50")}],
    "total": Decimal("100.50"),
}
OTHERS: list[Request] = [
    lambda service: service.numeracion(LANE),
    lambda service: service.consulta(ONE),
    lambda service: service.by_reference("CL-0007"),
    lambda service: service.by_day(date(2026, 2, 3)),
    lambda service: service.by_numbers(LANE, 1, 31),
    lambda service: service.regenerar_pdf(ONE),
    lambda service: service.reenviar(ONE),
    lambda service: service.afip_alert(),
    lambda service: service.cobros.pagar(ONE, PAGOS),
    lambda service: service.cobros.account("30712345671"),
    lambda service: service.cola.reenviar_encolado("CL-0007"),
    lambda service: service.cola.cambiar_fecha("CL-0007", date(2026, 2, 3), date(2026, 3, 4)),
    lambda service: service.cola.eliminar("CL-0007", date(2026, 2, 3)),
]


@pytest.mark.parametrize("request_", OTHERS)
def test_every_other_request_of_the_client_is_one_that_the_contract_allows(
    request_: Request,
) -> None:
    assert _faults(request_) == []
