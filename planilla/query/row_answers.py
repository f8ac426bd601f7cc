"""Which of what the service showed answers which row of a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from planilla.model.comprobante_key import Key
from planilla.payments.lists import Listed
from planilla.query.ask_service import Found, Question, Shown
from planilla.query.request_spans import Span

Answers = Mapping[int, Sequence[Shown] | None]


def answers(rows: Sequence[Listed], names: Mapping[str, Sequence[str]], found: Found) -> Answers:
    """What was shown for each row: nothing, or None where nobody answered."""
    asked_in_vain = {q.about for q in found.unasked if isinstance(q.about, str)}
    given: dict[int, Sequence[Shown] | None] = {}
    for row in rows:
        if row.key is None:
            own = names.get(row.referencia, ())
            shown = distinct(s for name in own for s in found.by_reference.get(name, ()))
            lost = not shown and asked_in_vain.intersection(own)
            given[row.row] = None if lost else tuple(sorted(shown, key=_issued_first))
        elif (whose := (row.account or "", row.key)) in found.by_key:
            given[row.row] = (found.by_key[whose],)
        else:
            unasked = any(_about(question, *whose) for question in found.unasked)
            given[row.row] = None if unasked else ()
    return given


def distinct(shown: Iterable[Shown]) -> list[Shown]:
    """Each once: what is issued by its name, and what has none yet as often as it is shown."""
    return list(
        {
            (s.name, s.held.external_reference, 0 if s.held.issued else id(s.held)): s
            for s in shown
        }.values()
    )


def _issued_first(shown: Shown) -> int:
    """What a row of a list is told by, of several with its reference: never just the first."""
    return shown.held.stand.value


def _about(question: Question, account: str, key: Key) -> bool:
    span = question.about
    if not isinstance(span, Span) or question.account != account:
        return False
    same = (span.tipo, span.punto_venta) == (key.tipo, key.punto_venta)
    return same and span.first <= (key.number or 0) <= span.last
