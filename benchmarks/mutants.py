"""Break one rule after the other, and see whether some test notices.

    python -m benchmarks.mutants [MODULE…] [--every N] [--seed S]

Each mutant is one small change of one module: a comparison the other way round, another
state, a condition always or never true, a call or a raise left out. The tests of `TESTS`
run against it, the most telling first, until one fails. What survives is printed. It is
written here because what matters is which state or verdict follows, and no kept tool
swaps members of an enumeration. A child is forked for each, so it needs a POSIX system.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PARTS = ("planilla", "schemas", "flows", "tests", "sample_data", "benchmarks", "docs")
SECONDS = 600  # a mutant that loops is noticed, too
TESTS = {
    "planilla/review/questions.py": ["tests/review/test_review.py", "tests/batch/test_pay.py"],
    "planilla/dispatch/outcome_table.py": [
        "tests/dispatch/test_outcomes.py",
        "tests/dispatch/test_belief.py",
        "tests/dispatch/test_numbers.py",
        "tests/dispatch/test_troubles.py",
        "tests/dispatch/test_lost_ledger.py",
    ],
    "planilla/dispatch/steps/payment/balance_before_and_after.py": [
        "tests/dispatch/test_account.py",
        "tests/dispatch/test_payment.py",
        "tests/ledger/test_restored.py",
        "tests/batch/test_pay.py",
    ],
    "planilla/dispatch/lookup/proved_absent.py": [
        "tests/dispatch/test_proof.py",
        "tests/dispatch/test_lost_ledger.py",
    ],
    "planilla/dispatch/lookup/settle_unknown.py": [
        "tests/dispatch/test_numbers.py",
        "tests/dispatch/test_belief.py",
        "tests/dispatch/test_proof.py",
        "tests/dispatch/test_troubles.py",
    ],
    "planilla/dispatch/turn.py": [
        "tests/dispatch/test_numbers.py",
        "tests/dispatch/test_troubles.py",
        "tests/dispatch/test_payment.py",
        "tests/queue/test_queueing.py",
    ],
    "planilla/dispatch/settling.py": [
        "tests/service/test_endless.py",
        "tests/dispatch/test_numbers.py",
        "tests/dispatch/test_proof.py",
        "tests/dispatch/test_payment.py",
    ],
    "planilla/dispatch/failed.py": [
        "tests/dispatch/test_failed.py",
        "tests/dispatch/test_troubles.py",
        "tests/dispatch/test_numbers.py",
        "tests/dispatch/test_payment.py",
        "tests/queue/test_queueing.py",
    ],
    "planilla/ledger/awaited.py": [
        "tests/ledger/test_awaited.py",
        "tests/dispatch/test_ledger_work.py",
        "tests/dispatch/test_lost_ledger.py",
    ],
    "planilla/dispatch/lookup/adoption.py": [
        "tests/dispatch/test_lost_ledger.py",
        "tests/dispatch/test_numbering.py",
        "tests/dispatch/test_proof.py",
        "tests/admission/test_no_longer_read.py",
    ],
    "planilla/admission/registration.py": [
        "tests/batch/test_emit.py",
        "tests/ledger",
        "tests/admission/test_replaced_rows.py",
        "tests/admission/test_equal_rows.py",
        "tests/admission/test_whole_file_again.py",
    ],
}
ENUMS = ("State", "Next", "Finding", "Refusal", "Queue", "Reason", "Verdict", "Sight", "Reach")
OTHER_WAY = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One changed source of a module: where, and how it reads now."""

    line: int
    told: str
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a module's source."""
    tree = ast.parse(source)
    members = _members(tree)
    for place, node in enumerate(ast.walk(tree)):
        for variant in _variants(node, members):
            copy = deepcopy(tree)
            target = list(ast.walk(copy))[place]
            _put(copy, target, variant)
            ast.fix_missing_locations(copy)
            line = getattr(node, "lineno", 0)
            before, after = ast.unparse(node), ast.unparse(variant)
            yield Mutant(line, f"{before[:70]!r} -> {after[:70]!r}", ast.unparse(copy))


