"""How many concepts, the terms, the e-mail, the IVA of a C; tags and lengths."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandera.polars as pa
import polars as pl
from polars import col

from schemas import emails
from schemas.declare import columns_of
from schemas.expressions import asked, has
from schemas.fields.client import Client
from schemas.fields.concept import Concept
from schemas.fields.totals import Sums
from schemas.rule import fault

MOST_CONCEPTS, MOST_TAGS, LONGEST_TAG = 130, 50, 255
REMINDERS = ("reclama_deuda_dias", "reclama_deuda_repite_dias")
CODES = ("documento_nro", "cliente_codigo", "codigo")
PRINTED = ("descripcion", "leyenda", "leyenda_gral")
LONGEST = {
    one.name: one.max_length or 0 for part in (Client, Concept, Sums) for one in columns_of(part)
}


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


def _lengths(column: str) -> Mapping[str, Any]:
    return {"length": _length(column), "longest": LONGEST[column]}


class OtherRules(pa.DataFrameModel):
    """How many concepts, the terms, the e-mail; and of each concept its IVA."""

    @fault("referencia", code="CONCEPTOS", words=lambda _: {"count": col("_count")})
    def conceptos(cls, _: str) -> pl.Expr:
        """As many as the service takes."""
        return col("_count") > MOST_CONCEPTS

    @fault("condicion_pago_otra", code="CONDICION_OTRA")
    def condicion_otra(cls, _: str) -> pl.Expr:
        """214 is told in words."""
        return (col("condicion_pago") == "214") & ~has("condicion_pago_otra")

    @fault("email", code="EMAIL", start="email")
    def direcciones(cls, _: str) -> pl.Expr:
        """Up to 15 addresses, as people paste them (`schemas.emails`)."""
        return asked(col("email"), emails.are_wrong)

    @fault("email", code="FALTA_EMAIL", start="envia_por_mail")
    def falta_email(cls, _: str) -> pl.Expr:
        """Somebody to send it to."""
        some = asked(col("email"), lambda text: bool(emails.sent(text))).fill_null(False)
        return (col("envia_por_mail") == "S") & ~some

    @fault("rg5329", code="RG5329", each_row=True)
    def rg_5329(cls, _: str) -> pl.Expr:
        """RG 5329 needs the price to be updated."""
        return (col("rg5329") == "S") & (col("actualiza_precio") != "S")

    @fault("alicuota", code="IVA_C", each_row=True)
    def iva_c(cls, _: str) -> pl.Expr:
        """A C bears no IVA."""
        return col("tipo").str.ends_with(" C") & (col("alicuota") != "0")


class NewerTextRules(pa.DataFrameModel):
    """Tags and lengths of which an earlier release took more, and reminders of debt."""

    @fault(*REMINDERS, code="RECLAMA_DIAS", start="reclama_deuda_")
    def reclama_dias(cls, column: str) -> pl.Expr:
        """Days of a reminder that is asked for."""
        return col("_rule_newer") & has(column) & (col("reclama_deuda") != "S")

    @fault("email", code="EMAIL", start="email")
    def direcciones_claras(cls, _: str) -> pl.Expr:
        """Nothing else beside them."""
        return col("_rule_newer") & asked(col("email"), emails.are_unclear)

    @fault("tags", code="ETIQUETAS", start="tags")
    def etiquetas(cls, _: str) -> pl.Expr:
        """Up to 50 tags of 255 letters."""
        return col("_rule_newer") & asked(col("tags"), _wrong_tags)

    @fault(*CODES, code="LARGO", start="{column}", each_row=True, words=_lengths)
    def largo(cls, column: str) -> pl.Expr:
        """Codes as long as the service takes them."""
        own = pl.lit(True) if column == "codigo" else col("_first")
        return col("_rule_newer") & own & (_length(column) > LONGEST[column])

    @fault(*PRINTED, code="LARGO_IMPRESO", start="{column}", each_row=True, words=_lengths)
    def largo_impreso(cls, column: str) -> pl.Expr:
        """Texts as they are sent."""
        own = col("_first") if column == "leyenda_gral" else pl.lit(True)
        return col("_rule_newer") & own & (_length(column) > LONGEST[column])
