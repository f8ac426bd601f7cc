"""Making many objects that stay, without a search for garbage among them again and again.

In a process of one row these searches took a seventh of its time, and the last one, when it
ends, as much.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

LOADING, AT_WORK = 1_000_000, 50_000
"""How many new objects begin a search: while modules are loaded, and afterwards."""


def loading() -> None:
    """From the beginning of the process: what modules make while they load is no garbage."""
    gc.set_threshold(LOADING)


def loaded() -> None:
    """From now on look for garbage, among what is made from now on.

    In a process that does not begin with `loading` nothing is changed.
    """
    if gc.get_threshold()[0] == LOADING:
        gc.freeze()
        gc.set_threshold(AT_WORK)


def ending() -> None:
    """Python's last search finds nothing to look through: the process takes all with it."""
    gc.freeze()


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
