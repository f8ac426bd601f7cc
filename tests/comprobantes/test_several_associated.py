"""A note may correct up to 10 comprobantes, each named in a row of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from planilla.common.calendar import today
from planilla.comprobantes.load import load
from planilla.model.issuers import Issuer, Issuers
from planilla.reading.loaded import Loaded
from planilla.sandbox.server import Sandbox
from planilla.writing.report import Estado
from tests.helpers import Job, row, run, settings_for, write_csv

OWN = "30707070707"
TODAY = f"{today():%d/%m/%Y}"


def _note(number: int | str, **changes: Any) -> dict[str, Any]:
    named = {"asociado_tipo": "FACTURA B", "asociado_punto_venta": 1, "asociado_numero": number}
    note = {"tipo": "NOTA DE CREDITO B", "asociado_fecha": TODAY}
    return row(1) | note | named | changes


def _load(tmp_path: Path, *rows: dict[str, Any]) -> Loaded:
    return load(write_csv(tmp_path / "a.csv", rows), today(), Issuers(Issuer(None, OWN)))


def _named(loaded: Loaded) -> list[list[int]]:
    return [
        [one["numero"] for one in asked.body["comprobante"]["comprobantes_asociados"]]
        for asked in loaded.asked
    ]


def test_each_row_of_a_note_may_name_another_comprobante(tmp_path: Path) -> None:
    blank = dict.fromkeys(name for name in _note(1) if name.startswith("asociado_"))
    loaded = _load(tmp_path, _note(1), _note(2), _note(1), _note("") | blank)
    assert not loaded.faults
    assert _named(loaded) == [[1, 2]]
    (asked,) = loaded.asked
    named = asked.body["comprobante"]["comprobantes_asociados"]
    assert {one["cuit"] for one in named} == {OWN}


def test_a_note_of_one_is_known_by_what_it_was_known_by(tmp_path: Path) -> None:
    one = _load(tmp_path, _note(1, referencia="")).asked[0]
    assert one.content == _load(tmp_path, _note(1, referencia="R")).asked[0].content
    both = _load(tmp_path, _note(1), _note(2)).asked[0]
    others = _load(tmp_path, _note(1), _note(3)).asked[0]
    same = _load(tmp_path, _note(1), _note(1)).asked[0]
    assert len({both.content, others.content, same.content}) == 3


def test_what_a_row_names_by_halves_does_not_agree(tmp_path: Path) -> None:
    loaded = _load(tmp_path, _note(1), _note(2, asociado_fecha=""))
    assert (3, "NO_ACUERDA") in {(fault.row, fault.code) for fault in loaded.faults}
    other_day = _load(tmp_path, _note(1), _note(1, asociado_fecha="01/01/2026"))
    assert (3, "asociado_fecha") in {(fault.row, fault.column) for fault in other_day.faults}


def test_each_of_them_is_judged(tmp_path: Path) -> None:
    loaded = _load(tmp_path, _note(1), _note(2, asociado_tipo="FACTURA A"))
    assert (3, "ASOCIADO_TIPO") in {(fault.row, fault.code) for fault in loaded.faults}
    assert not loaded.asked


def test_no_more_are_taken_than_the_service_takes(tmp_path: Path) -> None:
    rows = [_note(number) for number in range(1, 12)]
    assert "ASOCIADOS" in {fault.code for fault in _load(tmp_path, *rows).faults}
    assert _named(_load(tmp_path, *rows[1:])) == [list(range(2, 12))]


def test_a_note_of_two_is_issued(tmp_path: Path) -> None:
    invoices = [row(n, precio_unitario_sin_iva="1000") for n in (1, 2)]
    notes = [_note(n, referencia="N-1", precio_unitario_sin_iva="10") for n in (1, 2)]
    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home")
        run(Job((write_csv(tmp_path / "a.csv", invoices),), settings))
        run(Job((write_csv(tmp_path / "n.csv", notes),), settings))
        run(Job((write_csv(tmp_path / "again.csv", notes),), settings))
        held = [one["comprobante"] for one in box.books.held]
    assert len(held) == 3
    assert [one["numero"] for one in held[-1]["comprobantes_asociados"]] == [1, 2]


def _by_referencia(named: str, **changes: Any) -> dict[str, Any]:
    note = row(3) | {"tipo": "NOTA DE CREDITO B", "precio_unitario_sin_iva": "10"}
    return note | {"asociado_referencia": named} | changes


def test_one_cell_may_name_several_by_their_referencias(tmp_path: Path) -> None:
    invoices = [row(n, precio_unitario_sin_iva="1000") for n in (1, 2)]
    note = _by_referencia("R-00001; R-00002;R-00001")
    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home")
        source = write_csv(tmp_path / "a.csv", [note, *invoices])
        first = run(Job((source,), settings))
        run(Job((source,), settings))
        held = [one["comprobante"] for one in box.books.held]
    assert not first.trouble
    assert len(held) == 3
    named = held[-1]["comprobantes_asociados"]
    assert [one["numero"] for one in named] == [1, 2]
    assert {one["cuit"] for one in named} == {OWN}


def test_each_named_in_a_cell_is_judged(tmp_path: Path) -> None:
    wrong = row(2, precio_unitario_sin_iva="no")
    other_letter = row(2, tipo="FACTURA A")
    for second, code in ((wrong, "ASOCIADO_INVALIDO"), (other_letter, "ASOCIADO_TIPO")):
        loaded = _load(tmp_path, row(1), second, _by_referencia("R-00001; R-00002"))
        assert (4, code) in {(fault.row, fault.code) for fault in loaded.faults}
        assert [one.referencia for one in loaded.asked][:1] == ["R-00001"]
    many = "; ".join(f"OTRA-{n}" for n in range(11))
    assert "ASOCIADOS" in {f.code for f in _load(tmp_path, _by_referencia(many)).faults}
    assert not _load(tmp_path, _by_referencia(many.removeprefix("OTRA-0; "))).faults


def test_notes_that_name_one_another_in_cells_go_in_a_circle(tmp_path: Path) -> None:
    notes = [
        _by_referencia("R-00001; N-2", referencia="N-1"),
        _by_referencia("N-1", referencia="N-2"),
        _by_referencia("R-00001", referencia="N-3"),
    ]
    loaded = _load(tmp_path, row(1), *notes)
    told = {(fault.row, fault.code) for fault in loaded.faults}
    assert told == {(3, "ASOCIADO_CIRCULO"), (4, "ASOCIADO_CIRCULO")}
    assert [one.referencia for one in loaded.asked] == ["R-00001", "N-3"]


def test_one_of_several_that_nobody_knows_is_told_by_its_name(tmp_path: Path) -> None:
    rows = [row(1, precio_unitario_sin_iva="1000"), _by_referencia("R-00001; NADIE")]
    with Sandbox() as box:
        outcome = run(Job((write_csv(tmp_path / "a.csv", rows),), settings_for(box, tmp_path)))
        assert len(box.books.held) == 1
    assert outcome.rows == {Estado.EMITIDO: 1, Estado.INVALIDO: 1}


def test_a_referencia_with_a_semicolon_is_one_where_there_is_such_a_comprobante(
    tmp_path: Path,
) -> None:
    rows = [row(1, referencia="A;B", precio_unitario_sin_iva="1000"), _by_referencia("A;B")]
    assert not _load(tmp_path, *rows).faults
    with Sandbox() as box:
        run(Job((write_csv(tmp_path / "a.csv", rows),), settings_for(box, tmp_path / "home")))
        invoice, note = (one["comprobante"] for one in box.books.held)
    assert [one["numero"] for one in note["comprobantes_asociados"]] == [invoice["numero"]]
