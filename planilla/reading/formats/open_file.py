"""From a file to its sheets, all cells: what the reading process does, and nothing else."""

from __future__ import annotations

import stat
from pathlib import Path

from planilla.common.errors import UnreadableFile
from planilla.reading.cells.grid import Grid
from planilla.reading.formats.read_csv import read_delimited
from planilla.reading.formats.read_workbook import read_bound
from planilla.reading.formats.unpacking import refuse_size

WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".ods"}
TEXTS = {".csv", ".txt", ".tsv"}
SIGNATURES = {b"PK\x03\x04": WORKBOOKS, b"\xd0\xcf\x11\xe0": {".xls"}}


def read_file(path: Path) -> list[Grid]:
    """Every sheet of a file.

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
            start = file.read(512)
    except FileNotFoundError as error:
        raise UnreadableFile(path, "No existe. Revise el nombre y la carpeta.") from error
    except OSError as error:
        reason = error.strerror or "error de lectura"
        raise UnreadableFile(path, f"No se puede abrir ({reason}).") from error
    if not start:
        raise UnreadableFile(path, "El archivo está vacío.")
    kind = path.suffix.lower()
    if kind not in WORKBOOKS | TEXTS:
        known = ", ".join(sorted(WORKBOOKS | {".csv"}))
        raise UnreadableFile(path, f"No se leen archivos «{kind}». Use {known}.")
    if start.lstrip().lower().startswith((b"<html", b"<!doctype html", b"<table")):
        raise UnreadableFile(
            path, "Es una página web con nombre de planilla. Ábrala en Excel y guárdela como .xlsx."
        )
    really = next((k for mark, k in SIGNATURES.items() if start.startswith(mark)), TEXTS)
    if (kind in TEXTS) != (really is TEXTS):
        raise UnreadableFile(
            path, f"El contenido no es el de un archivo «{kind}». Guárdelo otra vez desde Excel."
        )
    refuse_size(path, about.st_size)
    return [read_delimited(path)] if kind in TEXTS else read_bound(path)
