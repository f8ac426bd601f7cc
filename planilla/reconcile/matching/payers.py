"""Who paid: the CUIT, CUIL or DNI that a payment carries in a column or in its text.

Banks write "30-71234567-1", "30 71234567 1", "CUIT30712345671" or "00030712345671", at times
beside the account holder's own; consumers are in a comprobante by DNI and at the bank by CUIL.
"""

from __future__ import annotations

import polars as pl

WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)  # of a CUIT's check digit, mod 11
PREFIX = r"(?:20|23|24|25|26|27|30|33|34)"
CUIT = rf"(?:^|\D)0*({PREFIX}[ .\-/]{{0,2}}\d{{8}}[ .\-/]{{0,2}}\d)(?:\D|$)"
DNI = r"(?i)\b(?:d\.?n\.?i\.?|doc(?:umento)?)[\s:.#]*(\d{1,2}\.?\d{3}\.?\d{3})(?:\D|$)"
PERSON = r"^(?:20|23|24|25|26|27)(\d{8})\d$"
BARE_DNI = r"^0*(\d{7,8})$"


def valid_cuit(column: pl.Expr) -> pl.Expr:
    """The 11 digits of a CUIT whose check digit is right, else null."""
    digits = column.str.replace_all(r"\D", "")
    total = sum(
        (digits.str.slice(i, 1).cast(pl.Int32, strict=False) * w for i, w in enumerate(WEIGHTS)),
        pl.lit(0),
    )
    check = (11 - total % 11) % 11
    right = (digits.str.len_chars() == 11) & (
        check == digits.str.slice(10, 1).cast(pl.Int32, strict=False)
    )
    return pl.when(right).then(digits)


def payer() -> pl.Expr:
    """The payer's CUIT: the payment's own column, else the first valid one of its text."""
    return pl.coalesce(_in_column(), valid_cuit(_apart().str.extract(CUIT, 1)))


def payers(payments: pl.DataFrame, docs: pl.DataFrame) -> pl.DataFrame:
    """`pid` and `cuit`, as it is in the documents (`cuit`, `emisor_cuit`) where it is a client's.

    The issuer's own CUIT is nobody's; of several in a text the one of a client counts, and
    none where they are of two clients. A CUIL is the client whose documents say its DNI.
    """
    clients = docs.select("cuit").drop_nulls().unique()
    own = docs.select(cuit=pl.col("emisor_cuit").str.replace_all(r"\D", "")).unique()
    own = own.join(clients, on="cuit", how="anti").drop_nulls()
    told = payments.select("pid", cuit=_in_column()).drop_nulls()
    rest = payments.join(told, on="pid", how="anti")
    written = _written(rest).join(own, on="cuit", how="anti")
    dni = rest.select("pid", cuit=pl.col("texto").str.extract(DNI, 1).str.replace_all(r"\D", ""))
    dni = dni.drop_nulls().join(written, on="pid", how="anti")
    told = told.join(own, on="cuit", how="anti")
    every = _as_documents(pl.concat([told, written, dni]), clients)
    theirs = every.join(clients.with_columns(client=pl.lit(True)), on="cuit", how="left")
    theirs = theirs.unique(["pid", "cuit"], keep="first", maintain_order=True)
    theirs = theirs.with_columns(count=pl.col("client").fill_null(False).sum().over("pid"))
    chosen = theirs.filter((pl.col("count") == 0) | (pl.col("client") & (pl.col("count") == 1)))
    return chosen.unique("pid", keep="first", maintain_order=True).select("pid", "cuit")


def one_number_a_person(docs: pl.DataFrame) -> pl.DataFrame:
    """Documents whose `cuit` is a DNI get the only CUIL of it that other documents say."""
    known = _persons(docs.select("cuit").drop_nulls().unique())
    return (
        docs.with_columns(dni=pl.col("cuit").str.extract(BARE_DNI, 1).str.zfill(8))
        .join(known, on="dni", how="left", maintain_order="left")
        .with_columns(cuit=pl.coalesce("person", "cuit"))
        .drop("dni", "person")
    )


def _in_column() -> pl.Expr:
    digits = pl.col("documento_nro").str.replace_all(r"\D", "")
    return pl.when(digits.str.len_chars() >= 7).then(digits)


def _apart() -> pl.Expr:
    """The text with two blanks between what stands apart, so that no match takes another's."""
    return pl.col("texto").str.replace_all(r"[^\d.\- /]+", " ").str.replace_all(" ", "  ")


def _written(payments: pl.DataFrame) -> pl.DataFrame:
    """Every valid CUIT of each text, in order."""
    hits = payments.select("pid", hit=_apart().str.extract_all(CUIT)).explode("hit").drop_nulls()
    found = hits.select("pid", cuit=valid_cuit(pl.col("hit").str.extract(CUIT, 1)))
    return found.drop_nulls().unique(maintain_order=True)


def _persons(clients: pl.DataFrame) -> pl.DataFrame:
    """`dni` and `person`: the CUIL of each DNI that is in one only."""
    known = clients.select(dni=pl.col("cuit").str.extract(PERSON, 1), person="cuit").drop_nulls()
    return known.filter(pl.len().over("dni") == 1)


def _as_documents(found: pl.DataFrame, clients: pl.DataFrame) -> pl.DataFrame:
    """A DNI as the CUIL of a client's documents, a CUIL as their DNI."""
    bare = clients.select(dni=pl.col("cuit").str.extract(BARE_DNI, 1).str.zfill(8), bare="cuit")
    mine = pl.coalesce(
        pl.col("cuit").str.extract(BARE_DNI, 1).str.zfill(8), pl.col("cuit").str.extract(PERSON, 1)
    )
    short = pl.col("cuit").str.len_chars() < 11
    return (
        found.with_columns(dni=mine)
        .join(_persons(clients), on="dni", how="left", maintain_order="left")
        .join(bare.drop_nulls().unique("dni"), on="dni", how="left", maintain_order="left")
        .select("pid", cuit=pl.coalesce(pl.when(short).then("person"), "bare", "cuit"))
    )
