"""A name for each row of a declared sheet: in a wide one it ties the concepts together."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping

import polars as pl

from planilla.model.sheet_declaration import SheetDeclaration
from planilla.reading.cells.sheet import CellKind, Sheet
from planilla.reading.foreign.cells import Read
from schemas.column import Column
from schemas.spelling import plain

REFERENCIA = "referencia"
PREFIX = "hoja-"
LENGTH = 20
ALWAYS = frozenset({"cantidad", "total"})


def made_referencias(
    sheet: Sheet,
    declaration: SheetDeclaration,
    columns: Mapping[str, Column],
    places: Mapping[str, int],
    given: int | None,
) -> Read:
    """The file's own where it has one; else made of what the row has under declared headings.

    Only what every declaration must name makes it, as it is written, so that a row keeps it in
    a file that grows and under a declaration that was mended: what was issued by the earlier
    one is the same operation still. Of equal rows each has its own, by their order.
    """
    headings = {
        plain(declaration.heading(name, n))
        for name in declaration.columns
        if name in ALWAYS or columns[name].required or columns[name].instead_of
        for n in range(1, declaration.concepts + 1)
    }
    own = sorted((heading, places[heading]) for heading in headings & places.keys())
    names: list[str] = []
    seen: Counter[str] = Counter()
    for cells in sheet.text.select(f"c{place}" for _, place in own).iter_rows():
        said = [(h, c.strip()) for (h, _), c in zip(own, cells, strict=True) if c and c.strip()]
        digest = hashlib.sha256(repr(said).encode()).hexdigest()[:LENGTH]
        seen[digest] += 1
        names.append(f"{PREFIX}{digest}" + (f"-{seen[digest]}" if seen[digest] > 1 else ""))
    text = pl.Series(names, dtype=pl.String)
    if given is not None:
        text = sheet.text[f"c{given}"].fill_null(text)
    kinds = pl.Series([CellKind.TEXT.value]).new_from_index(0, len(text))
    return Read(text, kinds, REFERENCIA, -1)
