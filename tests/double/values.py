"""Dates, numbers and amounts, as the wire writes them."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any
from zoneinfo import ZoneInfo

Body = dict[str, Any]

BUENOS_AIRES = ZoneInfo("America/Argentina/Buenos_Aires")
CENT = Decimal("0.01")
MILL = Decimal("0.001")


def day(text: str) -> date:
    """dd/mm/yyyy. ValueError where the calendar has no such day."""
    number, month, year = (int(part) for part in text.split("/"))
    return date(year, month, number)


def told(when: date) -> str:
    return when.strftime("%d/%m/%Y")


def told_minute(when: datetime) -> str:
    return when.strftime("%d/%m/%Y %H:%M")


def amount(value: Any) -> Decimal:
    """An amount sent as a number or as a text; an empty text is nothing."""
    return Decimal(str(value).strip() or "0")


def number(value: Any) -> int:
    return int(str(value).strip() or "0")


def rounded(value: Decimal, to: Decimal = CENT) -> Decimal:
    return value.quantize(to, ROUND_HALF_EVEN)


def pesos(comprobante: Body) -> Decimal:
    """Its total as the client's account has it."""
    return rounded(amount(comprobante["total"]) * amount(comprobante.get("cotizacion", 1)))


def plain_word(text: Any) -> str:
    """In small letters without accents."""
    split = unicodedata.normalize("NFD", str(text).strip().lower())
    return "".join(sign for sign in split if not unicodedata.category(sign).startswith("M"))


def plain(value: Decimal) -> int | float:
    """How the answers write it: a JSON number."""
    return int(value) if value == value.to_integral_value() else float(value)


def digits(value: Any) -> str:
    return str(value).strip().lstrip("0") or "0"
