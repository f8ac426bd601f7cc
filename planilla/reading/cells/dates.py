"""Dates as people write them: the day first, ISO, or Excel's own."""

from __future__ import annotations

import re
from datetime import date, timedelta

from planilla.reading.cells.sheet import CellKind

ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T].*)?")
DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?: .*)?")
EXCEL_EPOCH = date(1899, 12, 30)
SERIALS = range(36526, 73051)  # 2000 to 2099
CENTURY = 2000


def parse_date(text: str, kind: CellKind) -> date | None:
    """The day of a cell; None when it is not a date."""
    bare = text.strip()
    try:
        if kind is CellKind.NUMBER:
            whole = bare.isdigit() and int(bare) in SERIALS
            return EXCEL_EPOCH + timedelta(days=int(bare)) if whole else None
        if found := ISO.fullmatch(bare):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := DAY_FIRST.fullmatch(bare):
            year = int(found[3])
            year += CENTURY if len(found[3]) == 2 else 0
            return date(year, int(found[2]), int(found[1]))
    except ValueError:
        return None
    return None
