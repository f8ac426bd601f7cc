"""Rule 1: a payment that names what it pays."""

from __future__ import annotations

import polars as pl

from planilla.reconcile.matching.differences import explained_up_to, is_withheld, money
from planilla.reconcile.matching.likeness import likenesses, told_words
from planilla.reconcile.matching.naming import NAMED, REFERENCE, naming
from planilla.reconcile.matching.net_of_notes import net_of_notes
from planilla.reconcile.matching.options import Options
from planilla.reconcile.matching.state import MatchState

SAME_NAME = 90.0  # from here a name confirms a number that agrees to the cent


def named(state: MatchState, options: Options) -> None:
    """Payments that name one comprobante, or several that add up to them."""
    found = _candidates(state)
    # a number alone that belongs to another client is somebody else's number
    found = found.filter(~(pl.col("alone") & _contradicts()))
    _settled(state, found)
    if found.is_empty():
        return
    against = found.filter(_contradicts())
    state.doubt(
        against.select(
            "pid",
            "did",
            regla=pl.lit(NAMED),
            motivo=pl.lit("Nombra el comprobante, pero el cliente es otro."),
        )
    )
    good = found.join(against.select("pid").unique(), on="pid", how="anti")
    good = good.with_columns(
        several=pl.col("did").n_unique().over("pid"), whole=pl.col("left_doc").sum().over("pid")
    )
    _ambiguous(state, good)
    # beside one in full, numbers alone that make up the sum are as sure
    adding = (~pl.col("vague")).any().over("pid") & (pl.col("left") == pl.col("whole"))
    sure = good.filter(~pl.col("vague") | adding)
    _several(state, sure.filter(pl.col("several") > 1))
    one = _without_rivals(state, sure.filter(pl.col("several") == 1))
    one = net_of_notes(state, one, options)
    # a number alone may be the bank's own, unless the amount agrees
    agreed = one.with_columns(short=pl.col("left_doc") - pl.col("left"))
    agreed = agreed.filter(~pl.col("alone") | (pl.col("short") == 0) | is_withheld(options))
    _one(state, agreed.drop("short"), options)


def _contradicts() -> pl.Expr:
    """Both sides have a document number, and they differ."""
    return (pl.col("cuit") != pl.col("cuit_doc")).fill_null(False)


def _candidates(state: MatchState) -> pl.DataFrame:
    """Each payment with each open document that it names, and how it names it."""
    payments, docs = state.open_payments(), state.open_documents().filter(pl.col("left") > 0)
    pairs = naming(payments, docs)
    columns = ["did", "left", "cuit", "name", "fecha", "key", "moneda", "numero", "razon_social"]
    found = (
        pairs.join(payments, on="pid")
        .join(docs.select(columns), on=["did", "moneda"], suffix="_doc")
        .with_columns(alone=pl.col("vague"))
    )
    agreed = (pl.col("left") == pl.col("left_doc")) & _named_alike(found)
    found = found.with_columns(vague=pl.col("vague") & ~same_client() & ~agreed)
    return _by_amount(found)


def _named_alike(found: pl.DataFrame) -> pl.Series:
    """Whether a payment that names a number alone also tells the client's name."""
    told = pl.concat_str(["nombre", "texto"], separator=" ", ignore_nulls=True)
    unknown = pl.col("alone") & pl.col("cuit").is_null() & (pl.col("left") == pl.col("left_doc"))
    words = found.select(
        told=pl.when(unknown).then(told_words(told)),
        name=pl.when(unknown).then(told_words(pl.col("razon_social"))),
    )
    return likenesses(words, "told", "name") >= SAME_NAME


def _by_amount(found: pl.DataFrame) -> pl.DataFrame:
    """Of several of one number (by point of sale, by tipo) the one whose balance is paid."""
    alike = pl.col("alone").all().over("pid") & (pl.col("numero").n_unique().over("pid") == 1)
    exact = (pl.col("left") == pl.col("left_doc")) & ~pl.col("vague")
    return found.filter(~alike | (exact.sum().over("pid") != 1) | exact)


def _settled(state: MatchState, found: pl.DataFrame) -> None:
    """What names only a document that owes nothing: paid twice, or meant for another."""
    open_ones = state.open_documents().select("did")
    docs = state.documents.filter(pl.col("signo") > 0).join(open_ones, on="did", how="anti")
    payments = state.open_payments().join(found.select("pid"), on="pid", how="anti")
    pairs = naming(payments, docs).filter(~pl.col("vague"))
    columns = ["did", "cuit", "key", "moneda"]
    against = pairs.join(payments, on="pid").join(
        docs.select(columns), on=["did", "moneda"], suffix="_doc"
    )
    state.doubt(
        against.filter(~_contradicts()).select(
            "pid",
            "did",
            regla="by",
            motivo=pl.format("Nombra {}, que ya no debe nada.", pl.col("key")),
        )
    )


def same_client() -> pl.Expr:
    same = (pl.col("cuit") == pl.col("cuit_doc")).fill_null(False)
    return same | (pl.col("name") == pl.col("name_doc")).fill_null(False)


