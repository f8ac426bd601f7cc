"""A workbook written once, from top to bottom: which library writes it is known only here."""
