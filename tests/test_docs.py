"""The documents name what the code has, and nothing that it does not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml  # prefect brings it

from planilla.cli import app
from planilla.commands.work.review import ASKED
from planilla.common.failpoints import POINTS
from planilla.model.operation import Reason
from planilla.review.questions import ANSWERS, QUESTIONS
from planilla.settings.settings import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_is_in_the_readme_and_every_one_there_exists() -> None:
    registered = {command.name for command in app.registered_commands}
    table = README.split("## Commands")[1].split("##")[0]
    named = set(re.findall(r"^\| `planilla ([\w-]+)", table, re.MULTILINE))
    assert named == registered


def test_every_setting_is_in_the_readme_and_every_one_there_exists() -> None:
    known = {f"PLANILLA_{name.upper()}" for name in Settings.model_fields}
    table = README.split("## Settings")[1].split("##")[0]
    assert set(re.findall(r"PLANILLA_[A-Z_]+", table)) == known


def test_every_deployment_is_in_the_table_of_flows() -> None:
    deployed = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    assert deployed
    for deployment in deployed:
        assert f"`{deployment['entrypoint']}` | `{deployment['name']}`" in README


@pytest.mark.parametrize("point", POINTS)
def test_every_crash_point_is_somewhere_in_the_code(point: str) -> None:
    found = [
        path
        for path in (ROOT / "planilla").rglob("*.py")
        if f'reach("{point}")' in path.read_text(encoding="utf-8")
    ]
    assert found


def test_a_section_that_the_code_points_at_is_in_its_document() -> None:
    pointed = [
        (path, document, section)
        for room in ("planilla", "flows", "schemas")
        for path in (ROOT / room).rglob("*.py")
        for document, section in re.findall(
            r'\((\S+\.md),?\s+\(?"([^"]+)"', path.read_text(encoding="utf-8")
        )
    ]
    assert pointed
    for path, document, section in pointed:
        headings = re.findall(r"^#+ (.+)$", (ROOT / document).read_text(encoding="utf-8"), re.M)
        assert section in headings, path


def test_every_question_of_a_review_is_in_the_table_that_says_where_to_look() -> None:
    operation = (ROOT / "docs" / "operation.md").read_text(encoding="utf-8")
    assert set(ASKED) == set(ANSWERS) == set(Reason) - {Reason.NONE}
    for reason, question in ASKED.items():
        assert QUESTIONS[reason]
        answers = ", ".join(answer.word for answer in ANSWERS[reason])
        (row,) = re.findall(rf"^\| {re.escape(question)} \|.*\| (.*) \|$", operation, re.MULTILINE)
        assert re.sub(r" \(.*?\)", "", row) == answers


def test_no_command_in_the_documents_is_cut_off_by_a_doubled_backslash() -> None:
    for document in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        assert not re.search(r"\\\\$", document.read_text(encoding="utf-8"), re.MULTILINE), document


def test_no_figure_is_missing() -> None:
    assert "FIGURES" not in README
