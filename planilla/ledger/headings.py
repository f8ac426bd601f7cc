"""The headings that planilla does not know, and what people said of each, company by company.

An answer is never written over: the latest holds, and the earlier ones tell how a row may have
been read once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Engine, select, update

from planilla.common.calendar import now
from planilla.ledger.company_keys import Whose
from planilla.ledger.database import insert_new, reading, writing
from planilla.ledger.tables import heading_answers, headings
from planilla.model.asked import Kind
from planilla.model.column_answers import HeadingQuestion, Name, WaitingHeading
from schemas.column import REOPEN


class Headings:
    """The questions about headings of a ledger, and their answers."""

    def __init__(self, engine: Engine, whose: Whose) -> None:
        self._engine = engine
        self._whose = whose

    def leads(self, accounts: Iterable[str]) -> dict[str, str]:
        """The key under which each company's answers are kept."""
        with reading(self._engine) as connection:
            return {one: self._whose.lead(connection, one) for one in accounts}

    def told(self, kind: Kind) -> Mapping[Name, tuple[str, ...]]:
        """All that was said, by company and heading, the oldest first."""
        query = (
            select(headings.c.account, headings.c.heading, heading_answers.c.answer)
            .join(heading_answers, heading_answers.c.heading_id == headings.c.id)
            .where(headings.c.kind == kind)
            .order_by(heading_answers.c.id)
        )
        found: dict[Name, tuple[str, ...]] = {}
        with reading(self._engine) as connection:
            for row in connection.execute(query):
                name = row.account, row.heading
                found[name] = (*found.get(name, ()), row.answer)
        return found

    def ask(self, questions: Collection[HeadingQuestion], file: str) -> int:
        """Write questions down; how many nobody had asked, or were to be asked again."""
        if not questions:
            return 0
        with writing(self._engine) as connection:
            return sum(self._ask(connection, one, file)[1] for one in questions)

    def tell(
        self, one: HeadingQuestion, answer: str, who: str, file: str = "", note: str = ""
    ) -> None:
        """Write an answer down with its question; nothing where it is the latest already."""
        with writing(self._engine) as connection:
            number, _ = self._ask(connection, one, file)
            last = _answers(connection, [number]).get(number, [])
            if not last or last[-1].answer != answer:
                _answer(connection, number, answer, who, note)

    def answer(self, number: int, answer: str, who: str, note: str) -> None:
        """Write down what a person said of a question."""
        with writing(self._engine) as connection:
            _answer(connection, number, answer, who, note)

    def waiting(self) -> list[WaitingHeading]:
        """The questions that nobody has answered, oldest first."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(headings).order_by(headings.c.id)).all()
            answers = _answers(connection, [row.id for row in rows])
        return [_waiting(row) for row in rows if _is_open(row, answers.get(row.id, []))]

    def latest(self, number: int) -> str | None:
        """The last answer to a question; None while it waits for one."""
        with reading(self._engine) as connection:
            row = connection.execute(select(headings).where(headings.c.id == number)).first()
            answers = _answers(connection, [number]).get(number, [])
        return None if row is None or _is_open(row, answers) else str(answers[-1].answer)

    def some(self, number: int) -> WaitingHeading | None:
        """A question by its number, answered or not."""
        with reading(self._engine) as connection:
            row = connection.execute(select(headings).where(headings.c.id == number)).first()
        return _waiting(row) if row is not None else None

    def _ask(self, connection: Connection, one: HeadingQuestion, file: str) -> tuple[int, bool]:
        """A question's number, and whether it waits only since now."""
        account = self._whose.lead(connection, one.account)
        name = {"kind": one.kind, "account": account, "heading": one.heading}
        told = {"written": one.written, "seen": one.seen, "file": file, "asked_at": now()}
        query = select(headings).filter_by(**name)
        new = connection.execute(query).first() is None
        if new:
            insert_new(connection, headings, name | told)
        row = connection.execute(query).one()
        last = _answers(connection, [row.id]).get(row.id, [])
        if last and last[-1].answer == REOPEN and last[-1].at >= row.asked_at:
            connection.execute(update(headings).where(headings.c.id == row.id).values(**told))
            new = True
        return int(row.id), new


def _answer(connection: Connection, number: int, answer: str, who: str, note: str) -> None:
    values = {"heading_id": number, "at": now(), "who": who, "answer": answer, "note": note}
    connection.execute(heading_answers.insert().values(**values))


def _answers(connection: Connection, numbers: Collection[int]) -> dict[int, list[Any]]:
    query = select(heading_answers).order_by(heading_answers.c.id)
    if len(numbers) == 1:
        query = query.where(heading_answers.c.heading_id.in_(numbers))
    found: dict[int, list[Any]] = {}
    for row in connection.execute(query):
        found.setdefault(row.heading_id, []).append(row)
    return found


def _is_open(row: Any, answers: list[Any]) -> bool:
    """Whether nobody has answered since it was asked last."""
    return not answers or (answers[-1].answer == REOPEN and answers[-1].at < row.asked_at)


def _waiting(row: Any) -> WaitingHeading:
    about = HeadingQuestion(Kind(row.kind), row.account, row.heading, row.written, row.seen)
    return WaitingHeading(row.id, about, row.file, row.asked_at)
