"""Headings that offices use and that name a column only where nothing else does."""

from __future__ import annotations

from pathlib import Path

import pytest

from planilla.common.errors import MissingColumns
from planilla.reading.find_headings import read_sheet
from schemas.columns import BY_NAME
from schemas.headings import match
from schemas.second_spellings import SECOND, spelled

FIRST = ("Fecha", "Tipo", "PV", "CUIT", "Cliente", "Cond. IVA", "Detalle", "Precio neto", "% IVA")
NAMES = (
    *("fecha", "tipo", "punto_venta", "documento_nro", "razon_social", "condicion_iva"),
    *("descripcion", "precio_unitario_sin_iva", "alicuota"),
)
CELLS = ("26/11/2026", "FB", "1", "20-40937847-2", "Uno", "CF", "Caja", "100", "21")


def _sheet(folder: Path, **headings: str) -> Path:
    """The first headings, but for what some columns are called, and one row."""
    own = [headings.get(name, first) for name, first in zip(NAMES, FIRST, strict=True)]
    path = folder / "ventas.csv"
    path.write_text(";".join(own) + "\n" + ";".join(CELLS) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "heading"), [(name, one) for name, some in SECOND.items() for one in some]
)
def test_a_second_spelling_names_its_column_where_nothing_else_does(
    name: str, heading: str
) -> None:
    headings = [heading if own == name else first for own, first in zip(NAMES, FIRST, strict=True)]
    found = match(headings, BY_NAME)
    assert not found.missing
    assert not found.repeated
    assert found.places[name] == NAMES.index(name)


def test_beside_what_names_the_column_it_is_somebodys_own() -> None:
    for heading in (one for some in SECOND.values() for one in some):
        found = match([*FIRST, heading], BY_NAME)
        assert len(FIRST) not in found.places.values(), heading
        assert not found.repeated, heading


def test_none_of_them_is_a_name_or_an_alias_already() -> None:
    assert not set(spelled()) & set(_first_spellings())


def _first_spellings() -> set[str]:
    from schemas.headings import names

    return set(names(BY_NAME))


def test_iva_alone_is_the_condition_beside_a_rate_and_nothing_where_that_is_there_too() -> None:
    of_client = match([*FIRST[:5], "IVA", *FIRST[6:8], "Alíc."], BY_NAME)
    assert (of_client.places["condicion_iva"], of_client.places["alicuota"]) == (5, 8)
    amount = match([*FIRST[:8], "Alícuota IVA", "IVA"], BY_NAME)
    assert amount.places["alicuota"] == 8
    assert 9 not in amount.places.values()


@pytest.mark.parametrize(
    ("headings", "told"),
    [
        ({"tipo": "Comprobante", "fecha": "Tipo factura"}, "fecha"),
        ({"condicion_iva": "IVA", "alicuota": "Obs."}, "«IVA» trae la condición del cliente"),
        ({"precio_unitario_sin_iva": "P. Unit.", "alicuota": "Obs."}, "¿cuál de los dos es «P. Un"),
    ],
)
def test_what_is_missing_is_told_with_what_may_be_meant(
    tmp_path: Path, headings: dict[str, str], told: str
) -> None:
    with pytest.raises(MissingColumns, match=told):
        read_sheet(_sheet(tmp_path, **headings), BY_NAME)


def test_comprobante_over_numbers_is_no_tipo(tmp_path: Path) -> None:
    path = _sheet(tmp_path, tipo="Comprobante")
    assert read_sheet(path, BY_NAME)[1].places["tipo"] == 1
    path.write_text(path.read_text("utf-8").replace("FB", "0001-00000012"), "utf-8")
    with pytest.raises(MissingColumns, match="ninguna de sus celdas lo es"):
        read_sheet(path, BY_NAME)
