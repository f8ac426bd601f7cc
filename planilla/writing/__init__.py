"""Workbooks that planilla writes: results, templates, and how they look."""
