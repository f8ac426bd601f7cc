"""What a declaration may say, what it may not, and which of several is a file's."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from planilla.common.errors import InputError, MissingColumns
from planilla.reconcile.sources import read_source
from schemas.sources.declaration import Declaration, WrongDeclaration, read_declaration

HEAD = 'title = "Mío"\nyields = "payments"\n'
COLUMNS = '[columns]\nfecha = ["Día"]\nimporte = ["Entró"]\n'


def declared(folder: Path, keys: str = "", tables: str = "", name: str = "mio.toml") -> Declaration:
    path = folder / name
    path.write_text(HEAD + keys + COLUMNS + tables, encoding="utf-8")
    return read_declaration(path)


def text_file(folder: Path, text: str) -> Path:
    path = folder / "x.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_declared_decimal_mark_settles_what_the_column_does_not_prove(tmp_path: Path) -> None:
    path = text_file(tmp_path, "Día;Entró\n20/11/2026;1.234\n")
    silent = read_source(path, [declared(tmp_path)])
    assert [fault.code for fault in silent.faults] == ["AMBIGUO"]
    comma = read_source(path, [declared(tmp_path, 'decimal = ","\n')])
    assert comma.frame["importe"].to_list() == [Decimal("1234.00")]


def test_months_may_stand_first(tmp_path: Path) -> None:
    path = text_file(tmp_path, "Día;Entró\n11/02/2026;10\n")
    found = read_source(path, [declared(tmp_path, 'dates = "mdy"\n')])
    assert found.frame["fecha"].to_list() == [date(2026, 11, 2)]


def test_what_came_in_may_be_written_negative(tmp_path: Path) -> None:
    path = text_file(tmp_path, "Día;Entró\n02/11/2026;-10,50\n03/11/2026;99\n")
    found = read_source(path, [declared(tmp_path, 'money_in = "negative"\n')])
    assert found.frame["importe"].to_list() == [Decimal("10.50")]
    assert found.left_out == 1


def test_currencies_and_tipos_may_have_names_of_their_own(tmp_path: Path) -> None:
    toml = tmp_path / "otro.toml"
    toml.write_text(
        'title = "Otro"\nyields = "documents"\n'
        '[columns]\nfecha = ["Día"]\ntipo = ["Clase"]\ntotal = ["Suma"]\nmoneda = ["Divisa"]\n'
        '[constants]\nmoneda = "DOL"\n'
        '[monedas]\n"Verdes" = "DOL"\n"Nac." = "PES"\n[tipos]\n"Fact. elect. A" = "FACTURA A"\n',
        encoding="utf-8",
    )
    rows = "1/11/2026;Fact. elect. A;1;VERDES\n1/11/2026;NC A;2;nac\n1/11/2026;6;3;\n"
    path = text_file(tmp_path, f"Día;Clase;Suma;Divisa\n{rows}1/11/2026;X;4;Lunas\n")
    found = read_source(path, [read_declaration(toml)])
    assert found.frame.select("tipo", "signo", "moneda").rows() == [
        ("FACTURA A", 1, "DOL"),
        ("NOTA DE CREDITO A", -1, "PES"),
        ("FACTURA B", 1, "DOL"),
    ]
    assert {(fault.column, fault.value) for fault in found.faults} == {
        ("Clase", "X"),
        ("Divisa", "Lunas"),
    }


def test_headings_are_looked_for_only_as_far_down_as_declared(tmp_path: Path) -> None:
    path = text_file(tmp_path, "Banco Mío;\n;\nDía;Entró\n20/11/2026;10,00\n")
    assert len(read_source(path, [declared(tmp_path, "title_rows = 2\n")]).frame) == 1
    with pytest.raises(MissingColumns, match=r"fecha .*«Día».*importe .*«Entró»"):
        read_source(path, [declared(tmp_path, "title_rows = 1\n")])


def test_a_filter_keeps_only_some_values_and_counts_the_rest(tmp_path: Path) -> None:
    mine = declared(tmp_path, tables='estado = ["Estado"]\n[only]\nestado = ["OK", "Aprobado"]\n')
    text = "Día;Entró;Estado\n1/11/2026;1;ok\n1/11/2026;2;APROBADO\n1/11/2026;mal;no\n"
    found = read_source(text_file(tmp_path, text), [mine])
    assert found.frame["importe"].to_list() == [1, 2]
    assert (found.left_out, found.faults) == (1, ())


def test_two_declarations_that_fit_alike_are_both_named(tmp_path: Path) -> None:
    one, two = declared(tmp_path), declared(tmp_path, name="b.toml")
    two = two.model_copy(update={"title": "Suyo"})
    with pytest.raises(InputError, match="«Mío» y «Suyo»"):
        read_source(text_file(tmp_path, "Día;Entró\n1/11/2026;1\n"), [one, two])


def test_a_heading_twice_is_refused_where_it_matters(tmp_path: Path) -> None:
    path = text_file(tmp_path, "Día;Entró;ENTRO\n1/11/2026;1;2\n")
    with pytest.raises(MissingColumns, match=r"«Entró» y «ENTRO».*importe"):
        read_source(path, [declared(tmp_path)])


@pytest.mark.parametrize(
    ("keys", "tables", "told"),
    [
        ('decimal = ";"\n', "", "decimal"),
        ('dates = "ymd"\n', "", "dates"),
        ("title_rows = 40\n", "", "title_rows"),
        ('colour = "red"\n', "", "colour"),
        ("", '[monedas]\n"x" = "GALLETAS"\n', "monedas.x"),
        ("", '[tipos]\n"x" = "FACTURA Z"\n', "tipos.x"),
        ("", '[constants]\nmoneda = "GALLETAS"\n', "constants.moneda"),
        ("", '[constants]\nneto = "7"\n', "constants.neto"),
        ("", '[only]\nestado = ["si"]\n', "only.estado"),
        ("", '[optional]\nfields = ["fecha", "importe"]\n', "optional.fields"),
        ("", "texto = []\n", "columns.texto"),
    ],
)
def test_what_a_declaration_may_not_say_is_told_with_its_key(
    tmp_path: Path, keys: str, tables: str, told: str
) -> None:
    with pytest.raises(WrongDeclaration, match=rf"mio\.toml: .*{told}"):
        declared(tmp_path, keys, tables)
