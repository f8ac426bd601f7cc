"""A comprobantes sheet: one row a concept, the rows of a referencia one comprobante.

Its fields, by subject, are in `schemas.fields`; the rules of one comprobante are here, those
of its blocks in `schemas.block_rules`. Each rule names its source; those of ARCA can be
switched off one by one (`schemas.context.Rules`), and the service has the last word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandera.polars as pa
import polars as pl
from polars import col

from schemas.block_rules import (
    KNOWN,
    AssociationRules,
    FceRules,
    NewerBlockRules,
    PaymentRules,
    TributoRules,
    has,
)
from schemas.context import FIFTHS
from schemas.expressions import asked, pesos, valid_cuit
from schemas.fields.associated import Associated
from schemas.fields.client import Client
from schemas.fields.concept import Concept
from schemas.fields.head import Head
from schemas.fields.regimes import PaymentAndRegimes
from schemas.fields.sums import Sums
from schemas.fields.tributos import Tributos
from schemas.prepared import unnumbered
from schemas.rule import fault
from schemas.sheet import Sheet
from schemas.sums import SUBTOTALS, TOO_BIG, agrees, discount, mixed

RECEIVERS = {"A": ("RI", "M"), "B": ("CF", "E", "IVNA", "CDEX"), "M": ("RI", "M")}
NAMELESS = ("CF", "CDEX")  # the vendor's page «Factura B a cliente del exterior»
ISSUERS = {"RI": ("A", "B", "M", "E"), "M": ("C", "E"), "E": ("C", "E")}
EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")
MOST_EMAILS, MOST_CONCEPTS, MOST_TAGS, LONGEST_TAG = 15, 130, 50, 255
FCE_MINIMUM = 5_549_862
CODES = ("documento_nro", "cliente_codigo", "codigo")
PRINTED = ("descripcion", "leyenda", "leyenda_gral")
CONDITION = pl.coalesce("condicion_iva_operacion", "condicion_iva")
NOBODY = (col("documento_tipo") == "OTRO") != unnumbered()
UNNAMED = NOBODY | ((col("documento_tipo") == "OTRO") & ~CONDITION.is_in(NAMELESS))
SERVICES = has("periodo_facturado_desde")
IS_FCE = col("_fce") & col("_rule_fce")
FIRST_DAY = (
    pl.when(IS_FCE)
    .then("_fce_first")
    .otherwise(pl.when(SERVICES).then("_services_first").otherwise("_goods_first"))
)
ANY_DAY = pl.when(SERVICES).then("_services_last").otherwise("_goods_last")
LAST_DAY = pl.when(IS_FCE).then(pl.min_horizontal(ANY_DAY, "_fce_last")).otherwise(ANY_DAY)
TOO_MANY_PESOS = col("_near_the_limit") & (col("_pesos") >= col("_limit"))


def _addresses(text: str) -> list[str]:
    return [one for part in re.split(r"[,;]", text) if (one := part.strip())]


def _wrong_addresses(text: str) -> bool:
    found = _addresses(text)
    return len(found) > MOST_EMAILS or not all(EMAIL.fullmatch(one) for one in found)


def _wrong_tags(text: str) -> bool:
    tags = [tag.strip() for tag in text.split(",") if tag.strip()]
    return len(tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in tags)


def _length(column: str) -> pl.Expr:
    """As it is sent: `%` and line breaks take three characters in what is printed."""
    text = col(column)
    if column not in PRINTED:
        return text.str.len_chars().cast(pl.Int64)
    count = {mark: text.str.count_matches(mark, literal=True).cast(pl.Int64) for mark in "%\r\n"}
    pairs = text.str.count_matches("\r\n", literal=True).cast(pl.Int64)
    breaks = count["\r"] + count["\n"] - pairs
    return text.str.len_chars().cast(pl.Int64) - pairs + 2 * (breaks + count["%"])


def _longest(column: str) -> int:
    return int(Comprobantes.column(column).max_length or 0)


def _lengths(column: str) -> Mapping[str, Any]:
    return {"length": _length(column), "longest": _longest(column)}


class ReceiverRules(pa.DataFrameModel):
    """Document and IVA condition against the letter (api.md 6; ARCA 10013; RG 5616)."""

    @fault("tipo", code="SIN_COLUMNAS")
    def sin_columnas(cls, _: str) -> pl.Expr:
        """There are no columns for the export data of a tipo E."""
        return ~KNOWN

    @fault("documento_nro", code="DOCUMENTO_OTRO")
    def documento_otro(cls, _: str) -> pl.Expr:
        """OTRO with number 0 is a final consumer or a client from abroad, and nobody else."""
        return KNOWN & UNNAMED

    @fault("documento_nro", code="CUIT")
    def cuit(cls, _: str) -> pl.Expr:
        """The last digit of a CUIT, CUIL or CDI follows from the others."""
        kind = col("documento_tipo").is_in(["CUIT", "CUIL", "CDI"])
        return KNOWN & ~UNNAMED & col("_rule_cuit_digit") & kind & ~valid_cuit(col("documento_nro"))

    @fault("documento_nro", code="DOCUMENTO")
    def dni(cls, _: str) -> pl.Expr:
        """A DNI has 6 to 8 digits."""
        short = ~col("documento_nro").str.len_chars().is_between(6, 8)
        return KNOWN & ~UNNAMED & (col("documento_tipo") == "DNI") & short

    @fault(
        "condicion_iva",
        code="LETRA_CLIENTE",
        words=lambda _: {
            "letra": col("_letra"),
            "allowed": col("_letra").replace_strict(
                {k: ", ".join(v) for k, v in RECEIVERS.items()}
            ),
        },
    )
    def letra_cliente(cls, _: str) -> pl.Expr:
        """A and M are for RI and M, B for the others, C for all."""
        wrong = pl.any_horizontal(
            (col("_letra") == letra) & ~CONDITION.is_in(allowed)
            for letra, allowed in RECEIVERS.items()
        )
        return KNOWN & ~UNNAMED & col("_rule_letters") & wrong

    @fault("documento_tipo", code="DOCUMENTO_LETRA", words=lambda _: {"letra": col("_letra")})
    def documento_letra(cls, _: str) -> pl.Expr:
        """A and M need a CUIT, and C for whoever is no final consumer."""
        needs = col("_letra").is_in(["A", "M"]) | ((col("_letra") == "C") & (CONDITION != "CF"))
        return KNOWN & ~UNNAMED & col("_rule_letters") & needs & (col("documento_tipo") != "CUIT")


class IssuerRules(pa.DataFrameModel):
    """Letter and receiver against the issuer (api.md 6; ARCA 10069)."""

    @fault(
        "tipo",
        code="LETRA_EMISOR",
        words=lambda _: {"issuer": col("_condicion"), "letra": col("_letra")},
    )
    def letra_emisor(cls, _: str) -> pl.Expr:
        """RI issues A, B, M and E; M and E issue C and E."""
        wrong = pl.any_horizontal(
            (col("_condicion") == condition) & ~col("_letra").is_in(["", *letras])
            for condition, letras in ISSUERS.items()
        )
        return KNOWN & col("_rule_issuer") & wrong

    @fault("documento_nro", code="ES_EL_EMISOR")
    def es_el_emisor(cls, _: str) -> pl.Expr:
        """The client is somebody else."""
        return KNOWN & col("_rule_issuer") & (col("documento_nro") == col("_cuit"))


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
        return (
            KNOWN & col("_rule_date_window") & col("_fiscal") & ((col("fecha") < FIRST_DAY) | late)
        )

    @fault("periodo_facturado_desde", code="PERIODO")
    def periodo(cls, _: str) -> pl.Expr:
        """Both days, in order."""
        backwards = col("periodo_facturado_desde") > col("periodo_facturado_hasta")
        half = has("periodo_facturado_desde") != has("periodo_facturado_hasta")
        return KNOWN & (half | backwards.fill_null(False))

    @fault("vencimiento", code="VENCE_ANTES")
    def vence_antes(cls, _: str) -> pl.Expr:
        """Due no earlier than its date."""
        return KNOWN & (col("vencimiento") < col("fecha"))


class CurrencyRules(pa.DataFrameModel):
    """Currency (ARCA 10119): PES is 1, and anything else has its rate."""

    @fault("cotizacion", code="COTIZACION")
    def cotizacion_de_pesos(cls, _: str) -> pl.Expr:
        """The rate of pesos is 1."""
        own = (col("moneda") == "PES") & (col("cotizacion") != 1)
        return KNOWN & col("_rule_currency") & own

    @fault("cotizacion", code="COTIZACION_CERO", words=lambda _: {"value": col("moneda")})
    def cotizacion_cero(cls, _: str) -> pl.Expr:
        """0 and 1 are what is written for none."""
        none = col("cotizacion").is_null() | (col("cotizacion") == 0) | (col("cotizacion") == 1)
        return KNOWN & col("_rule_currency") & (col("moneda") != "PES") & none


class OtherRules(pa.DataFrameModel):
    """How many concepts, the terms, the e-mail; and of each concept its IVA."""

    @fault("referencia", code="CONCEPTOS", words=lambda _: {"count": col("_count")})
    def conceptos(cls, _: str) -> pl.Expr:
        """As many as the service takes."""
        return KNOWN & (col("_count") > MOST_CONCEPTS)

    @fault("condicion_pago_otra", code="CONDICION_OTRA")
    def condicion_otra(cls, _: str) -> pl.Expr:
        """214 is told in words."""
        return KNOWN & (col("condicion_pago") == "214") & ~has("condicion_pago_otra")

    @fault("email", code="EMAIL")
    def emails(cls, _: str) -> pl.Expr:
        """Up to 15 addresses."""
        return KNOWN & asked("email", _wrong_addresses)

    @fault("email", code="FALTA_EMAIL")
    def falta_email(cls, _: str) -> pl.Expr:
        """Somebody to send it to."""
        some = asked("email", lambda text: bool(_addresses(text))).fill_null(False)
        return KNOWN & (col("envia_por_mail") == "S") & ~some

    @fault("rg5329", code="RG5329", each_row=True)
    def rg_5329(cls, _: str) -> pl.Expr:
        """RG 5329 needs the price to be updated."""
        return (col("rg5329") == "S") & (col("actualiza_precio") != "S")

    @fault("alicuota", code="IVA_C", each_row=True)
    def iva_c(cls, _: str) -> pl.Expr:
        """A C bears no IVA."""
        return col("tipo").str.ends_with(" C") & (col("alicuota") != "0")


class NewerRules(NewerBlockRules):
    """Tags and lengths of which an earlier release took more."""

    @fault("tags", code="ETIQUETAS")
    def etiquetas(cls, _: str) -> pl.Expr:
        """Up to 50 tags of 255 letters."""
        return col("_rule_newer") & asked("tags", _wrong_tags)

    @fault(*CODES, code="LARGO", each_row=True, words=_lengths)
    def largo(cls, column: str) -> pl.Expr:
        """Codes as long as the service takes them."""
        own = pl.lit(True) if column == "codigo" else col("_first")
        return col("_rule_newer") & own & (_length(column) > _longest(column))

    @fault(*PRINTED, code="LARGO_IMPRESO", each_row=True, words=_lengths)
    def largo_impreso(cls, column: str) -> pl.Expr:
        """Texts as they are sent."""
        own = col("_first") if column == "leyenda_gral" else pl.lit(True)
        return col("_rule_newer") & own & (_length(column) > _longest(column))


class SumRules(pa.DataFrameModel):
    """Whether a comprobante's sums hold: its total, its discount, what was paid of it.

    Over several rates the service takes the general discount from one subtotal alone. Which
    one its documents only half say (api.md 3), so that the row has to say the total.
    """

    @fault("precio_unitario_sin_iva", code="DEMASIADO_GRANDE")
    def demasiado(cls, _: str) -> pl.Expr:
        """No comprobante comes to 10 ** 26."""
        return col("_gross") >= TOO_BIG

    @fault("bonificacion", code="BONIFICACION")
    def bonificacion_excede(cls, _: str) -> pl.Expr:
        """A discount of no more than there is."""
        return discount() > col("_bases")

    @fault(
        "bonificacion",
        code="BONIFICACION_SUBTOTAL",
        words=lambda _: {"subtotal": col("_rate").replace_strict(SUBTOTALS)},
    )
    def bonificacion_subtotal(cls, _: str) -> pl.Expr:
        """Of no more than the subtotal that bears it."""
        return _bears() & (discount() > col("_subtotal"))

    @fault(
        "total",
        code="BONIFICACION_MIXTA",
        words=lambda _: {
            "computed": pesos(col("_total")),
            "subtotal": col("_rate").replace_strict(SUBTOTALS),
        },
    )
    def bonificacion_mixta(cls, _: str) -> pl.Expr:
        """The total that follows is the one that the row says."""
        return _bears() & ~(discount() > col("_subtotal")) & ~agrees()

    @fault("total", code="TOTAL", words=lambda _: {"computed": pesos(col("_total"))})
    def total_que_da(cls, _: str) -> pl.Expr:
        """To the cent."""
        return col("_total").is_not_null() & has("total") & ~_bears() & ~agrees()

    @fault("precio_unitario_sin_iva", code="TOTAL_CERO")
    def total_cero(cls, _: str) -> pl.Expr:
        """More than nothing."""
        return col("_total") <= 0

    @fault(
        "documento_nro", code="SIN_IDENTIDAD", words=lambda _: {"limit": _written(col("_limit"))}
    )
    def sin_identidad(cls, _: str) -> pl.Expr:
        """A consumer without identity goes up to `facturacion/topecf` (RG 5700, RG 5866)."""
        return TOO_MANY_PESOS

    @fault("tipo", code="FCE_MINIMO", words=lambda _: {"minimum": "5.549.862"})
    def fce_minimo(cls, _: str) -> pl.Expr:
        """A FCE starts at its minimum (since 14/04/2026)."""
        least = FCE_MINIMUM * int(10**FIFTHS)
        below = IS_FCE & ~col("_note") & (col("_pesos") < least)
        return below & ~TOO_MANY_PESOS.fill_null(False)

    @fault("pago_importe", code="PAGO_EXCEDE", words=lambda _: {"computed": pesos(col("_payable"))})
    def pago_excede(cls, _: str) -> pl.Expr:
        """What is paid is in pesos, and not more than the total in pesos (api.md 4)."""
        rated = (col("moneda") == "PES") | ((col("cotizacion") != 0) & (col("cotizacion") != 1))
        return rated & (col("pago_importe").to_physical() > col("_payable") * 10_000)


def _bears() -> pl.Expr:
    """Whether one subtotal of several bears a discount."""
    return col("_total").is_not_null() & mixed() & col("_rule_newer")


def _written(limit: pl.Expr) -> pl.Expr:
    """An amount as it is written in Argentina: 1.234.567,89."""
    return pesos(limit // 1_000).map_elements(
        lambda amount: f"{amount:,.2f}".translate(str.maketrans(",.", ".,")),
        return_dtype=pl.String,
    )


class Comprobantes(
    SumRules,
    NewerRules,
    OtherRules,
    FceRules,
    TributoRules,
    PaymentRules,
    AssociationRules,
    CurrencyRules,
    DateRules,
    IssuerRules,
    ReceiverRules,
    PaymentAndRegimes,
    Associated,
    Tributos,
    Sums,
    Concept,
    Client,
    Head,
    Sheet,
):
    """A comprobantes sheet; read its bases from the last to the first.

    So stand the columns in the template, and so are the rules told.
    """
