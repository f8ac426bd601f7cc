"""Who issues: companies, each by its CUIT, and the sets of credentials that are asked with.

A set of credentials (a profile, or the settings' own) says who asks; the company whose
point of sale it is says who issues. A set is of one company and one point of sale
(api.md 1), unless the settings say that one serves several. Several sets may be one
company's, and two companies may both have a point of sale 3: then a row says whose it is
in `emisor_cuit`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from functools import lru_cache

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
    points of sale that the settings name, None where they name none; `several` says that
    the set serves more than one, `own` the one that it shows, if that is known.
    """

    condicion_iva: str | None = None
    cuit: str | None = None
    account: str = ACCOUNT
    puntos_venta: frozenset[int] | None = None
    name: str = ACCOUNT
    several: bool = True
    own: int | None = None

    @property
    def digits(self) -> str:
        """The CUIT's digits; a blank when the settings do not say."""
        return _digits(self.cuit or "")

    def issues_from(self, punto_venta: int) -> bool:
        """Whether a point of sale is one of those that the settings name for it."""
        return self.puntos_venta is None or punto_venta in self.puntos_venta

    def serves(self, punto_venta: int) -> bool:
        """Whether a point of sale may be asked about with it."""
        if self.several:
            return self.issues_from(punto_venta)
        return self.puntos_venta == frozenset({punto_venta})

    def shows(self, punto_venta: int) -> bool:
        """Whether its searches certainly show a point of sale: one set, one point (api.md 1)."""
        return punto_venta == self.own or (not self.several and self.serves(punto_venta))


@lru_cache
def _digits(cuit: str) -> str:
    return re.sub(r"\D", "", cuit)


class Issuers:
    """All who issue, a set of credentials each.

    `seen` are the points of sale that the ledger has of the settings' only set, where
    they do not name its own.
    """

    def __init__(self, *known: Issuer, seen: Set[int] = frozenset()) -> None:
        self.known = known or (Issuer(),)
        self.seen = frozenset(seen)

    @property
    def undecided(self) -> bool:
        """Whether only the ledger or a file can tell of which point of sale the one set is."""
        (first, *rest) = self.known
        return not rest and not first.several and first.puntos_venta is None

    def for_rows(self, points: Iterable[int]) -> Issuers:
        """The sets for a file that names these points of sale.

        The only set is of the point that the ledger has of it, or of the only one that
        the file names, which is kept for the next.
        """
        if not self.undecided:
            return self
        found = frozenset(points)
        if not self.seen and len(found) == 1:
            self.seen = found
        return Issuers(replace(self.known[0], puntos_venta=self.seen or found))

    def open(self) -> Issuers:
        """The same for what is only looked at: each set with every point that it might have."""
        return Issuers(*(replace(one, several=True) for one in self.known))

    def of(self, punto_venta: int, cuit: str = "") -> Issuer | Problem:
        """Whose a row of a point of sale is, or why nobody can tell.

        `cuit` is the row's `emisor_cuit`, digits only; a blank is no help.
        """
        own = [issuer for issuer in self.known if issuer.issues_from(punto_venta)]
        if not own:
            return self._nobodys(punto_venta)
        # where several have it, one whose CUIT nobody knows may be anybody's
        blank = {""} if len(own) == 1 else set[str]()
        named = [issuer for issuer in own if not cuit or issuer.digits in {cuit, *blank}]
        cuits = ", ".join(issuer.digits or issuer.name for issuer in own)
        if not named:
            return COLUMN, "EMISOR_DESCONOCIDO", {"cuits": cuits, "point": punto_venta}
        if len({issuer.account for issuer in named}) > 1:
            return COLUMN, "EMISOR_AMBIGUO", {"cuits": cuits, "point": punto_venta}
        serving = [issuer for issuer in named if issuer.serves(punto_venta)]
        return serving[0] if serving else _of_several(named[0], punto_venta)

    def _nobodys(self, punto_venta: int) -> Problem:
        points = sorted({p for issuer in self.known for p in issuer.puntos_venta or ()})
        if len(self.known) == 1 and self.known[0].name == ACCOUNT:
            if len(points) > 1:
                return _of_several(self.known[0], punto_venta)
            return "punto_venta", "OTRO_PUNTO", {"known": points[0], "point": punto_venta}
        known = ", ".join(map(str, points))
        return "punto_venta", "SIN_PERFIL", {"known": known, "point": punto_venta}

    def account(self, account: str) -> Issuer:
        """Who a company is, by the set that says most of it."""
        own = [issuer for issuer in self.known if issuer.account == account]
        told = [issuer for issuer in own if issuer.digits]
        return next(iter([*told, *own]), Issuer(account=account, name=account))

    def asking(self, account: str, punto_venta: int) -> Issuer | None:
        """The set of credentials that a company's point of sale is asked with now, if any is."""
        if self.undecided:
            return self.for_rows(self.seen).asking(account, punto_venta)
        own = (issuer for issuer in self.known if issuer.account == account)
        return next((issuer for issuer in own if issuer.serves(punto_venta)), None)

    def named(self, name: str) -> Issuer:
        """A set of credentials, with its point of sale as far as that has been told by now."""
        known = self.for_rows(self.seen).known if self.undecided else self.known
        return next(issuer for issuer in known if issuer.name == name)

    def with_profile(self, name: str) -> Issuers:
        """The company of a profile: that set, and the others of its CUIT."""
        accounts = {issuer.account for issuer in self.known if issuer.name == name}
        return Issuers(*(issuer for issuer in self.known if issuer.account in accounts))

    def resolved(self, accounts: Mapping[str, str]) -> Issuers:
        """The same sets, each with the company's key that `accounts` has for its name."""
        named = (replace(one, account=accounts[one.name]) for one in self.known)
        return Issuers(*named, seen=self.seen)

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


def _of_several(issuer: Issuer, punto_venta: int) -> Problem:
    """The settings name several points of sale for a set, or nobody knows which is its own."""
    points = sorted(issuer.puntos_venta or ())
    words = {"points": ", ".join(map(str, points)), "point": punto_venta, "name": issuer.name}
    alone = issuer.name == ACCOUNT
    return "punto_venta", "VARIOS_PUNTOS" if alone else "PERFIL_DE_VARIOS", words
