"""What one machine was told of a heading, another one of the same server knows."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from planilla.ledger.ledger import Ledger
from planilla.model.asked import Kind
from planilla.model.column_answers import HeadingQuestion
from schemas.column import REOPEN

MINUTE = timedelta(minutes=1)
DTO = HeadingQuestion(Kind.ISSUE, "default", "dto", "Dto.", "«50»")


def test_a_heading_is_asked_about_once_and_its_answers_are_everybodys(
    database: str, tmp_path: Path
) -> None:
    with (
        Ledger(database, "sandbox", tmp_path / "one", MINUTE) as one,
        Ledger(database, "sandbox", tmp_path / "two", MINUTE) as two,
    ):
        assert [one.headings.ask([DTO], "a.csv"), two.headings.ask([DTO], "b.csv")] == [1, 0]
        (waiting,) = two.headings.waiting()
        assert (waiting.file, waiting.about) == ("a.csv", DTO)
        two.headings.answer(waiting.id, REOPEN, "Ana", "")
        assert not one.headings.waiting()
        assert one.headings.ask([DTO], "b.csv") == 1
        one.headings.tell(DTO, "bonificacion", "Ana")
        two.headings.tell(DTO, "bonificacion", "Luis")  # nothing new
        said = {("default", "dto"): (REOPEN, "bonificacion")}
        assert one.headings.told(Kind.ISSUE) == two.headings.told(Kind.ISSUE) == said
        assert not two.headings.told(Kind.PAY)
