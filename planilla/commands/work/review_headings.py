"""Questions about headings on the screen: loaded where there is one, with all columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import typer

from planilla.commands.work.console import visible
from planilla.ledger.ledger import Ledger
from planilla.model.column_answers import WaitingHeading
from planilla.review.heading_questions import answer_heading, find, likely
from planilla.review.record_answers import Decision


def answer_for_heading(ledger: Ledger, name: str, decision: Decision) -> None:
    """Record what a heading is, by its question's name; raises `InputRefused`."""
    waiting = find(ledger, name)
    told = answer_heading(ledger, waiting, decision.answer, decision.who, decision.note)
    typer.echo(visible(f"{waiting.name} «{waiting.about.written}»: {told} ({decision.who})"))


def lines(headings: Iterable[WaitingHeading]) -> list[Sequence[str]]:
    """A line of the table of questions for each."""
    return [_line(heading) for heading in headings]


def _line(heading: WaitingHeading) -> Sequence[str]:
    about = heading.about
    what, seen = f"heading of {about.kind}", f"{heading.file}: {about.seen}"
    likely_ones = "".join(f" | is {one.removeprefix('es ')}" for one in likely(heading))
    words = f"ignore{likely_ones} | is COLUMN | ask"
    return heading.name, what, about.written, "", f"what is «{about.written}»?", seen, words
