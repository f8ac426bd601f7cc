"""Where a run puts what belongs beside no file."""

from __future__ import annotations

from pathlib import Path

from planilla.settings.settings import Settings
from planilla.writing.result_path import FOLDER


def results_folder(settings: Settings) -> Path:
    """Beside the inbox, which people know: a run's working directory may be anywhere."""
    return settings.inbox.absolute().parent / FOLDER
