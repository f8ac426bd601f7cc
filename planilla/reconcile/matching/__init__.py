"""The rules that match payments with documents, over frames."""
