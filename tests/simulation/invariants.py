"""What must hold after each step, by the service's own books and each computer's ledger."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.double import Double, judge
from tests.simulation.books import Intended, counted, made, sold
from tests.simulation.sheets import sale_of

BY_A_PERSON = ("refuse", "not-ours", "dropped", "keep", "same-money", "not-applied", "not-sent")
OPERATIONS = (
    "SELECT id, kind, state, external_reference, tipo, punto_venta, number, cae, queue, refusal,"
    " body, fecha, file_id, first_row, done_in_run FROM operations"
)


class Broken(Exception):
    """Something that must always hold does not."""


def of_books(double: Double, intended: Intended, *, ledgers: int) -> Iterator[str]:
    """Never twice, never too much, nothing that only a broken client does.

    Of several `ledgers` none knows what the others are at: they meet at the number.
    """
    for sale, times in counted(double).items():
        if times > 1 and sale not in intended.wronged:
            where = [one.name for one in double.books.issued if sold(one) == sale]
            yield f"twice: sale {sale} is there {times} times: {where}"
    paid = Counter((sold(one.issued), one.amount) for one in made(double))
    for (sale, amount), times in paid.items():
        if sale in intended.paid_wrongly or sale is None:
            continue
        if times > intended.payments.get((sale, amount), 0):
            yield f"paid twice: {amount} of sale {sale}, {times} times"
    checks = {
        "a gap": judge.gaps,
        "a date that goes back": judge.dates_back,
        "one CAE twice": judge.caes_twice,
    }
    if ledgers == 1:
        checks["an overlap"] = _overlaps
    for what, check in checks.items():
        for one in check(double):
            yield f"{what}: {one}"
    if not intended.paid_wrongly:
        yield from (f"paid too much: {one}" for one in judge.overpaid(double))
    yield from (f"against the contract: {one.path}: {one.faults}" for one in double.refused)
    yield from (f"an answer in no document: {one}" for one in double.undocumented)


def _overlaps(double: Double) -> list[str]:
    """Two at once in a lane; one of payments is a comprobante (`Network.at_once`)."""
    return [one for one in judge.overlaps(double) if "facturacion/pagar" not in one]


def of_ledger(ledger: Path, double: Double, cuit: str, *, late: bool) -> Iterator[str]:
    """What is done has the number and CAE of the books; what is rejected is not in them.

    `late` says that the service is still at work on something: absence is not certain yet.
    """
    if not ledger.exists():
        return
    connection = sqlite3.connect(ledger)
    connection.row_factory = sqlite3.Row
    try:
        rows = connection.execute(OPERATIONS).fetchall()
        answers = {}
        for row in connection.execute("SELECT operation_id, answer FROM reviews ORDER BY id"):
            answers[row["operation_id"]] = row["answer"]
    finally:
        connection.close()
    for row in rows:
        if row["kind"] == "issue":
            yield from _issue(row, answers.get(row["id"]), double, cuit, late=late)


def without_intent(ledger: Path, content: bytes) -> list[str]:
    """Of what a request would issue, whatever is not on disk as being sent."""
    connection = sqlite3.connect(ledger)
    try:
        query = "SELECT external_reference FROM operations WHERE state = 'sending'"
        sending = {reference for (reference,) in connection.execute(query)}
    finally:
        connection.close()
    return [one for one in _references(json.loads(content)) if one not in sending]


def _references(told: Any) -> Iterator[str]:
    if isinstance(told, dict):
        yield from (str(told[name]) for name in ("external_reference",) if told.get(name))
    for one in told.values() if isinstance(told, dict) else told if isinstance(told, list) else ():
        yield from _references(one)


def counts(ledger: Path) -> Counter[str]:
    """How many operations are in each state, and in each of the queue's."""
    connection = sqlite3.connect(ledger)
    try:
        found: Counter[str] = Counter()
        for state, queue in connection.execute("SELECT state, queue FROM operations"):
            found.update((state, queue))
        return found
    finally:
        connection.close()


def _issue(
    row: sqlite3.Row, answer: str | None, double: Double, cuit: str, *, late: bool
) -> Iterator[str]:
    name = f"operation {row['id']} ({row['external_reference']})"
    mine = [
        one
        for one in double.books.issued
        if one.reference == row["external_reference"] and one.tipo == row["tipo"]
    ]
    if row["state"] == "done" and row["queue"] in ("", "issued"):
        lane = (cuit, row["punto_venta"], row["tipo"])
        there = double.books.at_arca(lane, row["number"] or 0)
        if answer is not None:
            return
        if there is None:
            yield f"{name} is done with number {row['number']}, which the service has not"
        elif there not in mine:
            yield f"{name} is done as {there.name}, which is {there.reference}"
        elif row["cae"] and there.cae and row["cae"].strip() != there.cae.strip():
            yield f"{name} has CAE {row['cae']}, and the service {there.cae}"
    if row["state"] == "rejected" and answer not in BY_A_PERSON and not late:
        sale = sale_of(json.loads(row["body"])) if row["body"] else None
        held = [one for one in mine if sale is None or sold(one) == sale]
        if held:
            yield f"{name} is rejected, and the service has it: {held[0].name}"
