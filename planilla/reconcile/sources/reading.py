"""Reading a file by the declaration that it fits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from planilla.common.errors import UnreadableFile
from planilla.reconcile.sources import making
from planilla.reconcile.sources.fields import Fields
from planilla.reconcile.sources.model import SourceFrame
from planilla.reconcile.sources.recognising import meant, recognise, refuse_repeated
from planilla.reconcile.sources.table import open_book
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
    fields = Fields(table, declaration, found.places)
    fields.keep(fields.kept())
    make = making.documents if declaration.yields == "documents" else making.payments
    frame, faults = make(fields), fields.faults()
    left_out = len(table.text) - len(frame) - len({fault.row for fault in faults})
    return SourceFrame(path, declaration, frame, faults, left_out)
