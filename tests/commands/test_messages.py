"""Whatever goes wrong ends in one clear message, the right exit code, and nothing lost."""

from __future__ import annotations

import re
import subprocess
from functools import partial
from pathlib import Path

import pytest

from planilla.sandbox.faults import Fault
from planilla.sandbox.server import Options, Sandbox
from planilla.sandbox.service import Rehearsal
from tests.helpers import check_books, lanes, row, write_csv
from tests.processes import command, environment, planilla


@pytest.mark.parametrize("words", [[], ["emit"], ["template"], ["sandbox"]])
def test_every_command_explains_itself(words: list[str], tmp_path: Path) -> None:
    done = planilla(*words, "--help", env=environment(None, tmp_path), cwd=tmp_path)
    assert done.returncode == 0
    assert "Usage" in done.stdout


def test_a_missing_file_and_a_wrong_option_are_told_apart(tmp_path: Path) -> None:
    env = environment(None, tmp_path / "home", PLANILLA_BASE_URL="http://127.0.0.1:9/")
    usage = planilla("emit", env=env, cwd=tmp_path)
    assert usage.returncode == 2
    with Sandbox() as box:
        env = environment(box, tmp_path / "home")
        missing = planilla("emit", tmp_path / "no.xlsx", env=env, cwd=tmp_path)
    assert missing.returncode == 1
    assert "No existe" in missing.stderr
    assert "Traceback" not in missing.stderr


def test_a_bad_file_does_not_stop_the_good_one(tmp_path: Path) -> None:
    good = write_csv(tmp_path / "good.csv", [row(1)])
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"not a workbook")
    with Sandbox() as box:
        done = planilla("emit", bad, good, env=environment(box, tmp_path / "home"), cwd=tmp_path)
        assert len(box.books.held) == 1
    assert done.returncode == 1
    assert "bad.xlsx" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_inbox_says_what_it_did_and_what_is_wrong_with_a_file_on_a_line_each(
    tmp_path: Path,
) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "bad.xlsx").write_bytes(b"not a workbook")
    with Sandbox() as box:
        env = environment(box, tmp_path / "home")
        done = planilla("inbox", env=env, cwd=tmp_path)
    what, why = done.stderr.splitlines()
    assert what == f"bad.xlsx (?): could not be worked -> {Path('inbox') / 'con_errores'}"
    assert why.startswith("bad.xlsx: Es un archivo de otro tipo")


def test_what_the_service_says_of_an_outage_is_quoted(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "a.csv", [row(1)])
    with Sandbox(Options(rehearsal=Rehearsal(outage=60))) as box:
        box.plan.counted = [Fault.AFIP]
        env = environment(box, tmp_path / "home", PLANILLA_BUDGET_SECONDS="0.3")
        done = planilla("emit", source, env=env, cwd=tmp_path)
    assert re.search("Stopped: AFIP/ARCA: «[^»]+»", done.stderr), done.stderr


def test_a_missing_column_is_named_with_what_was_found(tmp_path: Path) -> None:
    rows = [row(1)]
    del rows[0]["razon_social"]
    source = write_csv(tmp_path / "a.csv", rows)
    with Sandbox() as box:
        done = planilla("emit", source, env=environment(box, tmp_path / "home"), cwd=tmp_path)
    assert done.returncode == 1
    assert "razon_social" in done.stderr
    assert "«condicion_iva»" in done.stderr


def test_refused_credentials_stop_everything_and_still_write_the_result(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "a.csv", [row(1)])
    with Sandbox() as box:
        env = environment(box, tmp_path / "home", PLANILLA_APITOKEN="wrong-token-123")
        done = planilla("emit", source, env=env, cwd=tmp_path)
        assert not box.books.held
    assert done.returncode == 1
    assert "credentials" in done.stderr
    assert "wrong-token-123" not in done.stderr + done.stdout
    assert (tmp_path / "resultados" / "a.resultado.xlsx").is_file()


