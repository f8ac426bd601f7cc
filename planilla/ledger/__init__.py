"""What was asked and what came back, kept; it stores, and judges nothing."""
