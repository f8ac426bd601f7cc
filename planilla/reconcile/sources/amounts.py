"""Amounts, a column at a time: what is plain by expressions, the rest once a spelling.

The same meaning as `planilla.reading.cells.numbers`, which is asked for every cell
that is not plainly written.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import polars as pl

from planilla.reading.cast import TOO_BIG
from planilla.reading.cells.numbers import Doubt, convention, number
from planilla.reading.cells.sheet import CellKind
from planilla.reconcile.matching.frames import MONEY
from planilla.reconcile.matching.spellings import Read, each_spelling

WHOLE = r"^-?[0-9]{1,13}$"
WRITTEN = {
    ",": r"^-?(?:[0-9]{0,13},[0-9]{1,2}|[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,4},[0-9]{1,2})$",
    ".": r"^-?(?:[0-9]{0,13}\.[0-9]{1,2}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,4}\.[0-9]{1,2})$",
}
PESOS = r"^(-?)\s*\$\s*"
CENTS = 2


def amounts(cells: pl.DataFrame, declared: str | None, *, exact: bool) -> pl.DataFrame:
    """`value` (Decimal of 2 decimals) and `code` (of the fault, or null) of each cell.

    `cells` has `text` and `kind`. More than two decimals are rounded half to
    even, or with `exact` refused.
    """
    bare = pl.col("text").str.strip_chars().str.replace(PESOS, "$1")
    is_text, is_number = (
        pl.col("kind") == CellKind.TEXT.value,
        pl.col("kind") == CellKind.NUMBER.value,
    )
    whole = bare.str.contains(WHOLE)
    by_mark = {mark: bare.str.contains(pattern) for mark, pattern in WRITTEN.items()}
    style = (
        pl.when(is_number & (whole | by_mark["."])).then(pl.lit("n"))
        .when(is_text & whole).then(pl.lit("i"))
        .when(is_text & by_mark[","]).then(pl.lit(","))
        .when(is_text & by_mark["."]).then(pl.lit("."))
        .when(pl.col("text").is_not_null()).then(pl.lit("?"))
    )  # fmt: skip
    styled = cells.with_columns(bare=bare, style=style)
    odd = styled.filter(style="?").select("text", "kind")
    mark = declared or _proved(styled["style"].unique(), odd)
    read = each_spelling(odd, lambda text, kind: _odd(text, kind, mark, declared, exact=exact))
    plainly = (
        pl.when(pl.col("style") == ",")
        .then(pl.col("bare").str.replace_all(".", "", literal=True).str.replace(",", "."))
        .when(pl.col("style") == ".")
        .then(pl.col("bare").str.replace_all(",", "", literal=True))
        .when(pl.col("style").is_in(["n", "i"]))
        .then("bare")
    )
    known = styled.with_columns(value=_decimal(plainly)).join(
        read.with_columns(pl.col("read").cast(MONEY)), on=["text", "kind"], how="left",
        maintain_order="left", nulls_equal=True,
    )  # fmt: skip
    other = {",": ".", ".": ","}.get(declared or "")
    big = pl.col("value").abs() >= TOO_BIG
    contrary = pl.col("style") == other if other else pl.lit(False)
    return known.with_columns(value=pl.coalesce("value", "read")).select(
        value=pl.when(~(contrary | big)).then("value"),
        code=pl.when(contrary).then(pl.lit(Doubt.NOT_A_NUMBER.value))
        .when(big).then(pl.lit("DEMASIADO_GRANDE"))
        .otherwise("code"),
    )  # fmt: skip


def _decimal(text: pl.Expr) -> pl.Expr:
    """ ",50" and "-,50" have no digit before the mark."""
    return text.str.replace(r"^(-?)\.", "${1}0.").cast(MONEY, strict=False)


def _proved(styles: Iterable[str | None], odd: pl.DataFrame) -> str | None:
    """The decimal mark that the column's undoubtful cells prove; None without, or with two."""
    texts = odd.filter(kind=CellKind.TEXT.value)["text"].unique()
    proofs = {convention([text]) for text in texts} | set(styles).intersection(WRITTEN)
    proofs.discard(None)
    return proofs.pop() if len(proofs) == 1 else None


def _odd(text: str, kind: CellKind, mark: str | None, declared: str | None, *, exact: bool) -> Read:
    if kind not in {CellKind.TEXT, CellKind.NUMBER} or "%" in text:
        return None, Doubt.NOT_A_NUMBER.value
    value = Decimal(text) if kind is CellKind.NUMBER else number(text, mark)
    if isinstance(value, Doubt):
        return None, value.value
    if kind is CellKind.TEXT and declared and convention([text]) not in {None, declared}:
        return None, Doubt.NOT_A_NUMBER.value
    if abs(value) >= TOO_BIG:
        return None, "DEMASIADO_GRANDE"
    rounded = round(value, CENTS)
    return (None, "DECIMALES") if exact and rounded != value else (rounded, None)
