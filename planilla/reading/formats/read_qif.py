"""QIF, by Intuit's description of it: a letter and a value a line, `^` behind each movement.

There is no library for it that runs on every Python of ours (quiffen stops before 3.14); a
statement's letters are six. Dates are of the file: the day first, unless they prove the month.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from planilla.common.errors import UnreadableFile
from planilla.reading.cells.grid import Grid
from planilla.reading.formats.read_csv import decode
from planilla.reading.formats.statement_grid import MISSING, Line, one_line, statement_grid

MARK = "Número (QIF)"
ACCOUNTS = {"bank", "cash", "otha"}
PARTS = re.compile(r"(\d{1,4})[/.-](\d{1,2})[/.-](\d{2,4})")
NO_BANK = "El QIF no es de una cuenta de banco (es de una tarjeta, de inversiones o de categorías)."
Record = tuple[int, str, dict[str, str]]  # its line, the account, the values by letter


def read_qif(path: Path) -> Grid:
    """The movements of the bank accounts in a file; raises `UnreadableFile`."""
    records = list(_records(path, decode(path, path.read_bytes())))
    days = [_parts(values.get("D", "")) for _, _, values in records]
    months_first = any(int(b) > 12 for _, b, _ in days) and all(int(a) <= 12 for a, _, _ in days)
    lines = (
        Line(
            number,
            account,
            _day(values.get("D", MISSING), months_first=months_first),
            name=one_line(values.get("P")),
            words=one_line(values.get("P"), values.get("M"), values.get("A")),
            reference=one_line(values.get("N")),
            amount=values.get("T") or values.get("U") or MISSING,
        )
        for number, account, values in records
    )
    return statement_grid(path, MARK, lines)


def _records(path: Path, text: str) -> Iterator[Record]:
    account, section, known = "", "", False
    start, values = 0, dict[str, str]()
    for number, line in enumerate([*text.splitlines(), "^"], start=1):
        if line.startswith("!"):
            section, values = _section(line), {}
            known |= section in ACCOUNTS
        elif line.startswith("^"):
            if section == "account":
                account = one_line(values.get("N"))
            elif section in ACCOUNTS and values:
                yield start, account, values
            values = {}
        elif line.strip():
            start = start if values else number
            kept = values.get(line[0], "")
            values[line[0]] = f"{kept} {line[1:]}" if line[0] == "A" and kept else line[1:].strip()
    if not known:
        raise UnreadableFile(path, NO_BANK)


def _section(line: str) -> str:
    """`bank` of `!Type:Bank`, `account` of `!Account`; options change nothing."""
    kind, _, name = line[1:].strip().lower().partition(":")
    return name.replace(" ", "") if kind == "type" else kind


def _parts(text: str) -> tuple[str, str, str]:
    found = PARTS.fullmatch(_bare(text))
    return (found[1], found[2], found[3]) if found and len(found[1]) < 3 else ("0", "0", "0")


def _bare(text: str) -> str:
    """Quicken writes `11/ 5'26`."""
    return text.replace("'", "/").replace(" ", "")


def _day(text: str, *, months_first: bool) -> date | str:
    bare = _bare(text)
    found = PARTS.fullmatch(bare)
    if not (months_first and found and len(found[1]) < 3):
        return bare if found else text
    year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
    try:
        return date(year, int(found[1]), int(found[2]))
    except ValueError:
        return text
