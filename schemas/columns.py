"""The columns of a comprobantes sheet, declared once.

The reader, the checks, the template and the guide all come from here. Sources:
docs/design.md ("Spreadsheets") for names and defaults, the service's API v2
reference for lengths, decimals and tables.
"""

from __future__ import annotations

from collections.abc import Mapping

from schemas.column import EMISOR, Column, ColumnKind, Scope, by_name

__all__ = ["BY_NAME", "COMPROBANTES", "RESULT_COLUMNS", "Column", "ColumnKind", "Scope"]

TRIBUTOS_MAX = 7
RG_DATOS_MAX = 5

_ROW = Scope.CONCEPTO

_HEAD = (
    Column(
        "referencia",
        ColumnKind.TEXT,
        "Identifica al comprobante: las filas con la misma referencia son un solo comprobante "
        "con varios conceptos. Sin referencia, cada fila es un comprobante.",
        "VTA-0001",
        max_length=255,
        aliases=("Ref", "Referencia externa", "external_reference", "ID venta", "Nro. de pedido"),
    ),
    Column(
        "fecha",
        ColumnKind.DATE,
        "Fecha del comprobante, con el día primero.",
        "05/03/2026",
        required=True,
        aliases=("Fecha de emisión", "Fecha comprobante", "Fecha factura"),
    ),
    Column(
        "tipo",
        ColumnKind.CODE,
        "Tipo de comprobante, con su letra.",
        "FACTURA B",
        required=True,
        table="tipo",
        aliases=("Tipo de comprobante", "Tipo comprobante", "Comprobante tipo", "Tipo cbte"),
    ),
    Column(
        "punto_venta",
        ColumnKind.INTEGER,
        "Número del punto de venta.",
        "3",
        required=True,
        max_length=5,
        aliases=("Punto de venta", "Pto. de venta", "Pto. vta.", "PV", "P.V."),
    ),
    Column(
        "numero",
        ColumnKind.INTEGER,
        "Número del comprobante. Conviene dejarlo vacío: si se escribe, debe ser el siguiente.",
        max_length=8,
        aliases=(
            "Nro.",
            "N°",
            "Nº",
            "Número de comprobante",
            "Nro. comprobante",
            "Número desde",
            "N° de comprobante",
        ),
    ),
    EMISOR,
    Column(
        "vencimiento",
        ColumnKind.DATE,
        "Vencimiento del pago. Vacío: se calcula con condicion_pago.",
        "04/04/2026",
        aliases=(
            "Fecha de vencimiento",
            "Fecha vto.",
            "Vto.",
            "Vencimiento del pago",
            "Vencimiento de pago",
        ),
    ),
    Column(
        "periodo_facturado_desde",
        ColumnKind.DATE,
        "Primer día del servicio. Obligatorio para servicios; vacío para productos.",
        "01/03/2026",
        aliases=("Período desde", "Servicio desde", "Facturado desde"),
    ),
    Column(
        "periodo_facturado_hasta",
        ColumnKind.DATE,
        "Último día del servicio. Obligatorio para servicios; vacío para productos.",
        "31/03/2026",
        aliases=("Período hasta", "Servicio hasta", "Facturado hasta"),
    ),
    Column(
        "moneda",
        ColumnKind.CODE,
        "Moneda del comprobante.",
        "PES",
        default="PES",
        table="moneda",
        aliases=("Divisa",),
    ),
    Column(
        "cotizacion",
        ColumnKind.DECIMAL,
        "Pesos por unidad de la moneda. 1 si la moneda es PES.",
        "1",
        default="1",
        decimals=3,
        aliases=("Tipo de cambio", "Tipo cambio", "TC", "Cotización moneda"),
    ),
    Column(
        "idioma",
        ColumnKind.CODE,
        "Idioma del comprobante: 1 español, 2 inglés.",
        "1",
        default="1",
        table="idioma",
    ),
    Column(
        "operacion",
        ColumnKind.CODE,
        "V (venta).",
        "V",
        default="V",
        table="operacion",
    ),
)

