"""What free text says of a payment: comprobantes and references.

Bank statements write "FC A 0010-109", "Factura 109", "FA 001000000109", "fc 109/110/111"…;
every reading is by polars expressions, never a loop over rows.
"""

from __future__ import annotations

import polars as pl

from schemas.tables import TIPOS

WORD = (
    r"(?:facturas?|fact?s?|facs|fras?|fcs?|fv|fa|fce|f|comprobantes?|cbtes?|cpbtes?|comps?"
    r"|nd|notas? de debito)"
)
MARK = r"(?:n(?:ro|um|umero)?\b[\s.:°º#]*|[°º#]\s*)?"
# a word, its mark, perhaps a letter; then numbers
BEFORE = rf"(?i)\b{WORD}[\s.:#/°º_-]*{MARK}(?:([abcem])\b?[\s.:#/_-]*)?{MARK}"
AND = r"\s*(?:[,/;+&ye]|\by\b)\s*"
DASHED = r"\d+(?:\s*-\s*\d+){2,}"  # fc 109-110-111
RUN = rf"({DASHED}|\d+(?:\s*-\s*\d+)?(?:{AND}(?:\d+\s*-\s*)?\d+)*)"
SPACED = r"(\d{1,8}(?:\s+\d{1,8})+)"
ELEMENT = r"\d+\s*-\s*\d+|\d+"
IN_CELL = r"(?i)(?:\b([abcem])\b)?[\s:#-]*(\d{1,5}\s*-\s*\d{1,8})\b"
# a comprobante's number with its zeros, or another paper's: orders of payment, receipts
UNCALLED = r"(?i)(?:\b([abcem])[\s-]*|\b)(0\d{3,4}-\d{8})\b"
DEBIT_WORD = r"(?i)^(?:nd|notas? de debito)"
ANY_WORD = r"(?i)^(?:comp|cbte|cpbte|[^a-z]|[abcem]\b)"  # says nothing of the kind
KEY = r"^(.+) \d{5}-\d{8}$"
REFERENCE = r"[A-Za-z][A-Za-z0-9_]*-[A-Za-z0-9_-]*\d[A-Za-z0-9_-]*|[A-Za-z]{2,}\d{3,}"
# what looks like numbers of comprobantes and is none: CUITs, days
OTHER_FIGURES = (
    r"\b(?:20|23|24|25|26|27|30|33|34)-?\d{8}-?\d\b"
    r"|\b\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}\b"
)
# the point of sale and the number with their zeros, whatever stands between them
WITH_ZEROS = r"(^|\D)(0\d{3,4})(?:\s*[-/ .]\s*(\d{8})|(0\d{7}))(\D|$)"


def wholly_named() -> pl.Expr:
    """Whether a payment's own column names a comprobante in full, as a document's key does."""
    return pl.col("comprobante").str.extract(KEY, 1).is_in(list(TIPOS)).fill_null(False)


def said(payments: pl.LazyFrame) -> pl.LazyFrame:
    """Every comprobante that a payment names: `pid`, `letra`, `pv` (null if not said), `num`.

    `debito` says whether it is called a note of debit; null for a word that may be any.
    `sure` is whether it is named in full, and called by a word, a letter or a column for it.
    What a column of its own names in full is not among them: there is nothing to read.
    """
    text = _text(payments)
    cell = _cleaned(payments.select("pid", text=_cell())).drop_nulls()
    called = _matches(text, BEFORE + RUN, sure=True)
    uncalled = _matches(text, UNCALLED, sure=False).with_columns(sure=pl.col("letra").is_not_null())
    named = pl.concat([_matches(cell, IN_CELL, sure=True), called])
    # one named in full leaves out numbers alone elsewhere in the text
    full = pl.col("full").any().over("pid")
    kept = pl.concat([named.filter(pl.col("full") | ~full), uncalled])
    return kept.select("pid", "letra", "pv", "num", "debito", "sure").unique()


def said_apart(payments: pl.LazyFrame) -> pl.LazyFrame:
    """Numbers that only blanks part, behind one word: `pid`, `num`. Any of them may be none."""
    found = _matches(_text(payments), BEFORE + SPACED, sure=False)
    return found.select("pid", "num").unique()


def _cell() -> pl.Expr:
    return pl.when(~wholly_named()).then("comprobante")


def _text(payments: pl.LazyFrame) -> pl.LazyFrame:
    column = pl.concat_str([_cell(), "texto", "referencia"], separator=" · ", ignore_nulls=True)
    with_digits = payments.select("pid", text=column).filter(pl.col("text").str.contains(r"\d"))
    return _cleaned(with_digits)


def _cleaned(text: pl.LazyFrame) -> pl.LazyFrame:
    bare = pl.col("text").str.replace_all(OTHER_FIGURES, " ")
    return text.with_columns(text=bare.str.replace_all(WITH_ZEROS, "${1}${2}-${3}${4}${5}"))


def _matches(text: pl.LazyFrame, pattern: str, *, sure: bool) -> pl.LazyFrame:
    """Each element of each hit; `full` where something of its hit has a point of sale."""
    found = (
        text.select("pid", hit=pl.col("text").str.extract_all(pattern))
        .explode("hit")
        .drop_nulls("hit")
        .with_row_index("place")
    )
    run = pl.col("hit").str.extract(pattern, 2)
    several = run.str.contains(rf"^{DASHED}$")
    run = pl.when(several).then(run.str.replace_all("-", "/", literal=True)).otherwise(run)
    each = found.select(
        "pid",
        "place",
        letra=pl.col("hit").str.extract(pattern, 1).str.to_uppercase().replace("", None),
        debito=pl.when(~pl.col("hit").str.contains(ANY_WORD)).then(
            pl.col("hit").str.contains(DEBIT_WORD)
        ),
        one=run.str.extract_all(ELEMENT),
    ).explode("one")
    point, number = (pl.col("one").str.extract(r"^(?:(\d+)\s*-\s*)?(\d+)$", n) for n in (1, 2))
    whole = each.with_columns(
        pv=point.cast(pl.Int64, strict=False), num=number.cast(pl.Int64, strict=False)
    ).with_columns(full=pl.col("pv").is_not_null().any().over("place"))
    real = (pl.col("num") > 0) & (pl.col("num") < 10**8) & (pl.col("pv").fill_null(1) < 10**5)
    return whole.filter(real).select(
        "pid", "letra", "pv", "num", "debito", "full", sure=pl.col("pv").is_not_null() & sure
    )


def references(payments: pl.LazyFrame) -> pl.LazyFrame:
    """Every word of a payment that may be a reference: `pid`, `referencia`."""
    own = payments.select("pid", "referencia").drop_nulls()
    written = (
        payments.select("pid", referencia=pl.col("texto").str.extract_all(REFERENCE))
        .explode("referencia")
        .drop_nulls()
    )
    return pl.concat([own, written]).unique()
