"""From a file to payments fit to be sent and faults in words; nothing else.

rows ─► the comprobante of each ─► payments (means, sums) ─► references
"""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import simplejson

from planilla.common.compared_text import normal
from planilla.common.money import PESOS
from planilla.model.asked import AskedPayment, Earlier
from planilla.model.column_answers import ColumnAnswers
from planilla.model.issuers import Issuers
from planilla.model.reading_version import FIRST
from planilla.payments.named_comprobante import NAMES, Named, named, named_or_fault
from planilla.reading.answered_headings import Readings, read_answered
from planilla.reading.cells.sheet import Sheet
from planilla.reading.derived_referencias import Referencias, derived_referencia
from planilla.reading.examples import tell_examples
from planilla.reading.loaded import Loaded, loaded
from planilla.reading.make_fault import Faults
from planilla.reading.row_issuer import Owners, points_of
from planilla.reading.rows import Row, Rows, Value, amount, day, text, whole
from planilla.reading.typed_rows import Typed, spread, typed_of, typed_rows
from schemas.checks import DTYPES
from schemas.context import Context
from schemas.pagos import PAGOS_BY_NAME, Pagos

DERIVED = "pago"


def load_pagos(path: Path, today: date, issuers: Issuers, *, examples: bool = True) -> Loaded:
    """Read and judge a file of payments.

    `today`, the day in Buenos Aires, is the date of a payment that has none: it
    only orders. Without `examples` the rows of the template are faults.
    Raises `InputError` kinds when the file as a whole cannot be used.
    """
    typed = _with_comprobantes(typed_rows(path, PAGOS_BY_NAME, _keys))
    return judged(typed, today, issuers, examples=examples, doubts=True)


def read_by(path: Path, answers: ColumnAnswers, issuers: Issuers) -> Readings:
    """The rows of a file of payments, not yet judged, by what people said of its headings.

    Raises `InputError` kinds.
    """

    def rows(sheet: Sheet, places: Mapping[str, int]) -> Typed:
        return _with_comprobantes(typed_of(sheet, places, PAGOS_BY_NAME, _keys))

    return read_answered(path, PAGOS_BY_NAME, rows, answers, issuers)


def judged(
    read_rows: Typed,
    today: date,
    issuers: Issuers,
    *,
    examples: bool = True,
    doubts: bool = False,
) -> Loaded:
    """What rows ask for; the rows may be judged again for other issuers.

    With `doubts` an amount that may be read in two ways is a fault.
    """
    typed = replace(read_rows, faults=read_rows.faults.copy())
    rows, numbers, faults = typed.rows, typed.numbers, typed.faults
    if not examples:
        tell_examples(rows, numbers, faults)
    if doubts:
        typed.tell_doubts()
    _wait(rows, numbers, faults)
    issuers = issuers.for_rows(points_of(rows))
    owners = Owners(rows, issuers)
    referencias, before = (Referencias(rows, issuers, DERIVED) for _ in range(2))
    made: list[AskedPayment] = []
    whole = [g for g in typed.groups if faults.rows.isdisjoint(numbers[p] for p in g)]
    _judge(typed, whole)
    accounts = {g[0]: owners.of(g[0], numbers[g[0]], faults).account for g in whole}
    for group in typed.groups:
        own = [numbers[p] for p in group]
        if not spread(own, faults):
            cells, account = [rows[p] for p in group], accounts[group[0]]
            made.append(_payment(cells, own, today, account, referencias, before))
    return loaded(typed, PAGOS_BY_NAME, made)


def _keys(rows: Rows) -> Sequence[Hashable]:
    """Rows of one comprobante and referencia are one payment, of one company."""
    return [
        (named(row), row["referencia"]) if row.get("referencia") else place
        for place, row in enumerate(rows)
    ]