def _ambiguous(state: MatchState, good: pl.DataFrame) -> None:
    """A number without point of sale, and nothing else that says whose it is."""
    vague = good.filter(pl.col("vague").any().over("pid"))
    known = vague.filter(~pl.col("vague")).select("pid").unique()
    left = vague.join(known, on="pid", how="anti")
    exact = left.filter(pl.col("left") == pl.col("left_doc"))
    state.doubt(
        exact.select(
            "pid",
            "did",
            regla=pl.lit(NAMED),
            motivo=pl.lit("Nombra su número, y ni punto de venta ni cliente lo confirman."),
        )
    )


def _several(state: MatchState, sure: pl.DataFrame) -> None:
    """Names several: taken when they add up to the cent, else for a person."""
    exact = sure.filter(pl.col("left") == pl.col("whole"))
    clashing = exact.filter(pl.col("pid").n_unique().over("did") > 1)
    clean = exact.join(clashing.select("pid").unique(), on="pid", how="anti")
    state.make(
        clean.select(
            "pid",
            "did",
            cents="left_doc",
            diferencia=pl.lit(0),
            regla="by",
            evidencia=pl.format("Nombra {} y otros que suman el pago.", pl.col("key")),
        )
    )
    rest = sure.join(clean.select("pid").unique(), on="pid", how="anti")
    state.doubt(
        rest.select(
            "pid",
            "did",
            regla="by",
            motivo=pl.lit("Nombra varios comprobantes y no suman el pago."),
        )
    )


def _without_rivals(state: MatchState, one: pl.DataFrame) -> pl.DataFrame:
    """Less the payments that name one document and are just what another is, or nobody's check.

    A typed number is wrong more often than an amount: where the two disagree, a
    person decides; and a part of a balance needs the client as a check.
    """
    docs = state.open_documents().filter(pl.col("left") > 0, pl.col("cuit").is_not_null())
    others = docs.select("cuit", "moneda", "left", other="did", other_key="key")
    rivals = one.filter(pl.col("left") != pl.col("left_doc")).with_columns(
        cuit=pl.coalesce("cuit", "cuit_doc")
    )
    rivals = rivals.join(others, on=["cuit", "moneda", "left"]).filter(
        pl.col("other") != pl.col("did")
    )
    state.doubt(
        rivals.select(
            "pid",
            "did",
            regla="by",
            motivo=pl.format(
                "Nombra {}, pero el importe es el saldo exacto de {}.",
                pl.col("key"),
                pl.col("other_key"),
            ),
        ).unique(["pid", "did"], keep="first", maintain_order=True)
    )
    unchecked = one.filter(pl.col("left") != pl.col("left_doc"), ~same_client())
    state.doubt(
        unchecked.select(
            "pid",
            "did",
            regla="by",
            motivo=pl.lit("Nombra el comprobante por otro importe, y no se sabe quién pagó."),
        )
    )
    out = pl.concat([rivals.select("pid"), unchecked.select("pid")]).unique()
    return one.join(out, on="pid", how="anti")


def _one(state: MatchState, sure: pl.DataFrame, options: Options) -> None:
    """Names one: in order of date, as long as the balance lasts."""
    ordered = sure.sort("did", "fecha", "pid", nulls_last=True).with_columns(
        before=pl.col("left").cum_sum().over("did") - pl.col("left"),
        twins=pl.len().over("did", "fecha", "left"),
    )
    room = pl.col("left_doc") - pl.col("before")
    ordered = ordered.with_columns(room=room).with_columns(
        short=pl.col("room") - pl.col("left"), last=pl.int_range(pl.len(), 0, -1).over("did") == 1
    )
    limit = explained_up_to(options)
    explained = pl.col("last") & (pl.col("short") > 0) & (pl.col("short") <= limit)
    rounded = (pl.col("short") < 0) & (pl.col("short") >= -options.rounding_cents)
    fits = (pl.col("short") >= 0) | rounded
    torn = (pl.col("short") < 0) & (pl.col("twins") > 1)
    taken = ordered.filter(fits, ~torn.any().over("did") | (pl.col("twins") == 1))
    difference = pl.when(explained | rounded).then("short").otherwise(0)
    state.make(
        taken.select(
            "pid",
            "did",
            cents="left",
            diferencia=difference,
            regla="by",
            evidencia=pl.when(pl.col("by") == REFERENCE)
            .then(pl.format("Trae la referencia de {}.", pl.col("key")))
            .otherwise(pl.format("Nombra {}.", pl.col("key"))),
        )
    )
    over = ordered.join(taken.select("pid"), on="pid", how="anti")
    state.doubt(
        over.select(
            "pid",
            "did",
            regla="by",
            motivo=pl.when(pl.col("room") <= 0)
            .then(pl.lit("Nombra un comprobante que otro pago ya cubre: ¿pagado dos veces?"))
            .otherwise(
                pl.format(
                    "Nombra el comprobante y paga {} más de lo que resta: si lo elige, quedan a "
                    "favor del cliente.",
                    money(pl.col("left") - pl.col("room")),
                )
            ),
        )
    )
