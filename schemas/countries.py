"""Countries as ARCA knows them: their number, and the CUIT that stands for a client in each.

`paises.csv` has a row a country. Numbers and names are those of ARCA's table of countries of
destination (WSFEXv1, `FEXGetPARAM_DST_pais`), CUITs those of its table of countries' CUITs
(`FEXGetPARAM_DST_CUIT`), one for each kind of person; both as public clients of ARCA have them.
`tambien` is how else a country is written: ARCA's own spelling and the two letters of ISO 3166.
A territory without a number is no destination of its own, but a client may be from there.
The service takes both from its methods `tablas_referencia/paises` and
`tablas_referencia/cuit_pais` (the vendor's pages «Consulta de países» and «Consulta de CUIT País»).

Three of the CUITs have a last digit that does not follow from the others: so ARCA lists them.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).with_name("paises.csv")
PERSONAS: Mapping[str, str] = {
    "F": "Persona física",
    "J": "Persona jurídica",
    "O": "Otro tipo de entidad",
}
"""The kinds of person, of which each has a CUIT of its own in a country."""
_COLUMNS = {"F": "fisica", "J": "juridica", "O": "otra"}


@dataclass(frozen=True, slots=True)
class Country:
    """One country; `number` is blank for what is no destination, `cuits` by kind of person."""

    number: str
    name: str
    also: tuple[str, ...]
    cuits: Mapping[str, str]


def _read() -> tuple[Country, ...]:
    with SOURCE.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Country(
                row["id"],
                row["nombre"],
                tuple(filter(None, row["tambien"].split("|"))),
                {kind: row[name] for kind, name in _COLUMNS.items() if row[name]},
            )
            for row in csv.DictReader(lines)
        )


COUNTRIES = _read()
PAISES: Mapping[str, str] = {one.number: one.name for one in COUNTRIES if one.number}
"""The destinations, by ARCA's number."""
CLIENTES: Mapping[str, str] = {one.cuits["F"]: one.name for one in COUNTRIES if one.cuits}
"""Where a client may be from, by the CUIT of its natural persons."""
CLIENTE_DE: dict[str, str] = {
    one.number: one.cuits["F"] for one in COUNTRIES if one.number and one.cuits
}
"""A destination's key among `CLIENTES`."""
CUITS: Mapping[tuple[str, str], str] = {
    (one.cuits["F"], kind): cuit for one in COUNTRIES for kind, cuit in one.cuits.items()
}
"""A country's CUIT by its key among `CLIENTES` and the kind of person."""
COUNTRY_OF: Mapping[str, str] = {cuit: country for (country, _), cuit in CUITS.items()}
PERSONA_OF: Mapping[str, str] = {cuit: kind for (_, kind), cuit in CUITS.items()}


def spellings(column: str) -> dict[str, str]:
    """How else the countries are written, each with its key in `PAISES` or in `CLIENTES`.

    `column` is `pais` or `cliente_pais`, which takes a destination's number too.
    """
    of_clients = column == "cliente_pais"
    return (CLIENTE_DE if of_clients else {}) | {
        other: key
        for one in COUNTRIES
        if (key := one.cuits.get("F", "") if of_clients else one.number)
        for other in one.also
    }
