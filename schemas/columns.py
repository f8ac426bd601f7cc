"""The columns of a comprobantes spreadsheet, declared once.

Reading, casting, the template and the guide all follow this declaration
(docs/design.md, "Spreadsheets"; lengths and tables: api.md 3 and 6).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Cell(StrEnum):
    """What a column's cells hold."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    CODE = "code"  # one of a table of `schemas.tables.TABLES`
    DOCUMENT = "document"  # digits, dashes and points allowed


class Scope(StrEnum):
    """Whose the column is: the whole comprobante's, or one concept's."""

    COMPROBANTE = "comprobante"
    CONCEPTO = "concepto"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `default` is what a blank cell means, in the service's own form."""

    name: str
    cell: Cell = Cell.TEXT
    scope: Scope = Scope.COMPROBANTE
    required: bool = False
    default: str | None = None
    decimals: int = 2
    longest: int | None = None
    table: str | None = None
    aliases: tuple[str, ...] = ()
    help: str = ""
    example: str = ""


def _code(name: str, table: str, default: str | None = None, **more: object) -> Column:
    return Column(name, Cell.CODE, table=table, default=default, **more)  # type: ignore[arg-type]


def _text(name: str, longest: int, default: str | None = None, **more: object) -> Column:
    return Column(name, longest=longest, default=default, **more)  # type: ignore[arg-type]


def _date(name: str, **more: object) -> Column:
    return Column(name, Cell.DATE, **more)  # type: ignore[arg-type]


def _amount(name: str, default: str | None = None, **more: object) -> Column:
    return Column(name, Cell.DECIMAL, default=default, **more)  # type: ignore[arg-type]


CONCEPTO = {"scope": Scope.CONCEPTO}

_HEAD = (
    _text(
        "referencia",
        200,
        aliases=("Ref", "ID", "Código de referencia", "external_reference"),
        help="Nombre propio y único del comprobante. Las filas con la misma referencia son "
        "conceptos de un mismo comprobante.",
        example="V-0001",
    ),
    _date(
        "fecha",
        required=True,
        aliases=("Fecha de emisión", "Fecha comprobante", "Fecha factura"),
        help="Fecha del comprobante, día primero.",
    ),
    _code(
        "tipo",
        "tipo",
        required=True,
        aliases=("Tipo de comprobante", "Tipo comprobante", "Comprobante"),
        help="Tipo de comprobante, con su letra.",
        example="FACTURA B",
    ),
    Column(
        "punto_venta",
        Cell.INTEGER,
        required=True,
        aliases=("Punto de venta", "Pto Vta", "PV", "Pto de venta", "Sucursal"),
        help="Número del punto de venta.",
        example="3",
    ),
    Column(
        "numero",
        Cell.INTEGER,
        aliases=("Número", "Nro", "Nro comprobante", "Número de comprobante"),
        help="Déjelo vacío: el número se pide al servicio. Si lo escribe, tiene que ser el que "
        "sigue.",
    ),
)

_CLIENTE = (
    _code(
        "documento_tipo",
        "documento_tipo",
        required=True,
        aliases=("Tipo Doc", "Tipo de documento", "Tipo Doc Receptor", "Tipo documento"),
        help="Tipo de documento del cliente.",
        example="CUIT",
    ),
    Column(
        "documento_nro",
        Cell.DOCUMENT,
        required=True,
        aliases=(
            "CUIT",
            "CUIT cliente",
            "CUIT/DNI",
            "Documento",
            "DNI",
            "Nro Doc",
            "Nro Doc Receptor",
            "Número de documento",
        ),
        help="CUIT, DNI u otro número del cliente, con o sin guiones.",
        example="30-71234567-1",
    ),
    _text(
        "razon_social",
        255,
        required=True,
        aliases=("Razón social", "Cliente", "Nombre", "Denominación Receptor", "Nombre cliente"),
        help="Nombre o razón social del cliente.",
        example="Almacén El Ñandú SRL",
    ),
    _code(
        "condicion_iva",
        "condicion_iva",
        required=True,
        aliases=("Condición IVA", "Condición frente al IVA", "IVA cliente", "Cond IVA"),
        help="Condición del cliente frente al IVA.",
        example="RI",
    ),
    _text("domicilio", 255, "-", aliases=("Dirección", "Domicilio fiscal")),
    _code("provincia", "provincia", "26"),
    _text("email", 255, aliases=("E-mail", "Mail", "Correo", "Correo electrónico")),
    _code("envia_por_mail", "si_no", help="S para que el servicio lo mande al e-mail."),
    _code(
        "condicion_pago", "condicion_pago", "201", aliases=("Condición de pago", "Forma de pago")
    ),
    _text("condicion_pago_otra", 100),
    _code("condicion_iva_operacion", "condicion_iva"),
    _text("cliente_codigo", 50, aliases=("Código cliente", "Código de cliente")),
    _text("nombre_fantasia", 255, aliases=("Nombre de fantasía",)),
    _code("reclama_deuda", "si_no", "N"),
)

