"""What is sold: one row a concept."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

from schemas.column import Bound, Scope
from schemas.declare import Amount, code, money, number, text, whole


class Concept(pa.DataFrameModel):
    """What is sold: one row a concept."""

    descripcion: pl.String = text(
        "Descripción del producto o servicio, de 4 a 255 letras.",
        "Servicio de mantenimiento",
        required=True,
        scope=Scope.CONCEPTO,
        min_length=4,
        max_length=255,
        aliases=("Detalle", "Concepto", "Producto", "Descripción del producto", "Artículo"),
    )
    cantidad: Amount = number(
        "Cantidad, con hasta 2 decimales.",
        "1",
        default="1",
        scope=Scope.CONCEPTO,
        bound=Bound("CANTIDAD", above=0),
        aliases=("Cant.", "Unidades"),
    )
    precio_unitario_sin_iva: Amount = money(
        "Precio de una unidad, con hasta 3 decimales (si tiene más se redondea): sin IVA para A, "
        "B y M; final para C. Con IVA va en precio_unitario_con_iva, en lugar de esta.",
        "15250,50",
        required=True,
        scope=Scope.CONCEPTO,
        decimals=3,
        rounds_aloud=True,
        aliases=(
            "Precio",
            "Precio sin IVA",
            "Precio unitario s/IVA",
            "Precio neto",
            "Precio unitario neto",
            "Neto unitario",
            "P. unitario sin IVA",
        ),
    )
    precio_unitario_con_iva: Amount = money(
        "Precio de una unidad con IVA, con hasta 3 decimales (si tiene más se redondea), en lugar "
        "de precio_unitario_sin_iva. Para A, B y M el precio sin IVA se calcula de modo que el "
        "total sea el suyo al centavo; para C es el precio final.",
        "18453,11",
        scope=Scope.CONCEPTO,
        decimals=3,
        rounds_aloud=True,
        instead_of="precio_unitario_sin_iva",
        aliases=(
            "Precio con IVA",
            "Precio unitario con IVA",
            "Precio c/IVA",
            "Precio unitario c/IVA",
            "P. Unit. c/IVA",
            "P. unitario con IVA",
            "P. unitario c/IVA",
            "Precio IVA incluido",
            "Precio unitario IVA incluido",
            "Precio IVA incl.",
            "Precio final",
            "Precio unitario final",
            "Precio final unitario",
            "Precio al público",
            "Precio de venta al público",
            "PVP",
        ),
    )
    alicuota: pl.String = code(
        "Alícuota de IVA: 27, 21, 10,5, 0, Exento o No gravado.",
        "21",
        required=True,
        scope=Scope.CONCEPTO,
        table="alicuota",
        aliases=(
            "Alícuota IVA",
            "Alícuota de IVA",
            "IVA",
            "% IVA",
            "IVA (%)",
            "Tasa IVA",
            "Código de alícuota",
            "Código alícuota",
            "Cód. alícuota",
            "Código de IVA",
            "Código IVA",
            "Cód. IVA",
            "Id IVA",
            "Alícuota (código)",
            "IVA (código)",
        ),
    )
    bonificacion_porcentaje: Amount = number(
        "Descuento sobre el concepto, en por ciento (0 a 100).",
        "10",
        default="0",
        scope=Scope.CONCEPTO,
        bound=Bound("PORCENTAJE", low=0, high=100),
        aliases=("Bonificación %", "% Bonificación", "Descuento %", "% Descuento", "Bonif. %"),
    )
    codigo: pl.String = text(
        "Código del producto.",
        "MANT-01",
        scope=Scope.CONCEPTO,
        max_length=20,
        once_length=50,
        aliases=("Código de producto", "Código producto", "Cód. producto", "SKU"),
    )
    unidad_medida: pl.String = code(
        "Unidad de medida, con su nombre o su número.",
        "7",
        default="7",
        scope=Scope.CONCEPTO,
        table="unidad_medida",
        aliases=("Unidad de medida", "Unidad", "U. medida", "UM"),
    )
    unidad_bulto: pl.Int64 = whole(
        "Unidades por bulto, 1 o más.",
        "1",
        default="1",
        scope=Scope.CONCEPTO,
        max_length=9,
        bound=Bound("CANTIDAD", above=0),
        aliases=("Unidades por bulto",),
    )
    lista_precios: pl.String = text(
        "Lista de precios del producto, de 4 a 255 letras.",
        "planilla",
        default="planilla",
        scope=Scope.CONCEPTO,
        min_length=4,
        max_length=255,
        aliases=("Lista de precios",),
    )
    afecta_stock: pl.String = code(
        "S si el concepto descuenta existencias.",
        "N",
        default="N",
        scope=Scope.CONCEPTO,
        table="si_no",
    )
    actualiza_precio: pl.String = code(
        "S si el precio debe guardarse en la lista de precios.",
        "N",
        default="N",
        scope=Scope.CONCEPTO,
        table="si_no",
    )
    rg5329: pl.String = code(
        "S si el concepto está alcanzado por la RG 5329. Necesita actualiza_precio S.",
        "N",
        default="N",
        scope=Scope.CONCEPTO,
        table="si_no",
        aliases=("RG 5329",),
    )
    producto_impuestos_internos_alicuota: Amount = number(
        "Alícuota de impuestos internos del producto, en por ciento. El importe de todo el "
        "comprobante va en impuestos_internos.",
        "10",
        scope=Scope.CONCEPTO,
    )
    leyenda: pl.String = text(
        "Aclaración que se imprime debajo del concepto.",
        scope=Scope.CONCEPTO,
        max_length=1000,
    )
