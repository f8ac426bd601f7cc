"""A sheet that another program made, as one of ours: a row each concept, a column each of ours.

What a fault names stays the file's: `Foreign` knows of each row the file's own number and
heading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from planilla.model.sheet_declaration import SheetDeclaration
from planilla.reading.cells.sheet import LETTERS, STRIDE, CellKind, Foreign, Sheet
from planilla.reading.foreign.cells import Read, read_as_ours
from planilla.reading.foreign.faults import faults_of
from planilla.reading.foreign.referencias import REFERENCIA, made_referencias
from schemas.column import Column, Scope
from schemas.spelling import plain

GROSS, NET = "precio_unitario_con_iva", "precio_unitario_sin_iva"
NOT_TELLING = frozenset({"alicuota", "unidad_medida", "unidad_bulto"})
"""Columns that other programs fill in for concepts that are not there, too."""
NOTHING_SAID: Mapping[str, str] = {}
ZERO = r"^\s*-?0*[.,]?0*\s*$"


def translate(
    sheet: Sheet,
    declaration: SheetDeclaration,
    columns: Mapping[str, Column],
    said: Mapping[str, str] = NOTHING_SAID,
) -> tuple[Sheet, Foreign]:
    """The same rows under our columns' names; of a wide sheet, a row each concept it has.

    `said` are more columns with their headings, as people answered: rows keep their names.
    """
    naming = declaration
    if said:
        declaration = replace(
            declaration,
            columns={**declaration.columns, **said},
            optional=declaration.optional | said.keys(),
        )
    places = {plain(heading): at for at, heading in enumerate(sheet.headings) if heading}
    concepts = _concepts(declaration)
    groups = [_group(sheet, declaration, columns, places, n, naming) for n in concepts]
    names = list(dict.fromkeys(name for group in groups for name in group))
    there = [_there(sheet, group, n, columns) for n, group in enumerate(groups)]
    order = (
        pl.concat([_numbered(sheet, n).filter(here) for n, here in enumerate(there)])
        .with_row_index("was")
        .sort("at", "concept")
    )
    text, kinds = [order["row"]], [order["row"]]
    signs: dict[int, pl.Series] = {}
    for place, name in enumerate(names):
        parts = [g.get(name, Read.blank(len(sheet.text))) for g in groups]
        own = [p.text.filter(here) for p, here in zip(parts, there, strict=True)]
        text.append(pl.concat(own).gather(order["was"]).alias(f"c{place}"))
        own = [p.kinds.filter(here) for p, here in zip(parts, there, strict=True)]
        kinds.append(pl.concat(own).gather(order["was"]).cast(LETTERS).alias(f"c{place}"))
        own = [_signs(sheet, p).filter(here) for p, here in zip(parts, there, strict=True)]
        shown = pl.concat(own).gather(order["was"])
        if shown.null_count() < len(shown):
            signs[place] = shown
    written = {
        (at, n): g[name].heading
        for at, name in enumerate(names)
        for n, g in enumerate(groups)
        if name in g
    }
    read = {plain(h) for h in written.values()} | {plain(h) for h in declaration.parts}
    passed = {plain(h) for h in (*declaration.ignored, *declaration.unread)}
    unknown = tuple(at for h, at in places.items() if h not in read | passed)
    named = {at: name for (p, _), h in written.items() for name in [names[p]]
             for at in [places.get(plain(h))] if at is not None}  # fmt: skip
    foreign = Foreign(
        sheet, written, unknown, named, faults_of(sheet, declaration, places, groups, there)
    )
    ours = replace(
        sheet,
        headings=tuple(names),
        text=pl.DataFrame(text),
        kinds=pl.DataFrame(kinds),
        uneven=sheet.uneven,
        signs=signs,
        foreign=foreign,
    )
    return ours, foreign


def _signs(sheet: Sheet, read: Read) -> pl.Series:
    """What the numbers of a column show beside them: a per cent sign, a currency."""
    none = pl.Series([None], dtype=pl.String).new_from_index(0, len(sheet.text))
    shown = sheet.signs.get(read.place, none)
    return shown.zip_with(read.kinds == CellKind.NUMBER.value, none)


def _concepts(declaration: SheetDeclaration) -> range:
    return range(1, (declaration.concepts if declaration.is_wide else 1) + 1)


def _group(
    sheet: Sheet,
    declaration: SheetDeclaration,
    columns: Mapping[str, Column],
    places: Mapping[str, int],
    concept: int,
    naming: SheetDeclaration,
) -> dict[str, Read]:
    """What the rows say of one concept, and of the whole, by our columns."""
    found: dict[str, Read] = {}
    for name in declaration.columns:
        heading = declaration.heading(name, concept)
        place = places.get(plain(heading))
        if place is not None:
            found[name] = read_as_ours(sheet, place, columns[name], declaration)
    own = any(columns[name].scope is Scope.CONCEPTO for name in found)
    if not own and concept > 1:
        return {}
    for name, value in declaration.constants.items():
        found[name] = Read.constant(value, name, len(sheet.text))
    if declaration.with_iva and NET in found and "tipo" in found:
        place = places[plain(declaration.heading("tipo", concept))]
        gross = sheet.text[f"c{place}"].str.strip_chars().is_in(sorted(declaration.with_iva))
        gross = gross.fill_null(value=False)
        found[GROSS] = found[NET].where(gross)
        found[NET] = found[NET].where(~gross)
    given = places.get(REFERENCIA)
    if "referencia" not in found:
        found["referencia"] = made_referencias(sheet, naming, columns, places, given)
    return found


def _there(
    sheet: Sheet, group: Mapping[str, Read], n: int, columns: Mapping[str, Column]
) -> pl.Series:
    """Which rows have the concept: any cell of it but a code, that is neither blank nor zero."""
    if n == 0:
        return pl.Series([True]).new_from_index(0, len(sheet.text))
    own = [
        (one.kinds != CellKind.BLANK.value) & ~one.text.str.contains(ZERO).fill_null(value=False)
        for name, one in group.items()
        if columns[name].scope is Scope.CONCEPTO and name not in NOT_TELLING and one.place >= 0
    ]
    none = pl.Series([False]).new_from_index(0, len(sheet.text))
    for one in own:
        none = none | one
    return none


def _numbered(sheet: Sheet, n: int) -> pl.DataFrame:
    """The numbers of a concept's rows, unlike those of the others of the same row."""
    return sheet.text.select(
        pl.col("row") + n * STRIDE,
        at=pl.int_range(pl.len()),
        concept=pl.lit(n),
    )
