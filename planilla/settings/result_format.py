"""In which forms a run's result is written."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path


class ResultFormat(StrEnum):
    """The workbook alone, or a CSV beside it: always, or where the input is a CSV."""

    XLSX = "xlsx"
    CSV = "csv"
    AUTO = "auto"

    def wants_csv(self, source: Path) -> bool:
        """Whether a CSV is written of a file."""
        as_input = self is ResultFormat.AUTO and source.suffix.casefold() == ".csv"
        return self is ResultFormat.CSV or as_input
