"""What release 0.1.0 knew things by can be computed as long as its ledgers are about.

Contents, derived referencias, external references and the `conc-` ids of statement
lines are identities of version 1. A later version stands beside it, not in its place.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from planilla.ledger.likeness import likeness_of
from planilla.model.asked import Asked
from planilla.model.reading_version import AS_STORED
from planilla.settings.open_ledger import open_ledger
from tests.upgrade import identities
from tests.upgrade.office import DUMP, IDENTITIES, Case, Office, cases
from tests.upgrade.still import StillService

CASES = [case.name for case in cases()]
URL = "http://127.0.0.1:1/app/api/v2/"


def pinned(case: Case) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((case.folder / IDENTITIES).read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("name", CASES)
def test_the_identities_of_version_1_are_what_they_were(name: str, tmp_path: Path) -> None:
    """What had none then, because it was wrong, may have got one since."""
    case = Case(name)
    found = identities.computed(case, case.settings(URL, tmp_path))
    for file, known in pinned(case).items():
        assert [one for one in known if one not in found[file]] == [], file


@pytest.mark.parametrize("name", CASES)
def test_every_operation_of_a_ledger_has_one_of_the_identities_of_version_1(name: str) -> None:
    case = Case(name)
    known = [one for found in pinned(case).values() for one in found if isinstance(one, dict)]
    with closing(sqlite3.connect(":memory:")) as ledger:
        ledger.executescript((case.folder / DUMP).read_text(encoding="utf-8"))
        query = (
            "SELECT kind, account, referencia, content, external_reference, revision "
            "FROM operations WHERE kind != 'resend'"
        )
        operations = ledger.execute(query).fetchall()
    assert operations
    for kind, account, referencia, content, reference, revision in operations:
        own = [
            one
            for one in known
            if (one["account"], one["identity"], one["content"]) == (account, referencia, content)
        ]
        assert own, (kind, referencia)
        if kind == "issue":
            name_of = "external_reference" + (f"_{revision}" if revision else "")
            assert {one[name_of] for one in own} == {reference}


def test_the_lines_of_a_statement_are_what_its_payments_are_named_after() -> None:
    (case,) = [Case(name) for name in CASES if Case(name).statements]
    found = pinned(case)
    lines = {line for name in case.statements for line in found[name]}
    payments = {one["referencia"] for one in found["pagos_a_registrar.xlsx"]}
    assert payments
    assert payments <= lines


def read_otherwise(one: Asked) -> bool:
    """Whether its cells show something else than they store, as version 2 took them."""
    return any(e.until == AS_STORED and e.content != one.content for e in one.earlier)


@pytest.mark.parametrize("name", CASES)
def test_what_was_asked_by_release_0_1_0_is_like_what_its_file_asks_today(
    name: str, tmp_path: Path
) -> None:
    """Or a renumbered copy of an old file would be new to a ledger that was carried over."""
    case = Case(name)
    with StillService(case.books) as service:
        office = Office(case, tmp_path, service)
        with open_ledger(office.settings):
            pass  # carried over
        with closing(sqlite3.connect(office.home / "ledger.sqlite3")) as ledger:
            known = {
                (account, referencia): likeness
                for account, referencia, likeness in ledger.execute(
                    "SELECT account, referencia, likeness FROM operations WHERE kind != 'resend'"
                )
            }
            missing = "SELECT count(*) FROM operations WHERE id NOT IN (SELECT operation_id FROM "
            assert ledger.execute(f"{missing} requests)").fetchone() == (0,)
        today = {
            (one.account, identity): likeness_of(one)
            for command, file in case.drops
            if command != "resend"
            for one in identities.asked(case.file(file), command, case, office.settings)
            if not read_otherwise(one)
            for identity in one.identities
        }
    assert known
    assert "" not in known.values()
    shared = [one for one in known if one in today]
    assert shared
    assert [one for one in shared if known[one] != today[one]] == []
