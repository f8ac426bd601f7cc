"""A program hands over a file on standard input: it is read by what it is, and kept."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from planilla.commands.work.standard_input import with_standard_input
from planilla.common.errors import InputRefused
from planilla.sandbox.server import Sandbox
from planilla.settings.settings import Settings
from tests.helpers import row, write_csv
from tests.processes import command, environment

CORPUS = Path(__file__).parents[1] / "corpus" / "files"


def handed(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("minimos.openpyxl.xlsx", ".xlsx"),
        ("minimos.xlwt.xls", ".xls"),
        ("minimos.libreoffice.ods", ".ods"),
        ("minimos.pandas-es.csv", ".csv"),
        ("alias.pagina.xls", ".xls"),
    ],
)
def test_what_comes_is_kept_as_it_is_under_an_ending_of_its_kind(
    name: str, ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = (CORPUS / name).read_bytes()
    handed(monkeypatch, content)
    (kept,), out = with_standard_input([Path("-")], None, Settings(home=tmp_path))
    assert kept.read_bytes() == content
    assert (kept.suffix, kept.parent, out) == (ending, tmp_path / "entrada", Path("resultados"))
    assert [one.name for one in kept.parent.iterdir()] == [kept.name]


def test_the_same_again_is_the_same_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for _ in range(2):
        handed(monkeypatch, b"a;b\n1;2\n")
        found += with_standard_input([Path("-")], Path("x"), Settings(home=tmp_path))[0]
    assert found[0] == found[1]


@pytest.mark.parametrize("files", [["-"], ["-", "-"]])
def test_nothing_and_twice_are_refused(
    files: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed(monkeypatch, b"" if len(files) == 1 else b"a;b\n")
    with pytest.raises(InputRefused, match="standard input"):
        with_standard_input([Path(one) for one in files], None, Settings(home=tmp_path))


def test_files_alone_are_left_as_they_are(tmp_path: Path) -> None:
    assert with_standard_input([Path("a.csv")], None, Settings(home=tmp_path)) == (
        [Path("a.csv")],
        None,
    )


@pytest.mark.slow
def test_a_program_can_emit_by_a_pipe(tmp_path: Path) -> None:
    content = write_csv(tmp_path / "a.csv", [row(1), row(2)]).read_bytes()
    with Sandbox() as box:
        env = environment(box, tmp_path / "home")
        for _ in range(2):
            done = subprocess.run(
                command("emit", "-"), input=content, env=env, cwd=tmp_path, capture_output=True,
                check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
        assert len(box.books.held) == 2
    (result,) = (tmp_path / "resultados").glob("*.xlsx")
    assert result.name.startswith("stdin-")
