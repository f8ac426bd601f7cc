"""Whose an operation is: the companies of a ledger, which a set of credentials only asks for.

A company is known by a key, which its operations keep whatever becomes of the profile's
name, and by its CUIT once that is known: from the QR of what was issued (`shown`), or as
long as the settings tell it. Several keys of old ledgers may be one company's: each is
looked into, and all work the scopes and lanes of one of them, the `lead`.

Two keys may be one company's unless both their CUITs are known and differ. Whatever
could make something new (identity, equal rows, money of a line) looks into all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from sqlalchemy import Connection, select, update

from planilla.common.afip_qr import issuer_of
from planilla.ledger.database import insert_new
from planilla.ledger.tables import issuers, operations
from planilla.model.operation import State


@dataclass(frozen=True, slots=True)
class Company:
    """A key of the ledger; `cuit` is blank while nobody knows it.

    `said` is what some settings have said of it, who need not be those of today: it
    tells nobody apart, and nobody else may send what waits under it.
    """

    key: str
    cuit: str = ""
    shown: bool = False
    lead: str = ""
    said: str = field(default="", compare=False)


class Whose:
    """The companies of a ledger, as they are on disk.

    `told` are the CUITs that this process's settings name: one that only other
    settings ever named, by mistake perhaps, tells nobody apart. `undecided` says that
    they have one set of credentials and do not name its point of sale. `learns` says
    whether a QR counts: a sandbox's is nobody's.
    """

    def __init__(self, *, learns: bool) -> None:
        self.told: Set[str] = frozenset()
        self.undecided = False
        self._learns = learns

    def known(self, connection: Connection) -> Mapping[str, Company]:
        """Every key that the ledger knows."""
        return {
            row.key: Company(
                row.key,
                row.cuit if row.shown or row.cuit in self.told else "",
                row.shown,
                row.lead,
                row.cuit,
            )
            for row in connection.execute(select(issuers))
        }

    def kin(self, connection: Connection, account: str) -> list[str]:
        """The keys under which a company's operations may stand."""
        known = self.known(connection)
        own = known.get(account, Company(account, lead=account))
        found = {key for key, other in known.items() if _may_be_one(own, other)}
        return sorted(found | {account})

    def lead(self, connection: Connection, account: str) -> str:
        """The key whose scopes and lanes a company works."""
        query = select(issuers.c.lead).where(issuers.c.key == account)
        return connection.execute(query).scalar() or account

    def points(self, connection: Connection, account: str) -> set[int]:
        """The points of sale at which something of a company stands, or is to be sent."""
        query = (
            select(operations.c.punto_venta)
            .where(
                operations.c.account.in_(self.kin(connection, account)),
                operations.c.state != State.REJECTED,
            )
            .distinct()
        )
        return set(connection.execute(query).scalars())

    def remember(self, connection: Connection, account: str) -> None:
        """See to it that the ledger knows a key."""
        values = {"key": account, "cuit": "", "shown": False, "lead": account}
        insert_new(connection, issuers, values)

    def learn(self, connection: Connection, account: str, afip_qr: str) -> None:
        """Take a company's CUIT from the QR of what it issued, once."""
        cuit = issuer_of(afip_qr) if self._learns else ""
        if cuit:
            unknown = issuers.c.shown.is_(False) & issuers.c.cuit.in_(("", cuit))
            connection.execute(
                update(issuers)
                .where(issuers.c.key == account, unknown)
                .values(cuit=cuit, shown=True)
            )


def _may_be_one(one: Company, other: Company) -> bool:
    unknown = not one.cuit or not other.cuit
    return unknown or one.cuit == other.cuit or one.lead == other.lead
