"""Recording the answers of a filled-in workbook."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import typer

from planilla.commands.work.console import errors, visible
from planilla.commands.work.review import answer_one
from planilla.common.errors import InputRefused, PlanillaError
from planilla.common.exit_codes import DONE, SOME_WRONG, ExitCode
from planilla.ledger.ledger import Ledger
from planilla.review.answers_for_a_file import with_the_rest
from planilla.review.heading_questions import take_heading
from planilla.review.record_answers import Decision
from planilla.review.review_sheet import answers_another, heading_of, number_of, read_reviews


def take(ledger: Ledger, path: Path, who: str) -> ExitCode:
    """Record every answer of a workbook; one that does not fit is told, the rest go on."""
    code = DONE
    for row, cells in with_the_rest(ledger, read_reviews(path)):
        if name := heading_of(cells):
            try:
                typer.echo(visible(f"{name}: {take_heading(ledger, name, cells, who)}"))
            except PlanillaError as error:
                code = SOME_WRONG
                errors.print(f"{path.name}, row {row}: {error}", style="red")
            continue
        elsewhere = cells.get("pagado_por_otro_lado")
        decision = Decision(
            str(cells.get("quien") or who),
            str(cells["respuesta"]),
            str(cells.get("nota") or ""),
            elsewhere if isinstance(elsewhere, Decimal) else None,
        )
        number = number_of(cells)
        try:
            _refuse_stale(ledger, number, cells)
            answer_one(ledger, number, decision)
        except PlanillaError as error:
            code = SOME_WRONG
            text = f"{path.name}, row {row}: {error}"
            errors.print(text, style="red")
    return code


def _refuse_stale(ledger: Ledger, number: int, cells: Mapping[str, object]) -> None:
    found = ledger.operations.some([number]).get(number)
    if found is not None and answers_another(cells, found):
        raise InputRefused(
            f"it answers an earlier question about operation {number}, which was sent again since: "
            "write the workbook again (--write)"
        )
