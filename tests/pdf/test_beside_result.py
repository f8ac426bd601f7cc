"""PDFs stand beside the result under names to be sent, and the archive stays as it is."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest

from planilla.pdf.beside_result import beside
from planilla.writing.report import Estado, Report, RowResult
from tests.writing.reports import report_of, sheet_of


def _issued(pdf: Path, client: str = "Ana Gómez") -> Report:
    result = RowResult(
        2, Estado.EMITIDO, "R-1", tipo="FACTURA B", numero_emitido="00003-00000001", pdf=pdf
    )
    return report_of(sheet_of(("razon_social",), (client,)), [result])


def _archived(folder: Path, content: bytes = b"%PDF-1.4") -> Path:
    pdf = folder / "casa" / "00003-00000001.pdf"
    pdf.parent.mkdir(parents=True, exist_ok=True)
    pdf.write_bytes(content)
    return pdf


def _placed(report: Report, folder: Path) -> Path:
    pdf = beside(report, folder).rows[2].pdf
    assert pdf is not None
    return pdf


def test_a_pdf_is_named_by_what_it_is_and_whose_and_put_there_once(tmp_path: Path) -> None:
    pdf = _archived(tmp_path)
    first = _placed(_issued(pdf), tmp_path / "resultados")
    assert first == tmp_path / "resultados" / "PDF" / "FACTURA B 00003-00000001 – Ana Gómez.pdf"
    assert first.read_bytes() == pdf.read_bytes()
    assert _placed(_issued(pdf), tmp_path / "resultados") == first
    assert list(first.parent.iterdir()) == [first]


def test_another_file_of_that_name_is_never_overwritten(tmp_path: Path) -> None:
    first = _placed(_issued(_archived(tmp_path / "a", b"one")), tmp_path)
    second = _placed(_issued(_archived(tmp_path / "b", b"another")), tmp_path)
    assert (first.read_bytes(), second.read_bytes()) == (b"one", b"another")
    assert second.name == "FACTURA B 00003-00000001 – Ana Gómez (2).pdf"


@pytest.mark.parametrize(
    ("client", "name"),
    [
        ('Pérez/Gómez: "El 5*" <SRL>?', "Pérez Gómez El 5 SRL"),
        ("Los Tres S.A.", "Los Tres S.A"),
        ("..\\..\\x", ".. .. x"),
        ("  ", ""),
        ("ñ" * 300, "ñ" * 75),
    ],
)
def test_a_name_is_one_that_windows_takes(client: str, name: str, tmp_path: Path) -> None:
    placed = _placed(_issued(_archived(tmp_path), client), tmp_path)
    what = "FACTURA B 00003-00000001"
    assert placed.stem == (f"{what} – {name}" if name else what)
    assert placed.parent == tmp_path / "PDF"


def test_where_the_disk_has_no_hard_links_it_is_a_copy(tmp_path: Path) -> None:
    pdf = _archived(tmp_path)
    with mock.patch("os.link", side_effect=OSError("not here")):
        first = _placed(_issued(pdf), tmp_path)
        assert _placed(_issued(pdf), tmp_path) == first
    assert not first.samefile(pdf)
    assert list(first.parent.iterdir()) == [first]


def test_where_it_cannot_be_put_the_row_keeps_the_archives(tmp_path: Path) -> None:
    pdf = _archived(tmp_path)
    (tmp_path / "PDF").write_text("a file in the way", encoding="utf-8")
    assert _placed(_issued(pdf), tmp_path) == pdf
    pdf.unlink()
    assert _placed(_issued(pdf), tmp_path / "elsewhere") == pdf
