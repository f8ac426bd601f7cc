"""Sheets that other programs made, read by a declaration of their headings."""
