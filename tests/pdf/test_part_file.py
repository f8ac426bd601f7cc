"""What is on its way to the disk is never taken for what has come."""

from __future__ import annotations

from pathlib import Path

import pytest

from planilla.pdf.part_file import PartFile
from tests.pdf.links import LARGE, SMALL


def test_head_and_end_are_found_wherever_the_pieces_break(tmp_path: Path) -> None:
    content = SMALL.rstrip()
    for size in range(1, len(content) + 1):
        part = PartFile(tmp_path / "a.pdf")
        for start in range(0, len(content), size):
            assert not part.whole
            part.take(content[start : start + size])
            assert not part.no_pdf
        assert part.whole


def test_one_that_stood_there_before_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(SMALL)
    given_up, finished = PartFile(path), PartFile(path)
    for part in (given_up, finished):
        part.take(LARGE)
        part.flush()
        assert path.read_bytes() == SMALL
    given_up.discard()
    assert path.read_bytes() == SMALL
    finished.finish()
    finished.discard()  # too late: it is there
    assert path.read_bytes() == LARGE
    assert list(tmp_path.iterdir()) == [path]


def test_one_given_up_takes_nothing_more(tmp_path: Path) -> None:
    """A thread that writes may go on after whoever waited for it has been cancelled."""
    part = PartFile(tmp_path / "a.pdf")
    part.take(LARGE)
    part.discard()
    part.flush()
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_taken_leaves_nothing_beside(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()
    part = PartFile(tmp_path / "a.pdf")
    part.take(SMALL)
    with pytest.raises(OSError, match=r"a\.pdf"):
        part.finish()
    assert list(tmp_path.iterdir()) == [tmp_path / "a.pdf"]
