"""What is asked about the columns of one file, as a workbook of its own to be filled in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from planilla.model.column_answers import HeadingQuestion
from planilla.review.review_sheet import write_reviews
from planilla.settings.open_ledger import open_ledger
from planilla.settings.settings import Settings


def write_questions(
    questions: Sequence[HeadingQuestion], destination: Path, settings: Settings
) -> None:
    """Write those that nobody has answered meanwhile; nothing when none is left.

    Raises `LedgerError` and `OutputError`.
    """
    with open_ledger(settings) as ledger:
        leads = ledger.headings.leads({one.account for one in questions})
        asked = {(one.kind, leads[one.account], one.heading) for one in questions}
        waiting = [
            one
            for one in ledger.headings.waiting()
            if (one.about.kind, one.about.account, one.about.heading) in asked
        ]
    if waiting:
        destination.parent.mkdir(parents=True, exist_ok=True)
        write_reviews((), destination, waiting)
