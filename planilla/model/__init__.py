"""The words that all rooms share: what is asked, an operation, who issues, references."""
