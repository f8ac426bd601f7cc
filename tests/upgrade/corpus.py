"""The rows that offices of release 0.1.0 dropped: what the issues after it touch."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.upgrade.sheets import Formula, Shown

DAY, BEFORE = date(2026, 10, 15), date(2026, 10, 14)
ISSUER, ANA, LUIS = "30712345671", "30-70707070-2", "27-22222222-8"
Row = dict[str, Any]
DECOMPOSED = "Instalacio\u0301n y  puesta\u00a0a punto"


def sale(**changes: Any) -> Row:
    """A row: a factura B of the day, as text, but for the changes."""
    base = {
        "referencia": "",
        "fecha": "15/10/2026",
        "tipo": "FACTURA B",
        "punto_venta": 1,
        "documento_tipo": "DNI",
        "documento_nro": "12345678",
        "razon_social": "Juana Pérez",
        "condicion_iva": "CF",
        "descripcion": "Servicio mensual",
        "cantidad": "1",
        "precio_unitario_sin_iva": "1000",
        "alicuota": "21",
    }
    return base | changes


def to_company(cuit: Any = ANA, **changes: Any) -> Row:
    """A factura A."""
    receiver = {"documento_tipo": "CUIT", "documento_nro": cuit, "condicion_iva": "RI"}
    return sale(**{"tipo": "FACTURA A", "razon_social": "El Ñandú S.R.L.", **receiver, **changes})


def typed(row: Mapping[str, Any], **changes: Any) -> Row:
    """The row with dates and numbers in their own types, as a workbook has them."""
    found = {**row, **changes}
    day, month, year = str(found["fecha"]).split("/")
    found["fecha"] = date(int(year), int(month), int(day))
    for name in ("cantidad", "precio_unitario_sin_iva", "alicuota", "bonificacion"):
        if isinstance(found.get(name), str) and found[name]:
            number = float(found[name].replace(",", "."))
            found[name] = int(number) if number.is_integer() else number
    return found


def with_referencia() -> list[Row]:
    """Typed cells: several concepts, percentages that show otherwise than they are, formulas."""
    early = {"fecha": f"{BEFORE:%d/%m/%Y}"}
    several = to_company(30707070702, referencia="V-1", email="ana@ejemplo.com", **early)
    return [
        typed(several, envia_por_mail="S"),
        typed(
            {**several, "descripcion": "Materiales", "cantidad": "2,5", "alicuota": "10,5"},
            razon_social="",
        ),
        typed(sale(referencia="V-2", documento_nro=12345678, **early)),
        typed(
            to_company(referencia="V-3", **early),
            bonificacion_porcentaje=Shown(0.1, "0%"),
        ),
        typed(to_company(referencia="V-4", **early), **perception(Shown(0.03, "0.00%"))),
        typed(
            to_company(referencia="V-5", **early),
            precio_unitario_sin_iva=Formula("500*2.5", 1250),
            cantidad=Formula("1+1", 2),
        ),
        typed(sale(referencia="V 6/ñ", descripcion=f"  {DECOMPOSED} ", **early)),
        typed(sale(referencia="0007", razon_social="JUANA  PÉREZ ", **early)),
    ]


def perception(rate: Any) -> Row:
    """A perception of IIBB of 30 on 1000."""
    return {
        "tributo_1_tipo": 7,
        "tributo_1_regimen": 5,
        "tributo_1_base_imponible": 1000,
        "tributo_1_alicuota": rate,
        "tributo_1_total": 30,
    }


def without_referencia() -> list[Row]:
    """Texts only: two equal ones, a text in two forms of Unicode, nobody's receiver."""
    nobody = {"documento_tipo": "OTRO", "documento_nro": "0", "razon_social": "Consumidor final"}
    rows = [
        sale(),
        sale(),
        sale(descripcion=DECOMPOSED, precio_unitario_sin_iva="1234,5"),
        sale(descripcion="SERVICIO MENSUAL"),
        sale(**nobody, precio_unitario_sin_iva="99,999", cantidad="3"),
        to_company(descripcion="Abono  anual", alicuota="10,5", bonificacion_porcentaje="12,5"),
    ]
    for row in rows:
        del row["referencia"]
    return rows


def the_same_typed() -> list[Row]:
    """The rows of `without_referencia`, with types, blanks around and their columns turned."""
    found = []
    for row in without_referencia():
        turned = dict(reversed(typed(row).items()))
        document = str(turned["documento_nro"]).replace("-", "")
        found.append({**turned, "documento_nro": int(document), "tipo": f" {turned['tipo']} "})
    return found


