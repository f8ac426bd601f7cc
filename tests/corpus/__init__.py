"""Files that other programs wrote, and the comprobantes that each must give."""
