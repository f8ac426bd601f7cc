"""Why what was left found nothing: by field, what the nearest candidate lacked.

Nothing is decided here. A person who reads it knows what to look for.
"""

from __future__ import annotations

import polars as pl

from planilla.reconcile.matching.differences import money
from planilla.reconcile.matching.frames import cents
from planilla.reconcile.matching.options import Options
from planilla.reconcile.matching.pair_payments import Matching

NOBODY = "Cliente: no trae un CUIT, ni un nombre que se parezca a los de los comprobantes"
EVERY = pl.lit(".")


def why_no_document(found: Matching, options: Options) -> pl.DataFrame:
    """`pago` and `por_que_no` of the payments with something left."""
    docs = _owing(found)
    paid = found.payments.filter(pl.col("resta") > 0).select(
        "cuit", "moneda", "fecha", pago="id", left=cents("resta")
    )
    about = (
        paid.pipe(_with_client, found, docs)
        .pipe(_nearest, docs, ["cuit", "moneda"], "suyo")
        .pipe(_nearest, docs, ["moneda"], "otro")
    )
    who = (
        pl.when(pl.col("cuit").is_null())
        .then(pl.lit(NOBODY))
        .when(pl.col("cliente").is_null())
        .then(pl.format("Cliente: ningún comprobante es del CUIT {}", "cuit"))
        .when(pl.col("key_suyo").is_null())
        .then(pl.format("Cliente: {} no debe nada{}", "cliente", _in_currency()))
        .otherwise(
            pl.format("Cliente: {} debe {}", "cliente", _counted("{}", "debe", "comprobante"))
        )
    )
    amounts = pl.coalesce(_amount("suyo"), _amount("otro"), pl.lit("Importe: nada se debe"))
    day = pl.coalesce(_day("suyo", options), _day("otro", options), pl.lit(""))
    return about.select("pago", por_que_no=pl.concat_str([who, pl.lit(". "), amounts, day, EVERY]))


def why_no_payment(found: Matching, options: Options) -> pl.DataFrame:
    """`documento` and `por_que_no` of the documents with something left."""
    docs = found.documents.filter(pl.col("resta") > 0).select(
        "cuit", "moneda", "fecha", "key", documento="id", left=cents("resta")
    )
    every = _received(found).filter(pl.col("cuit").is_not_null())
    free = _received(found).filter(pl.col("rest") > 0)
    count = every.group_by("cuit", "moneda").agg(cobros=pl.len())
    asked = found.review.drop_nulls("documento").select("documento", asked=True).unique()
    about = (
        docs.join(count, on=["cuit", "moneda"], how="left")
        .join(asked, on="documento", how="left")
        .pipe(_nearest, every, ["cuit", "moneda"], "suyo")
        .pipe(_nearest, free, ["moneda"], "otro")
    )
    who = (
        pl.when(pl.col("cobros").is_null())
        .then(pl.lit("Cliente: ningún cobro es de este CUIT"))
        .otherwise(_counted("Cliente: {} de este CUIT", "cobros", "cobro"))
    )
    his = pl.format("Importe: de los suyos el más cercano es {} ({})", "key_suyo", _apart("suyo"))
    others = pl.format(
        "Importe: de los cobros sin comprobante el más cercano es {} ({})",
        "key_otro",
        _apart("otro"),
    )
    amounts = pl.coalesce(his, others, pl.lit("Importe: no queda ningún cobro sin comprobante"))
    day = pl.coalesce(
        _day("suyo", options, back=True), _day("otro", options, back=True), pl.lit("")
    )
    told = pl.concat_str([who, pl.lit(". "), amounts, day, EVERY])
    waits = pl.lit("Es candidato de un cobro que está en A revisar.")
    return about.select("documento", por_que_no=pl.when("asked").then(waits).otherwise(told))


def _received(found: Matching) -> pl.DataFrame:
    """The payments, each told by its day and by what it pays."""
    names = found.documents.select(documento="id", paga="key")
    pays = found.pairs.join(names, on="documento").group_by("pago").agg(pl.col("paga").min())
    day = pl.col("fecha").dt.to_string("%d/%m/%Y").fill_null("un día que no dice")
    told = pl.format("el del {}", day)
    return found.payments.join(pays, left_on="id", right_on="pago", how="left").select(
        "cuit",
        "moneda",
        "fecha",
        key=pl.coalesce(pl.format("{}, que paga {},", told, "paga"), told),
        left=cents("importe"),
        rest=cents("resta"),
    )


def _counted(words: str, column: str, one: str) -> pl.Expr:
    count = pl.col(column).fill_null(0)
    plural = pl.when(count == 1).then(pl.lit(one)).otherwise(pl.lit(f"{one}s"))
    return pl.format(words, pl.format("{} {}", count, plural))


def _owing(found: Matching) -> pl.DataFrame:
    columns = found.documents.select("cuit", "moneda", "fecha", "key", left=cents("resta"))
    return columns.filter(pl.col("left") > 0)


def _with_client(paid: pl.DataFrame, found: Matching, docs: pl.DataFrame) -> pl.DataFrame:
    """With the client's name, where the CUIT is one's, and how many it owes."""
    known = found.documents.filter(pl.col("cuit") != "").sort("did").unique("cuit", keep="last")
    names = known.select("cuit", cliente=pl.coalesce("razon_social", "cuit"))
    count = docs.group_by("cuit", "moneda").agg(debe=pl.len())
    return paid.join(names, on="cuit", how="left").join(count, on=["cuit", "moneda"], how="left")


def _nearest(rows: pl.DataFrame, others: pl.DataFrame, by: list[str], name: str) -> pl.DataFrame:
    """With the other side's row of the nearest amount, its columns ending in `name`."""
    order = ["left", "fecha", "key"]
    there = others.sort(order, nulls_last=True).unique([*by, "left"], keep="first").sort("left")
    there = there.select(*by, "left", *(pl.col(one).alias(f"{one}_{name}") for one in order))
    return rows.sort("left").join_asof(
        there, on="left", by=by, strategy="nearest", check_sortedness=False
    )


def _in_currency() -> pl.Expr:
    pesos = pl.col("moneda") == "PES"
    return pl.when(pesos).then(pl.lit("")).otherwise(pl.format(" en {}", "moneda"))


def _amount(name: str) -> pl.Expr:
    whose = "de lo suyo" if name == "suyo" else "de todo lo que se debe"
    return pl.format(f"Importe: {whose} lo más cercano es {{}} ({{}})", f"key_{name}", _apart(name))


def _apart(name: str) -> pl.Expr:
    """How far a balance or payment is from the amount."""
    other = pl.col(f"left_{name}")
    apart = (other - pl.col("left")).abs()
    told = pl.format("{}, a {} de distancia", money(other), money(apart))
    return pl.when(apart == 0).then(pl.format("{}, igual", money(other))).otherwise(told)


def _day(name: str, options: Options, *, back: bool = False) -> pl.Expr:
    """The date, where it is what keeps the nearest apart; `back`, where that is the payment."""
    days = (pl.col("fecha") - pl.col(f"fecha_{name}")).dt.total_days() * (-1 if back else 1)
    near = days.is_between(-options.days_before, options.days_after)
    before = pl.format(". Fecha: se pagó {} días antes", -days)
    after = pl.format(". Fecha: se pagó {} días después", days)
    told = pl.when(days < 0).then(before).otherwise(after)
    return pl.when(~near).then(told).when(pl.col(f"key_{name}").is_not_null()).then(pl.lit(""))
