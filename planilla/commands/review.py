"""`planilla review`: what waits for a person, and their answers."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planilla.commands.work.console import one_clear_message
from planilla.common.errors import InputRefused
from planilla.common.exit_codes import DONE, SOME_OPEN

if TYPE_CHECKING:
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
) -> None:
    """Show what waits for a person, or record an answer with who and when.

    What an answer lets go on is sent by the next run over its point of sale or
    comprobante; what a heading is counts from the next run of its file on. Ends 4 while
    something waits, 3 when an answer was refused.
    """
    from planilla.reading.process.parent import start

    if read is not None:
        start()  # it gets ready while what follows is imported

    from planilla.commands.work.review import amount, show
    from planilla.commands.work.review import answer as record
    from planilla.review.record_answers import Decision
    from planilla.settings.open_ledger import ledger_exists, open_ledger
    from planilla.settings.settings import load_settings

    with one_clear_message():
        settings = load_settings()
        if not ledger_exists(settings):
            raise InputRefused("there is no ledger yet: nothing waits")
        code = DONE
        with open_ledger(settings) as ledger:
            if operation is not None:
                if answer is None:
                    raise InputRefused(f"say the answer: planilla review {operation} ANSWER")
                decision = Decision(who or getpass.getuser(), answer, note, amount(paid))
                if operation.isdecimal():
                    record(ledger, int(operation), decision)
                else:
                    from planilla.commands.work.review_headings import answer_for_heading

                    answer_for_heading(ledger, operation, decision)
            if read is not None:
                from planilla.commands.work.review_answers import take

                code = take(ledger, read, who)
            waiting, headings = ledger.reviews.waiting(), ledger.headings.waiting()
            if write is not None:
                from planilla.review.review_sheet import write_reviews

                typer.echo(f"Questions: {write_reviews(waiting, write, headings)}")
            elif operation is None and read is None:
                show(waiting, _lines(headings))
        code = max(code, SOME_OPEN if waiting or headings else DONE)
    raise typer.Exit(code)


def _lines(headings: Sequence[WaitingHeading]) -> list[Sequence[str]]:
    """Those of headings, whose words need the columns: nothing is loaded where none waits."""
    if not headings:
        return []
    from planilla.commands.work.review_headings import lines

    return lines(headings)
