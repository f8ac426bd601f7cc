"""Undoing what was issued wrongly: credit notes, each once."""
