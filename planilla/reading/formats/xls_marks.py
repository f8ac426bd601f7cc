"""Which cells of an .xls are errors, which calamine gives as blanks.

An .xls is an OLE2 container ([MS-CFB]) whose stream `Workbook` is a list of
records ([MS-XLS]); only the few that hold an error are looked at here. A
formula that was never computed leaves no trace in this format.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from pathlib import Path

from planilla.reading.cells.sheet import CellKind
from planilla.reading.formats.grid_maker import Mark

FORMULA, EOF, BOUNDSHEET, BOOLERR = 0x0006, 0x000A, 0x0085, 0x0205
STARTS = {0x0009, 0x0209, 0x0409, 0x0809}  # BOF, by version
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
LAST_SECTOR = 0xFFFFFFFA  # what is greater marks an end, not a place
ENTRY = 128


def xls_marks(path: Path) -> list[list[Mark]]:
    """The error cells of each sheet, in the order of the workbook.

    Raises `ValueError`, `IndexError` or `struct.error` when the container is damaged.
    """
    stream = workbook_stream(path.read_bytes())
    return [list(_errors(stream, start)) for start in sheet_starts(stream)]


def sheet_starts(stream: bytes) -> list[int]:
    """Where each sheet begins in the stream of a workbook."""
    return [
        struct.unpack_from("<I", body)[0] for code, body in records(stream, 0) if code == BOUNDSHEET
    ]


def records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream, up to its end; what is nested in it is left out."""
    depth = 0
    while start + 4 <= len(stream):
        code, size = struct.unpack_from("<HH", stream, start)
        if code in STARTS:
            depth += 1
        elif code == EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield code, stream[start + 4 : start + 4 + size]
        start += 4 + size


def _errors(stream: bytes, start: int) -> Iterator[Mark]:
    for code, body in records(stream, start):
        if code == BOOLERR:
            row, column, _, value, is_error = struct.unpack_from("<HHHBB", body)
        elif code == FORMULA:
            row, column, _, kind, value, mark = struct.unpack_from("<HHHBxB3xH", body)
            is_error = mark == 0xFFFF and kind == 2
        else:
            continue
        if is_error:
            yield row, column, ERRORS.get(value, "#N/A"), CellKind.ERROR


def workbook_stream(data: bytes) -> bytes:
    """The stream of the workbook, out of its container."""
    sector = 1 << struct.unpack_from("<H", data, 30)[0]
    small = 1 << struct.unpack_from("<H", data, 32)[0]
    first, _, cutoff, first_small = struct.unpack_from("<IIII", data, 48)
    table = _allocation(data, sector)
    folder = _chain(data[sector:], table, first, sector)
    entries = [folder[i : i + ENTRY] for i in range(0, len(folder), ENTRY)]
    for entry in entries:
        length = struct.unpack_from("<H", entry, 64)[0]
        if entry[: max(length - 2, 0)].decode("utf-16-le", "replace") not in {"Workbook", "Book"}:
            continue
        start, size = struct.unpack_from("<II", entry, 116)
        if size >= cutoff:
            return _chain(data[sector:], table, start, sector)[:size]
        root = struct.unpack_from("<I", entries[0], 116)[0]
        packed = _chain(data[sector:], table, root, sector)
        places = _numbers(_chain(data[sector:], table, first_small, sector))
        return _chain(packed, places, start, small)[:size]
    raise ValueError("no workbook stream")


def _allocation(data: bytes, sector: int) -> Sequence[int]:
    """For each sector, the next one of its chain."""
    parts = list(struct.unpack_from("<109I", data, 76))
    following = struct.unpack_from("<I", data, 68)[0]
    while following < LAST_SECTOR and len(parts) * sector <= len(data) + 109 * sector:
        block = _numbers(data[(following + 1) * sector : (following + 2) * sector])
        parts += block[:-1]
        following = block[-1]
    whole = b"".join(
        data[(part + 1) * sector : (part + 2) * sector] for part in parts if part < LAST_SECTOR
    )
    return _numbers(whole)


def _chain(data: bytes, table: Sequence[int], start: int, size: int) -> bytes:
    parts: list[bytes] = []
    while start < LAST_SECTOR:
        if len(parts) > len(table):
            raise ValueError("a chain of sectors goes in a circle")
        parts.append(data[start * size : (start + 1) * size])
        start = table[start]
    return b"".join(parts)


def _numbers(data: bytes) -> Sequence[int]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])
