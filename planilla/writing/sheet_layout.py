"""What a sheet is like around its cells: widths, heights, limits, and how it prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from math import ceil

from planilla.writing.plain_text import plain

A4 = 9
LONGEST_FOOTER = 255  # Excel's, with its codes
PAGE_NUMBER = "Página &P de &N"
SIDE_MARGIN, EDGE_MARGIN = 0.4, 0.5  # inches
MOST_ROWS = 1_048_576  # of a sheet, with its heading: Excel's specifications and limits
MOST_COLUMNS = 16_384
READABLE_CHARACTERS = 230  # on one landscape page: a scale of about 55 %
MEASURED_ROWS = 500
MOST_LINES = 27  # of a row: Excel's limit is 409 points
HEADING_HEIGHT, LINE_HEIGHT = 32, 15  # points


def fitting_width(heading: str, texts: Iterable[str], least: float = 9, most: float = 42) -> float:
    """A width for a heading and the first few hundred texts under it."""
    longest = max((_line(text) for text in islice(texts, MEASURED_ROWS)), default=0)
    # a heading wraps, and needs room for the filter's button
    word = max((len(part) for part in heading.split()), default=0)
    heading_width = len(heading) + 4 if len(heading) <= 16 else max(word + 4, 16)
    return min(max(longest + 2, heading_width, least), most)


def _line(text: str) -> int:
    return max((len(line) for line in text.split("\n")), default=0)


def fitting_height(texts: Iterable[tuple[str, float]]) -> float | None:
    """A height that shows the wrapped texts, each with its column's width; None for one line.

    Excel fits such rows by itself; other programs do not.
    """
    lines = max((_wrapped(text, width) for text, width in texts), default=1)
    return LINE_HEIGHT * min(lines, MOST_LINES) + 1 if lines > 1 else None


def _wrapped(text: str, width: float) -> int:
    if not text:
        return 1
    # a word that does not fit goes to the next line whole
    return sum(1 + int(len(line) * 0.95 / width) for line in text.split("\n"))


def column_letters(column: int) -> str:
    """What Excel calls a column that counts from 0."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def pages_wide(widths: Sequence[float]) -> int:
    """On how many landscape pages side by side the columns are legible."""
    return max(1, round(sum(widths) / READABLE_CHARACTERS))


def pages_beside(widths: Sequence[float], repeat: int) -> int:
    """The same where a column stands on each of them, and none may be smaller to read."""
    rest = sum(widths) - widths[repeat]
    return max(1, ceil(rest / (READABLE_CHARACTERS - widths[repeat])))


def footer_text(name: str, code: str) -> str:
    """A name for a footer whose codes are `code`: as long as fits, its ampersands no codes."""
    room = LONGEST_FOOTER - len(code)
    text = plain(name)[:room].replace("&", "&&")
    while len(text) > room:
        text = text[:-2] if text.endswith("&&") else text[:-1]
    return text
