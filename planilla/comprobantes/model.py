"""Who issues."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues, as far as the settings say; a rule that needs a blank one is skipped."""

    condicion_iva: str | None = None
    cuit: str | None = None
