"""Describing a statement that nobody declared: what is seen, what is asked, what is kept."""

from __future__ import annotations

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from planilla.common.errors import InputRefused, MissingColumns
from planilla.reconcile.describing.describe import Described, describe
from planilla.reconcile.describing.proposal import keep, refuse_title, written
from planilla.reconcile.sources import read_source
from schemas.sources.declaration import read_declaration
from tests.processes import environment
from tests.reconcile.test_statements import CUIT
from tests.reconcile.test_statements import written as put

LETTERS = (
    "Cuenta;Fecha;Descripción;Nro. Operación;Importe;D/C;CUIT;Denominación;Saldo\n"
    f"12-3;16/11/2026;TRANSFERENCIA;77;1.210,00;C;{CUIT};ÑANDÚ SRL;2.210,00\n"
    "12-3;17/11/2026;IMPUESTO;78;10,00;D;;;2.200,00\n"
)
COLUMNS = (
    "Banco del Lago\nMovimientos al 20/11/2026\n\nFecha operación;Fecha valor;Detalle;Egresos;"
    f"Ingresos;Saldo\n16/11/2026;16/11/2026;TRF {CUIT};;1.210,00;2.210,00\n"
    "17/11/2026;17/11/2026;IMPUESTO;10,00;;2.200,00\nTotales;;;10,00;1.210,00;\n"
)
BACKWARDS = (
    "Posting date,Concept,Amount,Balance\n"
    "11/16/2026,TRF ACME,-1210.50,3000.00\n11/17/2026,TAX,10.00,3010.00\n"
)


def described(folder: Path, text: str) -> Described:
    return describe(put(folder, text, "lago.csv"))


def named(one: Described) -> dict[str, list[str]]:
    """What each field was found to be, by heading."""
    headings = {column.place: column.heading for column in one.columns}
    return {role: [headings[place] for place in own] for role, own in one.guess.places.items()}


def test_a_statement_with_letters_is_understood_without_a_question(tmp_path: Path) -> None:
    found = described(tmp_path, LETTERS)
    assert named(found) == {
        "fecha": ["Fecha"],
        "saldo_banco": ["Saldo"],
        "importe": ["Importe"],
        "sentido": ["D/C"],
        "documento_nro": ["CUIT"],
        "cuenta": ["Cuenta"],
        "nombre": ["Denominación"],
        "referencia": ["Nro. Operación"],
        "texto": ["Descripción"],
    }
    assert found.guess.asks == ()
    trial = found.tried("Lago")
    assert trial.found is not None
    assert trial.found.frame.select("importe", "cuenta").rows() == [(Decimal(1210), "12-3")]
    assert (trial.gaps, trial.faults) == (0, 0)


def test_titles_above_and_totals_below_do_not_confuse_it(tmp_path: Path) -> None:
    found = described(tmp_path, COLUMNS)
    assert found.heading == 4
    assert named(found)["debito"] == ["Egresos"]
    assert named(found)["importe"] == ["Ingresos"]
    assert found.guess.asks == ("fecha",)
    settled = found.answered("fecha", "Fecha valor")
    assert settled is not None
    assert settled.guess.asks == ()
    assert named(settled)["fecha"] == ["Fecha valor"]


@pytest.mark.parametrize(
    ("amounts", "dates", "asks"),
    [
        (("10,00", "-5,00"), ("16/11/2026", "17/11/2026"), ()),
        (("10,00", "5,00"), ("16/11/2026", "17/11/2026"), ("direction",)),
        (("10,00", "-5,00"), ("05/11/2026", "06/11/2026"), ("dates",)),
        (("1.000", "-2.000"), ("16/11/2026", "17/11/2026"), ("decimal",)),
    ],
)
def test_what_the_file_does_not_say_is_asked_and_nothing_else(
    tmp_path: Path, amounts: tuple[str, str], dates: tuple[str, str], asks: tuple[str, ...]
) -> None:
    rows = "".join(f"{d};X;{a}\n" for d, a in zip(dates, amounts, strict=True))
    assert described(tmp_path, f"Fecha;Concepto;Importe\n{rows}").guess.asks == asks


def test_an_answer_that_is_none_leaves_the_question_open(tmp_path: Path) -> None:
    found = described(tmp_path, "Fecha;Concepto;Importe\n05/11/2026;X;1.000\n06/11/2026;X;-2.000\n")
    assert found.answered("dates", "no sé") is None
    assert found.answered("decimal", "ni idea") is None
    assert found.answered("fecha", "99") is None
    answered = found.answered("dates", "mes")
    assert answered is not None
    assert answered.guess.dates == "mdy"
    marked = answered.answered("decimal", "coma")
    assert marked is not None
    assert (marked.guess.decimal, marked.guess.asks) == (",", ())


