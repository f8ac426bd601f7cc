"""A row without referencia whose text was mended, where another ledger issued it as it was.

Without a referencia a row is known by what it says. `planilla.admission.mended_rows` finds within
one ledger what says it otherwise; what a ledger that was lost, or another one, had issued
shows only at the service: a reference that planilla derives, and that this ledger never gave.
Where such a stranger agrees with a row in tipo, receiver, date, currency and total, only a
person can tell whether it is the same sale.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from planilla.common.compared_text import normal
from planilla.common.money import written
from planilla.dispatch.messages import STRANGER
from planilla.dispatch.outcome_table import may_be
from planilla.ledger.ledger import Ledger
from planilla.model.external_reference import revised
from planilla.model.operation import APPROVED, Lease, Operation, Reason, Scope, State
from planilla.reading.derived_referencias import is_derived, looks_derived
from planilla.service.answers import Held
from planilla.service.figures import text
from planilla.service.refusal_texts import folded
from schemas.codes import code
from schemas.tables import TIPOS, Clase

CLASES: Mapping[str, Clase] = {folded(tipo.name): tipo.clase for tipo in TIPOS.values()}


class Strangers:
    """What searches of this run have shown that some other ledger issued of such rows."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._seen: dict[Scope, dict[tuple[str, int | None], Held]] = {}

    def see(self, scope: Scope, strange: Iterable[Held]) -> None:
        """Take note of what was shown for a scope under references that nobody here has."""
        for held in strange:
            if looks_derived(_first(held)):
                seen = self._seen.setdefault(scope, {})
                seen[held.external_reference, held.number] = held

    async def hold(self, operation: Operation, lease: Lease) -> None:
        """Have a person look at an operation that a stranger may be, unless one has said no."""
        seen = self._seen.get(lease.scope)
        if not seen or not is_derived(operation.referencia, operation.content):
            return
        now = await self._ledger.awaited.get(operation.id)
        if now.state is not State.PENDING:
            return
        alike = await self._unknown([held for held in seen.values() if _alike(now, held)], now)
        if not alike or await self._denied(now, alike):
            return
        told = tuple(_words(now, held) for held in alike)
        await self._ledger.awaited.move(
            now,
            lease,
            State.REVIEW,
            "another ledger's may be this",
            "; ".join(map(repr, alike)),
            errors=told,
            observations=tuple(dict.fromkeys((*now.observations, *told))),
            reason=Reason.MENDED,
        )

    async def _unknown(self, alike: list[Held], operation: Operation) -> list[Held]:
        """Those that are still nobody's here: a file may have asked for them since."""
        if not alike:
            return []
        names = {name for h in alike for name in (h.external_reference, _first(h))}
        store = self._ledger.awaited
        known = await store.by_references(operation.account, names)
        ours = {name for one in known for name in (one.external_reference, one.former)}
        return [h for h in alike if not ours & {h.external_reference, _first(h)}]

    async def _denied(self, operation: Operation, alike: Iterable[Held]) -> bool:
        """Whether a person has seen all of these, and said last that it is another sale."""
        seen = "".join(operation.observations)  # what waited may have been issued since
        if not all(f"«{held.external_reference}»" in seen for held in alike):
            return False
        answers = await self._ledger.awaited.answers([operation.id])
        asked = [one for one in answers.get(operation.id, ()) if one.reason is Reason.MENDED]
        return bool(asked) and asked[-1].answer == APPROVED


def _first(held: Held) -> str:
    """The reference of what it is, or revises."""
    return revised(held.external_reference) or held.external_reference


def _alike(operation: Operation, held: Held) -> bool:
    """Whether nothing that is shown speaks against its being the same sale.

    As in `planilla.admission.mended_rows`: the letter may differ, and who has no document is
    known by the name.
    """
    clase = CLASES.get(folded(held.tipo))
    return (
        may_be(operation, replace(held, tipo=operation.tipo.upper()))
        and (not held.tipo or clase is CLASES.get(folded(operation.tipo)))
        and _currency(held) in {None, operation.moneda}
        and _same_name(operation, held)
    )


def _same_name(operation: Operation, held: Held) -> bool:
    client = held.entry.get("cliente") or held.inner.get("cliente")
    shown = normal(text(client.get("razon_social"))) if isinstance(client, dict) else ""
    own = normal(text(operation.body["cliente"].get("razon_social")))
    return bool(operation.documento_nro.strip("0")) or not shown or shown == own


def _currency(held: Held) -> str | None:
    told = text(held.inner.get("moneda"))
    return (code(told, "moneda") or told) if told else None


def _words(operation: Operation, held: Held) -> str:
    return STRANGER.format(
        comprobante=held.comprobante or f"«{held.status}»",
        reference=held.external_reference,
        moneda=operation.moneda,
        total=written(operation.total),
        fecha=operation.fecha,
    )
