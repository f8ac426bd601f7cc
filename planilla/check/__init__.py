"""What can be asked before issuing, is asked; nothing is sent."""