def test_missing_credentials_are_named(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "a.csv", [row(1)])
    done = planilla("emit", source, env=environment(None, tmp_path / "home"), cwd=tmp_path)
    assert done.returncode == 1
    assert "PLANILLA_USERTOKEN" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_service_out_of_reach_leaves_everything_pending(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "a.csv", lanes(4))
    with Sandbox() as box:
        env = environment(box, tmp_path / "home")
    unreachable = env | {"PLANILLA_BUDGET_SECONDS": "0.3"}
    done = planilla("emit", source, env=unreachable, cwd=tmp_path)
    assert done.returncode == 4
    assert "cannot be reached" in done.stderr
    with Sandbox() as box:
        done = planilla("emit", source, env=environment(box, tmp_path / "home"), cwd=tmp_path)
        assert done.returncode == 0
        check_books(box)


def test_a_folder_that_takes_no_result_is_told_before_anything_is_sent(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "a.csv", [row(1)])
    (tmp_path / "resultados").write_text("a file where the folder should be", encoding="utf-8")
    with Sandbox() as box:
        done = planilla("emit", source, env=environment(box, tmp_path / "home"), cwd=tmp_path)
        assert not box.books.held
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_disk_that_fills_up_loses_nothing(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")  # how POSIX limits what a process writes
    source = write_csv(tmp_path / "a.csv", lanes(40))
    with Sandbox() as box:
        env = environment(box, tmp_path / "home")
        full = subprocess.run(
            command("emit", source),
            env=env,
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            check=False,
            preexec_fn=partial(resource.setrlimit, resource.RLIMIT_FSIZE, (200_000, 200_000)),
        )
        assert full.returncode == 1, full.stdout + full.stderr
        assert "Traceback" not in full.stderr
        done = planilla("emit", source, env=env, cwd=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
        check_books(box)
        assert len(box.books.held) == 40


def test_a_result_open_in_excel_goes_beside_it(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "a.csv", [row(1)])
    results = tmp_path / "resultados"
    results.mkdir()
    (results / "~$a.resultado.xlsx").write_bytes(b"owner")
    with Sandbox() as box:
        done = planilla("emit", source, env=environment(box, tmp_path / "home"), cwd=tmp_path)
    assert done.returncode == 0
    assert (results / "a.resultado.2.xlsx").is_file()
    assert "a.resultado.2.xlsx" in done.stdout


def test_what_was_tried_in_a_sandbox_is_shown_by_status_where_it_is_asked_for(
    tmp_path: Path,
) -> None:
    source, env = write_csv(tmp_path / "a.csv", [row(1)]), environment(None, tmp_path / "home")
    told = planilla("status", env=env, cwd=tmp_path).stdout
    assert told.strip() == "The ledger is empty."
    assert planilla("emit", "--sandbox", source, env=env, cwd=tmp_path).returncode == 0
    told = planilla("status", env=env, cwd=tmp_path).stdout
    assert "planilla status --sandbox" in told
    told = planilla("status", "--sandbox", env=env, cwd=tmp_path).stdout
    assert "issue" in told
    assert "empty" not in told


def test_a_look_at_what_was_tried_makes_nothing_where_nothing_was(tmp_path: Path) -> None:
    env = environment(None, tmp_path / "home")
    told = planilla("status", "--sandbox", env=env, cwd=tmp_path)
    assert (told.returncode, told.stdout.strip()) == (0, "The ledger is empty.")
    assert not (tmp_path / ".planilla").exists()
    assert not (tmp_path / "home").exists()


def test_a_ledger_of_another_service_is_refused(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "a.csv", [row(1)])
    with Sandbox() as box:
        env = environment(box, tmp_path / "home")
        assert planilla("emit", source, env=env, cwd=tmp_path).returncode == 0
    elsewhere = env | {"PLANILLA_BASE_URL": "https://service.invalid/app/api/v2/"}
    done = planilla("emit", source, env=elsewhere, cwd=tmp_path)
    assert done.returncode == 1
    assert "holds the operations of sandbox" in done.stderr
