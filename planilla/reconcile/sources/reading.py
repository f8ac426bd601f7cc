"""Reading a file by the declaration that it fits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from planilla.common.errors import UnreadableFile
from planilla.reconcile.sources import balance, making
from planilla.reconcile.sources.earlier import earlier_reading
from planilla.reconcile.sources.fields import Fields
from planilla.reconcile.sources.model import SourceFrame
from planilla.reconcile.sources.movements import set_aside
from planilla.reconcile.sources.recognising import meant, recognise, refuse_repeated
from planilla.reconcile.sources.table import Book, Table, open_book
from schemas.faults import Fault
from schemas.sources.declaration import Declaration, built_in


def read_source(
    path: Path, declarations: Sequence[Declaration] = (), yields: str | None = None
) -> SourceFrame:
    """Read a file by the declaration that its headings fit best.

    The user's own `declarations` go before the built-in ones; the only one of
    its kind is taken as meant. `yields` bounds the choice. Raises `InputError`
    kinds: a mapping that does not fit says what is missing and what was found.
    """
    book = open_book(path)
    own = [one for one in declarations if yields in {None, one.yields}]
    known = own or [one for one in built_in() if yields in {None, one.yields}]
    found = meant(path, book, own[0]) if len(own) == 1 else recognise(path, book, known)
    refuse_repeated(path, found)
    used = sorted({place for own_places in found.places.values() for place in own_places})
    table = book.table(found.sheet, found.heading, used)
    if table.text.is_empty():
        raise UnreadableFile(path, "Hay encabezados, pero ninguna fila con datos.")
    declaration = found.declaration
    if declaration.refuse:
        raise UnreadableFile(path, declaration.refuse)
    fields = Fields(table, declaration, found.places)
    if declaration.yields == "documents":
        fields.keep(fields.kept())
        frame, faults = making.documents(fields), fields.faults()
        return SourceFrame(path, declaration, frame, faults, _rest(table, frame, faults))
    return _statement(path, fields, book, declarations)


def _statement(
    path: Path, fields: Fields, book: Book, declarations: Sequence[Declaration]
) -> SourceFrame:
    """The movements of a statement, with what it proves of itself."""
    table, declaration = fields.table, fields.declaration
    titles = set_aside(fields)
    kept = fields.kept()
    others = Fields(fields.table, declaration, fields.places)
    others.keep(~kept)
    fields.keep(kept)
    found = making.movements(fields)
    frame, faults = found.payments, fields.faults()
    whole = kept.all() and not fields.table.uneven
    gaps = (
        tuple(balance.gaps(found.proof, *balance.ends(titles), falling=found.falling))
        if whole
        else ()
    )
    out = pl.concat([found.out, making.taken_back(others)])
    left_out = _rest(table, frame, (*faults, *titles))
    once = earlier_reading(book, declaration, titles) if not declarations else None
    return SourceFrame(path, declaration, frame, (*faults, *gaps), left_out, titles, out, once)


def _rest(table: Table, frame: pl.DataFrame, told: Sequence[Fault]) -> int:
    return len(table.text) - len(frame) - len({fault.row for fault in told})
