"""Payments by what they are, so that a row seen in two files, or in two runs, is one payment.

The identity is a hash of what the row says and its occurrence among equal ones of
its file: a cumulative export gives the same ones again. What has been seen is kept in
the ledger, so that payments reconciled in two runs, or on two machines, give the same as in one.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path

import polars as pl

from planilla.ledger.seen_payments import SeenPayments
from planilla.model.asked import LINE
from planilla.reconcile.matching.frames import PAYMENTS
from planilla.reconcile.respelled_lines import respelled
from planilla.reconcile.returned import BACK

MEANING = (
    *("source", "fecha", "importe", "moneda", "documento_nro", "nombre", "texto", "comprobante"),
    "referencia",
)

WHERE = {"archivo": pl.String(), "fila": pl.Int64()}
"""The file and row in which a payment was seen last."""
SEEN = {**PAYMENTS, **WHERE, "igual_a": pl.String(), "elegida": pl.Date(), **BACK}
KEPT = ("igual_a", "elegida", *BACK)  # what was found out of a payment, which no file says


def identified(payments: pl.DataFrame) -> pl.DataFrame:
    """The payments of one file, their `id` being what they are rather than where they stood."""
    seen: Counter[str] = Counter()
    ids = []
    for *row, account in payments.select(*MEANING, "cuenta").iter_rows():
        meant = [str(cell) for cell in (row if account is None else [*row, account])]
        digest = hashlib.sha256(repr(meant).encode()).hexdigest()[:16]
        seen[digest] += 1
        ids.append(f"{LINE}{digest}-{seen[digest]}")
    return payments.with_columns(id=pl.Series("id", ids, dtype=pl.String))


def renamed(
    frame: pl.DataFrame, once: pl.DataFrame, known: Collection[str], ids: pl.Series
) -> pl.DataFrame:
    """Payments under the names that they had in another reading, where those are `known`.

    Both frames have the `id` of a row in its file: `once` as it was read then. `ids` are the
    names that the payments have so far.
    """
    then = dict(zip(once["id"], identified(once)["id"], strict=True))
    named = [
        then[row] if then.get(row) in known else now
        for row, now in zip(frame["id"], ids, strict=True)
    ]
    return frame.with_columns(id=pl.Series("id", named, dtype=pl.String))


def no_longer(frame: pl.DataFrame, once: pl.DataFrame) -> set[str]:
    """The names of what was read as a payment in an earlier version, and is none."""
    then = zip(once["id"], identified(once)["id"], strict=True)
    rows = set(frame["id"])
    return {name for row, name in then if row not in rows}


def together(known: pl.DataFrame, frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The payments that are known and those of each file in turn, each once.

    `igual_a` is an earlier line that one of them may be, written in another way.
    """
    for frame in frames:
        lacking = [pl.lit(None, dtype=kind).alias(n) for n, kind in WHERE.items() if n not in frame]
        earlier = known.select("id", *KEPT, chosen="eleccion")
        given = frame.with_columns(lacking).join(earlier, on="id", how="left")
        fresh = given.join(known, on="id", how="anti")
        other = respelled(fresh, known.join(given, on="id", how="anti"))
        given = given.join(other, on="id", how="left").with_columns(
            # a statement given again says nothing of what a person chose meanwhile
            eleccion=pl.coalesce("eleccion", "chosen"),
            igual_a=pl.coalesce("igual_a", "other"),
        )
        both = [given.select(list(SEEN)), known]
        known = pl.concat(both).unique("id", keep="first", maintain_order=True)
    return known.sort("id")


def nothing() -> pl.DataFrame:
    """No payments."""
    return pl.DataFrame(schema=SEEN)


def remembered(seen: SeenPayments, memory: str) -> pl.DataFrame:
    """The payments of earlier runs."""
    lines = seen.of(memory)
    if not lines:
        return nothing()
    texts = pl.Struct(dict.fromkeys(SEEN, pl.String()))
    cells = pl.Series("line", list(lines.values())).str.json_decode(texts).struct.unnest()
    days = (n for n, dtype in SEEN.items() if dtype == pl.Date())
    others = (pl.col(n).cast(dtype) for n, dtype in SEEN.items() if dtype != pl.Date())
    dated = (pl.col(n).str.to_date("%Y-%m-%d") for n in days)
    return cells.with_columns(*dated, *others).sort("id")


def choices_until(seen: SeenPayments, memory: str, day: date) -> dict[str, str]:
    """What had been chosen by the end of a day, by payment; of old ones nobody knows when."""
    chosen = remembered(seen, memory).filter(pl.col("eleccion").is_not_null())
    then = chosen.filter((pl.col("elegida") <= day).fill_null(True))
    return dict(then.select("id", "eleccion").iter_rows())


def with_choices(payments: pl.DataFrame, choices: Mapping[str, str], day: date) -> pl.DataFrame:
    """Payments with what was chosen for them, and on which day where that is new."""
    if not choices:
        return payments
    picks = pl.DataFrame(
        {"id": list(choices), "picked": list(choices.values())},
        schema={"id": pl.String, "picked": pl.String},
    )
    fresh = pl.col("picked").is_not_null() & pl.col("picked").ne_missing(pl.col("eleccion"))
    return (
        payments.join(picks, on="id", how="left")
        .with_columns(
            eleccion=pl.coalesce("picked", "eleccion"),
            elegida=pl.when(fresh).then(pl.lit(day)).otherwise("elegida"),
        )
        .drop("picked")
        .sort("id")
    )


def remember(
    seen: SeenPayments, memory: str, earlier: pl.DataFrame, payments: pl.DataFrame
) -> None:
    """Keep these payments for later runs, in place of the `earlier` ones."""
    fresh = payments.select(list(SEEN)).join(earlier, on=list(SEEN), how="anti", nulls_equal=True)
    gone = earlier.join(payments, on="id", how="anti")["id"].to_list()
    cells = fresh.select(
        pl.col("id"), line=pl.struct(pl.all().cast(pl.String)).struct.json_encode()
    )
    seen.keep(memory, dict(cells.iter_rows()), gone)


def take_in(seen: SeenPayments, memory: str, home: Path) -> None:
    """Add what this machine kept in a file before the ledger did, once; raises `OutputError`.

    The ledger's own stays, but for what a person chose in the file alone. The file is renamed,
    and kept: whoever is interrupted before that adds the same again.
    """
    path = home / "conciliacion" / "pagos.parquet"
    if not path.is_file():
        return
    known = pl.read_parquet(path)
    lacking = [pl.lit(None, dtype=SEEN[name]).alias(name) for name in SEEN if name not in known]
    known = known.with_columns(lacking).select(list(SEEN))
    earlier = remembered(seen, memory)
    chosen = known.select("id", chosen="eleccion")
    both = earlier.join(chosen, on="id", how="left").with_columns(
        eleccion=pl.coalesce("eleccion", "chosen")
    )
    fresh = known.join(earlier, on="id", how="anti")
    remember(seen, memory, earlier, pl.concat([both.select(list(SEEN)), fresh]))
    path.replace(path.with_name("pagos.tomado.parquet"))
