"""A statement of account a client, as a workbook that prints on as few pages as it needs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from pathlib import Path

from planilla.common.atomic_write import write_whole
from planilla.common.money import PESOS, written
from planilla.reconcile.sheets.accounts import Account, accounts
from planilla.reconcile.sheets.findings import Reconciled
from planilla.writing.book.book import Book
from planilla.writing.book.book import written as book_of
from planilla.writing.styles import (
    DATE,
    HEADING,
    MONEY,
    NAVY,
    PAPER,
    SECTION,
    SUBTITLE,
    TITLE,
    Look,
    Value,
)

FOLDER = "cuentas"
HEADINGS = ("fecha", "movimiento", "vence", "debe", "haber", "saldo")
WIDTHS = (12, 62, 12, 18, 18, 18)
LINE_HEIGHT = 19  # points
DAY = Look(number_format=DATE, lined=True, upright="center", across="left")
WHAT = Look(lined=True, upright="center", wrap=True)
RIGHT = replace(HEADING, across="right")
AMOUNT = Look(number_format=MONEY, lined=True, upright="center")
TOTAL = Look(number_format=MONEY, lined=True, bold=True, fill=PAPER, ink=NAVY, upright="center")
HEADLINE = Look(size=13, bold=True, fill=PAPER, ink=NAVY, upright="center", indent=1)
NOT_OF_A_FILE = re.compile(r"[^\w .-]+")
LONGEST_NAME = 60
OWES = "Saldo: debe {amount}{moneda}."
OVERDUE = " Vencido: {amount}."
FAVOUR = "Saldo a su favor: {amount}{moneda}."
NOTHING = "Saldo: no debe nada."


def write_accounts(found: Reconciled, folder: Path) -> tuple[Path, ...]:
    """Write a file a client into a folder; returns where. Raises `OutputError`."""
    folder.mkdir(parents=True, exist_ok=True)
    paths, taken = [], set[str]()
    every = sorted(accounts(found), key=_whose)
    for _, own in groupby(every, key=_whose):
        some = list(own)
        name = _file_name(some[0])
        while name.casefold() in taken:
            name += " (2)"
        taken.add(name.casefold())
        paths.append(_write(some, found.day, folder / f"{name}.xlsx"))
    return tuple(paths)


def _whose(account: Account) -> tuple[str, str]:
    return account.client.casefold() if not account.cuit else "", account.cuit


def _file_name(account: Account) -> str:
    name = " ".join(NOT_OF_A_FILE.sub(" ", account.client).split())[:LONGEST_NAME].strip(" .")
    return " ".join(part for part in (name, account.cuit) if part) or "cliente"


def _write(own: Sequence[Account], day: date, path: Path) -> Path:
    def fill(book: Book) -> None:
        sheet = book.sheet("Estado de cuenta", tab="0F6B66")
        sheet.widths(WIDTHS)
        sheet.one_page(own[0].client, whole=False)

        def line(values: Sequence[Value], looks: Sequence[Look]) -> None:
            sheet.line(values, [book.style(look) for look in looks], LINE_HEIGHT)

        line(["Estado de cuenta"], [TITLE])
        cuit = f" · CUIT {own[0].cuit}" if own[0].cuit else ""
        line([f"{own[0].client}{cuit} · al {day:%d/%m/%Y}"], [SUBTITLE])
        for account in own:
            line([], [])
            if len(own) > 1 or account.moneda != PESOS:
                line([f"En {account.moneda}"], [SECTION])
            line([_told(account)], [HEADLINE])
            line(HEADINGS, (*[HEADING] * 3, *[RIGHT] * 3))
            balance = account.movements[0].debe * 0
            for one in account.movements:
                balance += one.debe - one.haber
                sides = (one.debe or None, one.haber or None, balance)
                line((one.fecha, one.what, one.due, *sides), (DAY, WHAT, DAY, *[AMOUNT] * 3))
            debe = sum(one.debe for one in account.movements)
            total = (None, "Total", None, debe, debe - balance, balance)
            line(total, [TOTAL] * len(HEADINGS))

    return write_whole(path, lambda: book_of(fill))


def _told(account: Account) -> str:
    """What it comes to, in words."""
    balance = account.balance
    moneda = "" if account.moneda == PESOS else f" {account.moneda}"
    if not balance:
        return NOTHING
    if balance < 0:
        return FAVOUR.format(amount=written(-balance), moneda=moneda)
    told = OWES.format(amount=written(balance), moneda=moneda)
    overdue = min(account.overdue, balance)
    return told + (OVERDUE.format(amount=written(overdue)) if overdue else "")
