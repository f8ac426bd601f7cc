"""Describing a sheet that another program made: what is seen, what is asked, what is kept."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from planilla.commands.work.sheet import answered
from planilla.common.calendar import today
from planilla.common.errors import MissingColumns, SettingsError
from planilla.describe.guess import GROSS, Ask
from planilla.describe.proposal import Described, Trial, as_toml, describe, in_words, keep, tried
from planilla.model.issuers import Issuers
from planilla.settings.foreign_sheets import declared_sheets
from planilla.settings.settings import load_settings
from schemas.headings import NET
from tests.processes import environment

DAY = f"{today():%Y%m%d}"
TIENDA = (
    "Ventas de la tienda\n\n"
    "Nº;Emitida;Cbte;Local;Identificación;Quién;Sit.;Qué cosa;Cuántos;Precio;IVA %;Vendedor\n"
    f"1;{DAY};FB;3;20-40937847-2;Juana;5;Caja azul;1;1000.00;21;Ana\n"
    f"2;{DAY};FA;3;30-71234567-1;Uno SA;1;Caja roja;2;1500.50;10.5;Luz\n"
)
WIDE = (
    "fecha,cbte,local,cuit,nombre,cond_iva,detalle1,cant1,neto1,iva1,detalle2,cant2,neto2,iva2\n"
    f"{today():%d/%m/%Y},FA,1,30712345671,Uno SA,RI,Mesa,1,100.00,5,Silla,2,50.00,4\n"
)


def _described(folder: Path, text: str) -> Described:
    path = folder / "tienda.csv"
    path.write_text(text, encoding="utf-8")
    return describe(path)


def _headings(one: Described) -> dict[str, str]:
    return {name: column.template for name, column in one.guess.columns.items()}


def _with(one: Described, **answers: str) -> Described:
    """The same with each question answered, by its column; the others with yes."""
    while one.guess.asks:
        question = one.guess.asks[0]
        found = answered(one, question, answers.get(question.column, "s"))
        assert isinstance(found, Described), found
        one = found
    return one


def _tried(one: Described) -> Trial:
    return tried(one, "tienda", today(), Issuers())


def test_headings_are_taken_by_their_words_and_cells_and_what_was_guessed_is_asked(
    tmp_path: Path,
) -> None:
    found = _described(tmp_path, TIENDA)
    assert found.table.heading == 3
    assert _headings(found) == {
        "numero": "Nº", "fecha": "Emitida", "tipo": "Cbte", "punto_venta": "Local",
        "documento_nro": "Identificación", "razon_social": "Quién", "condicion_iva": "Sit.",
        "descripcion": "Qué cosa", "cantidad": "Cuántos", NET: "Precio", "alicuota": "IVA %",
    }  # fmt: skip
    words = [in_words(one) for one in found.guess.asks]
    assert "¿«Precio» es precio_unitario_sin_iva?" in words
    assert "¿«Nº» es numero?" in words
    assert not any("«IVA %»" in one or "«Cbte»" in one for one in words)


def test_the_answers_give_the_comprobantes_that_the_file_shows(tmp_path: Path) -> None:
    found = _tried(_with(_described(tmp_path, TIENDA), numero="n")).found
    assert found is not None
    assert not found.faults
    assert [(one.tipo, one.total) for one in found.asked] == [
        ("FACTURA B", Decimal("1210.00")),
        ("FACTURA A", Decimal("3316.10")),
    ]


def test_a_price_may_have_the_iva_and_a_heading_be_another_column(tmp_path: Path) -> None:
    settled = _with(_described(tmp_path, TIENDA), numero="n", precio_unitario_sin_iva=GROSS)
    found = _tried(settled).found
    assert found is not None
    assert [one.total for one in found.asked] == [Decimal("1000.00"), Decimal("3001.00")]


def test_what_no_heading_gives_is_the_same_in_every_row(tmp_path: Path) -> None:
    text = "\n".join(
        ";".join(cell for n, cell in enumerate(line.split(";")) if n != 3)
        for line in TIENDA.splitlines()
    )
    found = _described(tmp_path, text)
    (question,) = [one for one in found.guess.asks if one.about is Ask.VALUE]
    assert question.column == "punto_venta"
    assert answered(found, question, "tres") == "«tres» no puede ser punto_venta."
    settled = _with(found, numero="n", punto_venta="3")
    assert settled.guess.constants == {"punto_venta": "3"}
    trial = _tried(settled)
    assert trial.found is not None
    assert len(trial.found.asked) == 2


def test_concepts_side_by_side_and_codes_of_arca_are_recognised(tmp_path: Path) -> None:
    found = _described(tmp_path, WIDE)
    assert _headings(found)["descripcion"] == "detalle{n}"
    assert Ask.CODES in [one.about for one in found.guess.asks]
    (one,) = _with(found).guess.values.items()
    assert one == ("alicuota", {"3": "0", "4": "10.5", "5": "21", "6": "27"})
    trial = _tried(_with(found))
    assert trial.found is not None
    (sale,) = trial.found.asked
    assert sale.total == Decimal("231.50")


def test_what_was_kept_is_read_and_what_is_to_be_confirmed_is_not(tmp_path: Path) -> None:
    found = _described(tmp_path, TIENDA)
    home, folder = tmp_path / "home", tmp_path / "home" / "hojas"
    questions = [in_words(one) for one in found.guess.asks]
    proposed = keep(as_toml(found, "Tienda", questions), "Tienda", home, folder, confirmed=False)
    assert proposed.name == "tienda.toml.propuesta"
    assert "# - ¿«Precio» es precio_unitario_sin_iva?" in proposed.read_text("utf-8")
    assert [one.name for one in declared_sheets(folder)] == ["pyrece"]
    settled = _with(found, numero="n")
    for _ in range(2):
        keep(as_toml(settled, "Tienda"), "Tienda", home, folder, confirmed=True)
    assert [one.name for one in declared_sheets(folder)] == ["tienda", "tienda_2", "pyrece"]
    assert declared_sheets(folder)[0].columns[NET] == "Precio"


def test_what_is_no_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(MissingColumns, match="No se ve una tabla"):
        _described(tmp_path, "hola\n")


def test_a_table_of_the_settings_declares_a_sheet_and_a_wrong_one_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settled = as_toml(_with(_described(tmp_path, TIENDA), numero="n"), "Tienda")
    text = "[hoja.tienda]\n" + settled.replace("\n[", "\n[hoja.tienda.")
    (tmp_path / "planilla.toml").write_text(text, encoding="utf-8")
    settings = load_settings()
    assert [one.name for one in declared_sheets(settings.sheets, settings.hoja)] == [
        "tienda", "pyrece",
    ]  # fmt: skip
    monkeypatch.setenv("PLANILLA_HOJA", settings.as_variables()["PLANILLA_HOJA"])
    assert load_settings().hoja == settings.hoja
    (tmp_path / "planilla.toml").write_text('[hoja.x.columnas]\nprecios = "P"\n', encoding="utf-8")
    monkeypatch.delenv("PLANILLA_HOJA")
    with pytest.raises(SettingsError, match="no es una columna de planilla: precios"):
        load_settings()


def test_without_a_terminal_it_proposes_and_ends_4_and_says_so_where_it_is_read(
    tmp_path: Path,
) -> None:
    described = _described(tmp_path, TIENDA)
    command = [sys.executable, "-m", "planilla", "sheet", str(described.table.path)]
    own = environment(None, tmp_path / "home")

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=tmp_path, env=own, capture_output=True, text=True, encoding="utf-8",
            stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip

    first = run()
    assert first.returncode == 4, first.stderr
    (written,) = (tmp_path / "home" / "hojas").iterdir()
    settled = as_toml(_with(described, numero="n"), "Tienda")
    written.with_suffix("").write_text(settled, encoding="utf-8")
    second = run()
    assert (second.returncode, "ya se lee" in second.stdout) == (0, True), second.stdout
