"""`planilla review`: what waits for a person, and their answers."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from planilla.commands.work.console import one_clear_message
from planilla.common.errors import InputRefused
from planilla.common.exit_codes import DONE, SOME_OPEN, ExitCode

NOTHING_YET = "there is no ledger yet: nothing waits"
TRIED = " (of what was tried with --sandbox: planilla review --sandbox)"


class Told(NamedTuple):
    """Who says something, why, and the pesos paid elsewhere as they were written."""

    who: str
    note: str
    paid: str | None


if TYPE_CHECKING:
    from planilla.ledger.ledger import Ledger
    from planilla.model.column_answers import WaitingHeading


def command(
    operation: Annotated[
        str | None, typer.Argument(help="The id of what is answered; without it, the list.")
    ] = None,
    answer: Annotated[str | None, typer.Argument(help="The answer, as the list offers it.")] = None,
    who: Annotated[str, typer.Option(help="Who decides; default: the user's name.")] = "",
    note: Annotated[str, typer.Option(help="Why, or where it was looked up.")] = "",
    paid: Annotated[
        str | None, typer.Option(help="Pesos paid elsewhere, where the service gives no figure.")
    ] = None,
    write: Annotated[
        Path | None, typer.Option(help="Write the questions into this workbook, to be filled in.")
    ] = None,
    read: Annotated[Path | None, typer.Option(help="Take the answers of a filled-in one.")] = None,
    sandbox: Annotated[
        bool, typer.Option("--sandbox", help="What waits of what was tried with --sandbox.")
    ] = False,
) -> None:
    """Show what waits for a person, or record an answer with who and when.

    Of a payment that was registered, and annulled on the service's page since, the answer is
    "undone": its money and its comprobante are open again. What an answer lets go on is sent
    by the next run over its point of sale or comprobante; what a heading is counts from the
    next run of its file on. Ends 4 while something waits, 3 when an answer was refused.
    """
    from planilla.reading.process.parent import start

    if read is not None:
        start()  # it gets ready while what follows is imported

    from planilla.commands.work.service_for import service_for, tried
    from planilla.settings.open_ledger import ledger_exists, open_ledger
    from planilla.settings.settings import load_settings

    with one_clear_message():
        settings = load_settings()
        was_tried = tried(settings)
        with service_for(settings, sandbox=sandbox and was_tried) as chosen:
            if not ledger_exists(chosen):
                raise InputRefused(NOTHING_YET + (TRIED if was_tried else ""))
            with open_ledger(chosen) as ledger:
                said = None
                if operation is not None:
                    said = operation, answer, Told(who or getpass.getuser(), note, paid)
                code = _reviewed(ledger, said, write, read, who)
    raise typer.Exit(code)


def _reviewed(
    ledger: Ledger,
    said: tuple[str, str | None, Told] | None,
    write: Path | None,
    read: Path | None,
    who: str,
) -> ExitCode:
    """Record what was said or filled in, and show what waits where nothing was."""
    code = DONE
    if said is not None:
        _record(ledger, *said)
    if read is not None:
        from planilla.commands.work.review_answers import take

        code = take(ledger, read, who)
    waiting, headings = ledger.reviews.waiting(), ledger.headings.waiting()
    if write is not None:
        from planilla.review.review_sheet import write_reviews

        typer.echo(f"Questions: {write_reviews(waiting, write, headings)}")
    elif said is None and read is None:
        from planilla.commands.work.review import show

        show(waiting, _lines(headings))
    return max(code, SOME_OPEN if waiting or headings else DONE)


def _record(ledger: Ledger, operation: str, answer: str | None, told: Told) -> None:
    """One answer, to an operation or to a heading."""
    from planilla.commands.work.review import amount
    from planilla.commands.work.review import answer as record
    from planilla.commands.work.review_undo import is_undo, undo
    from planilla.review.record_answers import Decision

    if answer is None:
        raise InputRefused(f"say the answer: planilla review {operation} ANSWER")
    decision = Decision(told.who, answer, told.note, amount(told.paid))
    if operation.isdecimal() and is_undo(answer):
        undo(ledger, int(operation), decision)
    elif operation.isdecimal():
        record(ledger, int(operation), decision)
    else:
        from planilla.commands.work.review_headings import answer_for_heading

        answer_for_heading(ledger, operation, decision)


def _lines(headings: Sequence[WaitingHeading]) -> list[Sequence[str]]:
    """Those of headings, whose words need the columns: nothing is loaded where none waits."""
    if not headings:
        return []
    from planilla.commands.work.review_headings import lines

    return lines(headings)
