"""What a declared sheet was read into, told by the rows and headings of the file itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from planilla.reading.cells.sheet import in_file
from planilla.reading.loaded import Loaded

T = TypeVar("T")
OTHER_ROW = "OTRA_FILA"


def as_in_file(found: Loaded) -> Loaded:
    """The same; a row of the file stands for each concept that it has."""
    foreign = found.sheet.foreign
    if foreign is None:
        return found
    told = {fault.row for fault in found.faults if fault.code != OTHER_ROW}
    kept = [one for one in found.faults if one.code != OTHER_ROW or one.row not in told]
    notes: dict[int, tuple[str, ...]] = {}
    for row, own in found.notes.items():
        before = notes.get(in_file(row), ())
        notes[in_file(row)] = (*before, *(note for note in own if note not in before))
    asked = [
        replace(one, rows=tuple(dict.fromkeys(in_file(row) for row in one.rows)))
        for one in found.asked
    ]
    places: dict[str, int] = {}
    for place, name in sorted(foreign.named.items()):
        places.setdefault(name, place)
    return replace(
        found,
        sheet=foreign.origin,
        faults=tuple(sorted(kept, key=lambda fault: fault.row)),
        asked=tuple(asked),
        referencias=_by_row(found.referencias),
        tipos=_by_row(found.tipos),
        places=places,
        notes=notes,
    )


def _by_row(values: Mapping[int, T]) -> Mapping[int, T]:
    first: dict[int, T] = {}
    for row, value in values.items():
        first.setdefault(in_file(row), value)
    return first
