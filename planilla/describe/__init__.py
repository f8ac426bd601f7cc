"""Describing a sheet that another program made: from its headings and cells to a declaration.

columns ─► guess (which column each heading is, and what is to be asked) ─► proposal ─► TOML
"""
