"""What the service holds, asked and written into a workbook; nothing is changed."""
