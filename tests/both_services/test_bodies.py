"""What the documents let through both let through, and what they forbid both refuse.

Each refused body is a right one with one change, and the refusal speaks of it.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from planilla.common.calendar import today
from planilla.sandbox.server import Sandbox
from tests.both_services.documents import Case, by_name, cases
from tests.double import Double, Point
from tests.double.bodies import Clock
from tests.sandbox.helpers import post

ROOT = Path(__file__).parents[2]
NAMES = [one.name for one in cases()]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """One that holds a note to what it corrects."""
    with Sandbox() as box:
        box.options.rehearsal.strict_notes = True
        yield box


@pytest.mark.parametrize("case", cases(), ids=NAMES)
def test_the_sandbox_does_as_the_documents_say(sandbox: Sandbox, case: Case) -> None:
    keys = Sandbox.credentials
    before = case.before(today())
    for one in before:
        assert post(sandbox, "nuevo", keys | one)["error"] == "N"
    answer = post(sandbox, case.method, keys | case.body(today()))
    assert case.fits(answer), answer
    kept = len(sandbox.books.held) + len(sandbox.books.queue)
    assert kept == len(before) + case.taken


@pytest.mark.parametrize("case", cases(), ids=NAMES)
def test_the_double_does_as_the_documents_say(case: Case) -> None:
    point = Point(punto_venta=3, condicion_iva=case.issuer)
    double = Double([point], now=Clock())
    keys = point.keys.body()

    def asked(method: str, body: dict[str, Any]) -> Any:
        return double.answer(f"facturacion/{method}", keys | body)[1]

    for one in case.before(double.today):
        assert asked("nuevo", one)["error"] == "N"
    answer = asked(case.method, case.body(double.today))
    assert case.fits(answer), answer
    kept = len(double.books.issued) + len(double.books.queue)
    assert kept == len(case.before(double.today)) + case.taken


def test_neither_program_knows_the_other_or_the_client() -> None:
    """What they say about a comprobante is two readings, not one."""
    own = {"planilla.sandbox", "planilla.common", "schemas.service"}
    for path in (ROOT / "planilla" / "sandbox").glob("*.py"):
        assert {".".join(one.split(".")[:2]) for one in _imported(path)} <= own, path
    for path in (ROOT / "tests" / "double").glob("*.py"):
        if not path.name.startswith("test_") and path.name != "office.py":
            assert not [one for one in _imported(path) if one.startswith("planilla")], path


def _imported(path: Path) -> list[str]:
    """The project's own modules that a module imports."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    named += [
        one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names
    ]
    return [one for one in named if one.split(".")[0] in {"planilla", "schemas", "flows"}]


def test_each_block_has_bodies_of_both_kinds() -> None:
    told = Counter(case.taken for case in cases())
    assert min(told.values()) > 40
    assert len(NAMES) == len(set(NAMES))


def test_a_note_of_an_export_credits_the_account_as_any_other_does() -> None:
    """Of one comprobante, equal and wholly unpaid; it is named in `fex`."""
    note = by_name("a credit note E of goods")
    with Sandbox() as box:
        for one in [*note.before(today()), note.body(today())]:
            assert post(box, "nuevo", Sandbox.credentials | one)["error"] == "N"
        invoice = box.books.held[0]
        assert [pago["total"] for pago in invoice["pagos"]] == [Decimal("143250.00")]
    point = Point(punto_venta=3)
    double = Double([point], now=Clock())
    for one in [*note.before(double.today), note.body(double.today)]:
        double.answer("facturacion/nuevo", point.keys.body() | one)
    assert double.books.rest(double.books.issued[0]) == 0
