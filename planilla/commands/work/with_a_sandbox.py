"""A trial against a sandbox: the settings as they are, but for who is asked and with what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from planilla.common.errors import InputError
from planilla.ledger.ledger import MARKERS
from planilla.payments.named_comprobante import named
from planilla.reading.typed_rows import each_alone, typed_rows
from planilla.sandbox.credentials import credentials_of
from planilla.sandbox.server import Sandbox
from planilla.settings.profiles import Profile
from planilla.settings.settings import Settings, load_settings
from schemas.pagos import LISTA_BY_NAME

TRIAL_CUIT = "30-70707070-2"


def trial(settings: Settings, box: Sandbox, home: Path, files: Sequence[Path]) -> Settings:
    """The settings to try `files` with: each point of sale has a set of credentials of its own.

    A trial needs no account: where nobody said whose CUIT it is, it has one of its own.
    """
    own: Mapping[str, Any] = {
        "ledger_url": None,
        "home": home,
        "markers": home / MARKERS,
        "trial": True,
    }
    changes = {**own, "base_url": box.url, **box.credentials}
    if settings.profiles:
        changes["profiles"] = {n: _own(p, box) for n, p in settings.profiles.items()}
    else:
        changes["issuer_cuit"] = settings.issuer_cuit or TRIAL_CUIT
        if not settings.one_set_serves_all:
            points = [settings.punto_venta] if settings.punto_venta else points_of(box, files)
            changes["profiles"] = {
                f"punto_{p}": {"puntos_venta": [p], **credentials_of(p)} for p in points
            }
    return load_settings(**{**settings.model_dump(exclude_unset=True), **changes})


def _own(profile: Profile, box: Sandbox) -> dict[str, object]:
    """A profile with the sandbox's tokens for its point of sale, or for all of them."""
    (first, *others) = sorted(profile.puntos_venta)
    return {**profile.plain(), **(box.credentials if others else credentials_of(first))}


def points_of(box: Sandbox, files: Iterable[Path]) -> list[int]:
    """Every point of sale that files name, or at which the sandbox holds something."""
    found = {int(held["punto_venta"]) for held in box.books.held}
    for path in files:
        try:
            rows = typed_rows(path, LISTA_BY_NAME, each_alone).rows
        except InputError:
            continue  # whoever reads it next says what is wrong with it
        found |= {one[1] for row in rows if (one := named(row)) is not None}
        found |= {point for row in rows if isinstance(point := row.get("punto_venta"), int)}
    return sorted(point for point in found if 1 <= point <= 99_999) or [1]
