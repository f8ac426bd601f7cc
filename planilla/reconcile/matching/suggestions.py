"""Rule 5: what a payment that no rule decided may be for, each with its reasons.

Nothing here is ever a pair: a person chooses. From the most telling to the least, and only
the first that says anything: a number and an amount, an amount or a difference of a known
client, a sum, somebody else's balance to the cent, a part of what the client owes.
"""

from __future__ import annotations

import polars as pl

from planilla.reconcile.matching.clients_of_payments import clients_of
from planilla.reconcile.matching.differences import in_words, money
from planilla.reconcile.matching.learned_payers import SCORE, learned_clients
from planilla.reconcile.matching.naming import naming
from planilla.reconcile.matching.options import Options
from planilla.reconcile.matching.other_rates import at_another_rate
from planilla.reconcile.matching.same_balance import within
from planilla.reconcile.matching.state import REVIEW, MatchState
from planilla.reconcile.matching.suggested_sums import suggested_sums

ALIKE, EXPLAINED, NUMBER = "5 nombre parecido", "5 diferencia", "5 número"
AGAIN, THIRD, PART = "5 otra vez", "5 paga otro", "5 a cuenta"
MOST_SUGGESTIONS = 5


def suggested(state: MatchState, options: Options, learned: pl.DataFrame) -> pl.DataFrame:
    """`pid`, `did`, `regla`, `motivo` for the payments that are still open."""
    docs = state.open_documents().filter(pl.col("left") > 0)
    docs = docs.with_columns(client=pl.coalesce(pl.col("cuit").replace("", None), "name"))
    docs = docs.filter(pl.col("client").is_not_null())
    paid = state.open_payments()
    both = _of_client(paid, docs, options, learned)
    found = [_by_number(paid, docs, options), _exact(both)]
    found.append(_again(_rest(paid, found), state))
    # a difference, or a name, may be chance: who owes just that stands beside them
    others = _of_another(_rest(paid, found), docs, options)
    rest = _rest(both, found)
    found.append(pl.concat([_near(rest, options), at_another_rate(rest, state)]))
    found.append(suggested_sums(_rest(both, found), options, state))
    found.append(others)
    found.append(_parts(_rest(both, found)))
    whole = pl.concat([one.select(list(REVIEW)).cast(REVIEW) for one in found])  # type: ignore[arg-type]
    return whole.unique(["pid", "did"], keep="first", maintain_order=True).sort("pid", "did")


def _rest(frame: pl.DataFrame, found: list[pl.DataFrame]) -> pl.DataFrame:
    """Those of which nothing has been said."""
    told = pl.concat([one.select("pid") for one in found]).unique()
    return frame.join(told, on="pid", how="anti")


def _of_client(
    paid: pl.DataFrame, docs: pl.DataFrame, options: Options, learned: pl.DataFrame
) -> pl.DataFrame:
    """Each payment with what its clients owe; `who` says how the client is known."""
    told = [clients_of(paid, docs, options), learned_clients(paid, learned)]
    clients = pl.concat(told).sort("pid", "client", "score")
    clients = clients.unique(["pid", "client"], keep="last", maintain_order=True)
    who = (
        pl.when(pl.col("score") == SCORE)
        .then(pl.format("Aprendido: ya pagó por {}", pl.col("razon_social_doc")))
        .when(pl.col("score") > 100)
        .then(pl.format("Mismo CUIT {}", pl.col("cuit")))
        .otherwise(
            pl.format(
                "Nombre parecido ({} de 100) a «{}»",
                pl.col("score").round().cast(pl.Int64),
                pl.col("razon_social_doc"),
            )
        )
    )
    columns = ("did", "client", "moneda", "left", "fecha", "key", "razon_social")
    theirs = docs.select(columns).rename({"razon_social": "razon_social_doc"})
    return (
        paid.join(clients, on="pid")
        .join(theirs, on=["client", "moneda"], suffix="_doc")
        .filter(within(options))
        .with_columns(who=who, short=pl.col("left_doc") - pl.col("left"))
    )


def _by_number(paid: pl.DataFrame, docs: pl.DataFrame, options: Options) -> pl.DataFrame:
    """What is named, however weakly, with what the amount says of it."""
    columns = docs.select("did", "left", "key", "moneda", "fecha", "razon_social")
    found = (
        naming(paid, docs)
        .join(paid, on="pid")
        .join(columns, on=["did", "moneda"], suffix="_doc")
        .filter(within(options), pl.len().over("pid") <= MOST_SUGGESTIONS)
        .with_columns(short=pl.col("left_doc") - pl.col("left"))
    )
    apart = pl.when(pl.col("short") > 0).then(pl.lit("menos")).otherwise(pl.lit("más"))
    other = pl.format("paga {} {}", money(pl.col("short").abs()), apart)
    said = pl.coalesce(_when_equal(), in_words(options), other)
    motive = pl.format("Nombra el número de {}; {}", pl.col("key"), said)
    return found.select("pid", "did", regla=pl.lit(NUMBER), motivo=motive)


