"""What the settings say of columns that planilla does not know."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class UnknownColumns(StrEnum):
    """What to do about a heading that is not understood and may matter."""

    ASK = "ask"
    KEEP = "keep"
    REFUSE = "refuse"


def check(columnas: Mapping[str, str]) -> None:
    """Raise `ValueError` for an answer that is neither "no importa" nor a column of ours."""
    if not columnas:
        return
    from schemas.answered import understood  # what it imports is asked for only here
    from schemas.column import REOPEN
    from schemas.columns import BY_NAME
    from schemas.pagos import PAGOS_BY_NAME
    from schemas.spelling import plain

    for heading, answer in columnas.items():
        known = understood(answer, BY_NAME) or understood(answer, PAGOS_BY_NAME)
        if not plain(heading) or known in {None, REOPEN}:
            raise ValueError(f'«{heading}»: write "no importa", or "es COLUMN" of a column')
