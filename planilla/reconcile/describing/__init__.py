"""Describing a statement that nobody declared: from its headings and rows to a declaration.

columns ─► guess (what each column is, and what cannot be known) ─► answers ─► proposal ─► TOML
"""
