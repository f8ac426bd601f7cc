"""Links to PDFs: not to be guessed, and gone after a while."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from planilla.common.calendar import service_date, today
from planilla.sandbox.rehearsal import Rehearsal


@dataclass(frozen=True)
class _Link:
    """What is shown, and when the link was given."""

    held: dict[str, Any]
    given: float
    day: str


@dataclass
class Links:
    """The links given, and the base of their addresses."""

    rehearsal: Rehearsal
    base: str = ""
    given: dict[str, _Link] = field(default_factory=dict)

    def link(self, held: dict[str, Any]) -> str:
        """A new link to the PDF of a comprobante."""
        token = secrets.token_urlsafe(16)
        self.given[token] = _Link(held, time.monotonic(), service_date(today()))
        return f"{self.base}/pdf/{token}.pdf"

    def linked(self, token: str) -> dict[str, Any] | None:
        """What a link shows, while it works."""
        link = self.given.get(token)
        if link is None or link.day != service_date(today()):
            return None
        life = self.rehearsal.pdf_life
        if life is not None and time.monotonic() - link.given > life:
            return None
        return link.held
