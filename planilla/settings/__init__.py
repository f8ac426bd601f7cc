"""The settings, and what is opened by them: the connection and the ledger."""
