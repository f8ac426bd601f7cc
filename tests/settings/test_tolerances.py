"""What a reconciliation takes for explained is the office's to set, and goes where it works."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from planilla.common.errors import SettingsError
from planilla.reconcile.job import options_of
from planilla.reconcile.matching.options import Options
from planilla.settings.settings import load_settings
from planilla.settings.tolerances import Tolerances


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_without_a_word_the_rules_have_their_own_figures() -> None:
    assert options_of(load_settings().reconcile) == Options()


def test_a_table_of_the_file_sets_them_in_pesos() -> None:
    Path("planilla.toml").write_text(
        "[reconcile]\nretention_percent = 10\nrounding = 0.5\ndays_after = 365\n", encoding="utf-8"
    )
    found = options_of(load_settings().reconcile, on_account=True)
    assert (found.retention_percent, found.rounding_cents, found.days_after) == (10, 50, 365)
    assert found.on_account


def test_processes_of_ours_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANILLA_RECONCILE__CHARGE", "1250.50")
    told = load_settings().as_variables()
    monkeypatch.delenv("PLANILLA_RECONCILE__CHARGE")
    monkeypatch.setenv("PLANILLA_RECONCILE", told["PLANILLA_RECONCILE"])
    assert load_settings().reconcile == Tolerances(charge=Decimal("1250.50"))


@pytest.mark.parametrize("wrong", ["retention_percent = -1", "rounding = 0.001", "retencion = 3"])
def test_a_figure_that_cannot_be_is_refused_by_its_name(wrong: str) -> None:
    Path("planilla.toml").write_text(f"[reconcile]\n{wrong}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="RECONCILE_"):
        load_settings()
