"""What release 0.1.0 knew rows and lines by: the identities of version 1.

Whoever changes how a cell is read, or what a hash is made of, keeps version 1
computable, and makes these functions ask for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from planilla.comprobantes.load import judged, read
from planilla.model.asked import Asked, AskedComprobante
from planilla.model.external_reference import external_reference
from planilla.payments.load import load_pagos
from planilla.reconcile.seen_payments import identified
from planilla.reconcile.sources import read_source
from planilla.settings.settings import Settings
from schemas.context import Rules
from tests.upgrade.office import Case, Drop


def of_rows(path: Path, command: str, case: Case, settings: Settings) -> list[dict[str, Any]]:
    """Of each thing that a file asks for: rows, account, content, referencia, identity, reference.

    Whatever the rules of dates and limits say.
    """
    return [_identity(one) for one in asked(path, command, case, settings)]


def asked(path: Path, command: str, case: Case, settings: Settings) -> Sequence[Asked]:
    """All that a file asks for, whatever the rules of dates and limits say."""
    sets = settings.issuers
    # a profile was an account, and its credentials served every point of sale
    then = sets.resolved({name: name for name in sets.names}).open()
    if command == "pay":
        return load_pagos(path, case.made, then).asked
    return judged(read(path), case.made, then, Rules.none()).asked


def _identity(one: Asked) -> dict[str, Any]:
    """By version 1, which every later reading computes beside."""
    first = one.earlier[-1]
    found: dict[str, Any] = {
        "rows": list(one.rows),
        "account": one.account,
        "content": first.content,
        "referencia": first.referencia,
        "identity": one.identities[-1],
    }
    if isinstance(one, AskedComprobante):
        found["external_reference"] = external_reference(first.referencia, 0)
        found["external_reference_1"] = external_reference(first.referencia, 1)
    return found


def of_lines(path: Path) -> list[str]:
    """The ids of a statement's lines."""
    return [str(one) for one in identified(read_source(path, yields="payments").frame)["id"]]


def computed(case: Case, settings: Settings) -> Mapping[str, Any]:
    """All identities of a case, by file."""
    found: dict[str, Any] = {}
    drops: list[Drop] = [drop for drop in case.drops if drop[0] != "resend"]
    for command, name in drops:
        found[name] = of_rows(case.file(name), command, case, settings)
    for name in case.statements:
        found[name] = of_lines(case.file(name))
    return found