_CLIENT = (
    Column(
        "documento_tipo",
        ColumnKind.CODE,
        "Tipo de documento del cliente.",
        "CUIT",
        required=True,
        table="documento_tipo",
        aliases=(
            "Tipo de documento",
            "Tipo documento",
            "Tipo Doc.",
            "Tipo Doc. Receptor",
            "Doc. tipo",
        ),
    ),
    Column(
        "documento_nro",
        ColumnKind.DIGITS,
        "Número de documento del cliente, con guiones o sin ellos. 0 si el tipo es OTRO.",
        "30-71234567-1",
        required=True,
        max_length=15,
        aliases=(
            "Nro. Doc. Receptor",
            "CUIT",
            "CUIT cliente",
            "CUIT/DNI",
            "Documento",
            "DNI",
            "Nro. documento",
            "Nro. Doc.",
            "Número de documento",
            "Documento número",
        ),
    ),
    Column(
        "razon_social",
        ColumnKind.TEXT,
        "Nombre o razón social del cliente.",
        "Almacén Don Pedro S.R.L.",
        required=True,
        max_length=255,
        aliases=(
            "Cliente",
            "Nombre",
            "Nombre y apellido",
            "Apellido y nombre",
            "Denominación",
            "Denominación Receptor",
            "Nombre o razón social",
        ),
    ),
    Column(
        "condicion_iva",
        ColumnKind.CODE,
        "Condición del cliente ante el IVA.",
        "RI",
        required=True,
        table="condicion_iva",
        aliases=(
            "Condición frente al IVA",
            "Condición ante el IVA",
            "Condición de IVA",
            "Cond. IVA",
            "Situación IVA",
        ),
    ),
    Column(
        "condicion_iva_operacion",
        ColumnKind.CODE,
        "Condición ante el IVA para esta operación (RG 5616). Vacío: la del cliente.",
        "RI",
        table="condicion_iva",
        aliases=("Condición IVA de la operación",),
    ),
    Column(
        "domicilio",
        ColumnKind.TEXT,
        "Domicilio del cliente.",
        "Av. Santa Fe 123, CABA",
        default="-",
        max_length=255,
        aliases=("Dirección", "Domicilio comercial", "Domicilio fiscal"),
    ),
    Column(
        "provincia",
        ColumnKind.CODE,
        "Provincia del cliente, con su nombre o su número.",
        "Buenos Aires",
        default="26",
        table="provincia",
        aliases=("Jurisdicción", "Pcia."),
    ),
    Column(
        "email",
        ColumnKind.TEXT,
        "Correo del cliente; hasta 15, separados por comas.",
        "compras@ejemplo.com.ar",
        max_length=255,
        aliases=("E-mail", "Correo", "Correo electrónico", "Mail"),
    ),
    Column(
        "envia_por_mail",
        ColumnKind.CODE,
        "S para enviar el comprobante por correo. Vacío: S si hay correo, si no N.",
        "S",
        table="si_no",
        aliases=("Enviar por mail", "Envía por e-mail", "Enviar por correo"),
    ),
    Column(
        "condicion_pago",
        ColumnKind.CODE,
        "Condición de pago, con su nombre o su número.",
        "Contado",
        default="201",
        table="condicion_pago",
        aliases=("Condición de pago", "Cond. pago", "Condición de venta", "Forma de pago"),
    ),
    Column(
        "condicion_pago_otra",
        ColumnKind.TEXT,
        "Texto de la condición de pago cuando es 214 (otra).",
        max_length=100,
        aliases=("Otra condición de pago",),
    ),
    Column(
        "cliente_codigo",
        ColumnKind.TEXT,
        "Código del cliente en su sistema.",
        "C-042",
        max_length=50,
        aliases=("Código cliente", "Código de cliente", "Cód. cliente"),
    ),
    Column(
        "nombre_fantasia",
        ColumnKind.TEXT,
        "Nombre de fantasía del cliente.",
        max_length=255,
        aliases=("Nombre de fantasía", "Fantasía"),
    ),
    Column(
        "reclama_deuda",
        ColumnKind.CODE,
        "S para que el servicio le envíe recordatorios de deuda al cliente.",
        "N",
        default="N",
        table="si_no",
    ),
    Column(
        "rubro",
        ColumnKind.TEXT,
        "Rubro contable. No se imprime.",
        "Ventas",
        default="Ventas",
        max_length=255,
    ),
    Column(
        "rubro_grupo_contable",
        ColumnKind.TEXT,
        "Grupo contable del rubro. No se imprime.",
        "Ventas",
        default="Ventas",
        max_length=255,
        aliases=("Grupo contable",),
    ),
)

