"""Whose a row is: the profile that its point of sale, and if need be its CUIT, says."""

from __future__ import annotations

from planilla.issuers import COLUMN, Issuer, Issuers
from planilla.rows.cast import Row
from planilla.rows.faulting import Faults


def whose(row: Row, number: int, issuers: Issuers, faults: Faults) -> Issuer:
    """The issuer of a row that has a `punto_venta`; where nobody can tell, a fault and a blank."""
    found = issuers.of(int(str(row["punto_venta"])), str(row.get(COLUMN) or ""))
    if isinstance(found, Issuer):
        return found
    column, code, words = found
    faults.add(number, column, code, **words)
    return Issuer()
