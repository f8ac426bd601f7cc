"""What stands above the rows of a statement and is said of all of them: account and currency.

A bank prints the account once, over its movements, and over each part where there are several.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from planilla.reading.cells.grid import ROW
from planilla.reading.cells.sheet import LETTERS, CellKind
from planilla.reconcile.sources.table import Table
from schemas.sources.declaration import Declaration
from schemas.spelling import plain

ACCOUNT = re.compile(
    r"(?i)^(?:movimientos (?:de|en) )?(?:la )?(?:cuenta|cta|cc|ca|caja de ahorros?)\b"
    r"[^0-9]{0,60}([0-9][0-9/.\- ]*[0-9])"
)
DAY = re.compile(r"\d{1,2}([/.-])\d{1,2}\1\d{2,4}|(?:19|20)\d\d([/.-])\d{1,2}\2\d{1,2}")
DOLLARS = re.compile(r"(?i)\bd.lares\b|u\$[sd]\b|\busd\b")  # whatever the accent came as
LEAST_DIGITS = 3
IN_DOLLARS = "USD"
Said = tuple[int, str | None, str | None, bool]
Places = Mapping[str, Sequence[int]]


def with_titles(table: Table, declaration: Declaration, places: Places) -> tuple[Table, Places]:
    """The table with the columns `cuenta` and `moneda` that its titles say of its rows.

    Only of statements, and only what no column of theirs says. The balances under a title of
    `declaration.without_balance` are blanked: they are none yet.
    """
    if declaration.yields != "payments":
        return table, places
    said = _said(table, declaration)
    rows = table.text[ROW].to_list()
    each = list(_of_rows(rows, said))
    more, given = dict(places), {*places, *declaration.constants}
    for field, values in (
        ("cuenta", [account for account, _, _ in each]),
        ("moneda", [currency for _, currency, _ in each]),
    ):
        if field not in given and any(values):
            place = len(table.headings)
            table = _with(table, place, f"({field} del título)", values)
            more[field] = [place]
    if any(unsure for _, _, unsure in each):
        unsure = [row for row, (_, _, blank) in zip(rows, each, strict=True) if blank]
        table = _blanked(table, places.get("saldo_banco", ()), unsure)
    return table, more


def _said(table: Table, declaration: Declaration) -> list[Said]:
    """Of each title: its row, the account, the currency, and whether what follows has no balance.

    None says nothing, and the title before goes on.
    """
    blank = {plain(title) for title in declaration.without_balance}
    found: list[Said] = []
    for row, text in sorted({**table.alone, **table.above}.items()):
        if not plain(text):
            continue
        told = ACCOUNT.search(text.strip())
        account = told[1].strip() if told else ""
        if told and not DAY.search(account) and sum(map(str.isdigit, account)) >= LEAST_DIGITS:
            currency = IN_DOLLARS if DOLLARS.search(text) else ""
            found.append((row, account, currency, False))
        else:
            found.append((row, None, None, plain(text) in blank))
    return found


def _of_rows(rows: Sequence[int], said: Sequence[Said]) -> Iterator[tuple[str, str, bool]]:
    """What the titles above each row say of it."""
    account, currency, blank, place = "", "", False, 0
    for row in rows:
        while place < len(said) and said[place][0] <= row:
            _, told, money, unsure = said[place]
            if told is None:
                blank = unsure
            else:
                account, currency = told, money or ""
            place += 1
        yield account, currency, blank


def _with(table: Table, place: int, heading: str, values: Sequence[str]) -> Table:
    """A column more, of texts."""
    name = f"c{place}"
    kinds = [(CellKind.TEXT if value else CellKind.BLANK).value for value in values]
    words = pl.Series(name, [value or None for value in values], dtype=pl.String)
    return replace(
        table,
        headings=(*table.headings, heading),
        text=table.text.with_columns(words),
        kinds=table.kinds.with_columns(pl.Series(name, kinds, dtype=LETTERS)),
        added=(*table.added, place),
    )


def _blanked(table: Table, places: Sequence[int], rows: Sequence[int]) -> Table:
    """Some columns without what stands in these rows."""
    here = pl.col(ROW).is_in(list(rows))
    names = [f"c{place}" for place in places]
    kinds = table.kinds
    blank = pl.lit(CellKind.BLANK.value, LETTERS)
    return replace(
        table,
        text=table.text.with_columns(pl.when(~here).then(name).alias(name) for name in names),
        kinds=kinds.with_columns(
            pl.when(here).then(blank).otherwise(pl.col(name)).alias(name) for name in names
        ),
    )