def percentages() -> list[Row]:
    """Without referencia: a discount, a perception and a price that are not what they show."""
    rows = [
        typed(to_company(), bonificacion_porcentaje=Shown(0.1, "0%")),
        typed(to_company(), **perception(Shown(0.03, "0.00%"))),
        typed(to_company(), precio_unitario_sin_iva=Formula("1210/1.21", 1000)),
        typed(to_company(), bonificacion_porcentaje=10),
        typed(to_company(), precio_unitario_sin_iva=Formula("1000/1.21", 826.4462809917355)),
    ]
    for row in rows:
        del row["referencia"]
    return rows


def mended_price() -> list[Row]:
    """The price that a formula gave with too many decimals, typed by hand."""
    row = typed(to_company(), precio_unitario_sin_iva=826.446)
    del row["referencia"]
    return [row]


def general_discount() -> list[Row]:
    """A general discount: over two rates with and without its total, over one, unnamed."""
    two = [
        {"descripcion": "Curso", "precio_unitario_sin_iva": "100.45", "bonificacion": "120"},
        {"descripcion": "Manual", "precio_unitario_sin_iva": "50", "alicuota": "10.5"},
        {"descripcion": "Clase", "precio_unitario_sin_iva": "200", "cantidad": "2"},
    ]
    two[1]["cantidad"] = "1.5"
    blank = {"bonificacion": "", "total": "", "referencia": "B-1"}
    first = [sale(**{**blank, **one}) for one in two]
    second = [{**one, "referencia": "B-2"} for one in first]
    second[0]["total"] = "544.86"
    return [
        *first,
        *second,
        sale(referencia="B-3", bonificacion="20", total=""),
        sale(bonificacion="20", total=""),
    ]


def dollars() -> list[Row]:
    """In dollars, one paid at once in part; the payment told in dollars, as it was then."""
    money = {"moneda": "DOL", "cotizacion": "1045,5"}
    blank = {"pago_descripcion": "", "pago_importe": ""}
    paid = {"pago_descripcion": "Transferencia", "pago_importe": "100"}
    pesos = {"moneda": "", "cotizacion": "", **paid, "pago_importe": "1210,00"}
    return [
        to_company(referencia="U-1", precio_unitario_sin_iva="100", **money, **paid),
        to_company(referencia="U-2", precio_unitario_sin_iva="250,5", **money, **blank),
        to_company(precio_unitario_sin_iva="90", **money, **paid),
        to_company(referencia="U-4", descripcion="En pesos", **pesos),
    ]


def notes() -> list[Row]:
    """Notes by another row's referencia, of this file and an earlier one; by number; a period."""
    blank = dict.fromkeys(
        ("asociado_referencia", "asociado_tipo", "asociado_punto_venta", "asociado_numero",
         "asociado_fecha", "asociado_cuit", "asociado_desde", "asociado_hasta"), ""
    )  # fmt: skip
    named = {"asociado_tipo": "FACTURA A", "asociado_punto_venta": "1", "asociado_numero": "1"}
    named |= {"asociado_fecha": f"{BEFORE:%d/%m/%Y}", "asociado_cuit": "30-71234567-1"}
    credit = {"tipo": "NOTA DE CREDITO A"}
    period = {"asociado_desde": "01/10/2026", "asociado_hasta": "14/10/2026"}
    return [
        to_company(referencia="N-1", descripcion="A corregir con una nota", **blank),
        to_company(referencia="N-2", **{**blank, **credit, "asociado_referencia": "N-1"}),
        to_company(**{**blank, **credit, "asociado_referencia": "V-3"}),
        to_company(referencia="N-4", **{**blank, **named, "tipo": "NOTA DE DEBITO A"}),
        to_company(referencia="N-5", **{**blank, **credit, **period}),
    ]


def refused() -> list[Row]:
    """Two that ARCA refuses, one of them without referencia."""
    refusal = {"comentario": "RECHAZAR-AFIP"}
    return [
        sale(referencia="C-1", descripcion="Servicio a corregir", **refusal),
        sale(descripcion="Otro a corregir", **refusal),
        sale(referencia="C-3", descripcion="Entre las rechazadas", comentario=""),
    ]


def wrong() -> list[Row]:
    """One that no reading makes right, and one that is."""
    return [
        to_company("30-70707070-3", referencia="X-1"),
        to_company(referencia="X-2", descripcion="Entre las que tienen errores"),
        to_company("30-70707070-3"),
    ]
