"""What is asked of the service before a run: its state, the quota, who must be identified."""
