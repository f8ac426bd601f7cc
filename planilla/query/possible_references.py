"""Under which names the service may hold what a list calls by its referencia."""

from __future__ import annotations

from planilla.ledger.ledger import Ledger
from planilla.model.external_reference import ALLOWED, external_reference
from planilla.model.issuers import Issuers


def names(referencia: str, ledger: Ledger | None, issuers: Issuers) -> tuple[str, ...]:
    """The `external_reference`s to ask for, the likeliest first.

    What the ledger knows that it was sent as; what it would be sent as; and the
    text itself, which may be one that the service showed.
    """
    found: list[str] = []
    for account in issuers.accounts if ledger else ():
        latest = ledger.operations.latest(account, referencia) if ledger else None
        found += [latest.external_reference] if latest else []
    found.append(external_reference(referencia, 0))
    found += [referencia] if ALLOWED.fullmatch(referencia) else []
    return tuple(dict.fromkeys(found))
