"""Whose a row is: the profile that its point of sale, and if need be its CUIT, says."""

from __future__ import annotations

from collections.abc import Iterable

from planilla.model.issuers import COLUMN, Issuer, Issuers
from planilla.reading.cast import Row, Value
from planilla.reading.make_fault import Faults


def points_of(rows: Iterable[Row]) -> set[int]:
    """The points of sale that rows name."""
    return {point for row in rows if isinstance(point := row.get("punto_venta"), int)}


def whose(row: Row, number: int, issuers: Issuers, faults: Faults) -> Issuer:
    """The issuer of a row that has a `punto_venta`; where nobody can tell, a fault and a blank."""
    found = issuers.of(int(str(row["punto_venta"])), str(row.get(COLUMN) or ""))
    if isinstance(found, Issuer):
        return found
    column, code, words = found
    faults.add(number, column, code, **words)
    return Issuer()


class Owners:
    """The issuers of the rows of one file, each looked for once."""

    def __init__(self, issuers: Issuers) -> None:
        self._issuers = issuers
        self._known: dict[tuple[Value, Value], Issuer] = {}

    def of(self, row: Row, number: int, faults: Faults) -> Issuer:
        """As `whose`."""
        key = row["punto_venta"], row.get(COLUMN)
        found = self._known.get(key)
        if found is None:
            found = whose(row, number, self._issuers, faults)
            if number not in faults.rows:
                self._known[key] = found
        return found


def hinted(row: Row, issuers: Issuers) -> str | None:
    """The only account that a row without a comprobante can be of; a blank when it is nobody's.

    None when it does not tell one from another.
    """
    point, cuit = row.get("punto_venta"), str(row.get(COLUMN) or "")
    own = [
        issuer.account
        for issuer in issuers.known
        if not (isinstance(point, int) and not issuer.issues_from(point))
        and (not cuit or issuer.digits == cuit or (len(issuers.known) == 1 and not issuer.digits))
    ]
    return own[0] if len(set(own)) == 1 else None if own else ""
