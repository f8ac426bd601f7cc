"""A cell as it stands in a file, and what its text means: numbers and dates."""
