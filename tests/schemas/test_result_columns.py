"""What a result adds has headings of its own: none that an office's file means something by."""

from __future__ import annotations

from schemas.columns import BY_NAME, RESULT_COLUMNS
from schemas.headings import names
from schemas.pagos import Pagos
from schemas.spelling import plain

ASKED_TOO = {"numeroemitido", "observaciones"}  # since the first version


def test_no_column_of_a_result_is_one_that_a_file_asks_with() -> None:
    read = set(names(BY_NAME)) | set(names(Pagos.columns()))
    assert {plain(name) for name in RESULT_COLUMNS} & read <= ASKED_TOO