_CONCEPT = (
    Column(
        "descripcion",
        ColumnKind.TEXT,
        "Descripción del producto o servicio, de 4 a 255 letras.",
        "Servicio de mantenimiento",
        required=True,
        scope=_ROW,
        min_length=4,
        max_length=255,
        aliases=("Detalle", "Concepto", "Producto", "Descripción del producto", "Artículo"),
    ),
    Column(
        "cantidad",
        ColumnKind.DECIMAL,
        "Cantidad, con hasta 2 decimales.",
        "1",
        default="1",
        scope=_ROW,
        aliases=("Cant.", "Unidades"),
    ),
    Column(
        "precio_unitario_sin_iva",
        ColumnKind.MONEY,
        "Precio de una unidad, con hasta 3 decimales: sin IVA para A, B y M; final para C.",
        "15250,50",
        required=True,
        scope=_ROW,
        decimals=3,
        aliases=(
            "Precio",
            "Precio sin IVA",
            "Precio unitario s/IVA",
            "Precio neto",
            "Precio unitario neto",
            "Neto unitario",
            "P. unitario sin IVA",
        ),
    ),
    Column(
        "alicuota",
        ColumnKind.CODE,
        "Alícuota de IVA: 27, 21, 10,5, 0, Exento o No gravado.",
        "21",
        required=True,
        scope=_ROW,
        table="alicuota",
        aliases=("Alícuota IVA", "Alícuota de IVA", "IVA", "% IVA", "IVA (%)", "Tasa IVA"),
    ),
    Column(
        "bonificacion_porcentaje",
        ColumnKind.DECIMAL,
        "Descuento sobre el concepto, en por ciento (0 a 100).",
        "10",
        default="0",
        scope=_ROW,
        aliases=("Bonificación %", "% Bonificación", "Descuento %", "% Descuento", "Bonif. %"),
    ),
    Column(
        "codigo",
        ColumnKind.TEXT,
        "Código del producto.",
        "MANT-01",
        scope=_ROW,
        max_length=50,
        aliases=("Código de producto", "Código producto", "Cód. producto", "SKU"),
    ),
    Column(
        "unidad_medida",
        ColumnKind.CODE,
        "Unidad de medida, con su nombre o su número.",
        "7",
        default="7",
        scope=_ROW,
        table="unidad_medida",
        aliases=("Unidad de medida", "Unidad", "U. medida", "UM"),
    ),
    Column(
        "unidad_bulto",
        ColumnKind.INTEGER,
        "Unidades por bulto, 1 o más.",
        "1",
        default="1",
        scope=_ROW,
        max_length=9,
        aliases=("Unidades por bulto",),
    ),
    Column(
        "lista_precios",
        ColumnKind.TEXT,
        "Lista de precios del producto, de 4 a 255 letras.",
        "planilla",
        default="planilla",
        scope=_ROW,
        min_length=4,
        max_length=255,
        aliases=("Lista de precios",),
    ),
    Column(
        "afecta_stock",
        ColumnKind.CODE,
        "S si el concepto descuenta existencias.",
        "N",
        default="N",
        scope=_ROW,
        table="si_no",
    ),
    Column(
        "actualiza_precio",
        ColumnKind.CODE,
        "S si el precio debe guardarse en la lista de precios.",
        "N",
        default="N",
        scope=_ROW,
        table="si_no",
    ),
    Column(
        "rg5329",
        ColumnKind.CODE,
        "S si el concepto está alcanzado por la RG 5329. Necesita actualiza_precio S.",
        "N",
        default="N",
        scope=_ROW,
        table="si_no",
        aliases=("RG 5329",),
    ),
    Column(
        "leyenda",
        ColumnKind.TEXT,
        "Aclaración que se imprime debajo del concepto.",
        scope=_ROW,
        max_length=1000,
    ),
)

_SUMS = (
    Column(
        "bonificacion",
        ColumnKind.MONEY,
        "Descuento general, en importe sin IVA, sobre la suma de los conceptos.",
        "0",
        default="0",
        aliases=("Bonificación general", "Descuento", "Descuento general"),
    ),
    Column(
        "impuestos_internos",
        ColumnKind.MONEY,
        "Importe de impuestos internos.",
        aliases=("Imp. internos",),
    ),
    Column(
        "total",
        ColumnKind.MONEY,
        "Total del comprobante, con IVA y tributos. Vacío: se calcula. Si se escribe, "
        "debe coincidir al centavo.",
        "18453,11",
        rounds=True,
        aliases=("Importe total", "Imp. Total", "Total comprobante", "Total factura"),
    ),
    Column(
        "leyenda_gral",
        ColumnKind.TEXT,
        "Leyenda que se imprime al pie del comprobante.",
        max_length=500,
        aliases=("Leyenda general",),
    ),
    Column(
        "comentario",
        ColumnKind.TEXT,
        "Comentario que se imprime en el comprobante.",
        max_length=255,
        aliases=("Comentarios",),
    ),
    Column(
        "tags",
        ColumnKind.TEXT,
        "Etiquetas internas, separadas por comas.",
        "mostrador, marzo",
        aliases=("Etiquetas",),
    ),
)


