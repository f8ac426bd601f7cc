"""Whose a row is: the profile that its point of sale, and if need be its CUIT, says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planilla.model.issuers import COLUMN, Issuer, Issuers
from planilla.reading.make_fault import Faults
from planilla.reading.rows import Row, Rows, Value


def points_of(rows: Rows) -> set[int]:
    """The points of sale that rows name."""
    return {point for point in rows.column("punto_venta") if isinstance(point, int)}


def companies(rows: Rows, numbers: Sequence[int], issuers: Issuers) -> Mapping[int, str]:
    """The company's key of each row that tells whose it is, by the row's number."""
    issuers = issuers.for_rows(points_of(rows))
    known: dict[tuple[Value, Value], str | None] = {}
    found: dict[int, str] = {}
    keys = zip(rows.column("punto_venta"), rows.column(COLUMN), strict=True)
    for number, key in zip(numbers, keys, strict=True):
        if key not in known:
            point, cuit = key
            own = issuers.of(point, str(cuit or "")) if isinstance(point, int) else None
            known[key] = own.account if isinstance(own, Issuer) else None
        account = known[key]
        if account is not None:
            found[number] = account
    return found


def whose(point: int, cuit: str, number: int, issuers: Issuers, faults: Faults) -> Issuer:
    """The issuer of a row; where nobody can tell, a fault and a blank.

    The row is of the point of sale, and of a CUIT where it tells one.
    """
    found = issuers.of(point, cuit)
    if isinstance(found, Issuer):
        return found
    column, code, words = found
    faults.add(number, column, code, **words)
    return Issuer()


class Owners:
    """The issuers of the rows of one file, each looked for once."""

    def __init__(self, rows: Rows, issuers: Issuers) -> None:
        self._points, self._cuits = rows.column("punto_venta"), rows.column(COLUMN)
        self._issuers = issuers
        self._known: dict[tuple[Value, Value], Issuer] = {}

    def of(self, position: int, number: int, faults: Faults) -> Issuer:
        """As `whose`, of the row at a position, which has a point of sale."""
        key = self._points[position], self._cuits[position]
        found = self._known.get(key)
        if found is None:
            point, cuit = int(str(key[0])), str(key[1] or "")
            found = whose(point, cuit, number, self._issuers, faults)
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
