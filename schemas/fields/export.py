"""What a comprobante E tells of an export: the service's block `fex`.

Source: the vendor's page «Comprobantes de exportación de tipo E»; the longest texts are ARCA's
(WSFEXv1: `Forma_pago` of 50 letters, `Incoterms_Ds` of 20).
"""

from __future__ import annotations

from typing import Any

import pandera.polars as pa
import polars as pl

from schemas.declare import code, day, digits, text

PERMISOS_MAX = 5


def _despacho(n: int) -> Any:
    return text(
        "Para comprobantes E: código del permiso de embarque, de 16 letras y cifras.",
        "25001EC01000123A" if n == 1 else "",
        min_length=16,
        max_length=16,
    )


def _pais(n: int) -> Any:
    return code(
        "Para comprobantes E: país al que va la mercadería del permiso.",
        "Uruguay" if n == 1 else "",
        table="pais",
    )


class Export(pa.DataFrameModel):
    """What a comprobante E tells of an export."""

    fex_tipo_exportacion: pl.String = code(
        "Para comprobantes E, obligatorio: qué se exporta (bienes, servicios u otros).",
        "Servicios",
        table="tipo_exportacion",
        aliases=("Tipo de exportación",),
    )
    fex_pais: pl.String = code(
        "Para comprobantes E, obligatorio: país de destino, con su nombre o su número de ARCA.",
        "Uruguay",
        table="pais",
        aliases=("País de destino de la exportación",),
    )
    fex_cliente_pais: pl.String = code(
        "Para comprobantes E: país del cliente. Vacío: el de destino.",
        "Uruguay",
        table="cliente_pais",
        aliases=("País del cliente del exterior",),
    )
    fex_cliente_persona: pl.String = code(
        "Para comprobantes E: qué es el cliente (persona física, persona jurídica u otro tipo de "
        "entidad). Con el país da el CUIT con que ARCA lo conoce.",
        "Persona jurídica",
        table="persona",
    )
    fex_cliente_pais_cuit: pl.String = digits(
        "Para comprobantes E: CUIT del país del cliente, según su tipo de persona. Vacío: se toma "
        "del país y de fex_cliente_persona.",
        "55000000018",
        max_length=11,
        aliases=("CUIT país del cliente", "CUIT país"),
    )
    fex_forma_pago: pl.String = text(
        "Para comprobantes E, obligatorio: cómo se paga, en palabras.",
        "Transferencia a 30 días",
        max_length=50,
        aliases=("Forma de pago de la exportación",),
    )
    fex_fecha_pago: pl.Date = day(
        "Para FACTURA E: fecha de pago. Obligatoria si se exportan servicios u otros.",
        "04/04/2026",
        aliases=("Fecha de pago de la exportación",),
    )
    fex_incoterms: pl.String = code(
        "Para comprobantes E: cláusula de venta.",
        "FOB",
        table="incoterms",
        aliases=("Incoterms", "Incoterm"),
    )
    fex_incoterms_nro: pl.String = text(
        "Para comprobantes E: lo que completa la cláusula de venta (el puerto, por ejemplo).",
        "Puerto Buenos Aires",
        max_length=20,
    )
    fex_permisos_tiene: pl.String = code(
        "Para comprobantes E: S si hay permiso de embarque, N si no hay. Vacío: no se dice.",
        "S",
        table="si_no",
    )
    fex_permiso_1_despacho: pl.String = _despacho(1)
    fex_permiso_1_pais: pl.String = _pais(1)
    fex_permiso_2_despacho: pl.String = _despacho(2)
    fex_permiso_2_pais: pl.String = _pais(2)
    fex_permiso_3_despacho: pl.String = _despacho(3)
    fex_permiso_3_pais: pl.String = _pais(3)
    fex_permiso_4_despacho: pl.String = _despacho(4)
    fex_permiso_4_pais: pl.String = _pais(4)
    fex_permiso_5_despacho: pl.String = _despacho(5)
    fex_permiso_5_pais: pl.String = _pais(5)
