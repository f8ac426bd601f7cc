"""One answer for a whole file that was asked for again: the rows left blank take it too."""

from __future__ import annotations

from collections.abc import Sequence

from planilla.ledger.ledger import Ledger
from planilla.model.operation import Operation, Reason
from planilla.review.questions import find
from planilla.review.review_sheet import answers_another, number_of

Answered = tuple[int, dict[str, object]]  # the file's row, and its cells


def with_the_rest(ledger: Ledger, answered: Sequence[Answered]) -> list[Answered]:
    """The rows that were answered, and those that the same answer is for.

    That is the rest of a file again, where all that was answered of it says the same.
    """
    ids = [number_of(cells) for _, cells in answered]
    known = ledger.operations.some(ids)
    of_file: dict[int, list[tuple[Answered, Operation]]] = {}
    for one in answered:
        operation = known.get(number_of(one[1]))
        if operation is not None and operation.reason is Reason.AGAIN:
            of_file.setdefault(operation.file_id, []).append((one, operation))
    more: list[Answered] = []
    for group in of_file.values():
        (row, cells), operation = group[0]
        words = {find(Reason.AGAIN, str(c["respuesta"])) for (_, c), _ in group}
        if len(words) > 1 or any(answers_another(c, o) for (_, c), o in group):
            continue
        rest = (one for one in ledger.reviews.beside(operation) if one.id not in known)
        more += [(row, {**cells, "operacion_id": one.id, "desde": None}) for one in rest]
    return [*answered, *more]
