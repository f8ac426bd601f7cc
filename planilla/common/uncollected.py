"""Making many objects that stay, without a search for garbage among them again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Hold Python's search for circles of garbage back while the block works.

    A hundred thousand rows are a million objects, and each search walks over all that are
    there. What nobody refers to any more goes at once, as always.
    """
    held = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if held:
            gc.enable()
