"""What the commands do: heavy, and imported when one is run."""
