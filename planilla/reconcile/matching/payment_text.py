"""What free text says of a payment: the payer's CUIT, comprobantes, references.

Bank statements write "FC A 0010-109", "Factura 109", "TRF 20-12345678-6"…;
every reading is by polars expressions, never a loop over rows.
"""

from __future__ import annotations

import polars as pl

from schemas.tables import TIPOS

WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)  # of a CUIT's check digit, mod 11
CUIT = r"(?:^|\D)((?:20|23|24|25|26|27|30|33|34)-?\d{8}-?\d)(?:\D|$)"
WORD = r"(?:facturas?|fact?s?|fcs?|fa|fce|comprobantes?|cbtes?|nd|notas? de debito)"
MARK = r"(?:n(?:ro\b|°|º|\b)[\s.:]*)?"
PAIR = r"(\d{1,5})\s*-\s*(\d{1,8})\b"
# a word, perhaps a letter, a point of sale and a number; in a cell of its own without the word
FULL = rf"(?i)\b{WORD}\b[\s.:#]*{MARK}(?:([abcem])\b)?\s*{PAIR}"
IN_CELL = rf"(?i)(?:\b([abcem])\b)?[\s:#-]*{PAIR}"
DEBIT_WORD = r"(?i)^(?:nd|notas? de debito)\b"
ANY_WORD = r"(?i)^(?:comprobante|cbte|[^a-z]|[abcem]\b)"  # says nothing of the kind
# a word and a number alone
SHORT = rf"(?i)\b{WORD}\b[\s.:#]*{MARK}(?:([abcem])\b)?\s*0*(\d{{1,8}})(?:[^\d-]|$)"
KEY = r"^(.+) \d{5}-\d{8}$"
REFERENCE = r"[A-Za-z][A-Za-z0-9_]*-[A-Za-z0-9_-]*\d[A-Za-z0-9_-]*|[A-Za-z]{2,}\d{3,}"


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
    own = pl.col("documento_nro").str.replace_all(r"\D", "")
    written = valid_cuit(pl.col("texto").str.extract(CUIT, 1))
    return pl.coalesce(pl.when(own.str.len_chars() >= 7).then(own), written)


def wholly_named() -> pl.Expr:
    """Whether a payment's own column names a comprobante in full, as a document's key does."""
    return pl.col("comprobante").str.extract(KEY, 1).is_in(list(TIPOS)).fill_null(False)


def said(payments: pl.LazyFrame) -> pl.LazyFrame:
    """Every comprobante that a payment names: `pid`, `letra`, `pv` (null if not said), `num`.

    `debito` says whether it is called a note of debit; null for a word that may be any.
    What a column of its own names in full is not among them: there is nothing to read.
    """
    cell = pl.when(~wholly_named()).then("comprobante")
    column = pl.concat_str([cell, "texto", "referencia"], separator=" · ", ignore_nulls=True)
    text = payments.select("pid", text=column).filter(pl.col("text").str.contains(r"\d"))
    own = payments.select("pid", text=cell).drop_nulls()
    full = _matches(text, FULL, 3)
    in_cell = _matches(own, IN_CELL, 3)
    named = pl.concat([full, in_cell]).unique()
    short = _matches(text, SHORT, 2).join(named.select("pid").unique(), on="pid", how="anti")
    return pl.concat([named, short])


def _matches(text: pl.LazyFrame, pattern: str, groups: int) -> pl.LazyFrame:
    found = (
        text.select("pid", hit=pl.col("text").str.extract_all(pattern))
        .explode("hit")
        .drop_nulls("hit")
    )
    part = [pl.col("hit").str.extract(pattern, place + 1) for place in range(groups)]
    point = part[1] if groups == 3 else pl.lit(None, dtype=pl.String)
    return found.select(
        "pid",
        letra=part[0].str.to_uppercase().replace("", None),
        pv=point.cast(pl.Int64, strict=False),
        num=part[-1].cast(pl.Int64, strict=False),
        debito=pl.when(~pl.col("hit").str.contains(ANY_WORD)).then(
            pl.col("hit").str.contains(DEBIT_WORD)
        ),
    ).filter(pl.col("num") > 0)


def references(payments: pl.LazyFrame) -> pl.LazyFrame:
    """Every word of a payment that may be a reference: `pid`, `referencia`."""
    own = payments.select("pid", "referencia").drop_nulls()
    written = (
        payments.select("pid", referencia=pl.col("texto").str.extract_all(REFERENCE))
        .explode("referencia")
        .drop_nulls()
    )
    return pl.concat([own, written]).unique()


def plain_name(column: str) -> pl.Expr:
    """A name without case, accents, company forms and marks, its words in order of the alphabet."""
    lower = pl.col(column).str.to_lowercase()
    for accented, bare in zip("áéíóúüñ", "aeiouun", strict=True):
        lower = lower.str.replace_all(accented, bare, literal=True)
    words = lower.str.replace_all(r"[^a-z0-9 ]", " ").str.replace_all(
        r"\b(?:s\s*r\s*l|s\s*a\s*s|s\s*a|s\s*h|srl|sas|sa|sh)\b", " "
    )
    return (
        words.str.strip_chars()
        .str.split(" ")
        .list.eval(pl.element().filter(pl.element() != "").sort())
        .list.join(" ")
    )
