"""The service's queue: what it did, webhooks, and acting on what is in it."""