def _tributo(n: int) -> tuple[Column, ...]:
    name = f"tributo_{n}_"
    return (
        Column(
            name + "tipo",
            ColumnKind.CODE,
            "Tipo de tributo: 1 impuestos nacionales, 6 percepción de IVA, 7 percepción de IIBB.",
            "7" if n == 1 else "",
            table="tributo_tipo",
        ),
        Column(
            name + "regimen",
            ColumnKind.INTEGER,
            "Régimen del tributo: 31 a 34 (tipo 1), 1 a 3 (tipo 6), 4 a 28 (tipo 7).",
            "5" if n == 1 else "",
            max_length=2,
        ),
        Column(
            name + "base_imponible",
            ColumnKind.MONEY,
            "Importe sobre el que se calcula el tributo.",
            "1000" if n == 1 else "",
            aliases=(name + "base",),
        ),
        Column(
            name + "alicuota",
            ColumnKind.DECIMAL,
            "Alícuota del tributo, en por ciento.",
            "3" if n == 1 else "",
            decimals=3,
        ),
        Column(
            name + "total",
            ColumnKind.MONEY,
            "Importe del tributo.",
            "30" if n == 1 else "",
            aliases=(name + "importe",),
        ),
    )


_ASSOCIATED = (
    Column(
        "asociado_tipo",
        ColumnKind.CODE,
        "Para notas: tipo del comprobante que corrige.",
        "FACTURA B",
        table="tipo",
        aliases=("Tipo comprobante asociado", "Comprobante asociado tipo"),
    ),
    Column(
        "asociado_punto_venta",
        ColumnKind.INTEGER,
        "Para notas: punto de venta del comprobante que corrige.",
        "3",
        max_length=5,
        aliases=("Punto de venta asociado", "Asociado punto de venta"),
    ),
    Column(
        "asociado_numero",
        ColumnKind.INTEGER,
        "Para notas: número del comprobante que corrige.",
        "109",
        max_length=8,
        aliases=("Número asociado", "Nro. asociado"),
    ),
    Column(
        "asociado_fecha",
        ColumnKind.DATE,
        "Para notas: fecha del comprobante que corrige.",
        "01/03/2026",
        aliases=("Fecha asociado",),
    ),
    Column(
        "asociado_cuit",
        ColumnKind.DIGITS,
        "Para notas: su propio CUIT, el del emisor del comprobante que corrige.",
        max_length=11,
        aliases=("CUIT asociado",),
    ),
    Column(
        "asociado_desde",
        ColumnKind.DATE,
        "Para notas sobre un período: primer día.",
        aliases=("Asociado período desde",),
    ),
    Column(
        "asociado_hasta",
        ColumnKind.DATE,
        "Para notas sobre un período: último día.",
        aliases=("Asociado período hasta",),
    ),
    Column(
        "asociado_referencia",
        ColumnKind.TEXT,
        "Para notas: referencia del comprobante que corrige, de esta planilla o de una anterior.",
        "VTA-0001",
        max_length=255,
        aliases=("Referencia asociada",),
    ),
)

_PAYMENT_AND_REGIMES = (
    Column(
        "pago_descripcion",
        ColumnKind.TEXT,
        "Medio de pago con que ya se cobró. No se aceptan cheques ni retenciones.",
        "Transferencia",
        max_length=255,
        aliases=("Medio de pago",),
    ),
    Column(
        "pago_importe",
        ColumnKind.MONEY,
        "Importe ya cobrado; no más que el total.",
        "18453,11",
        aliases=("Importe pagado", "Importe cobrado"),
    ),
    Column(
        "rg_regimen",
        ColumnKind.TEXT,
        "Régimen especial. Para FCE: Factura de Crédito Electrónica MiPyMEs (FCE).",
        max_length=255,
        aliases=("Régimen especial",),
    ),
)


def _rg(n: int) -> tuple[Column, ...]:
    return (
        Column(
            f"rg_{n}_id",
            ColumnKind.TEXT,
            "Código del dato del régimen. Para FCE: 2101 CBU, 27 SCA o ADC; en notas, 22 S o N.",
            max_length=20,
        ),
        Column(
            f"rg_{n}_valor",
            ColumnKind.TEXT,
            "Valor del dato del régimen especial.",
            max_length=255,
        ),
    )


COMPROBANTES: tuple[Column, ...] = (
    *_HEAD,
    *_CLIENT,
    *_CONCEPT,
    *_SUMS,
    *(column for n in range(1, TRIBUTOS_MAX + 1) for column in _tributo(n)),
    *_ASSOCIATED,
    *_PAYMENT_AND_REGIMES,
    *(column for n in range(1, RG_DATOS_MAX + 1) for column in _rg(n)),
)
"""Every column of a comprobantes sheet, in the order of the template."""

BY_NAME: Mapping[str, Column] = by_name(COMPROBANTES)

RESULT_COLUMNS: tuple[str, ...] = (
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
"""What a result workbook adds; in an input they are recognised, not read, and replaced."""
