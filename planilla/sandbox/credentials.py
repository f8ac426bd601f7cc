"""Who asks: a set of credentials is of one CUIT and one point of sale (api.md 1).

A company has one apikey and one apitoken, and a usertoken a point of sale.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from planilla.sandbox.naming import whole

CUIT = "30712345671"
NAMES = ("usertoken", "apikey", "apitoken")
ONE_SET = {
    "usertoken": "sandbox-usertoken-000000000000000",
    "apikey": "9876543210123",
    "apitoken": "sandbox-apitoken-0000000000000000",
}
MOST_POINTS = 99_999


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose a set is: a point of sale, or all of them (None) where one set serves several."""

    point: int | None


def credentials_of(point: int, cuit: str = CUIT) -> dict[str, str]:
    """The set of a point of sale of a company."""
    return {**one_set_of(cuit), "usertoken": f"{_stem(cuit)}-{point:05d}"}


def one_set_of(cuit: str = CUIT) -> dict[str, str]:
    """A set that serves every point of sale of a company, where the sandbox is told to have one."""
    if cuit == CUIT:
        return dict(ONE_SET)
    return {
        "usertoken": f"sandbox-usertoken-{cuit}",
        "apikey": f"98765{cuit}",
        "apitoken": f"sandbox-apitoken-{cuit}",
    }


def holder_of(body: dict[str, Any], cuit: str, *, one_set_serves_all: bool) -> Holder | None:
    """Whose the credentials of a request are; None when they are nobody's."""
    given = {name: str(body.get(name, "")) for name in NAMES}
    whole_set = one_set_of(cuit)
    if given == whole_set:
        return Holder(None) if one_set_serves_all else None
    if (given["apikey"], given["apitoken"]) != (whole_set["apikey"], whole_set["apitoken"]):
        return None
    stem, _, point = given["usertoken"].rpartition("-")
    fits = stem == _stem(cuit) and len(point) == 5 and 1 <= whole(point) <= MOST_POINTS
    return Holder(whole(point)) if fits else None


def _stem(cuit: str) -> str:
    return f"sandbox-usertoken-{cuit}"
