"""Whom a comprobante is for."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

from schemas.column import Bound
from schemas.declare import code, digits, text, whole

DIAS = Bound("DIAS", low=1, high=999)


class Client(pa.DataFrameModel):
    """Whom a comprobante is for."""

    documento_tipo: pl.String = code(
        "Tipo de documento del cliente. Vacío: CUIT si el número tiene 11 cifras, OTRO si es 0, "
        "DNI si el encabezado del número lo dice y tiene 7 u 8.",
        "CUIT",
        table="documento_tipo",
        aliases=(
            "Tipo de documento",
            "Tipo documento",
            "Tipo Doc.",
            "Tipo Doc. Receptor",
            "Doc. tipo",
        ),
    )
    documento_nro: pl.String = digits(
        "Número de documento del cliente, con guiones o sin ellos. 0 si el tipo es OTRO.",
        "30-71234567-1",
        required=True,
        max_length=11,
        once_length=15,
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
    )
    razon_social: pl.String = text(
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
    )
    condicion_iva: pl.String = code(
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
    )
    condicion_iva_operacion: pl.String = code(
        "Condición ante el IVA para esta operación (RG 5616). Vacío: la del cliente.",
        "RI",
        table="condicion_iva",
        aliases=("Condición IVA de la operación",),
    )
    domicilio: pl.String = text(
        "Domicilio del cliente.",
        "Av. Santa Fe 123, CABA",
        default="-",
        max_length=255,
        aliases=("Dirección", "Domicilio comercial", "Domicilio fiscal"),
    )
    provincia: pl.String = code(
        "Provincia del cliente, con su nombre o su número.",
        "Buenos Aires",
        default="26",
        table="provincia",
        aliases=("Jurisdicción", "Pcia."),
    )
    email: pl.String = text(
        "Correo del cliente; hasta 15, separados por comas, punto y coma o espacios.",
        "compras@ejemplo.com.ar",
        max_length=255,
        aliases=("E-mail", "Correo", "Correo electrónico", "Mail"),
    )
    envia_por_mail: pl.String = code(
        "S para enviar el comprobante por correo. Vacío: S si hay correo, si no N.",
        "S",
        table="si_no",
        aliases=("Enviar por mail", "Envía por e-mail", "Enviar por correo"),
    )
    condicion_pago: pl.String = code(
        "Condición de pago, con su nombre o su número.",
        "Contado",
        default="201",
        table="condicion_pago",
        aliases=("Condición de pago", "Cond. pago", "Condición de venta", "Forma de pago"),
    )
    condicion_pago_otra: pl.String = text(
        "Texto de la condición de pago cuando es 214 (otra).",
        max_length=100,
        aliases=("Otra condición de pago",),
    )
    cliente_codigo: pl.String = text(
        "Código del cliente en su sistema, distinto para cada uno: el servicio actualiza los datos "
        "del cliente que lo tiene. Vacío: no se manda.",
        "C-042",
        max_length=20,
        once_length=50,
        aliases=("Código cliente", "Código de cliente", "Cód. cliente"),
    )
    nombre_fantasia: pl.String = text(
        "Nombre de fantasía del cliente.",
        max_length=255,
        aliases=("Nombre de fantasía", "Fantasía"),
    )
    cliente_rg5329: pl.String = code(
        "S si al cliente se le percibe IVA por la RG 5329. Vacío: S si algún concepto dice S en "
        "rg5329, si no N.",
        table="si_no",
        aliases=("RG 5329 cliente",),
    )
    reclama_deuda: pl.String = code(
        "S para que el servicio le envíe recordatorios de deuda al cliente.",
        "N",
        default="N",
        table="si_no",
    )
    reclama_deuda_dias: pl.Int64 = whole(
        "Con reclama_deuda S: días después del vencimiento en que empieza el recordatorio.",
        "5",
        max_length=3,
        bound=DIAS,
    )
    reclama_deuda_repite_dias: pl.Int64 = whole(
        "Con reclama_deuda S: cada cuántos días se repite el recordatorio.",
        "10",
        max_length=3,
        bound=DIAS,
    )
    rubro: pl.String = text(
        "Rubro contable. No se imprime.",
        "Ventas",
        default="Ventas",
        max_length=255,
    )
    rubro_grupo_contable: pl.String = text(
        "Grupo contable del rubro. No se imprime.",
        "Ventas",
        default="Ventas",
        max_length=255,
        aliases=("Grupo contable",),
    )
