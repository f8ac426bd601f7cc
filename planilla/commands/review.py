"""`planilla review`: what waits for a person, and their answers."""

from __future__ import annotations

import getpass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from planilla.commands.console import errors, one_clear_message
from planilla.errors import InputRefused, PlanillaError
from planilla.ledger.ledger import Ledger
from planilla.ledger.model import Operation
from planilla.office import ledger_exists, open_ledger
from planilla.outcome import DONE, SOME_OPEN, SOME_WRONG
from planilla.reviewing.answers import ANSWERS
from planilla.reviewing.deciding import Decision, decide
from planilla.reviewing.sheet import read_reviews, write_reviews
from planilla.settings import load_settings


def command(
    operation: Annotated[
        int | None, typer.Argument(help="The number of what is answered; without it, the list.")
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
    comprobante. Ends 4 while something waits, 3 when an answer was refused.
    """
    with one_clear_message():
        settings = load_settings()
        if not ledger_exists(settings):
            raise InputRefused("there is no ledger yet: nothing waits")
        code = DONE
        with open_ledger(settings) as ledger:
            if operation is not None:
                if answer is None:
                    raise InputRefused(f"say the answer: planilla review {operation} ANSWER")
                decision = Decision(who or getpass.getuser(), answer, note, _amount(paid))
                _answer(ledger, operation, decision)
            if read is not None:
                code = _take(ledger, read, who)
            waiting = ledger.reviews.waiting()
            if write is not None:
                typer.echo(f"Questions: {write_reviews(waiting, write)}")
            elif operation is None and read is None:
                _show(waiting)
        code = max(code, SOME_OPEN if waiting else DONE)
    raise typer.Exit(code)


def _answer(ledger: Ledger, number: int, decision: Decision) -> None:
    found = ledger.operations.some([number]).get(number)
    if found is None or not ANSWERS.get(found.reason):
        raise InputRefused(f"operation {number} does not wait for anybody")
    understood = decide(ledger, found, decision)
    typer.echo(f"{number}: {understood.word} ({decision.who})")


def _take(ledger: Ledger, path: Path, who: str) -> int:
    """Record every answer of a workbook; one that does not fit is told, the rest go on."""
    code = DONE
    for row, cells in read_reviews(path):
        elsewhere = cells.get("pagado_por_otro_lado")
        decision = Decision(
            str(cells.get("quien") or who),
            str(cells["respuesta"]),
            str(cells.get("nota") or ""),
            elsewhere if isinstance(elsewhere, Decimal) else None,
        )
        try:
            _answer(ledger, int(str(cells.get("operacion_id") or 0)), decision)
        except PlanillaError as error:
            code = SOME_WRONG
            text = f"{path.name}, row {row}: {error}"
            errors.print(text, style="red", markup=False, highlight=False)
    return code


def _show(waiting: list[Operation]) -> None:
    if not waiting:
        typer.echo("Nothing waits for a person.")
        return
    table = Table("id", "what", "referencia", "total", "seen", "answers", show_lines=True)
    for one in waiting:
        words = " | ".join(answer.word for answer in ANSWERS.get(one.reason, ()))
        what = f"{one.kind} {one.comprobante}".strip()
        total = f"{one.moneda} {one.total:,.2f}"
        table.add_row(str(one.id), what, one.referencia, total, " ".join(one.errors), words)
    Console().print(table)
    typer.echo("Answer with: planilla review ID ANSWER --who NAME --note TEXT")


def _amount(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        found = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise InputRefused(f"--paid {text}: write an amount such as 1234.56") from None
    if not found.is_finite() or found < 0:
        raise InputRefused(f"--paid {text}: write an amount such as 1234.56")
    return found
