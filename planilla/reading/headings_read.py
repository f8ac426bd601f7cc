"""What became of each heading of a file: which column it was read as, or that it is not used."""

from __future__ import annotations

from collections.abc import Mapping, Set

from planilla.reading.answered_headings import Answered
from planilla.reading.cells.sheet import CellKind, Sheet
from schemas.column import IGNORE
from schemas.headings import is_result
from schemas.spelling import plain

NOT_USED = "no se usa"
ASKED = "falta decir qué es (planilla review)"
SAID = "no se usa: se contestó que no importa"
OURS = "no se usa: la agrega planilla en el resultado"
READ = "{name}, porque así se contestó"
NO_HEADING = "(columna {letters}, sin encabezado)"


def headings_read(
    sheet: Sheet,
    places: Mapping[str, int],
    answered: Answered | None = None,
    asked: Set[str] = frozenset(),
) -> tuple[tuple[str, str], ...]:
    """Every heading of a sheet in its order, and what it was read as, in Spanish.

    `places` has each column that was read, `answered` what people said of the rest, `asked`
    the headings, plain, that wait for somebody to say it.
    """
    names = {place: name for name, place in places.items()}
    found = []
    for place, heading in enumerate(sheet.headings):
        if heading or not _is_blank(sheet, place):
            written = heading or NO_HEADING.format(letters=_letters(place))
            waits = names.get(place) is None and plain(heading) in asked
            told = ASKED if waits else _told(answered, place, heading, names.get(place))
            found.append((written, told))
    return tuple(found)


def _told(answered: Answered | None, place: int, heading: str, name: str | None) -> str:
    if name is not None:
        said = answered is not None and place in answered.read_as
        return READ.format(name=name) if said else name
    if is_result(heading):
        return OURS
    answers = {a for (_, at), a in answered.answers.items() if at == place} if answered else set()
    return SAID if IGNORE in answers else NOT_USED


def _is_blank(sheet: Sheet, place: int) -> bool:
    return bool((sheet.kinds[f"c{place}"] == CellKind.BLANK.value).all())


def _letters(place: int) -> str:
    """A column as a spreadsheet calls it: A, B, … Z, AA."""
    place, last = divmod(place, 26)
    return (_letters(place - 1) if place else "") + chr(ord("A") + last)
