"""MT940, SWIFT's statement of a customer, by the library mt-940."""

from __future__ import annotations

import decimal
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from mt940.models import Transaction, Transactions
from mt940.options import Options

from planilla.common.errors import UnreadableFile
from planilla.reading.cells.grid import Grid
from planilla.reading.formats.read_csv import decode
from planilla.reading.formats.statement_grid import (
    CLOSING,
    OPENING,
    Line,
    one_line,
    statement_grid,
)

MARK = "Referencia (MT940)"
BEGINS = re.compile(r"^:20:", re.MULTILINE)
MOVEMENT = re.compile(r"^:61:", re.MULTILINE)
ENVELOPE = re.compile(r"^(?:-?\}|\{.*)$", re.MULTILINE)  # SWIFT's own blocks around the text
SUBFIELD = re.compile(r"\?\d\d")
NO_REFERENCE = {"", "NONREF"}
UNCLEAR = "El extracto MT940 no se entiende cerca de la línea {line}. Bájelo otra vez del banco."
OPTIONS = Options.all()
RAW: dict[str, list[Any]] = {"post_transaction_details": []}  # what a bank writes, as it stands


def read_mt940(path: Path) -> Grid:
    """The movements of every statement in a file, between its balances; raises `UnreadableFile`."""
    text = ENVELOPE.sub("", decode(path, path.read_bytes()).replace("\r\n", "\n"))
    starts = [found.start() for found in BEGINS.finditer(text)]
    ends = [*starts[1:], len(text)]
    lines = [
        line
        for start, end in zip(starts, ends, strict=True)
        for line in _statement(path, text[start:end], text.count("\n", 0, start) + 1)
    ]
    return statement_grid(path, MARK, lines)


def _statement(path: Path, text: str, first: int) -> Iterator[Line]:
    """One statement; `first` is the line at which it begins."""
    found = Transactions(processors=RAW, options=OPTIONS)
    try:
        found.parse(text)
    except (RuntimeError, ValueError, decimal.InvalidOperation) as error:
        raise UnreadableFile(path, UNCLEAR.format(line=first)) from error
    numbers = [first + text.count("\n", 0, one.start()) for one in MOVEMENT.finditer(text)]
    if len(numbers) != len(found.transactions):  # one was swallowed, and nobody would miss it
        raise UnreadableFile(path, UNCLEAR.format(line=first))
    account = one_line(found.data.get("account_identification"))
    currency = found.currency or ""
    about = {"account": account, "currency": currency}
    if (opening := _balance(found, "opening")) is not None:
        yield Line(first, **about, words=OPENING, balance=opening)
    for number, one in zip(numbers, found.transactions, strict=True):
        yield _line(number, one, about)
    if (closing := _balance(found, "closing")) is not None:
        end = first + text.count("\n")
        yield Line(end, **about, words=CLOSING, balance=closing)


def _balance(found: Transactions, which: str) -> Decimal | None:
    """Of the whole statement, or of a page of it."""
    for kind in ("final", "intermediate"):
        balance = found.data.get(f"{kind}_{which}_balance")
        amount = getattr(getattr(balance, "amount", None), "amount", None)
        if isinstance(amount, Decimal):
            return amount
    return None


def _line(number: int, one: Transaction, about: dict[str, str]) -> Line:
    data = one.data
    references = [data.get("bank_reference") or "", data.get("customer_reference") or ""]
    day: date = data.get("guessed_entry_date") or data["date"]
    return Line(
        number,
        **about,
        day=date(day.year, day.month, day.day),
        words=one_line(
            SUBFIELD.sub(" ", data.get("transaction_details") or ""),
            data.get("extra_details"),
        ),
        reference=one_line(*(one for one in references if one.strip() not in NO_REFERENCE)),
        amount=data["amount"].amount,
    )
