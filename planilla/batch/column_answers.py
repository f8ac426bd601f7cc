"""What people said of headings that are none of ours: the settings, and the ledger's answers."""

from __future__ import annotations

from collections.abc import Mapping

from planilla.ledger.ledger import Ledger
from planilla.model.asked import Kind
from planilla.model.column_answers import ColumnAnswers
from planilla.settings.foreign_sheets import declared_sheets
from planilla.settings.settings import Settings
from schemas.answered import understood
from schemas.column import Column
from schemas.spelling import plain


def column_answers(
    kind: Kind, columns: Mapping[str, Column], settings: Settings, ledger: Ledger | None
) -> ColumnAnswers:
    """The answers that hold for files of a kind; the settings' go before the ledger's.

    What is a column of another kind's files says nothing of this one's.
    """
    said = {plain(h): understood(text, columns) for h, text in settings.columnas.items()}
    office = {heading: answer for heading, answer in said.items() if answer is not None}
    declared = declared_sheets(settings.sheets, settings.hoja) if kind is Kind.ISSUE else ()
    if ledger is None:
        return ColumnAnswers(office, declared=declared)
    accounts = ledger.issuers.accounts
    told, leads = ledger.headings.told(kind), ledger.headings.leads(accounts)
    return ColumnAnswers(office, told, leads, declared)
