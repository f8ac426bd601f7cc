"""What waits for a person: the questions, the answers and what follows."""
