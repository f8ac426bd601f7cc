"""The vendor's worked examples as rows of a sheet: what each comes to, and what is sent of it.

Each is of the page that it names, in the vendor's public documents; dates, receivers and texts
are ours, quantities, prices, rates, tributos and totals the page's. The page «API Compras» has
a purchase, which is issued here as a sale: its sums are the same. Of «Referencia API AFIP ARCA»
the tributo is an earlier edition's, 30, by which its total comes out; today's says 100.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import simplejson

from planilla.common.calendar import today
from planilla.comprobantes.load import load
from planilla.model.issuers import Issuer, Issuers
from planilla.sandbox.server import Sandbox
from planilla.writing.report import Estado
from schemas.service import contract
from tests.helpers import Job, row, run, settings_for, write_csv

OWN = "30707070707"
DAY = f"{today():%d/%m/%Y}"
COMPANY = {"documento_tipo": "CUIT", "documento_nro": "30-71229384-1", "condicion_iva": "RI"}
NOBODY = {"documento_tipo": "OTRO", "documento_nro": "0", "condicion_iva": "CDEX"}
PERSON = {"documento_tipo": "DNI", "documento_nro": "11113233", "condicion_iva": "CF"}
DOLLARS = {"moneda": "DOL", "cotizacion": "1045,5", "paga_misma_moneda": "N"}
IVA_AND_IIBB = {
    "tributo_1_tipo": "6",
    "tributo_1_regimen": "2",
    "tributo_1_base_imponible": "100",
    "tributo_1_alicuota": "10",
    "tributo_1_total": "10",
    "tributo_2_tipo": "7",
    "tributo_2_regimen": "5",
    "tributo_2_base_imponible": "200",
    "tributo_2_alicuota": "10",
    "tributo_2_total": "20",
}
REGIME = {"rg_regimen": "LO QUE CORRESPONDA", "rg_1_id": "1", "rg_1_valor": "xxxxx"}
FCE = {"rg_regimen": "Factura de Crédito Electrónica MiPyMEs (FCE)"}
EXPORT = {
    "tipo": "FACTURA E",
    **NOBODY,
    "documento_nro": "11124445",
    "fex_tipo_exportacion": "2",
    "fex_fecha_pago": DAY,
    "fex_pais": "123",
    "fex_forma_pago": "Payment via paypal 30 days",
    "fex_cliente_pais_cuit": "50000000016",
    "fex_incoterms": "FOB",
    "fex_incoterms_nro": "AAAAGGGGGGGGGGGAAA",
}
Line = tuple[str, str, str]
"""Quantity, price without IVA and rate."""

EXAMPLES: Mapping[str, tuple[Mapping[str, str], tuple[Line, ...], str]] = {
    "Factura A en dólares": (
        {"tipo": "FACTURA A", **COMPANY, **DOLLARS, "cotizacion": "1035",
         "pago_descripcion": "MercadoPago", "pago_importe": "121"},
        (("1", "100", "21"),),
        "121",
    ),
    "Factura M": (
        {"tipo": "FACTURA M", **COMPANY, **DOLLARS, **IVA_AND_IIBB,
         "pago_descripcion": "MercadoPago", "pago_importe": "151"},
        (("1", "100", "21"),),
        "151",
    ),
    "Liquidaciones A": (
        {"tipo": "LIQUIDACIONES A", **COMPANY, **DOLLARS, **IVA_AND_IIBB, **REGIME,
         "pago_1_descripcion": "MercadoPago", "pago_1_importe": "4000",
         "pago_2_descripcion": "Efectivo", "pago_2_importe": "345"},
        (("1", "1000", "21"), ("1", "1000", "Exento"), ("1", "1000", "-2"), ("1", "1000", "10,5")),
        "4345",
    ),
    "Liquidaciones B": (
        {"tipo": "64", **PERSON, **REGIME, "pago_descripcion": "MercadoPago",
         "pago_importe": "139"},
        (("1", "114,88", "21"),),
        "139",
    ),
    "Factura B a cliente del exterior": (
        {"tipo": "FACTURA B", **NOBODY, "pago_descripcion": "MercadoPago", "pago_importe": "139"},
        (("1", "114,88", "21"),),
        "139",
    ),
    "Recibo C": ({"tipo": "RECIBO C", **COMPANY}, (("1", "100", "0"), ("1", "10", "0")), "110"),
    "Nota de débito B": (
        {"tipo": "NOTA DE DEBITO B", **PERSON, **DOLLARS, **IVA_AND_IIBB,
         "asociado_tipo": "NOTA DE CREDITO B", "asociado_punto_venta": "1",
         "asociado_numero": "12313", "asociado_fecha": DAY},
        (("1", "100", "Exento"), ("1", "10", "21")),
        "142.10",
    ),
    "Nota de crédito MiPyme A": (
        {"tipo": "NC FCE A", **COMPANY, **DOLLARS, **FCE, "cotizacion": "1115,20",
         "rg_1_id": "22", "rg_1_valor": "N", "rg_2_id": "23", "rg_2_valor": "PIRULO S.A",
         "rg_3_id": "27", "rg_3_valor": "SCA", "asociado_tipo": "FCE A",
         "asociado_punto_venta": "1", "asociado_numero": "12313", "asociado_fecha": DAY},
        (("1", "100", "0"),),
        "100",
    ),
    "Factura A - RG5329": (
        {"tipo": "FACTURA A", **COMPANY, "cliente_rg5329": "S", "rg5329": "S",
         "actualiza_precio": "S",
         "tributo_1_tipo": "6", "tributo_1_regimen": "3", "tributo_1_base_imponible": "204000",
         "tributo_1_alicuota": "3", "tributo_1_total": "6120",
         "tributo_2_tipo": "6", "tributo_2_regimen": "3", "tributo_2_base_imponible": "200300",
         "tributo_2_alicuota": "1,5", "tributo_2_total": "3004,50",
         "tributo_3_tipo": "7", "tributo_3_regimen": "5", "tributo_3_base_imponible": "200",
         "tributo_3_alicuota": "10", "tributo_3_total": "20",
         "pago_descripcion": "MercadoPago", "pago_importe": "478526"},
        (("2", "102000", "21"), ("1", "1000", "21"), ("1", "200300", "10,5")),
        "478526",
    ),
    "API Compras": (
        {"tipo": "FACTURA A", **COMPANY, "tags": "etiqueta1, etiqueta2",
         "tributo_1_tipo": "6", "tributo_1_regimen": "1", "tributo_1_base_imponible": "1000",
         "tributo_1_alicuota": "3", "tributo_1_total": "30", "impuestos_internos": "500",
         "impuestos_internos_base": "5000", "impuestos_internos_alicuota": "10",
         "pago_1_descripcion": "MercadoPago", "pago_1_importe": "1000",
         "pago_2_descripcion": "Efectivo", "pago_2_importe": "1000"},
        (("10", "20000", "21"),),
        "242530",
    ),
    "Referencia API AFIP ARCA": (
        {"tipo": "FACTURA B", **PERSON, "reclama_deuda": "S", "reclama_deuda_dias": "5",
         "reclama_deuda_repite_dias": "10", "condicion_pago": "214",
         "condicion_pago_otra": "Cobrado en ventanilla", "bonificacion": "120",
         "total": "573,22", "tags": "etiqueta1,etiqueta2",
         "tributo_1_tipo": "6", "tributo_1_regimen": "1", "tributo_1_base_imponible": "1000",
         "tributo_1_alicuota": "3", "tributo_1_total": "30",
         "pago_descripcion": "VISA DB", "pago_importe": "0,60",
         "pago_1_descripcion": "MercadoPago", "pago_1_importe": "50"},
        (("1", "100,45", "21"), ("1,5", "50", "10,5"), ("2", "200", "21")),
        "573.22",
    ),
    "Factura E": (
        {**EXPORT, **DOLLARS, "cotizacion": "1115,20", "idioma": "2", "fex_pais": "112"},
        (("1", "100", "0"),),
        "100",
    ),
    "Nota de crédito E": (
        {**EXPORT, **DOLLARS, "tipo": "NOTA DE CREDITO E", "fex_tipo_exportacion": "1",
         "fex_fecha_pago": "", "fex_pais": "112", "asociado_tipo": "FACTURA E",
         "asociado_punto_venta": "1", "asociado_numero": "12313"},
        (("1", "100", "0"),),
        "100",
    ),
}  # fmt: skip


def _rows(page: str) -> list[dict[str, Any]]:
    head, lines, _ = EXAMPLES[page]
    names = ("cantidad", "precio_unitario_sin_iva", "alicuota")
    number = list(EXAMPLES).index(page)
    return [row(number, **dict(zip(names, line, strict=True)), **head) for line in lines]


@pytest.mark.parametrize("page", EXAMPLES)
def test_each_comes_to_the_total_of_its_page(page: str, tmp_path: Path) -> None:
    condition = "M" if page == "Recibo C" else "RI"
    source = write_csv(tmp_path / "a.csv", _rows(page))
    loaded = load(source, today(), Issuers(Issuer(condition, OWN)))
    assert loaded.faults == ()
    (asked,) = loaded.asked
    assert asked.total == Decimal(EXAMPLES[page][2])
    tokens = {"usertoken": "u", "apikey": "1", "apitoken": "t"}
    sent = simplejson.loads(simplejson.dumps({**tokens, **asked.body}, use_decimal=True))
    assert contract()["facturacion/nuevo"].request_faults(sent) == []


def test_all_of_them_would_be_issued(tmp_path: Path) -> None:
    rows = [line for page in EXAMPLES for line in _rows(page) if page != "Recibo C"]
    with Sandbox() as box:
        job = Job((write_csv(tmp_path / "a.csv", rows),), settings_for(box, tmp_path / "home"))
        outcome = run(Job(job.files, job.settings, dry_run=True))
        assert not box.books.held
    assert set(outcome.rows) == {Estado.PENDIENTE}
    assert sum(outcome.rows.values()) == len(rows)
