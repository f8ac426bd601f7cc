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
from planilla.reading.formats.what_it_is import Kind, kind_of

WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".ods"}
TEXTS = {".csv", ".txt", ".tsv"}


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
    if named not in WORKBOOKS | TEXTS:
        known = ", ".join(sorted(WORKBOOKS | {".csv"}))
        raise UnreadableFile(path, f"No se leen archivos «{named}». Use {known}.")
    refuse_size(path, about.st_size)
    kind = kind_of(path, as_text=named in TEXTS)
    if kind in {Kind.HTML, Kind.SPREADSHEETML}:
        refuse_markup(path, about.st_size)
        return read_html(path) if kind is Kind.HTML else read_spreadsheetml(path)
    return [read_delimited(path)] if kind is Kind.TEXT else read_bound(path, kind)
