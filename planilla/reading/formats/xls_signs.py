"""Which cells of an .xls show a per cent sign or a currency: calamine gives the number alone.

The records are those of [MS-XLS]: a cell names its style (XF), that its format, and only the
formats that are not built in are written down.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

from planilla.reading.formats.grid_maker import Sign
from planilla.reading.formats.number_formats import BUILT_IN, sign_of
from planilla.reading.formats.xls_marks import FORMULA, records, sheet_starts, workbook_stream

FORMAT, STYLE = 0x041E, 0x00E0
NUMBER, PACKED, SEVERAL = 0x0203, 0x027E, 0x00BD  # of which the last has a row of packed ones
OF_ONE = {NUMBER, PACKED, FORMULA}
UNICODE = 0x0600  # the version since Excel 97
WIDE = 1  # a flag: two bytes a letter


def xls_signs(path: Path) -> list[list[Sign]]:
    """The signs in each sheet, in the order of the workbook; none where no style shows any.

    Raises `ValueError`, `IndexError` or `struct.error` when the container is damaged.
    """
    stream = workbook_stream(path.read_bytes())
    styles = _styles(stream)
    starts = sheet_starts(stream)
    return [list(_shown(stream, start, styles)) if styles else [] for start in starts]


def _styles(stream: bytes) -> Mapping[int, str]:
    """The sign that each style shows, of those that show one, by its number."""
    signs = dict(BUILT_IN)
    version = struct.unpack_from("<H", stream, 4)[0]
    formats: list[int] = []
    for code, body in records(stream, 0):
        if code == FORMAT:
            number = struct.unpack_from("<H", body)[0]
            signs[number] = sign_of(_written(body[2:], unicode=version == UNICODE))
        elif code == STYLE:
            formats.append(struct.unpack_from("<H", body, 2)[0])
    return {place: signs[one] for place, one in enumerate(formats) if signs.get(one)}


def _written(body: bytes, *, unicode: bool) -> str:
    """The text of a record: before Excel 97 of one byte a letter, and shorter ones."""
    if not unicode:
        return body[1 : 1 + body[0]].decode("cp1252", "replace")
    length, flags = struct.unpack_from("<HB", body)
    wide = bool(flags & WIDE)
    return body[3 : 3 + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")


def _shown(stream: bytes, start: int, styles: Mapping[int, str]) -> Iterator[Sign]:
    for code, body in records(stream, start):
        if code in OF_ONE:
            row, column, style = struct.unpack_from("<HHH", body)
            cells = [(column, style)]
        elif code == SEVERAL:
            row, first = struct.unpack_from("<HH", body)
            count = (len(body) - 6) // 6
            styled = (struct.unpack_from("<H", body, 4 + 6 * place)[0] for place in range(count))
            cells = list(enumerate(styled, start=first))
        else:
            continue
        yield from ((row, column, styles[style]) for column, style in cells if style in styles)
