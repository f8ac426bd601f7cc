"""The data of an export: which a comprobante E needs, and which nobody else takes.

Source: the vendor's page «Comprobantes de exportación de tipo E» unless a rule says otherwise.
"""

from __future__ import annotations

import pandera.polars as pa
import polars as pl
from polars import col

from schemas.countries import CLIENTE_DE, CLIENTES, COUNTRY_OF, CUITS, PERSONA_OF, PERSONAS
from schemas.cuit import ABROAD
from schemas.declare import columns_of
from schemas.expressions import IS_E, has, looked_up, valid_cuit
from schemas.fields.export import PERMISOS_MAX, Export
from schemas.fields.tributos import TRIBUTOS_MAX
from schemas.rule import fault

FEX = tuple(one.name for one in columns_of(Export))
NEEDED = ("fex_tipo_exportacion", "fex_pais", "fex_forma_pago")
CUIT, PAIS, PERSONA = "fex_cliente_pais_cuit", "fex_cliente_pais", "fex_cliente_persona"
DESPACHOS = tuple(f"fex_permiso_{n}_despacho" for n in range(1, PERMISOS_MAX + 1))
DESPACHO = r"(?i)^\d{5}[A-Z]{2}[A-Z0-9]{2}\d{6}[A-Z]$"
WITH_DATE = ("2", "4")
CLIENT = pl.coalesce(PAIS, looked_up("fex_pais", CLIENTE_DE))
ITS_COUNTRY, ITS_PERSON = looked_up(CUIT, COUNTRY_OF), looked_up(CUIT, PERSONA_OF)


def _none(column: str) -> pl.Expr:
    return IS_E & (col(column) != 0)


class ExportRules(pa.DataFrameModel):
    """What the block `fex` must say."""

    @fault(*NEEDED, code="FEX_FALTA", start="_export")
    def fex_falta(cls, column: str) -> pl.Expr:
        """What is exported, where to, and how it is paid."""
        return IS_E & ~has(column)

    @fault(CUIT, code="FEX_CUIT_PAIS", start=CUIT)
    def fex_cuit_pais(cls, _: str) -> pl.Expr:
        """A CUIT that ARCA's table has, or may have since: of its prefixes, and well formed."""
        newer = valid_cuit(CUIT) & col(CUIT).str.slice(0, 2).is_in(ABROAD)
        return IS_E & has(CUIT) & ITS_COUNTRY.is_null() & ~newer

    @fault(
        CUIT,
        code="FEX_CUIT_OTRO",
        start=CUIT,
        words=lambda _: {
            "country": looked_up(CUIT, {c: CLIENTES[k] for c, k in COUNTRY_OF.items()}),
            "person": looked_up(CUIT, {c: PERSONAS[k] for c, k in PERSONA_OF.items()}),
        },
    )
    def fex_cuit_otro(cls, _: str) -> pl.Expr:
        """Of the client's country and kind of person, where the row says them."""
        other_country = (col(PAIS) != ITS_COUNTRY).fill_null(False)
        other_person = (col(PERSONA) != ITS_PERSON).fill_null(False)
        return IS_E & (other_country | other_person)

    @fault(PERSONA, code="FEX_CUIT", start="_export")
    def fex_cuit(cls, _: str) -> pl.Expr:
        """Given, or known by the client's country and kind of person."""
        told = pl.concat_str(CLIENT, PERSONA, separator=" ")
        known = told.is_in([f"{country} {kind}" for country, kind in CUITS])
        return IS_E & ~has(CUIT) & ~known.fill_null(False)

    @fault("fex_fecha_pago", code="FEX_FECHA_PAGO", start="_export")
    def fecha_de_pago(cls, _: str) -> pl.Expr:
        """An invoice of services or others says when it is paid."""
        asks = col("fex_tipo_exportacion").is_in(WITH_DATE) & ~col("_note")
        return IS_E & asks & ~has("fex_fecha_pago")

    @fault("fex_incoterms", code="FEX_INCOTERMS", start="fex_incoterms")
    def complemento(cls, _: str) -> pl.Expr:
        """What completes a term of sale has one to complete."""
        return IS_E & has("fex_incoterms_nro") & ~has("fex_incoterms")

    @fault(*DESPACHOS, code="FEX_PERMISO", block="permisos", start="fex_permiso_")
    def fex_permiso(cls, column: str) -> pl.Expr:
        """A permit and where its goods go, or neither."""
        return IS_E & (has(column) != has(column.replace("_despacho", "_pais")))

    @fault(*DESPACHOS, code="FEX_DESPACHO", block="permisos", start="fex_permiso_")
    def fex_despacho(cls, column: str) -> pl.Expr:
        """Five digits, four letters of which the last two may be digits, six digits, a letter."""
        return IS_E & has(column) & ~col(column).str.contains(DESPACHO)

    @fault("fex_permisos_tiene", code="FEX_PERMISOS", start="_export")
    def fex_permisos(cls, _: str) -> pl.Expr:
        """There are permits where the row says so, and only there."""
        some = pl.any_horizontal(has(name) for name in DESPACHOS)
        return IS_E & ((col("fex_permisos_tiene") == "S").fill_null(False) != some)

    @fault("asociado_referencia", code="FEX_ASOCIADO", start="_export")
    def fex_asociado(cls, _: str) -> pl.Expr:
        """Only notes about goods name what they correct."""
        named = ("asociado_numero", "asociado_referencia", "asociado_desde", "asociado_hasta")
        services = col("fex_tipo_exportacion").is_in(WITH_DATE)
        return IS_E & col("_note") & services & pl.any_horizontal(has(name) for name in named)

    @fault("alicuota", code="FEX_IVA", each_row=True, start="_export")
    def fex_iva(cls, _: str) -> pl.Expr:
        """An export bears no IVA."""
        return IS_E & (col("alicuota") != "0")

    @fault("bonificacion", code="FEX_BONIFICACION", start="_export")
    def fex_bonificacion(cls, _: str) -> pl.Expr:
        """Nor a general discount."""
        return _none("bonificacion")

    @fault(
        *("impuestos_internos", "impuestos_internos_base", "impuestos_internos_alicuota"),
        code="FEX_IMPUESTOS",
        block="fex impuestos",
        start="_export",
    )
    def fex_impuestos(cls, column: str) -> pl.Expr:
        """Nor internal taxes."""
        return _none(column)

    @fault(
        "producto_impuestos_internos_alicuota",
        code="FEX_IMPUESTOS",
        each_row=True,
        start="_export",
    )
    def fex_impuestos_del_producto(cls, column: str) -> pl.Expr:
        """Nor those of a product."""
        return _none(column)

    @fault(
        *(f"tributo_{n}_tipo" for n in range(1, TRIBUTOS_MAX + 1)),
        code="FEX_IMPUESTOS",
        block="fex tributos",
        start="tributo_",
    )
    def fex_tributo(cls, column: str) -> pl.Expr:
        """Nor tributos."""
        return IS_E & has(column)

    @fault(*FEX, code="FEX_DE_MAS", block="fex de mas", start="fex_")
    def fex_de_mas(cls, column: str) -> pl.Expr:
        """Nobody else takes any of it."""
        return col("_rule_newer") & ~IS_E & has(column)
