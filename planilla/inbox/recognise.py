"""What a dropped file is, by its headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from planilla.common.errors import InputError, NotDocuments
from planilla.model.sheet_declaration import SheetDeclaration
from planilla.reading.process.read_file import open_grids
from planilla.reconcile.choices import COLUMNS as ELECCIONES_BY_NAME
from planilla.reconcile.sources import read_source
from planilla.reconcile.sources.kept import standing
from schemas.column import Column
from schemas.columns import BY_NAME
from schemas.headings import match
from schemas.pagos import LISTA_BY_NAME, NAMED, PAGOS_BY_NAME
from schemas.review import REVISION_BY_NAME
from schemas.sources.declaration import Declaration
from schemas.spelling import plain

MOST_MISSING = 3  # of the nine that are required
CONCEPT = frozenset({"descripcion", "precio_unitario_sin_iva", "alicuota"})
NOBODYS = (
    "Los encabezados no son de comprobantes, pagos, una lista de comprobantes, respuestas de "
    "revisión ni un extracto conocido. Encabezados encontrados: {found}. Para empezar: planilla "
    "template comprobantes, pagos o lista. Si es un extracto, descríbalo con planilla source; si "
    "son ventas de otro programa, con planilla sheet."
)


class FileKind(StrEnum):
    """What is to be done with a file."""

    COMPROBANTES = "comprobantes"
    PAGOS = "pagos"
    LISTA = "lista"
    REENVIOS = "reenvios"
    REVISION = "revision"
    EXTRACTO = "extracto"
    ELECCIONES = "elecciones"


def recognise(
    path: Path, home: Path | None = None, declared: Sequence[SheetDeclaration] = ()
) -> FileKind:
    """The kind of a file; raises `InputError` kinds when it is nobody's.

    In its `home` an office keeps declarations of statements; raises `SettingsError` where one
    of them is none and might be this file's. `declared` are sheets of other programs.
    """
    grids = open_grids(path)
    rows = [cells for grid in grids for cells in grid.top()]
    if _any(rows, REVISION_BY_NAME):
        return FileKind.REVISION
    if _any(rows, ELECCIONES_BY_NAME):
        return FileKind.ELECCIONES
    if _any(rows, BY_NAME):
        return FileKind.COMPROBANTES
    if _is_statement(path) or (home and _is_statement(path, standing(home))):
        return FileKind.EXTRACTO
    _refuse_nameless_statement(path)
    if _any(rows, PAGOS_BY_NAME, named=True):
        return FileKind.PAGOS
    if _nearly_comprobantes(rows) or _is_declared(rows, declared):
        return FileKind.COMPROBANTES
    if _any(rows, LISTA_BY_NAME, named=True):
        again = "reenvi" in path.stem.casefold()
        return FileKind.REENVIOS if again else FileKind.LISTA
    found = max(rows, key=len, default=[])
    told = ", ".join(f"«{heading}»" for heading in found if heading) or "ninguno"
    raise InputError(path, NOBODYS.format(found=told))


def _any(rows: list[list[str]], columns: Mapping[str, Column], *, named: bool = False) -> bool:
    """Whether some row has all required headings; with `named`, and says which comprobante."""
    for headings in rows:
        found = match(headings, columns)
        names = {column.name for column in NAMED} | {"referencia"}
        if not found.missing and found.places and (not named or names & set(found.places)):
            return True
    return False


def _nearly_comprobantes(rows: list[list[str]]) -> bool:
    """Whether some row has nearly all required headings, those of concepts among them.

    Reading such a file as comprobantes says which ones it lacks. A list has fewer, and
    ARCA's files and the tables of `planilla query` name no concepts.
    """
    missing = [set(match(headings, BY_NAME).missing) for headings in rows]
    return any(len(m) <= MOST_MISSING and len(m & CONCEPT) <= 1 for m in missing)


def _is_declared(rows: list[list[str]], declared: Sequence[SheetDeclaration]) -> bool:
    """Whether some row has every heading that a declared sheet must have."""
    needed = [{plain(heading) for heading in one.needed} for one in declared]
    there = [{plain(cell) for cell in cells if cell} for cells in rows]
    return any(own and own <= cells for own in needed for cells in there)


def _refuse_nameless_statement(path: Path) -> None:
    """A statement of nobody's whose column of C and D has the name of another's: it is told."""
    try:
        read_source(path, yields="documents")
    except NotDocuments:
        raise
    except InputError:
        return


def _is_statement(path: Path, known: Sequence[Declaration] = ()) -> bool:
    try:
        found = read_source(path, yields="payments", standing=known)
    except InputError:
        return False
    return found.declaration.title != "Pagos de planilla"
