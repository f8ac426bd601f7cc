"""What may be sent: known or new, refused, held for a person, written down."""
