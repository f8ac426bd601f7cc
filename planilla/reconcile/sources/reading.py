"""Reading a file by the declaration that it fits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from planilla.common.errors import UnreadableFile
from planilla.reconcile.sources import balance, making, sections
from planilla.reconcile.sources.earlier import earlier_reading
from planilla.reconcile.sources.fields import Fields
from planilla.reconcile.sources.model import SourceFrame
from planilla.reconcile.sources.movements import refuse_letters, set_aside
from planilla.reconcile.sources.recognising import Recognised, recognise, refuse_repeated
from planilla.reconcile.sources.table import Book, Table, open_book
from planilla.reconcile.sources.titles import with_titles
from schemas.faults import Fault
from schemas.sources.declaration import Declaration, built_in


def read_source(
    path: Path,
    declarations: Sequence[Declaration] = (),
    yields: str | None = None,
    standing: Sequence[Declaration] = (),
) -> SourceFrame:
    """Read a file by the declaration that its headings fit best.

    `declarations` were given for these files: one of them that fits goes before all others.
    `standing` are those that the office keeps, looked through with the built-in ones. `yields`
    bounds the choice. Raises `InputError` kinds: a mapping that does not fit says what is
    missing and what was found.
    """
    book = open_book(path)
    kinds = [
        [one for one in some if yields in {None, one.yields}]
        for some in (declarations, standing, built_in())
    ]
    found, others = recognise(path, book, *kinds)
    refuse_repeated(path, found)
    if found.declaration.refuse:
        raise UnreadableFile(path, found.declaration.refuse)
    table = _table(book, found)
    refuse_letters(path, book.grids[found.sheet].below(found.heading).text, found)
    if table.text.is_empty():
        raise UnreadableFile(path, "Hay encabezados, pero ninguna fila con datos.")
    table, places = with_titles(table, found.declaration, found.places)
    fields = Fields(table, found.declaration, places)
    if found.declaration.yields == "payments":
        return _statement(fields, book, found, others)
    fields.keep(fields.kept())
    frame, faults = making.documents(fields), fields.faults()
    return SourceFrame(path, found.declaration, frame, faults, _rest(table, frame, faults))


def _table(book: Book, found: Recognised) -> Table:
    """The columns of a file that a declaration names."""
    used = sorted({place for own in found.places.values() for place in own})
    return book.table(found.sheet, found.heading, used)


def _statement(
    fields: Fields, book: Book, known: Recognised, others: Sequence[Recognised]
) -> SourceFrame:
    """The movements of a statement, with what it proves of itself.

    `others` are declarations by which the same rows may have been read before.
    """
    table, declaration = fields.table, fields.declaration
    accounts = dict(zip(fields.rows, fields.words("cuenta"), strict=True))
    titles = set_aside(fields)
    kept = fields.kept()
    aside = Fields(fields.table, declaration, fields.places)
    aside.keep(~kept)
    fields.keep(kept)
    found = making.movements(fields)
    frame, faults = found.payments, fields.faults()
    whole = kept.all() and set(table.uneven) <= set(table.alone)
    above = balance.above(book.tops()[known.sheet][: known.heading], declaration)
    gaps = sections.gaps(found.proof, titles, accounts, above, falling=found.falling)
    out = pl.concat([found.out, making.taken_back(aside)])
    left_out = _rest(table, frame, (*faults, *titles))
    if table.added:  # an earlier version looked at no title
        others = [known, *others]
    once = [earlier_reading(book, declaration, titles), *(_by(book, one) for one in others)]
    read_before = tuple(one for one in once if one is not None)
    told = (*faults, *(gaps if whole else ()))
    return SourceFrame(book.path, declaration, frame, told, left_out, titles, out, read_before)


def _by(book: Book, found: Recognised) -> pl.DataFrame | None:
    """The payments by another declaration that fits, under whose name they may be known."""
    if found.declaration.refuse:
        return None
    fields = Fields(_table(book, found), found.declaration, found.places)
    set_aside(fields)
    fields.keep(fields.kept())
    return fields.quietly(lambda: making.movements(fields).payments)


def _rest(table: Table, frame: pl.DataFrame, told: Sequence[Fault]) -> int:
    return len(table.text) - len(frame) - len({fault.row for fault in told})