def _members(tree: ast.AST) -> dict[str, list[str]]:
    """The members of each enumeration that a module names."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr=attr):
                if name in ENUMS and attr.isupper():
                    found.setdefault(name, set()).add(attr)
    return {name: sorted(attrs) for name, attrs in found.items()}


def _variants(  # noqa: PLR0912 - a table of kinds
    node: ast.AST, members: dict[str, list[str]]
) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(ops=[op]) if type(op) in OTHER_WAY:
            yield ast.Compare(node.left, [OTHER_WAY[type(op)]()], node.comparators)
        case ast.BoolOp(op=ast.And()):
            yield ast.BoolOp(ast.Or(), node.values)
        case ast.BoolOp(op=ast.Or()):
            yield ast.BoolOp(ast.And(), node.values)
        case ast.UnaryOp(op=ast.Not()):
            yield node.operand
        case ast.BinOp(op=ast.Add()):
            yield ast.BinOp(node.left, ast.Sub(), node.right)
        case ast.BinOp(op=ast.Sub()):
            yield ast.BinOp(node.left, ast.Add(), node.right)
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield ast.Constant(value + 1)
        case ast.If() | ast.While():
            for always in (True, False):
                copy = deepcopy(node)
                copy.test = ast.Constant(always)
                yield copy
        case ast.Expr(value=ast.Call() | ast.Await()) | ast.Raise():
            yield ast.Pass()
        case ast.Attribute(value=ast.Name(id=name), attr=attr) if attr in members.get(name, ()):
            own = members[name]
            if len(own) > 1:
                other = own[(own.index(attr) + 1) % len(own)]
                yield ast.Attribute(ast.Name(name, ast.Load()), other, ast.Load())


def _put(tree: ast.AST, target: ast.AST, variant: ast.AST) -> None:
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is target:
                setattr(parent, name, variant)
                return
            if isinstance(value, list) and any(one is target for one in value):
                value[next(i for i, one in enumerate(value) if one is target)] = variant
                return


def survives(tree: Path, tests: list[str]) -> bool:
    """Whether no test of a copy of the project fails; the child begins with libraries loaded."""
    child = os.fork()
    if child == 0:
        _run(tree, tests)
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status == 0
        time.sleep(0.05)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


def _run(tree: Path, tests: list[str]) -> None:
    code = 1
    try:
        os.setsid()
        os.chdir(tree)
        sys.path[:] = [str(tree), *(p for p in sys.path if Path(p or ".").resolve() != ROOT)]
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        import pytest

        code = int(pytest.main(["-x", "-q", "-n", "0", "-p", "no:cacheprovider", *tests]))
    finally:
        os._exit(code)


def _preload() -> None:
    """Libraries only, nothing of the project: a child must import what was changed."""
    for name in ("pytest", "httpx", "sqlalchemy", "alembic", "pandera.polars", "openpyxl",
                 "hypothesis", "uvicorn", "starlette.applications", "jsonschema_rs", "simplejson",
                 "pydantic_settings", "rich", "fpdf", "segno", "stdnum.ar.cuit"):  # fmt: skip
        __import__(name)


def main() -> None:
    """Take the modules named, or all of `TESTS`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", default=list(TESTS))
    parser.add_argument("--every", type=int, default=1, help="one mutant in N, by chance")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="print the mutants, run nothing")
    given = parser.parse_args()
    _preload()
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        tree = Path(folder)
        for part in (*PARTS, "pyproject.toml", "README.md", "prefect.yaml", "CHANGELOG.md"):
            copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
            copy(ROOT / part, tree / part)
        for module in given.modules:
            _judge(tree, module, given)


def _judge(tree: Path, module: str, given: argparse.Namespace) -> None:
    source = (ROOT / module).read_text(encoding="utf-8")
    made = list(mutants(source))
    chosen = random.Random(given.seed).sample(made, -(-len(made) // given.every))
    if given.show:
        print(f"{module}: {len(made)} mutants")
        return
    if not survives(tree, TESTS[module]):
        sys.exit(f"{module}: its tests fail as it is")
    left = []
    for mutant in sorted(chosen, key=lambda one: one.line):
        (tree / module).write_text(mutant.source, encoding="utf-8")
        if survives(tree, TESTS[module]):
            left.append(mutant)
            print(f"  {module}:{mutant.line} {mutant.told}", flush=True)
    (tree / module).write_text(source, encoding="utf-8")
    print(f"{module}: {len(chosen) - len(left)} of {len(chosen)} noticed", flush=True)


if __name__ == "__main__":
    main()
