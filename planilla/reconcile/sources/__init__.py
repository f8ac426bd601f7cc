"""From files to the frames that are compared: each source by its declaration.

    open ─► recognise ─► table ─► cast (polars, a column at a time) ─► documents or payments

A cell that cannot be read is a fault, and its row is left out and told; the rest
goes on. Currency and sign are settled here, once, for all that follows.
"""

from __future__ import annotations

from planilla.reconcile.sources.model import SourceFrame
from planilla.reconcile.sources.own_sheet import is_own, read_own
from planilla.reconcile.sources.reading import read_source

__all__ = ["SourceFrame", "is_own", "read_own", "read_source"]
