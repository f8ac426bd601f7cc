"""The folder of files: claimed, worked and put where they belong."""
