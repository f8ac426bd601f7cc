"""When a comprobante is of, and in what currency."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl
from polars import col

from schemas.expressions import IS_E, IS_FCE, has
from schemas.rule import fault

OF_SERVICES = IS_E & col("fex_tipo_exportacion").is_in(["2", "4"])
SERVICES = has("periodo_facturado_desde") | OF_SERVICES.fill_null(False)
FIRST_DAY = (
    pl.when(IS_FCE)
    .then("_of_fce_first")
    .otherwise(pl.when(SERVICES).then("_services_first").otherwise("_goods_first"))
)
ANY_DAY = pl.when(SERVICES).then("_services_last").otherwise("_goods_last")
LAST_DAY = pl.when(IS_FCE).then(pl.min_horizontal(ANY_DAY, "_of_fce_last")).otherwise(ANY_DAY)


class DateRules(pa.DataFrameModel):
    """Windows of RG 4291: goods 5 days either way, services 10, the future in this month only.

    A FCE is from 5 days before to 1 after.
    """

    @fault(
        "fecha",
        code="FECHA_FUERA",
        words=lambda _: {
            "first": FIRST_DAY.dt.strftime("%d/%m/%Y"),
            "last": LAST_DAY.dt.strftime("%d/%m/%Y"),
        },
    )
    def fecha_fuera(cls, _: str) -> pl.Expr:
        """A queued one is issued when its day comes: only the past is out of reach."""
        late = (col("fecha") > LAST_DAY) & ~col("_queued")
        return col("_rule_date_window") & col("_fiscal") & ((col("fecha") < FIRST_DAY) | late)

    @fault("periodo_facturado_desde", code="PERIODO", start="periodo_")
    def periodo(cls, _: str) -> pl.Expr:
        """Both days, in order."""
        backwards = col("periodo_facturado_desde") > col("periodo_facturado_hasta")
        half = has("periodo_facturado_desde") != has("periodo_facturado_hasta")
        return half | backwards.fill_null(False)

    @fault("vencimiento", code="VENCE_ANTES", start="vencimiento")
    def vence_antes(cls, _: str) -> pl.Expr:
        """Due no earlier than its date."""
        return col("vencimiento") < col("fecha")


WORTH_MORE = ("DOL", "060", "012", "011", "031", "035", "010")
"""Currencies that are worth many pesos each; a Colombian or Chilean peso may be less than one."""


class CurrencyRules(pa.DataFrameModel):
    """Currency (ARCA 10119): PES is 1, and anything else has its rate."""

    @fault("paga_misma_moneda", code="MISMA_MONEDA", start="paga_misma_moneda")
    def misma_moneda(cls, _: str) -> pl.Expr:
        """What is paid in its own currency is in a foreign one (RG 5616).

        Source: the vendor's page «Referencia API AFIP ARCA», «datos_informativos».
        """
        foreign = col("moneda") != "PES"
        return col("_rule_newer") & (col("paga_misma_moneda") == "S") & ~foreign

    @fault("cotizacion", code="COTIZACION")
    def cotizacion_de_pesos(cls, _: str) -> pl.Expr:
        """The rate of pesos is 1."""
        own = (col("moneda") == "PES") & (col("cotizacion") != 1)
        return col("_rule_currency") & own

    @fault("cotizacion", code="COTIZACION_CERO", words=lambda _: {"value": col("moneda")})
    def cotizacion_cero(cls, _: str) -> pl.Expr:
        """0 and 1 are what is written for none."""
        none = col("cotizacion").is_null() | (col("cotizacion") == 0) | (col("cotizacion") == 1)
        return col("_rule_currency") & (col("moneda") != "PES") & none

    @fault("cotizacion", code="COTIZACION_INVERTIDA", words=lambda _: {"moneda": col("moneda")})
    def cotizacion_invertida(cls, _: str) -> pl.Expr:
        """A currency that is worth pesos by the dozen has no rate below one."""
        below = (col("cotizacion") > 0) & (col("cotizacion") < 1)
        rule = col("_rule_currency") & col("_rule_newer")
        return rule & col("moneda").is_in(WORTH_MORE) & below
