"""Taking the answers of a filled-in review workbook that was dropped."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from planilla.common.errors import InputRefused, PlanillaError
from planilla.common.exit_codes import DONE, SOME_WRONG, ExitCode
from planilla.review.answers_for_a_file import with_the_rest
from planilla.review.heading_questions import take_heading
from planilla.review.questions import ANSWERS
from planilla.review.record_answers import Decision, decide
from planilla.review.review_sheet import (
    answers_another,
    heading_of,
    number_of,
    read_reviews,
    write_reviews,
)
from planilla.settings.open_ledger import open_ledger
from planilla.settings.settings import Settings

NOT_WAITING = "la operación {number} no espera ninguna respuesta"
ANOTHER = (
    "la respuesta es a una pregunta anterior sobre la operación {number}, que se volvió a enviar: "
    "responda la que está en {left}"
)


def take_answers(settings: Settings, path: Path, out: Path) -> ExitCode:
    """Record every answer; what was refused is told beside, with the questions that are left."""
    refused: list[str] = []
    out.mkdir(parents=True, exist_ok=True)
    left = out / f"{path.stem}.resultado.xlsx"
    with open_ledger(settings) as ledger:
        for row, cells in with_the_rest(ledger, read_reviews(path)):
            if name := heading_of(cells):
                try:
                    take_heading(ledger, name, cells)
                except InputRefused as error:
                    refused.append(f"fila {row}: {error.told}")
                continue
            number = number_of(cells)
            elsewhere = cells.get("pagado_por_otro_lado")
            decision = Decision(
                str(cells.get("quien") or ""),
                str(cells["respuesta"]),
                str(cells.get("nota") or ""),
                elsewhere if isinstance(elsewhere, Decimal) else None,
            )
            found = ledger.operations.some([number]).get(number)
            if found is None or not ANSWERS.get(found.reason):
                refused.append(f"fila {row}: {NOT_WAITING.format(number=number)}")
                continue
            if answers_another(cells, found):
                refused.append(f"fila {row}: {ANOTHER.format(number=number, left=left.name)}")
                continue
            try:
                decide(ledger, found, decision)
            except InputRefused as error:
                refused.append(f"fila {row}: {error.told}")
            except PlanillaError as error:
                refused.append(f"fila {row}: {error}")
        write_reviews(ledger.reviews.waiting(), left, ledger.headings.waiting())
    if refused:
        text = "\n".join(refused) + "\n"
        (out / f"{path.name}.leame.txt").write_text(text, encoding="utf-8")
    return SOME_WRONG if refused else DONE
