"""From a file to its sheets, all cells: what the reading process does, and nothing else."""

from __future__ import annotations

import stat
from pathlib import Path

from planilla.common.errors import UnreadableFile
from planilla.reading.cells.grid import Grid
from planilla.reading.formats.read_csv import read_delimited
from planilla.reading.formats.read_html import read_html
from planilla.reading.formats.read_spreadsheetml import read_spreadsheetml
from planilla.reading.formats.read_workbook import read_bound
from planilla.reading.formats.unpacking import refuse_markup, refuse_size
from planilla.reading.formats.what_it_is import NAMES_OF_STATEMENTS, STATEMENTS, Kind, kind_of

WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".ods"}
TEXTS = {".csv", ".txt", ".tsv"}
XML = ".xml"


def read_file(path: Path) -> list[Grid]:
    """Every sheet of a file, read by what it is, whatever it is called.

    Raises `UnreadableFile` for what it understands, and anything else (a panic of the
    reader's Rust is no `Exception`) for what is damaged in a way that nobody foresaw.
    """
    if path.is_dir():
        raise UnreadableFile(path, "Es una carpeta, no un archivo.")
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise UnreadableFile(path, "No es un archivo.")
        with path.open("rb") as file:
            start = file.read(1)
    except FileNotFoundError as error:
        raise UnreadableFile(path, "No existe. Revise el nombre y la carpeta.") from error
    except OSError as error:
        reason = error.strerror or "error de lectura"
        raise UnreadableFile(path, f"No se puede abrir ({reason}).") from error
    if not start:
        raise UnreadableFile(path, "El archivo está vacío.")
    named = path.suffix.lower()
    if named not in WORKBOOKS | TEXTS | NAMES_OF_STATEMENTS | {XML}:
        known = ", ".join(sorted(WORKBOOKS | {".csv"}))
        raise UnreadableFile(path, f"No se leen archivos «{named}». Use {known}.")
    refuse_size(path, about.st_size)
    kind = kind_of(path, as_text=named in TEXTS)
    if kind in {Kind.HTML, Kind.SPREADSHEETML, *STATEMENTS}:
        refuse_markup(path, about.st_size)
    if kind in STATEMENTS:
        return [_statement(path, kind)]
    if kind in {Kind.HTML, Kind.SPREADSHEETML}:
        return read_html(path) if kind is Kind.HTML else read_spreadsheetml(path)
    return [read_delimited(path)] if kind is Kind.TEXT else read_bound(path, kind)


def _statement(path: Path, kind: Kind) -> Grid:
    """A statement in a format of the banks' own; what reads it is imported only for one."""
    if kind is Kind.OFX:
        from planilla.reading.formats.read_ofx import read_ofx as read
    elif kind is Kind.QIF:
        from planilla.reading.formats.read_qif import read_qif as read
    elif kind is Kind.MT940:
        from planilla.reading.formats.read_mt940 import read_mt940 as read
    else:
        from planilla.reading.formats.read_camt053 import read_camt053 as read
    return read(path)
