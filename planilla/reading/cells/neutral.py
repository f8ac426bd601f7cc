"""Texts of a CSV that a spreadsheet would take for formulas, made harmless and meant again.

A spreadsheet runs what begins with `=`, `+`, `-`, `@`, a tab or a line's end (OWASP, "CSV
injection"). An apostrophe before it makes it a text. Whoever reads our own file takes it away, so
that a row says the same when it is presented again.
"""

from __future__ import annotations

import re

import polars as pl

RISKY = re.compile(r"'*[=+\-@\t\r\n]")
FIGURE = re.compile(r"[+-]?[\d.,]+")
MEANT = r"^'('*[=+\-@\t\r\n])"


def neutral(text: str) -> str:
    """The text so that no spreadsheet runs it; a plain number stays what it is."""
    risky = RISKY.match(text) is not None and FIGURE.fullmatch(text) is None
    return f"'{text}" if risky else text


def as_meant(frame: pl.DataFrame) -> pl.DataFrame:
    """The cells of a frame of texts as they were before `neutral`."""
    return frame.with_columns(pl.col(pl.String).str.replace(MEANT, "$1"))
