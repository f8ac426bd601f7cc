"""Copies of the samples whose dates are near today: ARCA's windows move with the calendar."""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl

from sample_data.make import NEWEST


def shifted_copy(source: Path, destination: Path, today: date) -> Path:
    """Copy a sample with every date moved by the same days, the newest to `today`."""
    move = today - NEWEST
    destination.parent.mkdir(parents=True, exist_ok=True)
    if source.suffix == ".csv":
        _csv(source, destination, move)
    else:
        _xlsx(source, destination, move)
    return destination


def _xlsx(source: Path, destination: Path, move: timedelta) -> None:
    book = openpyxl.load_workbook(source)
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            if isinstance(cell.value, datetime):
                cell.value = (cell.value + move).date()
                cell.number_format = "dd/mm/yyyy"
            elif isinstance(cell.value, str):
                cell.data_type = "s"
    book.save(destination)


def _csv(source: Path, destination: Path, move: timedelta) -> None:
    with source.open(encoding="cp1252", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    with destination.open("w", encoding="cp1252", newline="") as file:
        csv.writer(file, delimiter=";").writerows([[_moved(t, move) for t in r] for r in rows])


def _moved(text: str, move: timedelta) -> str:
    try:
        day = datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return text
    return f"{day + move:%d/%m/%Y}"
