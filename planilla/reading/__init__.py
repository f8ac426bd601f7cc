"""From a file that somebody gave to typed rows, each cell that is wrong a fault."""
