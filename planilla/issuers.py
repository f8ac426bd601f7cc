"""Who issues: one credential for everything, or several profiles told apart by point of sale.

A profile is an account of the service: its own credentials, its CUIT, the points
of sale that they are for. Two CUITs may both have a point of sale 3: then a row
says whose it is in `emisor_cuit`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

ACCOUNT = "default"
"""The account of an office that has no profiles."""
SANDBOX = "sandbox"
"""The service of a sandbox, which issues for nobody."""
COLUMN = "emisor_cuit"
Problem = tuple[str, str, Mapping[str, object]]
"""Column, code and words, as `schemas.messages` wants them."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues, as far as the settings say; a rule that needs a blank one is skipped.

    `account` names its credentials, `puntos_venta` the points of sale that they
    are for: None for every one.
    """

    condicion_iva: str | None = None
    cuit: str | None = None
    account: str = ACCOUNT
    puntos_venta: frozenset[int] | None = None

    @property
    def digits(self) -> str:
        """The CUIT's digits; a blank when the settings do not say."""
        return re.sub(r"\D", "", self.cuit or "")

    def issues_from(self, punto_venta: int) -> bool:
        """Whether a point of sale is one of its own."""
        return self.puntos_venta is None or punto_venta in self.puntos_venta


class Issuers:
    """All who issue."""

    def __init__(self, *known: Issuer) -> None:
        self.known = known or (Issuer(),)

    def of(self, punto_venta: int, cuit: str = "") -> Issuer | Problem:
        """Whose a row of a point of sale is, or why nobody can tell.

        `cuit` is the row's `emisor_cuit`, digits only; a blank is no help.
        """
        own = [issuer for issuer in self.known if issuer.issues_from(punto_venta)]
        if not own:
            points = sorted({p for issuer in self.known for p in issuer.puntos_venta or ()})
            return "punto_venta", "SIN_PERFIL", {"known": ", ".join(map(str, points))}
        # where several have it, one whose CUIT nobody knows may be anybody's
        blank = {""} if len(own) == 1 else set[str]()
        named = [issuer for issuer in own if not cuit or issuer.digits in {cuit, *blank}]
        cuits = ", ".join(issuer.digits or issuer.account for issuer in own)
        if not named:
            return COLUMN, "EMISOR_DESCONOCIDO", {"cuits": cuits, "point": punto_venta}
        if len(named) > 1:
            return COLUMN, "EMISOR_AMBIGUO", {"cuits": cuits, "point": punto_venta}
        return named[0]

    def account(self, account: str) -> Issuer:
        """Who an account is."""
        return next((i for i in self.known if i.account == account), Issuer(account=account))

    @property
    def accounts(self) -> tuple[str, ...]:
        """Every account, in the order of the settings."""
        return tuple(issuer.account for issuer in self.known)

    @property
    def shared(self) -> list[int]:
        """The points of sale that several of them have."""
        points = [p for issuer in self.known for p in issuer.puntos_venta or ()]
        return sorted({p for p in points if points.count(p) > 1})