def test_the_balances_say_which_sign_is_money_that_came_in(tmp_path: Path) -> None:
    text = BACKWARDS.replace("3000.00", "3010.00").replace("TAX,10.00,3010", "TAX,10.00,3000")
    found = described(tmp_path, text)
    assert found.guess.dates == "mdy"
    trial = found.tried("Lake")
    assert trial.declaration.money_in == "negative"
    assert trial.found is not None
    assert trial.found.frame["importe"].to_list() == [Decimal("1210.50")]


def test_a_column_that_was_taken_wrongly_is_put_right(tmp_path: Path) -> None:
    found = described(tmp_path, LETTERS)
    column = found.column("5")
    assert column is not None
    gone = found.taken(column, None)
    assert gone.guess.asks == ("importe",)
    back = gone.answered("importe", "importe")
    assert back is not None
    assert named(back) == named(found)


def test_what_is_written_is_read_by_itself_and_says_the_same(tmp_path: Path) -> None:
    found = described(tmp_path, COLUMNS)
    settled = found.answered("fecha", "1")
    assert settled is not None
    trial = settled.tried('Banco "del" Lago')
    home = tmp_path / "home"
    path = keep(
        written(trial.declaration, "lago\n.csv"),
        "Banco del Lago",
        home,
        confirmed=True,
    )
    assert path == home / "fuentes" / "banco_del_lago.toml"
    kept = read_declaration(path)
    assert kept == trial.declaration
    again = read_source(found.path, (), "payments", [kept])
    assert trial.found is not None
    assert again.frame.equals(trial.found.frame)
    other = keep("x", "Banco del Lago", home, confirmed=True)
    assert other.name == "banco_del_lago_2.toml"


def test_a_name_that_a_source_has_is_refused() -> None:
    with pytest.raises(InputRefused, match="póngale otro"):
        refuse_title("banco galicia", [])


@pytest.mark.parametrize(
    "text", ["", "Uno;Dos;Tres\na;b;c\n", "Fecha;Concepto;Clase\n1/11/2026;a;b\n"]
)
def test_what_holds_no_movements_cannot_be_described(tmp_path: Path, text: str) -> None:
    with pytest.raises(MissingColumns, match="una fila de encabezados"):
        describe(put(tmp_path, text or "x;y\n", "x.csv"))


def planilla(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "planilla", "source", *words],
        env=environment(None, folder / "home"),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_without_a_terminal_the_proposal_waits_for_a_person(tmp_path: Path) -> None:
    path = put(tmp_path, COLUMNS, "lago.csv")
    done = planilla(tmp_path, str(path))
    assert done.returncode == 4
    (proposal,) = (tmp_path / "home" / "fuentes").iterdir()
    assert proposal.name == "lago.toml.propuesta"
    text = proposal.read_text(encoding="utf-8")
    assert "# - ¿Qué columna tiene la fecha del movimiento?" in text
    assert "# - ¿Cómo se llama el banco?" in text


def test_what_is_clear_is_kept_at_once_where_that_is_asked_for(tmp_path: Path) -> None:
    path = put(tmp_path, LETTERS, "lago.csv")
    assert planilla(tmp_path, str(path), "--title", "Banco Lago", "--accept").returncode == 0
    done = planilla(tmp_path, str(path))
    assert done.returncode == 0
    assert "ya se lee como «Banco Lago»" in done.stdout


@pytest.mark.skipif(os.name == "nt", reason="a pseudo-terminal is POSIX's")
def test_a_person_answers_in_a_terminal_and_corrects_a_column(tmp_path: Path) -> None:
    """Its name, the day's column, that it is wrong, that column 1 is nothing, that it is right."""
    import pty

    path = put(tmp_path, COLUMNS, "lago.csv")
    answers = ["Banco del Lago", "2", "n", "1", "nada", "s"]
    main, side = pty.openpty()
    os.write(main, "".join(f"{one}\n" for one in answers).encode())
    with subprocess.Popen(
        [sys.executable, "-m", "planilla", "source", str(path)],
        env=environment(None, tmp_path / "home"),
        stdin=side,
        stdout=side,
        stderr=side,
        start_new_session=True,
    ) as process:
        os.close(side)
        shown = _until_closed(main)
    assert process.returncode == 0, shown
    kept = read_declaration(tmp_path / "home" / "fuentes" / "banco_del_lago.toml")
    assert kept.columns["fecha"] == ("Fecha valor",)
    assert "1 que entraron, 1 que salieron" in shown


def _until_closed(terminal: int) -> str:
    parts = []
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # Linux says so where nobody holds the other end
            break
        if not part:
            break
        parts.append(part)
    os.close(terminal)
    return b"".join(parts).decode("utf-8", "replace")
