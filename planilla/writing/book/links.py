"""Links as the library takes them, to files and to places of the workbook."""

from __future__ import annotations

from typing import Any

from xlsxwriter.url import Url, UrlTypes

from planilla.writing.plain_text import plain, units
from planilla.writing.workbook_limits import LONGEST_LINK


def file_link(target: str) -> Any | None:
    """A link to a URI or a relative path, written as it is; None if a workbook cannot hold it.

    The library turns slashes into backslashes, which only Windows follows, and takes a path
    for a URL only with a scheme: so the target is put in behind its own reading.
    """
    if plain(target) != target or units(target) > LONGEST_LINK:
        return None
    link = inner_link("A1")
    link._link_type, link._relationship_link, link._anchor = UrlTypes.URL, target, ""
    return link


def inner_link(place: str) -> Any:
    """A link to `Sheet!A1`."""
    return Url(f"internal:{place}")
