"""What the service holds already, taken in before anything is sent again."""
