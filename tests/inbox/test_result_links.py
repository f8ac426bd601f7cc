"""The links of a result that the inbox made, followed from where the result stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from planilla.common.calendar import today
from planilla.inbox.folder import WRONG
from planilla.sandbox.server import Sandbox
from tests.helpers import row
from tests.inbox.test_inbox import Office
from tests.writing.reports import sheets

TODAY = f"procesados/{today():%Y-%m-%d}"
MOVED = "otra máquina/más adentro"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Sandbox() as box:
        (tmp_path / "oficina").mkdir()
        yield Office(box, tmp_path / "oficina")


def followed(result: Path) -> list[Path]:
    """What the links to files of a result lead to, from the folder that it stands in."""
    cells = (cell for line in sheets(result)["Resultado"].iter_rows() for cell in line)
    links = [cell.hyperlink.target for cell in cells if cell.hyperlink is not None]
    return [(result.parent / unquote(link)).resolve() for link in links]


def assert_each_leads_to_a_pdf(result: Path, count: int) -> None:
    found = followed(result)
    assert len(found) == count
    assert all(pdf.read_bytes().startswith(b"%PDF") for pdf in found)


@pytest.mark.parametrize(
    ("name", "wrong", "room"),
    [("todas bien.csv", [], TODAY), ("una mal.csv", [{"fecha": "ayer"}], WRONG)],
)
def test_each_link_leads_to_its_pdf_where_the_result_stands_and_after_all_was_moved(
    name: str, wrong: list[dict[str, object]], room: str, office: Office
) -> None:
    office.drop(name, row(1), row(2), *(row(9) | change for change in wrong))
    (done,) = office.sweep()
    (result,) = done.results
    assert result.parent == office.root / room
    assert_each_leads_to_a_pdf(result, 2)
    moved = office.folder.parent / MOVED
    moved.parent.mkdir()
    office.folder.rename(moved)
    assert_each_leads_to_a_pdf(moved / result.relative_to(office.folder), 2)


def test_what_a_list_asked_for_is_linked_from_where_its_result_stands(office: Office) -> None:
    office.drop("ventas.csv", row(1))
    office.sweep()
    there = {"tipo": "FACTURA B", "punto_venta": 1, "numero": 1}
    for name, rows, room in (
        ("lista.csv", [there], TODAY),
        ("otra.csv", [there, there | {"numero": 99}], WRONG),
    ):
        office.drop(name, *rows)
        (done,) = office.sweep()
        assert done.stands.parent == office.root / room
        assert_each_leads_to_a_pdf(done.results[0], 1)


def test_a_result_whose_own_name_is_open_in_excel_is_linked_as_well(office: Office) -> None:
    office.drop("ventas.csv", row(1), row(2, fecha="ayer"))
    (first,) = office.sweep()
    (result,) = first.results
    result.with_name(f"~${result.name}").write_bytes(b"owner")
    office.drop("ventas.csv", row(1), row(3), row(2, fecha="ayer"))
    (second,) = office.sweep()
    assert second.results[0].name == "ventas (2).resultado.xlsx"
    assert_each_leads_to_a_pdf(second.results[0], 2)
    assert_each_leads_to_a_pdf(result, 1)


def test_resumen_names_the_file_where_it_was_dropped(office: Office) -> None:
    dropped = office.drop("ventas.csv", row(1))
    (done,) = office.sweep()
    told = dict(r[:2] for r in sheets(done.results[0])["Resumen"].iter_rows(values_only=True))
    assert told["Archivo"] == str(dropped)
