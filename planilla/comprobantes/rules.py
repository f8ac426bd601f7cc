"""Which of ARCA's rules hold, as the settings say it; the rules are `schemas.comprobantes`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace

from planilla.common.errors import SettingsError
from schemas.context import Rules


def rules_without(names: Iterable[str]) -> Rules:
    """All rules but these (`PLANILLA_RULES_OFF`); `SettingsError` names one that does not exist."""
    known = {field.name for field in fields(Rules)} - {"newer"}
    wrong = [name for name in names if name not in known]
    if wrong:
        raise SettingsError(
            f"PLANILLA_RULES_OFF: no rule {wrong[0]}; there are {', '.join(sorted(known))}"
        )
    return replace(Rules(), **dict.fromkeys(names, False))
