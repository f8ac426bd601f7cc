"""A look in the words of the library that writes."""

from __future__ import annotations

from typing import Any

from planilla.writing.styles import FONT, LINE, Look

Style = Any
"""A look as a workbook's cells take it; only `book` looks inside."""

THIN, SOLID, SINGLE = 1, 1, 1
UPRIGHT = {"center": "vcenter"}


def properties(look: Look) -> dict[str, object]:
    """The properties of a format that looks so."""
    told: dict[str, object] = {
        "num_format": look.number_format,
        "font_name": FONT,
        "font_size": look.size,
        "font_color": f"#{look.ink}",
        "bold": look.bold,
        "italic": look.italic,
        "text_wrap": look.wrap,
        "valign": UPRIGHT.get(look.upright, look.upright),
    }
    if look.underline:
        told["underline"] = SINGLE
    if look.fill:
        told |= {"pattern": SOLID, "bg_color": f"#{look.fill}"}
    if look.lined:
        told |= {"border": THIN, "border_color": f"#{LINE}"}
    if look.indent:
        told |= {"align": "left", "indent": look.indent}
    elif look.across != "general":
        told["align"] = look.across
    return told
