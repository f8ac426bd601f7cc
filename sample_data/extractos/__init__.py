"""Small statements, one for each layout that is built in, with what it must give; all invented."""
