"""The client of TusFacturasAPP: one question, one answer or one error."""
