"""The vendor's tables, as its page «Tablas de referencia» has them."""

from __future__ import annotations

import pytest

from schemas.codes import code
from schemas.tables import TABLES, TIPOS, TRIBUTO_REGIMENES

UNITS = {
    "1000 kWh": 6, "anulación/devolución": 95, "centímetros": 20, "cm cúbicos": 27, "curie": 48,
    "dam cúbicos": 30, "docenas": 9, "gramo activo": 67, "gramo base": 68, "gramos": 14,
    "gruesa": 54, "hectolitros": 18, "hm cúbicos": 31, "jgo. pqt. mazo naipes": 25,
    "kg activo": 66, "kg base": 53, "kg bruto": 61, "kilogramos": 1, "kilómetros": 17,
    "km cúbicos": 32, "litros": 5, "metros": 2, "metros cuadrados": 3, "metros cúbicos": 4,
    "microcurie": 50, "microgramos": 33, "milicurie": 49, "miligramos": 41, "mililitros": 47,
    "milimetros": 15, "millares": 11, "mm cúbicos": 16, "muiactant": 63, "muiacthor": 52,
    "muiactig": 65, "nanogramos": 34, "otras unidades": 98, "packs": 96, "pares": 8,
    "picogramos": 35, "quilates": 10, "seña/anticipo": 97, "toneladas": 29, "uiactant": 62,
    "uiacthor": 51, "uiactig": 64, "unidades": 7,
}  # fmt: skip


def test_all_47_units_are_known_and_no_other() -> None:
    assert {int(unit) for unit in TABLES["unidad_medida"]} == set(UNITS.values())
    assert len(UNITS) == len(TABLES["unidad_medida"]) == 47


@pytest.mark.parametrize(("name", "number"), UNITS.items())
def test_a_unit_is_known_by_the_vendors_name_by_ours_and_by_its_number(
    name: str, number: int
) -> None:
    ours = TABLES["unidad_medida"][str(number)]
    assert {code(text, "unidad_medida") for text in (name, ours, str(number))} == {str(number)}


@pytest.mark.parametrize(("letra", "number"), [("A", 63), ("B", 64)])
def test_liquidaciones_are_owed_by_letter_are_no_notes_and_go_through_the_queue_too(
    letra: str, number: int
) -> None:
    tipo = TIPOS[f"LIQUIDACIONES {letra}"]
    assert (tipo.letra, tipo.afip) == (letra, number)
    assert (tipo.is_fiscal, tipo.is_owed, tipo.queueable, tipo.is_note) == (True, True, True, False)


def test_the_national_perceptions_have_their_names() -> None:
    names = TRIBUTO_REGIMENES["1"]
    assert list(names) == ["31", "32", "33", "34"]
    assert not any("Régimen" in name for name in names.values())


@pytest.mark.parametrize(
    "text", ["1", "Impuestos nacionales", "Percepción de impuestos nacionales"]
)
def test_a_tributo_of_the_nation_is_known_by_its_earlier_name_too(text: str) -> None:
    assert code(text, "tributo_tipo") == "1"