_COMPROBANTE = (
    _amount(
        "total",
        aliases=("Importe total", "Imp Total", "Total comprobante"),
        help="Total del comprobante con IVA y tributos. Si lo deja vacío, se calcula.",
    ),
    _date("vencimiento", aliases=("Fecha de vencimiento", "Vto", "Vencimiento pago")),
    _date("periodo_facturado_desde", aliases=("Período desde", "Servicio desde")),
    _date("periodo_facturado_hasta", aliases=("Período hasta", "Servicio hasta")),
    _code("moneda", "moneda", "PES"),
    _amount("cotizacion", "1", decimals=3, aliases=("Cotización", "Tipo de cambio")),
    _code("idioma", "idioma", "1"),
    _code("operacion", "operacion", "V"),
    _text("rubro", 255, "Ventas"),
    _text("rubro_grupo_contable", 255, "Ventas"),
    _amount("bonificacion", "0", aliases=("Descuento",), help="Descuento sin IVA sobre el total."),
    _text("leyenda_gral", 500, aliases=("Leyenda general",)),
    _text("comentario", 255, aliases=("Comentarios",)),
    _text("tags", 255),
    _amount("impuestos_internos"),
    _text("pago_descripcion", 255, aliases=("Medio de pago",)),
    _amount("pago_importe", aliases=("Importe pagado",)),
    _text("rg_regimen", 50),
)

_ASOCIADO = (
    _code("asociado_tipo", "tipo"),
    Column("asociado_punto_venta", Cell.INTEGER),
    Column("asociado_numero", Cell.INTEGER),
    _date("asociado_fecha"),
    Column("asociado_cuit", Cell.DOCUMENT),
    _date("asociado_desde"),
    _date("asociado_hasta"),
    _text(
        "asociado_referencia",
        200,
        help="La referencia del comprobante que la nota corrige, de este archivo o de uno "
        "anterior.",
    ),
)

_CONCEPTO = (
    _text(
        "descripcion",
        255,
        required=True,
        aliases=("Concepto", "Detalle", "Producto", "Descripción"),
        help="Lo que se vende, de 4 a 255 letras.",
        example="Servicio de mantenimiento",
        **CONCEPTO,
    ),
    _amount(
        "precio_unitario_sin_iva",
        required=True,
        decimals=3,
        aliases=("Precio unitario", "Precio", "Precio unitario sin IVA", "Neto unitario"),
        help="Precio de una unidad, sin IVA. En los comprobantes C, el precio final.",
        example="1000.00",
        **CONCEPTO,
    ),
    _code(
        "alicuota",
        "alicuota",
        required=True,
        aliases=("Alícuota", "IVA", "IVA %", "% IVA", "Alícuota IVA"),
        help="27, 21, 10,5 o 0; «exento» o «no gravado».",
        example="21",
        **CONCEPTO,
    ),
    _amount("cantidad", "1", aliases=("Cant",), **CONCEPTO),
    _text("codigo", 50, aliases=("Código", "SKU"), **CONCEPTO),
    _code("unidad_medida", "unidad_medida", "7", aliases=("Unidad",), **CONCEPTO),
    _amount("unidad_bulto", "1", **CONCEPTO),
    _text("lista_precios", 255, "planilla", **CONCEPTO),
    _code("afecta_stock", "si_no", "N", **CONCEPTO),
    _code("actualiza_precio", "si_no", "N", **CONCEPTO),
    _code("rg5329", "si_no", "N", **CONCEPTO),
    _amount("bonificacion_porcentaje", "0", aliases=("% descuento", "Descuento %"), **CONCEPTO),
    _text("leyenda", 1000, **CONCEPTO),
)


def _repeated() -> list[Column]:
    tributos = [
        column
        for n in range(1, 8)
        for column in (
            _code(f"tributo_{n}_tipo", "tributo_tipo"),
            Column(f"tributo_{n}_regimen", Cell.INTEGER),
            _amount(f"tributo_{n}_base_imponible"),
            _amount(f"tributo_{n}_alicuota", decimals=3),
            _amount(f"tributo_{n}_total"),
        )
    ]
    especiales = [
        column
        for n in range(1, 6)
        for column in (_text(f"rg_{n}_id", 50), _text(f"rg_{n}_valor", 255))
    ]
    return tributos + especiales


COMPROBANTES: Mapping[str, Column] = {
    column.name: column
    for column in (*_HEAD, *_CLIENTE, *_CONCEPTO, *_COMPROBANTE, *_ASOCIADO, *_repeated())
}
"""The columns of comprobantes, by name, in the order of the template."""

RESULT_COLUMNS = (
    "estado",
    "numero_emitido",
    "cae",
    "vencimiento_cae",
    "pdf",
    "pdf_url",
    "errores",
    "observaciones",
    "requiere_fec",
    "afip_qr",
    "intentos",
    "actualizado",
)
"""What a result workbook adds; replaced when an input has them already."""
