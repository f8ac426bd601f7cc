"""From a file to comprobantes fit to be sent and faults in words; nothing else.

    read ─► cast ─► inherit ─► rows (pandera) ─► comprobantes (rules, sums) ─► references

Every row of the file ends in a comprobante or has a fault.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from planilla.comprobantes import earlier_readings, equal_lines
from planilla.comprobantes.asked_rates import Rates, with_rates
from planilla.comprobantes.bodies import Bodies
from planilla.comprobantes.content import contents
from planilla.comprobantes.judge import Owned, judge
from planilla.comprobantes.judge_partly import judge_partly
from planilla.comprobantes.meant_before import Meant, meanings_before
from planilla.comprobantes.notes_of_wrong_rows import drop_notes_without_footing
from planilla.model.asked import AskedComprobante, Earlier
from planilla.model.column_answers import ColumnAnswers
from planilla.model.issuers import Issuer, Issuers
from planilla.reading.answered_headings import Readings, read_answered
from planilla.reading.as_in_file import as_in_file
from planilla.reading.cells.sheet import Sheet
from planilla.reading.derived_referencias import Referencias
from planilla.reading.examples import tell_examples
from planilla.reading.loaded import Loaded, loaded
from planilla.reading.row_issuer import Owners, points_of
from planilla.reading.rows import Rows
from planilla.reading.typed_rows import Typed, spread, typed_of, typed_rows
from planilla.reading.typed_rows import as_stored as typed_rows_as_stored
from schemas.columns import BY_NAME
from schemas.context import UNIDENTIFIED_LIMIT, Context, Rules

TEXTS = ("tipo", "documento_tipo", "documento_nro", "razon_social", "moneda")
NO_CONDITION = (
    "No se sabe la condición frente al IVA del emisor (PLANILLA_ISSUER_CONDICION_IVA): no se "
    "revisó si le corresponde emitir cada letra."
)
NO_CUIT = (
    "No se sabe el CUIT del emisor (PLANILLA_ISSUER_CUIT): no se revisó que el cliente sea otro."
)


def load(
    path: Path, today: date, issuers: Issuers, rules: Rules | None = None, *, queued: bool = False
) -> Loaded:
    """Read and judge a file of comprobantes.

    `today` is the day in Buenos Aires; `queued` ones may have a date to come.
    Raises `InputError` kinds when the file as a whole cannot be used.
    """
    return judged(read(path), today, issuers, rules, queued=queued)


def read(path: Path, *, whole: bool = False) -> Typed:
    """The rows of a file of comprobantes, not yet judged; raises `InputError` kinds.

    Of a result workbook the `whole`, or what is to be mended.
    """
    return typed_rows(path, earlier_readings.COLUMNS, whole=whole)


def read_by(path: Path, answers: ColumnAnswers, issuers: Issuers) -> Readings:
    """As `read`, by what people said of headings that are none of ours."""

    def rows(sheet: Sheet, places: Mapping[str, int]) -> Typed:
        return typed_of(sheet, places, earlier_readings.COLUMNS)

    return read_answered(path, earlier_readings.COLUMNS, rows, answers, issuers)


def as_stored(read_rows: Typed) -> Typed | None:
    """The rows as the second version of the reading took them, if cells show anything else."""
    shown = read_rows.sheet.signs
    return typed_rows_as_stored(read_rows, earlier_readings.COLUMNS) if shown else None


def judged(
    read_rows: Typed,
    today: date,
    issuers: Issuers,
    rules: Rules | None = None,
    *,
    queued: bool = False,
    limit: Callable[[], Decimal] = lambda: UNIDENTIFIED_LIMIT,
    examples: bool = True,
    rates: Rates | None = None,
) -> Loaded:
    """What rows ask for by some rules; the rows may be judged again by others.

    `limit` finds out from which amount a final consumer must be identified, once it matters.
    Without `examples` the rows of the template are faults. `rates` finds out the official rate of
    a currency on a day, for a row that has none.
    """
    typed = replace(read_rows, faults=read_rows.faults.copy())
    context = Context(today, rules=rules or Rules(), queued=queued, limit=limit)
    if context.rules.newer:
        typed.tell_doubts()
    judge_partly(typed, context)
    if not examples:
        tell_examples(typed.rows, typed.numbers, typed.faults)
    issuers = issuers.for_rows(points_of(typed.rows))
    known_by = typed.rows
    typed, taken = with_rates(typed, rates) if rates is not None else (typed, {})
    comprobantes, twins = _comprobantes(typed, issuers, context, known_by)
    given = typed.rows.column("referencia")
    comprobantes = drop_notes_without_footing(comprobantes, given, typed.faults)
    found = loaded(typed, BY_NAME, comprobantes, _notices(issuers, rules or Rules()))
    noted = {row: (*found.notes.get(row, ()), told) for row, told in taken.items()}
    found = replace(
        found, referencias={**found.referencias, **twins}, notes={**found.notes, **noted}
    )
    found = _with_equal_lines(found, equal_lines.equal_lines(typed, comprobantes))
    return as_in_file(found)


def _with_equal_lines(found: Loaded, equal: Sequence[tuple[str, equal_lines.Equal]]) -> Loaded:
    own = equal_lines.notes(equal)
    notes = {row: (*found.notes.get(row, ()), told) for row, told in own.items()}
    notices = (*found.notices, *equal_lines.notices(equal))
    return replace(found, notices=notices, notes={**found.notes, **notes})


def _notices(issuers: Issuers, rules: Rules) -> tuple[str, ...]:
    if not rules.issuer:
        return ()
    conditions = all(issuer.condicion_iva for issuer in issuers.known)
    cuits = all(issuer.cuit for issuer in issuers.known)
    missing = ((NO_CONDITION, conditions), (NO_CUIT, cuits))
    return tuple(notice for notice, known in missing if not known)


def _comprobantes(
    typed: Typed, issuers: Issuers, context: Context, known_by: Rows
) -> tuple[list[AskedComprobante], Mapping[int, str]]:
    """What is fit to be sent, and what is wrong of rows that equal one of them is named.

    `known_by` are the rows as the file has them.
    """
    rows, faults = typed.rows, typed.faults
    whole, nobodys = _whole(typed, issuers)
    judged_totals = zip(whole, judge(typed, list(whole.values()), context), strict=True)
    totals = {first: total for first, total in judged_totals if total is not None}
    known = [whole[first] for first in totals if first not in nobodys]
    own_rows = [own for own, _ in known]
    meanings = contents(known_by, own_rows, [totals[own[0]] for own in own_rows])
    earlier = meanings_before(replace(typed, rows=known_by), own_rows, meanings)
    referencias = Referencias(rows, issuers, "pl")
    asked = _asked(rows, totals, referencias)
    made: list[AskedComprobante] = []
    wrong: list[tuple[int, int, tuple[str, str]]] = []
    for (positions, issuer), meaning, before in zip(known, meanings, earlier, strict=True):
        own = tuple(typed.numbers[p] for p in positions)
        if faults.rows.isdisjoint(own):
            made.append(asked(positions, own, issuer, meaning[0], before))
        else:
            wrong.append((own[0], positions[0], (issuer.account, meaning[0])))
    for group in typed.groups if faults.rows else ():
        spread([typed.numbers[p] for p in group], faults)
    return made, _twins(wrong, made, rows, referencias)


def _twins(
    wrong: Sequence[tuple[int, int, tuple[str, str]]],
    made: Sequence[AskedComprobante],
    rows: Rows,
    referencias: Referencias,
) -> Mapping[int, str]:
    """Names for what is wrong of rows without referencia that equal a good one of the file.

    Mended by itself in `Corregir` such a row would be taken for the good one. The
    names come after those of the good ones, which must not depend on it.
    """
    good = {(one.account, one.content) for one in made}
    given = rows.column("referencia")
    return {
        number: referencias.of(None, *mine)
        for number, head, mine in wrong
        if mine in good and not given[head]
    }


def _whole(typed: Typed, issuers: Issuers) -> tuple[Mapping[int, Owned], Set[int]]:
    """The comprobantes whose cells are all read, by the position of their first row.

    With whose each is; and those of which nobody can tell, which is a fault by now.
    """
    owners = Owners(typed.rows, issuers)
    found: dict[int, Owned] = {}
    nobodys = set()
    for group in typed.groups:
        numbers = [typed.numbers[p] for p in group]
        if typed.faults.rows.isdisjoint(numbers):
            found[group[0]] = group, owners.of(group[0], numbers[0], typed.faults)
            if numbers[0] in typed.faults.rows:
                nobodys.add(group[0])
    return found, nobodys


def _asked(
    rows: Rows, totals: Mapping[int, Decimal], referencias: Referencias
) -> Callable[[Sequence[int], tuple[int, ...], Issuer, str, Sequence[Meant]], AskedComprobante]:
    """What makes of rows that are right what is asked: by their positions and numbers.

    Whose they are, and what they mean by this version and by earlier ones, is told, too.
    """
    before: dict[int, Referencias] = defaultdict(referencias.anew)
    bodies = Bodies(rows)
    given, others = rows.of("referencia", str), rows.of("asociado_referencia", str)
    points, numbers = rows.of("punto_venta", int), rows.of("numero", int)
    dates, texts = rows.of("fecha", date), [rows.of(name, str) for name in TEXTS]

    def made(
        positions: Sequence[int],
        own: tuple[int, ...],
        issuer: Issuer,
        meaning: str,
        by_then: Sequence[Meant],
    ) -> AskedComprobante:
        head = positions[0]
        tipo, documento_tipo, documento_nro, razon_social, moneda = (one[head] for one in texts)
        total = totals[head]
        return AskedComprobante(
            referencia=referencias.of(given[head], issuer.account, meaning),
            referencia_given=bool(given[head]),
            rows=own,
            tipo=tipo,
            punto_venta=points[head],
            fecha=dates[head],
            documento_tipo=documento_tipo,
            documento_nro=documento_nro,
            razon_social=razon_social,
            moneda=moneda,
            total=total,
            numero=numbers[head],
            asociado_referencia=others[head] or None,
            body=bodies.of(positions, total, issuer.digits),
            content=meaning,
            account=issuer.account,
            earlier=tuple(
                Earlier(before[place].of(given[head], issuer.account, one), one, until)
                for place, (one, until) in enumerate(by_then)
            ),
        )

    return made