def _when_equal() -> pl.Expr:
    return pl.when(pl.col("short") == 0).then(pl.lit("importe igual"))


def _exact(both: pl.DataFrame) -> pl.DataFrame:
    """What a client owes to the cent."""
    motive = pl.format("{}; importe igual.", pl.col("who"))
    exact = both.filter(pl.col("short") == 0)
    return exact.select("pid", "did", regla=pl.lit(ALIKE), motivo=motive)


def _again(paid: pl.DataFrame, state: MatchState) -> pl.DataFrame:
    """What the same client paid already, by another payment of this amount."""
    docs = state.documents.select("did", "key")
    made = state.all_pairs().select("pid", "did", "cents").join(docs, on="did")
    before = made.join(state.payments.select("pid", "cuit", "moneda", "fecha"), on="pid")
    before = before.filter(pl.col("cuit").is_not_null())
    found = paid.join(
        before,
        left_on=["cuit", "moneda", "left"],
        right_on=["cuit", "moneda", "cents"],
        suffix="_b",
    )
    days = pl.col("fecha_b").dt.to_string("%d/%m/%Y").fill_null("sin fecha")
    motive = pl.format(
        "Otro cobro igual del mismo CUIT ({}) ya paga {}: ¿pagó dos veces, o aquél volvió?",
        days,
        pl.col("key"),
    )
    last = (
        found.sort("pid", "fecha_b", "did", nulls_last=True)
        .group_by("pid", maintain_order=True)
        .tail(MOST_SUGGESTIONS)
    )
    return last.select("pid", "did", regla=pl.lit(AGAIN), motivo=motive)


def _near(both: pl.DataFrame, options: Options) -> pl.DataFrame:
    """What a client owes but for a difference that can be told."""
    near = both.with_columns(words=in_words(options)).filter(pl.col("words").is_not_null())
    near = near.sort("pid", pl.col("short").abs(), "did")
    near = near.filter(pl.int_range(pl.len()).over("pid") < MOST_SUGGESTIONS)
    motive = pl.format("{}: {}", pl.col("who"), pl.col("words"))
    return near.select("pid", "did", regla=pl.lit(EXPLAINED), motivo=motive)


def _of_another(paid: pl.DataFrame, docs: pl.DataFrame, options: Options) -> pl.DataFrame:
    """The balance to the cent of a client who is not who paid."""
    client = pl.coalesce("razon_social", "cuit_doc", pl.lit("su cliente"))
    found = paid.join(
        docs.select("did", "moneda", "left", "fecha", "razon_social", "key", "cuit"),
        on=["moneda", "left"],
        suffix="_doc",
    ).filter(within(options))
    payer = pl.coalesce(
        pl.format("y paga otro ({})", pl.coalesce("nombre", pl.format("CUIT {}", pl.col("cuit")))),
        pl.lit("y no se sabe quién paga"),
    )
    motive = pl.format("Importe igual al saldo de {}, {}: ¿por {}?", pl.col("key"), payer, client)
    few = found.filter(pl.len().over("pid") <= MOST_SUGGESTIONS)
    return few.select("pid", "did", regla=pl.lit(THIRD), motivo=motive)


def _parts(both: pl.DataFrame) -> pl.DataFrame:
    """The oldest of what the client that it must be of owes, or two of one likeness."""
    best = both.filter(pl.col("score") == pl.col("score").max().over("pid"))
    few = best.filter(pl.col("client").n_unique().over("pid") <= 2)
    few = few.with_columns(whole=pl.col("left_doc").sum().over("pid", "client"))
    order = few.sort("pid", "fecha_doc", "did", nulls_last=True)
    first = order.filter(pl.int_range(pl.len()).over("pid") < MOST_SUGGESTIONS)
    over = pl.format(
        "{}, y paga {} más de lo que debe: lo que sobre queda a su favor.",
        pl.col("who"),
        money(pl.col("left") - pl.col("whole")),
    )
    part = pl.format(
        "{}, y el importe no es el saldo de nada: ¿pago a cuenta, o una parte de {}?",
        pl.col("who"),
        pl.col("key"),
    )
    motive = pl.when(pl.col("left") > pl.col("whole")).then(over).otherwise(part)
    return first.select("pid", "did", regla=pl.lit(PART), motivo=motive)
