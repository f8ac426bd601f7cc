"""Who issues: companies, each by its CUIT, and the sets of credentials that are asked with.

A set of credentials (a profile, or the settings' own) says who asks; the company whose
point of sale it is says who issues. Several sets may be one company's, and two
companies may both have a point of sale 3: then a row says whose it is in `emisor_cuit`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

ACCOUNT = "default"
"""The company of an office that has one, and the set of credentials of one without profiles."""
SANDBOX = "sandbox"
"""The service of a sandbox, which issues for nobody."""
COLUMN = "emisor_cuit"
Problem = tuple[str, str, Mapping[str, object]]
"""Column, code and words, as `schemas.messages` wants them."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """A set of credentials and who issues with it, as far as the settings say.

    A rule that needs a blank one is skipped. `name` is the set's, `account` the
    company's key in the ledger, which its other sets have, too; `puntos_venta` are the
    points of sale that the set is for: None for every one.
    """

    condicion_iva: str | None = None
    cuit: str | None = None
    account: str = ACCOUNT
    puntos_venta: frozenset[int] | None = None
    name: str = ACCOUNT

    @property
    def digits(self) -> str:
        """The CUIT's digits; a blank when the settings do not say."""
        return re.sub(r"\D", "", self.cuit or "")

    def issues_from(self, punto_venta: int) -> bool:
        """Whether a point of sale is one of its own."""
        return self.puntos_venta is None or punto_venta in self.puntos_venta


class Issuers:
    """All who issue, a set of credentials each."""

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
        cuits = ", ".join(issuer.digits or issuer.name for issuer in own)
        if not named:
            return COLUMN, "EMISOR_DESCONOCIDO", {"cuits": cuits, "point": punto_venta}
        if len({issuer.account for issuer in named}) > 1:
            return COLUMN, "EMISOR_AMBIGUO", {"cuits": cuits, "point": punto_venta}
        return named[0]

    def account(self, account: str) -> Issuer:
        """Who a company is, by the set that says most of it."""
        own = [issuer for issuer in self.known if issuer.account == account]
        told = [issuer for issuer in own if issuer.digits]
        return next(iter([*told, *own]), Issuer(account=account, name=account))

    def asking(self, account: str, punto_venta: int) -> Issuer | None:
        """The set of credentials that a company's point of sale is asked with now, if any is."""
        own = (issuer for issuer in self.known if issuer.account == account)
        return next((issuer for issuer in own if issuer.issues_from(punto_venta)), None)

    def with_profile(self, name: str) -> Issuers:
        """The company of a profile: that set, and the others of its CUIT."""
        accounts = {issuer.account for issuer in self.known if issuer.name == name}
        return Issuers(*(issuer for issuer in self.known if issuer.account in accounts))

    def resolved(self, accounts: Mapping[str, str]) -> Issuers:
        """The same sets, each with the company's key that `accounts` has for its name."""
        return Issuers(*(replace(one, account=accounts[one.name]) for one in self.known))

    def called(self, account: str) -> str:
        """The name of a company for people: its profile's, where just one is its own."""
        names = [issuer.name for issuer in self.known if issuer.account == account]
        return names[0] if len(names) == 1 else account

    @property
    def names(self) -> tuple[str, ...]:
        """The name of every set of credentials, in the order of the settings."""
        return tuple(issuer.name for issuer in self.known)

    @property
    def accounts(self) -> tuple[str, ...]:
        """Every company's key, in the order of the settings."""
        return tuple(dict.fromkeys(issuer.account for issuer in self.known))

    @property
    def cuits(self) -> frozenset[str]:
        """The CUITs that the settings tell."""
        return frozenset(issuer.digits for issuer in self.known if issuer.digits)

    @property
    def shared(self) -> list[int]:
        """The points of sale that several companies have."""
        points = {(i.account, p) for i in self.known for p in i.puntos_venta or ()}
        return sorted({p for a, p in points if any(q == p and b != a for b, q in points)})