def _with_comprobantes(typed: Typed) -> Typed:
    """The rows with `tipo`, `punto_venta` and `numero` of whatever comprobante each names."""
    pairs = zip(typed.numbers, typed.rows, strict=True)
    found = [named_or_fault(row, number, typed.faults) for number, row in pairs]
    cells: dict[str, Sequence[Value]] = {}
    for place, name in enumerate(NAMES):
        own = typed.rows.column(name)
        cells[name] = [one[place] if one else mine for one, mine in zip(found, own, strict=True)]
    dtypes = {name: DTYPES[PAGOS_BY_NAME[name].kind] for name in NAMES}
    columns = [pl.Series(name, values, dtypes[name]) for name, values in cells.items()]
    frame = typed.frame.with_columns(columns)
    return replace(typed, rows=typed.rows.replaced(cells), frame=frame)


def _wait(rows: Rows, numbers: Sequence[int], faults: Faults) -> None:
    """A row of a receipt that names no comprobante may be of any of the receipt's payments.

    They wait for it: registered without it, a payment could not be completed, because
    its referencia would stand for another amount.
    """
    nameless = {
        text(row, "referencia"): number
        for row, number in zip(rows, numbers, strict=True)
        if text(row, "referencia") and named(row) is None
    }
    for row, number in zip(rows, numbers, strict=True):
        other = nameless.get(text(row, "referencia"))
        if other is not None and number not in faults.rows:
            faults.add(number, "referencia", "OTRA_FILA_PAGO", other=other)


def _judge(typed: Typed, whole: Sequence[Sequence[int]]) -> None:
    """What the model says of payments whose cells are all read."""
    positions = [position for group in whole for position in group]
    if not positions:
        return
    groups = pl.Series([n for n, group in enumerate(whole) for _ in group], dtype=pl.UInt32)
    ready = Pagos.prepared(typed.frame[positions], Context(), groups)
    for place, column, code, words in Pagos.told(ready):
        typed.faults.add(typed.numbers[positions[place]], column, code, **words)


def _sum(rows: Sequence[Row]) -> Decimal:
    return sum((amount(row, "importe") for row in rows), Decimal(0))


def _payment(
    rows: Sequence[Row],
    own: Sequence[int],
    today: date,
    account: str,
    referencias: Referencias,
    before: Referencias,
) -> AskedPayment:
    head, total = rows[0], _sum(rows)
    content, by_then = _contents(rows, total)
    means = [{"descripcion": row["descripcion"], "importe": row["importe"]} for row in rows]
    body: dict[str, Any] = {"pagos": {"formas_pago": means, "total": total}}
    return AskedPayment(
        referencia=referencias.of(head.get("referencia"), account, content),
        referencia_given=bool(head.get("referencia")),
        rows=tuple(own),
        tipo=text(head, "tipo"),
        punto_venta=whole(head, "punto_venta"),
        fecha=day(head, "fecha") or today,
        moneda=PESOS,
        total=total,
        numero=whole(head, "numero"),
        body=body,
        content=content,
        account=account,
        cobro=None if head.get("cobro") is None else amount(head, "cobro"),
        earlier=(Earlier(before.of(head.get("referencia"), account, by_then), by_then, FIRST),),
    )


def _contents(rows: Sequence[Row], total: Decimal) -> tuple[str, str]:
    """By today's reading and by the first."""
    head = rows[0]
    named = (text(head, "tipo"), whole(head, "punto_venta"), whole(head, "numero"))
    means = [(text(row, "descripcion"), amount(row, "importe")) for row in rows]
    return content_of(named, means, total), first_content_of(named, means, total)


def content_of(named: Named, means: Iterable[tuple[str, Decimal]], total: Decimal) -> str:
    """SHA-256 of the comprobante, the means and the amounts, in whatever order they stand."""
    return first_content_of(named, [(normal(text), importe) for text, importe in means], total)


def first_content_of(named: Named, means: Iterable[tuple[str, Decimal]], total: Decimal) -> str:
    """The same as version 1 of the reading hashed it, which left texts composed as they came."""
    meaning = {
        "comprobante": [str(part) for part in named],
        "means": sorted(
            [" ".join(text.casefold().split()), f"{importe:.2f}"] for text, importe in means
        ),
        "total": f"{total:.2f}",
    }
    return hashlib.sha256(simplejson.dumps(meaning, sort_keys=True).encode()).hexdigest()


def derived(content: str, place: int) -> str:
    """The referencia of a payment that has none, by its place among equal ones of its file."""
    return derived_referencia(DERIVED, content, place)
