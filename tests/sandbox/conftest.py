"""A sandbox for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from planilla.sandbox.server import Sandbox


@pytest.fixture
def quick() -> Iterator[Sandbox]:
    """One that answers at once."""
    with Sandbox() as started:
        yield started
