"""Which of ARCA's rules hold, as the settings say it; the rules are `schemas.comprobantes`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from planilla.common.errors import SettingsError
from schemas import context
from schemas.context import UNIDENTIFIED_LIMIT

__all__ = ["UNIDENTIFIED_LIMIT", "Rules"]


@dataclass(frozen=True, slots=True)
class Rules(context.Rules):
    """ARCA's rules that can be switched off (`PLANILLA_RULES_OFF`)."""

    @classmethod
    def without(cls, names: Iterable[str]) -> Rules:
        """All rules but these; `SettingsError` names one that does not exist."""
        known = {field.name for field in fields(cls)} - {"newer"}
        wrong = [name for name in names if name not in known]
        if wrong:
            raise SettingsError(
                f"PLANILLA_RULES_OFF: no rule {wrong[0]}; there are {', '.join(sorted(known))}"
            )
        return replace(cls(), **dict.fromkeys(names, False))
